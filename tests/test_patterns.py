"""No pattern of the house holds the interpreter, whatever it is given."""

import subprocess
import sys
from collections.abc import Iterator
from queue import Empty, Queue
from threading import Thread
from typing import IO

import pytest

from tests.support.patterns import BUILT_WHEN_ASKED, END, ROOT, every, unread

pytestmark = [pytest.mark.gate, pytest.mark.long]

SILENT_S = 30
"""A pattern is met in a second or two; one that explodes is silent for hours."""


@pytest.mark.timeout(600)
def test_no_pattern_takes_long_over_what_would_hurt_it_most() -> None:
    patterns = every()
    assert len(patterns) > 100

    slow: list[str] = []
    following = 0
    while following < len(patterns):
        for line in _met(following):
            if line.isdigit():
                following = int(line) + 1
            elif line == END:
                following = len(patterns)
            else:
                slow.append(f"{patterns[following - 1].where}: {line}")

    assert slow == []


def test_a_pattern_that_a_function_builds_is_known() -> None:
    assert unread() == set(BUILT_WHEN_ASKED)


def _met(first: int) -> Iterator[str]:
    """Yield what a process says while it meets the patterns from *first* on, and end it.

    One that says nothing any more is said to have never ended.

    Raises:
        RuntimeError: It broke.
    """
    with subprocess.Popen(
        [sys.executable, "-m", "tests.support.patterns", str(first)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        lines = Queue[str]()
        out = process.stdout
        assert out is not None
        reader = Thread(target=_pass, args=(out, lines))
        reader.start()
        try:
            while (line := lines.get(timeout=SILENT_S)) != END:
                if not line:
                    raise RuntimeError(f"broke after pattern {first}")
                yield line
            yield END
        except Empty:
            yield "never ended"
        finally:
            process.kill()
            reader.join()


def _pass(out: IO[str], lines: Queue[str]) -> None:
    for line in out:
        lines.put(line.strip())
    lines.put("")
