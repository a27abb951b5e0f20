"""`smtplib`'s commands over replies that are bounded, in time and in bytes.

The standard library reads a reply for as long as each byte comes in time, keeps as many
lines as are sent, and reports silence as a disconnection.  Here a reply has one deadline
and one limit, silence is a TimeoutError, and an answer that nobody asked for is an error:
taken for the answer to the final dot, it would make a letter sent that was not.

A server's words are kept with the letter and with the account: what was said to it in confidence
is taken out of every reply as it is read, whatever the server made of it.
"""

import re
import selectors
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, override

from comms_desk.text.discretion import Secrets

REPLY_LIMIT_BYTES = 64 * 1024
SAID_WITHIN_S = 1.0
"""How long to wait for the rest of a reply that had begun to come unasked."""
TEXT_KEPT = 500
"""Characters of a server's answer that are kept."""


class Conversation(smtplib.SMTP):
    """`smtplib`'s commands over bounded replies: in time, and in bytes."""

    def __init__(self, reply_timeout_s: float) -> None:
        self.reply_timeout_s = reply_timeout_s
        self._secrets = Secrets()
        super().__init__(local_hostname="localhost")  # no DNS look-up of our own name

    def use(self, connected: socket.socket) -> None:
        """Talk over *connected*; what was read and learned before is forgotten (RFC 3207)."""
        self.sock = connected
        self.file: Any = _Replies(connected, self._secrets)
        self.esmtp_features: dict[str, str] = {}
        self.ehlo_resp = self.helo_resp = None

    def keeps(self, *secrets: str) -> None:
        """Know what is said in confidence: no reply that is read from here on has it."""
        self._secrets = Secrets(*secrets)

    def without_secrets(self, said: str) -> str:
        """Return what was *said* in a form of its own without what was said in confidence."""
        return self._secrets.hide_in(said)

    def write(self, content: bytes, *, timeout_s: float) -> None:
        """Write *content* whole or raise."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the line is closed")
        self.file.nothing_unasked()
        _forget_other_lines()
        self.sock.settimeout(timeout_s)
        self.sock.sendall(content)

    def at_once(self) -> Callable[[bytes], int]:
        """Return what puts a few bytes on a drained line in one call of the system, or raises.

        Neither waits for the line nor, in Python, for another thread: next to nothing
        stops a caller between a look at the clock and this.
        """
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the line is closed")
        self.file.nothing_unasked()
        self.sock.settimeout(0)
        return self.sock.send

    def drain(self, *, timeout_s: float) -> None:
        """Wait until what was written is on its way, as far as the system lets us see.

        A dot behind a megabyte that the kernel still holds would leave long after it was
        written.  Where there is no ``TCP_NOTSENT_LOWAT`` (Windows, some containers), wait for
        room only.
        """
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the line is closed")
        told = self._tells_when_unsent_is_under(1)
        with selectors.DefaultSelector() as ready:
            ready.register(self.sock, selectors.EVENT_WRITE)
            if not ready.select(timeout_s):
                raise TimeoutError("nothing is read any more")
        if told:
            self._tells_when_unsent_is_under(0)

    def _tells_when_unsent_is_under(self, size: int) -> bool:
        """Count the line as ready once fewer bytes wait to be sent; 0: the system's own number."""
        level = getattr(socket, "TCP_NOTSENT_LOWAT", None)
        if level is None or self.sock is None:
            return False
        try:
            self.sock.setsockopt(socket.IPPROTO_TCP, level, size)
        except OSError:  # the name is known, and the system behind it does not do it
            return False
        return True

    def said_already(self) -> tuple[int, bytes] | None:
        """Return the reply that came before anything was asked; None while all is quiet.

        Raises:
            SMTPServerDisconnected: Nothing was said, and nothing more can be.
        """
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the line is closed")
        if self.file.is_quiet():
            return None
        return self.file.reply(SAID_WITHIN_S)  # type: ignore[no-any-return]

    @override
    def send(self, s: Any) -> None:
        self.write(
            s.encode(self.command_encoding) if isinstance(s, str) else bytes(s),
            timeout_s=self.reply_timeout_s,
        )

    @override
    def ehlo(self, name: str = "") -> tuple[int, bytes]:
        """Ask what the server offers; that is read as it is said: a password may be "login"."""
        try:
            with self.file.as_said():
                code, said = super().ehlo(name)
        except smtplib.SMTPResponseException as error:
            answer = error.smtp_error
            said = answer if isinstance(answer, bytes) else answer.encode()
            raise smtplib.SMTPResponseException(-1, self._secrets.hide(said)) from None
        return code, self._secrets.hide(said)

    @override
    def getreply(self) -> tuple[int, bytes]:
        """Read one reply; silence is a TimeoutError, not a disconnection."""
        if self.sock is None:
            raise smtplib.SMTPServerDisconnected("the line is closed")
        return self.file.reply(self.reply_timeout_s)  # type: ignore[no-any-return]


class _Replies:
    """Reads replies off a socket, never longer than asked and never more than a limit."""

    def __init__(self, connected: socket.socket, secrets: Secrets) -> None:
        self._secrets = secrets
        self._socket = connected
        self._unread = b""

    def reply(self, timeout_s: float) -> tuple[int, bytes]:
        """Return the code and the text of one reply, which may have several lines."""
        deadline = monotonic() + timeout_s
        texts: list[bytes] = []
        size = 0
        while True:
            line = self._line(deadline)
            size += len(line)
            if size > REPLY_LIMIT_BYTES or not re.match(rb"[2-5]\d\d([ -]|\r?\n|$)", line):
                raise smtplib.SMTPResponseException(-1, self._without(line))
            texts.append(line[4:].strip())
            if line[3:4] != b"-":
                return int(line[:3]), self._secrets.hide(b"\n".join(texts))

    @contextmanager
    def as_said(self) -> Iterator[None]:
        """Give replies back as they are, whatever they repeat."""
        secrets, self._secrets = self._secrets, Secrets()
        try:
            yield
        finally:
            self._secrets = secrets

    def _without(self, answer: bytes) -> bytes:
        """Return of a broken *answer* what may be kept."""
        return self._secrets.hide(answer)[:TEXT_KEPT]

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._unread:
            if len(self._unread) > REPLY_LIMIT_BYTES:
                raise smtplib.SMTPResponseException(-1, self._without(self._unread))
            left_s = deadline - monotonic()
            if left_s <= 0:
                raise TimeoutError("no answer")
            self._socket.settimeout(left_s)
            read = self._socket.recv(8192)
            if not read:
                raise smtplib.SMTPServerDisconnected("the server closed the line")
            self._unread += read
        line, _, self._unread = self._unread.partition(b"\n")
        return line + b"\n"

    def is_quiet(self) -> bool:
        """Whether not a byte has come that was not read yet; the end of the line is one."""
        if self._unread:
            return False
        _forget_other_lines()
        self._socket.settimeout(0)
        try:
            read = self._socket.recv(8192)
        except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
            return True
        except OSError as error:  # cut, rather than closed: nothing more was said either
            raise smtplib.SMTPServerDisconnected("the line was cut") from error
        if not read:
            raise smtplib.SMTPServerDisconnected("the server closed the line")
        self._unread += read
        return False

    def nothing_unasked(self) -> None:
        """Refuse an answer to nothing: the next one would be taken for what it is not."""
        if self._unread:
            raise smtplib.SMTPResponseException(-1, self._without(self._unread))

    def close(self) -> None:
        """Nothing to let go of: the socket is the conversation's."""


_NO_LINE = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
_NO_LINE.check_hostname = False


def _forget_other_lines() -> None:
    """Forget what OpenSSL keeps of another line that broke off in this thread.

    WORKAROUND(CPython #81891, #148594): a line reset under TLS leaves its error in a list of the
    thread, and nothing empties that before the next one is read or written: any other line of the
    thread that has to wait for its answer then fails with that error, until a line is opened in
    this thread, which empties it, as making what could be one does.  That is 6 µs.
    """
    _NO_LINE.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO())
