"""What somebody typed that was refused, or met what somebody else typed: kept until it is saved.

It outlives the card in which it was typed, and the window that is made again in another language;
it is in no database.  Who closes the window is told of it first.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QObject, Signal

from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError


class FieldPlace(NamedTuple):
    """Where something was typed: a field of the card of a thing."""

    kind: Subject
    id: object
    field: str


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What was typed over *before*, in a field called so; *error* None: it met a bug.

    *of* is what the thing is called whose card that is.
    """

    called: str
    before: str
    typed: str
    error: CommsDeskError | None
    of: str = ""


class UnsavedFields(QObject):
    """What was typed and not saved, by where.

    Signals:
        changed: There is more of it, or less.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Hold nothing yet."""
        super().__init__(parent)
        self._all: dict[FieldPlace, Unsaved] = {}

    def keep(self, place: FieldPlace, unsaved: Unsaved) -> None:
        """Keep what is typed at *place* by now."""
        self._all[place] = unsaved
        self.changed.emit()

    def forget(self, place: FieldPlace) -> None:
        """Keep nothing of *place*: it is saved, or given up."""
        if self._all.pop(place, None) is not None:
            self.changed.emit()

    def at(self, place: FieldPlace) -> Unsaved | None:
        """Return what was typed at *place*, if it is not saved."""
        return self._all.get(place)

    def every(self) -> Mapping[FieldPlace, Unsaved]:
        """Return all of it, the first refused first."""
        return self._all
