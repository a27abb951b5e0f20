"""Python's garbage is collected in the window's thread, and only there.

Widgets live in cycles (a bound slot holds its owner).  Left to itself Python collects them
in whatever thread happens to allocate, and a widget destroyed in a reading thread takes the
program down with it.  So the automatic collector is off while there is a window, and a timer
does its work between two events.  Refuses to do anything in another thread.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

EVERY_MS = 2_000
YOUNG = 0
OLDER = 1
YOUNG_AT = 2_000
"""Objects allocated since the last sweep: below this there is nothing to gain."""
OLDER_EVERY = 5
OLDEST_EVERY = 60
"""Sweeps between two of the middle, and of all, generations."""


class Sweeper(QObject):
    """Collects garbage in the thread that made it, every so often."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Turn the automatic collector off; nothing is swept until `start`."""
        super().__init__(parent)
        gc.disable()
        self._sweeps = 0
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.sweep)

    def start(self) -> None:
        """Set aside what is there for good, and sweep from now on."""
        gc.collect()
        gc.freeze()
        self._timer.start()

    @Slot()
    def sweep(self) -> None:
        """Collect the young, and now and then the older."""
        self._sweeps += 1
        if self._sweeps % OLDEST_EVERY == 0:
            gc.collect()
        elif self._sweeps % OLDER_EVERY == 0:
            gc.collect(OLDER)
        elif gc.get_count()[0] >= YOUNG_AT:
            gc.collect(YOUNG)
