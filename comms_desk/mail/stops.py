"""When nobody sent though e-mails were due: a computer slept or was restarted, a window closed.

Whoever sends again notes it, once: since when nobody did, and how many e-mails are late for it.
Those leave as ever; it is said to everybody who shares the desk, for a day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select

from comms_desk.changes import Change, Ref, Subject
from comms_desk.jobs import within as jobs
from comms_desk.mail import departures
from comms_desk.mail.door_kinds import OUTLOOK_KIND
from comms_desk.mail.store import AccountRow, LetterRow, MessageRow, SendingStopRow
from comms_desk.storage.database import Database

STOPPED_AFTER = timedelta(minutes=3)
"""A worker looks every second; another one takes over from it within one minute."""
SAID_FOR = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingStop:
    """From when to when nobody sent; *letters* were late for it, the first of them *about* that."""

    since: datetime
    until: datetime
    letters: int
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
        for row in transaction.session.scalars(
            select(AccountRow).where(
                AccountRow.retired_at.is_(None), AccountRow.kind != OUTLOOK_KIND.name
            )
        ):
            if departures.rests_until(row, now):
                continue
            late = [
                *departures.may_leave(transaction, row.id),
                LetterRow.due_at < now - STOPPED_AFTER,
            ]
            asked = select(func.count(), func.min(LetterRow.due_at), func.min(LetterRow.message_id))
            count, due_at, message = transaction.session.execute(asked.where(*late)).one()
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


def stops(database: Database) -> tuple[SendingStop, ...]:
    """Return the stops of the last day, the latest first."""
    with database.snapshot() as snapshot:
        rows = snapshot.session.scalars(
            select(SendingStopRow)
            .where(SendingStopRow.until >= snapshot.now - SAID_FOR)
            .order_by(SendingStopRow.id.desc())
        )
        return tuple(
            SendingStop(
                since=row.since,
                until=row.until,
                letters=row.letters,
                about=Ref.from_text(row.about)
                if row.about
                else Ref(Subject.ACCOUNT, row.account_id),
            )
            for row in rows
        )
