"""One start of the window, in a process of its own: prints when it was painted and filled.

Run by `bench_start` and by the test of what is imported.  The moment before the process was
asked for is in ``COMMS_DESK_STARTED_AT`` (seconds since 1970); one JSON object is printed.
"""

import json
import os
import sys
import time

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from comms_desk.paths import Paths
from comms_desk.ui.app import DeskApp, start

LATE_IMPORTS = (
    "alembic",
    "aiohttp",
    "feedparser",
    "docx",
    "keyring",
    "PIL",
    "psycopg",
    "sqlalchemy.dialects.postgresql",
    "email.generator",
    "email_validator",
    "phonenumbers",
    "comms_desk.mail.compose",
    "comms_desk.media.feeds.parse",
    "comms_desk.text.markdown",
)
GIVE_UP_AFTER_MS = 30_000


class Marks(QObject):
    """Notes when the shell was painted and when the first rows came, then leaves."""

    def __init__(self, desk: DeskApp, started_at: float) -> None:
        super().__init__()
        self._desk = desk
        self._started_at = started_at
        self._said: dict[str, object] = {}
        desk.window.painted.connect(self.painted)

    @Slot()
    def painted(self) -> None:
        """Note the moment, and wait for the page that the window has just made."""
        self._said["painted_ms"] = self._since()
        self._said["painted_cpu_ms"] = time.process_time() * 1000
        page = self._desk.window.page
        from comms_desk.ui.today.page import TodayPage

        assert isinstance(page, TodayPage)
        page.rows_shown.connect(self.rows_shown)

    @Slot()
    def rows_shown(self) -> None:
        """Note the moment and what was imported by then, and leave."""
        self._said["rows_ms"] = self._since()
        self._said["rows_cpu_ms"] = time.process_time() * 1000
        self._said["imported"] = [name for name in LATE_IMPORTS if name in sys.modules]
        print(json.dumps(self._said), flush=True)
        self._desk.window.close()

    def _since(self) -> float:
        return (time.time() - self._started_at) * 1000


def main() -> None:
    """Start the window once."""
    started_at = float(os.environ["COMMS_DESK_STARTED_AT"])
    app = QApplication(sys.argv[:1])
    desk = start(app, Paths.find(), worker=None)
    marks = Marks(desk, started_at)
    QTimer.singleShot(GIVE_UP_AFTER_MS, app.quit)
    app.exec()
    del marks


if __name__ == "__main__":
    main()
