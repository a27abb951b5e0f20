"""Tables from files: the bytes of a CSV, whoever wrote it, as rows with their line numbers.

Excel in French writes ``;`` and cp1252, others write commas and UTF-8: the encoding, the
delimiter and the header line are recognised, never asked.  Nothing is dropped in silence: a
row of the wrong length, a column nobody knows and the lines above the header are all
reported.  A file that cannot be read whole is refused whole, with the line where it breaks.
This module knows nothing of contacts or employees: callers declare their `Column`s.
"""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile

from comms_desk.errors import N_, CommsDeskError
from comms_desk.text.decoding import Decoded, decode

MAX_TABLE_BYTES = 16 * 1024 * 1024
MAX_ROWS = 100_000
"""Below the header, which `columns` finds: the lines above it and itself are no rows."""
MAX_COLUMNS = 500
MAX_CELL_CHARACTERS = 131_072
"""The csv module's own limit for a cell."""

MOST_SHARED = 4096
"""Of the texts of cells, so many that come first are kept once, however often they come again."""

MAX_DELIMITERS_IN_A_LINE = 20_000
"""Far past `MAX_COLUMNS`, since a quoted text may hold many commas."""

DELIMITERS = ("\t", "|", ";", ",")
"""Those we recognise; the earlier wins a tie, since texts hold commas more than tabs."""

HEADER_SEARCH_ROWS = 10
SAMPLE_CHARACTERS = 65_536
SAMPLE_ROWS = 50


class TableEmpty(CommsDeskError):
    """The file holds no row at all."""

    what = N_("This file is empty.")
    way_out = N_("Choose a file with a header line and at least one row.")


class TableTooLarge(CommsDeskError):
    """The file holds more bytes, rows or columns than we read."""

    limit: int
    unit: str
    """``bytes``, ``rows``, ``columns`` or ``characters``."""
    line: int | None = None


class QuoteNeverClosed(CommsDeskError):
    """A quotation mark opens a cell on *line* and nothing closes it."""

    what = N_("A quotation mark opens a cell on line {line}, and nothing closes it.")
    way_out = N_("Close it, or remove it, then import the file again.")

    line: int


class TextAfterQuote(CommsDeskError):
    """In the row that begins on *line*, text follows the mark that closes a cell."""

    what = N_("On line {line} there is text after the quotation mark that closes a cell.")
    way_out = N_("Double the quotation marks inside the cell, then import the file again.")

    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row as it stands in the file; *line* is where it begins, from 1."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file that was read whole: its rows, blank ones aside, the header among them."""

    records: tuple[Record, ...]
    delimiter: str
    encoding: str
    mended: tuple[int, ...]
    """Lines that were encoded otherwise than the rest, and are put right."""
    doubtful: tuple[int, ...]
    """Lines with letters of which nobody can be certain."""
    header_line: int | None = None
    """Where a person says that the headings are; None: they are looked for."""


def read_table(content: bytes, *, header_line: int | None = None) -> Table:
    """Read the bytes of a CSV file.

    Args:
        content: The file.
        header_line: Where its headings are, as a person says; None: they are looked for.

    Raises:
        NotATable: It is a picture, an archive, or otherwise no text.
        TableEmpty: It holds nothing.
        TableTooLarge: It passes a limit.
        QuoteNeverClosed: A cell never ends.
        TextAfterQuote: A cell goes on after its closing mark.
    """
    decoded = _decoded(content)
    text, delimiter, first_line = _delimited(decoded.text)
    records = tuple(_records(text, delimiter, first_line))
    if not records:
        raise TableEmpty
    return Table(
        records=records,
        delimiter=delimiter,
        encoding=decoded.encoding,
        mended=decoded.mended,
        doubtful=decoded.doubtful,
        header_line=header_line,
    )


def cells_at(content: bytes, lines: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Return the cells of the rows of a file that begin on *lines*, without holding the others.

    Raises:
        CommsDeskError: It cannot be read, as `read_table` says.
    """
    last = max(lines, default=0)
    records = _records(*_delimited(_decoded(content).text))
    there = takewhile(lambda record: record.line <= last, records)
    return {record.line: record.cells for record in there if record.line in lines}


def _decoded(content: bytes) -> Decoded:
    if len(content) > MAX_TABLE_BYTES:
        raise TableTooLarge(MAX_TABLE_BYTES, "bytes")
    return decode(content)


def _delimited(whole: str) -> tuple[str, str, int]:
    """Return the rows of a text, what parts their cells, and on which line they begin."""
    text, delimiter = _declared_delimiter(whole)
    if delimiter is None:
        return text, _likely_delimiter(text), 1
    return text, delimiter, 2


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_DECLARED = re.compile(r'\ufeff?"?sep=([,;|\t])"?(?:\r\n|\r|\n|$)', re.IGNORECASE)


def _declared_delimiter(text: str) -> tuple[str, str | None]:
    """Take Excel's ``sep=;`` line off *text*."""
    if declared := _DECLARED.match(text):
        return text[declared.end() :], declared[1]
    return text.removeprefix("\ufeff"), None


def _likely_delimiter(text: str) -> str:
    """Return the delimiter under which the first rows can be read, and best agree with the others.

    Rows of all lengths, as those that an import leaves out, may agree more under another.
    """
    sample = text[:SAMPLE_CHARACTERS]
    lines, is_cut = list(_lines(sample)), len(sample) < len(text)

    def agreement(delimiter: str) -> tuple[bool, float, int]:
        reader = csv.reader(lines, delimiter=delimiter)
        try:
            widths = [len(cells) for cells in islice(reader, SAMPLE_ROWS) if cells]
        except csv.Error:
            return False, 0.0, 0
        if len(widths) > 1 and is_cut:
            widths.pop()
        width, count = Counter(widths).most_common(1)[0] if widths else (0, 0)
        if width < 2:  # noqa: PLR2004 - one cell is parted by nothing
            return False, 0.0, 0
        return _is_sound(lines, delimiter, is_cut=is_cut), count / len(widths), width

    best = max(DELIMITERS, key=agreement)
    return best if agreement(best)[2] else ","


def _is_sound(lines: Sequence[str], delimiter: str, *, is_cut: bool) -> bool:
    """Whether nothing stands after the closing mark of a cell, but for where *lines* are cut."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for _cells in islice(reader, SAMPLE_ROWS):
            pass
    except csv.Error:
        return is_cut and reader.line_num == len(lines)
    return True


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of *text* one by one, without a second copy of the whole."""
    return (line[0] for line in _LINE.finditer(text))


def _narrow_lines(text: str, delimiter: str) -> Iterator[str]:
    for number, line in enumerate(_lines(text), 1):
        if line.count(delimiter) > MAX_DELIMITERS_IN_A_LINE:
            raise TableTooLarge(MAX_COLUMNS, "columns", number)
        yield line


def _records(text: str, delimiter: str, first_line: int) -> Iterator[Record]:
    reader = csv.reader(_narrow_lines(text, delimiter), delimiter=delimiter, strict=True)
    found, met = 0, dict[str, str]()
    while True:
        line = reader.line_num + first_line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _error_at(line, reader.line_num + first_line - 1, str(error)) from error
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > MAX_COLUMNS:
            raise TableTooLarge(MAX_COLUMNS, "columns", line)
        found += 1
        if found > MAX_ROWS + HEADER_SEARCH_ROWS:
            raise TableTooLarge(MAX_ROWS, "rows", line)
        if len(met) < MOST_SHARED:
            met.update((cell, cell) for cell in cells if cell not in met)
        yield Record(line=line, cells=tuple(map(met.get, cells, cells)))


def _error_at(line: int, last_line: int, reason: str) -> CommsDeskError:
    """Say in our words what the csv module found in the row from *line* to *last_line*."""
    if "limit" in reason:
        if last_line > line:
            return QuoteNeverClosed(line)
        return TableTooLarge(MAX_CELL_CHARACTERS, "characters", line)
    if "end of data" in reason:
        return QuoteNeverClosed(line)
    return TextAfterQuote(line)
