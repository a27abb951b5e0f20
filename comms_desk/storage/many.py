"""Many rows of one table written at once, in few statements.

Only one transaction writes at a time (ADR 3): the ids that the database gives within it
follow one another, in the order of the rows, so that their first and last say them all.
"""

from collections.abc import Iterable, Mapping
from itertools import batched
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select, update

from comms_desk.storage.database import Transaction
from comms_desk.storage.rows import Base

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

WRITTEN_AT_ONCE = 1000


def add_all(transaction: Transaction, kind: type[Base], rows: Iterable[Mapping[str, Any]]) -> range:
    """Add *rows*, which say their columns by name, and return their ids in that order."""
    session = transaction.session
    table = Base.metadata.tables[kind.__tablename__]
    session.flush()
    last = session.scalar(select(func.max(table.c.id))) or 0
    for some in batched(rows, WRITTEN_AT_ONCE):
        session.connection().execute(insert(table), list(some))
    first, last = session.execute(
        select(func.min(table.c.id), func.max(table.c.id)).where(table.c.id > last)
    ).one()
    return range(0) if first is None else range(first, last + 1)


def change_all(
    transaction: Transaction,
    kind: type[Base],
    rows: Iterable[Mapping[str, Any]],
) -> None:
    """Write *rows*, which say ``id`` and those of their columns that change.

    None of them may be in the session.
    """
    for some in batched(rows, WRITTEN_AT_ONCE):
        transaction.session.execute(update(kind), list(some))


def joined(one: range, other: range) -> range:
    """Return the ids of both: *other* follows *one*; either may be empty."""
    return range((one or other).start, (other or one).stop)


def insert_on_conflict(
    transaction: Transaction, kind: type[Base]
) -> "sqlite.Insert | postgresql.Insert":
    """Return an insert that can be told what to do of a row that is there: each engine has its own.

    The dialect of the engine alone is imported: PostgreSQL's costs as much as a tenth of the ORM.
    """
    if transaction.database.is_sqlite:
        from sqlalchemy.dialects.sqlite import insert as insert_in_sqlite

        return insert_in_sqlite(kind)
    from sqlalchemy.dialects.postgresql import insert as insert_in_postgresql

    return insert_in_postgresql(kind)
