"""Who asks is answered once, whoever is killed or suspended meanwhile (`make soak`: 200)."""

from pathlib import Path

import pytest

from tests.soak.answer_kills import INQUIRIES_A_RUN, kill_who_answers

pytestmark = pytest.mark.long

KILLS = 3


def test_who_asks_is_answered_once_whoever_is_killed(tmp_path: Path) -> None:
    report = kill_who_answers(tmp_path / "desk", times=KILLS, seed=20261127)

    assert report.faults == []
    assert report.inquiries == KILLS * INQUIRIES_A_RUN
    assert report.inquiries < report.letters <= 2 * report.inquiries
    assert report.received >= report.letters - report.uncertain > 0
