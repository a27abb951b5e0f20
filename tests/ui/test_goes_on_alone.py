"""A window is closed over letters on their way, and they go on: the whole program, and a server.

The password is held by the window alone; its worker keeps it, and ends by itself.
"""

import os
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event

import psutil
import pytest
import trustme

from comms_desk.across.office import Office
from comms_desk.keys import Keys
from comms_desk.mail.address import Address
from comms_desk.mail.errors import Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import LetterState, NewAccount, Recipient
from comms_desk.paths import Paths
from comms_desk.ui.app import END_WITHIN_S
from comms_desk.ui.frame.memory import Memory
from tests.support.offices import new_office
from tools.tour.smtp_server import Hold, LoopbackSmtpServer

pytestmark = pytest.mark.long

PASSWORD = "s3same-ouvre-toi"
NAMES = ("zoe", "luc", "ana", "max", "eve")
WITHIN_S = 60.0
LOOKED_EVERY_S = 0.05

type Opens = Callable[[], "Program"]


class Program:
    """The program, as `leaving_child` runs it, with a worker of its own."""

    def __init__(self, home: Path, trusted: Path) -> None:
        there = {"COMMS_DESK_HOME": str(home), "SSL_CERT_FILE": str(trusted)}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.ui.leaving_child"],
            env=os.environ | there | {"QT_QPA_PLATFORM": "offscreen"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        assert self.hears() == "ready"
        self.does(f"hold {PASSWORD}", "done")
        self.does("awaken", "works")
        self.workers = psutil.Process(self.process.pid).children()

    def hears(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def does(self, line: str, said: str) -> None:
        """Have it do *line*, and wait until it has *said* so."""
        assert self.process.stdin is not None
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        assert self.hears() == said

    def close_and_press_enter(self) -> None:
        self.does("close", "done")
        self.does("press enter", "answered")
        self.process.wait(END_WITHIN_S)


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
    opened.accounts.add(
        NewAccount(name="Presse", sender=sender, facts=facts, letters_a_minute=10_000, lines=1)
    )
    yield opened
    opened.close()


@pytest.fixture
def opens(office: Office, authority: tuple[trustme.CA, Path]) -> Iterator[Opens]:
    """Open the program; nothing of it is there in the end."""
    opened: list[Program] = []

    def open_one() -> Program:
        opened.append(Program(office.paths.data, authority[1]))
        return opened[-1]

    yield open_one
    for each in opened:
        each.process.kill()
        each.process.wait()
        for worker in each.workers:
            with suppress(psutil.NoSuchProcess):
                worker.kill()
        for stream in (each.process.stdin, each.process.stdout):
            assert stream is not None
            with suppress(OSError):
                stream.close()


@pytest.fixture
def on_the_wire(office: Office, server: LoopbackSmtpServer) -> Callable[[], Hold]:
    """Send a release, and have its first letter be held on the wire."""

    def held() -> Hold:
        hold = Hold()
        server.fail(Stage.END, hold)
        office.outbox.send(
            NewMessage(subject="Communiqué", text="Bonjour"),
            [Recipient(to=Address(local=name, domain="ville.example")) for name in NAMES],
        )
        assert hold.reached.wait(WITHIN_S)
        return hold

    return held


def until(state: Callable[[], bool]) -> bool:
    """Whether *state* holds in time: another process changes it."""
    for _ in range(int(WITHIN_S / LOOKED_EVERY_S)):
        if state():
            return True
        Event().wait(LOOKED_EVERY_S)
    return False


def counts(office: Office) -> dict[LetterState, int]:
    return {state: count for state, count in office.outbox.counts().items() if count}


def taken(server: LoopbackSmtpServer) -> list[str]:
    return sorted(each.recipients[0].partition("@")[0] for each in server.letters)


def test_a_release_goes_on_though_the_window_was_closed(
    opens: Opens, on_the_wire: Callable[[], Hold], office: Office, server: LoopbackSmtpServer
) -> None:
    program = opens()
    hold = on_the_wire()

    program.close_and_press_enter()
    (worker,) = program.workers
    assert worker.is_running()
    hold.go_on()

    worker.wait(WITHIN_S)
    assert taken(server) == sorted(NAMES)
    assert counts(office) == {LetterState.SENT: len(NAMES)}
    assert Memory.read(office.paths.window_file).left_alone


def test_a_window_that_is_killed_over_the_question_stops_its_worker(
    opens: Opens, on_the_wire: Callable[[], Hold], office: Office, server: LoopbackSmtpServer
) -> None:
    program = opens()
    hold = on_the_wire()
    program.does("close", "done")

    program.process.kill()
    hold.go_on()

    psutil.wait_procs(program.workers, WITHIN_S)
    assert set(counts(office)) == {LetterState.SENT, LetterState.QUEUED}
    assert len(taken(server)) == counts(office)[LetterState.SENT]


def test_a_window_that_is_opened_again_at_once_has_all_leave_once(
    opens: Opens, on_the_wire: Callable[[], Hold], office: Office, server: LoopbackSmtpServer
) -> None:
    first = opens()
    hold = on_the_wire()
    first.close_and_press_enter()
    (finishing,) = first.workers
    hold.go_on()

    second = opens()

    assert until(lambda: counts(office) == {LetterState.SENT: len(NAMES)})
    assert until(lambda: not finishing.is_running())
    assert taken(server) == sorted(NAMES)
    second.process.kill()


@pytest.mark.gate
def test_a_worker_killed_as_it_finishes_leaves_nothing_twice_and_nothing_lost(
    opens: Opens, on_the_wire: Callable[[], Hold], office: Office, server: LoopbackSmtpServer
) -> None:
    first = opens()
    hold = on_the_wire()
    first.close_and_press_enter()

    for each in first.workers:
        each.kill()
    hold.go_on()
    opens()

    rest = {LetterState.UNCERTAIN: 1, LetterState.SENT: len(NAMES) - 1}
    assert until(lambda: counts(office) == rest)
    assert len(taken(server)) == len(set(taken(server)))
