"""How many things wait on Today, in the Watch and in Inquiries, read for the rail.

A page counts what it shows as it reads it.  Nobody would count for the pages that were not
opened yet, or that are behind another one: they are read here, by an errand, once the first
rows are there and again in a moment whenever something has changed.
"""

from PySide6.QtCore import QObject, QTimer, Slot

from comms_desk.across import Office
from comms_desk.changes import Change
from comms_desk.errors import CommsDeskError
from comms_desk.ui.frame.counts import COUNTED, INQUIRIES, TODAY, WATCH
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.shell.base import BaseWindow

READ_AGAIN_AFTER_MS = 5_000
"""A round of the feeds commits often, and the window waits for each count: it may be so late."""


def read_counts(office: Office) -> dict[str, int]:
    """Read how many things wait on Today, mentions in the Watch, inquiries for this person.

    An inquiry waits for the person who has it, or for everybody where nobody has it.
    """
    from comms_desk.across.today import TodayDesk

    troubles = TodayDesk(office).troubles()
    return {
        TODAY: troubles.waiting,
        WATCH: office.told_once.figures().unread,
        INQUIRIES: troubles.inquiries.for_me,
    }


class RailCounts(QObject):
    """Reads what waits, and shows it on the rail."""

    def __init__(self, errands: Errands, window: BaseWindow) -> None:
        """Read at once, and after each change that *errands* or *window* hear of."""
        super().__init__(window)
        self._errands = errands
        self._window = window
        self._soon = QTimer(self, singleShot=True, interval=READ_AGAIN_AFTER_MS)
        self._soon.timeout.connect(self.read)
        errands.changed.connect(self.hear)
        window.stirred.connect(self.read_soon)
        self.read()

    @Slot(object)
    def hear(self, change: Change) -> None:
        """Hear of a change: read again in a moment, if Today or the Watch would show it."""
        if change.subject in COUNTED:
            self.read_soon()

    @Slot()
    def read_soon(self) -> None:
        """Read again in a moment; changes that come meanwhile are read with it."""
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def read(self) -> None:
        """Read how many things wait; Today in front says it itself."""
        page = self._window.page
        if page is None or page.KEY != TODAY:
            self._errands.read("counts", read_counts, self._show, self._not_read)

    @Slot(object)
    def _show(self, counts: dict[str, int]) -> None:
        for key, waiting in counts.items():
            self._window.count_elsewhere(key, waiting)

    @Slot(object)
    def _not_read(self, _error: CommsDeskError) -> None:
        """Say nothing: the page that asks something of the database says why it fails."""
