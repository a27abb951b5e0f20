"""`make soak`: 200 kills of the worker, of the window, of who answers; 200 suspensions; releases.

A release to 1,000 leaves by each door, and a table says what came of it.

ARGS="--kills 20 --letters 300" for less, "--only sleeps" for one kind, "--on PostgreSQL" for
those of a worker on the desk of a team.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from comms_desk.clock import SystemClock
from tests.bench.engines import ENGINES, desk_of
from tests.soak.answer_kills import kill_who_answers
from tests.soak.outlook_kills import OUTLOOK, hand_over_a_release
from tests.soak.outlook_kills import Report as OutlookReport
from tests.soak.release import send_a_release
from tests.soak.release_judging import Report as ReleaseReport
from tests.soak.release_sink import Door
from tests.soak.window_kills import kill_the_window
from tests.soak.worker_kills import kill_the_worker
from tests.soak.worker_sleeps import suspend_the_worker


class Report(Protocol):
    """What was left; *faults* must be empty."""

    faults: list[str]


class Soak(Protocol):
    """Does it *times* times on a new desk in *home*, or that of the empty database at *url*."""

    def __call__(self, home: Path, *, times: int, seed: int, url: str | None) -> Report:
        """Return what was left."""
        ...


KINDS: Mapping[str, Soak] = {
    "worker": kill_the_worker,
    "sleeps": suspend_the_worker,
    "answers": kill_who_answers,
}
WINDOW, RELEASE = "window", "release"


def main() -> int:
    """Kill, look, say what was found; the exit status is 1 when anything was lost."""
    parser = argparse.ArgumentParser(prog="make soak")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--letters", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=[*KINDS, WINDOW, RELEASE])
    parser.add_argument("--on", choices=ENGINES, default=ENGINES[0])
    parser.add_argument("--door", choices=[*Door, OUTLOOK])
    parser.add_argument("--unproven", action="store_true", help="a release that must have faults")
    asked = parser.parse_args()
    faults, releases = 0, list[ReleaseReport | OutlookReport]()
    with tempfile.TemporaryDirectory() as folder:
        for report in _reports(Path(folder), asked):
            print(report, *report.faults, sep="\n  ", flush=True)
            faults += len(report.faults)
            if isinstance(report, ReleaseReport | OutlookReport):
                releases.append(report)
    if releases:
        print(*_table(releases), sep="\n")
    return min(faults, 1)


def _table(releases: Sequence[ReleaseReport | OutlookReport]) -> Iterator[str]:
    """Yield the lines of a table of what must never be, by each door."""
    heads = ["door", "letters", "received", *releases[0].kinds]
    yield f"| {' | '.join(heads)} |"
    yield "|---" * len(heads) + "|"
    for each in releases:
        row = [each.door, each.letters, each.received, *each.kinds.values()]
        yield f"| {' | '.join(map(str, row))} |"


def _reports(folder: Path, asked: argparse.Namespace) -> Iterator[Report]:
    for name, soak in KINDS.items():
        if asked.only in {None, name}:
            with desk_of(asked.on, SystemClock()) as desk:
                url = desk.url.render_as_string(hide_password=False)
                yield soak(folder / name, times=asked.kills, seed=asked.seed, url=url)
    if asked.on != ENGINES[0]:
        return
    if asked.only in {None, WINDOW}:
        yield kill_the_window(folder / WINDOW, times=asked.kills, seed=asked.seed)
    for door in Door:
        if asked.only in {None, RELEASE} and asked.door in {None, door}:
            home = folder / f"{RELEASE} {door}"
            yield send_a_release(
                home,
                letters=asked.letters,
                seed=asked.seed,
                door=door,
                proven=not asked.unproven,
            )
    if asked.only in {None, RELEASE} and asked.door in {None, OUTLOOK}:
        home = folder / f"{RELEASE} {OUTLOOK}"
        yield hand_over_a_release(home, letters=asked.letters, seed=asked.seed)


if __name__ == "__main__":
    sys.exit(main())
