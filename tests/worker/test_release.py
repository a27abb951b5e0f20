"""A release leaves by a server at odds, its worker killed and suspended (`make soak`: 1,000)."""

from pathlib import Path

import pytest

from tests.soak.release import send_a_release
from tests.soak.release_judging import TOLD
from tests.soak.release_sink import Door

pytestmark = [pytest.mark.gate, pytest.mark.long(seconds=120)]

LETTERS = 200


@pytest.mark.timeout(600)
@pytest.mark.parametrize("door", [Door.M365])  # by the others too: `make soak`
def test_nobody_has_a_release_twice_early_or_barred_nobody_is_forgotten_and_no_secret_is_kept(
    tmp_path: Path, door: Door
) -> None:
    report = send_a_release(tmp_path / "desk", letters=LETTERS, seed=20261127, door=door)

    assert report.faults == []
    assert report.received > LETTERS / 2
    assert report.told > 0
    assert report.did["forged reports"] > 0
    assert report.repeated > 0


@pytest.mark.timeout(600)
def test_a_worker_that_proves_nothing_and_hides_no_secret_is_found_out(tmp_path: Path) -> None:
    """A nap falls on a letter by chance: another seed is tried where that of the first did not."""
    faults: list[str] = []
    for seed in (20261127, 20261128):
        home = tmp_path / str(seed)
        sent = send_a_release(home, letters=LETTERS, seed=seed, door=Door.SMTP, proven=False)
        faults += sent.faults
        if any("after" in fault or "more than was decided" in fault for fault in faults):
            break

    assert any("after" in fault or "more than was decided" in fault for fault in faults)
    assert any(fault.startswith(TOLD) for fault in faults)
