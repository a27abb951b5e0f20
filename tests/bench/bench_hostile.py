"""Time and peak memory of every bad input: `make bench ARGS=hostile`.

Each case of `tests/bench/hostile` is met in a process of its own. A goal is missed by a case
that takes too long or too much memory, raises what nobody expected, or does not end.
"""

import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.hostile import Case
from tests.bench.sizes import sized

FOLDER = Path(__file__).parent / "hostile"
GOAL_S, GOAL_MB = 5.0, 300.0
PATIENCE_S = 120.0


def main() -> int:
    """Meet every case and print what it cost; 1 when a goal was missed, 2 for want of a figure."""
    costs: list[bool | None] = []
    print(f"{'s':>6} {'MB':>5}  case: what was said (goals: {GOAL_S:.0f} s, {GOAL_MB:.0f} MB)")
    for topic in sorted(each.stem for each in FOLDER.glob("[!_]*.py")):
        cases: tuple[Case, ...] = import_module(f"tests.bench.hostile.{topic}").CASES
        for index, case in enumerate(cases[: sized(None, tiny=1)]):
            with TemporaryDirectory() as folder:
                costs.append(_is_met(topic, index, case, folder))
    return 2 if None in costs else int(not all(costs))


def _is_met(topic: str, index: int, case: Case, folder: str) -> bool | None:
    """Print what it cost; return whether the goals were met, None where nothing was measured."""
    _child(topic, index, "make", folder).check_returncode()
    try:
        met = _child(topic, index, "meet", folder)
    except subprocess.TimeoutExpired:
        print(f"> {PATIENCE_S:4.0f}     -  {topic}, {case.name}: did not end  MISSED", flush=True)
        return None
    if met.returncode:
        error = (met.stderr.strip().splitlines() or [f"status {met.returncode}"])[-1]
        print(f"     -     -  {topic}, {case.name}: {error[:200]}  MISSED", flush=True)
        return None
    cost = json.loads(met.stdout.splitlines()[-1])
    good: bool = cost["took_s"] < GOAL_S and cost["peak_mb"] < GOAL_MB
    line = f"{cost['took_s']:6.2f} {cost['peak_mb']:5.0f}  {topic}, {case.name}: {cost['said']}"
    print(line if good else f"{line}  MISSED", flush=True)
    return good


def _child(topic: str, index: int, what: str, folder: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bench.hostile", topic, str(index), what, folder],
        check=False,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )


if __name__ == "__main__":
    sys.exit(main())
