"""One run of some tests against a copy of the desk, in a process of its own.

The process works in the copy, and so do those that the tests start in their turn: they meet
the fault as the tests do.  PostgreSQL is left out: it takes a second that a thousand faults
would pay.
"""

import io
import json
import os
import sys
import time
from collections import defaultdict
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType

import pytest

OPTIONS = (
    "-q",
    "-x",
    *("-p", "no:cacheprovider"),
    *("-p", "no:xdist"),
    *("-m", "not postgresql"),
    *("--hypothesis-seed", "1"),
    *("--tb", "no"),
)

FRAMEWORKS = ("PySide6.QtWidgets", "PySide6.QtTest", "aiohttp", "sqlalchemy.orm", "psycopg", "docx")
"""What is imported once, where processes can be forked: the libraries, never the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What one test costs and which lines of the modules it runs.

    Attributes:
        seconds: From its set-up to the end of its tear-down.
        lines: By module, as a path from the root.
    """

    seconds: float
    lines: Mapping[str, frozenset[int]]


def learn(root: str, tests: Sequence[str], modules: Sequence[str], answer: str) -> None:
    """Run *tests* as they are and write in the file *answer* what each of them runs."""
    _stand_in(root, keep_bytecode=True)
    watching = _Watching({str(Path(root) / each): each for each in modules})
    status = pytest.main([*OPTIONS, *tests], plugins=[watching])
    Path(answer).write_text(json.dumps(watching.seen), "utf-8")
    os._exit(status)


def learnt(answer: str) -> dict[str, Timed]:
    """Return what `learn` wrote, by the name of the test."""
    seen = json.loads(Path(answer).read_text("utf-8"))
    return {
        test: Timed(
            seconds=seconds, lines={module: frozenset(each) for module, each in lines.items()}
        )
        for test, (seconds, lines) in seen.items()
    }


def attempt(root: str, tests: Sequence[str]) -> None:
    """Run *tests*, named one by one, in that order and until one fails; end with its status."""
    _stand_in(root, keep_bytecode=False)
    files = sorted({each.partition("::")[0] for each in tests})
    os._exit(pytest.main([*OPTIONS, *files], plugins=[_InOrder(tests)]))


def _stand_in(root: str, *, keep_bytecode: bool) -> None:
    """Work in *root*, without a word; nothing that a fault compiles to outlives it."""
    os.chdir(root)
    os.environ["PYTHONPATH"] = root
    sys.path.insert(0, root)
    sys.dont_write_bytecode = not keep_bytecode
    if not keep_bytecode:
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    sys.stdout = sys.stderr = io.TextIOWrapper(io.FileIO(1, "w", closefd=False))


@dataclass(slots=True)
class _InOrder:
    """Has pytest run the tests that are asked for, in their order, and no other."""

    tests: Sequence[str]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        found = {item.nodeid: item for item in items}
        items[:] = [found[each] for each in self.tests if each in found]


@dataclass(slots=True)
class _Watching:
    """Notes, for each test, the lines it runs of some modules.

    Each line reports once a test: the interpreter is told again at the start of the next.
    """

    modules: Mapping[str, str]
    seen: dict[str, tuple[float, dict[str, list[int]]]] = field(default_factory=dict)
    _now: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def pytest_sessionstart(self) -> None:
        events = sys.monitoring
        events.use_tool_id(events.COVERAGE_ID, "mutants")
        events.register_callback(events.COVERAGE_ID, events.events.LINE, self._line)
        events.set_events(events.COVERAGE_ID, events.events.LINE)

    def _line(self, code: CodeType, line: int) -> object:
        module = self.modules.get(code.co_filename)
        if module is not None:
            self._now[module].append(line)
        return sys.monitoring.DISABLE

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        self._now = defaultdict(list)
        sys.monitoring.restart_events()
        began = time.perf_counter()
        done = yield
        self.seen[item.nodeid] = (time.perf_counter() - began, dict(self._now))
        return done
