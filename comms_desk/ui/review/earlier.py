"""The reviews that were issued before, the latest first, in the menu of the page and by Ctrl+K."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from comms_desk.i18n import _, format_share
from comms_desk.media.reviews.model import ReviewId, ReviewLine
from comms_desk.storage.paging import PageOfRows
from comms_desk.ui.frame.commands import Command
from comms_desk.ui.kit.menus import rounded
from comms_desk.ui.review import words


class EarlierReviews(QMenu):
    """Offers them.

    Signals:
        wanted: One is to be shown as it was issued; carries its `ReviewId`.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Offer nothing yet."""
        super().__init__(_("Previous reviews"), parent)
        rounded(self)
        self._found: PageOfRows[ReviewLine] | None = None
        self._shown: ReviewId | None = None
        self.aboutToShow.connect(self._fill)
        self.triggered.connect(self._triggered)

    def know(self, found: PageOfRows[ReviewLine], shown: ReviewId | None) -> None:
        """Offer what was *found*, with a tick where it is *shown*, once the menu opens."""
        self._found, self._shown = found, shown
        self.setEnabled(bool(found.rows))

    def commands(self) -> Iterator[Command]:
        """Yield what shows each of them, found by typing its day."""
        for line in () if self._found is None else self._found.rows:
            show = partial(self.wanted.emit, line.id)
            yield Command(words.earlier(line), "", show, is_offered=False)

    @Slot()
    def _fill(self) -> None:
        """Write the list: only now, so that none moves away under the pointer."""
        self.clear()
        found = self._found
        if found is None:
            return
        for line in found.rows:
            action = self.addAction(words.earlier(line))
            action.setData(line.id)
            action.setCheckable(True)
            action.setChecked(line.id == self._shown)
        self.addSeparator()
        share = format_share(len(found.rows), found.total, capped=found.capped)
        self.addAction(share).setEnabled(False)

    @Slot(QAction)
    def _triggered(self, action: QAction) -> None:
        self.wanted.emit(ReviewId(action.data()))
