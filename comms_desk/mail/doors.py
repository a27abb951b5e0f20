"""The ways out: how an account's letters leave, whatever its kind.

A kind of account is data: a name, the facts it needs, and what opens it; `door_kinds` lists
them.  A door decides nothing about which letter leaves, or when.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from comms_desk.keys import Keys
from comms_desk.mail.errors import DoorMisdescribed, NotSent

IMPLICIT_TLS_PORT = 465
SUBMISSION_PORT = 587
RELAY_PORT = 25
HIGHEST_PORT = 65535

RECIPIENTS_TAKEN = 100
"""Of one message, what every SMTP server has to take (RFC 5321 §4.5.3.1.8)."""

PROOF_GOOD_FOR_S = 1.0
"""How old what was proven of a letter may be when its last byte is written, sleep included."""

Facts = Mapping[str, str]
"""What an account says of its door, as stored: never a secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long each step may take before the server counts as silent.

    RFC 5321 §4.5.3.2 asks for ten minutes after the final dot: giving up sooner would make
    letters uncertain that a slow filter was about to accept.
    """

    connect_s: float = 30.0
    reply_s: float = 120.0
    write_s: float = 600.0
    end_s: float = 600.0
    farewell_s: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """One letter on its way: from whom, to whom, and its bytes.

    In blind copies it has many *recipients*, none of whom its bytes name.  *id* is what a report
    of a server that has DSN (RFC 3461) calls it; none where it is empty.
    """

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    needs_utf8: bool = False
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the server said when it took the letter over: often its own number for it.

    *is_named* where it was told what the envelope is called, and gives that back in a report.
    """

    code: int
    text: str
    is_named: bool = False


TurnsDown = Callable[[int, NotSent], None]


def nobody(_place: int, _why: NotSent) -> None:
    """Turn nobody down alone: of a letter to one, what is raised says it all."""


class Connection(Protocol):
    """An open line, over which letters leave one after the other; one thread at a time."""

    def send(
        self, envelope: Envelope, *, prove: Callable[[], None], turn_down: TurnsDown = nobody
    ) -> Receipt:
        """Hand one letter over, if it may leave still; the receipt is of all not turned down.

        Args:
            envelope: The letter.
            prove: Called once all but the very last byte is written: what it raises leaves the
                letter at home.  What it proved is good for `PROOF_GOOD_FOR_S` from its call.
            turn_down: Called with the place of each recipient who does not have it though others
                may, and why; that is sure whatever follows.

        Raises:
            NotSent: It has surely not left.
            OutcomeUnknown: It was handed over whole and nothing was answered.
        """
        ...

    @property
    def is_open(self) -> bool:
        """Whether another letter may be tried over it."""
        ...

    def lives(self) -> bool:
        """Ask the other side whether it still listens; False hangs up."""
        ...

    def close(self) -> None:
        """Hang up; whatever the other side says, what it accepted stays accepted."""
        ...


class Door(Protocol):
    """What an account's letters leave by."""

    def open(self) -> Connection:
        """Open a line.

        Raises:
            LineBroken: No letter can leave by this door for now.
            Deferred: The server asks to come back later.
            Refused: The server wants nothing from us.
        """
        ...


class Secret(StrEnum):
    """What lets an account in, beside its facts."""

    NONE = "none"
    PASSWORD = "password"  # noqa: S105 - a word, and no password
    SIGN_IN = "sign-in"
    """What the organisation gives to who signs in there."""


class MakesDoor(Protocol):
    """What makes the door of an account."""

    def __call__(
        self, facts: Facts, key: str, keys: Keys, /, *, patience: Patience | None = None
    ) -> Door:
        """Return the door that *facts* describe; its secret is *key* of *keys*."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorKind:
    """A kind of account: its name, how its facts are checked, and what opens it.

    *server* is where its letters go, in a few words; *recipients_a_day* and
    *recipients_a_message* what it is limited to unless somebody says otherwise.
    """

    name: str
    check: Callable[[Facts], Facts]
    secret: Callable[[Facts], Secret]
    server: Callable[[Facts], str]
    make: MakesDoor
    recipients_a_day: int | None = None
    recipients_a_message: int = RECIPIENTS_TAKEN


class Security(StrEnum):
    """How a line is protected; the values are stored."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


DEFAULT_PORTS = {
    Security.TLS: IMPLICIT_TLS_PORT,
    Security.STARTTLS: SUBMISSION_PORT,
    Security.NONE: RELAY_PORT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpFacts:
    """What an SMTP account says of its server; *user* is empty for a relay without login."""

    host: str
    port: int
    security: Security = Security.TLS
    user: str = ""

    @classmethod
    def read(cls, facts: Facts) -> "SmtpFacts":
        """Read the stored facts; the port follows the security when it is not said.

        Raises:
            DoorMisdescribed: One is missing or wrong.
        """
        for name in facts.keys() - {"host", "port", "security", "user"}:
            raise DoorMisdescribed(name, "host, port, security, user")
        host = facts.get("host", "").strip()
        if not re.fullmatch(r"[A-Za-z0-9._-]+|\[?[0-9A-Fa-f:.]+\]?", host):
            raise DoorMisdescribed("host", "a server's name")
        try:
            security = Security(facts.get("security") or Security.TLS)
        except ValueError:
            raise DoorMisdescribed("security", ", ".join(Security)) from None
        port = facts.get("port") or str(DEFAULT_PORTS[security])
        if not port.isdecimal() or not 0 < int(port) <= HIGHEST_PORT:
            raise DoorMisdescribed("port", f"1–{HIGHEST_PORT}")
        user = facts.get("user", "")
        if user and security is Security.NONE:
            raise DoorMisdescribed("security", f"{Security.TLS}, {Security.STARTTLS}")
        return cls(host=host.strip("[]"), port=int(port), security=security, user=user)

    def to_facts(self) -> dict[str, str]:
        """Return what is stored."""
        facts = {"host": self.host, "port": str(self.port), "security": self.security.value}
        return facts | ({"user": self.user} if self.user else {})
