"""Mails of the folder that nothing says to be a journalist's: they wait for a person.

A person takes one, and it is an inquiry; or leaves it, and it is kept for thirty days in which
that can be undone.  The file that it came in is put aside with the others, whatever is decided.
What somebody wrote goes as their card is erased, unless a hold runs.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched
from typing import NewType, override

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.inquiries.reading.proposal import InquiryProposal, LineKind
from comms_desk.storage import holds
from comms_desk.storage.database import Database, Transaction
from comms_desk.storage.model import HoldReach
from comms_desk.storage.paging import PAGE_ROWS, PageOfRows
from comms_desk.storage.rows import Base, RowId, ShortText
from comms_desk.storage.values import value_of
from comms_desk.text.digests import digest_of
from comms_desk.text.mailbox import mailbox_key

MailToSortId = NewType("MailToSortId", int)

BEGINNING_CHARACTERS = 300
KEPT_ONCE_LEFT = timedelta(days=30)
DELETED_AT_ONCE = 500


class MailSorted(CommsDeskError):
    """Somebody took that mail already, or left it long ago."""

    what = N_("Somebody has sorted that mail already.")
    way_out = N_("Look for it among the inquiries.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MailToSort:
    """A mail that waits for a person.

    Attributes:
        kind: What it is taken for.
        sender: Who wrote it: an address, or blank.
        begins: What it answers, where that is known, and its first words.
        received_at: When it was written, as far as it says.
    """

    id: MailToSortId
    kind: LineKind
    sender: str
    subject: str
    begins: str
    received_at: datetime


class MailToSortRow(Base):
    """One such mail, once, as it came; *left_at*: when somebody left it."""

    __tablename__ = "mails_to_sort"

    id: Mapped[RowId]
    digest: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[LineKind]
    sender: Mapped[ShortText]
    subject: Mapped[ShortText]
    begins: Mapped[ShortText]
    received_at: Mapped[datetime]
    raw: Mapped[bytes] = mapped_column(deferred=True)
    left_at: Mapped[datetime | None]
    left_by: Mapped[int | None]

    @classmethod
    @override
    def forget(cls, transaction: Transaction, reach: HoldReach) -> None:
        """Delete what they wrote, waiting or left; a hold keeps all, as of what was left."""
        if not reach.keys or holds.running(transaction):
            return
        written = transaction.session.execute(select(cls.id, cls.sender).where(cls.sender != ""))
        theirs = [each for each, sender in written if mailbox_key(sender) in reach.keys]
        for some in batched(theirs, DELETED_AT_ONCE):
            transaction.session.execute(delete(MailToSortRow).where(cls.id.in_(some)))
        if theirs:
            _announce(transaction)


class MailsToSortDesk:
    """The mails that wait to be taken or left."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_of_an_inquiry(self, proposal: InquiryProposal) -> bool:
        """Whether the mail of *proposal* is here already, or in the thread of an inquiry."""
        from comms_desk.media.inquiries.case import taking_in

        with self._database.snapshot() as snapshot:
            return taking_in.is_of_an_inquiry(snapshot, proposal)

    def add(self, proposal: InquiryProposal, *, by_hand: bool = False) -> MailToSort:
        """Keep the mail of *proposal* waiting, and return it; one that waits stays as it is.

        So does one that was left, unless it is brought anew *by_hand*.
        """
        with self._database.transaction() as transaction:
            _forget_old(transaction)
            digest = digest_of(proposal.original)
            known = select(MailToSortRow).where(MailToSortRow.digest == digest)
            there = transaction.session.scalars(known).first()
            if there is not None:
                if there.left_at is not None and by_hand:
                    there.left_at = there.left_by = None
                    _announce(transaction)
                return value_of(MailToSort, there)
            words = " ".join(proposal.text.split())
            row = MailToSortRow(
                digest=digest,
                kind=proposal.kind,
                sender="" if proposal.sender is None else proposal.sender.bare,
                subject=proposal.called(),
                begins=f"{proposal.typed} {words}".strip()[:BEGINNING_CHARACTERS],
                received_at=min(proposal.received_at or transaction.now, transaction.now),
                raw=proposal.original,
            )
            transaction.session.add(row)
            transaction.session.flush()
            _announce(transaction)
            return value_of(MailToSort, row)

    def search(self, *, limit: int = PAGE_ROWS) -> PageOfRows[MailToSort]:
        """Return the first *limit* that wait, the oldest first, and how many there are."""
        with self._database.snapshot() as snapshot:
            asked = select(MailToSortRow).where(_waits()).order_by(MailToSortRow.id).limit(limit)
            rows = tuple(value_of(MailToSort, row) for row in snapshot.session.scalars(asked))
            count = select(func.count()).select_from(MailToSortRow).where(_waits())
            total = snapshot.session.scalar(count) or 0
            return PageOfRows(rows=rows, total=total)

    def original(self, mail: MailToSortId) -> bytes:
        """Return one as it came, whether it waits or was left.

        Raises:
            MailSorted: It is not there any more.
        """
        with self._database.snapshot() as snapshot:
            asked = select(MailToSortRow.raw).where(MailToSortRow.id == mail)
            found = snapshot.session.scalars(asked).first()
            if found is None:
                raise MailSorted
            return found

    def remove(self, mail: MailToSortId) -> None:
        """Remove one, which was taken in, from those that wait; its inquiry has it."""
        with self._database.transaction() as transaction:
            transaction.session.execute(delete(MailToSortRow).where(MailToSortRow.id == mail))
            _announce(transaction)

    def leave(self, *mails: MailToSortId, is_left: bool = True) -> None:
        """Say that *mails* are no inquiries; or, to undo that, that they wait again.

        Raises:
            MailSorted: One is not there any more.
        """
        with self._database.transaction() as transaction:
            for each in mails:
                row = transaction.session.get(MailToSortRow, each)
                if row is None:
                    raise MailSorted
                row.left_at = transaction.now if is_left else None
                row.left_by = transaction.actor if is_left else None
            transaction.session.flush()
            _forget_old(transaction)
            _announce(transaction)


def _waits() -> ColumnElement[bool]:
    return MailToSortRow.left_at.is_(None)


def _forget_old(transaction: Transaction) -> None:
    """Delete those that were left long ago; a hold keeps all: nobody knows of whom they speak."""
    if holds.running(transaction):
        return
    before = transaction.now - KEPT_ONCE_LEFT
    transaction.session.execute(delete(MailToSortRow).where(MailToSortRow.left_at < before))


def _announce(transaction: Transaction) -> None:
    transaction.announce(Change(Subject.INQUIRY))
