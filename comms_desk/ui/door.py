"""Where a window that is open hears other processes of its person: « capture », and nothing else.

There is one window to a desk that hears: a second one finds the door taken, and leaves it.  What
knocks is another process of the same person, which asks for the strip; it says nothing more.
"""

import logging

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

CAPTURE = b"capture\n"
LONGEST = 64
"""Bytes of what is said: whoever says more is not listened to."""
_LOG = logging.getLogger(__name__)


class Door(QObject):
    """The door.

    Signals:
        capture_wanted: The strip is wanted over whatever has the screen.
    """

    capture_wanted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Stay closed until `open`."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._knocked)

    def open(self, address: str) -> bool:
        """Listen at *address*, of `Paths.door`; whether nobody does already."""
        asked = QLocalSocket()
        asked.connectToServer(address)
        if asked.waitForConnected(100):
            asked.disconnectFromServer()
            return False
        QLocalServer.removeServer(address)  # what a window that was killed left
        if self._server.listen(address):
            return True
        _LOG.warning("nothing can be heard at the door: %s", self._server.errorString())
        return False

    def close(self) -> None:
        """Hear nobody any more."""
        self._server.close()

    @Slot()
    def _knocked(self) -> None:
        while (knocking := self._server.nextPendingConnection()) is not None:
            knocking.readyRead.connect(self._hear)
            knocking.disconnected.connect(knocking.deleteLater)
            if knocking.bytesAvailable():
                self._take(knocking)

    @Slot()
    def _hear(self) -> None:
        knocking = self.sender()
        if isinstance(knocking, QLocalSocket):
            self._take(knocking)

    def _take(self, knocking: QLocalSocket) -> None:
        said = knocking.peek(LONGEST).data()
        if b"\n" not in said and len(said) < LONGEST:
            return
        knocking.readAll()
        if said == CAPTURE:
            knocking.write(b"ok\n")
            knocking.flush()
            self.capture_wanted.emit()
        knocking.disconnectFromServer()
