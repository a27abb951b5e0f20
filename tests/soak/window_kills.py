"""Kill the window again and again while somebody types, and look at what is left.

What a save had returned is there; of what was typed, at most the last two seconds are lost;
each window goes on where the one before it was killed; the database is sound.
"""

import os
import random
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import override

from comms_desk.across.office import Office, open_office
from comms_desk.keys import Keys
from comms_desk.media.drafting.model import Draft, DraftId, DraftKind, NewDraft
from comms_desk.paths import Paths
from comms_desk.storage.soundness import check
from tests.soak.window_child import letter_at, plain

STARTED_WITHIN_S = 60.0
KILLED_WITHIN_S = 3.5
LOSABLE_S = 2.0
SLACK_S = 0.5
"""What two busy cores may add between a key and its commit, when they share it with kills."""


@dataclass(slots=True)
class Report:
    """What the kills left; *faults* must be empty."""

    kills: int = 0
    typed: int = 0
    saves: int = 0
    kept: int = 0
    longest_loss_s: float = 0.0
    faults: list[str] = field(default_factory=list)

    @override
    def __str__(self) -> str:
        """Say it in one line."""
        return (
            f"{self.kills} kills of the window; {self.typed} keys, {self.saves} saves,"
            f" {self.kept} characters kept; at most {self.longest_loss_s:.2f} s of typing lost;"
            f" {len(self.faults)} faults"
        )


@dataclass(slots=True)
class _Sitting:
    """What one window said before it was killed."""

    typed: list[tuple[int, float]] = field(default_factory=list)
    saved: list[int] = field(default_factory=list)
    began: Event = field(default_factory=Event)


def kill_the_window(home: Path, *, times: int, seed: int) -> Report:
    """Do it *times* times on a new desk in *home*."""
    chance = random.Random(seed)
    report = Report()
    office = open_office(Paths.under(home), keys=Keys({}))
    try:
        draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Communiqué"))
        for number in range(times):
            _kill_once(office, draft, report, wait_s=chance.uniform(0, KILLED_WITHIN_S))
            report.kills = number + 1
        found = check(office.database)
        if not found.is_sound:
            report.faults.append(str(found))
    finally:
        office.close()
    return report


def _kill_once(office: Office, draft: Draft, report: Report, *, wait_s: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.soak.window_child", str(draft.id)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ
        | {"COMMS_DESK_HOME": str(office.paths.data), "QT_QPA_PLATFORM": "offscreen"},
    )
    sitting = _Sitting()
    listening = Thread(target=_hear, args=(process, sitting))
    listening.start()
    if not sitting.began.wait(STARTED_WITHIN_S):
        report.faults.append("a window never began to type")
    with suppress(subprocess.TimeoutExpired):
        process.wait(wait_s)
        report.faults.append(f"a window ended by itself: {process.returncode}")
    killed_at = time.monotonic()
    process.kill()
    listening.join()
    assert process.stderr is not None
    assert process.stdout is not None
    if complaints := process.stderr.read():
        report.faults.append(complaints.decode("utf-8", "replace"))
    process.stderr.close()
    process.stdout.close()
    process.wait()
    _look(office, draft.id, sitting, killed_at, report)


def _hear(process: "subprocess.Popen[bytes]", sitting: _Sitting) -> None:
    assert process.stdout is not None
    for written in process.stdout:
        what, length, moment = written.decode().split()
        if what == "typed":
            sitting.typed.append((int(length), float(moment)))
            sitting.began.set()
        else:
            sitting.saved.append(int(length))


def _look(
    office: Office, draft: DraftId, sitting: _Sitting, killed_at: float, report: Report
) -> None:
    text = plain(office.drafts.open(draft).text)
    expected = "".join(map(letter_at, range(len(text))))
    if text != expected:
        report.faults.append(f"another text was kept: {text[-60:]!r}")
    if sitting.saved and len(text) < max(sitting.saved):
        report.faults.append(f"{max(sitting.saved)} were saved and {len(text)} are there")
    lost = [moment for length, moment in sitting.typed if length > len(text)]
    loss_s = killed_at - lost[0] if lost else 0.0
    if loss_s > LOSABLE_S + SLACK_S:
        report.faults.append(f"{loss_s:.2f} s of typing were lost")
    report.longest_loss_s = max(report.longest_loss_s, loss_s)
    report.typed += len(sitting.typed)
    report.saves += len(sitting.saved)
    report.kept = len(text)
