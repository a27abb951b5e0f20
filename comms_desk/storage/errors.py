"""What storage may refuse, as facts.  Light: nothing here needs SQLAlchemy."""

from datetime import datetime
from enum import StrEnum
from pathlib import Path

from comms_desk.changes import Ref, Subject
from comms_desk.errors import N_, CommsDeskError


class StorageBusy(CommsDeskError):
    """Another process held the lock too long; nothing was written, trying again is safe."""

    waited_s: float


class DatabaseHeld(CommsDeskError):
    """Another process has held the write lock for so long that it is stuck, or suspended.

    Since *since*; nothing is written meanwhile.  *process* 0: nobody knows which one it is; it
    runs on *computer*, or on this one where that is empty.
    """

    since: datetime
    process: int
    computer: str
    is_suspended: bool


class StorageUnreachable(CommsDeskError):
    """The database could not be opened: the file, the folder or the server refused."""

    what = N_("The database {place} cannot be opened: {reason}.")
    way_out = N_("Check that the folder or the server is there and that you may use it.")

    place: str
    reason: str


class AnswerLost(StorageUnreachable):
    """The server went away while it committed: nobody knows whether it did.

    What may be done twice without harm, as a save of what was typed, is tried again; anything
    else is for a person to look at first.
    """

    what = N_(
        "The connection to the database {place} was cut while saving ({reason}): it"
        " may have been saved."
    )
    way_out = N_("Look whether it is there before you do it again.")


class StorageReadOnly(CommsDeskError):
    """The desk can be read and not written to: nothing was written."""

    what = N_("The desk {place} can only be read for now; nothing was saved.")
    way_out = N_(
        "Reading, searching and exporting go on; have the right to write there given back."
    )

    place: str


class StorageFull(CommsDeskError):
    """The disk has no room left; nothing was written."""

    what = N_("The disk that holds {place} is full; nothing was saved.")
    way_out = N_("Free some room on the disk, then try again.")

    place: str


class StorageDamaged(CommsDeskError):
    """The file is not a sound database."""

    what = N_("The file {place} is not a database in good order: {reason}.")
    way_out = N_("Keep the file, and have the latest backup restored.")

    place: str
    reason: str


class TextNotStorable(CommsDeskError):
    """A text holds a NUL, which PostgreSQL keeps in no text, or half a character of UTF-16.

    Nothing was written.
    """

    what = N_("A text contains an invalid character; nothing was saved.")
    way_out = N_("Type the text again, or save its file as plain text first.")


PASSING_FAILURES = (StorageBusy, StorageUnreachable, StorageReadOnly, StorageFull)
"""What may be over by the next try."""
STORAGE_FAILURES = (*PASSING_FAILURES, StorageDamaged)
"""What befalls the database itself, whatever it was asked."""


class NotADesk(CommsDeskError):
    """The database has tables, but none of Comms Desk's."""

    what = N_("The database {place} is not that of a desk.")
    way_out = N_("Give the desk an empty database of its own; nothing was touched.")

    place: str


class DatabaseTooNew(CommsDeskError):
    """A newer Comms Desk has written this database; this one must not touch it."""

    what = N_("This database comes from a newer version of Comms Desk ({found}; here, {known}).")
    way_out = N_("Install the newer version; nothing was touched.")

    found: str
    known: str


class DatabaseTooOld(CommsDeskError):
    """Comms Desk at *commit* has to bring this database up to *known* before this one can."""

    what = N_(
        "This database comes from a version of Comms Desk that is too old ({found}; here,"
        " {known} at least)."
    )
    way_out = N_(
        "Open or restore it first with the version of commit {commit}; nothing was touched."
    )

    found: str
    known: str
    commit: str


class UpgradeNeeded(CommsDeskError):
    """The team's database waits for ``comms-desk migrate``."""

    found: str
    known: str


class NotFound(CommsDeskError):
    """Nothing has this id, or it is in the bin."""

    ref: Ref


class EditConflict(CommsDeskError):
    """Somebody changed this field since it was read; both texts are shown."""

    what = N_("Someone changed this meanwhile: it now says “{theirs}”; you wrote “{yours}”.")
    way_out = N_("Read both, then write the one to keep.")

    ref: Ref
    field: str
    theirs: object
    yours: object


class FieldChangedSince(CommsDeskError):
    """An edit is not undone: somebody changed that field since; in the words of its card.

    *who* is empty where nobody knows, *name* where the thing has none.
    """

    who: str
    field: str
    name: str
    before: str
    after: str


class NotInBin(CommsDeskError):
    """It is not in the bin: it never was, was taken out, or has gone for good."""

    what = N_("{ref} is not in the bin.")
    way_out = N_("Look for it among what the bin holds.")

    ref: Ref


class TakenSince(CommsDeskError):
    """It cannot leave the bin: something else has its name, address or code by now."""

    what = N_("It cannot be put back: something else has its name by now ({ref}).")
    way_out = N_("Change that of the other one, or put the other in the bin; then try again.")

    ref: Ref


class WasSent(CommsDeskError):
    """It left the house, or may have: it is archived, never put in the bin."""

    ref: Ref
    name: str


class NothingSent(CommsDeskError):
    """It never left the house: it goes to the bin, not to the archive."""

    ref: Ref
    name: str


class IsArchived(CommsDeskError):
    """What is archived is neither changed nor sent."""

    ref: Ref
    name: str


class NotArchived(CommsDeskError):
    """It is not in the archive, was taken out, was destroyed, or its time has not come."""

    what = N_("{ref} is not in the archive, or is to be kept longer.")
    way_out = N_("Look for it among what is archived.")

    ref: Ref


class RuleUnknown(CommsDeskError):
    """There is no rule of destruction of that number."""

    what = N_("There is no rule of destruction no.\u00a0{rule}.")
    way_out = N_("Look at the list of rules.")

    rule: int


class RuleEnded(CommsDeskError):
    """The rule has ended: it destroys nothing any more."""

    what = N_("Rule no.\u00a0{number} ended on {moment}: it destroys nothing any more.")
    way_out = N_("Add another one, with who signed it and when.")

    number: int
    moment: datetime


class RuleRuns(CommsDeskError):
    """Another rule runs for that kind: two would not keep it for the same time."""

    kind: Subject
    rule: int
    reference: str


class RuleIncomplete(CommsDeskError):
    """A rule of destruction says for how long, by which schedule, and who signed it."""

    field: str


class HeldFromDestruction(CommsDeskError):
    """It may not be destroyed: a hold keeps it, for a *reason*; nothing was.

    *name* is empty where nothing is called so.
    """

    ref: Ref
    name: str
    hold: int
    reason: str


class HoldUnexplained(CommsDeskError):
    """A hold is neither placed nor lifted without a reason."""

    what = N_("A hold on destruction is neither placed nor lifted without a reason.")
    way_out = N_("Say why: the number of the request for access, say.")


class HoldOfNothing(CommsDeskError):
    """A hold is over something: over days that follow each other, a mailbox, a thing."""

    what = N_("A hold is over a thing, an e-mail address, or days that follow each other.")
    way_out = N_("Write an address with its @, and the first day before the last.")


class HoldUnknown(CommsDeskError):
    """There is no hold of that number."""

    what = N_("There is no hold on destruction no.\u00a0{hold}.")
    way_out = N_("Look at the list of holds.")

    hold: int


class HoldLifted(CommsDeskError):
    """Somebody lifted that hold before."""

    what = N_("Hold no.\u00a0{number} was lifted on {moment}.")
    way_out = N_("Place another one if something is to be kept still.")

    number: int
    moment: datetime


class BlobTooLarge(CommsDeskError):
    """A file kept on the desk may not be larger than *limit* bytes."""

    size: int
    limit: int


class FormTooLong(CommsDeskError):
    """What is typed in a form is too long to be kept until it is finished."""

    longest: int


class BackupRefusal(StrEnum):
    """Why a file cannot be written as, or read as, a backup."""

    EXISTS = "exists"
    MISSING = "missing"
    UNWRITABLE = "unwritable"
    NOT_A_DESK = "not a desk"
    UNSOUND = "unsound"
    ALTERED = "altered"
    """It says that it is a desk's, and holds less or other things than one."""
    SERVER = "server"


class BackupRefused(CommsDeskError):
    """A file cannot be written as, or read as, a backup of the desk."""

    path: Path
    why: BackupRefusal
    detail: str = ""


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
