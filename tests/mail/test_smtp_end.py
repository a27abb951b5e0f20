"""The end of a letter: proven first, and never ended for a server that has already spoken."""

import selectors
import smtplib
import socket
import ssl
import struct
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from threading import Event, Thread

import pytest
import trustme

from comms_desk.clock import Stopwatch
from comms_desk.mail.conversation import Conversation
from comms_desk.mail.doors import PROOF_GOOD_FOR_S, Envelope, Patience, Receipt, Security, SmtpFacts
from comms_desk.mail.errors import (
    BadReply,
    Deferred,
    FellSilent,
    HungUp,
    LetterRefused,
    MailError,
    OutcomeUnknown,
    Overtaken,
    Overtaking,
    Stage,
)
from comms_desk.mail.smtp import SmtpConnection, SmtpDoor

PATIENCE = Patience(connect_s=5, reply_s=5, write_s=5, end_s=5)
LAST_LINE = b"the end\r\n"
LETTER = Envelope(
    sender="presse@ville.example",
    recipients=("zoe@journal.example",),
    content=b"Subject: s\r\n\r\n" + b"text text text\r\n" * 4000 + LAST_LINE,
)
PROTECTIONS = [Security.NONE, Security.TLS]


class LyingServer:
    """A server that takes one letter's envelope, and then says what a test has it say.

    Attributes:
        before: Said once it has the text and before the final dot; None hangs up.
        after: Said once it has the final dot; None hangs up.
        ended: Whether a final dot came.
        to_noop: Said to a NOOP after that.
        hold: Waited for before the text is read.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.before: bytes | None = b""
        self.after: bytes | None = b"250 2.0.0 taken\r\n"
        self.ended = False
        self.to_noop = b"250 OK\r\n"
        self.has_spoken = Event()
        self.hold: Callable[[], object] = lambda: None
        self._tls = tls
        self._listener = socket.create_server(("127.0.0.1", 0))
        # A small window: what the server has not read stays with the client.
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.port = self._listener.getsockname()[1]
        self._thread = Thread(target=self._serve)
        self._thread.start()

    def wait_for_its_lie(self) -> None:
        assert self.has_spoken.wait(20)

    def close(self) -> None:
        self._listener.close()
        self._thread.join(20)

    def _serve(self) -> None:
        with suppress(OSError):
            talk, _ = self._listener.accept()
            talk.settimeout(20)
            if self._tls is not None:
                talk = self._tls.wrap_socket(talk, server_side=True)
            with talk:
                self._talk(talk)
        self.has_spoken.set()

    def _talk(self, talk: socket.socket) -> None:
        said = talk.makefile("rb")
        talk.sendall(b"220 lies.example\r\n")
        for answer in (b"250 lies.example", b"250 OK", b"250 OK", b"354 go on"):
            said.readline()
            talk.sendall(answer + b"\r\n")
        self.hold()
        while said.readline() != LAST_LINE:
            pass
        if self.before is None:
            return
        talk.sendall(self.before)
        self.has_spoken.set()
        self.ended = said.readline() == b".\r\n"
        if self.ended and self.after is not None:
            talk.sendall(self.after)
            while said.readline() == b"noop\r\n":
                talk.sendall(self.to_noop)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(params=PROTECTIONS, ids=str)
def security(request: pytest.FixtureRequest) -> Security:
    asked: Security = request.param
    return asked


@pytest.fixture
def server(security: Security, authority: trustme.CA) -> Iterator[LyingServer]:
    tls = None
    if security is Security.TLS:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("localhost").configure_cert(tls)
    made = LyingServer(tls)
    yield made
    made.close()


class Counted:
    """A stopwatch that shows what a test says."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def seconds(self) -> float:
        return self._seconds


@pytest.fixture
def hand_over(
    server: LyingServer, security: Security, authority: trustme.CA
) -> Callable[..., Receipt]:
    """Hand `LETTER` over; before its end, wait until the server has said its lie."""

    def send(
        *,
        prove: Callable[[], None] = server.wait_for_its_lie,
        seconds: float = 0.0,
        then: Callable[[SmtpConnection], object] = bool,
    ) -> Receipt:
        def trust() -> ssl.SSLContext:
            context = ssl.create_default_context()
            authority.configure_trust(context)
            return context

        host = "localhost" if security is Security.TLS else "127.0.0.1"
        facts = SmtpFacts(host=host, port=server.port, security=security)
        line = SmtpDoor(
            facts,
            password=str,
            patience=PATIENCE,
            trust=trust,
            stopwatch=lambda: Counted(seconds),
        ).open()
        try:
            receipt = line.send(LETTER, prove=prove)
            then(line)
            return receipt
        finally:
            line.close()

    return send


def test_a_letter_is_proven_before_its_end(
    server: LyingServer, hand_over: Callable[..., Receipt]
) -> None:
    def too_late() -> None:
        raise Overtaken(Overtaking.EMBARGO)

    with pytest.raises(Overtaken):
        hand_over(prove=too_late)

    server.close()
    assert not server.ended


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (b"250 2.0.0 taken\r\n", BadReply),
        (b"354 go on\r\n", BadReply),
        (b"250", BadReply),
        (b"\x00\xff\r\n", BadReply),
        (b"452 4.3.1 no room\r\n", Deferred),
        (b"421 4.4.2 too slow\r\n", Deferred),
        (b"552 5.3.4 too large\r\n", LetterRefused),
        (None, HungUp),
    ],
)
def test_a_server_that_speaks_before_the_end_has_not_taken_the_letter(
    server: LyingServer,
    hand_over: Callable[..., Receipt],
    said: bytes | None,
    error: type[MailError],
) -> None:
    server.before = said
    server.after = b"554 5.7.1 no\r\n"

    with pytest.raises(error if said != b"250" else MailError):
        hand_over()

    server.close()
    assert not server.ended


@pytest.mark.parametrize(
    "after",
    [b"250 taken\r\n554 5.7.1 no\r\n", b"250 taken\r\n250 taken\r\n", b"250 taken\r\nwhat?\r\n"],
)
def test_of_two_answers_nobody_knows_which_is_the_letters(
    server: LyingServer, hand_over: Callable[..., Receipt], after: bytes
) -> None:
    server.after = after

    with pytest.raises(OutcomeUnknown):
        hand_over()


def test_an_answer_that_crosses_the_dot_is_not_taken_for_its_own(
    server: LyingServer, hand_over: Callable[..., Receipt]
) -> None:
    # The first was said while the dot was on its way; the dot's own comes where NOOP's should.
    server.after, server.to_noop = b"250 early\r\n", b"554 5.7.1 no\r\n250 OK\r\n"

    with pytest.raises(OutcomeUnknown) as caught:
        hand_over()

    assert "554" in caught.value.reason


def test_a_farewell_behind_the_answer_takes_nothing_back(
    server: LyingServer, hand_over: Callable[..., Receipt]
) -> None:
    server.after = b"250 taken as 7\r\n421 good night\r\n"
    left_open: list[bool] = []

    assert hand_over(then=lambda line: left_open.append(line.is_open)).text == "taken as 7"
    assert left_open == [False]


def test_a_line_that_was_cut_has_said_nothing() -> None:
    # Taken for an answer, the cut behind a 250 would make a letter uncertain that was taken.
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname())
        far, _ = listener.accept()
        far.sendall(b"250 taken\r\n")
        linger = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
        far.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)  # its end is a cut
        talk = Conversation(5)
        talk.use(near)

        assert talk.getreply() == (250, b"taken")
        far.close()
        with selectors.DefaultSelector() as ready, near:
            ready.register(near, selectors.EVENT_READ)
            assert ready.select(5)
            with pytest.raises(smtplib.SMTPServerDisconnected):
                talk.said_already()


def test_a_letter_that_stood_still_after_its_proof_is_not_ended(
    server: LyingServer, hand_over: Callable[..., Receipt]
) -> None:
    with pytest.raises(Overtaken) as caught:
        hand_over(seconds=PROOF_GOOD_FOR_S + 0.1)

    server.close()
    assert caught.value.why is Overtaking.STANDSTILL
    assert not server.ended


def test_nothing_is_proven_while_the_text_still_waits_to_leave(
    server: LyingServer, hand_over: Callable[..., Receipt]
) -> None:
    proven, too_soon = Event(), []
    # The server reads nothing until the client has had time to prove what it has not sent yet.
    server.hold = lambda: too_soon.append(proven.wait(0.5))

    hand_over(prove=proven.set)

    assert too_soon == [False]
    assert server.ended


@pytest.mark.parametrize("security", [Security.NONE], indirect=True)
def test_how_long_a_server_that_reads_nothing_was_waited_for_is_said(server: LyingServer) -> None:
    over = Event()
    server.hold = lambda: over.wait(20)
    facts = SmtpFacts(host="127.0.0.1", port=server.port, security=Security.NONE)
    line = SmtpDoor(facts, password=str, patience=replace(PATIENCE, write_s=0.5)).open()
    letter = replace(LETTER, content=LETTER.content * 200)

    with pytest.raises(FellSilent) as caught:
        line.send(letter, prove=lambda: None)
    over.set()

    assert (caught.value.stage, caught.value.waited_s) == (Stage.BODY, 0.5)


def test_a_system_that_does_not_tell_what_is_unsent_holds_no_letter_back() -> None:
    # A pair of sockets that are not TCP's knows that option as little as some containers do.
    near, far = socket.socketpair()
    with near, far:
        talk = Conversation(5)
        talk.use(near)
        talk.write(b"text\r\n", timeout_s=5)

        talk.drain(timeout_s=5)

        assert far.recv(100) == b"text\r\n"


def test_a_stopwatch_counts_from_where_it_was_made() -> None:
    watch = Stopwatch()
    asleep = Stopwatch(counter_s=watch.counter_s, wall_s=watch.wall_s - 3600)
    set_back = Stopwatch(counter_s=watch.counter_s - 60, wall_s=watch.wall_s + 3600)

    assert 0 <= watch.seconds() < 60
    assert asleep.seconds() >= 3600
    assert set_back.seconds() >= 3500
