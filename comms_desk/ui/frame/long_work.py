"""Something long that the window does for a person: how far it is, and a way to stop it.

It is done by an errand, in another thread, which tells it how far it is and asks it whether to go
on.  The bar at the foot shows it while it lasts.
"""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from shiboken6 import isValid

from comms_desk.ui.frame.errands import Errands


class LongWork(QObject):
    """Long work in another thread.

    Signals:
        progressed: How much is done, of about how much; 0 where nobody knows.
        ended: It is done, stopped or refused.
    """

    progressed = Signal(int, int)
    ended = Signal()

    def __init__(self, parent: QObject, errands: Errands, words: Callable[[int, int], str]) -> None:
        """Say how far it is in the *words* for how much is done, of about how much."""
        super().__init__(parent)
        self._errands = errands
        self.words = words
        self._is_stopped = threading.Event()

    @property
    def wants_stop(self) -> bool:
        """Whether somebody stopped it, or the window or the part of it that asked is gone."""
        return self._is_stopped.is_set() or self._errands.is_closed or not isValid(self)

    def told(self, done: int, total: int) -> None:
        """Hear how far it is, in any thread; another window may have taken the place of ours."""
        if isValid(self):
            self.progressed.emit(done, total)

    @Slot()
    def stop(self) -> None:
        """Stop it before its end."""
        self._is_stopped.set()

    def end(self) -> None:
        """Say that it is over."""
        self.ended.emit()
