"""What a text is called while its letters wait, and once one of them left.

It is scheduled as they are queued, a second time too.  It is released once a letter left that is
for all, or may have (uncertain ones, sent again or not, drafts for Outlook), and corrected once a
notice did: what those have who signed an embargo counts as it ends.  Once all were stopped, refused
or withheld before any left, it is a draft again.  It may be written on meanwhile: that it is not
what was sent is told until it is so again, or its correction takes the place of that.
"""

from sqlalchemy import union

from comms_desk.embargo.within import embargo_of
from comms_desk.mail import letter_outcomes as letters
from comms_desk.mail.model import LetterState, MessageId
from comms_desk.media.dispatches import english, store
from comms_desk.media.dispatches.model import DispatchKind, SinceSent
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import Draft, DraftId, DraftStatus, SentText, draft_ref
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.text.differences import changed as changed_passage
from comms_desk.text.markdown import read_markdown

LEFT = frozenset((LetterState.SENT, LetterState.HANDED_OVER, LetterState.UNCERTAIN))
WAITS = frozenset((LetterState.QUEUED, LetterState.SENDING))


def changed(snapshot: Snapshot) -> tuple[DraftId, ...]:
    """Return the texts that are called otherwise by now, or said something else."""
    asked = (
        (DraftStatus.SCHEDULED, None),
        (DraftStatus.DRAFT, store.with_letters(WAITS | LEFT)),
        (DraftStatus.RELEASED, union(store.unsaid(LEFT), store.corrected_unsaid(LEFT))),
        (DraftStatus.CORRECTED, union(store.unsaid(LEFT), store.corrected_unsaid(LEFT))),
    )
    found = (
        each for status, among in asked for each in drafts.of_status(snapshot, status, among=among)
    )
    return tuple(each for each in found if _became(snapshot, each) is not None)


def settle(transaction: Transaction, draft: DraftId) -> None:
    """Give *draft* the status that its letters have reached, and say what left of it last."""
    became = _became(transaction, draft)
    if became is None:
        return
    status, by = became
    sent, at = None, None
    if by is not None:
        sent = SentText(by.title, drafts.text_of(transaction, draft, by.revision_id))
        theirs = store.messages(transaction, [by.id])[by.id]
        hours = (each.first_sent_at for each in letters.tallies(transaction, theirs).values())
        at = min(filter(None, hours), default=transaction.now)
        for row in store.dispatches(transaction, draft):
            row.is_said = row.is_said or row.id <= by.id
    drafts.become(transaction, draft, status, at=at, sent=sent)


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

    doubted = letters.doubted(snapshot, written)
    left = {each: of for each, of in written.items() if each in doubted or is_any(each, LEFT)}
    rows = {row.id: row for row in store.dispatches(snapshot, draft)}
    withdrawn = {each for each, row in rows.items() if row.kind is DispatchKind.WITHDRAWAL}
    out = {
        of.dispatch_id: of.is_notice
        for of in sorted(left.values(), key=lambda of: of.is_notice)
        if not (of.under_embargo and is_held) and of.dispatch_id not in withdrawn
    }
    if out:
        last = rows[max(out)]
        is_withdrawn = max(withdrawn, default=0) > last.id
        is_corrected = any(out.values())
        return None if is_withdrawn else _said(snapshot, value, last, is_corrected=is_corrected)
    if value.status in (DraftStatus.RELEASED, DraftStatus.CORRECTED):
        return None
    waits = left or any(is_any(each, WAITS) for each in written)
    became = DraftStatus.SCHEDULED if waits else DraftStatus.DRAFT
    return None if became is value.status else (became, None)


def since_sent(snapshot: Snapshot, draft: DraftId, text: str | None = None) -> SinceSent | None:
    """Return how *text* differs from what was sent last of *draft*; None: it does not.

    *text* None: as it was last kept.  What was withdrawn, or stopped before it left, differs not.

    Raises:
        NotFound: There is no such draft, or it is in the bin.
    """
    value = drafts.get(snapshot, draft)
    written = store.written(snapshot, draft)
    if not written or value.status is DraftStatus.WITHDRAWN:
        return None
    tallies = letters.tallies(snapshot, written)
    left = set(letters.doubted(snapshot, written))
    left |= {each for each in tallies if not LEFT.isdisjoint(tallies[each].counts)}
    waits = {each for each in tallies if not WAITS.isdisjoint(tallies[each].counts)}
    counted = {written[each].dispatch_id for each in left | waits}
    last = next(
        (row for row in reversed(store.dispatches(snapshot, draft)) if row.id in counted), None
    )
    if text is None:
        kept = drafts.kept(snapshot, draft)
        text = "" if kept is None else kept.text
    if last is None or last.kind is DispatchKind.WITHDRAWAL:
        return None
    if english.is_as_sent(snapshot, value, text, last.digest):
        return None
    before = drafts.text_of(snapshot, draft, last.revision_id)
    if (last.title, last.subtitle, before) == (value.title, value.subtitle, text):
        return None  # its English is another, or goes below no more
    wrong, right = changed_passage(
        (
            (last.title, value.title),
            (last.subtitle, value.subtitle),
            (read_markdown(before).text, read_markdown(text).text),
        )
    )
    return SinceSent(has_left=bool(left), wrong=wrong, right=right)


def _said(
    snapshot: Snapshot, value: Draft, last: store.DispatchRow, *, is_corrected: bool
) -> tuple[DraftStatus, store.DispatchRow] | None:
    """Return the status of a text whose dispatch *last* left; None: it has it, and is said."""
    is_new = last.kind is DispatchKind.CORRECTION and not last.is_said
    if value.status in (DraftStatus.DRAFT, DraftStatus.SCHEDULED) or is_new:
        return DraftStatus.CORRECTED if is_corrected else DraftStatus.RELEASED, last
    return None if drafts.says_something(snapshot, value.id) else (value.status, last)
