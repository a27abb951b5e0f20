"""Where a window that is open hears other processes of its person: « capture », and nothing else.

There is one window to a desk that hears: a second one finds the door taken, and leaves it.  What
knocks is another process of the same person, which asks for the strip; it says nothing more, and
is told whether the strip was shown.
"""

import logging
import os
import socket
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from comms_desk import own_files

CAPTURE = b"capture\n"
LONGEST = 64
"""The most bytes of a message: a longer one is not read."""
SILENCE_MS = 2_000
"""How long a client may say nothing."""
MOST_LINES = 16
"""Of those who say nothing yet, how many are kept: the first to come goes for the next."""
_LOG = logging.getLogger(__name__)


class WindowDoor(QObject):
    """The door.

    Signals:
        capture_wanted: The strip is wanted over whatever has the screen.
    """

    capture_wanted = Signal()

    def __init__(self, parent: QObject | None = None, *, silence_ms: int = SILENCE_MS) -> None:
        """Stay closed until `open`; keep a line that says nothing for *silence_ms*."""
        super().__init__(parent)
        self._silence_ms = silence_ms
        self._lines: list[QLocalSocket] = []
        self._was_shown = False
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._knocked)

    @property
    def lines(self) -> int:
        """How many knocked and have not been answered."""
        return len(self._lines)

    def open(self, address: str) -> bool:
        """Listen at *address*, of `Paths.door`; whether nobody does already, and it is ours."""
        if os.name == "posix" and not _may_stand(Path(address)):
            _LOG.warning("no door here: others may write in %s, or it is taken", address)
            return False
        asked = QLocalSocket()
        asked.connectToServer(address)
        if asked.waitForConnected(100):
            asked.disconnectFromServer()
            return False
        refused = asked.error()
        if refused is QLocalSocket.LocalSocketError.ConnectionRefusedError:
            QLocalServer.removeServer(address)  # what a window that was killed left
        elif refused is not QLocalSocket.LocalSocketError.ServerNotFoundError:
            return False  # a window that is too busy to answer: to listen would take its name
        if self._server.listen(address):
            return True
        _LOG.info("nothing can be heard at the door: %s", self._server.errorString())
        return False

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    @Slot()
    def say_shown(self) -> None:
        """Tell the process that asked for the strip that it was shown."""
        self._was_shown = True

    @Slot()
    def _knocked(self) -> None:
        while (knocking := self._server.nextPendingConnection()) is not None:
            self._lines.append(knocking)
            knocking.readyRead.connect(self._hear)
            knocking.disconnected.connect(self._forget)
            if not _is_own(knocking):
                knocking.abort()
                continue
            QTimer.singleShot(self._silence_ms, knocking, knocking.abort)
            if len(self._lines) > MOST_LINES:
                self._lines[0].abort()
            if knocking.bytesAvailable():
                self._take(knocking)

    @Slot()
    def _hear(self) -> None:
        knocking = self.sender()
        if isinstance(knocking, QLocalSocket):
            self._take(knocking)

    @Slot()
    def _forget(self) -> None:
        gone = self.sender()
        if isinstance(gone, QLocalSocket) and gone in self._lines:
            self._lines.remove(gone)
            gone.deleteLater()

    def _take(self, knocking: QLocalSocket) -> None:
        said = knocking.peek(LONGEST).data()
        if b"\n" not in said and len(said) < LONGEST:
            return
        knocking.readAll()
        if said == CAPTURE:
            self._was_shown = False
            self.capture_wanted.emit()
            knocking.write(b"ok\n" if self._was_shown else b"no\n")
            knocking.flush()
        knocking.disconnectFromServer()


def _may_stand(address: Path) -> bool:
    """Return whether a door may be opened at *address*: nobody else could, and it is free."""
    try:
        own_files.make_folder(address.parent)
        return own_files.is_own_socket(address)
    except FileNotFoundError:
        return own_files.is_own(address.parent.stat())
    except OSError:
        return False


def _is_own(knocking: QLocalSocket) -> bool:
    """Return whether who knocks is a process of this person's."""
    if os.name != "posix":
        return True  # the pipe lets nobody else in
    try:
        with socket.socket(fileno=os.dup(int(knocking.socketDescriptor()))) as line:
            return own_files.is_own_line(line)
    except OSError:
        return False
