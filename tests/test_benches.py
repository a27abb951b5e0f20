"""Each bench runs; and it stands beside the same one of older code, in one run."""

import gc
import math
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from tests.bench.__main__ import NAMES, compare

pytestmark = pytest.mark.long(seconds=40)

GOAL = re.compile(r"\b(?:goals?|aim)\b|_goal", re.IGNORECASE)
FIGURE = re.compile(r"(?<![\w.])-?\d[\d,]*(?:\.\d+)?\b|\bnan\b|\binf(?:inity)?\b", re.IGNORECASE)


@pytest.fixture
def _collecting() -> Iterator[None]:
    """Have garbage be collected again after a bench that had it wait."""
    yield
    gc.enable()


@pytest.mark.gate
@pytest.mark.usefixtures("_collecting")
@pytest.mark.parametrize("name", NAMES)
def test_a_bench_over_next_to_nothing_says_its_figures_beside_their_goals(
    name: str, capfd: pytest.CaptureFixture[str]
) -> None:
    ended = import_module(f"tests.bench.bench_{name}").main()

    said, wrong = capfd.readouterr()
    assert ended in {0, 1}, said  # 1: a goal was missed, which says nothing of so little
    assert "Traceback" not in wrong, wrong
    assert GOAL.search(said), said
    figures = [float(each.replace(",", "")) for each in FIGURE.findall(said)]
    assert len(figures) > 1, said
    assert all(map(math.isfinite, figures)), said


def tree(folder: Path, source: str) -> Path:
    benches = folder / "tests" / "bench"
    benches.mkdir(parents=True)
    (benches / "bench_start.py").write_text(source, encoding="utf-8")
    return folder


def test_what_two_trees_measured_is_said_side_by_side(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "print('shell painted: median {} ms of 10 starts (aim 350); {} ms of processor')"
    here = tree(tmp_path / "here", said.format(500, 300) + "\nraise SystemExit(1)")
    there = tree(tmp_path / "there", said.format(400, 300) + "\nprint('rows: 7 ms')")

    assert compare("start", here, there) == 0

    told = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()[2:]]
    assert told == [
        "500.0 400.0 1.25 shell painted median (ms)",
        "300.0 300.0 1.00 shell painted median of … starts aim … (ms of processor)",
    ]


def test_a_bench_that_raises_or_is_not_there_is_no_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here, there = tree(tmp_path / "here", "pass"), tree(tmp_path / "there", "1 / 0")

    assert compare("start", here, there) == 2
    assert "ZeroDivisionError" in capsys.readouterr().out
    assert compare("presses", here, there) == 2
    assert "no such bench" in capsys.readouterr().out
