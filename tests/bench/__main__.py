"""`make bench`: every bench in turn, each in a process of its own; ARGS="search" for one.

The exit status is 1 when a goal was missed.  Figures and the machine they were measured on
are kept in docs/benchmarks.md.  ARGS="start slots --beside PATH" runs them turn about with those
of another checkout, say a git worktree of older code, and says what each measured.
"""

import argparse
import re
import statistics
import subprocess
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
NAMES = [each.stem.removeprefix("bench_") for each in sorted(FOLDER.glob("bench_*.py"))]
TURNS = 3
FIGURE = re.compile(r"(\d+(?:\.\d+)?) (ms of processor|ms\b|of processor)")
NUMBER = re.compile(r"\b\d+(?:\.\d+)?\b")
BETWEEN = re.compile(r"[\s:;,()]+")


def main(words: Sequence[str]) -> int:
    """Run the benches named (all when none is), and say which missed their goal."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="bench")
    parser.add_argument("--beside", type=Path, metavar="PATH", help="another checkout")
    asked = parser.parse_args(words)
    unknown = sorted(set(asked.names) - set(NAMES))
    if unknown:
        print(f"No such bench: {', '.join(unknown)}. There are: {', '.join(NAMES)}.")
        return 2
    wanted = asked.names or NAMES
    if asked.beside:
        return max([compare(each, ROOT, asked.beside.resolve()) for each in wanted])
    missed = []
    for name in wanted:
        print(f"── {name} ──", flush=True)
        ran = subprocess.run([sys.executable, "-m", f"tests.bench.bench_{name}"], check=False)
        if ran.returncode:
            missed.append(name)
    print(f"Goals missed: {', '.join(missed)}" if missed else "Every goal was met.")
    return 1 if missed else 0


def compare(name: str, here: Path, there: Path) -> int:
    """Run that bench of both trees turn about; print the medians of what both say, and the ratio.

    Both run on this environment's packages.  A bench that raises fails it; a missed goal does not.
    """
    print(f"── {name}, beside {there} ──", flush=True)
    if not (there / "tests" / "bench" / f"bench_{name}.py").exists():
        print("There is no such bench there.")
        return 2
    said: dict[Path, dict[str, list[float]]] = {each: defaultdict(list) for each in (here, there)}
    for turn in range(TURNS):
        for tree in (here, there) if turn % 2 else (there, here):
            command = [sys.executable, "-m", f"tests.bench.bench_{name}"]
            ran = subprocess.run(command, cwd=tree, check=False, capture_output=True, text=True)
            if "Traceback" in ran.stderr:
                print(f"{tree}:\n{ran.stderr}")
                return 2
            for label, figure in figures(ran.stdout):
                said[tree][label].append(figure)
    print(f"{'here':>9} {'there':>9}  ratio  (medians of {TURNS} turns, ms)")
    for label in said[here]:
        if label not in said[there]:
            continue
        ours, theirs = (statistics.median(said[tree][label]) for tree in (here, there))
        ratio = f"{ours / theirs:6.2f}" if theirs else "     –"
        print(f"{ours:9.1f} {theirs:9.1f} {ratio}  {label}")
    return 0


def figures(said: str) -> list[tuple[str, float]]:
    """Return the milliseconds that a bench said, each by the words before it in its line.

    Other figures of that line are left out of them, and numbers, which may differ, are "…".
    """
    return [
        (f"{_words(line[: found.start()])} ({found[2]})", float(found[1]))
        for line in said.splitlines()
        for found in FIGURE.finditer(line)
    ]


def _words(before: str) -> str:
    return BETWEEN.sub(" ", NUMBER.sub("…", FIGURE.sub("", before))).strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
