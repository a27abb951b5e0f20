"""What is said by the system, over whatever has the screen, where the system can say anything.

An icon stands beside the clock from the first thing that is said: without one most systems say
nothing.  A press on it, or on what was said, is a wish to come back to the window.
"""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from comms_desk.ui.kit import icons

SHOWN_MS = 15_000


class SystemNotice(QObject):
    """Says a line by the system.

    Signals:
        pressed: It was pressed, or the icon was.
    """

    pressed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Show nothing until `say`."""
        super().__init__(parent)
        self._icon: QSystemTrayIcon | None = None

    def say(self, title: str, line: str) -> bool:
        """Say *line* under *title*, and whether the system could."""
        can = QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()
        if not can:
            return False
        if self._icon is None:
            self._icon = self._made()
        self._icon.show()
        self._icon.showMessage(title, line, QApplication.windowIcon(), SHOWN_MS)
        return True

    def _made(self) -> QSystemTrayIcon:
        if QApplication.windowIcon().isNull():
            QApplication.setWindowIcon(icons.application())
        made = QSystemTrayIcon(QApplication.windowIcon(), self)
        made.messageClicked.connect(self.pressed)
        made.activated.connect(self._activated)
        return made

    @Slot()
    def _activated(self) -> None:
        self.pressed.emit()
