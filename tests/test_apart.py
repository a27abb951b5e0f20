"""Work done apart may die, take too long or take too much, and is ended where it does."""

from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from comms_desk.apart import (
    Bounds,
    KeptChild,
    WorkDied,
    WorkStopped,
    WorkTooHeavy,
    WorkTooLong,
    run_apart,
)

PYTHON = "code"
"""The interpreter itself, which does what is given."""
AMPLE = Bounds(seconds=60, most_seconds=60, memory=500_000_000, answer=100_000)
BRIEF = Bounds(seconds=0.5, most_seconds=1.5, memory=AMPLE.memory, answer=9)
SAYS = (
    b"import sys, threading\n"
    b"pause = threading.Event()\n"
    b"for n in range(%d): print(n, 9, file=sys.stderr, flush=True); pause.wait(0.1)\n\n"
)
"""Says how far it is, so many times, a tenth of a second apart."""


class Watching:
    """Somebody who waits, and has enough after having been told *enough* times."""

    def __init__(self, enough: int = 1000) -> None:
        self.heard: list[tuple[int, int]] = []
        self._enough = enough

    @property
    def wants_stop(self) -> bool:
        return len(self.heard) >= self._enough

    def told(self, done: int, total: int) -> None:
        self.heard.append((done, total))


def test_what_is_given_is_worked_on_and_answered() -> None:
    assert b"ANSWERED" in run_apart(PYTHON, b"print('answered'.upper())\n", AMPLE)


def test_a_file_where_the_desk_was_started_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / f"{PYTHON}.py").write_text("print('not ours')")
    monkeypatch.chdir(tmp_path)

    assert b"ANSWERED" in run_apart(PYTHON, b"print('answered'.upper())\n", AMPLE)


@pytest.mark.parametrize(
    ("given", "bounds", "error"),
    [
        (b"import os\nos.abort()\n", AMPLE, WorkDied),
        (b"while True: pass\n\n", BRIEF, WorkTooLong),
        (b"x = b'x' * 900_000_000\ninput()\n", AMPLE, WorkTooHeavy),
        (b"print('x' * 1_000_000)\n", AMPLE, WorkTooHeavy),
        (b"import sys\nwhile True: print('7 9', file=sys.stderr)\n\n", BRIEF, WorkTooLong),
        (SAYS % 600, replace(BRIEF, seconds=60), WorkTooLong),
    ],
    ids=["crash", "endless", "memory", "answer", "silent", "endless-though-told"],
)
def test_work_that_goes_wrong_is_ended_and_said(
    given: bytes, bounds: Bounds, error: type[Exception]
) -> None:
    with pytest.raises(error):
        run_apart(PYTHON, given, bounds)


def test_whoever_waits_is_told_how_far_it_is() -> None:
    watching = Watching()

    run_apart(PYTHON, SAYS % 3, AMPLE, onlooker=watching)

    assert watching.heard == [(0, 9), (1, 9), (2, 9)]


def test_work_that_gets_on_may_take_longer_than_silence_may_last() -> None:
    watching = Watching()

    run_apart(PYTHON, SAYS % 40, replace(AMPLE, seconds=3.5), onlooker=watching)

    assert len(watching.heard) == 40


def test_work_is_ended_once_nobody_waits_for_it() -> None:
    watching = Watching(enough=2)

    with pytest.raises(WorkStopped):
        run_apart(PYTHON, SAYS % 600, AMPLE, onlooker=watching)

    assert len(watching.heard) < 100


def test_what_a_library_says_at_the_standard_error_is_no_sign_of_getting_on() -> None:
    watching = Watching()
    noise = b"import sys\nsys.stderr.write('warning 12\\n' + 'x' * 9_000_000 + '\\n3 4\\n')\n"

    run_apart(PYTHON, noise, AMPLE, onlooker=watching)

    assert watching.heard == [(3, 4)]


KEPT = "tests.support.kept_child"


@pytest.fixture(autouse=True)
def ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have a child find the tests, which are installed nowhere."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[1]))


def test_one_child_does_many_works_one_after_the_other() -> None:
    kept = KeptChild(KEPT, AMPLE)

    answers = [kept.work(b"__import__('os').getpid()") for _ in range(3)]
    kept.end()

    assert len(set(answers)) == 1
    assert kept.work(b"__import__('os').getpid()") not in answers
    kept.end()


@pytest.mark.parametrize(
    ("given", "bounds", "error"),
    [
        (b"die", AMPLE, WorkDied),
        (
            b"[0 for _ in iter(int, 1)]",
            replace(AMPLE, processor_seconds=0.5, memory=1 << 40),
            WorkTooLong,
        ),
        (b"len(b'x' * 900_000_000) and input()", AMPLE, WorkTooHeavy),
        (b"'x' * 1_000_000", AMPLE, WorkTooHeavy),
    ],
    ids=["crash", "endless", "memory", "answer"],
)
def test_work_that_goes_wrong_costs_that_work_alone(
    given: bytes, bounds: Bounds, error: type[Exception]
) -> None:
    kept = KeptChild(KEPT, bounds)
    kept.work(b"1")

    with pytest.raises(error):
        kept.work(given)

    assert kept.work(b"1 + 1") == b"2"
    kept.end()


def test_a_child_that_died_in_between_is_replaced() -> None:
    kept = KeptChild(KEPT, AMPLE)
    child = psutil.Process(int(kept.work(b"__import__('os').getpid()")))
    child.kill()
    psutil.wait_procs([child], timeout=60)

    assert kept.work(b"1 + 1") == b"2"
    kept.end()
