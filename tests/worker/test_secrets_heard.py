"""A worker that hears its secrets from a window: real process, real server, and no trace left."""

import os
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import psutil
import pytest
import trustme

from comms_desk.across.office import Office
from comms_desk.jobs import whispers
from comms_desk.keys import Keys, SecretMissing
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.paths import Paths
from comms_desk.worker import stop_signal
from comms_desk.worker.secrets_heard import WhisperedKeys
from tests.support.offices import new_office
from tools.tour.smtp_server import LoopbackSmtpServer

PASSWORD = "s3same-ouvre-toi"
KEY = "mail/presse"
WITHIN_S = 60.0


@pytest.fixture
def authority(tmp_path: Path) -> tuple[trustme.CA, Path]:
    made, file = trustme.CA(), tmp_path / "authority.pem"
    made.cert_pem.write_to_path(file)
    return made, file


@pytest.fixture
def server(authority: tuple[trustme.CA, Path]) -> Iterator[LoopbackSmtpServer]:
    """A server that lets nobody in without the password."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority[0].issue_cert("localhost").configure_cert(context)
    with LoopbackSmtpServer(tls=context, users={"presse": PASSWORD}) as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, server: LoopbackSmtpServer) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path / "desk"), keys=Keys({}))
    facts = {"host": "localhost", "port": str(server.port), "user": "presse"}
    sender = Address(local="presse", domain="ville.example")
    account = opened.accounts.add(NewAccount(name="Presse", sender=sender, facts=facts))
    assert account.key == KEY
    yield opened
    opened.close()


def queue(office: Office, name: str) -> None:
    office.outbox.send(
        NewMessage(subject="Communiqué", text="Bonjour"),
        [Recipient(to=Address(local=name, domain="ville.example"))],
    )


def child(office: Office, trusted: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "comms_desk", "worker", "--child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"COMMS_DESK_HOME": str(office.paths.data), "SSL_CERT_FILE": str(trusted)},
    )


def say(process: "subprocess.Popen[bytes]", line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


def heard_until_it_works(process: "subprocess.Popen[bytes]") -> bytes:
    assert process.stdout is not None
    heard = b""
    while b"working" not in heard:
        line = process.stdout.readline()
        assert line, heard
        heard += line
    return heard


def test_a_secret_of_the_window_sends_letters_and_leaves_no_trace(
    office: Office, server: LoopbackSmtpServer, authority: tuple[trustme.CA, Path]
) -> None:
    queue(office, "zoe")
    process = child(office, authority[1])
    say(process, b"not a whisper: " + PASSWORD.encode() + b"\n")
    said = heard_until_it_works(process)
    say(process, b"x" * whispers.WHISPER_LIMIT_BYTES * 2 + PASSWORD.encode() + b"\n")
    say(process, whispers.write({KEY: PASSWORD}))

    server.wait_for_letters(1, WITHIN_S)
    alive = psutil.Process(process.pid)
    known = f"{alive.cmdline()} {alive.environ()}"
    rest, complaints = process.communicate(timeout=WITHIN_S)

    said += rest
    assert process.returncode == 0
    left = {each: each.read_bytes() for each in office.paths.data.rglob("*") if each.is_file()}
    assert office.paths.logs / "worker.log" in left
    assert office.paths.database_file in left
    for secret in (PASSWORD, PASSWORD[:8]):
        assert secret not in known
        assert secret.encode() not in said + complaints
        assert [name for name, content in left.items() if secret.encode() in content] == []
    assert office.outbox.counts()[LetterState.SENT] == 1
    assert b"no whisper" in complaints
    assert b"a whisper longer than" in left[office.paths.logs / "worker.log"]


def test_no_door_is_opened_before_the_first_whisper(
    office: Office, server: LoopbackSmtpServer, authority: tuple[trustme.CA, Path]
) -> None:
    queue(office, "zoe")
    process = child(office, authority[1])
    heard_until_it_works(process)

    say(process, whispers.write({KEY: PASSWORD}))
    server.wait_for_letters(1, WITHIN_S)
    process.communicate(timeout=WITHIN_S)

    (account,) = office.accounts.every()
    assert account.trouble is None
    assert server.sessions == 1


def test_a_secret_is_waited_for_only_until_the_first_whisper() -> None:
    keys = WhisperedKeys()
    keys.environ, keys.memory_only = {}, True
    found: list[str | None] = []
    asked = Event()

    def ask() -> None:
        asked.set()
        found.append(keys.get(KEY))

    asking = Thread(target=ask)
    asking.start()
    assert asked.wait(WITHIN_S)
    keys.hear(whispers.write({KEY: PASSWORD}))
    asking.join(WITHIN_S)

    assert found == [PASSWORD]
    keys.hear(whispers.write({}))
    with pytest.raises(SecretMissing):
        keys.need(KEY)


def test_a_line_that_is_no_whisper_is_left_out_without_a_word_of_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    keys = WhisperedKeys()
    keys.hear(whispers.write({KEY: PASSWORD}))

    keys.hear(b'{"secrets": {"mail/presse": "' + PASSWORD.encode())

    assert keys.get(KEY) == PASSWORD
    assert "no whisper" in caplog.text
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize("beyond", [1, 5_000, 100_000])
def test_a_whisper_that_is_too_long_is_left_out_whole(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, beyond: int
) -> None:
    """The beginning and the end of such a line make a whisper too: of a password cut short."""
    reading, writing = os.pipe()
    monkeypatch.setattr(stop_signal, "STDIN", reading)
    keys, stop = WhisperedKeys(), Event()
    keys.environ, keys.memory_only = {}, True
    empty = len(whispers.write({KEY: ""})) - 1
    longest = "a" * (whispers.WHISPER_LIMIT_BYTES - empty)
    too_long = PASSWORD + "a" * (len(longest) - len(PASSWORD) + beyond)

    stop_signal.at_end_of_stdin(stop, heard=keys.hear)
    with os.fdopen(writing, "wb") as window:
        window.write(whispers.write({KEY: longest}))
        window.write(whispers.write({KEY: too_long}))
    assert stop.wait(WITHIN_S)
    os.close(reading)

    assert keys.get(KEY) == longest
    assert [each.getMessage() for each in caplog.records] == [
        "a whisper longer than 65536 bytes is left out, and nothing of it held"
    ]
