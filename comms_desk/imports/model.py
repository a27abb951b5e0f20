"""What an import would do, row by row, what it did, and what its undo left."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NewType

from comms_desk.changes import Subject
from comms_desk.errors import N_, CommsDeskError

if TYPE_CHECKING:
    from comms_desk.imports.workbook import OpenedTable
    from comms_desk.text.columns import Sheet
    from comms_desk.text.tabular import Record

ImportId = NewType("ImportId", int)

UNDOABLE = timedelta(days=30)
"""For how long an import can be undone: as long as the bin keeps things, unless told."""


class TableUnreadable(CommsDeskError):
    """A file to bring in could not be opened or read."""

    what = N_("The file {path} could not be read: {reason}.")
    way_out = N_("Close it in other programs, or choose another file.")

    path: Path
    reason: str


class RowRagged(CommsDeskError):
    """A row has not as many cells as the header: nobody knows which cell is which."""

    what = N_("The row has {found} cells; the header has {expected}.")
    way_out = N_("Correct the row: its cells do not line up with the columns.")

    found: int
    expected: int


class AlreadyUndone(CommsDeskError):
    """An import is undone once."""

    what = N_("The import of {file} was undone on {moment} already.")
    way_out = N_("Import the file again if you want it back.")

    file: str
    moment: datetime


class TooLateToUndo(CommsDeskError):
    """An import is not undone after the time for which the bin keeps what came with it."""

    what = N_("The import of {file} could be undone until {moment}.")
    way_out = N_("Correct or remove what it brought, one by one.")

    file: str
    moment: datetime


class RowFate(StrEnum):
    """What becomes of a row of the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """One field that a row changes; *before* is empty for what is added."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A row of the file, and what becomes of it.

    Attributes:
        where: Where it says that they work: an outlet, a service.
        title: What it says that somebody new is there; *beats*, what they cover.
        reason: Why it is refused; None otherwise.
        namesake: It is new, and somebody of that name is already there.
        disputed: Fields that it leaves as they are, since other rows of that name say
            otherwise.
        is_newsroom: It names nobody: it is how the newsroom of an outlet is reached.
        left_out: Why addresses or telephones of it are left out of what becomes of it.
    """

    line: int
    name: str
    where: str = ""
    title: str = ""
    beats: tuple[str, ...] = ()
    fate: RowFate
    changes: tuple[PlannedChange, ...] = ()
    reason: CommsDeskError | None = None
    namesake: bool = False
    disputed: tuple[str, ...] = ()
    is_newsroom: bool = False
    left_out: tuple[CommsDeskError, ...] = ()

    @property
    def leaves_out(self) -> bool:
        """Whether it, or something that it says, does not come."""
        return self.reason is not None or bool(self.disputed or self.left_out)


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnsTaken:
    """By heading of a file, what its column is taken for, or nothing; and all that it may be.

    *cells* has the first of what stands under each heading that has something under it;
    *worksheet* and *worksheets* are as in `OpenedTable`; *header_line* and *first* as in `Sheet`.
    """

    taken: Mapping[str, str]
    cells: Mapping[str, tuple[str, ...]]
    keys: tuple[str, ...]
    worksheet: str = ""
    worksheets: tuple[str, ...] = ()
    header_line: int = 0
    first: "tuple[Record, ...]" = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """The dry run of an import, in the order of the file.

    Attributes:
        subject: What its rows are of.
        file_name: What the file is called, as its import will be.
        opened: The bytes that it was made from, to be read again where the desk moved, and the
            worksheet that they were, with its neighbours.
        sheet: The headings of the file, without its rows.
        reaches_nobody: There are rows that say something, and no address and no telephone.
        new_outlets: The names of those that would come with it.
        absent: How many of the desk the file does not have: they stay.
        chosen: By heading, the key of the column that a person says it is.
        keys: Those of the columns that a file of its kind may have.
        moment: The state of the desk that it was made from.
        desk: What the rows make of the desk, ready to be written.
    """

    subject: Subject
    file_name: str
    rows: tuple[PlannedRow, ...]
    sheet: "Sheet"
    reaches_nobody: bool
    new_outlets: tuple[str, ...]
    absent: int
    opened: "OpenedTable" = field(repr=False)
    chosen: Mapping[str, str]
    keys: tuple[str, ...]
    moment: tuple[int, ...] = field(repr=False)
    desk: Any = field(repr=False, compare=False)

    @property
    def counts(self) -> Mapping[RowFate, int]:
        """Return how many rows have each fate."""
        counted = Counter(row.fate for row in self.rows)
        return {fate: counted[fate] for fate in RowFate}

    @property
    def refused(self) -> tuple[PlannedRow, ...]:
        """Return the rows that are not imported."""
        return tuple(row for row in self.rows if row.fate is RowFate.REFUSED)

    @property
    def does_something(self) -> bool:
        """Whether applying it would write anything."""
        return any(row.fate in {RowFate.NEW, RowFate.CHANGED} for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What an import wrote: by kind, the ids of what it added; and those of its edits.

    Within one transaction the ids of one kind follow one another.
    """

    added: Mapping[Subject, range]
    edits: range

    def of(self, subject: Subject) -> range:
        """Return the ids of that kind that it added."""
        return self.added.get(subject, range(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDone:
    """An import that was made: the plan that was carried out, and what it wrote.

    *left_out* counts the rows that did not come, or not whole.
    """

    id: ImportId
    plan: ImportPlan
    written: ImportResult
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone:
    """What an import had written and its undo left, by name: somebody has changed it since.

    *kept* are of the kind of the import, or parts of one; *outlets* came with it.
    """

    kept: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReason:
    """Why something was left out: an error, by its name and its facts."""

    error: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRow:
    """A row that did not come, or not whole.

    Attributes:
        line: Where it begins in the file.
        name: Whom it speaks of.
        is_refused: Nothing of it came.
        reasons: Why; none where *disputed* is all.
        disputed: The fields for which other rows of that name say otherwise.
        cells: Those of the file, to be mended; none where they are not kept.
    """

    line: int
    name: str
    is_refused: bool
    reasons: tuple[KeptReason, ...]
    disputed: tuple[str, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRows:
    """What a file held that did not come: the first of its *total* rows, under its *headings*."""

    headings: tuple[str, ...]
    rows: tuple[LeftOutRow, ...]
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """A file that was brought in.

    *left_out* counts the rows that did not come, or not whole; `ImportDesk.left_out` has them.
    *by* and *undone_by* are people; None for the desk itself.
    """

    id: ImportId
    subject: Subject
    file_name: str
    at: datetime
    by: int | None
    counts: Mapping[RowFate, int]
    left_out: int
    undone_at: datetime | None
    undone_by: int | None
    undoable_until: datetime
