"""The menu of the Watch page: what can be added, and which watch can be changed."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from comms_desk.i18n import _
from comms_desk.media.watches.model import Watch


class WatchMenu(QMenu):
    """New watch, feeds, a list of feeds, and each watch.

    Signals:
        new_wanted: A new watch is to be written.
        feeds_wanted: The feeds are to be seen.
        import_wanted: A list of feeds is to be chosen.
        change_wanted: A watch is to be changed; carries it.
    """

    new_wanted = Signal()
    feeds_wanted = Signal()
    import_wanted = Signal()
    change_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        """Build the menu without watches."""
        super().__init__(parent)
        self._watches: tuple[Watch, ...] = ()
        self.show_watches(())

    def show_watches(self, watches: tuple[Watch, ...]) -> None:
        """Offer *watches* to be changed."""
        self._watches = watches
        self.clear()
        self.addAction(_("New watch"), self.new_wanted.emit)
        self.addAction(_("Feeds"), self.feeds_wanted.emit)
        self.addAction(_("Import a list of feeds"), self.import_wanted.emit)
        if watches:
            self.addSeparator()
        for watch in watches:
            action = self.addAction(_("Change “{watch}”").format(watch=watch.name))
            action.setData(watch.id)
            action.triggered.connect(self._change)

    @Slot()
    def _change(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            for watch in self._watches:
                if watch.id == action.data():
                    self.change_wanted.emit(watch)
