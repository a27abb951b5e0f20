"""What still needs a row: whoever refers to it, is tied to it, or has changed it.

The tables above a slice are not its to know; their foreign keys are.
"""

from collections.abc import Iterable
from itertools import batched
from typing import Any

from sqlalchemy import Column, ColumnElement, inspect, select

from comms_desk.storage import links
from comms_desk.storage.database import Snapshot
from comms_desk.storage.edits import EditRow
from comms_desk.storage.rows import Base, BinnedRow

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
        for column in _referring_to(kind):
            if column is not but:
                found.update(
                    snapshot.session.scalars(select(column).where(column.in_(some)).distinct())
                )
        found.update(links.linked_to_each(snapshot, kind.SUBJECT, some))
        changed = select(EditRow.row_id).where(
            EditRow.kind == kind.SUBJECT, EditRow.row_id.in_(some)
        )
        found.update(snapshot.session.scalars(changed))
    return frozenset(found)


def _referring_to(kind: type[BinnedRow]) -> Iterable[Column[int]]:
    referred_to = inspect(kind).local_table
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is referred_to and key.ondelete != "CASCADE":
                yield key.parent
