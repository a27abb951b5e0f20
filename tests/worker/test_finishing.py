"""A worker whose window has closed sends what is due, and ends by itself: real process and server.

It is told so by one word on its line; without it the end of that line stops it as ever.
"""

import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Event

import psutil
import pytest
import trustme

from comms_desk.across.office import Office
from comms_desk.jobs import whispers
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.errors import Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.paths import Paths
from tests.support.forked import Forked
from tests.support.offices import new_office
from tools.tour.smtp_server import Answer, Hold, LoopbackSmtpServer

PASSWORD = "s3same-ouvre-toi"
KEY = "mail/presse"
FINISH = b'{"finish": true}\n'
WITHIN_S = 60.0
LOOKED_EVERY_S = 0.05
NAMES = ("zoe", "luc", "ana", "max", "eve")

type Starts = Callable[[], Forked]


@pytest.fixture
def authority(tmp_path: Path) -> tuple[trustme.CA, Path]:
    made, file = trustme.CA(), tmp_path / "authority.pem"
    made.cert_pem.write_to_path(file)
    return made, file


@pytest.fixture
def server(authority: tuple[trustme.CA, Path]) -> Iterator[LoopbackSmtpServer]:
    """A server that lets nobody in without the password, which the window alone has."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority[0].issue_cert("localhost").configure_cert(context)
    with LoopbackSmtpServer(tls=context, users={"presse": PASSWORD}) as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, server: LoopbackSmtpServer) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path / "desk"), keys=Keys({}))
    facts = {"host": "localhost", "port": str(server.port), "user": "presse"}
    sender = Address(local="presse", domain="ville.example")
    account = NewAccount(
        name="Presse", sender=sender, facts=facts, letters_a_minute=10_000, lines=1
    )
    assert opened.accounts.add(account).key == KEY
    yield opened
    opened.close()


@pytest.fixture
def starts(office: Office, authority: tuple[trustme.CA, Path]) -> Iterator[Starts]:
    """Start a worker as a window does, and tell it the password; none is there in the end."""
    started: list[Forked] = []

    def start() -> Forked:
        home = str(office.paths.data)
        process = Forked(
            ["comms_desk", "worker", "--child"],
            os.environ | {"COMMS_DESK_HOME": home, "SSL_CERT_FILE": str(authority[1])},
        )
        started.append(process)
        say(process, whispers.write({KEY: PASSWORD}))
        return process

    yield start
    for each in started:
        each.kill()
        each.wait()
        close_the_window(each)


def queue(office: Office, *names: str, later: timedelta | None = None) -> None:
    office.outbox.send(
        NewMessage(subject="Communiqué", text="Bonjour"),
        [Recipient(to=Address(local=name, domain="ville.example")) for name in names],
        due_at=None if later is None else office.database.clock.now() + later,
    )


def say(process: Forked, line: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(line)
    process.stdin.flush()


def close_the_window(process: Forked) -> None:
    """End the line to *process*, and hear nothing of what it says."""
    for stream in (process.stdin, process.stdout, process.stderr):
        assert stream is not None
        with suppress(OSError):
            stream.close()


def taken(server: LoopbackSmtpServer) -> list[str]:
    return sorted(each.recipients[0].partition("@")[0] for each in server.letters)


def counts(office: Office) -> dict[LetterState, int]:
    return {state: count for state, count in office.outbox.counts().items() if count}


def until(state: Callable[[], bool]) -> bool:
    """Whether *state* holds in time: another process changes it."""
    for _ in range(int(WITHIN_S / LOOKED_EVERY_S)):
        if state():
            return True
        Event().wait(LOOKED_EVERY_S)
    return False


def test_what_is_due_leaves_though_the_window_has_closed(
    office: Office, server: LoopbackSmtpServer, starts: Starts
) -> None:
    hold = Hold()
    server.fail(Stage.END, hold)
    queue(office, *NAMES)
    worker = starts()
    assert hold.reached.wait(WITHIN_S)

    say(worker, FINISH)
    close_the_window(worker)
    hold.go_on()

    assert worker.wait(WITHIN_S) == 0
    assert taken(server) == sorted(NAMES)
    assert counts(office) == {LetterState.SENT: len(NAMES)}
    assert office.jobs.holder() is None


def test_without_the_word_the_end_of_its_line_stops_it_as_ever(
    office: Office, server: LoopbackSmtpServer, starts: Starts
) -> None:
    hold = Hold()
    server.fail(Stage.END, hold)
    queue(office, *NAMES)
    worker = starts()
    assert hold.reached.wait(WITHIN_S)

    close_the_window(worker)
    with pytest.raises(psutil.TimeoutExpired):
        worker.wait(1)
    hold.go_on()

    assert worker.wait(WITHIN_S) == 0
    assert taken(server) == [NAMES[0]]
    assert counts(office) == {LetterState.SENT: 1, LetterState.QUEUED: len(NAMES) - 1}


def test_what_is_for_later_is_not_waited_for(
    office: Office, server: LoopbackSmtpServer, starts: Starts
) -> None:
    queue(office, "zoe")
    queue(office, "luc", later=timedelta(hours=9))
    worker = starts()
    server.wait_for_letters(1, WITHIN_S)

    say(worker, FINISH)
    close_the_window(worker)

    assert worker.wait(WITHIN_S) == 0
    assert counts(office) == {LetterState.SENT: 1, LetterState.QUEUED: 1}


def test_a_worker_that_has_just_started_finishes_too(
    office: Office, server: LoopbackSmtpServer, starts: Starts
) -> None:
    queue(office, *NAMES)
    worker = starts()

    say(worker, FINISH)
    close_the_window(worker)

    assert worker.wait(WITHIN_S) == 0
    assert taken(server) == sorted(NAMES)


def test_one_that_waits_for_another_worker_has_nothing_to_finish(
    office: Office, server: LoopbackSmtpServer, starts: Starts
) -> None:
    hold = Hold()
    server.fail(Stage.END, hold)
    queue(office, *NAMES)
    first = starts()
    assert hold.reached.wait(WITHIN_S)
    second = starts()
    assert second.stdout is not None
    while b"waiting here" not in second.stdout.readline():
        pass

    say(second, FINISH)
    close_the_window(second)

    assert second.wait(WITHIN_S) == 0
    with pytest.raises(psutil.TimeoutExpired):
        first.wait(0)
    hold.go_on()
    server.wait_for_letters(len(NAMES), WITHIN_S)


def test_a_window_that_opens_meanwhile_takes_over_once_all_has_left(
    office: Office, server: LoopbackSmtpServer, starts: Starts
) -> None:
    hold = Hold()
    server.fail(Stage.END, hold)
    queue(office, *NAMES)
    first = starts()
    assert hold.reached.wait(WITHIN_S)
    say(first, FINISH)
    close_the_window(first)

    second = starts()
    assert second.stdout is not None
    while b"waiting for letters" not in second.stdout.readline():
        pass
    hold.go_on()
    queue(office, "nora")

    while b"working" not in second.stdout.readline():
        pass
    server.wait_for_letters(len(NAMES) + 1, WITHIN_S)
    assert first.wait(WITHIN_S) == 0
    assert taken(server) == sorted((*NAMES, "nora"))


def test_one_that_is_killed_as_it_finishes_leaves_nothing_twice_and_nothing_lost(
    office: Office, server: LoopbackSmtpServer, starts: Starts
) -> None:
    hold = Hold()
    server.fail(Stage.END, hold)
    queue(office, *NAMES)
    first = starts()
    assert hold.reached.wait(WITHIN_S)
    say(first, FINISH)
    close_the_window(first)

    first.kill()
    first.wait()
    hold.go_on()
    starts()
    server.wait_for_letters(len(NAMES) - 1, WITHIN_S)

    assert until(lambda: LetterState.SENDING not in counts(office))
    assert counts(office) == {LetterState.UNCERTAIN: 1, LetterState.SENT: len(NAMES) - 1}
    assert len(taken(server)) == len(set(taken(server)))


def test_what_its_server_puts_off_is_not_given_up(
    office: Office, server: LoopbackSmtpServer, starts: Starts
) -> None:
    server.fail(Stage.RECIPIENT, Answer("451 4.7.1 greylisted, come back in five minutes"))
    queue(office, "zoe")
    worker = starts()
    assert until(lambda: office.outbox.letters().rows[0].trouble is not None)

    say(worker, FINISH)
    close_the_window(worker)

    with pytest.raises(psutil.TimeoutExpired):
        worker.wait(3)
    worker.terminate()
    assert worker.wait(WITHIN_S) == 0
    assert counts(office) == {LetterState.QUEUED: 1}
