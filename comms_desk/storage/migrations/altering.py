"""Altering a table that has rows, children and triggers, on both engines.

SQLite cannot alter most things: Alembic copies the table, drops it and renames the copy.
Left alone that deletes child rows by cascade, drops triggers, forgets AUTOINCREMENT and the
last id given.  Foreign keys are switched off before the transaction by `storage.upgrade`;
the rest is kept here.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy import Connection, text


@contextmanager
def altering(table: str) -> Iterator[BatchOperations]:
    """Alter *table*; on SQLite its triggers, AUTOINCREMENT and last id are kept."""
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        with op.batch_alter_table(table) as batch:
            yield batch
        return
    triggers = _sql_of(connection, table, "trigger")
    (made,) = _sql_of(connection, table, "table")
    last = connection.execute(
        text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table}
    ).scalar()
    autoincrement = {"sqlite_autoincrement": "AUTOINCREMENT" in made.upper()}
    with op.batch_alter_table(table, recreate="always", table_kwargs=autoincrement) as batch:
        yield batch
    if last is not None:
        connection.execute(text("DELETE FROM sqlite_sequence WHERE name = :name"), {"name": table})
        connection.execute(
            text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
            {"name": table, "last": last},
        )
    for trigger in triggers:
        connection.exec_driver_sql(trigger)


def _sql_of(connection: Connection, table: str, kind: str) -> list[str]:
    found = connection.execute(
        text("SELECT sql FROM sqlite_master WHERE tbl_name = :table AND type = :kind"),
        {"table": table, "kind": kind},
    )
    return [sql for (sql,) in found]
