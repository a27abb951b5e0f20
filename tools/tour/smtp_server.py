"""A real SMTP server on loopback that keeps what it receives, and can misbehave on demand.

aiosmtpd does the protocol; this adds a transcript, the letters taken over, and faults: at
any stage the server may hang up, fall silent, answer no, or hold everything until told to
go on.  For the tour and the tests; it delivers nothing to anyone.
"""

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Self, override

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from comms_desk.mail.errors import Stage

LOOPBACK = "127.0.0.1"
WAIT_S = 20.0


@dataclass(frozen=True, slots=True)
class HangUp:
    """Close the line without a word; at `Stage.END`, *keeping* the letter or not."""

    keeping: bool = False


@dataclass(frozen=True, slots=True)
class FallSilent:
    """Answer nothing any more, and keep the line open."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Answer *text* (a code and words) instead of going on."""

    text: str


@dataclass(slots=True)
class Hold:
    """Stop the world at this stage until `go_on` is called from any thread."""

    reached: threading.Event = field(default_factory=threading.Event)
    _release: threading.Event = field(default_factory=threading.Event)

    def go_on(self) -> None:
        """Let the conversation go on."""
        self._release.set()

    async def wait(self) -> None:
        """Say that the stage was reached, and wait."""
        self.reached.set()
        await asyncio.to_thread(self._release.wait, WAIT_S)


Fault = HangUp | FallSilent | Answer | Hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A letter that the server took over."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the transcript; *by_client* or by the server."""

    session: int
    by_client: bool
    text: str


class LoopbackSmtpServer:
    """The server, in a thread of its own; a context manager.

    Attributes:
        letters: What was taken over, in order.
        transcript: What was said, texts of letters apart.
        host: Where it listens.
        port: At which port; where none was asked for, the system chooses it.
    """

    def __init__(
        self,
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        users: dict[str, str] | None = None,
        utf8: bool = True,
        host: str = LOOPBACK,
        port: int = 0,
    ) -> None:
        self.host = host
        self.port = port
        self.letters: list[Received] = []
        self.transcript: list[Said] = []
        self.sessions = 0
        self.tls, self.starttls, self.users, self.utf8 = tls, starttls, users or {}, utf8
        self._faults: dict[Stage, list[Fault]] = {}
        self._always: dict[Stage, Fault] = {}
        self._changed = threading.Condition()
        self._talks: list[_Talk] = []
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._thread = threading.Thread(target=self._run, name="smtp-server", daemon=True)
        self._ready = threading.Event()

    def __enter__(self) -> Self:
        """Start to listen."""
        self._thread.start()
        if not self._ready.wait(WAIT_S):
            raise TimeoutError("the SMTP server did not start")
        return self

    def __exit__(self, *_error: object) -> None:
        """Hang up on everybody and stop."""
        for fault in (*self._always.values(), *(f for each in self._faults.values() for f in each)):
            if isinstance(fault, Hold):
                fault.go_on()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_S)

    def fail(self, stage: Stage, *faults: Fault) -> None:
        """Have the next conversations that reach *stage* meet *faults*, one each."""
        with self._changed:
            self._faults.setdefault(stage, []).extend(faults)

    def fail_always(self, stage: Stage, fault: Fault | None) -> None:
        """Have every conversation that reaches *stage* meet *fault*; None: be well again."""
        with self._changed:
            self._always.pop(stage, None)
            if fault is not None:
                self._always[stage] = fault

    def wait_for_letters(self, count: int, timeout_s: float = WAIT_S) -> list[Received]:
        """Return the letters once there are *count* of them.

        Raises:
            TimeoutError: There were not in time.
        """
        return self.wait_until(lambda: len(self.letters) >= count, timeout_s)

    def wait_until(self, state: Callable[[], bool], timeout_s: float = WAIT_S) -> list[Received]:
        """Return the letters once *state* holds; it is asked after each thing said.

        Raises:
            TimeoutError: It did not in time.
        """
        with self._changed:
            if not self._changed.wait_for(state, timeout_s):
                raise TimeoutError(f"only {len(self.letters)} letters")
            return list(self.letters)

    def letters_now(self) -> list[bytes]:
        """Return the bytes of what was taken over so far."""
        with self._changed:
            return [letter.content for letter in self.letters]

    def said_by_client(self) -> list[str]:
        """Return the commands received, of every conversation."""
        with self._changed:
            return [said.text for said in self.transcript if said.by_client]

    def drop_all(self) -> None:
        """Hang up on everybody, and go on listening."""
        asyncio.run_coroutine_threadsafe(self._drop_all(), self._loop).result(WAIT_S)

    # ── from here on, called in the server's thread ─────────────────────────────────────

    def fault_at(self, stage: Stage) -> Fault | None:
        """Return what must go wrong now, if anything."""
        with self._changed:
            waiting = self._faults.get(stage)
            return waiting.pop(0) if waiting else self._always.get(stage)

    def note(self, said: Said) -> None:
        """Add a line to the transcript."""
        with self._changed:
            self.transcript.append(said)
            self._changed.notify_all()

    def keep(self, envelope: Envelope) -> None:
        """Take a letter over."""
        content = envelope.original_content or b""
        with self._changed:
            self.letters.append(
                Received(
                    sender=envelope.mail_from or "",
                    recipients=tuple(envelope.rcpt_tos),
                    content=content,
                )
            )
            self._changed.notify_all()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._server = self._loop.run_until_complete(
            self._loop.create_server(self._talk, self.host, self.port, ssl=self.tls)
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self._loop.call_soon(self._ready.set)
        self._loop.run_forever()
        self._server.close()
        for talk in self._talks:
            talk.drop()
        tasks = asyncio.all_tasks(self._loop)
        for task in tasks:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        self._loop.run_until_complete(self._loop.shutdown_default_executor())
        self._loop.close()

    async def _drop_all(self) -> None:
        for talk in self._talks:
            talk.drop()

    def _talk(self) -> "_Talk":
        self.sessions += 1
        talk = _Talk(self, self.sessions)
        self._talks.append(talk)
        return talk


class _Talk(SMTP):
    """One conversation."""

    def __init__(self, desk: LoopbackSmtpServer, number: int) -> None:
        self._desk = desk
        self._number = number
        self._greeted = False
        self._before_the_text: Hold | None = None
        super().__init__(
            _Sink(desk),
            hostname="smtp.loopback.example",
            ident="ESMTP",
            enable_SMTPUTF8=desk.utf8,
            tls_context=desk.starttls,
            authenticator=self._check_login if desk.users else None,
            auth_required=bool(desk.users),
            data_size_limit=None,
            loop=desk._loop,  # noqa: SLF001 - its own other half
        )
        # aiosmtpd sees only STARTTLS as TLS; said to its constructor, this would warn.
        self._auth_require_tls = desk.tls is None

    def _check_login(self, *asked: Any) -> AuthResult:
        data = asked[-1]
        known = isinstance(data, LoginPassword) and (
            self._desk.users.get(data.login.decode()) == data.password.decode()
        )
        return AuthResult(success=known, handled=False)

    def drop(self) -> None:
        """Hang up at once, without a word, under TLS too."""
        for transport in (self.transport, self._original_transport):
            if isinstance(transport, asyncio.Transport):
                transport.abort()

    async def meets(self, stage: Stage, arg: str | None = None) -> bool:
        """Note a command, and whether a fault took its place."""
        if arg is not None:
            self._desk.note(Said(self._number, by_client=True, text=arg.strip()))
        return await self.suffers(self._desk.fault_at(stage))

    async def suffers(self, fault: Fault | None) -> bool:
        """Let *fault* happen; the answer is whether it took the command's place."""
        match fault:
            case HangUp():
                self.drop()
            case FallSilent():
                await asyncio.Event().wait()
            case Answer(text):
                await self.push(text)
            case Hold():
                await fault.wait()
                return False
            case None:
                return False
        return True

    @override
    async def push(self, status: Any) -> None:
        if not self._greeted:
            self._greeted = True
            if await self.meets(Stage.GREETING):
                return
        text = status.decode() if isinstance(status, bytes) else status
        self._desk.note(Said(self._number, by_client=False, text=text))
        await super().push(status)
        if text.startswith("354") and self._before_the_text is not None:
            await self._before_the_text.wait()

    @override
    async def smtp_EHLO(self, hostname: str) -> None:
        """Greet, unless a fault stands there."""
        if not await self.meets(Stage.HELLO, f"EHLO {hostname}"):
            await super().smtp_EHLO(hostname)

    @override
    async def smtp_STARTTLS(self, arg: str) -> None:
        """Protect the line, unless a fault stands there."""
        if not await self.meets(Stage.TLS, "STARTTLS"):
            await super().smtp_STARTTLS(arg)

    @override
    async def smtp_AUTH(self, arg: str) -> None:
        """Let in, unless a fault stands there; the transcript never has the password."""
        if not await self.meets(Stage.LOGIN, f"AUTH {(arg or '').partition(' ')[0]}"):
            await super().smtp_AUTH(arg)

    @override
    async def smtp_MAIL(self, arg: str | None) -> None:
        """Hear the sender, unless a fault stands there."""
        if not await self.meets(Stage.SENDER, f"MAIL {arg}"):
            await super().smtp_MAIL(arg)

    @override
    async def smtp_RCPT(self, arg: str | None) -> None:
        """Hear the recipient, unless a fault stands there."""
        if not await self.meets(Stage.RECIPIENT, f"RCPT {arg}"):
            await super().smtp_RCPT(arg)

    @override
    async def smtp_DATA(self, arg: str) -> None:
        """Take the letter, unless a fault stands there or in the middle of its text."""
        if await self.meets(Stage.DATA, "DATA"):
            return
        fault = self._desk.fault_at(Stage.BODY)
        if fault is None or isinstance(fault, Hold):
            self._before_the_text = fault
            await super().smtp_DATA(arg)
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        await self._reader.read(10)
        await self.suffers(fault)


class _Sink:
    """Where the letters go."""

    def __init__(self, desk: LoopbackSmtpServer) -> None:
        self._desk = desk

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: _Talk, _session: Session, envelope: Envelope
    ) -> str:
        """Take the letter over and say so, unless a fault stands there."""
        fault = self._desk.fault_at(Stage.END)
        if fault is None or (isinstance(fault, HangUp) and fault.keeping):
            self._desk.keep(envelope)
        if isinstance(fault, Answer):
            return fault.text
        await server.suffers(fault)
        if isinstance(fault, Hold):
            self._desk.keep(envelope)
        return f"250 2.0.0 taken as {len(self._desk.letters)}"


def recipients(letters: Iterable[Received]) -> list[str]:
    """Return to whom *letters* went, in order."""
    return [recipient for letter in letters for recipient in letter.recipients]
