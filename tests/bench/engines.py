"""A new desk of each engine for a bench, and what a call costs on it with its server's part."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import process_time
from typing import Final

import psycopg
from sqlalchemy import text

from comms_desk.clock import Clock
from comms_desk.storage.database import Database
from tests.support.databases import PostgresqlDesks, new_desk

ENGINES: Final = ("SQLite", "PostgreSQL")


@contextmanager
def desk_of(engine: str, clock: Clock) -> Iterator[Database]:
    """Give a new desk of *engine*, whose files go at the end."""
    with tempfile.TemporaryDirectory() as folder:
        servers = PostgresqlDesks(Path(folder))
        is_file = engine == "SQLite"
        database = new_desk(Path(folder) / "desk.sqlite3", clock) if is_file else servers.new(clock)
        try:
            yield database
        finally:
            database.dispose()
            servers.stop()


def settle(database: Database) -> None:
    """Have the engine know what it holds, as that of a desk that has stood for a night does."""
    if database.is_sqlite:
        with database.transaction() as transaction:
            transaction.session.execute(text("ANALYZE"))
        return
    place = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def processor(database: Database) -> Callable[[], float]:
    """Return what tells the seconds of processor of this process and of the lines that are open.

    Those of a server are told by Linux, to the microsecond; ask once before, so that one is open.
    """
    if database.is_sqlite:
        return process_time
    lines = text(
        "SELECT pid FROM pg_stat_activity"
        " WHERE datname = current_database() AND backend_type = 'client backend'"
    )
    with database.snapshot() as snapshot:
        files = [Path(f"/proc/{pid}/schedstat") for pid in snapshot.session.scalars(lines)]
    return lambda: process_time() + sum(int(each.read_text().split()[0]) for each in files) / 1e9
