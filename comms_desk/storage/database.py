"""The only database: opens the desk's database and hands out snapshots and transactions.

A snapshot reads one state of the desk and is closed at its end; a transaction takes the
one write lock *as it opens*, so that what it read cannot change under it.  Both engines
behave alike: SQLite by BEGIN IMMEDIATE, PostgreSQL by an advisory lock of the database.
A transaction is short and never spans the network.  Nothing here knows a table.

Any thread may use it.  A transaction inside a transaction of the same thread would wait for
itself: it is refused as the bug it is.  What brings much by the desks of several slices, and
must not stop half way, says so with `all_or_nothing`.

What either engine says when it fails, as the error that a person can act on.

The codes are SQLite's own names and PostgreSQL's SQLSTATEs (its manual, appendix A).  What is
not among them is a bug, and stays the library's.
"""

import math
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session
from sqlalchemy.pool import Pool, QueuePool

from comms_desk.changes import Announcer, Change
from comms_desk.clock import Clock, SharedClock, SystemClock
from comms_desk.errors import CommsDeskError
from comms_desk.reasons import Reason, reason_of
from comms_desk.storage import engines
from comms_desk.storage.desk_file import DeskFile
from comms_desk.storage.errors import (
    AnswerLost,
    StorageBusy,
    StorageDamaged,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
    TextNotStorable,
)
from comms_desk.storage.revisions import TRIAL
from comms_desk.text.discretion import without_secrets

_BUSY_CODES = ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40001", "40P01")
_FULL_CODES = ("SQLITE_FULL", "53100")
_DAMAGED_CODES = ("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002")
_UNREACHABLE_CODES = (
    "SQLITE_CANTOPEN",
    "SQLITE_IOERR",
    "SQLITE_PERM",
    *("08", "57P", "28", "3D000", "25P03"),
)
_READ_ONLY_CODES = ("SQLITE_READONLY", "25006")
"""How SQLite's error names and PostgreSQL's SQLSTATEs of each kind begin."""

_NOT_UTF8 = "Could not decode to UTF-8"
"""What Python's sqlite3 says, without a code, of a text that is no text any more."""
_AWAY = ("OperationalError", "InterfaceError", "ConnectionTimeout")
"""psycopg's own classes: what it says before the server has, or after, has no code."""


BUSY_TIMEOUT_S = 5.0
SILENT_S = 30.0
"""Longer than any question of the desk needs, its wait for the write lock included."""
TRANSACTION = "transaction"
"""Where the session of a transaction keeps it."""
SERVERS_NOW = "SELECT clock_timestamp()"


class SessionWriting(Session):
    """The session of a transaction: what watches over all that is written listens to it."""


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
        self,
        url: str | URL,
        *,
        clock: Clock | None = None,
        busy_timeout_s: float = BUSY_TIMEOUT_S,
        silent_s: float = SILENT_S,
    ) -> None:
        """Open nothing yet.

        Args:
            url: Where it is.
            clock: The machine's when None.
            busy_timeout_s: How long another may hold the write lock.
            silent_s: How long a server may say nothing before it is taken to be away.
        """
        self.url = make_url(url)
        self.clock: Clock = clock or (SystemClock() if self.is_sqlite else SharedClock())
        self.announcer = Announcer()
        self.actor: int | None = None
        self.busy_timeout_s = busy_timeout_s
        self.silent_s = silent_s
        self._open = threading.local()
        self._turn = threading.Lock()
        self._version_lock = threading.RLock()
        self._let_go: list[Pool] = []
        self._version_connection: Connection | None = None
        # Made at once, though they connect later: two threads that met a lazy one first
        # would each make their own.
        if self.is_sqlite:
            desk_file = DeskFile(self.url.database or "")
            file = partial(engines.sqlite, desk_file, self.url, busy_timeout_s=busy_timeout_s)
            self._reading = file(synchronous="NORMAL", reading=True)
            self._writing = file(synchronous="NORMAL", reading=False)
            self._durable = file(synchronous="FULL", reading=False)
        else:
            server = partial(
                engines.postgresql, self.url, busy_timeout_s=busy_timeout_s, silent_s=silent_s
            )
            self._reading = server(reading=True)
            self._writing = self._durable = server(reading=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether the desk is a file; otherwise it is a PostgreSQL database."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def place(self) -> str:
        """Where the database is, for a sentence: never with a password."""
        if self.is_sqlite:
            return self.url.database or ""
        return without_secrets(self.url.render_as_string(hide_password=True))

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

        Whatever writes raises what this does, and does not say so again.

        Args:
            durable: Once committed, a power cut cannot undo it (``synchronous=FULL``).

        Raises:
            StorageBusy: Another process held the lock longer than the busy timeout.
            StorageReadOnly: The desk can only be read, here or for now.
            AnswerLost: The server went away while it committed; nobody knows whether it did.
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
                SessionWriting(engine, expire_on_commit=False) as session,
            ):
                connection = session.connection()
                if durable and not self.is_sqlite:
                    # Whatever the server is set to; on SQLite the engine sees to it.
                    connection.exec_driver_sql("SET LOCAL synchronous_commit TO on")
                transaction = Transaction(session, self._now(session), self, self.actor)
                session.info[TRANSACTION] = transaction
                yield transaction
                session.flush()
                self._commit(session)
        finally:
            self._open.transaction = False
        for change in transaction._changes:  # noqa: SLF001 - its own other half
            self.announcer.announce(change)

    def try_to_write(self) -> None:
        """Write nothing, as what writes something does.

        To open a transaction is not enough: SQLite opens one of a file that may only be read,
        and refuses what is then written.

        Raises:
            StorageReadOnly: The desk can only be read.
            StorageBusy: Another process held the lock longer than the busy timeout.
        """
        with self.transaction() as transaction:
            transaction.session.connection().exec_driver_sql(TRIAL)

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
            if not self.is_sqlite:
                driver.silent_s = math.inf  # an index of a large table takes what it takes
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
                else:
                    driver.silent_s = self.silent_s

    def data_version(self) -> int:
        """Return a number that differs once anybody has committed something.

        It is a hint, asked often by the window: compare it with the last one only.

        Raises:
            StorageUnreachable: The file or the server cannot be opened, or not any more.
        """
        with self._version_lock, self._expected_errors(reading=True):
            kept = self._version_connection
            if kept is not None and not engines.is_still_so(kept):
                kept.close()
                self._version_connection = None
            if self._version_connection is None:
                # SQLite's number means something on one connection only: it is kept.
                self._version_connection = self._reading.connect()
            try:
                return self._ask_version(self._version_connection)
            except BaseException:
                self._version_connection.invalidate()
                self._version_connection.close()
                self._version_connection = None
                raise

    def dispose(self) -> None:
        """Close every connection; the next use opens new ones."""
        with self._version_lock:
            if self._version_connection is not None:
                self._version_connection.close()
                self._version_connection = None
            # One that was being opened meanwhile goes back to a pool that no engine asks any more.
            self._let_go.extend({each.pool for each in self._engines})
            for engine in self._engines:
                engine.dispose()
            for pool in self._let_go:
                pool.dispose()
            self._let_go[:] = [each for each in self._let_go if _is_in_use(each)]

    @property
    def _engines(self) -> tuple[Engine, ...]:
        return self._reading, self._writing, self._durable

    @property
    def engine(self) -> Engine:
        """The writing engine, for migrations and backups; desks use `transaction`."""
        return self._writing

    def _commit(self, session: Session) -> None:
        """Commit, and tell a refusal from an answer that never came."""
        try:
            session.commit()
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            raise AnswerLost(self.place, reason_of(error.orig or error)) from error

    def _now(self, session: Session) -> datetime:
        if isinstance(self.clock, SharedClock):
            self.clock.hear(session.connection().exec_driver_sql(SERVERS_NOW).scalar_one())
        return self.clock.now()

    def _refuse_orphans(self, connection: Connection) -> None:
        orphan = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if orphan is not None:
            raise StorageDamaged(self.place, f"{orphan[0]} {orphan[1]} → {orphan[2]}")

    def _ask_version(self, connection: Connection) -> int:
        with connection.begin():
            if self.is_sqlite:
                return int(connection.exec_driver_sql("PRAGMA data_version").scalar_one())
            asked = connection.exec_driver_sql("SELECT pg_current_snapshot()::text")
            return zlib.crc32(str(asked.scalar_one()).encode())

    @contextmanager
    def _expected_errors(self, *, reading: bool = False) -> Iterator[None]:
        try:
            yield
        except DBAPIError as error:
            known = expected(error, place=self.place, waited_s=self.busy_timeout_s, reading=reading)
            if known is None:
                raise
            if self.is_sqlite and isinstance(known, StorageReadOnly | StorageUnreachable):
                # A file that was opened to be read stays so, whatever rights are given back.
                self.dispose()
            raise known from error
        except PoolTimeout as error:
            raise StorageBusy(self.busy_timeout_s) from error
        except UnicodeEncodeError as error:
            raise TextNotStorable from error
        except UnicodeDecodeError as error:
            # What the file says of its own tables is no text any more.
            raise StorageDamaged(self.place, Reason.DAMAGED) from error


def _is_in_use(pool: Pool) -> bool:
    return isinstance(pool, QueuePool) and pool.checkedout() > 0


def expected(
    error: DBAPIError, *, place: str, waited_s: float, reading: bool
) -> CommsDeskError | None:
    """Return the error that a person can act on, or None: then it is a bug.

    Args:
        error: What the library raised.
        place: Where the database is, for a sentence.
        waited_s: The busy timeout.
        reading: Whether it was only to be read: a refusal to write is then our own doing.
    """
    cause: Any = error.orig
    reason = reason_of(cause)
    code = str(getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None) or "")
    if code.startswith(_BUSY_CODES):
        return StorageBusy(waited_s)
    if code.startswith(_FULL_CODES):
        return StorageFull(place)
    if code.startswith(_DAMAGED_CODES):
        return StorageDamaged(place, reason)
    if isinstance(cause, UnicodeDecodeError) or str(cause).startswith(_NOT_UTF8):
        return StorageDamaged(place, Reason.DAMAGED)
    if code.startswith(_READ_ONLY_CODES):
        if not reading:
            return StorageReadOnly(place)
        # Nothing is written by a reader, but for what SQLite itself needs to open the file.
        return None if error.statement is not None else StorageUnreachable(place, reason)
    if type(cause).__name__ == "DataError" and not code:
        return TextNotStorable()  # psycopg's own refusal: the server was not asked
    out_of_reach = (
        error.connection_invalidated
        or code.startswith(_UNREACHABLE_CODES)
        or (not code and type(cause).__name__ in _AWAY)
        or (not code and error.statement is None)  # while connecting: the address is not right
    )
    return StorageUnreachable(place, reason) if out_of_reach else None
