"""Bulletins in a desk that was restored from a backup.

What was a draft when the backup was taken may have been sent since.  The desk as it was just
before the restore says so when it can be read; a bulletin that it does not know, and every
bulletin when it cannot be read, is in doubt: it is sent only once a person has confirmed it.
The doubt stands in the bulletin's edits, and so does who lifted it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from comms_desk.changes import Subject
from comms_desk.internal.bulletins import store
from comms_desk.internal.bulletins.model import BulletinId, BulletinMaybeSent
from comms_desk.mail import within as outbox
from comms_desk.mail.model import MessageId
from comms_desk.storage import doubts, edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import DOUBT


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBulletin:
    """What a desk knows of one bulletin: its name and number, and to whom letters exist."""

    name_key: str
    number: int
    is_issued: bool
    is_doubted: bool
    addressed: frozenset[str]

    def went_further_than(self, other: "KnownBulletin | None") -> bool:
        """Whether a letter may have left that *other* does not know."""
        if self.is_doubted:
            return True
        if other is None:
            return self.is_issued
        return self.is_issued > other.is_issued or not self.addressed <= other.addressed

    def is_same_as(self, other: "KnownBulletin") -> bool:
        """Whether both are the same bulletin; its id is not enough after several restores."""
        return (self.name_key, self.number) == (other.name_key, other.number)


def known(snapshot: Snapshot) -> dict[BulletinId, KnownBulletin]:
    """Return what the desk knows of each of its bulletins, those in the bin too."""
    issues = snapshot.session.execute(select(store.IssueRow.bulletin_id, store.IssueRow.message_id))
    addressed = {
        bulletin: outbox.addressed(snapshot, MessageId(message)) for bulletin, message in issues
    }
    doubted = edits.latest(snapshot, Subject.BULLETIN, DOUBT)
    return {
        BulletinId(row.id): KnownBulletin(
            name_key=row.name_key,
            number=row.number,
            is_issued=row.id in addressed,
            is_doubted=bool(doubted.get(row.id)),
            addressed=addressed.get(row.id, frozenset()),
        )
        for row in snapshot.session.scalars(select(store.BulletinRow))
    }


def doubt(transaction: Transaction, present: Mapping[BulletinId, KnownBulletin] | None) -> int:
    """Have a person confirm what may have been sent since the backup; how many bulletins.

    Args:
        transaction: Of the desk that is being restored.
        present: What the desk that it replaces knows; None: it cannot be read.
    """
    ours = known(transaction)
    doubted = set(ours)
    if present is not None:
        doubted = {
            each
            for each, mine in ours.items()
            if each not in present or not present[each].is_same_as(mine)
        }
        # One that was added since keeps its doubt: it is likely to be written again, and
        # the restored desk would give it the same id.
        doubted |= {each for each, was in present.items() if was.went_further_than(ours.get(each))}
    doubts.cast(transaction, map(store.ref, doubted))
    return len(doubted & set(ours))


def refuse_doubted(transaction: Transaction, bulletin: BulletinId, *, even_if_sent: bool) -> None:
    """Let *bulletin* be sent only when it is not in doubt, or a person accepts the doubt.

    Raises:
        BulletinMaybeSent: It is in doubt and *even_if_sent* is false.
    """
    if not even_if_sent and doubts.is_doubted(transaction, store.ref(bulletin)):
        row = row_of(transaction, store.BulletinRow, bulletin)
        raise BulletinMaybeSent(row.name, row.number)
    doubts.lift(transaction, store.ref(bulletin))
