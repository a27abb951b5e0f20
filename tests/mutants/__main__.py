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
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from queue import SimpleQueue

from tests.mutants.faults import Fault, Key, faults_in
from tests.mutants.trying import (
    CAN_FORK,
    CANNOT_EXCHANGE,
    RAN_AWAY,
    Attempt,
    Timed,
    ended,
    from_nothing,
    warm_up,
)

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "out"
EQUIVALENTS = Path(__file__).with_name("equivalents.toml")
COPIED = ("comms_desk", "resources", "tests", "tools", "pyproject.toml")

GOAL = 0.95
SLOWER_AT_MOST = 5
"""A run that takes this many times what the tests took without the fault has run away."""
START_S = 20.0

_SPAWNED = multiprocessing.get_context("spawn")

TESTS_OF: Mapping[str, Sequence[str]] = {
    "comms_desk/embargo": ["tests/embargo", "tests/mail/test_outbox.py", "tests/media/dispatches"],
    "comms_desk/embargo/restored.py": ["tests/across/test_restore.py"],
    "comms_desk/mail": ["tests/mail"],
    "comms_desk/mail/departures.py": ["tests/mail", "tests/worker/test_letters.py"],
    "comms_desk/mail/compose.py": ["tests/mail", "tests/across/test_handover.py"],
    "comms_desk/mail/handing_over.py": ["tests/across/test_handover.py"],
    "comms_desk/mail/held_words.py": ["tests/mail", "tests/embargo"],
    "comms_desk/mail/letter_outcomes.py": ["tests/mail", "tests/media/dispatches"],
    "comms_desk/mail/reading": [
        *("tests/mail/reading", "tests/mail/bounces", "tests/media/inquiries/case"),
        *("tests/media/inquiries/test_reading_mails.py", "tests/across/test_answers.py"),
    ],
    "comms_desk/mail/restored.py": ["tests/across/test_restore.py"],
    "comms_desk/mail/within.py": [
        *(
            "tests/mail",
            "tests/across/test_bounced_contacts.py",
            "tests/across/test_contact_status.py",
        ),
        *("tests/across/test_holds_reach.py", "tests/media/dispatches"),
    ],
    "comms_desk/mail/unfinished.py": ["tests/mail", "tests/worker/test_finishing.py"],
    "comms_desk/storage/edits.py": [
        *("tests/storage/test_edits.py", "tests/embargo", "tests/across/test_holds_reach.py"),
        *("tests/across/test_archive_goes_too.py", "tests/across/test_taking_back.py"),
    ],
    "comms_desk/media/articles/arrivals.py": ["tests/media/articles"],
    "comms_desk/media/articles/arrival_rows.py": ["tests/media/articles"],
    "comms_desk/media/articles/incoming.py": ["tests/media/articles"],
    "comms_desk/media/articles/likeness.py": ["tests/media/articles"],
    "comms_desk/media/articles/known_articles.py": ["tests/media/articles"],
    "comms_desk/media/articles/shown_entries.py": ["tests/media/articles"],
    "comms_desk/text/matching.py": ["tests/text", "tests/media/themes"],
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

    def tests_that_meet(self, fault: Fault) -> Mapping[str, Timed]:
        """Return the tests that run the line of *fault*, the quickest first."""
        lines = frozenset(fault.lines)
        meeting = {
            test: timed
            for test, timed in self.tests.items()
            if not lines or lines & timed.lines.get(fault.module, frozenset())
        }
        return dict(sorted(meeting.items(), key=lambda each: each[1].seconds))


def main() -> int:
    """Try, say what was not noticed; the exit status is 1 below the goal."""
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("only", nargs="*", help="a part of a module's path: embargo, mail/desk")
    parser.add_argument("--minutes", type=float, default=10.0, help="0: until all are tried")
    parser.add_argument("--seed", type=int, default=1, help="of the lot that is drawn")
    parser.add_argument("--processes", type=int, default=min(os.cpu_count() or 1, 4))
    asked = parser.parse_args()
    until = time.monotonic() + asked.minutes * 60 if asked.minutes else float("inf")
    wanted = {name: modules for name in TESTS_OF if (modules := modules_of(name, asked.only))}
    if not wanted:
        parser.error(f"nothing that is tried has this in its path: {' '.join(asked.only)}")
    known = equivalents()
    faults = [
        (name, fault)
        for name, modules in wanted.items()
        for module in modules
        for fault in faults_in(module, (ROOT / module).read_bytes())
    ]
    _say_gone(known, {fault.key for _name, fault in faults}, asked.only)
    tried = [(name, fault) for name, fault in faults if fault.key not in known]
    random.Random(asked.seed).shuffle(tried)
    modules = list(chain.from_iterable(wanted.values()))
    tests = list(dict.fromkeys(test for name in wanted for test in TESTS_OF[name]))
    OUT.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="mutants-", dir=OUT) as folder:
        benches = [
            Bench(_copy(Path(folder) / str(number)), tests, modules)
            for number in range(asked.processes)
        ]
        learnt, *_others = [bench.learn() for bench in benches]
        places = {
            name: Place(
                name=name,
                modules=modules,
                tests={
                    test: timed
                    for test, timed in learnt.items()
                    if test.startswith(tuple(TESTS_OF[name]))
                },
            )
            for name, modules in wanted.items()
        }
        _say(f"{len(learnt)} tests, {len(tried)} faults", lasting=True)
        try:
            outcomes = _try_all([(places[name], fault) for name, fault in tried], benches, until)
        finally:
            for bench in benches:
                bench.close()
    return _report([(places[name], fault) for name, fault in tried], outcomes)


def equivalents() -> Mapping[Key, str]:
    """Return why a fault changes nothing, by what it is known by."""
    entries = tomllib.loads(EQUIVALENTS.read_text("utf-8")).get("equivalent", [])
    return {
        (each["module"], each["function"], each["was"], each["becomes"]): each["why"]
        for each in entries
    }


def modules_of(name: str, only: Sequence[str] = ()) -> list[str]:
    """Return the modules that a line of `TESTS_OF` alone has, as paths from the root."""
    path = ROOT / name
    theirs = {other for other in TESTS_OF if other.startswith(f"{name}/")}
    files = [path] if path.is_file() else sorted(path.rglob("*.py"))
    modules = [each.relative_to(ROOT).as_posix() for each in files]
    return [
        each
        for each in modules
        if not any(f"{each}/".startswith(f"{other}/") for other in theirs)
        and (not only or any(part in each for part in only))
    ]


# ── Trying ────────────────────────────────────────────────────────────────────────────


class Bench:
    """One copy of the desk, and what tries faults in it, one after the other."""

    def __init__(self, folder: Path, tests: Sequence[str], modules: Sequence[str]) -> None:
        self.folder, self._modules = folder, modules
        self._line, theirs = _SPAWNED.Pipe()
        self._warm = _SPAWNED.Process(target=warm_up, args=(str(folder), tests, modules, theirs))
        self._warm.start()
        theirs.close()

    def learn(self) -> Mapping[str, Timed]:
        """Return what each test runs.

        Raises:
            SystemExit: One fails without any fault.
        """
        try:
            learnt: Mapping[str, Timed] | str = self._line.recv()
        except EOFError:
            raise SystemExit("The tests ended before they could be tried.") from None
        if isinstance(learnt, str):
            raise SystemExit(f"A test fails without any fault. {learnt}")
        # A fault can leave size and second of a file as they were: Python would take the old.
        for module in self._modules:
            stem = Path(module).stem
            for compiled in (self.folder / module).parent.glob(f"__pycache__/{stem}.*.pyc"):
                compiled.unlink()
        return learnt

    def attempt(self, fault: Fault, tests: Mapping[str, Timed]) -> Outcome:
        """Put *fault* into the copy, run its *tests*, and take it out again."""
        if not tests:
            return Outcome.NOT_NOTICED
        within_s = START_S + SLOWER_AT_MOST * sum(each.seconds for each in tests.values())
        file = self.folder / fault.module
        source = file.read_bytes()
        file.write_bytes(fault.put_into(source))
        try:
            status: int | None = CANNOT_EXCHANGE
            if CAN_FORK and fault.outermost:
                asked = Attempt(
                    module=fault.module,
                    function=fault.outermost,
                    tests={
                        test: START_S + SLOWER_AT_MOST * timed.seconds
                        for test, timed in tests.items()
                    },
                    within_s=within_s,
                )
                self._line.send(asked)
                status = self._line.recv()
            if status == CANNOT_EXCHANGE:
                process = _SPAWNED.Process(target=from_nothing, args=(str(self.folder), [*tests]))
                process.start()
                status = ended(process, within_s)
        finally:
            file.write_bytes(source)
        if status is None or status == RAN_AWAY:
            return Outcome.TIMED_OUT
        return Outcome.NOTICED if status else Outcome.NOT_NOTICED

    def close(self) -> None:
        """Have the warm process end."""
        self._line.send(None)
        ended(self._warm, START_S)


def _try_all(
    tried: Sequence[tuple[Place, Fault]], benches: Sequence[Bench], until: float
) -> Mapping[Fault, Outcome]:
    """Try what can be tried before *until*, one fault a bench at a time."""
    free: SimpleQueue[Bench] = SimpleQueue()
    for bench in benches:
        free.put(bench)

    def one(place: Place, fault: Fault) -> Outcome | None:
        if time.monotonic() >= until:
            return None
        bench = free.get()
        try:
            return bench.attempt(fault, place.tests_that_meet(fault))
        finally:
            free.put(bench)

    with ThreadPoolExecutor(len(benches)) as pool:
        answers = pool.map(lambda each: one(*each), tried)
        outcomes: dict[Fault, Outcome] = {}
        for (_place, fault), outcome in zip(tried, answers, strict=True):
            if outcome is not None:
                outcomes[fault] = outcome
                _say(f"{len(outcomes)}/{len(tried)} {outcome}: {fault.module}:{fault.line}")
    return outcomes


def _copy(folder: Path) -> Path:
    """Return *folder* with a copy of the desk in it: the faults never touch the desk itself."""
    compiled = shutil.ignore_patterns("__pycache__", "*.pyc")
    for each in COPIED:
        source = ROOT / each
        if source.is_dir():
            shutil.copytree(source, folder / each, ignore=compiled)
        else:
            shutil.copy2(source, folder / each)
    return folder


# ── Saying ────────────────────────────────────────────────────────────────────────────


def _say_gone(known: Iterable[Key], there: Collection[Key], only: Sequence[str]) -> None:
    """Name what the list of those that change nothing has and the text has no more."""
    for key in known:
        module, function, was, becomes = key
        if key not in there and (not only or any(part in module for part in only)):
            print(f"No longer there: {module}, {function}: {was} → {becomes}")


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
    for name in TESTS_OF:
        counts = Counter(outcomes[f] for p, f in tried if p.name == name and f in outcomes)
        if counts:
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
