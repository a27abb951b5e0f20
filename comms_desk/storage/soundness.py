"""Whether the database is sound: its pages, tables, foreign keys, indexes of words, its seals.

It only looks; what can be repaired without loss, the index of the words of a kind, `mend` makes
again when a person asks for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, inspect, or_, select, text

from comms_desk.changes import Subject
from comms_desk.storage import fulltext, sayings, word_index
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.rows import Base, BinnedRow, row_of_kind
from comms_desk.text.digests import digest_of

STRANGE = "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name"
"""The desk has neither."""
READ_AT_ONCE = 10
"""Of what is sealed: a file has up to 25 MiB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexGap:
    """Rows of one kind that an index lacks, and that it has in excess; one that differs is both."""

    subject: Subject
    missing: int
    excess: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Soundness:
    """What was found.

    Attributes:
        integrity: What the engine says of its own pages.
        shape: The tables and columns that are missing, the triggers and views that no desk has.
        orphans: Rows that point at nothing, as ``table id → table``.
        index: What the full-text index lacks.
        altered: What was sealed, and is not what its digest says, as ``table id``.
    """

    integrity: tuple[str, ...]
    shape: tuple[str, ...]
    orphans: tuple[str, ...]
    index: tuple[IndexGap, ...]
    altered: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.integrity or self.shape or self.orphans or self.index or self.altered)

    @property
    def can_be_mended(self) -> bool:
        """Whether all that is wrong is what `mend` makes again."""
        return (
            bool(self.index)
            and not (self.integrity or self.shape or self.orphans or self.altered)
            and not any(gap.subject in fulltext.INDEXED for gap in self.index)
        )


def check(database: Database) -> Soundness:
    """Look at the whole database; a minute for a large one."""
    with database.snapshot() as snapshot:
        found = shape(snapshot)
        indexed = () if found else fulltext.INDEXED  # nothing can be asked of what is missing
        # WORKAROUND(SQLite 3.46, FTS5): its integrity check trusts the layout that the connection
        # saw last, and finds the index broken once another process has merged it since.  To read
        # each index first renews what the connection knows.
        gaps = [gap for each in indexed if (gap := _gap(snapshot, each))]
        listed = () if found else word_index.INDEXED
        gaps += (gap for each in listed if (gap := _gap_of_words(snapshot, each)))
        said = {} if found else sayings.out_of_step(snapshot)
        gaps += (
            IndexGap(subject=each, missing=less, excess=more) for each, (less, more) in said.items()
        )
        return Soundness(
            integrity=_integrity(snapshot),
            shape=found,
            orphans=_orphans(snapshot),
            index=tuple(gaps),
            altered=() if found else tuple(_altered(snapshot)),
        )


def mend(database: Database) -> None:
    """Make the indexes of words again, of what is there."""
    with database.transaction() as transaction:
        for subject in word_index.INDEXED:
            word_index.empty(transaction, subject)
            word_index.put(
                transaction, subject, row_of_kind(subject, BinnedRow).entries(transaction)
            )
            word_index.wipe(transaction, subject)
        sayings.make_again(transaction)


def shape(snapshot: Snapshot) -> tuple[str, ...]:
    """Return what of the tables of this version is missing, and what no desk has.

    A file may say that it is of this version and not be: made by hand, or by another program.
    A stranger's trigger would change the desk with each save.
    """
    looked = inspect(snapshot.session.connection())
    tables = {name: columns for (_schema, name), columns in looked.get_multi_columns().items()}
    lacking: list[str] = []
    for name, table in Base.metadata.tables.items():
        if name not in tables:
            lacking.append(name)
            continue
        there = {column["name"] for column in tables[name]}
        lacking.extend(f"{name}.{each.name}" for each in table.columns if each.name not in there)
    indexes = (
        *map(fulltext.table_name, fulltext.INDEXED),
        *word_index.tables(snapshot),
        sayings.TABLE,
    )
    lacking.extend(each for each in indexes if each not in tables)
    return (*lacking, *_strange(snapshot))


def _strange(snapshot: Snapshot) -> tuple[str, ...]:
    """Return the triggers and views of a file; on a server they are its administrator's."""
    if not snapshot.database.is_sqlite:
        return ()
    return tuple(map(str, snapshot.session.execute(text(STRANGE)).scalars()))


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


def _altered(snapshot: Snapshot) -> Iterator[str]:
    for kind in (mapper.class_ for mapper in Base.registry.mappers):
        if kind.SEALED is not None:
            sealed, digest = (kind.__table__.c[each] for each in kind.SEALED)
            (key,) = kind.__table__.primary_key
            is_sealed = or_(sealed.is_not(None), func.length(digest) > 0)
            asked = select(key, sealed, digest).where(is_sealed).order_by(key)
            some = snapshot.session.execute(asked.execution_options(yield_per=READ_AT_ONCE))
            for row, content, said in some:
                if content is None or digest_of(content) != said:
                    yield f"{kind.__tablename__} {row}"


def _gap(snapshot: Snapshot, subject: Subject) -> IndexGap | None:
    kind = indexed_rows().get(subject)
    expected = frozenset() if kind is None else _expected(snapshot, kind)
    known = fulltext.known(snapshot, subject)
    if known == expected:
        return None
    return IndexGap(subject=subject, missing=len(expected - known), excess=len(known - expected))


def _gap_of_words(snapshot: Snapshot, subject: Subject) -> IndexGap | None:
    entries = row_of_kind(subject, BinnedRow).entries(snapshot)
    expected = {
        (word_index.place(each.sort_key, each.id), word_index.indexed(each.words.split()))
        for each in entries
    }
    known = set(word_index.every_entry(snapshot, subject))
    if known == expected:
        return None
    return IndexGap(subject=subject, missing=len(expected - known), excess=len(known - expected))


def _expected(snapshot: Snapshot, kind: type[Base]) -> frozenset[int]:
    (key,) = kind.__table__.primary_key
    question = select(key)
    binned_at = kind.__table__.c.get("binned_at")
    if binned_at is not None:
        question = question.where(binned_at.is_(None))
    return frozenset(snapshot.session.scalars(question))
