"""Which state of the tables this version knows, and which one a database is in.

Read at every start, so it needs no Alembic: the files of ``migrations/versions`` say it by their
names.
"""

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from comms_desk.storage.errors import DatabaseTooNew, DatabaseTooOld

VERSION_TABLE = "alembic_version"
QUESTION = "SELECT version_num FROM alembic_version"
TRIAL = "DELETE FROM alembic_version WHERE 1 = 0"
"""Writes nothing, and is refused where nothing may be written."""

VERSIONS = Path(__file__).with_name("migrations") / "versions"
KNOWN = tuple(sorted(file.name[:4] for file in VERSIONS.glob("[0-9]*_*.py")))
"""Every revision there is, in order; the first one makes all tables."""

HEAD = KNOWN[-1]

OPENS_OLDER = "62ed1a23"
"""The last commit of Comms Desk that brings a database of before the first revision up to it."""


def refuse_unknown(found: str) -> None:
    """Refuse a database, or a backup, that is at *found*, unless this version knows it.

    Raises:
        DatabaseTooOld: It is older than the first revision there is.
        DatabaseTooNew: A newer version has written it.
    """
    if found in KNOWN:
        return
    if found < KNOWN[0]:
        raise DatabaseTooOld(found, KNOWN[0], OPENS_OLDER)
    raise DatabaseTooNew(found, HEAD)


def found(connection: Connection) -> str | None:
    """Return the revision of the database, None when it has no table at all.

    A database with tables but no revision is not the desk's: the answer is ``?``.
    """
    is_there = connection.dialect.has_table(connection, VERSION_TABLE)
    version = connection.execute(text(QUESTION)).scalar() if is_there else None
    if version:
        return str(version)
    return "?" if set(inspect(connection).get_table_names()) - {VERSION_TABLE} else None
