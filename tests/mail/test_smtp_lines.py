"""A line to a mail server: what is said over it, who we say we are, and when it is dropped.

A line of which nobody knows any more what was said on it carries no other letter.
"""

import smtplib
import socket
import ssl
from collections.abc import Callable
from dataclasses import replace

import pytest
import trustme

from comms_desk.mail.conversation import Conversation
from comms_desk.mail.doors import PROOF_GOOD_FOR_S, Security, SmtpFacts
from comms_desk.mail.errors import (
    BadReply,
    CertificateRefused,
    Deferred,
    HungUp,
    LetterRefused,
    LoginNotOffered,
    LoginRefused,
    MailError,
    NotSent,
    OutcomeUnknown,
    Overtaken,
    Overtaking,
    PasswordInTheClear,
    ServerUnreachable,
    Stage,
    TlsNotOffered,
)
from comms_desk.mail.smtp import SmtpDoor
from comms_desk.reasons import Reason
from tests.mail.line_support import (
    LETTER,
    OFFERS,
    PATIENCE,
    SOON_S,
    door,
    it_may_leave,
    opened,
    send,
)
from tests.mail.scripted_server import GREETING, TEXT, Dribbled, HangUp, ScriptedServer


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def certificate(authority: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    return context


# ── what is said ──────────────────────────────────────────────────────────────────────


def test_a_letter_is_handed_over_in_the_words_of_the_standard() -> None:
    size = {"EHLO": b"250-script.example\r\n250-SMTPUTF8\r\n250 SIZE 100000"}
    abroad = replace(LETTER, recipients=("zoé@journal.example",), needs_utf8=True)

    with ScriptedServer(size) as server:
        with opened(server) as line:
            send(line)
            send(line, abroad)
        assert server.saw_it_go()

    of = f"FROM:<presse@ville.example> SIZE={len(LETTER.content)}"
    assert server.heard[0].upper().startswith("EHLO [127.0.0.1]")
    assert server.heard[1:-1] == [
        f"MAIL {of}",
        "RCPT TO:<zoe@journal.example>",
        "DATA",
        TEXT,
        "noop",
        f"MAIL FROM:<presse@ville.example> SMTPUTF8 BODY=8BITMIME SIZE={len(LETTER.content)}",
        "RCPT TO:<zoé@journal.example>",
        "DATA",
        TEXT,
        "noop",
    ]
    assert server.heard[-1].upper() == "QUIT"
    assert server.texts == [LETTER.content] * 2


def test_a_size_is_not_told_to_a_server_that_does_not_ask_for_it() -> None:
    with ScriptedServer() as server, opened(server) as line:
        send(line)

    assert "MAIL FROM:<presse@ville.example>" in server.heard


def test_a_text_without_a_last_line_end_is_ended_before_its_dot() -> None:
    with ScriptedServer() as server, opened(server) as line:
        send(line, replace(LETTER, content=b"Subject: s\r\n\r\nthe end"))

    assert server.texts == [b"Subject: s\r\n\r\nthe end\r\n"]


@pytest.mark.parametrize("text", [b".", b"..\r\n.\r\n.", b"a.\r\n .\r\n.b", b"\r\n\r\n.\r\n"])
def test_a_dot_that_begins_a_line_of_a_letter_does_not_end_it(text: bytes) -> None:
    doubled = b"\r\n".join(
        b"." + each if each.startswith(b".") else each for each in text.split(b"\r\n")
    )

    with ScriptedServer() as server, opened(server) as line:
        send(line, replace(LETTER, content=text))

    assert server.texts == [doubled.removesuffix(b"\r\n") + b"\r\n"]


@pytest.mark.parametrize("code", [500, 502])
def test_a_server_that_knows_no_ehlo_is_greeted_as_of_old(code: int) -> None:
    with ScriptedServer({"EHLO": b"%d what?" % code}) as server, opened(server) as line:
        send(line)

    assert [each.split()[0].upper() for each in server.heard[:3]] == ["EHLO", "HELO", "MAIL"]


def test_a_server_that_refuses_us_is_not_greeted_twice() -> None:
    with ScriptedServer({"EHLO": b"550 not you"}) as server:
        with pytest.raises(LetterRefused) as caught:
            door(server).open()
        assert server.saw_it_go()

    assert caught.value.stage is Stage.HELLO
    assert not any(each.upper().startswith("HELO") for each in server.heard)


# ── who we are ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("offered", "said"), [(b"PLAIN LOGIN", "AUTH PLAIN"), (b"login", "AUTH LOGIN")]
)
def test_a_login_is_one_that_the_server_offers(
    certificate: ssl.SSLContext, authority: trustme.CA, offered: bytes, said: str
) -> None:
    answers = {"EHLO": OFFERS + offered, "AUTH": b"235 in"}
    with (
        ScriptedServer(answers, tls=certificate) as server,
        opened(server, authority=authority, user="desk", password="secret") as line,
    ):
        send(line)

    assert server.heard[1].startswith(said)
    assert len(server.texts) == 1


def test_a_login_that_the_desk_does_not_know_is_not_tried(
    certificate: ssl.SSLContext, authority: trustme.CA
) -> None:
    answers = {"EHLO": OFFERS + b"GSSAPI NTLM"}
    with ScriptedServer(answers, tls=certificate) as server:
        with pytest.raises(LoginNotOffered):
            door(server, authority=authority, user="desk", password="secret").open()
        assert server.saw_it_go()

    assert not any("AUTH" in each for each in server.heard)


def test_a_password_is_never_said_in_the_clear() -> None:
    with ScriptedServer({"EHLO": OFFERS + b"PLAIN"}) as server:
        with pytest.raises(PasswordInTheClear):
            door(server, user="desk", password="secret").open()
        assert server.saw_it_go()

    assert not any("AUTH" in each for each in server.heard)


def test_a_password_that_no_server_can_be_told_is_a_refused_one(
    certificate: ssl.SSLContext, authority: trustme.CA
) -> None:
    with (
        ScriptedServer({"EHLO": OFFERS + b"PLAIN"}, tls=certificate) as server,
        pytest.raises(LoginRefused) as caught,
    ):
        door(server, authority=authority, user="desk", password="mot-clé").open()

    assert (caught.value.user, caught.value.code) == ("desk", 0)


def test_a_login_put_off_is_tried_again_later(
    certificate: ssl.SSLContext, authority: trustme.CA
) -> None:
    answers = {"EHLO": OFFERS + b"PLAIN", "AUTH": b"454 4.7.0 not now"}
    with ScriptedServer(answers, tls=certificate) as server, pytest.raises(Deferred) as caught:
        door(server, authority=authority, user="desk", password="secret").open()

    assert (caught.value.stage, caught.value.code) == (Stage.LOGIN, 454)
    assert caught.value.text == "4.7.0 not now"


def test_a_server_is_believed_for_what_this_computer_trusts_and_no_more(
    certificate: ssl.SSLContext,
) -> None:
    with ScriptedServer(tls=certificate) as server, pytest.raises(CertificateRefused):
        door(server).open()

    assert server.heard == []


def test_a_server_that_takes_back_its_protection_hears_no_letter() -> None:
    answers = {"EHLO": b"250-script.example\r\n250 STARTTLS", "STARTTLS": b"454 not now"}
    with ScriptedServer(answers) as server:
        with pytest.raises(Deferred) as caught:
            door(server, security=Security.STARTTLS).open()
        assert server.saw_it_go()
    with ScriptedServer() as without, pytest.raises(TlsNotOffered):
        door(without, security=Security.STARTTLS).open()

    assert caught.value.stage is Stage.TLS
    assert [each.split()[0].upper() for each in server.heard] == ["EHLO", "STARTTLS", "RSET"]


# ── when a line is dropped ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("answer", [b"554 go away", b"421 too many", b"354 what?", b"HTTP/1.1"])
def test_a_line_that_could_not_be_opened_is_let_go_at_once(answer: bytes) -> None:
    with ScriptedServer({GREETING: answer}) as server:
        with pytest.raises(MailError) as caught:
            door(server).open()

        assert server.saw_it_go()  # while the error, and the line with it, are still at hand
    assert not any(each.upper().startswith("EHLO") for each in server.heard)
    assert not isinstance(caught.value, OutcomeUnknown)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"421 4.4.2 I am closing", Deferred),
        (b"354 what?", BadReply),
        (b"HTTP/1.1 400", BadReply),
        (HangUp(b"250 OK"), HungUp),
    ],
)
def test_a_line_that_went_wrong_carries_no_other_letter(
    answer: bytes, error: type[MailError]
) -> None:
    with ScriptedServer({"RCPT": answer}) as server, opened(server) as line:
        with pytest.raises(error):
            send(line)
        assert not line.is_open
        with pytest.raises(HungUp):
            send(line)

    assert server.texts == []
    assert "RSET" not in [each.upper() for each in server.heard]


@pytest.mark.parametrize("answer", [b"451 not now", HangUp(b"250 OK"), b"whatever", b"HTTP"])
def test_a_line_that_does_not_forget_a_refused_letter_carries_no_other(answer: bytes) -> None:
    with ScriptedServer({"RCPT": b"550 no", "RSET": answer}) as server, opened(server) as line:
        with pytest.raises(LetterRefused):
            send(line)

        if not isinstance(answer, HangUp):
            assert not line.is_open
        with pytest.raises(HungUp):
            send(line)


@pytest.mark.parametrize(
    "answer", [b"354 what?", b"250 taken\r\n554 no", b"250 taken\r\n250 taken", b"999 no"]
)
def test_a_line_of_which_the_answer_is_not_understood_carries_no_other_letter(
    answer: bytes,
) -> None:
    with ScriptedServer({TEXT: answer}) as server, opened(server) as line:
        with pytest.raises(OutcomeUnknown):
            send(line)

        assert not line.is_open


@pytest.mark.skipif(not hasattr(socket, "MSG_MORE"), reason="the end comes a moment later")
def test_a_letter_is_taken_though_the_server_hangs_up_with_its_answer() -> None:
    with ScriptedServer({TEXT: HangUp(b"250 2.0.0 taken as 7")}) as server, opened(server) as line:
        assert send(line) == "2.0.0 taken as 7"

        assert not line.is_open


def overtaken() -> None:
    raise Overtaken(Overtaking.DECISION)


@pytest.mark.parametrize(
    ("prove", "seconds"), [(overtaken, 0.0), (it_may_leave, PROOF_GOOD_FOR_S + 0.1)]
)
def test_a_line_on_which_a_letter_was_not_ended_is_dropped(
    prove: Callable[[], None], seconds: float
) -> None:
    with ScriptedServer() as server, opened(server, seconds=seconds) as line:
        with pytest.raises(Overtaken):
            line.send(LETTER, prove=prove)

        assert not line.is_open
        assert server.saw_it_go()
    assert server.texts == []


@pytest.mark.parametrize("said", [b"250 taken", b"451 not now", b"554 no", b"354 go on"])
def test_a_line_on_which_the_server_spoke_too_soon_is_dropped(said: bytes) -> None:
    with ScriptedServer() as server, opened(server) as line:
        with pytest.raises(NotSent):
            line.send(LETTER, prove=lambda: server.say_now(said))

        assert not line.is_open
        assert server.saw_it_go()
    assert server.texts == []


def test_what_was_proven_is_good_for_its_second() -> None:
    with ScriptedServer() as server, opened(server, seconds=PROOF_GOOD_FOR_S) as line:
        assert send(line) == "2.0.0 taken"

    assert PROOF_GOOD_FOR_S == 1


def test_a_line_lives_while_the_server_says_so() -> None:
    with ScriptedServer() as server, opened(server) as line:
        assert (line.lives(), line.is_open) == (True, True)
        server.answers["NOOP"] = b"421 4.4.2 idle for too long"

        assert (line.lives(), line.is_open) == (False, False)
        assert not line.lives()


@pytest.mark.parametrize("answer", [HangUp(b"250 OK"), b"HTTP/1.1 400", None])
def test_a_line_that_does_not_answer_is_dead(answer: bytes | None) -> None:
    patience = replace(PATIENCE, reply_s=SOON_S)
    with ScriptedServer({"NOOP": answer}) as server, opened(server, patience=patience) as line:
        assert line.lives() == isinstance(answer, HangUp)

        assert not line.lives()
        assert not line.is_open


def test_a_line_that_broke_off_under_tls_breaks_no_other_of_its_thread(
    authority: trustme.CA, certificate: ssl.SSLContext
) -> None:
    slow = {"MAIL": Dribbled(b"250 OK")}
    with (
        ScriptedServer(slow, tls=certificate) as server,
        opened(server, authority=authority) as line,
        ScriptedServer(tls=certificate) as dying,
        opened(dying, authority=authority) as broken,
    ):
        dying.cut()
        assert not broken.lives()

        assert send(line) == "2.0.0 taken"


def test_nothing_is_said_or_heard_over_a_line_that_was_dropped() -> None:
    with ScriptedServer() as server:
        line = door(server).open()
        line.drop()

        assert server.saw_it_go()
        with pytest.raises(HungUp) as caught:
            send(line)
    assert caught.value.stage is Stage.SENDER


def test_a_server_that_cannot_be_is_out_of_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    for host, reason in (("a..b", Reason.NAME_UNKNOWN), ("127.0.0.1", Reason.REFUSED)):
        facts = SmtpFacts(host=host, port=port, security=Security.NONE)

        with pytest.raises(ServerUnreachable) as caught:
            SmtpDoor(facts, password=str, patience=PATIENCE).open()

        assert (caught.value.host, caught.value.reason) == (host, reason)


def test_an_answer_cut_off_is_told_from_one_that_did_not_come() -> None:
    with ScriptedServer({TEXT: HangUp(b"25")}) as server, opened(server) as line:
        server.answers[TEXT] = HangUp(b"250-more")
        with pytest.raises(OutcomeUnknown) as caught:
            send(line)

    assert caught.value.reason == Reason.CUT


def test_a_conversation_over_no_line_says_so() -> None:
    talk = Conversation(SOON_S)

    for asked in (
        lambda: talk.write(b"NOOP\r\n", timeout_s=SOON_S),
        lambda: talk.drain(timeout_s=SOON_S),
        talk.said_already,
        talk.getreply,
    ):
        with pytest.raises(smtplib.SMTPServerDisconnected, match="closed"):
            asked()


def test_where_the_server_reports_an_envelope_has_its_name_and_each_address_as_it_was() -> None:
    offers = {"EHLO": b"250-script.example\r\n250 DSN", "MAIL": b"250 ok", "RCPT": b"250 ok"}
    letter = replace(LETTER, recipients=("zoe+radio@journal.example",), id="7.ab")

    with ScriptedServer(offers) as server, opened(server) as line:
        line.send(letter, prove=it_may_leave)

    assert "MAIL FROM:<presse@ville.example> RET=HDRS ENVID=7.ab" in server.heard
    said = "RCPT TO:<zoe+radio@journal.example> ORCPT=rfc822;zoe+2Bradio@journal.example"
    assert said in server.heard


@pytest.mark.parametrize(("offer", "name"), [(b"250 PIPELINING", "7.ab"), (b"250 DSN", "")])
def test_nothing_is_said_of_reports_where_none_is_offered_or_the_letter_shares_its_way(
    offer: bytes, name: str
) -> None:
    offers = {"EHLO": b"250-script.example\r\n" + offer, "MAIL": b"250 ok", "RCPT": b"250 ok"}

    with ScriptedServer(offers) as server, opened(server) as line:
        line.send(replace(LETTER, id=name), prove=it_may_leave)

    assert "MAIL FROM:<presse@ville.example>" in server.heard
    assert "RCPT TO:<zoe@journal.example>" in server.heard
