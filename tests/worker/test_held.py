"""A process is suspended in the middle of a write: it is said which, and what one can do."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from typing import override

import pytest

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.jobs import reports
from comms_desk.jobs.holder import who_holds
from comms_desk.storage.database import Database
from comms_desk.storage.errors import DatabaseHeld
from comms_desk.wording import say
from comms_desk.worker.main import Worker
from comms_desk.worker.window_lines import Speaker
from tests.support.mornings import office_on
from tests.support.stuck_writer import stuck_in_a_write

pytestmark = pytest.mark.impatient

WITHIN_S = 60.0
OFTEN_S = 0.01


class Listener(Speaker):
    """Hears what a worker says."""

    def __init__(self) -> None:
        self.failures: list[reports.Failed] = []
        self.doings: list[reports.Doing] = []
        self.failed, self.works = Event(), Event()

    @override
    def say(self, line: reports.Report) -> None:
        if isinstance(line, reports.Failed):
            self.failures.append(line)
            self.failed.set()
        elif isinstance(line, reports.State):
            self.doings.append(line.doing)
            if line.doing is reports.Doing.WORKING:
                self.works.set()


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def heard() -> Listener:
    return Listener()


@pytest.fixture
def worker(office: Office, heard: Listener) -> Iterator[Worker]:
    yield (made := Worker(office, heard, asked_every_s=OFTEN_S, held_after_s=0.5))
    made.stop.set()


def test_whoever_holds_the_database_is_named(database: Database, clock: StillClock) -> None:
    with stuck_in_a_write(database) as other:
        held = who_holds(database, since=clock.now())

    assert (held.process, held.computer, held.is_suspended) == (other.pid, "", True)
    assert str(other.pid) in say(held).what
    assert who_holds(database, since=clock.now()).process == 0


def test_a_worker_that_cannot_begin_says_once_who_holds_the_database(
    database: Database, worker: Worker, heard: Listener
) -> None:
    thread = Thread(target=worker.run)
    with stuck_in_a_write(database) as other:
        thread.start()
        assert heard.failed.wait(WITHIN_S)
    assert heard.works.wait(WITHIN_S)
    worker.stop.set()
    thread.join(WITHIN_S)

    (failure,) = heard.failures
    assert failure.error == DatabaseHeld.__name__
    assert str(other.pid) in failure.what
    assert reports.Doing.WAITING not in heard.doings


def test_a_worker_at_work_says_who_holds_the_database_and_goes_on_once_it_may(
    office: Office, worker: Worker, heard: Listener
) -> None:
    tried = Event()

    def write() -> None:
        office.database.try_to_write()
        if heard.failures:
            tried.set()

    again = Thread(
        target=worker._again_and_again,
        args=(reports.Job.LETTERS, write, OFTEN_S),
        kwargs={"until": worker.stop},
    )
    with stuck_in_a_write(office.database) as other:
        again.start()
        assert heard.failed.wait(WITHIN_S)
        assert not tried.is_set()
    assert tried.wait(WITHIN_S)
    worker.stop.set()
    again.join(WITHIN_S)

    assert not again.is_alive()
    assert [str(other.pid) in each.what for each in heard.failures] == [True]
    assert heard.doings == [reports.Doing.WORKING]
