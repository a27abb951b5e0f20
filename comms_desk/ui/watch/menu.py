"""The menu of the Watch page: what can be added to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from comms_desk.i18n import _


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
