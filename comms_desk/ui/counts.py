"""How many things wait on Today, in the Inquiries and in the Watch, for the rail and the heads.

A page counts what it shows as it reads it.  Nobody would count for the pages that were not
opened yet, or that are behind another one: they are read here, by an errand, once the first
rows are there and again in a moment whenever something has changed.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Slot

from comms_desk.changes import Change, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import format_number, ngettext
from comms_desk.kinds import those
from comms_desk.ui.errands import Errands

if TYPE_CHECKING:
    from collections.abc import Mapping

    from comms_desk.across.office import Office
    from comms_desk.media.inquiries.model import View
    from comms_desk.ui.window import Window

READ_AGAIN_AFTER_MS = 5_000
"""A round of the feeds commits often, and the window waits for each count: it may be so late."""
TODAY, INQUIRIES, WATCH = "today", "inquiries", "watch"
COUNTED = frozenset(
    {
        Subject.LETTER,
        Subject.ACCOUNT,
        Subject.EMBARGO,
        Subject.FREEZE,
        Subject.MENTION,
        Subject.ARTICLE,
        *those(lambda kind: kind.is_binned),  # the first of any kind: the desk is not bare
    }
)
"""What Today and the others show, and is counted again once it changes."""


def read_counts(office: "Office") -> dict[str, int]:
    """Read how many things wait on Today, how many inquiries, and how many unread mentions."""
    from comms_desk.across.today import TodayDesk

    troubles = TodayDesk(office).troubles()
    unread = office.watches.figures().unread
    return {TODAY: troubles.waiting, **read_inquiries(office), WATCH: unread}


def read_inquiries(office: "Office") -> dict[str, int]:
    """Read how many inquiries wait: Today in front counts itself and the Watch alone."""
    return {INQUIRIES: inquiries_waiting(office.inquiries.counts())}


def inquiries_waiting(counts: "Mapping[View, int]") -> int:
    """Return how many inquiries wait for whoever looks, or for somebody to take them."""
    from comms_desk.media.inquiries.model import View

    return counts[View.MINE] + counts[View.NOBODYS]


def waits(key: str, waiting: int) -> str:
    """Say how many things wait on the page *key*, as its rail and its head do."""
    if key == WATCH:
        said = ngettext("{n} unread", "{n} unread", waiting)
    else:
        said = ngettext("{n} to act on", "{n} to act on", waiting)
    return said.format(n=format_number(waiting))


class RailCounts(QObject):
    """Reads what waits, and shows it on the rail."""

    def __init__(self, errands: Errands, window: "Window") -> None:
        """Read at once, and after each change of which *errands* or *window* hear."""
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
        """Hear of a change: read again in a moment, if one of those pages would show it."""
        if change.subject in COUNTED:
            self.read_soon()

    @Slot()
    def read_soon(self) -> None:
        """Read again in a moment; changes that come meanwhile are read with it."""
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def read(self) -> None:
        """Read how many things wait; Today in front says most of it itself."""
        page = self._window.page
        is_today = page is not None and page.KEY == TODAY
        question = read_inquiries if is_today else read_counts
        self._errands.read("counts", question, self._show, self._not_read)

    @Slot(object)
    def _show(self, counts: dict[str, int]) -> None:
        for key, waiting in counts.items():
            self._window.count_elsewhere(key, waiting)

    @Slot(object)
    def _not_read(self, _error: CommsDeskError) -> None:
        """Say nothing: whoever asks something of the database hears why it fails."""
