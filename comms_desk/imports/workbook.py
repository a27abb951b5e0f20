"""Workbooks of Excel and LibreOffice: one of their sheets, as a table like any other.

The sheet becomes the bytes of a table whose lines are its rows, so that all that is read of
a table, and said of its lines, holds for it too.  It is opened in a process apart: see
`workbook_child`, which does it.
"""

import json
from dataclasses import dataclass

from comms_desk.apart import PATIENT, Bounds, Onlooker, WorkDied, run_apart
from comms_desk.errors import N_, CommsDeskError
from comms_desk.text.tabular import (
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_TABLE_BYTES,
    TableEmpty,
    TableTooLarge,
)

CHILD = "comms_desk.imports.workbook_child"
MAX_CELLS = 5_000_000
HEADER_BYTES = 1_000_000
BOUNDS = Bounds(
    seconds=60,
    most_seconds=600,
    memory=280_000_000,
    answer=MAX_TABLE_BYTES + HEADER_BYTES,
)
LIMITS = {
    "rows": MAX_ROWS,
    "columns": MAX_COLUMNS,
    "cells": MAX_CELLS,
    "bytes": MAX_TABLE_BYTES,
}
"""What is said of a sheet that is larger, by the unit in which it is."""

_ZIP = b"PK\x03\x04"
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NAMES = (b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet", b"_rels/")
_BEGINNING_BYTES = 4096


class WorkbookLocked(CommsDeskError):
    """A password is needed to open a workbook."""

    what = N_("This workbook is protected by a password.")
    way_out = N_("Open it in Excel, save a copy without the password, then choose the copy.")


class WorkbookDamaged(CommsDeskError):
    """A file begins as a workbook does, and no sheet can be read in it."""

    what = N_("No worksheet can be read in this file: it is damaged, or no workbook.")
    way_out = N_("Open it in Excel and save it again, or save the list as CSV.")


class ResultsMissing(CommsDeskError):
    """Formulas of a worksheet have no result: a script wrote it, and no spreadsheet saved it.

    *cell* is the first of *count*, as "C2".
    """

    count: int
    cell: str


class WorksheetNotThere(CommsDeskError):
    """A workbook has no worksheet of that name."""

    worksheet: str
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedTable:
    """A file that is a table, or a sheet of a workbook that has become one.

    Attributes:
        content: The bytes of the table.
        worksheet: The name of the one that it was; empty where the file was no workbook.
        worksheets: Those of all that a person may choose from.
        header_line: Where a person says that the headings are; None: they are looked for.
    """

    content: bytes
    worksheet: str = ""
    worksheets: tuple[str, ...] = ()
    header_line: int | None = None


def is_workbook(content: bytes) -> bool:
    """Whether *content* begins as a workbook of Excel or LibreOffice does."""
    if content.startswith(_COMPOUND):
        return True
    beginning = content[:_BEGINNING_BYTES]
    return content.startswith(_ZIP) and any(name in beginning for name in _NAMES)


def opened(
    content: bytes, worksheet: str | None = None, *, onlooker: Onlooker = PATIENT
) -> OpenedTable:
    """Return *content*, or where it is a workbook, one worksheet of it as a table.

    Args:
        content: The bytes of a file.
        worksheet: Its name; None: the first that is a list.
        onlooker: Who is told how many rows are read, and may stop it.

    Raises:
        WorkStopped: *onlooker* wants it no more.
        WorkbookLocked: It needs a password.
        WorkbookDamaged: No sheet can be read.
        WorksheetNotThere: It has none of that name.
        ResultsMissing: Formulas in it have no result.
        TableEmpty: It holds nothing.
        TableTooLarge: It has more bytes, rows, columns or cells than we read.
        WorkTooLong, WorkTooHeavy: It is no table of people, or it was made to harm.
    """
    if not is_workbook(content):
        return OpenedTable(content=content)
    if len(content) > MAX_TABLE_BYTES:
        raise TableTooLarge(MAX_TABLE_BYTES, "bytes")
    try:
        named = [] if worksheet is None else [worksheet]
        answer = run_apart(CHILD, content, BOUNDS, named, onlooker=onlooker)
    except WorkDied as error:
        raise WorkbookDamaged from error
    header, _line, table = answer.partition(b"\n")
    said = json.loads(header)
    if said["error"]:
        raise _error(said)
    return OpenedTable(content=table, worksheet=said["sheet"], worksheets=tuple(said["sheets"]))


def _error(said: dict[str, object]) -> CommsDeskError:
    match said:
        case {"error": "locked"}:
            return WorkbookLocked()
        case {"error": "empty"}:
            return TableEmpty()
        case {"error": "no-sheet", "sheet": str(sheet), "sheets": [*sheets]}:
            return WorksheetNotThere(sheet, tuple(map(str, sheets)))
        case {"error": "no-results", "count": int() as count, "cell": str(cell)}:
            return ResultsMissing(count, cell)
        case {"error": "too-large", "unit": str(unit), "line": int() | None as line}:
            return TableTooLarge(LIMITS[unit], unit, line)
        case _:
            return WorkbookDamaged()
