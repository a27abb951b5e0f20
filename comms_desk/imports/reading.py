"""A file read: each of its rows as what it says, or why it cannot be read.

Whether a row is new, and what it changes, is for who knows the desk; this port does not.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from comms_desk.apart import PATIENT, Onlooker, WorkStopped
from comms_desk.errors import CommsDeskError
from comms_desk.imports.importer import Importer, SaidRow
from comms_desk.imports.model import PlannedRow, RowFate, RowRagged, TableUnreadable
from comms_desk.reasons import reason_of
from comms_desk.text.columns import FileRow, Ragged, Sheet, headings_of, recognise
from comms_desk.text.tabular import MAX_TABLE_BYTES, read_table

_UNDOTTED = re.compile(r"""[^\s@<,;]@[^\s@.,;<>()"']+(?=$|[\s,;>)"'])""")
"""An e-mail address with no dot in its domain: one inside the house, or one cut short."""

MOST_SHOWN_CHARACTERS = 80
NAMES = (("given_name",), ("family_name", "name", "family_first"))
"""The columns of which the first that says something is a part of what a row is called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile[S: SaidRow]:
    """What a file holds: its headings, what its rows say, and those that say nothing sound.

    *chosen* is by heading the key of the column that a person says it is.
    """

    sheet: Sheet
    chosen: Mapping[str, str]
    said: list[S]
    refused: tuple[PlannedRow, ...]

    @property
    def reaches_nobody(self) -> bool:
        """Whether there are rows, and no address and no telephone in any."""
        return bool(self.said) and not any(each.reaches for each in self.said)


def bytes_of(file: Path) -> bytes:
    """Return the bytes of *file*; no more are read than a table may have.

    Raises:
        TableUnreadable: It could not be opened or read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_TABLE_BYTES + 1)
    except OSError as error:
        raise TableUnreadable(file, reason_of(error)) from error


def read[S: SaidRow](
    content: bytes,
    importer: Importer[S],
    choose: Callable[[tuple[str, ...]], Mapping[str, str]],
    onlooker: Onlooker = PATIENT,
    *,
    header_line: int | None = None,
) -> ReadFile[S]:
    """Read the bytes of a CSV file.

    Args:
        content: The file.
        importer: Of what kind it is.
        choose: From its headings, by heading the key of the column that a person says it is.
        onlooker: Who may stop it.
        header_line: On which line its headings are; None: they are looked for.

    Raises:
        WorkStopped: *onlooker* wants it no more.
        NotATable: It is a picture, an archive, or otherwise no text.
        TableEmpty: It holds nothing.
        TableTooLarge: It passes a limit.
        QuoteNeverClosed: A cell never ends.
        TextAfterQuote: A cell goes on after its closing mark.
        NoHeadingsThere: Nothing stands on *header_line*.
        HeadingNotThere: No column has a heading that was chosen.
        NoKnownColumn: No line names a column that we know.
        ColumnsMissing: Columns without which nothing can be read are not there.
        NoRows: Nothing stands below the header.
    """
    table = read_table(content, header_line=header_line)
    chosen = choose(headings_of(table, importer.columns))
    sheet = recognise(table, importer.columns, chosen=chosen).with_rows()
    del table  # a row goes once it is read
    read_row = importer.reader(sheet)
    said: list[S] = []
    refused = list(map(_ragged, sheet.ragged))
    rows, sheet = list(reversed(sheet.rows)), sheet.without_rows()
    undotted: list[int] = []
    while rows:
        if onlooker.wants_stop:
            raise WorkStopped
        row = rows.pop()  # what it says holds what is needed of it
        if any("@" in cell and _UNDOTTED.search(cell) for cell in row.cells):
            undotted.append(row.line)
        try:
            said.append(read_row(row))
        except CommsDeskError as reason:
            refused.append(refusal(row.line, _name(row), reason))
    sheet = replace(sheet, undotted=tuple(undotted))
    return ReadFile(sheet=sheet, chosen=chosen, said=said, refused=tuple(refused))


def refusal(line: int, name: str, reason: CommsDeskError, *, where: str = "") -> PlannedRow:
    """Return the row of *line* as refused for that *reason*."""
    # A traceback would hold on to all that this was read from.
    bare = reason.with_traceback(None)
    shown = name[:MOST_SHOWN_CHARACTERS]
    return PlannedRow(line=line, name=shown, where=where, fate=RowFate.REFUSED, reason=bare)


def _name(row: FileRow) -> str:
    said = (next(filter(None, map(row.get, keys)), "") for keys in NAMES)
    return " ".join(filter(None, said))


def _ragged(row: Ragged) -> PlannedRow:
    first = next((cell.strip() for cell in row.cells if cell.strip()), "")
    return refusal(row.line, first, RowRagged(len(row.cells), row.expected))
