"""Whether the database is sound: its pages, its foreign keys, its full-text index.

It only looks; nothing is repaired.
"""

from dataclasses import dataclass

from sqlalchemy import select, text

from comms_desk.changes import Subject
from comms_desk.storage import fulltext
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.rows import Base, BinnedMixin


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexGap:
    """Rows of one kind that the full-text index lacks, and that it has in excess."""

    subject: Subject
    missing: int
    excess: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """What was found; *orphans* are rows that point at nothing, as ``table id → table``."""

    integrity: tuple[str, ...]
    orphans: tuple[str, ...]
    index: tuple[IndexGap, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.integrity or self.orphans or self.index)


def check(database: Database) -> Soundness:
    """Look at the whole database; a minute for a large one."""
    with database.snapshot() as snapshot:
        # WORKAROUND(SQLite 3.46, FTS5): its integrity check trusts the layout that the connection
        # saw last, and finds the index broken once another process has merged it since.  To read
        # each index first renews what the connection knows.
        gaps = tuple(gap for each in fulltext.INDEXED if (gap := _gap(snapshot, each)))
        return Soundness(integrity=_integrity(snapshot), orphans=_orphans(snapshot), index=gaps)


def indexed_rows() -> dict[Subject, type[Base]]:
    """Return the kind of row behind each subject of the full-text index that has one."""
    kinds = [mapper.class_ for mapper in Base.registry.mappers]
    return {kind.IN_FULLTEXT: kind for kind in kinds if kind.IN_FULLTEXT is not None}


def _integrity(snapshot: Snapshot) -> tuple[str, ...]:
    """What SQLite says of its own pages; a PostgreSQL server looks after its own."""
    if not snapshot.database.is_sqlite:
        return ()
    found = snapshot.session.execute(text("PRAGMA integrity_check")).scalars().all()
    return tuple(str(line) for line in found if line != "ok")


def _orphans(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the rows that point at nothing; PostgreSQL never lets one be."""
    if not snapshot.database.is_sqlite:
        return ()
    found = snapshot.session.execute(text("PRAGMA foreign_key_check"))
    return tuple(f"{table} {row} → {parent}" for table, row, parent, _key in found)


def _gap(snapshot: Snapshot, subject: Subject) -> IndexGap | None:
    kind = indexed_rows().get(subject)
    expected = frozenset() if kind is None else _expected(snapshot, kind)
    known = fulltext.known(snapshot, subject)
    if known == expected:
        return None
    return IndexGap(subject=subject, missing=len(expected - known), excess=len(known - expected))


def _expected(snapshot: Snapshot, kind: type[Base]) -> frozenset[int]:
    (key,) = kind.__table__.primary_key
    question = select(key)
    if issubclass(kind, BinnedMixin):
        question = question.where(kind.binned_at.is_(None))
    return frozenset(snapshot.session.scalars(question))
