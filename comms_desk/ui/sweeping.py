"""Python's garbage is collected in the window's thread, and only there.

Widgets live in cycles (a bound slot holds its owner).  Left to itself Python collects them
in whatever thread happens to allocate, and a widget destroyed in a reading thread takes the
program down with it.  So the automatic collector is off while there is a window, and a timer
does its work between two events.

A sweep takes as long as there are things to look at, and most of them stay for good: modules,
pages, what is kept of the tables.  So what has lived through a sweep of everything is set
aside, and the next one looks only at what came since.  All of it is swept once in a while,
when the person is in another program.
"""

import gc

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

EVERY_MS = 2_000
YOUNG = 0
OLDER = 1
YOUNG_AT = 2_000
"""Objects allocated since the last sweep: below this there is nothing to gain."""
OLDER_EVERY = 5
OLDEST_EVERY = 60
"""Sweeps between two of the middle generation, and of everything that is not set aside."""
WHOLE_EVERY = 1_800
"""Sweeps between two of what is set aside too: an hour at least, and until the window is left."""


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
        """Set aside what is there, and sweep from now on."""
        self.set_aside()
        self._timer.start()

    @Slot()
    def set_aside(self) -> None:
        """Look no longer at what is there, until all is swept: nearly all of it stays."""
        gc.freeze()

    @Slot()
    def sweep(self) -> None:
        """Collect the young, and now and then the older."""
        self._sweeps += 1
        if self._is_left and self._sweeps - self._swept_whole_at >= WHOLE_EVERY:
            self._swept_whole_at = self._sweeps
            gc.unfreeze()
            gc.collect()
            self.set_aside()
        elif self._sweeps % OLDEST_EVERY == 0:
            gc.collect()
            self.set_aside()
        elif self._sweeps % OLDER_EVERY == 0:
            gc.collect(OLDER)
        elif gc.get_count()[0] >= YOUNG_AT:
            gc.collect(YOUNG)

    @property
    def _is_left(self) -> bool:
        """Whether the person is in another program: nobody waits for the window."""
        return QGuiApplication.applicationState() is not Qt.ApplicationState.ApplicationActive
