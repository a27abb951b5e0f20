"""Bringing a database up to the tables that this version knows.

A file of one's own is brought up to date as it is opened, after a backup.  A team's
PostgreSQL database only by ``comms-desk migrate``, by somebody with the right to.  A
database written by a newer version is refused, and one of before the first revision.  Alembic is
imported only when there is something to do.
"""

from pathlib import Path

from sqlalchemy import Connection

from comms_desk.storage import backup, revisions
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotADesk, UpgradeNeeded

MIGRATIONS = Path(__file__).with_name("migrations")


def bring_up_to_date(database: Database, backups: Path) -> None:
    """Have *database* hold the tables of this version, or refuse it.

    Args:
        database: Of one's own or a team's.
        backups: Where the copy of a file is put before its tables change.

    Raises:
        DatabaseTooNew: A newer version has been here; nothing was touched.
        DatabaseTooOld: It is of before the first revision; nothing was touched.
        UpgradeNeeded: A team's database is older, or empty.
        NotADesk: It is somebody else's database.
        StorageBusy: Another process held the lock too long.
    """
    found = version(database)
    if found == revisions.HEAD:
        return
    if not database.is_sqlite:
        raise UpgradeNeeded(found or "", revisions.HEAD)
    migrate(database, backups)


def migrate(database: Database, backups: Path) -> Path | None:
    """Bring *database* up to date, whichever it is; the backup taken before, if any.

    Raises:
        DatabaseTooNew: A newer version has been here; nothing was touched.
        DatabaseTooOld: It is of before the first revision; nothing was touched.
        NotADesk: It is somebody else's database.
        StorageBusy: Another process held the lock too long.
    """
    found = version(database)
    if found == revisions.HEAD:
        return None
    copy = None
    if found is not None and database.is_sqlite:
        copy = backup.beside(database, backups, why=f"before-{revisions.HEAD}")
    upgrade_to(database, revisions.HEAD)
    return copy


def version(database: Database) -> str | None:
    """Return the revision of *database*, None when it is empty.

    Raises:
        DatabaseTooNew: A newer version has been here.
        DatabaseTooOld: It is of before the first revision.
        NotADesk: It is somebody else's database.
    """
    with database.snapshot() as snapshot:
        return _known(database, snapshot.session.connection())


def upgrade_to(database: Database, revision: str) -> None:
    """Run the revisions up to *revision*, all or none, in one transaction."""
    with database.altering() as connection:
        # Another process may have done it while this one waited for the lock.
        if _known(database, connection) != revision:
            _run(connection, revision)


def _known(database: Database, connection: Connection) -> str | None:
    found = revisions.found(connection)
    if found == "?":
        raise NotADesk(database.place)
    if found is not None:
        revisions.refuse_unknown(found)
    return found


def _run(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("version_locations", str(revisions.VERSIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
