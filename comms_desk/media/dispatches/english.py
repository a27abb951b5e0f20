"""The English version that goes below a French text, and on what ground (Charter, s. 22.3).

French goes to all, and first.  English goes below it only where the office allows it, and where a
ground of the closed list, whoever approved it and the day are recorded for that very text: once
the French has changed, they are those of another.
"""

from collections.abc import Iterable
from dataclasses import dataclass

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
    english = drafts.get(snapshot, DraftId(row.english_id))
    kept = drafts.kept(snapshot, english.id)
    return Beside(english, "" if kept is None else kept.text)


def obstacles(snapshot: Snapshot, draft: Draft, text: str) -> Iterable[CommsDeskError]:
    """Yield what its language keeps *draft* from."""
    if draft.language is not Language.FRENCH:
        yield EnglishAlone(draft.title)
        return
    english = of(snapshot, draft, text)
    if english is not None and english.is_stale and desk_settings.value(snapshot, ENGLISH):
        yield EnglishStale(draft.title)


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
        is_stale=row.french != message.digest(draft, text),
    )


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
    row = transaction.session.get(store.EnglishRow, draft.id)
    if row is None:
        row = store.EnglishRow(draft_id=draft.id)
        transaction.session.add(row)
    row.english_id, row.ground = new.english, new.ground
    row.audience, row.approved_by = new.audience.strip(), new.approved_by.strip()
    row.approved_on, row.french = new.approved_on, message.digest(draft, text)
    row.by, row.at = transaction.actor, transaction.now
    said = f"{new.ground.value}, {row.approved_by}, {new.approved_on.isoformat()}"
    edits.note(transaction, draft.ref, Act.EDITED, NOTED, after=said)
    transaction.session.flush()
    found = of(transaction, draft, text)
    assert found is not None  # noqa: S101 - recorded above
    return found


def take_off(transaction: Transaction, draft: Draft) -> None:
    """Have nothing go below *draft* any more."""
    row = transaction.session.get(store.EnglishRow, draft.id)
    if row is not None:
        before = row.ground.value
        transaction.session.delete(row)
        edits.note(transaction, draft.ref, Act.EDITED, NOTED, before=before)
