"""The sample desk, as the window asks for it: offered, loaded, and taken away.

It is offered on a bare desk alone, and loaded once however often it is pressed.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.ui.frame.errands import Errands

if TYPE_CHECKING:
    from comms_desk.across.sample import SampleTaken


class SampleDesk(QObject):
    """Loads the sample desk, and takes it away.

    Signals:
        said: What is being done, or was; for the toast.
        loaded: It is on the desk, or gone from it.
        refused: It is not; carries the error.
    """

    said = Signal(str)
    loaded = Signal()
    refused = Signal(object)

    def __init__(self, errands: Errands, parent: QObject) -> None:
        """Load nothing before `load`."""
        super().__init__(parent)
        self._errands = errands
        self._is_coming = False

    @Slot()
    def load(self) -> None:
        """Load the sample desk, unless it is being loaded."""
        if not self._is_coming:
            self._is_coming = True
            self.said.emit(_("The sample desk is being loaded…"))
            self._errands.write(None, _load, self._loaded, self._refused)

    @Slot(object)
    def _loaded(self, _answer: object) -> None:
        self._is_coming = False
        self.said.emit(
            _("The sample desk is loaded: all of it is invented. The settings take it away.")
        )
        self.loaded.emit()

    @Slot()
    def take_away(self) -> None:
        """Take away what nobody touched of it, once however often it is pressed."""
        if not self._is_coming:
            self._is_coming = True
            self.said.emit(_("The sample desk is being taken away…"))
            self._errands.write(None, _take_away, self._taken, self._refused)

    @Slot(object)
    def _taken(self, taken: "SampleTaken") -> None:
        from comms_desk.wording.imports import sample_gone

        self._is_coming = False
        self.said.emit(sample_gone(taken.staying))
        self.loaded.emit()

    @Slot(object)
    def _refused(self, error: CommsDeskError) -> None:
        self._is_coming = False
        self.refused.emit(error)


def is_bare(office: Office) -> bool:
    """Say whether the sample desk may be offered; for a reading thread."""
    from comms_desk.across import empty_desk

    return empty_desk.is_bare(office)


def _load(office: Office) -> None:
    from comms_desk.across.sample import load_sample

    load_sample(office)


def _take_away(office: Office) -> "SampleTaken":
    from comms_desk.across.sample import take_away

    return take_away(office)
