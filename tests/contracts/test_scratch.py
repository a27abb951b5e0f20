"""A kind that no other part of the desk knows can do all that every kind can."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
MOST_LINES, MOST_FILES = 160, 10
"""A kind of six facts: its list, card, search, bin, undo, history, palette and commands."""


def test_a_new_kind_has_all_that_every_kind_has() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.contracts.scratch"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_a_new_kind_takes_few_lines() -> None:
    files = list((ROOT / "tests" / "contracts" / "scratch").rglob("[!_]*.py"))

    assert len(files) <= MOST_FILES
    assert sum(len(each.read_text(encoding="utf-8").splitlines()) for each in files) <= MOST_LINES
