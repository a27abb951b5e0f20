"""The only engine: opens the desk's database and hands out snapshots and transactions.

A snapshot reads one state of the desk and is closed at its end; a transaction takes the
one write lock *as it opens*, so that what it read cannot change under it.  Both engines
behave alike: SQLite by BEGIN IMMEDIATE, PostgreSQL by an advisory lock of the database.
A transaction is short and never spans the network.  Nothing here knows a table.

Any thread may use it.  A transaction inside a transaction of the same thread would wait for
itself: it is refused as the bug it is.  What brings much by the desks of several slices, and
must not stop half way, says so with `all_or_nothing`.
"""

import sqlite3
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    PoolProxiedConnection,
    create_engine,
    event,
    make_url,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from comms_desk.changes import Announcer, Change
from comms_desk.clock import Clock, SharedClock, SystemClock
from comms_desk.errors import CommsDeskError
from comms_desk.reasons import reason_of
from comms_desk.storage.errors import (
    StorageBusy,
    StorageDamaged,
    StorageFull,
    StorageUnreachable,
    TextNotStorable,
)

BUSY_TIMEOUT_S = 5.0
POOL_SIZE = 4
SQLITE_CACHE_KIB = 16 * 1024
IDLE_IN_TRANSACTION_MS = 60_000
SERVERS_NOW = "SELECT clock_timestamp()"

WRITE_LOCK = 0xC0_33_5D_E5
"""The advisory lock that stands on PostgreSQL for SQLite's one writer."""

_BUSY_CODES = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40001", "40P01")
_FULL_CODES = ("SQLITE_FULL", "53100")
_DAMAGED_CODES = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002")
_UNREACHABLE_CODES = ("SQLITE_CANTOPEN", "SQLITE_IOERR", "SQLITE_PERM", "08", "57P", "28", "3D000")
"""How SQLite's error names and PostgreSQL's SQLSTATEs of each kind begin."""


@dataclass(slots=True)
class Snapshot:
    """One state of the desk, to read; *now* is the moment at which it was opened."""

    session: Session
    now: datetime
    database: "Database"


@dataclass(slots=True)
class Transaction(Snapshot):
    """One state of the desk, to change, by *actor* (a person's id; None: the desk itself)."""

    actor: int | None = None
    _changes: list[Change] = field(default_factory=list)

    def announce(self, change: Change) -> None:
        """Have *change* announced once this transaction is committed, and only then."""
        self._changes.append(change)


def url_of_file(file: Path) -> URL:
    """Return the address of a desk that is *file*, whatever characters its path holds."""
    return URL.create("sqlite", database=str(file))


class Database:
    """The desk's database, by its URL: ``sqlite:///…`` or ``postgresql+psycopg://…``."""

    def __init__(
        self, url: str | URL, *, clock: Clock | None = None, busy_timeout_s: float = BUSY_TIMEOUT_S
    ) -> None:
        self.url = make_url(url)
        self.clock: Clock = clock or (SystemClock() if self.is_sqlite else SharedClock())
        self.announcer = Announcer()
        self.actor: int | None = None
        self.busy_timeout_s = busy_timeout_s
        self._open = threading.local()
        self._turn = threading.Lock()
        self._version_lock = threading.Lock()
        self._version_connection: PoolProxiedConnection | None = None
        # Made at once, though they connect later: two threads that met a lazy one first
        # would each make their own.
        if self.is_sqlite:
            self._reading = self._sqlite(synchronous="NORMAL", reading=True)
            self._writing = self._sqlite(synchronous="NORMAL", reading=False)
            self._durable = self._sqlite(synchronous="FULL", reading=False)
        else:
            self._reading = self._postgresql(reading=True)
            self._writing = self._durable = self._postgresql(reading=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether the desk is a file; otherwise it is a PostgreSQL database."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def place(self) -> str:
        """Where the database is, for a sentence: never with a password."""
        if self.is_sqlite:
            return self.url.database or ""
        return self.url.render_as_string(hide_password=True)

    def act_as(self, person: int | None) -> None:
        """Have the changes to come be those of *person*."""
        self.actor = person

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        """Read one state of the desk; writing in it fails.

        Raises:
            StorageUnreachable: The file or the server cannot be opened.
        """
        whole = self._whole
        if whole is not None:
            yield Snapshot(whole.session, whole.now, self)
            return
        with (
            self._expected_errors(reading=True),
            Session(self._reading, expire_on_commit=False) as session,
        ):
            yield Snapshot(session, self._now(session), self)

    @contextmanager
    def transaction(self, *, durable: bool = False) -> Iterator[Transaction]:
        """Take the write lock, commit at the end, or undo all of it on an error.

        Args:
            durable: Once committed, a power cut cannot undo it (``synchronous=FULL``).

        Raises:
            StorageBusy: Another process held the lock longer than the busy timeout.
        """
        if getattr(self._open, "transaction", False):
            raise RuntimeError("a transaction is already open in this thread")
        whole = self._whole
        self._open.transaction = True
        try:
            if whole is not None:
                with self._part_of(whole):
                    yield whole
                return
            engine = self._durable if durable else self._writing
            with (
                self._turn_to_write(),
                self._expected_errors(),
                Session(engine, expire_on_commit=False) as session,
            ):
                connection = session.connection()
                if durable and not self.is_sqlite:
                    # Whatever the server is set to; on SQLite the engine sees to it.
                    connection.exec_driver_sql("SET LOCAL synchronous_commit TO on")
                transaction = Transaction(session, self._now(session), self, self.actor)
                yield transaction
                session.commit()
        finally:
            self._open.transaction = False
        for change in transaction._changes:  # noqa: SLF001 - its own other half
            self.announcer.announce(change)

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Have the transactions of this thread be parts of one: all are committed, or none is.

        What this thread reads meanwhile is read in it.  A part that fails undoes itself alone,
        as it would by itself; an error that comes out of here undoes them all.  The write lock
        is held throughout, and what is committed is durable.

        Raises:
            StorageBusy: Another process held the lock longer than the busy timeout.
        """
        if self._whole is not None:
            raise RuntimeError("all or nothing of this thread is already said")
        with self.transaction(durable=True) as whole:
            self._open.whole, self._open.transaction = whole, False
            try:
                yield
            finally:
                self._open.whole, self._open.transaction = None, True

    @contextmanager
    def _turn_to_write(self) -> Iterator[None]:
        """Let the threads of this process write one after the other.

        On SQLite they would else meet in its busy handler, which sleeps for longer than most
        transactions last: eight lines recorded 99 letters a second so, and some 800 in turn.
        """
        if not self.is_sqlite:
            yield  # its server lets them wait in a queue
            return
        if not self._turn.acquire(timeout=self.busy_timeout_s):
            raise StorageBusy(self.busy_timeout_s)
        try:
            yield
        finally:
            self._turn.release()

    @property
    def _whole(self) -> Transaction | None:
        """The transaction of which those of this thread are parts; None: each is by itself."""
        whole: Transaction | None = getattr(self._open, "whole", None)
        return whole

    @contextmanager
    def _part_of(self, whole: Transaction) -> Iterator[None]:
        """Undo what was done since, and announce none of it, where it fails."""
        announced = len(whole._changes)  # noqa: SLF001 - its own other half
        try:
            with self._expected_errors(), whole.session.begin_nested():
                yield
        except BaseException:
            del whole._changes[announced:]  # noqa: SLF001 - its own other half
            raise

    @contextmanager
    def altering(self) -> Iterator[Connection]:
        """Change tables in one transaction, for migrations: all of it or nothing.

        On SQLite foreign keys are off meanwhile, since altering a table drops it, which
        would delete its children; they are checked before the commit.

        Raises:
            StorageBusy: Another process held the lock longer than the busy timeout.
            StorageDamaged: A row would point at nothing; nothing was changed.
        """
        with self._expected_errors(), self._writing.connect() as connection:
            driver: Any = connection.connection.driver_connection
            if self.is_sqlite:
                driver.execute("PRAGMA foreign_keys = OFF")
            try:
                with connection.begin():
                    yield connection
                    if self.is_sqlite:
                        self._refuse_orphans(connection)
            finally:
                if self.is_sqlite:
                    driver.execute("PRAGMA foreign_keys = ON")

    def data_version(self) -> int:
        """Return a number that differs once anybody has committed something.

        It is a hint, asked often by the window: compare it with the last one only.
        """
        with self._version_lock, self._expected_errors():
            if self._version_connection is None:
                self._version_connection = self._reading.raw_connection()
            try:
                return self._ask_version(self._version_connection)
            except self._reading.dialect.loaded_dbapi.Error as error:
                self._version_connection.invalidate()
                self._version_connection = None
                raise StorageUnreachable(self.place, reason_of(error)) from error

    def dispose(self) -> None:
        """Close every connection; the next use opens new ones."""
        with self._version_lock:
            if self._version_connection is not None:
                self._version_connection.close()
                self._version_connection = None
        for engine in (self._reading, self._writing, self._durable):
            engine.dispose()

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations and backups; desks use `transaction`."""
        return self._writing

    def _now(self, session: Session) -> datetime:
        if isinstance(self.clock, SharedClock):
            self.clock.hear(session.connection().exec_driver_sql(SERVERS_NOW).scalar_one())
        return self.clock.now()

    def _sqlite(self, *, synchronous: str, reading: bool) -> Engine:
        # isolation_level None: the driver begins nothing by itself, so that ours is the
        # BEGIN, and is sent as the transaction opens.
        engine = create_engine(
            self.url,
            pool_size=POOL_SIZE,
            max_overflow=-1,
            connect_args={
                "isolation_level": None,
                "check_same_thread": False,
                "timeout": self.busy_timeout_s,
            },
        )

        pragmas = [
            "journal_mode = WAL",
            f"synchronous = {synchronous}",
            "foreign_keys = ON",
            "temp_store = MEMORY",
            f"cache_size = -{SQLITE_CACHE_KIB}",
        ]
        if reading:
            pragmas.append("query_only = ON")

        @event.listens_for(engine, "connect")
        def prepare(connection: sqlite3.Connection, _record: object) -> None:
            try:
                for pragma in pragmas:
                    connection.execute(f"PRAGMA {pragma}")
            except sqlite3.Error:
                connection.close()
                raise

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

        return engine

    def _postgresql(self, *, reading: bool) -> Engine:
        settings = {
            "lock_timeout": f"{max(1, round(self.busy_timeout_s * 1000))}ms",
            "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_MS}ms",
            "TimeZone": "UTC",
        }
        options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        engine = create_engine(
            self.url,
            pool_size=POOL_SIZE,
            max_overflow=-1,
            pool_pre_ping=True,
            connect_args={"options": options},
        )
        if reading:
            return engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")

        return engine

    def _refuse_orphans(self, connection: Connection) -> None:
        orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if orphan is not None:
            raise StorageDamaged(self.place, f"{orphan[0]} {orphan[1]} → {orphan[2]}")

    def _ask_version(self, connection: PoolProxiedConnection) -> int:
        cursor = connection.cursor()
        try:
            if self.is_sqlite:
                cursor.execute("PRAGMA data_version")
                return int(_first(cursor.fetchone()))
            cursor.execute("SELECT pg_current_snapshot()::text")
            return zlib.crc32(str(_first(cursor.fetchone())).encode())
        finally:
            cursor.close()
            connection.rollback()

    @contextmanager
    def _expected_errors(self, *, reading: bool = False) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            expected = self._expected(error, reading=reading)
            if expected is None:
                raise
            raise expected from error
        except PoolTimeout as error:
            raise StorageBusy(self.busy_timeout_s) from error
        except UnicodeEncodeError as error:
            raise TextNotStorable from error

    def _expected(self, error: DBAPIError, *, reading: bool) -> CommsDeskError | None:
        """Return the error a person can act on, or None: then it is a bug."""
        cause: Any = error.orig
        reason = reason_of(cause)
        code = str(
            getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or ""
        )
        if code.startswith(_BUSY_CODES):
            return StorageBusy(self.busy_timeout_s)
        if code.startswith(_FULL_CODES):
            return StorageFull(self.place)
        if code.startswith(_DAMAGED_CODES):
            return StorageDamaged(self.place, reason)
        if type(cause).__name__ == "DataError" and not code:
            return TextNotStorable()  # psycopg's own refusal: the server was not asked
        out_of_reach = (
            error.connection_invalidated
            or code.startswith(_UNREACHABLE_CODES)
            or (code.startswith("SQLITE_READONLY") and not reading)
            or (not code and type(cause).__name__ == "OperationalError")
        )
        return StorageUnreachable(self.place, reason) if out_of_reach else None


def _first(row: Any) -> Any:
    return row[0]
