"""The English version that goes below a French text, and on what ground (Charter, s. 22.3).

French goes to all, and first.  English goes below it only where the office allows it, and where a
ground of the closed list, who approved it and the day are recorded for these very texts: once
either has changed, they are those of another.  Below a text it leaves under the embargo of that:
while one of its own ends later, none of both leaves, but to those who signed the embargo of either.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from comms_desk.changes import Ref
from comms_desk.embargo import within as embargoes
from comms_desk.embargo.model import Embargo, UnderEmbargo
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.media.dispatches import message, store
from comms_desk.media.dispatches.model import (
    English,
    EnglishAlone,
    EnglishNotAllowed,
    EnglishStale,
    GroundIncomplete,
    NewEnglish,
    NotInEnglish,
)
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import Draft, DraftId
from comms_desk.settings import ENGLISH
from comms_desk.storage import desk_settings, edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import Act

NOTED = "english version"
"""What the edits of a text call it."""


@dataclass(frozen=True, slots=True)
class Beside:
    """An English text that goes below a French one."""

    draft: Draft
    text: str

    @property
    def digest(self) -> str:
        """The SHA-256 of all that the media read of it."""
        return message.digest(self.draft, self.text)


def beside(snapshot: Snapshot, draft: Draft) -> Beside | None:
    """Return what goes below *draft*; None: nothing is recorded, or the office allows none."""
    row = snapshot.session.get(store.EnglishRow, draft.id)
    if row is None or not desk_settings.value(snapshot, ENGLISH):
        return None
    return _kept(snapshot, DraftId(row.english_id))


def approved_beside(snapshot: Snapshot, draft: Draft, text: str) -> Beside | None:
    """Return what goes below *text* of *draft*, where it is what was approved for that text."""
    known = of(snapshot, draft, text)
    return None if known is None or known.is_stale else beside(snapshot, draft)


def governing(snapshot: Snapshot, own: Embargo | None, below: Ref | None) -> Embargo | None:
    """Return the lock that holds a letter which has *below* under a text with the lock *own*.

    It is that which ends last, and who signed both has it before; None: nothing holds it now.
    """
    own = own if own is not None and own.holds(snapshot.now) else None
    theirs = None if below is None else embargoes.embargo_of(snapshot, below)
    if theirs is None or not theirs.holds(snapshot.now):
        return own
    if own is None:
        return theirs
    if own.until >= theirs.until:
        return own
    signed = {each.recipient for each in own.exceptions}
    both = tuple(each for each in theirs.exceptions if each.recipient in signed)
    return replace(theirs, exceptions=both)


def _kept(snapshot: Snapshot, english_id: DraftId) -> Beside | None:
    """Return an English text as it stands; None: it is in the bin."""
    try:
        english = drafts.get(snapshot, english_id)
    except NotFound:
        return None
    kept = drafts.kept(snapshot, english.id)
    return Beside(english, "" if kept is None else kept.text)


def obstacles(snapshot: Snapshot, draft: Draft, text: str) -> Iterable[CommsDeskError]:
    """Yield what its language keeps *draft* from."""
    if draft.language is not Language.FRENCH:
        yield EnglishAlone(draft.title)
        return
    known, below = of(snapshot, draft, text), beside(snapshot, draft)
    if known is not None and known.is_stale and desk_settings.value(snapshot, ENGLISH):
        yield EnglishStale(draft.title)
    theirs = None if below is None else below.draft.embargo
    if below is not None and theirs is not None and theirs.holds(snapshot.now):
        own = draft.embargo
        if own is None or not own.holds(snapshot.now) or own.until < theirs.until:
            yield UnderEmbargo(below.draft.ref, theirs.until, theirs.ends_when)


def of(snapshot: Snapshot, draft: Draft, text: str) -> English | None:
    """Return what is recorded of the English version of *draft*, whose text is *text*."""
    row = snapshot.session.get(store.EnglishRow, draft.id)
    if row is None:
        return None
    return English(
        draft=draft.id,
        english=DraftId(row.english_id),
        ground=row.ground,
        audience=row.audience,
        approved_by=row.approved_by,
        approved_on=row.approved_on,
        is_stale=row.french != _approved(draft, text, _kept(snapshot, DraftId(row.english_id))),
    )


def _approved(draft: Draft, text: str, english: Beside | None) -> str:
    """Return what an approval is of: the SHA-256 of both texts; "": one is not there."""
    if english is None:
        return ""
    return digest(draft, text, english)


def digest(draft: Draft, text: str, below: Beside | None) -> str:
    """Return the SHA-256 of all that the media read of *draft*, with what goes below it."""
    french = message.digest(draft, text)
    if below is None:
        return french
    return hashlib.sha256((french + message.digest(below.draft, below.text)).encode()).hexdigest()


def is_as_sent(snapshot: Snapshot, draft: Draft, text: str, sent: str) -> bool:
    """Whether the media would read what they did in the edition that has the digest *sent*.

    An English version that is recorded once French has left alone is no other text.
    """
    return sent in {digest(draft, text, None), digest(draft, text, beside(snapshot, draft))}


def record(transaction: Transaction, draft: Draft, text: str, new: NewEnglish) -> English:
    """Record the English version of *draft*, in the place of another.

    Raises:
        EnglishNotAllowed: The office allows none.
        GroundIncomplete: It does not say for whom, or who approved it.
        NotInEnglish: It is no English text, or *draft* is no French one.
        NotFound: There is no such English text.
    """
    if not desk_settings.value(transaction, ENGLISH):
        raise EnglishNotAllowed
    for field in ("audience", "approved_by"):
        if not getattr(new, field).strip():
            raise GroundIncomplete(field)
    english = drafts.get(transaction, new.english)
    if (draft.language, english.language) != (Language.FRENCH, Language.ENGLISH):
        raise NotInEnglish(english.title)
    approved = _approved(draft, text, _kept(transaction, new.english))
    row = transaction.session.get(store.EnglishRow, draft.id)
    if row is None:
        row = store.EnglishRow(draft_id=draft.id)
        transaction.session.add(row)
    row.english_id, row.ground = new.english, new.ground
    row.audience, row.approved_by = new.audience.strip(), new.approved_by.strip()
    row.approved_on, row.french = new.approved_on, approved
    row.by, row.at = transaction.actor, transaction.now
    said = f"{new.ground.value}, {row.approved_by}, {new.approved_on.isoformat()}"
    edits.note(transaction, draft.ref, Act.EDITED, NOTED, after=said)
    transaction.session.flush()
    found = of(transaction, draft, text)
    assert found is not None  # noqa: S101 - recorded above
    return found


def take_off(transaction: Transaction, draft: Draft) -> None:
    """Take what goes below *draft* off."""
    row = transaction.session.get(store.EnglishRow, draft.id)
    if row is not None:
        before = row.ground.value
        transaction.session.delete(row)
        edits.note(transaction, draft.ref, Act.EDITED, NOTED, before=before)
