"""A release leaves by a server at odds, its worker killed and suspended (`make soak`: 5,000)."""

from pathlib import Path

import pytest

from tests.soak.release import Door, send_a_release

pytestmark = pytest.mark.long

LETTERS = 200


@pytest.mark.timeout(600)
@pytest.mark.parametrize("door", list(Door))
def test_nobody_has_a_release_twice_early_or_barred_and_nobody_is_forgotten(
    tmp_path: Path, door: Door
) -> None:
    report = send_a_release(tmp_path / "desk", letters=LETTERS, seed=20261127, door=door)

    assert report.faults == []
    assert report.received > LETTERS / 2
    assert report.told > 0
