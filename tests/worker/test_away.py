"""The database goes away under the worker: it says so once, and goes on once it is back."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Condition, Thread
from typing import override

import pytest

from comms_desk.across.office import Office
from comms_desk.clock import SystemClock
from comms_desk.jobs.reports import Doing, Failed, Report, State, read
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import NewAccount, Recipient
from comms_desk.media.feeds.model import NewFeed
from comms_desk.paths import HOME_VARIABLE
from comms_desk.settings import ALLOWED_NETWORKS, DATABASE_VARIABLE
from comms_desk.storage.database import Database
from comms_desk.worker.main import Worker
from comms_desk.worker.window_lines import Speaker
from tests.support.away import GoingServer
from tests.support.mornings import office_on
from tools.tour.feed_server import FeedServer, feed
from tools.tour.smtp_server import LoopbackSmtpServer

WITHIN_S = 60.0
OFTEN = ("letters", "texts", "feeds", "pages", "commands")
"""What of a worker asks the database again within seconds."""
SELDOM = ("end of day", "returns")
"""What asks it now and then: it finds it away where that moment falls meanwhile."""
PRESSE = Address(local="presse", domain="ville.example")
RSS = """<rss version="2.0"><channel><title>Journal</title>
<item><title>La Ville de Montréal annonce</title><link>https://journal.example/1</link>
<guid>1</guid></item></channel></rss>"""


class Listener(Speaker):
    """Hears what a worker says, and waits for it."""

    def __init__(self) -> None:
        self.said: list[Report] = []
        self._heard = Condition()

    @override
    def say(self, line: Report) -> None:
        with self._heard:
            self.said.append(line)
            self._heard.notify_all()

    def wait_for(self, line: Report, *, after: int = 0) -> None:
        with self._heard:
            assert self._heard.wait_for(lambda: line in self.said[after:], WITHIN_S), line

    def wait_for_failures(self, count: int) -> None:
        with self._heard:
            assert self._heard.wait_for(lambda: len(self.failures) >= count, WITHIN_S)

    @property
    def failures(self) -> list[Failed]:
        return [line for line in self.said if isinstance(line, Failed)]


@pytest.fixture
def team(going_server: GoingServer) -> Iterator[Database]:
    made = going_server.database(SystemClock())
    yield made
    made.dispose()


def with_mail(database: Database, home: Path, server: LoopbackSmtpServer) -> Office:
    office = office_on(database, home)
    office.desk_settings.set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
    facts = {"host": server.host, "port": str(server.port), "security": "none"}
    office.accounts.add(NewAccount(name="Presse", sender=PRESSE, facts=facts))
    return office


@pytest.mark.postgresql
def test_a_worker_whose_server_was_away_sends_and_asks_again(
    team: Database, going_server: GoingServer, tmp_path: Path
) -> None:
    heard = Listener()
    with LoopbackSmtpServer() as server, FeedServer() as feeds:
        office = with_mail(team, tmp_path, server)
        worker = Worker(office, heard)
        thread = Thread(target=worker.run)
        thread.start()
        try:
            heard.wait_for(State(Doing.WORKING))
            with going_server.stopped():
                heard.wait_for_failures(len(OFTEN))
                said = len(heard.said)

            heard.wait_for(State(Doing.WORKING), after=said)
            office.outbox.send(NewMessage(subject="s", text="t"), [Recipient(to=PRESSE)])
            office.feeds.add(NewFeed(address=feeds.serve("/rss", feed(RSS))))
            server.wait_for_letters(1, WITHIN_S)
        finally:
            worker.stop.set()
            thread.join(WITHIN_S)

    assert not thread.is_alive()
    *stopped_at, last = [each.error for each in heard.failures]
    assert set(stopped_at) <= {"StorageUnreachable", "AnswerLost"}  # some task was committing
    assert len(OFTEN) <= len(stopped_at) + 1 <= len(OFTEN) + len(SELDOM)  # each says it once
    assert last == "StorageUnreachable"
    assert len(server.letters) == 1


def child(team: Database, home: Path) -> "subprocess.Popen[bytes]":
    address = team.url.render_as_string(hide_password=False)
    return subprocess.Popen(
        [sys.executable, "-m", "comms_desk", "worker", "--child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {HOME_VARIABLE: str(home), DATABASE_VARIABLE: address},
    )


@pytest.mark.postgresql
def test_a_windows_worker_that_finds_no_server_waits_for_it(
    team: Database, going_server: GoingServer, tmp_path: Path
) -> None:
    with going_server.stopped():
        process = child(team, tmp_path)
        assert process.stdout is not None
        first = read(process.stdout.readline())

    heard = [read(process.stdout.readline()) for _ in range(2)]
    _said, complaints = process.communicate(timeout=WITHIN_S)

    assert isinstance(first, Failed)
    assert first.error == "StorageUnreachable"
    assert heard == [State(Doing.STARTING), State(Doing.WORKING)]
    assert (process.returncode, complaints) == (0, b"")


@pytest.mark.postgresql
def test_a_windows_worker_that_waits_for_its_server_leaves_with_the_window(
    team: Database, going_server: GoingServer, tmp_path: Path
) -> None:
    with going_server.stopped():
        process = child(team, tmp_path)
        assert process.stdout is not None
        assert isinstance(read(process.stdout.readline()), Failed)

        _said, complaints = process.communicate(timeout=WITHIN_S)

    assert (process.returncode, complaints) == (0, b"")
