"""Says in the bar at the foot who is on duty, as long as they are."""

from PySide6.QtCore import QObject, QTimer, Slot

from comms_desk.across import Office
from comms_desk.changes import Change, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.shell.base import BaseWindow

READ_AGAIN_EVERY_MS = 60_000


class DutyInBar(QObject):
    """Reads who is on duty each minute, and once a setting is changed."""

    def __init__(self, errands: Errands, window: BaseWindow) -> None:
        """Read at once."""
        super().__init__(window)
        self._errands, self._window = errands, window
        self._minute = QTimer(self, interval=READ_AGAIN_EVERY_MS)
        self._minute.timeout.connect(self.read)
        self._minute.start()
        errands.changed.connect(self.hear)
        window.stirred.connect(self.read)
        self.read()

    @Slot(object)
    def hear(self, change: Change) -> None:
        """Hear of a change: of a setting, it may be who is on duty."""
        if change.subject is Subject.SETTING:
            self.read()

    @Slot()
    def read(self) -> None:
        """Read who is on duty."""
        self._errands.read("on duty", _said, self._show, self._not_read)

    @Slot(object)
    def _show(self, said: str) -> None:
        self._window.status.show_on_duty(said)

    @Slot(object)
    def _not_read(self, _error: CommsDeskError) -> None:
        """Say nothing: the page that asks something of the database says why it fails."""


def _said(office: Office) -> str:
    from comms_desk.across.on_duty import on_duty, said

    duty = on_duty(office)
    return "" if duty is None else said(duty, office.database.clock.now())
