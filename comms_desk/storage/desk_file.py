"""The file of a desk that is SQLite's: for its person's eyes only from its first byte.

SQLite makes one for everybody to read, and gives what stands beside it (-wal, -shm, -journal)
the mode that the file has.
"""

import sqlite3
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, event

from comms_desk import own_files


def begin_before_connecting(engine: Engine, place: str) -> None:
    """Have *engine* find a file at *place*, made by us, before it connects."""
    if not place or place == ":memory:" or place.startswith("file:"):
        return

    @event.listens_for(engine, "do_connect")
    def begin(*_connecting: object) -> None:
        _begin(Path(place))


def connect(file: Path, *, read_only: bool = False, timeout_s: float = 5.0) -> sqlite3.Connection:
    """Connect to *file* by hand, with no transaction begun; to be closed by whoever asked."""
    if not read_only:
        _begin(file)
    uri = file.absolute().as_uri() + ("?mode=ro" if read_only else "")
    return sqlite3.connect(uri, uri=True, isolation_level=None, timeout=timeout_s)


def _begin(file: Path) -> None:
    with suppress(OSError):  # SQLite says why it cannot open the file
        own_files.begin(file)
