"""A worker killed at any moment loses nothing and sends nothing twice (`make soak`: 200)."""

from pathlib import Path

import pytest

from tests.soak.worker_kills import kill_the_worker

pytestmark = pytest.mark.long

KILLS = 6


def test_a_killed_worker_loses_nothing_and_sends_nothing_twice(tmp_path: Path) -> None:
    report = kill_the_worker(tmp_path / "desk", times=KILLS, seed=20261125)

    assert report.faults == []
    assert report.received > 0
    assert report.articles > 0
    assert report.evenings > 0
    assert report.kills == KILLS
