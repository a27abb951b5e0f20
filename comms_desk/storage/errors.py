"""What storage may refuse, as facts.  Light: nothing here needs SQLAlchemy."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError


@dataclass(eq=False)
class StorageBusy(CommsDeskError):
    """Another process held the lock too long; nothing was written, trying again is safe."""

    waited_s: float


@dataclass(eq=False)
class StorageUnreachable(CommsDeskError):
    """The database could not be opened: the file, the folder or the server refused."""

    place: str
    reason: str


@dataclass(eq=False)
class AnswerLost(StorageUnreachable):
    """The server went away while it committed: nobody knows whether it did.

    What may be done twice without harm, as a save of what was typed, is tried again; anything
    else is for a person to look at first.
    """


@dataclass(eq=False)
class StorageReadOnly(CommsDeskError):
    """The desk can be read and not written to: nothing was written."""

    place: str


@dataclass(eq=False)
class StorageFull(CommsDeskError):
    """The disk has no room left; nothing was written."""

    place: str


@dataclass(eq=False)
class StorageDamaged(CommsDeskError):
    """The file is not a sound database."""

    place: str
    reason: str


@dataclass(eq=False)
class TextNotStorable(CommsDeskError):
    """A text holds a NUL, which PostgreSQL keeps in no text, or half a character of UTF-16.

    Nothing was written.
    """


PASSING_FAILURES = (StorageBusy, StorageUnreachable, StorageReadOnly, StorageFull)
"""What may be over by the next try."""
STORAGE_FAILURES = (*PASSING_FAILURES, StorageDamaged)
"""What befalls the database itself, whatever it was asked."""


@dataclass(eq=False)
class NotADesk(CommsDeskError):
    """The database has tables, but none of Comms Desk's."""

    place: str


@dataclass(eq=False)
class DatabaseTooNew(CommsDeskError):
    """A newer Comms Desk has written this database; this one must not touch it."""

    found: str
    known: str


@dataclass(eq=False)
class UpgradeNeeded(CommsDeskError):
    """The team's database waits for ``comms-desk migrate``."""

    found: str
    known: str


@dataclass(eq=False)
class NotFound(CommsDeskError):
    """Nothing has this id, or it is in the bin."""

    ref: Ref


@dataclass(eq=False)
class EditConflict(CommsDeskError):
    """Somebody changed this field since it was read; both texts are shown."""

    ref: Ref
    field: str
    theirs: object
    yours: object


@dataclass(eq=False)
class NotInBin(CommsDeskError):
    """It is not in the bin: it never was, was taken out, or has gone for good."""

    ref: Ref


@dataclass(eq=False)
class TakenSince(CommsDeskError):
    """It cannot leave the bin: something else has its name, address or code by now."""

    ref: Ref


@dataclass(eq=False)
class WasSent(CommsDeskError):
    """It left the house, or may have: it is archived, never put in the bin."""

    ref: Ref
    name: str


@dataclass(eq=False)
class NothingSent(CommsDeskError):
    """It never left the house: it goes to the bin, not to the archive."""

    ref: Ref
    name: str


@dataclass(eq=False)
class IsArchived(CommsDeskError):
    """What is archived is neither changed nor sent."""

    ref: Ref
    name: str


@dataclass(eq=False)
class NotArchived(CommsDeskError):
    """It is not in the archive, was taken out, was destroyed, or its time has not come."""

    ref: Ref


@dataclass(eq=False)
class RuleUnknown(CommsDeskError):
    """There is no rule of destruction of that number."""

    rule: int


@dataclass(eq=False)
class RuleEnded(CommsDeskError):
    """The rule has ended: it destroys nothing any more."""

    rule: int
    ended_at: datetime


@dataclass(eq=False)
class RuleRuns(CommsDeskError):
    """Another rule runs for that kind: two would not keep it for the same time."""

    kind: Subject
    rule: int
    reference: str


@dataclass(eq=False)
class RuleIncomplete(CommsDeskError):
    """A rule of destruction says for how long, by which schedule, and who signed it."""

    field: str


@dataclass(eq=False)
class BlobTooLarge(CommsDeskError):
    """A file kept on the desk may not be larger than *limit* bytes."""

    size: int
    limit: int


@dataclass(eq=False)
class FormTooLong(CommsDeskError):
    """What is typed in a form is too long to be kept until it is finished."""

    longest: int


class Refusal(StrEnum):
    """Why a file cannot be written as, or read as, a backup."""

    EXISTS = "exists"
    MISSING = "missing"
    UNWRITABLE = "unwritable"
    NOT_A_DESK = "not a desk"
    UNSOUND = "unsound"
    ALTERED = "altered"
    """It says that it is a desk's, and holds less or other things than one."""
    SERVER = "server"


@dataclass(eq=False)
class BackupRefused(CommsDeskError):
    """A file cannot be written as, or read as, a backup of the desk."""

    path: Path
    why: Refusal
    detail: str = ""


@dataclass(eq=False)
class DeskInUse(CommsDeskError):
    """A restore needs the desk to itself: a window or a worker still has it open.

    Attributes:
        place: The desk.
        computer: The name of the computer whose worker has it; empty: nobody knows.
        until: When that one lets go, should it live no more.
    """

    place: str
    computer: str = ""
    until: datetime | None = None
