"""What would leave and when, said before a person says so: it promises nothing.

The hours follow from the ranks of the lists and from the account's pace, as the outbox plans.
"""

from datetime import datetime

from comms_desk.errors import CommsDeskError
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.message import Purpose
from comms_desk.mail.model import Account, NoAccount
from comms_desk.media.dispatches import sending
from comms_desk.media.dispatches.addressees import LetterToBe
from comms_desk.media.dispatches.model import DispatchKind, Plan, PlannedList, RequestedSending
from comms_desk.media.dispatches.sending import ReadyToSend
from comms_desk.media.lists.model import ListId


def obstacles(ready: ReadyToSend, account: Account | None) -> tuple[CommsDeskError, ...]:
    """Return what keeps it from leaving; without an account nothing does."""
    return ready.obstacles if account is not None else (NoAccount(), *ready.obstacles)


def plan(
    outbox: OutboxDesk,
    ready: ReadyToSend,
    wanted: RequestedSending,
    *,
    account: Account | None,
    now: datetime,
) -> Plan:
    """Return what would leave of *ready*, to whom and when."""
    readers = ready.sorted.readers
    start = sending.leaves_at(wanted, ready.until, now)
    lists, last = _lists(outbox, ready, account, start)
    return Plan(
        draft=ready.draft.id,
        kind=DispatchKind.RELEASE,
        title=ready.draft.title,
        revision=None if ready.revision is None else ready.revision.id,
        version=ready.draft.version,
        digest=ready.digest,
        edition=ready.edition,
        lists=lists,
        people=len(ready.sorted.people),
        letters=len(readers),
        readers=ready.sorted.people,
        left_out=ready.sorted.left_out,
        first_leaves_at=min((each.first_leaves_at for each in lists if each.count), default=None),
        last_leaves_at=last,
        account=account,
        until=ready.until,
        copy_to=ready.copy_to,
        shared=ready.shared,
        obstacles=obstacles(ready, account),
    )


def _lists(
    outbox: OutboxDesk, ready: ReadyToSend, account: Account | None, start: datetime
) -> tuple[tuple[PlannedList, ...], datetime | None]:
    """Return each list as it would leave, and when the last letter of all does."""
    names = {each.id: each.name for each in ready.lists}
    by: dict[tuple[bool, ListId | None, datetime], list[LetterToBe]] = {}
    for reader in ready.sorted.readers:
        due = start - reader.lead if reader.under_embargo and reader.lead else start
        by.setdefault((reader.under_embargo, reader.list, due), []).append(reader)
    elsewhere = _counted_before(ready)
    planned: list[PlannedList] = []
    before: dict[datetime, int] = {}
    last: datetime | None = None
    for (under_embargo, of, due), readers in by.items():
        first = _leaves(outbox, account, before.get(due, 0) + 1, due)
        before[due] = before.get(due, 0) + len(readers)
        ends = _leaves(outbox, account, before[due], due)
        last = ends if last is None else max(last, ends)
        planned.append(
            PlannedList(
                list=of,
                name="" if of is None else names[of],
                count=sum(len(each.people) for each in readers),
                counted_before=elsewhere.pop(of, 0),
                first_leaves_at=first,
                under_embargo=under_embargo,
            )
        )
    planned += [
        PlannedList(
            list=of,
            name=names[of],
            count=0,
            counted_before=count,
            first_leaves_at=start,
            under_embargo=False,
        )
        for of, count in elsewhere.items()
        if of is not None
    ]
    return tuple(planned), last


def _leaves(outbox: OutboxDesk, account: Account | None, count: int, due: datetime) -> datetime:
    """Return when the last of *count* letters that are due then would leave."""
    if account is None:
        return due
    return outbox.plan(count, account=account.id, due_at=due, purpose=Purpose.LETTER).last_leaves_at


def _counted_before(ready: ReadyToSend) -> dict[ListId | None, int]:
    """Return how many of each list are counted at another, in the order of the lists."""
    counts: dict[ListId | None, int] = {each.id: 0 for each in ready.lists}
    for reader in ready.sorted.readers:
        for person in reader.people:
            for of in person.lists:
                counts[of] = counts.get(of, 0) + (of != reader.list)
    return counts
