"""What the worker says to the window that started it: one JSON object a line.

Lines are hints, the database is the truth: one that is lost or not understood costs
nothing.  A line is written whole and flushed; what cannot be read is left out.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, assert_never

from comms_desk.changes import Change, Subject

LINE_LIMIT_BYTES = 64 * 1024
IDS_A_LINE = 1000
"""A change of more things than this is said of all of them."""


class Job(StrEnum):
    """What the worker may be busy with."""

    LETTERS = "letters"
    FEEDS = "feeds"
    BIN = "bin"


class Doing(StrEnum):
    """Where the worker as a whole stands."""

    STARTING = "starting"
    WORKING = "working"
    WAITING = "waiting"
    WAITING_HERE = "waiting here"
    """Another worker of the same computer has the work in hand."""
    WAITING_FOR_SERVICE = "waiting for service"
    """The service of this computer has it."""
    WAITING_FOR_LETTERS = "waiting for letters"
    """One of this computer, whose window has closed, sends its last letters."""
    FINISHING = "finishing"
    """Its window has closed: what is due leaves, then it ends by itself."""
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class State:
    """Where the worker stands."""

    doing: Doing


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is; *total* 0 means that nobody knows."""

    job: Job
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class DeskChanged:
    """Something was committed."""

    change: Change


@dataclass(frozen=True, slots=True)
class Failed:
    """A job failed, in the words of `wording`; *error* is the class, for the log."""

    job: Job
    error: str
    what: str
    way_out: str


Report = State | Progress | DeskChanged | Failed


def write(line: Report) -> str:
    """Return *line* as JSON, without its line end."""
    said: dict[str, Any]
    match line:
        case State() | Progress() | Failed():
            said = {"line": type(line).__name__.lower()} | asdict(line)
        case DeskChanged(change):
            ids = sorted(change.ids) if len(change.ids) <= IDS_A_LINE else []
            said = {"line": "changed", "subject": change.subject, "ids": ids}
        case _:
            assert_never(line)
    return json.dumps(said, ensure_ascii=True)


def read(text: str | bytes) -> Report | None:
    """Return what a line says, or None when it says nothing that this version knows."""
    try:
        said = json.loads(text)
        return _READERS[said["line"]](said)
    except (ValueError, KeyError, TypeError):
        return None


_READERS: dict[str, Callable[[dict[str, Any]], Report]] = {
    "state": lambda said: State(Doing(said["doing"])),
    "progress": lambda said: Progress(Job(said["job"]), int(said["done"]), int(said["total"])),
    "changed": lambda said: DeskChanged(
        Change.of(Subject(said["subject"]), [int(each) for each in said["ids"]])
    ),
    "failed": lambda said: Failed(
        Job(said["job"]), str(said["error"]), str(said["what"]), str(said["way_out"])
    ),
}
