"""How long a mail server is waited for, and how much of what it says is listened to."""

import socket
from dataclasses import replace
from threading import Timer
from time import monotonic

import pytest
import trustme

from comms_desk.mail.conversation import REPLY_LIMIT_BYTES, TEXT_KEPT, Conversation
from comms_desk.mail.doors import Patience, Security
from comms_desk.mail.errors import (
    BadReply,
    FellSilent,
    OutcomeUnknown,
    Stage,
)
from comms_desk.reasons import Reason
from tests.mail.line_support import (
    LETTER,
    PATIENCE,
    SOON_S,
    door,
    opened,
    send,
    took_far_less,
)
from tests.mail.scripted_server import GREETING, TEXT, Dribbled, ScriptedServer, Unended


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


# ── how long it is waited for ─────────────────────────────────────────────────────────


def test_a_server_has_the_time_that_the_standard_gives_it_for_a_letters_end() -> None:
    """RFC 5321 §4.5.3.2.6: ten minutes; for the other steps a person is told sooner."""
    assert Patience() == Patience(connect_s=30, reply_s=120, write_s=600, end_s=600, farewell_s=5)


def test_without_a_word_about_it_a_server_is_waited_for_and_trusted_as_usual() -> None:
    with ScriptedServer() as server, opened(server, patience=None) as line:
        assert send(line) == "2.0.0 taken"


def test_an_answer_to_a_letters_end_may_take_longer_than_any_other() -> None:
    patience = replace(PATIENCE, reply_s=SOON_S)
    with ScriptedServer({TEXT: None}) as server, opened(server, patience=patience) as line:
        later = Timer(3 * SOON_S, lambda: server.say_now(b"250 2.0.0 taken in the end"))
        later.start()

        assert send(line) == "2.0.0 taken in the end"
        later.join()


def test_after_a_letters_end_an_answer_may_take_no_longer_than_before() -> None:
    patience = replace(PATIENCE, reply_s=SOON_S)
    with ScriptedServer() as server, opened(server, patience=patience) as line:
        send(line)
        server.answers["MAIL"] = None
        began = monotonic()

        with pytest.raises(FellSilent) as caught:
            send(line)

        assert took_far_less(began)
        assert not line.is_open
    assert caught.value.stage is Stage.SENDER


def test_what_is_said_of_a_letters_end_is_waited_for_no_longer_than_is_said() -> None:
    patience = replace(PATIENCE, end_s=SOON_S)
    with ScriptedServer({TEXT: None}) as server, opened(server, patience=patience) as line:
        began = monotonic()

        with pytest.raises(OutcomeUnknown) as caught:
            send(line)

        assert took_far_less(began)
        assert not line.is_open
    assert caught.value.reason == Reason.SLOW


def test_a_server_that_says_no_more_behind_a_letters_end_is_waited_for_as_ever() -> None:
    patience = replace(PATIENCE, reply_s=SOON_S)
    with ScriptedServer({"NOOP": None}) as server, opened(server, patience=patience) as line:
        began = monotonic()

        with pytest.raises(OutcomeUnknown):
            send(line)

        assert took_far_less(began)
        assert not line.is_open


def test_a_server_that_protects_no_line_in_time_has_fallen_silent(authority: trustme.CA) -> None:
    patience = replace(PATIENCE, reply_s=SOON_S)
    with ScriptedServer({GREETING: None}) as server:
        asked = door(server, patience=patience, authority=authority, security=Security.TLS)
        began = monotonic()

        with pytest.raises(FellSilent) as caught:
            asked.open()

        assert took_far_less(began)
    assert caught.value.stage is Stage.TLS


@pytest.mark.parametrize("size_bytes", [60_000, 30_000_000])
def test_a_server_that_reads_no_more_has_not_taken_the_letter(size_bytes: int) -> None:
    patience = replace(PATIENCE, write_s=SOON_S)
    letter = replace(LETTER, content=b"text text text\r\n" * (size_bytes // 16))
    with ScriptedServer() as server, opened(server, patience=patience) as line:
        server.reads_texts = False
        began = monotonic()

        with pytest.raises(FellSilent) as caught:
            send(line, letter)

        assert took_far_less(began)
        assert not line.is_open
    assert caught.value.stage is Stage.BODY
    assert server.texts == []


def test_a_farewell_is_not_waited_for() -> None:
    patience = replace(PATIENCE, farewell_s=SOON_S)
    with ScriptedServer({"QUIT": None}) as server:
        line = door(server, patience=patience).open()
        began = monotonic()

        line.close()

        assert took_far_less(began)
        assert not line.is_open
        assert server.saw_it_go()
    assert server.heard[-1].upper() == "QUIT"


def test_a_server_that_answers_letter_by_letter_is_waited_for_no_longer() -> None:
    patience = replace(PATIENCE, reply_s=SOON_S)
    dribbled = Dribbled(b"250-" + b"x" * 4000)
    with ScriptedServer({"RCPT": dribbled}) as server, opened(server, patience=patience) as line:
        with pytest.raises(FellSilent) as caught:
            send(line)

        assert not line.is_open
    assert caught.value.stage is Stage.RECIPIENT


# ── how much is listened to ───────────────────────────────────────────────────────────


def long_answer(size_bytes: int) -> bytes:
    """Return lines of 1,024 bytes, the last one longer, that are *size_bytes* with its end."""
    lines = size_bytes // 1024 - 1
    more = b"250-".ljust(1022, b"x") + b"\r\n"
    last = b"250 ".ljust(size_bytes - lines * 1024 - 2, b"y")
    return more * lines + last


def test_an_answer_is_listened_to_up_to_its_limit_and_kept_in_part() -> None:
    with ScriptedServer({TEXT: long_answer(REPLY_LIMIT_BYTES)}) as server, opened(server) as line:
        assert len(send(line)) == TEXT_KEPT == 500

    assert REPLY_LIMIT_BYTES == 64 * 1024


@pytest.mark.parametrize(
    "answer",
    [long_answer(REPLY_LIMIT_BYTES + 1), b"2" * 100_000, Unended(b"2" * 100_000)],
    ids=["lines", "a line", "a line without end"],
)
def test_an_answer_that_passes_its_limit_is_none(answer: bytes) -> None:
    with ScriptedServer({"RCPT": answer}) as server, opened(server) as line:
        with pytest.raises(BadReply) as caught:
            send(line)

        assert not line.is_open
    assert caught.value.stage is Stage.RECIPIENT
    assert len(caught.value.text) <= TEXT_KEPT


def test_what_was_said_unasked_is_the_answer_to_nothing() -> None:
    with ScriptedServer({"RCPT": b"250 OK\r\n354 go on"}) as server, opened(server) as line:
        with pytest.raises(BadReply):
            send(line)

        assert not line.is_open
    assert "DATA" not in server.heard


def test_an_answer_for_which_no_time_is_left_did_not_come() -> None:
    near, far = socket.socketpair()
    with near, far:
        talk = Conversation(0)
        talk.use(near)
        far.sendall(b"250 too late\r\n")

        with pytest.raises(TimeoutError):
            talk.getreply()
