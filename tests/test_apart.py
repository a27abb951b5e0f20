"""Work done apart may die, take too long or take too much, and is ended where it does."""

import pytest

from comms_desk.apart import Bounds, WorkDied, WorkTooHeavy, WorkTooLong, run_apart

PYTHON = "code"
"""The interpreter itself, which does what is given."""
AMPLE = Bounds(seconds=60, memory=500_000_000, answer=100_000)


def test_what_is_given_is_worked_on_and_answered() -> None:
    assert b"ANSWERED" in run_apart(PYTHON, b"print('answered'.upper())\n", AMPLE)


@pytest.mark.parametrize(
    ("given", "bounds", "error"),
    [
        (b"import os\nos.abort()\n", AMPLE, WorkDied),
        (b"while True: pass\n\n", Bounds(seconds=0.5, memory=AMPLE.memory, answer=9), WorkTooLong),
        (b"x = b'x' * 900_000_000\ninput()\n", AMPLE, WorkTooHeavy),
        (b"print('x' * 1_000_000)\n", AMPLE, WorkTooHeavy),
    ],
    ids=["crash", "endless", "memory", "answer"],
)
def test_work_that_goes_wrong_is_ended_and_said(
    given: bytes, bounds: Bounds, error: type[Exception]
) -> None:
    with pytest.raises(error):
        run_apart(PYTHON, given, bounds)
