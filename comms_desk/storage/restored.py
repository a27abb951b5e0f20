"""The archive in a desk that was restored from a backup.

What was sent since the backup may have been: it never goes to the bin.  The rules that have
ended stay so, no record of a destruction is lost, and what a hold keeps is kept.  What was
destroyed since the backup stands in it again, as of then: a rule reaches it as it did before.
Nothing is announced: nobody listens to a file that is being put back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from comms_desk.changes import Ref
from comms_desk.storage import archive, doubts, holds, retention
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import Destruction, DestructionRule, Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSent:
    """What a desk knows of what was sent, and of what was destroyed."""

    sent: frozenset[Ref]
    rules: tuple[DestructionRule, ...]
    destroyed: tuple[Destruction, ...]
    holds: tuple[Hold, ...]


def known(snapshot: Snapshot) -> KnownSent:
    """Return what the desk knows, of what is in the bin too."""
    sent = (
        Ref(subject, row_id)
        for subject, kind in archive.archivable_rows().items()
        for row_id in snapshot.session.scalars(select(kind.id).where(archive.sent(kind)))
    )
    return KnownSent(
        sent=frozenset(sent),
        rules=retention.rules(snapshot),
        destroyed=retention.destroyed(snapshot, limit=None).rows,
        holds=holds.every(snapshot),
    )


def carry_over(transaction: Transaction, was: KnownSent) -> None:
    """Have the restored desk know what *was* known by the one that it replaces."""
    _doubt(transaction, was.sent)
    retention.carry_over(transaction, reversed(was.rules), reversed(was.destroyed))
    holds.carry_over(transaction, was.holds)


def _doubt(transaction: Transaction, sent: Iterable[Ref]) -> None:
    """Note of what was *sent* that it may have been, where the restored desk does not know it."""
    kinds = archive.archivable_rows()
    rows = ((ref, transaction.session.get(kinds[ref.kind], ref.id)) for ref in sent)
    doubts.cast(
        transaction,
        [ref for ref, row in rows if row is not None and not archive.was_sent(transaction, row)],
    )
