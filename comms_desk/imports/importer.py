"""What a kind gives so that a file of it can be brought in: the only part that it writes.

The rest is said once, in `ImportDesk`: a file is read row by row, its rows are merged into
what the desk has, in memory and without a lock, and what that makes is written at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from comms_desk.changes import Subject
from comms_desk.imports.model import ImportResult, ImportUndone, PlannedRow
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import Edit
from comms_desk.text.columns import FileRow, ImportColumn, Sheet


class SaidRow(Protocol):
    """What one row of a file says."""

    @property
    def line(self) -> int:
        """Where the row begins in the file."""

    @property
    def reaches(self) -> bool:
        """Whether it has an address or a telephone."""


class Register[S: SaidRow](Protocol):
    """What the desk has, in memory: what the rows of a file make of it, and how it is written.

    It is made in a snapshot and asks nothing of it later.
    """

    def merge(self, rows: list[S]) -> Iterable[PlannedRow]:
        """Take every row in, and say what becomes of each; *rows* may be emptied meanwhile."""

    @property
    def new_outlets(self) -> Sequence[str]:
        """The names of the outlets that the rows bring with them."""

    @property
    def absent(self) -> int:
        """How many the desk has of whom the file does not speak."""

    def write(self, transaction: Transaction, *, file_name: str) -> ImportResult:
        """Write what the rows of that file made of it; the desk is still as it was met."""


@dataclass(frozen=True, slots=True)
class Starter[S: SaidRow]:
    """A file of ours to begin with, known by its bytes, and what the desk has where it is met.

    It may be asked for again: what a person has changed since is theirs.
    """

    file: Path
    meet: Callable[[Snapshot], Register[S]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Importer[S: SaidRow]:
    """How files of one kind are brought in.

    Attributes:
        subject: The kind.
        columns: Those that its files have.
        tables: By kind of their rows, those by which it is decided what becomes of a row.
        reader: From the headings of a file, what reads each of its rows; it raises
            `ColumnsMissing` where they are not enough, and the reason of a row that is refused.
        meet: From a snapshot, what the desk has.
        take_back: Undoes what was written, given by its edits: puts back what was
            changed, puts in the bin what was added, and leaves and names what is needed or was
            changed since.
        starter: The file to begin with; None: there is none.
    """

    subject: Subject
    columns: Sequence[ImportColumn]
    tables: Mapping[Subject, str]
    reader: Callable[[Sheet], Callable[[FileRow], S]]
    meet: Callable[[Snapshot], Register[S]]
    take_back: Callable[[Transaction, ImportResult, Sequence[Edit]], ImportUndone]
    starter: Starter[S] | None = None

    def meeting(self, content: bytes) -> Callable[[Snapshot], Register[S]]:
        """Return what says what the desk has, for a file of that *content*."""
        starter = self.starter
        is_starter = starter is not None and starter.file.read_bytes() == content
        return starter.meet if starter is not None and is_starter else self.meet


AnyImporter = Importer[Any]
