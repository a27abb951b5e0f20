"""`make soak`: 200 kills of the worker, 200 of the window, and 200 suspensions of the worker.

ARGS="--kills 20" for fewer of each, "--only sleeps" for one kind.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from tests.soak.window_kills import kill_the_window
from tests.soak.worker_kills import kill_the_worker
from tests.soak.worker_sleeps import suspend_the_worker


class Report(Protocol):
    """What was left; *faults* must be empty."""

    faults: list[str]


class Soak(Protocol):
    """Does it *times* times on a new desk in *home*."""

    def __call__(self, home: Path, *, times: int, seed: int) -> Report:
        """Return what was left."""
        ...


KINDS: Mapping[str, Soak] = {
    "worker": kill_the_worker,
    "window": kill_the_window,
    "sleeps": suspend_the_worker,
}


def main() -> int:
    """Kill, look, say what was found; the exit status is 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=list(KINDS))
    asked = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, soak in KINDS.items():
            if asked.only in {None, name}:
                report = soak(Path(folder) / name, times=asked.kills, seed=asked.seed)
                print(report, *report.faults, sep="\n  ", flush=True)
                faults += len(report.faults)
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
