"""Rows as a file that any spreadsheet opens, or to be pasted there: it finds no formula in them.

A list of contacts leaves for Excel; one name that begins with ``=`` must not run there
(OWASP, "CSV injection").  What is added for that is taken off again by `as_written`.
"""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import chain
from typing import Any

from comms_desk.text.tabular import TableTooLarge

_FORMULA_START = r"[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]"
_MADE_HARMLESS = re.compile(rf"'+{_FORMULA_START}")
_HARMFUL = re.compile(rf"'*{_FORMULA_START}")
_NOT_IN_A_WORKBOOK = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""XML has no such characters."""
MAX_WORKBOOK_CHARACTERS = 32_767
"""Of a cell (Microsoft, "Excel specifications and limits"); Excel would cut the rest off."""
_SPACES = re.compile(r"[\t\r\n]+")
_IS_TEXT = r"""style='mso-number-format:"\@"'"""
"""Excel keeps « 12-11 » and 007 as they stand in such a cell; its web edition does not know it."""

Cell = str | int | float | None


class Flavour(StrEnum):
    """For whom a table is written."""

    EXCEL_FRENCH = "excel-fr"
    """Byte-order mark and ``;``: Excel in French opens it by a double click."""
    PLAIN = "plain"
    """UTF-8 and commas, as every other program reads it (RFC 4180)."""


def write_table(
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    flavour: Flavour = Flavour.EXCEL_FRENCH,
) -> bytes:
    r"""Return a CSV whose texts no spreadsheet takes for formulas.

    A text that begins like one (``= + - @``, tab) gets an apostrophe before it, as OWASP
    advises, which `recognise` takes off again.  Numbers given as numbers stay as they are.
    Lines end in ``\r\n``.
    """
    french = flavour is Flavour.EXCEL_FRENCH
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if french else ",", quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(map(_harmless, header))
    writer.writerows(map(_harmless, row) for row in rows)
    return out.getvalue().encode("utf-8-sig" if french else "utf-8")


def words_of_table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return the texts of a table, a cell a line: no eight words run from one into the next."""
    return "\n".join(cell for row in (header, *rows) for cell in row if isinstance(cell, str))


def write_workbook(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a workbook (XLSX) of one worksheet; see `write_worksheets`."""
    return write_worksheets({None: (header, rows)})


def write_worksheets(
    sheets: Mapping[str | None, tuple[Sequence[str], Iterable[Sequence[Cell]]]],
) -> bytes:
    """Return a workbook (XLSX) of *sheets*, each its header and its rows by what it is called.

    All texts are as in `write_table` and are cells of text, « 007 » and telephones too; a header
    stays while one scrolls.

    Raises:
        TableTooLarge: A text is longer than a cell of Excel may be.
    """
    from openpyxl import Workbook

    # All is looked at first: openpyxl cannot leave a sheet that it has begun to write.
    checked = {
        name: [
            [_in_a_workbook(cell, line) for cell in row]
            for line, row in enumerate(chain((header,), rows), 1)
        ]
        for name, (header, rows) in sheets.items()
    }
    book = Workbook(write_only=True)
    for name, lines in checked.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        for row in lines:
            sheet.append([_workbook_cell(sheet, cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _in_a_workbook(cell: Cell, line: int) -> Cell:
    value = _harmless(cell)
    if not isinstance(value, str):
        return value
    text = _NOT_IN_A_WORKBOOK.sub("", value)
    if len(text) > MAX_WORKBOOK_CHARACTERS:
        raise TableTooLarge(MAX_WORKBOOK_CHARACTERS, "characters", line)
    return text


def _workbook_cell(sheet: Any, cell: Cell) -> Any:
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(cell, str):
        return cell
    made = WriteOnlyCell(sheet, cell)
    made.data_type, made.number_format = "s", "@"
    return made


def pasted_text(rows: Iterable[Sequence[str]]) -> str:
    """Return *rows* as lines of text, tabs between the cells, as spreadsheets paste them.

    What begins like a formula gets its apostrophe, as in a file.
    """
    return "\n".join("\t".join(map(_on_one_line, row)) for row in rows)


def pasted_html(rows: Iterable[Sequence[str]]) -> str:
    """Return *rows* as a table of HTML, for Excel, Word and Teams; all words are words.

    What begins like a formula gets its apostrophe, as in a file: of Excel, Google's and
    LibreOffice's sheets each takes another mark for "this is text", and all take that one.
    """
    lines = "".join(f"<tr>{''.join(map(_html_cell, row))}</tr>" for row in rows)
    return f'<meta charset="utf-8"><table>{lines}</table>'


def _html_cell(cell: str) -> str:
    import html

    return f"<td {_IS_TEXT}>{html.escape(_on_one_line(cell))}</td>"


def _on_one_line(cell: str) -> str:
    return str(_harmless(_SPACES.sub(" ", cell)))


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, str) and _HARMFUL.match(cell):
        return f"'{cell}"
    return "" if cell is None else cell


def as_written(cell: str) -> str:
    """Return *cell* without the apostrophe that `write_table` put before it."""
    return cell[1:] if cell.startswith("'") and _MADE_HARMLESS.match(cell) else cell
