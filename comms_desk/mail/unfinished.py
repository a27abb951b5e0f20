"""What a worker still has to send when its window closes, and what it does not wait for.

Now: what is due, what is on the wire, and what a server has just put off.  Later: what waits for
its hour, for an embargo or a freeze to end, or for room in its account's day; a worker must be
there then.  What a person hands over to Outlook is neither.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, and_, func, select

from comms_desk.embargo import within as embargoes
from comms_desk.mail import departures
from comms_desk.mail.door_kinds import OUTLOOK_KIND
from comms_desk.mail.model import AccountId, LetterState, plan
from comms_desk.mail.pace import A_DAY
from comms_desk.mail.store import AccountRow, LetterRow, MessageRow
from comms_desk.storage.database import Snapshot

PUT_OFF_FOR = timedelta(hours=1)
"""A server that asked to come back is gone back to, where that is so soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """How many letters are due *now* or are *on_the_wire*, until about when; how many *later*.

    *from_when* is None where nothing is for later, or nobody knows: a freeze has no end.
    """

    now: int
    on_the_wire: int
    last_leaves_at: datetime
    later: int
    from_when: datetime | None

    @property
    def leaving(self) -> int:
        """How many a worker has still to see to."""
        return self.now + self.on_the_wire


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftSince:
    """What left since a moment: how many, and when the last one did; how many to decide about."""

    sent: int
    last_sent_at: datetime | None
    to_decide: int


def left_since(snapshot: Snapshot, since: datetime, until: datetime | None = None) -> LeftSince:
    """Return what became of the letters that began to leave after *since*, and before *until*."""
    began = LetterRow.claimed_at >= since
    if until is not None:
        began = and_(began, LetterRow.claimed_at < until)
    sent, last = snapshot.session.execute(
        select(func.count(), func.max(LetterRow.sent_at)).where(
            began, LetterRow.state == LetterState.SENT
        )
    ).one()
    undecided = [LetterState.UNCERTAIN, LetterState.REFUSED]
    doubtful = [began, LetterRow.state.in_(undecided), LetterRow.decided_at.is_(None)]
    return LeftSince(sent=sent, last_sent_at=last, to_decide=_count(snapshot, doubtful))


def unfinished(snapshot: Snapshot) -> Unfinished:
    """Return what is to leave now, and what later."""
    now = on_the_wire = later = 0
    last, hours = snapshot.now, list[datetime]()
    for row in snapshot.session.scalars(
        select(AccountRow).where(
            AccountRow.retired_at.is_(None), AccountRow.kind != OUTLOOK_KIND.name
        )
    ):
        waiting = [LetterRow.account_id == row.id, LetterRow.state == LetterState.QUEUED]
        queued = _count(snapshot, waiting)
        sending = [LetterRow.account_id == row.id, LetterRow.state == LetterState.SENDING]
        on_the_wire += _count(snapshot, sending)
        if not queued:
            continue
        leaving = departures.may_leave(snapshot, row.id, put_off_until=snapshot.now + PUT_OFF_FOR)
        leave = _count(snapshot, leaving)
        if row.recipients_a_day is not None:
            sent = departures.used(snapshot, AccountId(row.id), within=A_DAY)
            leave = min(leave, max(row.recipients_a_day - sent, 0))
        if leave:
            last = max(last, _last_leaves_at(snapshot, row, leaving))
        now, later = now + leave, later + queued - leave
        if queued > leave:
            hours.extend(_hours(snapshot, waiting))
    return Unfinished(
        now=now,
        on_the_wire=on_the_wire,
        last_leaves_at=last,
        later=later,
        from_when=min(hours, default=None),
    )


def _count(snapshot: Snapshot, which: Sequence[ColumnElement[bool]]) -> int:
    return snapshot.session.scalar(select(func.count()).where(*which)) or 0


def _last_leaves_at(
    snapshot: Snapshot, row: AccountRow, leaving: Sequence[ColumnElement[bool]]
) -> datetime:
    """Return about when the last of what is *leaving* by an account does."""
    asked = (
        select(MessageRow.blind, func.count(), func.max(LetterRow.due_at))
        .join(MessageRow, MessageRow.id == LetterRow.message_id)
        .where(LetterRow.id.in_(select(LetterRow.id).where(*leaving)))
        .group_by(LetterRow.message_id, MessageRow.blind)
    )
    together, put_off = 0, snapshot.now
    for blind, count, due_at in snapshot.session.execute(asked):
        together += ceil(count / (row.recipients_a_message if blind else 1))
        put_off = max(put_off, due_at)
    start = departures.rests_until(row, snapshot.now) or snapshot.now
    planned = plan(
        together,
        ahead=0,
        letters_a_minute=row.letters_a_minute,
        start=start,
        used=departures.departed(snapshot, AccountId(row.id)) if start == snapshot.now else 0,
        takes_each=departures.takes_each(snapshot, AccountId(row.id)),
    )
    return max(planned.last_leaves_at, put_off)


def _hours(snapshot: Snapshot, waiting: Sequence[ColumnElement[bool]]) -> Iterator[datetime]:
    """Yield when something of what is *waiting* may leave at last, as far as it is known."""
    due_at = func.min(LetterRow.due_at)
    first = snapshot.session.scalar(select(due_at).where(*waiting, LetterRow.due_at > snapshot.now))
    if first is not None:
        yield first
    for embargo in embargoes.holding(snapshot):
        held = [*waiting, LetterRow.embargo == str(embargo.ref)]
        if _count(snapshot, held):
            yield embargo.until
