"""`make bench`: every bench in turn, each in a process of its own; ARGS="search" for one.

The exit status is 1 when a goal was missed.  Figures and the machine they were measured on
are kept in docs/benchmarks.md.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def main(wanted: list[str]) -> int:
    """Run the benches named (all when none is), and say which missed their goal."""
    names = [each.stem.removeprefix("bench_") for each in sorted(FOLDER.glob("bench_*.py"))]
    unknown = sorted(set(wanted) - set(names))
    if unknown:
        print(f"No such bench: {', '.join(unknown)}. There are: {', '.join(names)}.")
        return 2
    missed = []
    for name in wanted or names:
        print(f"── {name} ──", flush=True)
        ran = subprocess.run([sys.executable, "-m", f"tests.bench.bench_{name}"], check=False)
        if ran.returncode:
            missed.append(name)
    print(f"Goals missed: {', '.join(missed)}" if missed else "Every goal was met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
