"""Leaving that ends, whatever holds it: a thread that waits for ever, a step that never returns.

Python waits for its threads as it exits, and one that waits for a server which went away waits
for ever: the window is gone, and the program is still there.
"""

import os
from threading import Timer

END_WITHIN_S = 10.0
"""A window that was closed is gone by then, once nothing typed waits for its turn: five times as
long as the window takes between two signs that it waits, or a slow computer would lose the text."""
WRITTEN_WITHIN_MS = 2_000
"""What cannot be written (a disk that is full, a server that is away) is tried again so long."""
TURN_WITHIN_MS = 20_000
"""What only waits for its turn to be written, because somebody else writes, is awaited so long."""
FAILED = 1


class LastResort:
    """Ends the process a while after it was set last, unless it has ended before."""

    def __init__(self) -> None:
        """Wait to be set."""
        self._timer: Timer | None = None

    def set(self) -> None:
        """Let the process end by itself for `END_WITHIN_S` from now, and no longer."""
        if self._timer is not None:
            self._timer.cancel()
        self._timer = Timer(END_WITHIN_S, os._exit, (FAILED,))
        self._timer.daemon = True
        self._timer.start()

    def rest(self) -> None:
        """Let the process go on: the window stays."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
