"""What still needs a row: whoever refers to it, is tied to it, or has changed it; and its parts.

The tables above a slice are not its to know; their foreign keys are.
"""

from collections.abc import Iterable
from itertools import batched
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, inspect, select

from comms_desk.changes import Ref, Subject
from comms_desk.storage import edits, links
from comms_desk.storage.database import Snapshot
from comms_desk.storage.rows import Base, BinnedRow, NamedRow, row_of_kind

ASKED_AT_ONCE = 500


def needed(
    snapshot: Snapshot,
    kind: type[BinnedRow],
    ids: Iterable[int],
    *,
    but: ColumnElement[Any] | None = None,
) -> frozenset[int]:
    """Return those of *ids*, rows of *kind*, that something needs or somebody has changed.

    What goes with such a row when it is deleted is a part of it, and does not need it.

    Args:
        snapshot: What is read.
        kind: The rows that are asked about.
        ids: Their ids.
        but: A column that refers to them and does not count: the caller looks at it itself.
    """
    found: set[int] = set()
    for some in batched(ids, ASKED_AT_ONCE):
        for column in referring_to(kind, as_parts=False):
            if column is not but:
                found.update(
                    snapshot.session.scalars(select(column).where(column.in_(some)).distinct())
                )
        found.update(links.linked_to_each(snapshot, kind.SUBJECT, some))
        found.update(edits.altered(snapshot, kind.SUBJECT, some))
    return frozenset(found)


def _named() -> dict[FromClause, type[NamedRow]]:
    """Return the rows that the desk has a name for, by their tables."""
    mapped = ((mapper.local_table, mapper.class_) for mapper in Base.registry.mappers)
    return {table: row for table, row in mapped if issubclass(row, NamedRow)}


def subject_of(table: FromClause) -> Subject | None:
    """Return as what the desk knows the rows of *table*; None: it has no name for them."""
    named = _named().get(table)
    return None if named is None else named.SUBJECT


def whole_of(snapshot: Snapshot, part: Ref) -> Ref | None:
    """Return what *part* goes with when that is deleted; None where it is gone, or is no part."""
    named = _named()
    for table, row in named.items():
        for key in table.foreign_keys if row.SUBJECT is part.kind else ():
            whole = named.get(key.column.table)
            if key.ondelete == "CASCADE" and whole is not None:
                found = snapshot.session.scalar(select(key.parent).where(table.c.id == part.id))
                return None if found is None else Ref(whole.SUBJECT, found)
    return None


def parts_of_thing(snapshot: Snapshot, thing: Ref) -> tuple[Ref, ...]:
    """Return what goes with *thing* when it is deleted, as `parts_of` does."""
    return parts_of(snapshot, row_of_kind(thing.kind, NamedRow), thing.id)


def parts_of(snapshot: Snapshot, kind: type[NamedRow], row_id: int) -> tuple[Ref, ...]:
    """Return what goes with that row when it is deleted, as far as the desk has a name for it."""
    named = _named()
    return tuple(
        Ref(named[column.table].SUBJECT, each)
        for column in referring_to(kind, as_parts=True)
        if column.table in named
        for each in snapshot.session.scalars(select(column.table.c.id).where(column == row_id))
    )


def referring_to(kind: type[Base], *, as_parts: bool) -> Iterable[Column[int]]:
    """Yield the columns that refer to *kind*: of its parts, or of what needs it."""
    referred_to = inspect(kind).local_table
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is referred_to and (key.ondelete == "CASCADE") is as_parts:
                yield key.parent
