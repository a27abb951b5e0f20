"""`make mutants`: small faults are put into a copy of the desk; do the tests notice?

Each fault is tried against the tests of its own folder, those that run its line, the
quickest first, until one fails.  What takes longer than the budget is drawn by lot, and "n
of N" said.  Not in the suite: it takes minutes and answers about the tests, not the desk.

Why not a library.  mutmut 3.8 was tried on embargo and edits: it stands the plugins and the
mapped classes, but never drops a call (it has an argument of it left out or None, which
raises, and is noticed by any test), leaves classes and constants alone, tries a fault against
all that runs it rather than against its folder, makes 1.5 faults a line, and does not run on
Windows.  cosmic-ray 8.7 drops no call either, has no budget, and brings fifteen packages.
"""

import argparse
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from queue import SimpleQueue

import psutil

from tests.mutants.faults import Fault, faults_in
from tests.mutants.trying import FRAMEWORKS, Timed, attempt, learn, learnt

ROOT = Path(__file__).resolve().parents[2]
EQUIVALENTS = Path(__file__).with_name("equivalents.toml")
COPIED = ("comms_desk", "resources", "tests", "tools", "pyproject.toml")

GOAL = 0.95
SLOWER_AT_MOST = 5
"""A run that takes this many times what the tests took without the fault has run away."""
START_S = 20.0

TESTS_OF: Mapping[str, Sequence[str]] = {
    "comms_desk/embargo": ["tests/embargo", "tests/mail"],
    "comms_desk/embargo/restored.py": ["tests/across/test_restoring.py"],
    "comms_desk/mail": ["tests/mail"],
    "comms_desk/mail/departures.py": ["tests/mail", "tests/worker/test_letters.py"],
    "comms_desk/mail/restored.py": ["tests/across/test_restoring.py"],
    "comms_desk/storage/edits.py": ["tests/storage/test_edits.py"],
    "comms_desk/media/articles/arrivals.py": ["tests/media/articles"],
    "comms_desk/text/matching.py": ["tests/text"],
    "comms_desk/media/contacts/merging.py": ["tests/media/contacts"],
    "comms_desk/internal/bulletins/sending.py": ["tests/internal"],
}
"""What is tried, and the tests that are to notice: those of its folder, and where what it is for
is tried beside (letters leave in the worker, a desk is restored across the slices)."""


class Outcome(StrEnum):
    """What became of a fault."""

    NOTICED = "noticed"
    TIMED_OUT = "timed out"
    NOT_NOTICED = "not noticed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One line of `TESTS_OF`: its modules, and its tests as they went without a fault."""

    name: str
    modules: Sequence[str]
    tests: Mapping[str, Timed]

    def tests_that_meet(self, fault: Fault) -> Sequence[str]:
        """Return the tests that run the line of *fault*, the quickest first."""
        lines = frozenset(fault.lines)
        meeting = [
            test
            for test, timed in self.tests.items()
            if not lines or lines & timed.lines.get(fault.module, frozenset())
        ]
        return sorted(meeting, key=lambda test: self.tests[test].seconds)


def main() -> int:
    """Try, say what was not noticed; the exit status is 1 below the goal."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("only", nargs="*", help="a part of a module's path: embargo, mail/desk")
    parser.add_argument("--minutes", type=float, default=10.0, help="0: until all are tried")
    parser.add_argument("--seed", type=int, default=1, help="of the lot that is drawn")
    parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 4))
    asked = parser.parse_args()
    until = time.monotonic() + asked.minutes * 60 if asked.minutes else float("inf")
    with tempfile.TemporaryDirectory(prefix="comms-desk-mutants-") as folder:
        copies = [_copy(Path(folder) / str(number)) for number in range(asked.processes)]
        places = [
            place for each in TESTS_OF if (place := _learn(copies[0], each, asked.only)) is not None
        ]
        _same_bytecode(copies)
        known = equivalents()
        tried = [
            (place, fault)
            for place in places
            for module in place.modules
            for fault in faults_in(module, (ROOT / module).read_bytes())
            if fault.key not in known
        ]
        random.Random(asked.seed).shuffle(tried)
        outcomes = _try_all(tried, copies, until)
    return _report(tried, outcomes)


def equivalents() -> Mapping[tuple[str, str, str, str], str]:
    """Return why a fault changes nothing, by what it is known by."""
    entries = tomllib.loads(EQUIVALENTS.read_text("utf-8")).get("equivalent", [])
    return {
        (each["module"], each["function"], each["was"], each["becomes"]): each["why"]
        for each in entries
    }


def modules_of(name: str) -> Sequence[str]:
    """Return the modules of a line of `TESTS_OF`, as paths from the root."""
    path = ROOT / name
    if path.is_file():
        return [name]
    files = (each.relative_to(ROOT).as_posix() for each in sorted(path.rglob("*.py")))
    return [each for each in files if each not in TESTS_OF]


# ── Trying ────────────────────────────────────────────────────────────────────────────


def _try_all(
    tried: Sequence[tuple[Place, Fault]], copies: Sequence[Path], until: float
) -> Mapping[Fault, Outcome]:
    """Try what can be tried before *until*, one fault a copy at a time."""
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def one(place: Place, fault: Fault) -> Outcome | None:
        if time.monotonic() >= until:
            return None
        copy = free.get()
        try:
            return _try(copy, place, fault)
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        answers = pool.map(lambda each: one(*each), tried)
        outcomes: dict[Fault, Outcome] = {}
        for (_place, fault), outcome in zip(tried, answers, strict=True):
            if outcome is not None:
                outcomes[fault] = outcome
                _say(f"{len(outcomes)}/{len(tried)} {outcome}: {fault.module}:{fault.line}")
    return outcomes


def _try(copy: Path, place: Place, fault: Fault) -> Outcome:
    """Put *fault* into *copy*, run its tests, and take it out again."""
    tests = place.tests_that_meet(fault)
    if not tests:
        return Outcome.NOT_NOTICED
    file = copy / fault.module
    source = file.read_bytes()
    file.write_bytes(fault.put_into(source))
    try:
        usual_s = sum(place.tests[test].seconds for test in tests)
        status = _run(attempt, str(copy), tests, within_s=START_S + SLOWER_AT_MOST * usual_s)
    finally:
        file.write_bytes(source)
    if status is None:
        return Outcome.TIMED_OUT
    return Outcome.NOTICED if status else Outcome.NOT_NOTICED


def _learn(copy: Path, name: str, only: Sequence[str]) -> Place | None:
    """Return the place called *name* once its tests have passed; None when it is not asked for.

    Raises:
        SystemExit: They fail without any fault.
    """
    modules = [each for each in modules_of(name) if not only or any(part in each for part in only)]
    if not modules:
        return None
    tests = [each for each in TESTS_OF[name] if (ROOT / each).exists()]
    answer = copy / "learnt.json"
    status = _run(learn, str(copy), tests, modules, str(answer), within_s=600)
    if status:
        raise SystemExit(f"{' '.join(tests)}: they fail without any fault (status {status}).")
    place = Place(name=name, modules=modules, tests=learnt(str(answer)))
    _say(f"{name}: {len(place.tests)} tests", lasting=True)
    return place


def _run(what: object, *arguments: object, within_s: float) -> int | None:
    """Call *what* in a process of its own; return its exit status, None when it ran away."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if "forkserver" in methods:
        context.set_forkserver_preload(list(FRAMEWORKS))
    process = context.Process(target=what, args=arguments)  # type: ignore[attr-defined]
    process.start()
    process.join(within_s)
    status: int | None = process.exitcode
    if status is None:
        for each in [*psutil.Process(process.pid).children(recursive=True), process]:
            each.kill()
        process.join()
    process.close()
    return status


def _copy(folder: Path) -> Path:
    """Return *folder* with a copy of the desk in it: the faults never touch the desk itself."""
    for each in COPIED:
        source = ROOT / each
        if source.is_dir():
            shutil.copytree(
                source, folder / each, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
            )
        else:
            shutil.copy2(source, folder / each)
    return folder


def _same_bytecode(copies: Sequence[Path]) -> None:
    """Give every copy what the first has compiled, but what will have faults.

    A fault can leave size and second of a file as they were: Python would take the old one.
    """
    first, *others = copies
    for name in TESTS_OF:
        for module in modules_of(name):
            for compiled in (first / module).parent.glob(f"__pycache__/{Path(module).stem}.*.pyc"):
                compiled.unlink()
    for other in others:
        shutil.rmtree(other)
        shutil.copytree(first, other)


# ── Saying ────────────────────────────────────────────────────────────────────────────


def _report(tried: Sequence[tuple[Place, Fault]], outcomes: Mapping[Fault, Outcome]) -> int:
    """Say what was found; return the exit status."""
    _say("", lasting=True)
    print(f"{len(outcomes)} of {len(tried)} faults were tried")
    for place, fault in sorted(tried, key=lambda each: (each[1].module, each[1].start)):
        if outcomes.get(fault) is Outcome.NOT_NOTICED:
            met = "" if place.tests_that_meet(fault) else "   (no test comes here)"
            print(f"\n{fault.module}:{fault.line} in {fault.function or 'the module'}{met}")
            print(f"  - {fault.was}\n  + {fault.becomes}")
    print()
    print(f"{'':44}{'tried':>8}{'noticed':>9}{'timed out':>11}{'not':>6}{'':>8}")
    names = list(dict.fromkeys(name for name in TESTS_OF if any(p.name == name for p, _ in tried)))
    for name in names:
        counts = Counter(outcomes[f] for p, f in tried if p.name == name and f in outcomes)
        print(_line_of(name, counts))
    total = Counter(outcomes.values())
    print(_line_of("all", total))
    return int(_share(total) < GOAL)


def _line_of(name: str, counts: Counter[Outcome]) -> str:
    noticed, ran_away = counts[Outcome.NOTICED], counts[Outcome.TIMED_OUT]
    missed = counts[Outcome.NOT_NOTICED]
    figures = f"{counts.total():>8}{noticed:>9}{ran_away:>11}{missed:>6}{_share(counts):>8.1%}"
    return f"{name:44}{figures}"


def _share(counts: Counter[Outcome]) -> float:
    """Return how many were noticed, of those tried; one that runs away is noticed by anyone."""
    return 1 - counts[Outcome.NOT_NOTICED] / counts.total() if counts else 1.0


def _say(text: str, *, lasting: bool = False) -> None:
    """Tell the person how far it is, on one line where there is a terminal."""
    if lasting or not sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)
    else:
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
