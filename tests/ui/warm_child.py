"""One start of the window, which goes to each page: prints what each imported that was not there.

Run by `test_start`; one JSON object is printed, page by page.
"""

import json
import sys

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from comms_desk.paths import Paths
from comms_desk.ui.app import Desk, start

ASKED_EVERY_MS = 20
QUIET_TURNS = 10
"""A page is read once nothing has been asked for so many turns."""
AFTER_WARMING_UP = "comms_desk.ui.counts"


def main() -> None:
    """Go to each page once its shell, and what is read after it, are there."""
    app = QApplication(sys.argv[:1])
    desk = start(app, Paths.find(), worker=None)
    until_quiet(desk)
    said: dict[str, list[str]] = {}
    known = set(sys.modules)
    for key in desk.window.keys:
        desk.window.go_to(key)
        until_quiet(desk)
        said[key] = sorted(set(sys.modules) - known)
        known |= set(sys.modules)
    print(json.dumps(said), flush=True)
    desk.window.close()


def until_quiet(desk: Desk) -> None:
    """Let the event loop run until nothing is asked any more."""
    quiet = 0
    while quiet < QUIET_TURNS:
        loop = QEventLoop()
        QTimer.singleShot(ASKED_EVERY_MS, loop.quit)
        loop.exec()
        idle = AFTER_WARMING_UP in sys.modules and desk.errands.is_idle
        quiet = quiet + 1 if idle else 0


if __name__ == "__main__":
    main()
