"""`make soak`: 200 kills of the worker and 200 of the window; ARGS="--kills 20" for fewer."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.soak.worker_kills import kill_the_worker


def main() -> int:
    """Kill, look, say what was found; the exit status is 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        worker = kill_the_worker(Path(folder) / "worker", kills=asked.kills, seed=asked.seed)
        print(worker, flush=True)
        for fault in worker.faults:
            print(f"  {fault}")
        faults += len(worker.faults)
    return min(faults, 1)


if __name__ == "__main__":
    sys.exit(main())
