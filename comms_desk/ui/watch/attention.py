"""New mentions of a watch that alerts: the window asks for attention, and interrupts nobody.

The system shows it its own way (the task bar's button flashes) until the window is looked
at; nothing is put over what a person is doing.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from comms_desk.changes import Change, Subject
from comms_desk.media.articles.model import ArticleId
from comms_desk.ui.errands import Errands

if TYPE_CHECKING:
    from comms_desk.across.office import Office


class Attention(QObject):
    """Hears what the worker changed, and calls for whoever sits elsewhere.

    Signals:
        called: There are mentions to look at; carries how many.
    """

    called = Signal(int)

    def __init__(
        self,
        errands: Errands,
        window: QWidget,
        *,
        alert: Callable[[QWidget], None] = QApplication.alert,
    ) -> None:
        """Ask through *errands*, and have *alert* draw the eye to *window*."""
        super().__init__(window)
        self._errands = errands
        self._window = window
        self._alert = alert

    @Slot(object)
    def hear(self, change: Change) -> None:
        """Hear that something changed; new mentions may be called out."""
        if change.subject is Subject.MENTION and change.ids:
            self._errands.read("call out", partial(_called_out, change.ids), self._call)

    @Slot(object)
    def _call(self, mentions: int) -> None:
        if mentions:
            self.called.emit(mentions)
            self._alert(self._window)


def _called_out(ids: frozenset[int], office: "Office") -> int:
    return len(office.watches.called_out(map(ArticleId, ids)))
