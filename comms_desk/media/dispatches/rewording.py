"""Letters that wait and say another hour than their embargo: written anew, in the same place.

An embargo is moved, lifted early, or placed on what waits; an exception to it is taken back.  A
letter that says that it is under embargo until another hour is held meanwhile (`mail.departures`);
one for immediate release waits, and says the wrong day.  Their readers get them as they
should be: the text that was sent, the same notice, the same hour where a person chose one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from comms_desk.changes import Subject
from comms_desk.embargo import within as embargoes
from comms_desk.embargo.model import Embargo
from comms_desk.mail import letter_outcomes as letters
from comms_desk.mail import within as outbox
from comms_desk.mail.letter_outcomes import LetterOutcome
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Account, AccountId, LetterId, LetterState, MessageId
from comms_desk.media.dispatches import english, letter, message, sending, store
from comms_desk.media.dispatches.addressees import LetterToBe
from comms_desk.media.dispatches.model import DispatchKind, LetterForm
from comms_desk.media.dispatches.sending import FORMER, LetterBatch
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import Draft, DraftId, DraftStatus
from comms_desk.media.lists.model import Addressee
from comms_desk.storage.database import Snapshot, Transaction

_Key = tuple[int, bool, bool, datetime | None, datetime | None]
"""The dispatch, a notice or not, under embargo or not, when it is due and held until."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A letter whose words are wrong by now, and to whom it is to be written, how."""

    letter: LetterId
    message: MessageId
    dispatch: int
    reader: LetterToBe
    due_at: datetime | None
    is_notice: bool
    was_doubted: bool
    """Whether its reader may have it already: it was uncertain, and sent again."""
    lock: Embargo | None
    """What holds it now, be it the embargo of what goes below; its words say when that ends."""

    @property
    def until(self) -> datetime | None:
        """When that ends."""
        return None if self.lock is None else self.lock.until


@dataclass(frozen=True, slots=True)
class Rewording:
    """What is to be written anew of one text; two that are alike write the same."""

    draft: Draft
    stale: tuple[Stale, ...]


def waiting_drafts(snapshot: Snapshot) -> tuple[DraftId, ...]:
    """Return the texts with something waiting that may be wrong: asked again and again."""
    waiting = letters.waiting(snapshot, Subject.DRAFT)
    below = letters.below(snapshot, waiting.keys())
    found = set()
    for row in store.some_written(snapshot, waiting.keys()):
        message_id = MessageId(row.message_id)
        ref = waiting[message_id]
        own = embargoes.embargo_of(snapshot, ref)
        lock = english.governing(snapshot, own, below.get(message_id))
        if lock is None:
            is_wrong = row.under_embargo
        elif row.written_for != lock.until:
            is_wrong = True
        else:
            signed = {each.recipient for each in lock.exceptions}
            is_wrong = row.under_embargo and not signed >= letters.waiting_for(snapshot, message_id)
        if is_wrong:
            found.add(DraftId(ref.id))
    return tuple(sorted(found))


def read(snapshot: Snapshot, draft: DraftId) -> Rewording:
    """Return what is to be written anew of *draft*.

    Raises:
        NotFound: There is no such draft, or it is in the bin.
    """
    value = drafts.get(snapshot, draft)
    written = store.written(snapshot, draft)
    locks = _locks(snapshot, value, written)
    named = store.persons_of(snapshot, draft)
    known = letters.fates(snapshot, value.ref)
    edition = store.latest_edition(snapshot, draft)
    addressed = store.addressees(snapshot, draft)
    ours = frozenset(addressed.get(edition, {}).values())
    had: dict[str, LetterId] = {}
    for number in sorted(addressed):
        for key, each in addressed[number].items():
            if number < edition and (key not in had or known[each].may_have_left):
                had[key] = each
    stale = []
    for fate in known.values():
        row = written.get(fate.message)
        lock = locks.get(fate.message)
        if fate.letter in ours and row is not None and _is_stale(fate, row, lock):
            is_early = lock is not None and fate.lead != timedelta() and _is_signed(lock, fate)
            people = tuple(
                Addressee(ref=ref, name="", address=fate.to, lists=())
                for ref in named.get(fate.letter, ())
            )
            reader = LetterToBe(
                to=fate.to,
                people=people,
                list=None,
                under_embargo=is_early,
                lead=fate.lead if is_early else timedelta(),
                answers=had.get(fate.to.key) if row.is_notice else None,
            )
            stale.append(
                Stale(
                    letter=fate.letter,
                    message=fate.message,
                    dispatch=row.dispatch_id,
                    reader=reader,
                    due_at=fate.due_at,
                    is_notice=row.is_notice,
                    was_doubted=fate.was_doubted,
                    lock=lock,
                )
            )
    if value.status is DraftStatus.WITHDRAWN:
        stale = []
    return Rewording(value, tuple(stale))


def batches(
    snapshot: Snapshot, of: Rewording, *, account: Account | None, templates: Path | None
) -> Mapping[int, tuple[LetterBatch, ...]]:
    """Return the letters to be, by the dispatch that they are of."""
    office = sending.office(snapshot, account, templates)
    rows = {row.id: row for row in store.dispatches(snapshot, of.draft.id)}
    made: dict[_Key, NewMessage] = {}
    found: dict[_Key, list[LetterToBe]] = {}
    for each in of.stale:
        key = (each.dispatch, each.is_notice, each.reader.under_embargo, each.due_at, each.until)
        if key not in made:
            content = _content(snapshot, of, rows[each.dispatch], each, tuple(rows.values()))
            until = each.until if each.reader.under_embargo else None
            made[key] = message.compose(snapshot, content, office, until=until)
        found.setdefault(key, []).append(each.reader)
    by: dict[int, tuple[LetterBatch, ...]] = {}
    for key, readers in found.items():
        dispatch, is_notice, is_early, due_at, until = key
        written = made[key]
        if all(each.answers is not None for each in readers):
            written = replace(written, in_reply_to=FORMER, references=(FORMER,))
        batch = LetterBatch(
            message=written,
            readers=tuple(readers),
            due_at=due_at,
            is_notice=is_notice,
            under_embargo=is_early,
            written_for=until,
        )
        by[dispatch] = (*by.get(dispatch, ()), batch)
    return by


def write(
    transaction: Transaction,
    of: Rewording,
    made: Mapping[int, tuple[LetterBatch, ...]],
    *,
    account: AccountId | None,
) -> None:
    """Stop the letters that are wrong and queue those that take their place, all or none."""
    for message_id in {each.message for each in of.stale}:
        only = [each.letter for each in of.stale if each.message == message_id]
        outbox.cancel(transaction, message_id, only=only)
    for dispatch, some in made.items():
        row = transaction.session.get_one(store.DispatchRow, dispatch)
        gone = frozenset(each.letter for each in of.stale if each.dispatch == dispatch)
        sending.write(transaction, row, of.draft, some, account=account, superseded=gone)
    doubted = {each.reader.to.key for each in of.stale if each.was_doubted}
    if doubted:
        edition = store.latest_edition(transaction, of.draft.id)
        anew = store.addressees(transaction, of.draft.id)[edition]
        letters.doubt(transaction, [anew[key] for key in doubted])


def _locks(
    snapshot: Snapshot, draft: Draft, written: Mapping[MessageId, store.DispatchMessageRow]
) -> Mapping[MessageId, Embargo | None]:
    """Return what holds each message of *draft*, with what would go below it if written anew."""
    below = letters.below(snapshot, written.keys())
    rows = {row.id: row for row in store.dispatches(snapshot, draft.id)} if below else {}
    found = {}
    for each, row in written.items():
        anew = _below(snapshot, draft, rows[row.dispatch_id]) if each in below else None
        ref = None if anew is None else anew.draft.ref
        found[each] = english.governing(snapshot, draft.embargo, ref)
    return found


def _below(snapshot: Snapshot, draft: Draft, row: store.DispatchRow) -> english.Beside | None:
    """Return what goes below *draft* as it was sent; None: it is not what was approved."""
    as_sent = replace(draft, title=row.title, subtitle=row.subtitle)
    text = drafts.text_of(snapshot, draft.id, row.revision_id)
    return english.approved_beside(snapshot, as_sent, text)


def _is_stale(fate: LetterOutcome, row: store.DispatchMessageRow, lock: Embargo | None) -> bool:
    if fate.state is not LetterState.QUEUED:
        return False
    if lock is None:
        return row.under_embargo
    is_unsigned = row.under_embargo and not _is_signed(lock, fate)
    return row.written_for != lock.until or is_unsigned


def _is_signed(lock: Embargo, fate: LetterOutcome) -> bool:
    return any(each.recipient == fate.to.key for each in lock.exceptions)


def _content(
    snapshot: Snapshot,
    of: Rewording,
    row: store.DispatchRow,
    stale: Stale,
    series: tuple[store.DispatchRow, ...],
) -> message.Content:
    """Return what was sent, as it was, with the words of now around it."""
    draft = replace(of.draft, title=row.title, subtitle=row.subtitle, embargo=stale.lock)
    moments = (snapshot.now, stale.until, stale.due_at)
    content = message.Content(
        draft=draft,
        text=drafts.text_of(snapshot, of.draft.id, row.revision_id),
        kind=row.kind if stale.is_notice else DispatchKind.RELEASE,
        forms=frozenset(map(LetterForm, row.forms)),
        said=letter.LetterWords(photos=row.photos, interviews=row.interviews, note=row.note),
        now=max(each for each in moments if each is not None),
    )
    at = sending.corrected_at(series, row.edition)
    below = _below(snapshot, of.draft, row)
    if below is not None:
        said = replace(content.said, note=row.note_in_english)
        under = replace(content, draft=below.draft, text=below.text, said=said)
        content = replace(content, english=_marked(under, at))
    return _marked(content, at)


def _marked(content: message.Content, at: datetime | None) -> message.Content:
    """Return *content* saying when it was corrected, in its own language."""
    if at is None:
        return content
    said = letter.corrected(content.draft.language, at)
    return replace(content, said=replace(content.said, corrected=said))
