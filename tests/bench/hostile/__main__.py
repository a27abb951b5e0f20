"""One case in this process: `python -m tests.bench.hostile TOPIC INDEX make|meet FOLDER`.

*meet* prints one JSON object: seconds, peak memory of the process, and what was said.
"""

import json
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from time import perf_counter

import psutil

from tests.bench.hostile import Case


def main(topic: str, index: str, what: str, folder: str) -> None:
    """Make one case, or meet it."""
    cases: Sequence[Case] = import_module(f"tests.bench.hostile.{topic}").CASES
    case = cases[int(index)]
    if what == "make":
        case.make(Path(folder))
        return
    began = perf_counter()
    said = case.meet(Path(folder))
    took_s = perf_counter() - began
    print(json.dumps({"took_s": took_s, "peak_mb": peak_bytes() / 1e6, "said": said}))


def peak_bytes() -> int:
    """Return how much memory this process held at most."""
    if sys.platform == "win32":
        peak = psutil.Process().memory_info().peak_wset
    else:
        import resource

        kept = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        peak = kept if sys.platform == "darwin" else kept * 1024
    return int(peak)


if __name__ == "__main__":
    main(*sys.argv[1:])
