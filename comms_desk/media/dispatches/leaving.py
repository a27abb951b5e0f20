"""What a text is called while its letters wait, and once one of them left.

It is scheduled as they are queued, a second time too.  It is released once a letter left that is
for all, or may have (uncertain ones, drafts for Outlook), and corrected once a notice did: what
those have who signed an embargo counts as it ends.  Once all were stopped, refused or withheld
before any left, it is a draft again.
"""

from comms_desk.embargo.within import embargo_of
from comms_desk.mail import fates as letters
from comms_desk.mail.model import LetterState, MessageId
from comms_desk.media.dispatches import store
from comms_desk.media.dispatches.model import DispatchKind
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import DraftId, DraftStatus, SentText, draft_ref
from comms_desk.storage.database import Snapshot, Transaction

LEFT = frozenset((LetterState.SENT, LetterState.HANDED_OVER, LetterState.UNCERTAIN))
WAITS = frozenset((LetterState.QUEUED, LetterState.SENDING))


def changed(snapshot: Snapshot) -> tuple[DraftId, ...]:
    """Return the texts that are called otherwise by now."""
    asked = (
        (DraftStatus.SCHEDULED, None),
        (DraftStatus.DRAFT, store.not_stopped()),
        (DraftStatus.RELEASED, store.corrected()),
        (DraftStatus.CORRECTED, store.corrected_since_said()),
    )
    found = (
        each for status, among in asked for each in drafts.of_status(snapshot, status, among=among)
    )
    return tuple(each for each in found if _became(snapshot, each) is not None)


def settle(transaction: Transaction, draft: DraftId) -> None:
    """Have *draft* be called what became of its letters, where that has changed."""
    became = _became(transaction, draft)
    if became is None:
        return
    status, by = became
    sent, at = None, None
    if by is not None:
        sent = _sent_by(transaction, draft, by)
        if by.kind is DispatchKind.CORRECTION:
            at = by.made_at  # `store.corrected_since_said` asks of later ones
        else:
            theirs = store.messages(transaction, [by.id])[by.id]
            hours = (each.first_sent_at for each in letters.tallies(transaction, theirs).values())
            at = min(filter(None, hours), default=None)
    drafts.become(transaction, draft, status, at=at, sent=sent)


def _sent_by(snapshot: Snapshot, draft: DraftId, by: store.DispatchRow) -> SentText:
    return SentText(by.title, drafts.text_of(snapshot, draft, by.revision_id))


def _became(
    snapshot: Snapshot, draft: DraftId
) -> tuple[DraftStatus, store.DispatchRow | None] | None:
    """Return what *draft* is by now, and the last sending that left; None: it is as it was."""
    value = drafts.get(snapshot, draft)
    if value.status is DraftStatus.WITHDRAWN:
        return None
    lock = embargo_of(snapshot, draft_ref(draft))
    is_held = lock is not None and lock.holds(snapshot.now)
    written = store.written(snapshot, draft)
    if not written:
        return None  # It leaves in another way, and a person says how far that is.
    tallies = letters.tallies(snapshot, written)

    def is_any(message: MessageId, states: frozenset[LetterState]) -> bool:
        return message in tallies and not states.isdisjoint(tallies[message].counts)

    left = {each: of for each, of in written.items() if is_any(each, LEFT)}
    out = [of for of in left.values() if not (of.under_embargo and is_held)]
    rows = {
        row.id: row
        for row in store.dispatches(snapshot, draft)
        if row.kind is not DispatchKind.WITHDRAWAL and any(of.dispatch_id == row.id for of in out)
    }
    is_corrected = any(of.is_notice and of.dispatch_id in rows for of in out)
    last = rows[max(rows)] if rows else None
    if is_corrected and last is not None:
        is_said = value.status is DraftStatus.CORRECTED and drafts.says(
            snapshot, draft, _sent_by(snapshot, draft, last)
        )
        return None if is_said else (DraftStatus.CORRECTED, last)
    if value.status in (DraftStatus.RELEASED, DraftStatus.CORRECTED):
        return None
    if last is not None:
        return DraftStatus.RELEASED, last
    waits = left or any(is_any(each, WAITS) for each in written)
    became = DraftStatus.SCHEDULED if waits else DraftStatus.DRAFT
    return None if became is value.status else (became, None)
