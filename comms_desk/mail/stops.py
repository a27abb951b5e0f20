"""When nobody sent though e-mails were due: a computer slept or was restarted, a window closed.

Who sends again notes it, once: since when nobody did, and how many e-mails are late for it.
Those leave as ever; it is said to everybody who shares the desk: until somebody puts it away, until
they have left and an hour has passed, and for a day at most.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, exists, func, select

from comms_desk.changes import Change, Ref, Subject
from comms_desk.jobs import within as jobs
from comms_desk.mail import departures
from comms_desk.mail.door_kinds import OUTLOOK_KIND
from comms_desk.mail.store import AccountRow, LetterRow, MessageRow, SendingStopRow
from comms_desk.storage.database import Database, Snapshot

STOPPED_AFTER = timedelta(minutes=3)
"""A worker looks every second; another one takes over from it within one minute."""
SAID_FOR = timedelta(days=1)
SAID_ONCE_LEFT = timedelta(hours=1)
"""What was late leaves within minutes of it: who comes back to the desk is to read why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingStop:
    """From when to when nobody sent; *letters* were late for it, the first of them *about* that.

    That one was to leave by the account of that number, which may be gone.
    """

    id: int
    since: datetime
    until: datetime
    letters: int
    account: int
    about: Ref


def note_stop(database: Database, token: int, *, since: datetime) -> int:
    """Note that nobody sent *since* then, where letters were due; how many.

    Raises:
        LeaseLost: Another worker has taken over.
    """
    with database.transaction() as transaction:
        jobs.check(transaction, token)
        now = transaction.now
        if now - since < STOPPED_AFTER:
            return 0
        letters, first = 0, None
        for row in _accounts(transaction):
            if departures.rests_until(row, now):
                continue
            asked = select(func.count(), func.min(LetterRow.due_at), func.min(LetterRow.message_id))
            late = asked.where(*_late(transaction, row, until=now))
            count, due_at, message = transaction.session.execute(late).one()
            letters += count
            if count and (first is None or due_at < first[0]):
                first = (due_at, row.id, message)
        if first is None:
            return 0
        due_at, account, message = first
        about = transaction.session.scalar(select(MessageRow.about).where(MessageRow.id == message))
        transaction.session.execute(
            delete(SendingStopRow).where(SendingStopRow.until < now - SAID_FOR)
        )
        transaction.session.add(
            SendingStopRow(
                since=max(since, due_at),
                until=now,
                letters=letters,
                account_id=account,
                about=about,
            )
        )
        transaction.announce(Change.of(Subject.LETTER))
        return letters


def _accounts(snapshot: Snapshot) -> Iterable[AccountRow]:
    return snapshot.session.scalars(
        select(AccountRow).where(
            AccountRow.retired_at.is_(None), AccountRow.kind != OUTLOOK_KIND.name
        )
    )


def _late(snapshot: Snapshot, row: AccountRow, *, until: datetime) -> list[ColumnElement[bool]]:
    """Return the conditions on a letter of an account that may leave, and was late by *until*."""
    return [*departures.may_leave(snapshot, row.id), LetterRow.due_at < until - STOPPED_AFTER]


def put_away(database: Database, stop: int) -> None:
    """Say no more of *stop*, on any desk."""
    with database.transaction() as transaction:
        transaction.session.execute(delete(SendingStopRow).where(SendingStopRow.id == stop))
        transaction.announce(Change.of(Subject.LETTER))


def put_back(database: Database, stop: SendingStop) -> None:
    """Say *stop* again, which was put away."""
    about = None if stop.about.kind is Subject.ACCOUNT else str(stop.about)
    with database.transaction() as transaction:
        transaction.session.add(
            SendingStopRow(
                since=stop.since,
                until=stop.until,
                letters=stop.letters,
                account_id=stop.account,
                about=about,
            )
        )
        transaction.announce(Change.of(Subject.LETTER))


def stops(database: Database) -> tuple[SendingStop, ...]:
    """Return the stops of the last day that are still to be said, the latest first."""
    with database.snapshot() as snapshot:
        rows = snapshot.session.scalars(
            select(SendingStopRow)
            .where(SendingStopRow.until >= snapshot.now - SAID_FOR)
            .order_by(SendingStopRow.id.desc())
        )
        return tuple(
            SendingStop(
                id=row.id,
                since=row.since,
                until=row.until,
                letters=row.letters,
                account=row.account_id,
                about=Ref.from_text(row.about)
                if row.about
                else Ref(Subject.ACCOUNT, row.account_id),
            )
            for row in rows
            if row.until > snapshot.now - SAID_ONCE_LEFT or _waits(snapshot, row.until)
        )


def _waits(snapshot: Snapshot, until: datetime) -> bool:
    """Whether something that was late by *until* may leave, and has not."""
    return any(
        snapshot.session.scalar(select(exists().where(*_late(snapshot, row, until=until))))
        for row in _accounts(snapshot)
    )
