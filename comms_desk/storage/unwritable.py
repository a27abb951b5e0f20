"""Opening a SQLite desk to read it, even where nothing may be written beside it.

Whoever reads a WAL must write a small file beside it (sqlite.org/wal.html, "Read-Only
Databases"); in a folder that may only be read, SQLite refuses.  A file without a WAL needs
none: it is then opened as one that nobody changes, for as long as nobody does.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from comms_desk.storage.desk_file import DeskFile

REFUSED = ("SQLITE_READONLY", "SQLITE_CANTOPEN")
WAL_SUFFIX = "-wal"


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
