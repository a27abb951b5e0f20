"""Who works on which inquiry now, so that two people do not answer one journalist.

Who works on one says so, and again every so often; who says no more is not at work on it any
more.  A second person who begins is told, and can take it over, which is a handover like any
other; the first is told.  Others see all of it as they see whatever another process commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.media.inquiries import store
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Holder, MomentKind, NewMoment
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.rows import Base
from comms_desk.storage.values import value_of

SAID_EVERY_S = 20
"""How often a person at work says so again."""
GONE_AFTER = timedelta(minutes=1)
"""Who has not said so for that long is gone: a window was closed, a computer sleeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """Somebody who works on an inquiry.

    Attributes:
        since: When they began.
        seen_at: When they last said so.
        taken_over_by: Who took it over from them since; they are to be told.
    """

    inquiry: InquiryId
    person: PersonId
    since: datetime
    seen_at: datetime
    taken_over_by: PersonId | None


class AtWorkRow(Base):
    """One person at work on one inquiry."""

    __tablename__ = "inquiry_at_work"

    inquiry: Mapped[int] = mapped_column(
        "inquiry_id",
        ForeignKey("inquiries.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )
    person: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime]
    seen_at: Mapped[datetime]
    taken_over_by: Mapped[int | None]


class AtWorkDesk:
    """Who works on which inquiry; where nobody is signed in, nobody is said to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, inquiry: InquiryId) -> tuple[AtWork, ...]:
        """Say that one is at work on *inquiry*, or still is; return all who are.

        Raises:
            NotFound: There is none, or it is in the bin.
        """
        with self._database.transaction() as transaction:
            store.row(transaction, inquiry)
            _forget_who_is_gone(transaction)
            if transaction.actor is not None:
                mine = transaction.session.get(AtWorkRow, (inquiry, transaction.actor))
                if mine is None:
                    mine = _row(transaction, inquiry, transaction.actor)
                    transaction.session.add(mine)
                    _announce(transaction, inquiry)
                mine.seen_at = transaction.now
                transaction.session.flush()
            return _at_work(transaction, inquiry)

    def leave(self, inquiry: InquiryId) -> None:
        """Say that one is not at work on *inquiry* any more."""
        with self._database.transaction() as transaction:
            mine = (AtWorkRow.inquiry == inquiry, AtWorkRow.person == transaction.actor)
            transaction.session.execute(delete(AtWorkRow).where(*mine))
            _announce(transaction, inquiry)

    def take_over(self, inquiry: InquiryId) -> tuple[AtWork, ...]:
        """Take *inquiry* over, though others are at work on it; return all who are.

        Raises:
            NotFound: There is none, or it is in the bin.
            NotOpen: It has ended meanwhile.
        """
        with self._database.transaction(durable=True) as transaction:
            row, me = store.row(transaction, inquiry), transaction.actor
            if me is not None:
                taken = NewMoment(what=MomentKind.HANDED, holder=Holder(person=PersonId(me)))
                store.record(transaction, row, taken)
                mine = _row(transaction, inquiry, me)
                for each in _rows(transaction, inquiry):
                    if each.person == me:
                        mine.since = each.since
                    else:
                        each.taken_over_by = me
                transaction.session.merge(mine)
                transaction.session.flush()
            return _at_work(transaction, inquiry)

    def of(self, inquiry: InquiryId) -> tuple[AtWork, ...]:
        """Return who is at work on *inquiry*, who began first first."""
        with self._database.snapshot() as snapshot:
            return _at_work(snapshot, inquiry)

    def every(self) -> tuple[AtWork, ...]:
        """Return who is at work on any inquiry."""
        with self._database.snapshot() as snapshot:
            return _at_work(snapshot)


def _row(transaction: Transaction, inquiry: InquiryId, person: int) -> AtWorkRow:
    now = transaction.now
    return AtWorkRow(inquiry=inquiry, person=person, since=now, seen_at=now, taken_over_by=None)


def _rows(snapshot: Snapshot, inquiry: InquiryId | None = None) -> Sequence[AtWorkRow]:
    asked = select(AtWorkRow).where(AtWorkRow.seen_at > snapshot.now - GONE_AFTER)
    if inquiry is not None:
        asked = asked.where(AtWorkRow.inquiry == inquiry)
    return snapshot.session.scalars(asked.order_by(AtWorkRow.since, AtWorkRow.person)).all()


def _at_work(snapshot: Snapshot, inquiry: InquiryId | None = None) -> tuple[AtWork, ...]:
    return tuple(value_of(AtWork, each) for each in _rows(snapshot, inquiry))


def _forget_who_is_gone(transaction: Transaction) -> None:
    gone = AtWorkRow.seen_at <= transaction.now - GONE_AFTER
    transaction.session.execute(delete(AtWorkRow).where(gone))


def _announce(transaction: Transaction, inquiry: InquiryId) -> None:
    transaction.announce(Change.of(Subject.INQUIRY, [inquiry]))
