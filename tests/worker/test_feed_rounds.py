"""The watch's side of the worker ends what it began to say."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event
from typing import override

import pytest

from comms_desk.across.office import Office
from comms_desk.jobs import holder
from comms_desk.jobs.model import Lease
from comms_desk.jobs.reports import Job, Progress, Report
from comms_desk.keys import Keys
from comms_desk.media.themes.model import NewTheme
from comms_desk.paths import Paths
from comms_desk.worker import feed_rounds
from comms_desk.worker.answer_writer import Round
from comms_desk.worker.feed_rounds import Watcher
from comms_desk.worker.polling import polling_for
from tests.media.themes.newsroom import BUDGET, WatchRoom
from tests.support.offices import new_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = new_office(Paths.under(tmp_path / "desk"), keys=Keys({}))
    yield opened
    opened.close()


class Impatient(Event):
    """A stop that comes while something is under way: at the third time that it is asked."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = 0

    @override
    def is_set(self) -> bool:
        self._asked += 1
        return self._asked > 2


class StoppedPolling:
    """A round that is stopped after 131 of its 212 feeds."""

    def __init__(self, *, progress: Callable[[int, int], None], **_rest: object) -> None:
        self._progress = progress

    def run(self, **_which: object) -> Round:
        self._progress(131, 212)
        return Round(is_stopped=True)


def test_a_round_that_is_stopped_leaves_nothing_to_wait_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed_rounds, "Polling", StoppedPolling)
    said: list[Report] = []
    lease = office.jobs.take(holder.this_process(), is_dead=holder.is_dead)

    Watcher(office, token=lease.token, stop=Event(), speak=said.append).round()

    assert said == [Progress(Job.FEEDS, 131, 212), Progress(Job.FEEDS, 212, 212)]


def test_a_stop_is_heard_while_the_watches_are_asked(office: Office) -> None:
    room = WatchRoom(office.database)
    room.watches.add(NewTheme(name="Ville", query="mairesse"))
    (budget,) = room.deliver(BUDGET)
    lease = office.jobs.take(holder.this_process(), is_dead=holder.is_dead)

    def watcher(stop: Event) -> Watcher:
        return Watcher(office, token=lease.token, stop=stop, speak=lambda _line: None)

    assert watcher(Impatient()).catch_up() == 0
    polling_for(office, stop=Impatient()).after_commit()
    assert room.watches.mentions().total == 0
    assert watcher(Event()).catch_up() == 1
    assert room.watches.mention(budget).words == ("mairesse",)


class Renewing(Event):
    """A stop that never comes; each time that it is asked, another thread renews the lease."""

    def __init__(self, office: Office, lease: Lease) -> None:
        super().__init__()
        self._office, self._lease = office, lease
        self.renewed = 0

    @override
    def is_set(self) -> bool:
        with ThreadPoolExecutor(1) as others:
            others.submit(self._office.jobs.renew, self._lease).result()
        self.renewed += 1
        return False


def test_the_lease_is_renewed_while_a_text_that_repeats_itself_is_matched(office: Office) -> None:
    room = WatchRoom(office.database)
    room.watches.add(NewTheme(name="Parcs", query="ville NEAR/5 budget NEAR/5 parc"))
    room.deliver(("Le parc", "ville budget parc " * 11_000))
    lease = office.jobs.take(holder.this_process(), is_dead=holder.is_dead)
    stop = Renewing(office, lease)

    watcher = Watcher(office, token=lease.token, stop=stop, speak=lambda _line: None)

    assert watcher.catch_up() == 1
    assert stop.renewed > 2
    (mention,) = room.watches.mentions().rows
    assert mention.marks_are_capped
