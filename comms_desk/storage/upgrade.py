"""Bringing a database up to the tables that this version knows."""

from pathlib import Path

from comms_desk.storage import fulltext
from comms_desk.storage.database import Database
from comms_desk.storage.rows import Base


def bring_up_to_date(database: Database, backups: Path) -> None:  # noqa: ARG001
    """Make the tables that are missing."""
    with database.engine.begin() as connection:
        Base.metadata.create_all(connection)
    with database.transaction() as transaction:
        fulltext.create(transaction)
