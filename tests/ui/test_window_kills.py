"""A window killed while somebody types loses at most two seconds of it (`make soak`: 200)."""

from pathlib import Path

import pytest

from tests.soak.window_kills import kill_the_window

pytestmark = [pytest.mark.gate, pytest.mark.long]

KILLS = 6


def test_a_killed_window_loses_at_most_the_last_two_seconds(tmp_path: Path) -> None:
    report = kill_the_window(tmp_path / "desk", times=KILLS, seed=20261125)

    assert report.faults == []
    assert report.saves > 0
    assert report.kept > 0
    assert report.kills == KILLS
