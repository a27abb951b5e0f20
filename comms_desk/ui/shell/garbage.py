"""Python's garbage is collected in the window's thread, and only there.

Widgets live in cycles (a bound slot holds its owner).  Left to itself Python collects them
in whatever thread happens to allocate, and a widget destroyed in a reading thread takes the
program down with it.  So the automatic collector is off while there is a window, and a timer
does its work between two events.

What the start made, and then each page, is set aside as soon as it is made: the sweep that follows
would look at it for 10 to 90 ms while somebody types.  A sweep of everything else waits until the
person is in another program.
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

EVERY_MS = 2_000
YOUNG = 0
OLDER = 1
OLDER_EVERY = 5
WHOLE_EVERY = 60
"""Sweeps, at least, between two of the middle generation, and of everything."""


class Sweeper(QObject):
    """Collects garbage in the thread that made it, every so often."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Turn the automatic collector off; nothing is swept until `start`."""
        super().__init__(parent)
        gc.disable()
        self._sweeps = 0
        self._swept_whole_at = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.sweep)

    def start(self) -> None:
        """Sweep from now on."""
        self.set_aside()
        self._timer.start()

    @Slot()
    def set_aside(self) -> None:
        """Look no more at what is there: the program, or a page just made, stays for good."""
        gc.freeze()

    @Slot()
    def sweep(self) -> None:
        """Collect the young, now and then the older, and everything while nobody waits."""
        self._sweeps += 1
        if self._is_left and self._sweeps - self._swept_whole_at >= WHOLE_EVERY:
            self._swept_whole_at = self._sweeps
            gc.collect()
        else:
            gc.collect(OLDER if self._sweeps % OLDER_EVERY == 0 else YOUNG)

    @property
    def _is_left(self) -> bool:
        """Whether the person is in another program: nobody waits for the window."""
        return QGuiApplication.applicationState() is not Qt.ApplicationState.ApplicationActive
