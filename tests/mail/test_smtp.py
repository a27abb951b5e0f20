"""The SMTP door: what left, what surely did not, and what nobody can know."""

import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
import trustme

from comms_desk.mail.doors import Envelope, Patience, Security, SmtpFacts
from comms_desk.mail.errors import (
    AddressNeedsUtf8,
    BadReply,
    CertificateRefused,
    Deferred,
    DoorMisdescribed,
    FellSilent,
    HungUp,
    LetterRefused,
    LoginNotOffered,
    LoginRefused,
    MailError,
    NotSent,
    OutcomeUnknown,
    ServerUnreachable,
    Stage,
    TlsNotOffered,
)
from comms_desk.mail.smtp import SmtpDoor
from tools.tour.smtp_server import (
    Answer,
    FallSilent,
    Fault,
    HangUp,
    LoopbackSmtpServer,
    recipients,
)

SHORT = Patience(connect_s=5, reply_s=0.3, write_s=5, end_s=0.3)
LONG = Patience(connect_s=5, reply_s=10, write_s=5, end_s=10)
BEFORE_THE_DOT = [
    Stage.GREETING,
    Stage.HELLO,
    Stage.SENDER,
    Stage.RECIPIENT,
    Stage.DATA,
    Stage.BODY,
]


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


def door(
    server: LoopbackSmtpServer,
    *,
    security: Security = Security.NONE,
    user: str = "",
    password: str = "",
    patience: Patience = LONG,
    authority: trustme.CA | None = None,
    host: str = "localhost",
) -> SmtpDoor:
    def trust() -> ssl.SSLContext:
        context = ssl.create_default_context()
        if authority:
            authority.configure_trust(context)
        return context

    facts = SmtpFacts(
        host=server.host if security is Security.NONE else host,
        port=server.port,
        security=security,
        user=user,
    )
    return SmtpDoor(facts, password=lambda: password, patience=patience, trust=trust)


def envelope(recipient: str = "zoe@journal.example", *, needs_utf8: bool = False) -> Envelope:
    return Envelope(
        sender="presse@ville.example",
        recipients=(recipient,),
        content=b"Subject: s\r\n\r\n.dot\r\n..two\r\n" + b"text text text\r\n" * 1000,
        needs_utf8=needs_utf8,
    )


def it_may_leave() -> None:
    """A proof that always holds."""


def send(
    from_door: SmtpDoor,
    letter: Envelope | None = None,
    *,
    prove: Callable[[], None] = it_may_leave,
) -> None:
    line = from_door.open()
    try:
        line.send(letter or envelope(), prove=prove)
    finally:
        line.close()


def test_a_letter_arrives_byte_for_byte(server: LoopbackSmtpServer) -> None:
    send(door(server))

    (letter,) = server.wait_for_letters(1)
    assert letter.content == envelope().content
    assert letter.sender == "presse@ville.example"
    assert letter.recipients == ("zoe@journal.example",)


def test_several_letters_leave_over_one_line(server: LoopbackSmtpServer) -> None:
    line = door(server).open()
    for name in "abc":
        line.send(envelope(f"{name}@journal.example"), prove=it_may_leave)
    line.close()

    assert recipients(server.letters) == [f"{name}@journal.example" for name in "abc"]
    assert server.sessions == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_letter_leaves_over_a_protected_line_after_a_login(
    security: Security, authority: trustme.CA
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    tls, starttls = (context, None) if security is Security.TLS else (None, context)

    with LoopbackSmtpServer(tls=tls, starttls=starttls, users={"desk": "secret"}) as server:
        send(door(server, security=security, user="desk", password="secret", authority=authority))

        assert len(server.letters) == 1
        with pytest.raises(LoginRefused) as caught:
            send(door(server, security=security, user="desk", password="no", authority=authority))
        assert caught.value.code == 535
        with pytest.raises(CertificateRefused):
            send(door(server, security=security, user="desk", password="secret"))
        with pytest.raises(CertificateRefused):
            send(door(server, security=security, authority=authority, host="127.0.0.1"))
        assert len(server.letters) == 1


def test_nothing_is_said_in_the_clear_when_starttls_was_asked_for(
    server: LoopbackSmtpServer,
) -> None:
    with pytest.raises(TlsNotOffered):
        send(door(server, security=Security.STARTTLS, user="desk", password="secret"))

    assert not any("MAIL" in said or "AUTH" in said for said in server.said_by_client())


def test_an_account_with_a_login_and_no_protection_cannot_be_described() -> None:
    with pytest.raises(DoorMisdescribed):
        SmtpFacts.read({"host": "smtp.ville.example", "security": "none", "user": "desk"})


def test_a_challenge_that_is_not_even_base64_is_a_bad_reply(authority: trustme.CA) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    with LoopbackSmtpServer(tls=tls, users={"desk": "secret"}) as server:
        server.fail(Stage.LOGIN, Answer("334 abc"))
        asked = door(
            server, security=Security.TLS, user="desk", password="secret", authority=authority
        )

        with pytest.raises(BadReply) as caught:
            send(asked)

    assert caught.value.stage is Stage.LOGIN


def test_a_server_that_repeats_the_password_is_not_repeated(authority: trustme.CA) -> None:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(tls)
    with LoopbackSmtpServer(tls=tls, users={"desk": "secret"}) as server:
        server.fail(Stage.LOGIN, Answer("535 5.7.8 secret is wrong"))
        asked = door(
            server, security=Security.TLS, user="desk", password="secret", authority=authority
        )

        with pytest.raises(LoginRefused) as caught:
            send(asked)

    assert caught.value.text == "5.7.8 *** is wrong"


def test_a_server_without_login_says_so(authority: trustme.CA) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)

    with LoopbackSmtpServer(tls=context) as server:
        server.fail(Stage.HELLO, Answer("250 smtp.loopback.example"))
        asking = door(server, security=Security.TLS, user="d", password="p", authority=authority)
        with pytest.raises(LoginNotOffered):
            send(asking)


def test_nobody_at_the_port_is_unreachable() -> None:
    with LoopbackSmtpServer() as server:
        gone = door(server)

    with pytest.raises(ServerUnreachable):
        send(gone)


@pytest.mark.parametrize("stage", BEFORE_THE_DOT)
def test_a_server_that_hangs_up_before_the_final_dot_did_not_take_the_letter(
    server: LoopbackSmtpServer, stage: Stage
) -> None:
    server.fail(stage, HangUp())
    larger_than_the_sockets_buffers = replace(envelope(), content=b"text text\r\n" * 2_000_000)

    with pytest.raises(HungUp) as caught:
        send(door(server), larger_than_the_sockets_buffers)

    assert caught.value.stage is stage
    assert server.letters == []


@pytest.mark.parametrize("stage", [stage for stage in BEFORE_THE_DOT if stage is not Stage.BODY])
def test_a_server_that_falls_silent_before_the_final_dot_did_not_take_the_letter(
    server: LoopbackSmtpServer, stage: Stage
) -> None:
    server.fail(stage, FallSilent())

    with pytest.raises(FellSilent) as caught:
        send(door(server, patience=SHORT))

    assert caught.value.stage is stage
    assert server.letters == []


@pytest.mark.parametrize("fault", [HangUp(), HangUp(keeping=True), FallSilent()])
def test_without_an_answer_to_the_final_dot_nobody_knows(
    server: LoopbackSmtpServer, fault: Fault
) -> None:
    server.fail(Stage.END, fault)

    with pytest.raises(OutcomeUnknown):
        send(door(server, patience=SHORT))

    assert len(server.letters) == (fault == HangUp(keeping=True))


@pytest.mark.parametrize("answer", ["354 what?", "999 no", "not SMTP at all"])
def test_an_answer_to_the_final_dot_that_means_nothing_is_no_answer(
    server: LoopbackSmtpServer, answer: str
) -> None:
    server.fail(Stage.END, Answer(answer))

    with pytest.raises(OutcomeUnknown):
        send(door(server, patience=SHORT))


@pytest.mark.parametrize("stage", [*BEFORE_THE_DOT[:-1], Stage.END])
def test_a_no_says_whether_to_come_back_and_at_which_stage(
    server: LoopbackSmtpServer, stage: Stage
) -> None:
    server.fail(stage, Answer("451 4.7.1 Greylisted"), Answer("554 5.7.1 No"))

    with pytest.raises(Deferred) as later:
        send(door(server))
    with pytest.raises(LetterRefused) as never:
        send(door(server))

    assert (later.value.stage, later.value.code) == (stage, 451)
    assert (never.value.stage, never.value.by_policy) == (stage, True)
    assert server.letters == []


def test_after_a_no_the_same_line_carries_the_next_letter(server: LoopbackSmtpServer) -> None:
    server.fail(Stage.RECIPIENT, Answer("550 5.1.1 Nobody of that name"))
    line = door(server).open()

    with pytest.raises(LetterRefused) as caught:
        line.send(envelope("nobody@journal.example"), prove=it_may_leave)
    line.send(envelope(), prove=it_may_leave)
    line.close()

    assert not caught.value.by_policy
    assert recipients(server.letters) == ["zoe@journal.example"]


def test_what_is_not_smtp_is_a_bad_reply(server: LoopbackSmtpServer) -> None:
    server.fail(Stage.RECIPIENT, Answer("HTTP/1.1 400 Bad Request"))

    with pytest.raises(BadReply):
        send(door(server))


def test_a_reply_without_end_is_cut(server: LoopbackSmtpServer) -> None:
    server.fail(Stage.RECIPIENT, Answer("\r\n".join(["250-more"] * 20_000)))

    with pytest.raises(BadReply):
        send(door(server))


def test_an_answer_nobody_asked_for_is_never_taken_for_the_next(
    server: LoopbackSmtpServer,
) -> None:
    server.fail(Stage.RECIPIENT, Answer("250 OK\r\n354 go on\r\n250 taken"))

    with pytest.raises(NotSent):
        send(door(server))

    assert server.letters == []


def test_an_address_beyond_ascii_needs_a_server_that_can(server: LoopbackSmtpServer) -> None:
    send(door(server), envelope("zoé@journal.example", needs_utf8=True))
    assert recipients(server.letters) == ["zoé@journal.example"]

    with LoopbackSmtpServer(utf8=False) as old, pytest.raises(AddressNeedsUtf8):
        send(door(old), envelope("zoé@journal.example", needs_utf8=True))


def test_a_lone_line_feed_is_a_bug_and_never_sent(server: LoopbackSmtpServer) -> None:
    smuggled = Envelope(
        sender="a@b.example", recipients=("c@d.example",), content=b"x\n.\r\nMAIL FROM:<e@f>\r\n"
    )

    with pytest.raises(ValueError, match="CR LF"):
        send(door(server), smuggled)


def test_every_error_of_the_door_says_which_side_of_the_dot_it_is_on() -> None:
    assert not issubclass(OutcomeUnknown, NotSent)
    assert issubclass(HungUp, NotSent)
    assert issubclass(NotSent, MailError)
