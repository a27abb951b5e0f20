"""What either engine says when it fails, as the error that a person can act on.

The codes are SQLite's own names and PostgreSQL's SQLSTATEs (its manual, appendix A).  What is
not among them is a bug, and stays the library's.
"""

from typing import Any

from sqlalchemy.exc import DBAPIError

from comms_desk.errors import CommsDeskError
from comms_desk.reasons import Reason, reason_of
from comms_desk.storage.errors import (
    StorageBusy,
    StorageDamaged,
    StorageFull,
    StorageReadOnly,
    StorageUnreachable,
    TextNotStorable,
)

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
