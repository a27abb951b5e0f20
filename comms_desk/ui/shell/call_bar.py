"""A line said over the foot of the window until it is seen, and by the system where nobody looks.

Nothing that is typed is interrupted: it takes no focus and moves nothing.  What there is to say
is looked for every half minute, and as soon as anything concerns it.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.reminder_bar import ReminderBar
from comms_desk.ui.kit.system_notice import SystemNotice
from comms_desk.ui.shell.base import BaseWindow

LOOK_EVERY_MS = 30_000


class Calling(QObject):
    """Calls the person to something, once.

    Signals:
        said: Something was said; the memory of the window knows it.
    """

    said = Signal(str)

    def __init__(
        self, errands: Errands, window: BaseWindow, *, role: str, alert: Callable[[QWidget], None]
    ) -> None:
        """Look from now on; the bar has that *role*, and *alert* draws the eye to *window*."""
        super().__init__(window)
        self._errands, self._window, self._alert = errands, window, alert
        self.bar = ReminderBar(window, role=role)
        window.reminders.append(self.bar)
        self.bar.room = self._room
        self.bar.opened.connect(self.open)
        self.bar.closed.connect(window.stand_what_lies_over)
        self.system = SystemNotice(self)
        self.system.pressed.connect(self.come_back)
        self._often = QTimer(self, interval=LOOK_EVERY_MS)
        self._often.timeout.connect(self.look)
        self._often.start()

    @Slot()
    def look(self) -> None:
        """Look whether there is something to say."""

    @Slot()
    def open(self) -> None:
        """Show what it is about."""

    def call(self, line: str, *, may_open: bool) -> None:
        """Say *line*, and draw the eye where the window is not in front."""
        self.bar.say(line, may_open=may_open)
        self._window.stand_what_lies_over()
        if not self._window.isActiveWindow():
            self.system.say(_("Comms Desk"), line)
            self._alert(self._window)
        self.said.emit(line)

    @Slot()
    def come_back(self) -> None:
        """Bring the window to the front, at what was said."""
        if self._window.isMinimized():
            self._window.showNormal()
        self._window.raise_()
        self._window.activateWindow()
        self.open()

    @Slot(object)
    def not_read(self, _error: CommsDeskError) -> None:
        """Say nothing: the page that asks something of the database says why it fails."""

    def _room(self) -> QRect:
        """Return where the bar may lie: over those that were there before it."""
        lying = self._window.reminders
        return self._window.room_over(lying[: lying.index(self.bar)])
