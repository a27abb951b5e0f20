"""Which state of the tables this version knows, and which one a database is in.

Read at every start, so it needs no Alembic: a test holds `KNOWN` equal to the files of
``migrations/versions``.
"""

from sqlalchemy import Connection, inspect, text

VERSION_TABLE = "alembic_version"
QUESTION = "SELECT version_num FROM alembic_version"
TRIAL = "DELETE FROM alembic_version WHERE 1 = 0"
"""Writes nothing, and is refused where nothing may be written."""

LAST = 53
KNOWN = tuple(f"{number:04}" for number in range(1, LAST + 1))
"""Every revision there is, in order."""

HEAD = KNOWN[-1]


def found(connection: Connection) -> str | None:
    """Return the revision of the database, None when it has no table at all.

    A database with tables but no revision is not the desk's: the answer is ``?``.
    """
    if not connection.dialect.has_table(connection, VERSION_TABLE):
        return "?" if inspect(connection).get_table_names() else None
    version = connection.execute(text(QUESTION)).scalar()
    return str(version) if version else None
