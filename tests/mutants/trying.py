"""Tests against a copy of the desk with a fault in it, in processes of their own.

Where processes can be forked, one has imported and collected all that there is and has run
each test once; a child of it exchanges the code of one function and runs the tests that
matter.  A fault outside any function, and every fault on Windows, starts from nothing.  The
fault is in the file as well: what the tests start in their turn meets it too.

PostgreSQL is left out: it takes a second that a thousand faults would pay.
"""

import io
import multiprocessing
import os
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path, PurePosixPath
from threading import Timer
from types import CodeType, FunctionType

import psutil
import pytest

if sys.platform == "win32":
    from multiprocessing.context import SpawnProcess as Forked  # never started: `CAN_FORK`
else:
    from multiprocessing.context import ForkProcess as Forked

OPTIONS = (
    "-q",
    "-x",
    "-s",
    *("-p", "no:cacheprovider"),
    *("-p", "no:xdist"),
    *("-m", "not postgresql"),
    *("--hypothesis-profile", "ci"),
    *("--tb", "short"),
)

CANNOT_EXCHANGE = 99
"""The status of a child that did not find the function: it is tried from nothing instead."""

RAN_AWAY = 98
"""The status of a child of which one test took too long."""

EXAMPLES = 30
"""Of a property, for each fault; a test that asks for more has them in the suite."""
HYPOTHESIS_SETTINGS = "_hypothesis_internal_use_settings"

CAN_FORK = "fork" in multiprocessing.get_all_start_methods()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What one test costs and which lines of the modules it runs.

    Attributes:
        seconds: From its set-up to the end of its tear-down.
        lines: By module, as a path from the root.
    """

    seconds: float
    lines: Mapping[str, frozenset[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One fault to try.

    Attributes:
        module: Where it is, as a path from the root.
        function: The outermost function that it is in; "" when it is in none.
        tests: The tests to run, in that order, until one fails; each with the seconds after
            which it has run away.
        within_s: After so many seconds all of it has run away.
    """

    module: str
    function: str
    tests: Mapping[str, float]
    within_s: float


def warm_up(root: str, tests: Sequence[str], modules: Sequence[str], line: Connection) -> None:
    """Run *tests* as they are, say what each of them runs, then try what comes down the *line*.

    What comes back is the `Timed` of each test by its name, or what was said of one that
    failed; then the status of each `Attempt`, None when it ran away.
    """
    stand_in(root, keep_bytecode=True)
    watched = {str(Path(root) / each): each for each in modules}
    warm = _Warm(line, watched)
    status = pytest.main([*OPTIONS, *tests], plugins=[warm])
    if status:
        line.send(warm.failed)
    os._exit(status)


def from_nothing(root: str, tests: Sequence[str]) -> None:
    """Run *tests*, named one by one, in that order and until one fails; end with its status."""
    stand_in(root, keep_bytecode=False)
    files = sorted({each.partition("::")[0] for each in tests})
    os._exit(pytest.main([*OPTIONS, *files], plugins=[_InOrder(tests)]))


def stand_in(root: str, *, keep_bytecode: bool) -> None:
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


def ended(process: BaseProcess, within_s: float, line: Connection | None = None) -> int | None:
    """Wait for *process* and return its status; None when it ran away and was ended.

    It is ended too as soon as the *line* of whoever asked for it is closed.
    """
    asking = [] if line is None else [line]
    if process.sentinel not in wait([process.sentinel, *asking], within_s):
        for each in psutil.Process(process.pid).children(recursive=True):
            each.kill()
        process.kill()
        process.join()
        process.close()
        return None
    process.join()
    status = process.exitcode
    process.close()
    return status


@dataclass(slots=True, eq=False)
class _InOrder:
    """Has pytest run the tests that are asked for, in their order, and no other."""

    tests: Sequence[str]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        found = {item.nodeid: item for item in items}
        items[:] = [found[each] for each in self.tests if each in found]


@dataclass(slots=True, eq=False)
class _Warm:
    """Runs each test once, noting its lines, then has children try faults.

    Each line reports once a test: the interpreter is told again at the start of the next.
    """

    line: Connection
    modules: Mapping[str, str]
    failed: str = "The tests could not be collected."
    _now: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def pytest_runtestloop(self, session: pytest.Session) -> object:
        _give_few_examples(session.items)
        seen = dict(self._learn(session))
        if not session.testsfailed:
            self.line.send(seen)
            # What the tests start reads the files that have faults in them.
            os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
            sys.dont_write_bytecode = True
            items = {item.nodeid: item for item in session.items}
            with suppress(EOFError, BrokenPipeError):  # whoever asked is gone
                while (asked := self.line.recv()) is not None:
                    self.line.send(self._in_a_child(session, items, asked))
        return True

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = f"{report.nodeid}\n{report.longreprtext}"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = f"{report.nodeid}\n{report.longreprtext}"

    def _learn(self, session: pytest.Session) -> Iterator[tuple[str, Timed]]:
        events = sys.monitoring
        events.use_tool_id(events.COVERAGE_ID, "mutants")
        events.register_callback(events.COVERAGE_ID, events.events.LINE, self._line)
        events.set_events(events.COVERAGE_ID, events.events.LINE)
        for item in session.items:
            self._now = defaultdict(list)
            events.restart_events()
            began = time.perf_counter()
            _run(item)
            seconds = time.perf_counter() - began
            if session.testsfailed:
                break
            lines = {module: frozenset(each) for module, each in self._now.items()}
            yield item.nodeid, Timed(seconds=seconds, lines=lines)
        events.set_events(events.COVERAGE_ID, events.events.NO_EVENTS)
        events.free_tool_id(events.COVERAGE_ID)

    def _line(self, code: CodeType, line: int) -> object:
        module = self.modules.get(code.co_filename)
        if module is not None:
            self._now[module].append(line)
        return sys.monitoring.DISABLE

    def _in_a_child(
        self, session: pytest.Session, items: Mapping[str, pytest.Item], asked: Attempt
    ) -> int | None:
        child = Forked(target=_try, args=(session, items, asked))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # a thread may still be ending
            child.start()
        return ended(child, asked.within_s, self.line)


def _give_few_examples(items: Sequence[pytest.Item]) -> None:
    """Have a property be tried on a few examples, and on no smaller ones once one has failed.

    Hypothesis has a setting for it that a test's own goes before; so it is put in its place.
    """
    from hypothesis import Phase, settings  # pytest wants to be the first to import it

    for item in items:
        test = getattr(item, "obj", None)
        own: settings | None = getattr(test, HYPOTHESIS_SETTINGS, None)
        if own is not None:
            few = settings(
                own,
                max_examples=min(own.max_examples, EXAMPLES),
                phases=[Phase.explicit, Phase.generate],
            )
            setattr(test, HYPOTHESIS_SETTINGS, few)


def _try(session: pytest.Session, items: Mapping[str, pytest.Item], asked: Attempt) -> None:
    """Run the tests of *asked* with its fault; end with 1 as soon as one fails."""
    if not exchange(asked.module, asked.function):
        os._exit(CANNOT_EXCHANGE)
    for test, within_s in asked.tests.items():
        too_long = Timer(within_s, os._exit, [RAN_AWAY])
        too_long.daemon = True
        too_long.start()
        _run(items[test])
        too_long.cancel()
        if session.testsfailed:
            os._exit(1)
    os._exit(0)


def _run(item: pytest.Item) -> None:
    """Run one test; of what it was given, only what the whole session shares stays."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=item.session)


# ── One function for another ──────────────────────────────────────────────────────────


def exchange(module: str, function: str) -> bool:
    """Give a function that is loaded the code that its file has now; say whether it was found."""
    loaded = import_module(".".join(PurePosixPath(module).with_suffix("").parts))
    found: object = loaded
    for name in function.split("."):
        found = vars(found).get(name)
        if found is None:
            return False
    forget = getattr(found, "cache_clear", None)
    if forget is not None:
        forget()
    inner = _inside(found)
    file = loaded.__file__
    if inner is None or file is None:
        return False
    whole = compile(Path(file).read_bytes(), file, "exec")
    same = [
        code
        for code in _codes(whole)
        if code.co_qualname == function and code.co_freevars == inner.__code__.co_freevars
    ]
    if len(same) != 1:
        return False
    inner.__code__ = same[0]
    return True


def _inside(found: object) -> FunctionType | None:
    """Return the function that a property, a class method or a decorator is made of."""
    while not isinstance(found, FunctionType) or hasattr(found, "__wrapped__"):
        if isinstance(found, property):
            found = found.fget
        elif isinstance(found, cached_property):
            found = found.func
        elif isinstance(found, classmethod | staticmethod):
            found = found.__func__
        else:
            found = getattr(found, "__wrapped__", None)
        if found is None:
            return None
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Return every code of a module and of its classes, those of functions not entered."""
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _codes(each)
