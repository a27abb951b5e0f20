"""A mail server that answers each command as a test has written down."""

import socket
import ssl
import struct
import sys
from collections.abc import Mapping
from contextlib import suppress
from io import BufferedReader
from threading import Event, Thread
from typing import Self

WAIT_S = 20.0
BETWEEN_BYTES_S = 0.02
AT_ONCE = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""What is closed waits for nothing (``SO_LINGER``)."""
GREETING, TEXT = "greeting", "."
USUAL: Mapping[str, bytes] = {
    GREETING: b"220 script.example",
    "EHLO": b"250 script.example",
    "DATA": b"354 go on",
    TEXT: b"250 2.0.0 taken",
    "QUIT": b"221 bye",
}


class HangUp(bytes):
    """Said, and the line closed with it."""


class Dribbled(bytes):
    """Said one byte after the other, each in time."""


class Unended(bytes):
    """Said without the end of a line."""


class ScriptedServer:
    """Takes one line, and hears all of it, its letters as ``.``.

    Attributes:
        answers: What is said to a command; None: nothing. Others are answered as usual.
        heard: What the client said.
        texts: The letters' texts.
        has_gone: Whether the client has hung up.
        reads_texts: Whether it reads a letter's text, or leaves it on the line.
    """

    def __init__(
        self,
        answers: Mapping[str, bytes | None] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.answers = {**USUAL, **(answers or {})}
        self.heard: list[str] = []
        self.texts: list[bytes] = []
        self.has_gone = Event()
        self.tls = tls
        self.reads_texts = True
        self._over = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        # A small window: what the server has not read stays with the client.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port: int = self._listener.getsockname()[1]
        self._line: socket.socket | None = None
        self._thread = Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._listener.close()
        self._thread.join(WAIT_S)

    def saw_it_go(self) -> bool:
        """Wait until the client has hung up; whether it has."""
        return self.has_gone.wait(WAIT_S)

    def say_now(self, answer: bytes) -> None:
        """Say what nobody waits for in the script."""
        assert self._line is not None
        self._line.sendall(answer + b"\r\n")

    def cut(self) -> None:
        """Break the line off as a server does that dies: no end of it, a reset."""
        assert self._line is not None
        self._line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
        self._line.shutdown(socket.SHUT_RD)
        self._thread.join(WAIT_S)

    def _serve(self) -> None:
        with suppress(OSError):
            talk, _ = self._listener.accept()
            talk.settimeout(WAIT_S)
            if self.tls is not None:
                talk = self.tls.wrap_socket(talk, server_side=True)
            with talk:
                self._line = talk
                self._talk(talk)

    def _talk(self, talk: socket.socket) -> None:
        with suppress(ConnectionError), talk.makefile("rb") as said:
            goes_on = self._say(talk, GREETING)
            if self.answers[GREETING] is None:
                while talk.recv(8192):
                    pass
            while goes_on and (line := said.readline()):
                text = line.decode().strip()
                self.heard.append(text)
                goes_on = self._say(talk, text.partition(" ")[0].upper())
                if text == "DATA" and (self.answers["DATA"] or b"").startswith(b"354"):
                    goes_on = self._read_a_text(talk, said)
        self.has_gone.set()

    def _read_a_text(self, talk: socket.socket, said: BufferedReader) -> bool:
        if not self.reads_texts:
            self._over.wait(WAIT_S)
            return False
        text = b""
        for line in said:
            if line == b".\r\n":
                self.texts.append(text)
                self.heard.append(TEXT)
                return self._say(talk, TEXT)
            text += line
        return False

    def _say(self, talk: socket.socket, to: str) -> bool:
        """Answer; whether the line stays open."""
        answer = self.answers.get(to, b"250 OK")
        if answer is None:
            return True
        if isinstance(answer, HangUp):
            # With the last bytes goes the end of the line, in one piece where the system can.
            talk.sendall(answer + b"\r\n", getattr(socket, "MSG_MORE", 0))
            talk.shutdown(socket.SHUT_WR)
            return False
        if isinstance(answer, Dribbled):
            for each in answer:
                talk.sendall(bytes([each]))
                if self._over.wait(BETWEEN_BYTES_S):
                    return False
        talk.sendall(answer + (b"" if isinstance(answer, Unended) else b"\r\n"))
        return True
