"""The bin: what was removed stays there for a while, and can be taken out.

A binned row leaves lists, unique indexes and the full-text index; its slice sees to the
last.  After the time that the desk's settings say (30 days), it goes for good, with its
edits, its links and its files.  A row that others still need stays until they are gone.
"""

from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from comms_desk.changes import Change, Ref
from comms_desk.settings import BIN_KEPT
from comms_desk.storage import blobs, desk_settings, edits, links
from comms_desk.storage.database import Database, Transaction
from comms_desk.storage.errors import TakenSince
from comms_desk.storage.model import Act
from comms_desk.storage.rows import Base, BinnedMixin


def put_in(transaction: Transaction, ref: Ref, row: BinnedMixin) -> None:
    """Put *row* in the bin; note it and have it announced."""
    if row.binned_at is not None:
        return
    row.binned_at = transaction.now
    transaction.session.flush()
    edits.note(transaction, ref, Act.BINNED, "bin")
    transaction.announce(Change.of(ref.kind, [ref.id]))


def take_out(transaction: Transaction, ref: Ref, row: BinnedMixin) -> None:
    """Take *row* out of the bin; note it and have it announced.

    Raises:
        TakenSince: Something else has taken its name, address or code meanwhile.
    """
    if row.binned_at is None:
        return
    row.binned_at = None
    try:
        transaction.session.flush()
    except IntegrityError as error:
        raise TakenSince(ref) from error
    edits.note(transaction, ref, Act.RESTORED, "bin")
    transaction.announce(Change.of(ref.kind, [ref.id]))


class Bin:
    """The bin of the whole desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def purge(self) -> int:
        """Remove for good what has been in the bin long enough; how many things went."""
        with self._database.transaction() as transaction:
            kept = timedelta(days=desk_settings.value(transaction, BIN_KEPT))
            gone = sum(_purge(transaction, kind, kept) for kind in binned_rows())
            if gone:
                blobs.sweep(transaction)
        return gone


def binned_rows() -> tuple[type[BinnedMixin], ...]:
    """Return every kind of row that can be in the bin, those that need others first."""
    kinds = {
        mapper.local_table: mapper.class_
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, BinnedMixin)
    }
    tables = reversed(Base.metadata.sorted_tables)
    return tuple(kinds[table] for table in tables if table in kinds)


def _purge(transaction: Transaction, kind: type[BinnedMixin], kept: timedelta) -> int:
    session = transaction.session
    expired = session.scalars(select(kind.id).where(kind.binned_at <= transaction.now - kept)).all()
    gone = 0
    for row_id in expired:
        try:
            with session.begin_nested():
                session.execute(delete(kind).where(kind.id == row_id))
        except IntegrityError:
            continue
        ref = Ref(kind.SUBJECT, row_id)
        edits.forget(transaction, ref)
        links.forget(transaction, ref)
        blobs.forget(transaction, ref)
        transaction.announce(Change.of(ref.kind, [ref.id]))
        gone += 1
    return gone
