"""The menus of the Watch page: what can be added, and the watches that have no chip."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from comms_desk.i18n import _
from comms_desk.media.watches.model import Watch, WatchId


class WatchMenu(QMenu):
    """What "+" makes here.

    Signals:
        new_wanted: A new watch is to be written.
        feeds_wanted: A feed is to be added.
        import_wanted: A list of feeds is to be chosen.
    """

    new_wanted = Signal()
    feeds_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Build the menu."""
        super().__init__(parent)
        self.addAction(_("New watch"), self.new_wanted.emit)
        self.addAction(_("Add a feed"), self.feeds_wanted.emit)
        self.addAction(_("Import a list of feeds"), self.import_wanted.emit)


class WatchesMenu(QMenu):
    """The watches that have no chip, with what waits of each.

    Signals:
        chosen: One is to be listed; carries its id.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Build an empty menu."""
        super().__init__(parent)
        self.triggered.connect(self._choose)

    def show_watches(self, watches: Sequence[Watch], waits: Mapping[WatchId, str]) -> None:
        """Offer *watches*; *waits* has how much of each is unread, where anything is."""
        self.clear()
        for watch in watches:
            said = watch.name.replace("&", "&&")
            waiting = waits.get(watch.id, "")
            action = self.addAction(f"{said} · {waiting}" if waiting else said)
            action.setData(watch.id)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())
