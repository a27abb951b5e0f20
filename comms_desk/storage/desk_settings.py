"""The desk's own settings: the same for everybody, kept in the database.

What they are, and what values they may have, is declared in `comms_desk.settings`; here is
only where they stand, who set them last, and when.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.settings import SETTINGS, Owner, Setting
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.rows import Base

PLACE = "database"
"""Where a wrong value stands, for the error's sentence."""


class DeskSettingRow(Base):
    """One setting that somebody has set."""

    __tablename__ = "desk_settings"

    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[object] = mapped_column(JSON)
    by: Mapped[int | None]
    at: Mapped[datetime]


def value[T](snapshot: Snapshot, setting: Setting[T]) -> T:
    """Return the value of *setting*, or its default.

    Raises:
        SettingInvalid: What is stored is none of its values.
    """
    row = snapshot.session.get(DeskSettingRow, setting.key)
    return setting.default if row is None else setting.read(row.value, file=PLACE)


class DeskSettings:
    """The desk's settings, to read and to set."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get[T](self, setting: Setting[T]) -> T:
        """Return the value of *setting*, or its default."""
        with self._database.snapshot() as snapshot:
            return value(snapshot, setting)

    def every(self) -> dict[str, Any]:
        """Return every setting of the desk by its key, defaults included."""
        with self._database.snapshot() as snapshot:
            return {
                each.key: value(snapshot, each) for each in SETTINGS if each.owner is Owner.DESK
            }

    def set(self, setting: Setting[Any], new: object) -> None:
        """Set *setting* for everybody.

        Raises:
            SettingInvalid: *new* is none of its values.
        """
        setting.read(new, file=PLACE)
        stored = list(new) if isinstance(new, tuple) else new
        with self._database.transaction() as transaction:
            row = transaction.session.get(DeskSettingRow, setting.key)
            if row is None:
                row = DeskSettingRow(key=setting.key)
                transaction.session.add(row)
            row.value, row.by, row.at = stored, transaction.actor, transaction.now
            transaction.announce(Change.of(Subject.SETTING))
