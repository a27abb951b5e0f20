"""The watch's side of the worker ends what it began to say."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest

from comms_desk.across.office import Office, open_office
from comms_desk.jobs import holder
from comms_desk.jobs.lines import Job, Line, Progress
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from comms_desk.worker import watching
from comms_desk.worker.watching import Watcher
from comms_desk.worker.writing import Round


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = open_office(Paths.under(tmp_path / "desk"), keys=Keys({}))
    yield opened
    opened.close()


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
    monkeypatch.setattr(watching, "Polling", StoppedPolling)
    said: list[Line] = []
    lease = office.jobs.take(holder.this_process(), is_dead=holder.is_dead)

    Watcher(office, token=lease.token, stop=Event(), speak=said.append).round()

    assert said == [Progress(Job.FEEDS, 131, 212), Progress(Job.FEEDS, 212, 212)]
