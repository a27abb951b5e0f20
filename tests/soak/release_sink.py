"""A mail server that refuses, defers, hangs, lies and dies, in a process of its own; it judges.

``python -m tests.soak.release_sink PLAN``, a file of JSON.  It notes each letter that it takes
over before it says so, in a file that outlives it: what the desk believes is compared with that.
It says its ports on a line once it listens, and ends with its standard input, or by being killed.
Whatever it answers may repeat what it was told in confidence, in one form or another, which it
notes in a file of its own.  Where the plan says so, an organisation signs people in beside it
(XOAUTH2), whose tokens end while letters leave.
"""

import asyncio
import base64
import json
import logging
import os
import random
import ssl
import sys
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Any, override

import trustme
from aiosmtpd.smtp import Envelope

from comms_desk.mail.errors import Stage
from tests.soak.scene import message_id
from tests.soak.turned_clock import TurnedClock
from tests.support.confided import FORMS
from tests.support.confided import USER as PRESSE
from tests.support.m365 import USER, FakeAuthority, TokenSink, _TokenTalk
from tools.tour.smtp_server import (
    Answer,
    Fault,
    HangUp,
    LoopbackSmtpServer,
    Said,
    _Talk,
)

REFRESH = "the refresh token of whoever signed in"
PASSWORD = "Tulipe-Neige+2041/Ete?"
REPEATS = 0.3
"""How often a refusal repeats what was said in confidence; what it takes does a tenth as often."""
TOKENS_END = 1 / 200
"""How often, of letters taken, all tokens that were given are over."""
TOKENS_LIVE_S = 330.0
"""Tokens are renewed five minutes before they end: after half a minute."""


class Door(StrEnum):
    """By what the letters leave."""

    RELAY = "relay"
    """In the clear, to a server that asks nobody who they are."""
    SMTP = "smtp"
    """Under TLS, with a password."""
    M365 = "m365"
    """Under TLS, with a token of the organisation's (XOAUTH2)."""

    @property
    def confides(self) -> bool:
        """Whether the server is told something in confidence."""
        return self is not Door.RELAY


@dataclass(frozen=True, slots=True)
class Hang(HangUp):
    """Say nothing for a while, then hang up; at the end, *keeping* the letter or not."""

    for_s: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldUp(Hang):
    """Answer as ever once a *file* is gone: whoever sends can be stopped before its text is out."""

    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a sink is told: while *hold* exists it asks for no text; *is_well*: it takes all."""

    seed: int
    log: str
    clock: str
    hold: str
    smtp_port: int
    is_well: bool
    certificates: str
    key: str
    door: str
    authority_port: int = 0
    confided: str = ""

    def write(self, file: Path) -> None:
        """Write it for the process that reads it."""
        file.write_text(json.dumps(asdict(self)), "utf-8")


MOODS: dict[Stage, list[tuple[float, Fault]]] = {
    Stage.GREETING: [(0.01, Answer("421 4.3.2 come back later"))],
    Stage.SENDER: [(0.001, Answer("451 4.3.0 not now")), (0.001, HangUp())],
    Stage.RECIPIENT: [
        (0.01, Answer("550 5.1.1 no such mailbox")),
        (0.02, Answer("451 4.2.1 the mailbox is busy")),
        (0.001, Hang(for_s=1.0)),
    ],
    Stage.DATA: [(0.001, Answer("452 4.3.1 no room")), (0.001, HangUp())],
    Stage.BODY: [
        (0.001, HangUp()),
        (0.001, Hang(for_s=1.5)),
        (0.0005, Answer("250 2.0.0 taken before it was whole")),
    ],
    Stage.END: [
        (0.004, HangUp()),
        (0.004, HangUp(keeping=True)),
        (0.002, Hang(for_s=1.5)),
        (0.002, Hang(for_s=1.5, keeping=True)),
        (0.01, Answer("451 4.7.1 later")),
        (0.005, Answer("554 5.6.0 not this")),
        (0.002, Answer("250 2.0.0 taken\r\n554 5.6.0 or not")),
    ],
}
"""How often what goes wrong where."""
LOOKS_AGAIN_AFTER_S = 0.02
LIES = 0.003
"""How often it says that it has taken what it throws away."""


class Judge:
    """Chooses what goes wrong, and notes what was taken over."""

    def __init__(self, plan: Plan) -> None:
        self._chance = random.Random(plan.seed)
        self._is_well = plan.is_well
        self._clock = TurnedClock(Path(plan.clock))
        self._hold, self._confided = Path(plan.hold), Path(plan.confided)
        self._log = os.open(plan.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def fault_at(self, stage: Stage) -> Fault | None:
        """Return what goes wrong now, if anything."""
        if self._is_well:
            return None
        if stage is Stage.DATA and self._hold.exists():
            return HeldUp(file=self._hold)
        drawn = self._chance.random()
        for often, fault in MOODS.get(stage, ()):
            if drawn < often:
                return fault
            drawn -= often
        return None

    def keep(self, envelope: Envelope) -> None:
        """Note a letter that is taken over, or said to be."""
        lies = not self._is_well and self._chance.random() < LIES
        content = envelope.original_content or b""
        said = {
            "name": message_id(content),
            "to": envelope.rcpt_tos[0],
            "lied": lies,
            "clock": self._clock.now().isoformat(),
            "at_s": monotonic(),
            "size": len(content),
        }
        os.write(self._log, json.dumps(said).encode() + b"\n")

    def repeating(self, text: str, secret: str) -> str:
        """Return an answer of the server's, with the secret in one form or another, or without."""
        code, gap, rest = text[:3], text[3:4], text[4:]
        often = REPEATS if code[0] in "45" else REPEATS / 10 if "taken" in rest else 0.0
        if gap != " " or "\n" in rest or self._chance.random() >= often:
            return text
        with self._confided.open("a", encoding="utf-8") as file:
            file.write(f"{secret}\n")
        form = self._chance.choice(FORMS)
        pieces = form(secret).decode("utf-8", "replace").split("\r\n550-5.7.1 ")
        lines = [rest, *(f"{rest.split()[0]} {each}" for each in pieces)]
        return "\r\n".join(
            f"{code}{'-' if number < len(lines) else ' '}{line}"
            for number, line in enumerate(lines, 1)
        )

    def ends_tokens(self) -> bool:
        """Whether all tokens are over now."""
        return self._chance.random() < TOKENS_END


class _Judged(LoopbackSmtpServer):
    """A server whose judge decides; it keeps no letter in memory."""

    judge: Judge

    @override
    def fault_at(self, stage: Stage) -> Fault | None:
        return self.judge.fault_at(stage)

    @override
    def keep(self, envelope: Envelope) -> None:
        self.judge.keep(envelope)

    @override
    def note(self, said: Said) -> None:
        """Keep no transcript: it would grow for as long as the soak lasts."""


class _Patient(_Talk):
    """A conversation that may hang for a while, and repeats what it should not."""

    _password = ""

    def confided(self) -> str:
        """Return what it was told in confidence."""
        return self._password

    @override
    async def smtp_AUTH(self, arg: str) -> None:
        _way, _gap, said = (arg or "").partition(" ")
        self._password = base64.b64decode(said).decode("utf-8", "replace").rpartition("\0")[2]
        await super().smtp_AUTH(arg)

    @override
    async def push(self, status: Any) -> None:
        text = status.decode() if isinstance(status, bytes) else status
        if secret := self.confided():
            text = self._desk.judge.repeating(text, secret)  # type: ignore[attr-defined]
        await super().push(text)

    @override
    async def suffers(self, fault: Fault | None) -> bool:
        if isinstance(fault, HeldUp):
            while fault.file.exists():  # noqa: ASYNC110 - it is another process that removes it
                await asyncio.sleep(LOOKS_AGAIN_AFTER_S)
            return False
        if isinstance(fault, Hang):
            await asyncio.sleep(fault.for_s)
            self.drop()
            return True
        return await super().suffers(fault)


class PlainSink(_Judged):
    """The sink that a relay is."""

    @override
    def _talk(self) -> _Talk:
        return _made(self, _Patient)


class _PatientToken(_Patient, _TokenTalk):
    """One that is opened by a token."""

    @override
    def confided(self) -> str:
        return self._token[1]


class SigningSink(_Judged, TokenSink):
    """The sink of an organisation."""

    @override
    def keep(self, envelope: Envelope) -> None:
        super().keep(envelope)
        if self.judge.ends_tokens():
            self.organisation.expire()

    @override
    def _talk(self) -> _TokenTalk:
        return _made(self, _PatientToken)


class _Remembered(dict[str, str]):
    """The refresh tokens of an organisation that forgets none as its server is started again."""

    @override
    def get(self, key: str, default: str | None = None) -> str:  # type: ignore[override]
        return USER


def _made[T: _Talk](desk: Any, kind: type[T]) -> T:
    desk.sessions += 1
    talk = kind(desk, desk.sessions)
    desk._talks.append(talk)
    return talk


def main() -> int:
    """Serve until standard input ends."""
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)  # What it meets is its own doing.
    plan = Plan(**json.loads(Path(sys.argv[1]).read_text("utf-8")))
    with ExitStack() as servers:
        sink: PlainSink | SigningSink
        authority_port = 0
        certificates = trustme.CA.from_pem(plan.certificates.encode(), plan.key.encode())
        if plan.door == Door.M365:
            made = FakeAuthority(certificates, port=plan.authority_port)
            authority = servers.enter_context(made)
            authority.desk.access_lives_s = TOKENS_LIVE_S
            authority.desk.refresh = _Remembered()
            sink = SigningSink(authority, port=plan.smtp_port)
            authority_port = int(authority.host.rpartition(":")[2])
        elif plan.door == Door.RELAY:
            sink = PlainSink(port=plan.smtp_port)
        else:
            tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            certificates.issue_cert("localhost").configure_cert(tls)
            sink = PlainSink(port=plan.smtp_port, tls=tls, users={PRESSE: PASSWORD})
        sink.judge = Judge(plan)
        servers.enter_context(sink)
        print(json.dumps({"smtp": sink.port, "authority": authority_port}), flush=True)
        sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
