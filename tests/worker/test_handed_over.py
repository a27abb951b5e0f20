"""A release given to Outlook: each reader in one draft, whoever is killed (`make soak`: 1,000)."""

from pathlib import Path

import pytest

from tests.soak.outlook_kills import hand_over_a_release

pytestmark = pytest.mark.long

LETTERS = 200


def test_each_reader_is_in_one_draft_whoever_is_killed_as_they_give_it(tmp_path: Path) -> None:
    report = hand_over_a_release(tmp_path / "desk", letters=LETTERS, seed=20261203)

    assert report.faults == []
    assert report.did["kills"] > 2
    assert LETTERS - report.did["exclusions"] <= report.received < LETTERS
