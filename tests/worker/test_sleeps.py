"""A suspended worker wakes and sends nothing taken over or decided since (`make soak`: 200)."""

from pathlib import Path

import pytest

from tests.soak.worker_sleeps import suspend_the_worker

pytestmark = pytest.mark.long

NIGHTS = 3


def test_who_wakes_sends_nothing_that_somebody_took_over_or_decided(tmp_path: Path) -> None:
    report = suspend_the_worker(tmp_path / "desk", times=NIGHTS, seed=20261126)

    assert report.faults == []
    assert report.received > 0
    assert report.suspensions == NIGHTS
