"""A worker that wakes, or comes after a night without one, notes that nobody sent meanwhile."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import NewAccount, Recipient
from comms_desk.mail.stops import stops
from comms_desk.storage.database import Database
from comms_desk.worker.main import Worker
from tests.support.mornings import office_on
from tools.tour.smtp_server import LoopbackSmtpServer

pytestmark = pytest.mark.long

WITHIN_S = 60.0
NIGHT = timedelta(hours=8)


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path, server: LoopbackSmtpServer) -> Office:
    made = office_on(sqlite_database, tmp_path)
    facts = {"host": server.host, "port": str(server.port), "security": "none"}
    sender = Address(local="presse", domain="ville.example")
    made.accounts.add(NewAccount(name="Presse", sender=sender, facts=facts))
    return made


@pytest.fixture
def works(office: Office) -> Iterator[Thread]:
    """A worker, in a thread; it is begun by the test."""
    worker = Worker(office)
    thread = Thread(target=worker.run)
    yield thread
    worker.stop.set()
    thread.join(WITHIN_S)
    assert not thread.is_alive()


def queue(office: Office, name: str, *, later: timedelta = timedelta()) -> None:
    office.outbox.send(
        NewMessage(subject="Communiqué", text="Bonjour"),
        [Recipient(to=Address(local=name, domain="ville.example"))],
        due_at=office.database.clock.now() + later,
    )


def test_a_letter_due_in_a_night_without_a_worker_is_late_and_leaves_once(
    office: Office, clock: StillClock, server: LoopbackSmtpServer, works: Thread
) -> None:
    jobs = JobDesk(office.database)
    jobs.release(jobs.take("the window of yesterday"))
    queue(office, "zoe", later=NIGHT / 2)
    clock.advance(NIGHT)

    works.start()
    server.wait_for_letters(1, WITHIN_S)

    (stop,) = stops(office.database)
    assert (stop.letters, stop.since) == (1, clock.now() - NIGHT / 2)
    assert len(server.letters) == 1


def test_a_letter_due_while_the_computer_slept_is_late_too(
    office: Office, clock: StillClock, server: LoopbackSmtpServer, works: Thread
) -> None:
    queue(office, "luc")
    works.start()
    server.wait_for_letters(1, WITHIN_S)
    queue(office, "zoe", later=NIGHT / 2)

    clock.advance(NIGHT)
    server.wait_for_letters(2, WITHIN_S)

    (stop,) = stops(office.database)
    assert stop.letters == 1
