"""`make soak`: 200 kills of the worker and 200 of the window; ARGS="--kills 20" for fewer."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.soak.window_kills import kill_the_window
from tests.soak.worker_kills import kill_the_worker


def main() -> int:
    """Kill, look, say what was found; the exit status is 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=["worker", "window"])
    asked = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, kill in (("worker", kill_the_worker), ("window", kill_the_window)):
            if asked.only in {None, name}:
                report = kill(Path(folder) / name, kills=asked.kills, seed=asked.seed)
                print(report, *report.faults, sep="\n  ", flush=True)
                faults += len(report.faults)
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
