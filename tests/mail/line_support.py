"""A line to a scripted server, and a letter to hand over on it."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import trustme

from comms_desk.mail.doors import Envelope, Patience, Security, SmtpFacts
from comms_desk.mail.smtp import SmtpConnection, SmtpDoor
from tests.mail.scripted_server import ScriptedServer

LONG_S = 60.0
"""Longer than any of these tests waits for what is to end sooner."""
FAR_SOONER_S = LONG_S / 2
PATIENCE = Patience(
    connect_s=LONG_S, reply_s=LONG_S, write_s=LONG_S, end_s=LONG_S, farewell_s=LONG_S
)
SOON_S = 1.0
"""Longer than a loaded machine takes to answer at once."""
LETTER = Envelope(
    sender="presse@ville.example",
    recipients=("zoe@journal.example",),
    content=b"Subject: s\r\n\r\n" + b"text text text\r\n" * 4000,
)
OFFERS = b"250-script.example\r\n250 AUTH "


class Counted:
    """A stopwatch that shows what a test says."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def seconds(self) -> float:
        return self._seconds


def door(
    server: ScriptedServer,
    *,
    patience: Patience | None = PATIENCE,
    authority: trustme.CA | None = None,
    user: str = "",
    password: str = "",
    seconds: float = 0.0,
    security: Security | None = None,
) -> SmtpDoor:
    def trust() -> ssl.SSLContext:
        context = ssl.create_default_context()
        assert authority is not None
        authority.configure_trust(context)
        return context

    facts = SmtpFacts(
        host="127.0.0.1" if server.tls is None else "localhost",
        port=server.port,
        security=security or (Security.NONE if server.tls is None else Security.TLS),
        user=user,
    )
    return SmtpDoor(
        facts,
        password=lambda: password,
        patience=patience,
        trust=trust if authority is not None else None,
        stopwatch=lambda: Counted(seconds),
    )


def it_may_leave() -> None:
    """A proof that always holds."""


def send(line: SmtpConnection, letter: Envelope = LETTER) -> str:
    return line.send(letter, prove=it_may_leave).text


@contextmanager
def opened(server: ScriptedServer, **asked: object) -> Iterator[SmtpConnection]:
    line = door(server, **asked).open()  # type: ignore[arg-type]
    try:
        yield line
    finally:
        line.close()


def took_far_less(began: float) -> bool:
    return monotonic() - began < FAR_SOONER_S
