"""What a person does outside the desk once a text has left: the newswire, the City's own site.

Nobody can know that it is done but who did it: it stays on Today until somebody ticks it.  While
a freeze stops the text, it is to be done nowhere; what is withdrawn is taken away all the same.
"""

from datetime import datetime

from sqlalchemy import select

from comms_desk.changes import Ref, Subject
from comms_desk.embargo.within import embargo_of
from comms_desk.mail import freezes
from comms_desk.media.dispatches import store
from comms_desk.media.dispatches.model import DispatchKind, Step, ToDo
from comms_desk.media.drafting import within as drafts
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Snapshot, Transaction


def begin(transaction: Transaction, draft: DraftId, edition: int) -> None:
    """Ask people to put *edition* of *draft* where they do, unless it is asked already."""
    for step in Step:
        if transaction.session.get(store.StepRow, (draft, edition, step)) is None:
            transaction.session.add(store.StepRow(draft_id=draft, edition=edition, step=step))


def tick(transaction: Transaction, draft: DraftId, step: Step, *, done: bool) -> None:
    """Note that the last edition of *draft* is there, or that it is not after all."""
    edition = store.latest_edition(transaction, draft)
    row = transaction.session.get(store.StepRow, (draft, edition, step))
    if row is not None and (row.done_at is not None) is not done:
        row.done_by = transaction.actor if done else None
        row.done_at = transaction.now if done else None


def to_do(snapshot: Snapshot, draft: DraftId | None = None) -> tuple[ToDo, ...]:
    """Return what is still to be done, the oldest first; of *draft*, what is done too.

    Of an edition that another has replaced, nothing is: what replaced it is put there.
    """
    row, sent = store.StepRow, store.DispatchRow
    asked = select(row).order_by(row.draft_id, row.edition, row.step)
    if draft is None:
        asked = asked.where(row.done_at.is_(None))
    else:
        asked = asked.where(row.draft_id == draft)
    steps = list(snapshot.session.scalars(asked))
    of = {each.draft_id for each in steps}
    firsts: dict[int, store.DispatchRow] = {}
    for each in snapshot.session.scalars(
        select(sent).where(sent.draft_id.in_(of)).order_by(sent.edition.desc(), sent.id.desc())
    ):
        latest = firsts.get(each.draft_id, each)
        if each.edition == latest.edition:
            firsts[each.draft_id] = each
    here = drafts.here(snapshot, of)
    frozen = freezes.held(snapshot)
    return tuple(
        ToDo(
            draft=DraftId(each.draft_id),
            title=here[DraftId(each.draft_id)],
            edition=each.edition,
            kind=DispatchKind(firsts[each.draft_id].kind),
            step=each.step,
            not_before=_not_before(snapshot, each, firsts[each.draft_id]),
            is_frozen=each.done_at is None
            and Ref(Subject.DRAFT, each.draft_id) in frozen
            and firsts[each.draft_id].kind is not DispatchKind.WITHDRAWAL,
            done_by=each.done_by,
            done_at=each.done_at,
        )
        for each in steps
        if each.draft_id in here and firsts[each.draft_id].edition == each.edition
    )


def _not_before(
    snapshot: Snapshot, step: store.StepRow, sent: store.DispatchRow
) -> datetime | None:
    """Return until when *step* would show everybody a text that has not left; None: it may now.

    The newswire takes an order for a later hour, and what is withdrawn is taken away at once.
    """
    if step.step is not Step.WEB or sent.kind is DispatchKind.WITHDRAWAL:
        return None
    lock = embargo_of(snapshot, Ref(Subject.DRAFT, step.draft_id))
    if lock is not None and lock.holds(snapshot.now):
        return lock.until
    return sent.at if sent.at is not None and sent.at > snapshot.now else None
