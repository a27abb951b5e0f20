"""Why the system would not: a word that is kept, and said in the language of whoever reads."""

import errno
import json
import socket
import sqlite3
import ssl
import tomllib
from collections.abc import Callable, Iterator

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comms_desk import i18n
from comms_desk.mail.errors import ServerUnreachable
from comms_desk.mail.trouble import Trouble
from comms_desk.media.feeds.errors import FeedTrouble, Unreachable
from comms_desk.reasons import Reason, reason_of
from comms_desk.wording import say
from comms_desk.wording.reasons import because


@pytest.fixture(autouse=True)
def in_french() -> Iterator[None]:
    before = i18n.current()
    i18n.use("fr")
    yield
    i18n.use(before)


class WindowsError32(OSError):
    """A file that another program has open, as Windows numbers it."""

    winerror = 32


def caught(work: Callable[[], object]) -> Exception:
    try:
        work()
    except Exception as error:  # noqa: BLE001 - whatever comes is what is looked at
        return error
    raise AssertionError("nothing went wrong")


ERRORS = {
    Reason.REFUSED: ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
    Reason.NAME_UNKNOWN: socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
    Reason.NAMES_SILENT: socket.gaierror(socket.EAI_AGAIN, "Temporary failure"),
    Reason.UNREACHABLE: OSError(errno.ENETUNREACH, "Network is unreachable"),
    Reason.SLOW: TimeoutError("timed out"),
    Reason.CUT: ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"),
    Reason.MISSING: FileNotFoundError(errno.ENOENT, "No such file or directory"),
    Reason.TAKEN: FileExistsError(errno.EEXIST, "File exists"),
    Reason.NESTED: RecursionError("maximum recursion depth exceeded"),
    Reason.FORBIDDEN: PermissionError(errno.EACCES, "Permission denied"),
    Reason.FULL: OSError(errno.ENOSPC, "No space left on device"),
    Reason.IN_USE: WindowsError32(13, "The process cannot access the file"),
    Reason.UNOPENED: caught(lambda: sqlite3.connect("file:/nowhere/desk?mode=ro", uri=True)),
    Reason.NOT_TEXT: caught(lambda: b"\xff".decode("utf-8")),
}


@pytest.mark.parametrize(("reason", "error"), ERRORS.items(), ids=str)
def test_a_common_reason_is_known_by_its_class_or_number(reason: str, error: Exception) -> None:
    assert reason_of(error) == reason


def test_every_reason_has_its_words_in_both_languages() -> None:
    french = {because(each) for each in Reason}
    i18n.use("en")
    english = {because(each) for each in Reason}

    assert len(french) == len(english) == len(Reason)
    assert french.isdisjoint(english)


def test_a_certificate_is_told_by_the_code_of_its_refusal() -> None:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = 10

    assert reason_of(error) == Reason.EXPIRED


@pytest.mark.parametrize(
    ("read", "said"),
    [
        (lambda: json.loads('{\n "a": }'), "on ne le comprend pas à la ligne 2, colonne 7"),
        (lambda: tomllib.loads("a = 1\nb = ?"), "on ne le comprend pas à la ligne 2, colonne 5"),
    ],
)
def test_a_document_that_is_wrong_is_said_by_its_place(
    read: Callable[[], object], said: str
) -> None:
    assert because(reason_of(caught(read))) == said


def test_what_is_not_common_keeps_the_system_s_own_words() -> None:
    strange = OSError(errno.EXDEV, "Invalid cross-device link")

    assert because(reason_of(strange)) == "Invalid cross-device link"


def test_a_trouble_kept_before_reasons_had_words_still_reads() -> None:
    letter = Trouble(
        "ServerUnreachable",
        {"host": "smtp.ville.example", "port": 587, "reason": "[Errno 111] Connection refused"},
    )
    feed = '{"trouble": "Unreachable", "address": "https://a.example/", "reason": "Errno 111: no"}'

    assert "[Errno 111] Connection refused" in say(letter.to_error()).what
    assert say(FeedTrouble.from_text(feed)).what == "https://a.example/ est injoignable."


def test_a_trouble_is_kept_as_a_word_and_said_in_french() -> None:
    refused = ServerUnreachable("smtp.ville.example", 587, reason_of(ERRORS[Reason.REFUSED]))
    unknown = Unreachable("https://a.example/", reason_of(ERRORS[Reason.NAME_UNKNOWN]))

    letter = say(Trouble.of(refused).to_error()).what
    feed = say(FeedTrouble.from_text(unknown.to_text())).what

    assert letter.endswith("\u00a0: rien ne répond à ce port.")
    assert feed == "https://a.example/ est injoignable\u00a0: aucun serveur ne porte ce nom."


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason.LACKING.with_facts("parc: été.png"), "« parc: été.png » manque"),
        (Reason.OUTSIDE.with_facts("C:\\a.png"), "« C:\\a.png » est hors de son emplacement"),
        (
            Reason.UNFIT.with_facts("day", "12:30:00"),
            "la valeur « 12:30:00 » n’est pas permise : day",
        ),
    ],
)
def test_a_name_keeps_its_colons(reason: str, said: str) -> None:
    assert because(reason).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    "reason",
    [
        "compression: Garbled(...)",
        "x: y: z",
        "missing: it went",
        "misplaced:1",
        "unfit:day",
        "100 %s of {it}",
    ],
)
def test_what_only_begins_like_one_of_our_words_is_left_as_the_system_said_it(reason: str) -> None:
    said = say(Unreachable("https://a.example/", reason)).what

    assert because(reason) == reason
    assert said == "https://a.example/ est injoignable."


@given(st.text() | st.builds(":".join, st.lists(st.sampled_from([*Reason]) | st.text())))
@example("")
@example("...")
def test_whatever_a_reason_is_it_ends_a_sentence(reason: str) -> None:
    said = because(reason)

    assert said
    assert said == said.strip().rstrip(".")


class OperationalError(Exception):
    """What psycopg raises when there is no line yet: a sentence of libpq's and no number."""


def test_a_server_of_the_team_that_does_not_answer_is_said_in_french() -> None:
    refused = OperationalError(
        "connection to server at 127.0.0.1, port 9 failed: Connection refused"
    )

    assert because(reason_of(refused)) == "rien ne répond à ce port"
