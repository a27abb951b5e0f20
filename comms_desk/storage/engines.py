"""The engines of the two kinds of database, as the desk wants them.

Readers read one state and can write nothing; writers take the one write lock as their
transaction opens.  Nothing here opens a transaction: `database` does.

Opening a SQLite desk to read it, even where nothing may be written beside it.

Whoever reads a WAL must write a small file beside it (sqlite.org/wal.html, "Read-Only
Databases"); in a folder that may only be read, SQLite refuses.  A file without a WAL needs
none: it is then opened as one that nobody changes, for as long as nobody does.
"""

import os
import platform
import sqlite3
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from comms_desk.storage.desk_file import DeskFile

REFUSED = ("SQLITE_READONLY", "SQLITE_CANTOPEN")
WAL_SUFFIX = "-wal"

POOL_SIZE = 4
SERVER_POOL_SIZE = 10
"""The eight lines of an account each ask before a letter's end: to connect anew takes too long."""
IDLE_IN_TRANSACTION_MS = 60_000

APPLICATION = "comms-desk"

WRITE_LOCK = 0xC0_33_5D_E5
"""The advisory lock that stands on PostgreSQL for SQLite's one writer."""

_POOL = "pool"
"""Where a connection keeps the pool that it was opened for."""
WRITING_CACHE_KIB = 8_000
"""What one transaction changes stays in memory until it is committed, a whole round's polls too."""
_STILL_SO = "still so"
"""Where a connection keeps what says whether the file that stands there is the one it opened."""


def sqlite(
    desk: DeskFile, url: URL, *, synchronous: str, reading: bool, busy_timeout_s: float
) -> Engine:
    """Return an engine on a file, *reading* only or writing; it connects later."""
    # isolation_level None: the driver begins nothing by itself, so that ours is the
    # BEGIN, and is sent as the transaction opens.
    engine = create_engine(
        url,
        pool_size=POOL_SIZE,
        max_overflow=-1,
        connect_args={
            "isolation_level": None,
            "check_same_thread": False,
            "timeout": busy_timeout_s,
        },
    )

    pragmas = [
        f"synchronous = {synchronous}",
        "foreign_keys = ON",
        "temp_store = MEMORY",
        # What is erased is overwritten in the file, also where SQLite was not built to do so.
        "secure_delete = ON",
        # Whoever writes first has the file be a WAL: a reader writes nothing, and can
        # read a desk that nobody may write to.
        "query_only = ON" if reading else "journal_mode = WAL",
        *([] if reading else [f"cache_size = -{WRITING_CACHE_KIB}"]),
    ]

    # Mappers keep the statements that they compiled for the last hundred dialects.  A dialect
    # keeps what connects: through it they would keep each engine, and all that it compiled.
    itself = weakref.proxy(engine)

    @event.listens_for(engine, "do_connect")
    def connect(
        _dialect: object, record: ConnectionPoolEntry, _place: list[Any], settings: dict[str, Any]
    ) -> sqlite3.Connection:
        record.info[_POOL] = itself.pool
        opened, is_unchanged = (
            open_to_read(desk, **settings) if reading else (desk.connect(**settings), None)
        )
        record.info[_STILL_SO] = _still_so(desk, is_unchanged)
        return opened

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        try:
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise

    @event.listens_for(engine, "checkin")
    def close_what_was_let_go(
        connection: sqlite3.Connection | None, record: ConnectionPoolEntry
    ) -> None:
        # One that was in use as the engine was disposed of goes back to a pool that nobody asks.
        if connection is not None and record.info.get(_POOL) is not engine.pool:
            connection.close()

    @event.listens_for(engine, "checkout")
    def look(_connection: object, record: ConnectionPoolEntry, _fairy: object) -> None:
        if not record.info[_STILL_SO]():
            raise DisconnectionError  # the pool opens another one

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def is_still_so(connection: Connection) -> bool:
    """Whether a *connection* that was kept is one to what stands there now."""
    still_so: Callable[[], bool] | None = connection.info.get(_STILL_SO)
    return still_so is None or still_so()


def _still_so(desk: DeskFile, is_unchanged: Callable[[], bool] | None) -> Callable[[], bool]:
    opened = desk.identity
    return lambda: desk.identity == opened and (is_unchanged is None or is_unchanged())


def this_application() -> str:
    """Return what this process is called on a server, for processes that wait for it."""
    return f"{APPLICATION} {os.getpid()} {platform.node()}"


def postgresql(url: URL, *, reading: bool, busy_timeout_s: float, silent_s: float) -> Engine:
    """Return an engine on a server, *reading* only or writing; it connects later."""
    # Late: psycopg takes 55 ms and 10 MB, and a desk of one's own asks no server.
    from comms_desk.storage.patience import PatientConnection, line_settings

    settings = {
        "lock_timeout": f"{max(1, round(busy_timeout_s * 1000))}ms",
        "idle_in_transaction_session_timeout": f"{IDLE_IN_TRANSACTION_MS}ms",
        "TimeZone": "UTC",
    }
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    engine = create_engine(
        url,
        pool_size=SERVER_POOL_SIZE,
        max_overflow=-1,
        pool_pre_ping=True,
        connect_args={
            "options": options,
            "application_name": this_application(),
            **line_settings(url.query),
        },
    )

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Any, _record: Any, place: list[Any], settings: dict[str, Any]) -> Any:
        connection = PatientConnection.connect(*place, **settings)
        connection.silent_s = silent_s
        return connection

    if reading:
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITE_LOCK})")

    return engine


def open_to_read(
    desk: DeskFile, **settings: Any
) -> tuple[sqlite3.Connection, Callable[[], bool] | None]:
    """Open *desk*; with it comes, of one that nobody changes, what says whether that still holds.

    Raises:
        sqlite3.Error: It cannot be opened even so.
    """
    file = str(desk.file)
    connection = desk.connect(**settings)
    try:
        connection.execute("PRAGMA schema_version").fetchone()  # the first look into the file
    except sqlite3.Error as error:
        connection.close()
        refused = (error.sqlite_errorname or "").startswith(REFUSED)
        if not refused or _state(file) is None:
            raise
    except BaseException:
        connection.close()
        raise
    else:
        return connection, None
    opened_as = _state(file)
    place = Path(file).absolute().as_uri() + "?immutable=1"
    return sqlite3.connect(place, uri=True, **settings), lambda: _state(file) == opened_as


def _state(file: str) -> tuple[int, int] | None:
    """Return what tells one state of *file* from the next; None where it has a WAL, or is not."""
    try:
        if Path(file + WAL_SUFFIX).exists():
            return None
        found = Path(file).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
