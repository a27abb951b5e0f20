"""The process in which a workbook is opened: one of its sheets becomes a table.

Its standard input is the workbook, its argument the name of a sheet; it writes one line of
JSON (``error``, ``sheet``, ``sheets``, ``unit``, ``line``), then the bytes of the table: tabs,
every cell quoted, as many cells on each line, the lines numbered as the rows of the sheet.  At its
standard error it says how many rows it has read, of about how many.

XLSX is read by openpyxl, which knows in what form a number is shown ("000123" is a number to
Excel); what it stumbles over, and the other formats, by calamine.
"""

import csv
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any
from zipfile import BadZipFile, ZipFile

from comms_desk.imports.workbook import MAX_CELLS
from comms_desk.text.tabular import HEADER_SEARCH_ROWS, MAX_COLUMNS, MAX_ROWS, MAX_TABLE_BYTES

BREAK_IN_CELL = "\v"
"""A line break within a cell: a real one would be another line of the table."""

TOLD_EVERY_ROWS = 250

Tell = Callable[[int, int], None]

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_LAST_EXACT = 10**15
"""A whole number up to here is written without its point or exponent."""
_ZEROS_ASKED = re.compile(r"0+")
_BREAKS = re.compile(r"\r\n|\r|\n|_x000[Dd]_\n?")
_CONTROLS = re.compile("[\x00-\x08\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_MERGED = re.compile(rb'mergeCell [^<>]{0,99}?ref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"')
_FORMULA = re.compile(rb"<(?:\w{1,9}:)?f[ />]")
_ROW = b"</row>"
_SCANNED_BYTES = 1 << 20
_OVERLAP_BYTES = 200


class TableRefused(Exception):
    """Why no table can be made, said to another process; its facts are as `workbook` reads them."""

    def __init__(self, error: str, **facts: object) -> None:
        super().__init__(error)
        self.facts = {"error": error, **facts}


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were made one; rows and columns count from 0, the last one included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet: its rows from the first, each as its cells from the first column.

    *height* is about how many there are, as the file says; 0 where it does not.
    """

    height: int
    rows: Callable[[], Iterable[Sequence[str]]]
    merges: Callable[[], Iterable[Merge]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook: the sheets that a person sees, by name, or all where none is seen."""

    sheets: dict[str, Callable[[], Grid]]


def main() -> None:
    """Answer at the standard output."""
    try:
        header, table = convert(sys.stdin.buffer.read(), *sys.argv[1:2], tell=_tell)
    except TableRefused as refused:
        header, table = refused.facts, b""
    out = sys.stdout.buffer
    out.write(json.dumps(header).encode() + b"\n" + table)
    out.flush()


def convert(
    content: bytes, sheet: str | None = None, *, tell: Tell | None = None
) -> tuple[dict[str, object], bytes]:
    """Return what is said of a workbook, and one of its sheets as a table.

    Args:
        content: The workbook.
        sheet: The name of the sheet; None: the first that is a list.
        tell: Told how many rows are read, of about how many.

    Raises:
        TableRefused: It cannot be done.
    """
    failed: Exception | None = None
    for reader in _readers(content):
        try:
            return _converted(reader(content), sheet, tell or _nobody)
        except TableRefused:
            raise
        except Exception as error:  # noqa: BLE001 - a library on a hostile file raises anything
            failed = error
    raise _why(failed) from failed


def _readers(content: bytes) -> Sequence[Callable[[bytes], Book]]:
    if _ENCRYPTED in content:
        raise TableRefused("locked")
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        return (_with_calamine,)
    if "xl/workbook.bin" in names or "content.xml" in names:
        return (_with_calamine,)
    return _with_openpyxl, _with_calamine


def _why(error: Exception | None) -> TableRefused:
    from python_calamine import PasswordError

    return TableRefused("locked" if isinstance(error, PasswordError) else "damaged")


def _converted(book: Book, sheet: str | None, tell: Tell) -> tuple[dict[str, object], bytes]:
    if sheet is not None and sheet not in book.sheets:
        raise TableRefused("no-sheet", sheet=sheet, sheets=list(book.sheets))
    found: dict[str, bytes] = {}
    for name in book.sheets if sheet is None else (sheet,):
        table, is_list = _table(book.sheets[name](), tell)
        if table:
            found[name] = table
        if is_list:
            break
    if not found:
        raise TableRefused("empty")
    chosen = name if is_list else next(iter(found))
    return {"error": "", "sheet": chosen, "sheets": list(book.sheets)}, found[chosen]


def _table(grid: Grid, tell: Tell) -> tuple[bytes, bool]:
    """Return the rows of *grid* as lines, all of one width, and whether they are a list.

    A list has rows and columns; what somebody wrote to who opens the workbook is none.
    """
    lines: list[tuple[str, int]] = []
    filled = cells = characters = 0
    rows = _filled(grid.rows(), sorted(grid.merges(), key=lambda each: (each.top, each.left)))
    for number, row in enumerate(rows, 1):
        if number % TOLD_EVERY_ROWS == 0:
            tell(number, grid.height if grid.height >= number else 0)
        width = len(row)
        while width and not row[width - 1].strip():
            width -= 1
        if width > MAX_COLUMNS:
            raise TableRefused("too-large", unit="columns", line=number)
        if width:
            filled += 1
            cells += width
            lines.extend(("", 0) for _skipped in range(number - 1 - len(lines)))
            lines.append((_line(row[:width]), width))
            characters += len(lines[-1][0])
        for limit, most, unit in (
            (filled, MAX_ROWS + HEADER_SEARCH_ROWS, "rows"),
            (cells, MAX_CELLS, "cells"),
            (characters, MAX_TABLE_BYTES, "bytes"),
        ):
            if limit > most:
                raise TableRefused("too-large", unit=unit, line=number)
    widest = max((width for _cells, width in lines), default=0)
    padded = (line + '\t""' * (widest - width) if width else "" for line, width in lines)
    table = "".join(f"{line}\r\n" for line in padded).encode() if widest else b""
    if len(table) > MAX_TABLE_BYTES:
        raise TableRefused("too-large", unit="bytes", line=None)
    return table, widest > 1 and filled > 1


def _line(cells: Sequence[str]) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="")
    writer.writerow(cells)
    return out.getvalue()


def _filled(rows: Iterable[Sequence[str]], merges: Sequence[Merge]) -> Iterator[Sequence[str]]:
    """Yield *rows* where a merged cell says what it says on each of its rows.

    A heading over several columns is that of each; a title alone on its line stays alone.
    """
    coming = list(reversed(merges))
    open_now: list[tuple[Merge, str]] = []
    for number, row in enumerate(rows):
        open_now = [each for each in open_now if number <= each[0].bottom]
        begun = []
        while coming and coming[-1].top <= number:
            begun.append(coming.pop())
        if not (open_now or begun) or not any(row):
            yield row
            continue
        cells = list(row)
        for merge, text in open_now:
            _put(cells, merge.left, text)
        for merge in begun:
            text = cells[merge.left] if merge.left < len(cells) else ""
            open_now.append((merge, text))
            around = row[: merge.left], row[merge.right + 1 :]
            if number < HEADER_SEARCH_ROWS and any(map(any, around)):
                for place in range(merge.left + 1, min(merge.right, MAX_COLUMNS) + 1):
                    _put(cells, place, text)
        yield cells


def _put(cells: list[str], place: int, text: str) -> None:
    if text and place <= MAX_COLUMNS:
        cells.extend("" for _short in range(place + 1 - len(cells)))
        cells[place] = cells[place] or text


# With openpyxl


def _with_openpyxl(content: bytes) -> Book:
    from openpyxl.reader.excel import ExcelReader

    def reading(*, data_only: bool) -> Any:
        reader = ExcelReader(
            io.BytesIO(content), read_only=True, data_only=data_only, keep_links=False
        )
        reader.read()
        return reader

    results = reading(data_only=True)
    parts = {sheet.name: rel.target for sheet, rel in results.parser.find_sheets()}
    sheets = results.wb.worksheets
    seen = [each for each in sheets if each.sheet_state == "visible"] or sheets

    def grid(sheet: Any) -> Grid:
        merges, has_formulas, height = _scanned(results.archive, parts[sheet.title])
        rows = _rows_of(sheet)
        if has_formulas:
            rows = _saved(rows, _rows_of(reading(data_only=False).wb[sheet.title]))
        return Grid(height=height, rows=lambda: map(_openpyxl_row, rows), merges=lambda: merges)

    return Book(sheets={each.title: partial(grid, each) for each in seen})


def _rows_of(sheet: Any) -> Iterable[Sequence[Any]]:
    sheet.reset_dimensions()  # what the file says of its size may be wrong
    rows: Iterable[Sequence[Any]] = sheet.iter_rows()
    return rows


def _openpyxl_row(row: Sequence[Any]) -> list[str]:
    return ["" if cell.value is None else _shown(cell) for cell in row]


def _shown(cell: Any) -> str:
    value = cell.value
    if isinstance(value, str):
        return _text(value)
    said = _said(value)
    form = cell.number_format if said.isdecimal() else ""
    return said.zfill(len(form)) if _ZEROS_ASKED.fullmatch(form) else said


def _scanned(archive: ZipFile, part: str) -> tuple[list[Merge], bool, int]:
    """Return the merged cells of a sheet, whether it has formulas, and about how many rows.

    Little of it is held.
    """
    found: dict[bytes, None] = {}
    has_formulas, rows, rest = False, 0, b""
    with archive.open(part) as opened:
        while chunk := opened.read(_SCANNED_BYTES):
            text = rest + chunk
            has_formulas = has_formulas or _FORMULA.search(text) is not None
            rows += chunk.count(_ROW)
            found.update((each, None) for each in _MERGED.findall(text))
            rest = text[-_OVERLAP_BYTES:]
    return [_merge(each.decode()) for each in found], has_formulas, rows


def _merge(reference: str) -> Merge:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = (each or 1 for each in range_boundaries(reference))
    return Merge(top - 1, left - 1, bottom - 1, right - 1)


def _saved(
    results: Iterable[Sequence[Any]], formulas: Iterable[Sequence[Any]]
) -> Iterator[Sequence[Any]]:
    """Yield the rows of *results*, and refuse them in the end where a formula has none.

    A script wrote it then, and nobody opened it.
    """
    count, first = 0, ""
    for given, asked in zip(results, formulas, strict=True):
        for result, formula in zip(given, asked, strict=True):
            if result.value is None and formula.value is not None:
                count += 1
                first = first or formula.coordinate
        yield given
    if count:
        raise TableRefused("no-results", count=count, cell=first)


# With calamine


def _with_calamine(content: bytes) -> Book:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    sheets = [each for each in book.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
    seen = [each for each in sheets if each.visible is SheetVisibleEnum.Visible] or sheets

    def grid(name: str) -> Grid:
        sheet = book.get_sheet_by_name(name)
        start = sheet.start or (0, 0)
        before = [""] * start[1]
        return Grid(
            height=sheet.total_height,
            rows=lambda: (before + list(map(_value, row)) for row in sheet.iter_rows()),
            merges=lambda: [Merge(*first, *last) for first, last in sheet.merged_cell_ranges or ()],
        )

    return Book(sheets={each.name: partial(grid, each.name) for each in seen})


def _value(value: object) -> str:
    return _text(value) if isinstance(value, str) else _said(value)


# Both


def _said(value: object) -> str:
    """Return what is no text as a person would type it."""
    match value:
        case None:
            return ""
        case bool():
            return "1" if value else "0"
        case float() if value.is_integer() and abs(value) < _LAST_EXACT:
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime():
            return value.isoformat(" ", "minutes")
        case date() | time() | timedelta() | int() | float():
            return str(value)
        case _:
            return _text(str(value))


def _text(value: str) -> str:
    return _CONTROLS.sub("", _BREAKS.sub(BREAK_IN_CELL, value))


def _tell(done: int, total: int) -> None:
    print(done, total, file=sys.stderr, flush=True)  # noqa: T201 - whoever waits hears it


def _nobody(_done: int, _total: int) -> None:
    """Tell nobody."""


if __name__ == "__main__":
    main()
