"""The columns of a table that was read: which heading is which, whatever it is called.

An import declares the columns it knows, with every French and English name that files give
them.  A heading is looked for whole, then without its number (``E-mail 2 - Value``), then by
a word in it, which counts only where the cells agree.  A column whose heading says nothing
and whose cells are all of one kind is proposed, never read unasked.

A row of the wrong length, a column that holds something and that nobody reads, and the lines
above the header are reported, never dropped in silence.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from types import MappingProxyType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.text.lines import on_one_line
from comms_desk.text.spreadsheet import as_written
from comms_desk.text.tabular import (
    HEADER_SEARCH_ROWS,
    MAX_ROWS,
    Record,
    Table,
    TableTooLarge,
)

CELLS_ASKED = 200
CELLS_SHOWN = 3
MOST_SHOWN_CHARACTERS = 100
"""Of a cell that tells somebody what its column holds."""
MOSTLY = 0.5
"""A column is of a kind when more of its first cells are than this."""

REMARKS = frozenset({"laisse de cote parce que", "left out because"})
"""Folded: the heading, in our languages, of what we wrote ourselves of the rows of a file."""

AS_RECOGNISED: Mapping[str, str] = MappingProxyType({})


class NoKnownColumn(CommsDeskError):
    """None of the first lines names a column that we know."""

    found: tuple[str, ...]
    expected: tuple[str, ...]


class ColumnsMissing(CommsDeskError):
    """The header lacks columns without which nothing can be imported."""

    line: int
    missing: tuple[str, ...]
    found: tuple[str, ...]


class HeadingNotThere(CommsDeskError):
    """A person says what a column is that the header has not."""

    heading: str
    line: int
    found: tuple[str, ...]


class NoHeadingsThere(CommsDeskError):
    """A person says that the headings are on a *line* on which nothing stands."""

    what = N_("Nothing stands on line {line} of this file.")
    way_out = N_("Say on which line its headings are.")

    line: int


class NoRows(CommsDeskError):
    """There is a header, and nothing below it."""

    what = N_("There are no rows in this file: only its heading, on line {line}.")
    way_out = N_("Choose a file with a header line and at least one row.")

    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportColumn:
    """A column that an import knows, and every name under which files have it."""

    key: str
    names: tuple[str, ...]
    """In French or English; compared without case, accents or punctuation."""
    required: bool = False
    many: bool = False
    """Whether several columns of the file may fill it (two telephones)."""
    words: frozenset[str] = frozenset()
    """Folded; a heading that has one of them is it, where the cells agree."""
    but: frozenset[str] = frozenset()
    """Folded; a heading that has one of them is not, whatever else it has."""
    weak: tuple[str, ...] = ()
    """Names that mean something else in other files: the last one fills it where none of
    *names* does."""
    fits: Callable[[str], bool] | None = None
    """Whether the text of a cell is of its kind."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row whose cells stand under their columns; absent and empty are the same."""

    line: int
    cells: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    """By key, where its cells stand: one for every row of a sheet."""

    def get(self, key: str) -> str:
        """Return the first text under the column *key*, on one line; or an empty one."""
        return on_one_line(self.text(key))

    def text(self, key: str) -> str:
        """Return the first text under the column *key* with its lines, or an empty one."""
        for place in self.places.get(key, ()):
            if text := _clean(self.cells[place]):
                return text
        return ""

    def all(self, key: str) -> tuple[str, ...]:
        """Return every text under the column *key*."""
        return tuple(filter(None, (_clean(self.cells[each]) for each in self.places.get(key, ()))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Ragged:
    """A row that has not as many cells as the header: nobody knows which cell is which."""

    line: int
    cells: tuple[str, ...]
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table whose columns were recognised."""

    header_line: int
    first: tuple[Record, ...]
    """The first lines, among which the headings are looked for."""
    headings: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    """By key, the headings of the file that fill it."""
    unknown: tuple[str, ...]
    """Headings over cells that hold something, and that nobody reads."""
    proposed: Mapping[str, str]
    """By heading of *unknown*, the key of the column of whose kind its cells are."""
    cells: Mapping[str, tuple[str, ...]]
    """By heading, the first of what stands under it; of those over nothing, nothing."""
    rows: tuple[FileRow, ...]
    ragged: tuple[Ragged, ...]
    above: tuple[Record, ...]
    """Lines above the header: a title, a date of export."""
    delimiter: str
    encoding: str
    mended: tuple[int, ...]
    doubtful: tuple[int, ...]
    undotted: tuple[int, ...] = ()
    """The lines that have an e-mail address with no dot in its domain, once they are read."""

    def with_rows(self) -> "Sheet":
        """Return it where there is something to import.

        Raises:
            NoRows: Nothing stands below the header.
        """
        if not (self.rows or self.ragged):
            raise NoRows(self.header_line)
        return self

    def without_rows(self) -> "Sheet":
        """Return its headings alone, and the first lines."""
        return replace(self, rows=(), ragged=())


def recognise(
    table: Table, columns: Sequence[ImportColumn], *, chosen: Mapping[str, str] = AS_RECOGNISED
) -> Sheet:
    """Find the header among the first lines of *table* and put each cell under its column.

    Args:
        table: What was read.
        columns: Those that the import knows.
        chosen: By heading, the key of the column that a person says it is; empty: of none.

    Raises:
        TableTooLarge: There are more rows below the header than we read.
        NoHeadingsThere: Nothing stands where a person says that the headings are.
        HeadingNotThere: No column has a heading of *chosen*.
        NoKnownColumn: No line among the first ten names any of *columns*.
        ColumnsMissing: A required column is not there.
    """
    names = _Names(columns)
    place, headings = _header(table, names, chosen)
    header = table.records[place]
    below = table.records[place + 1 :]
    if len(below) > MAX_ROWS:
        raise TableTooLarge(MAX_ROWS, "rows", below[MAX_ROWS].line)
    for heading in chosen:
        if heading not in headings:
            raise HeadingNotThere(heading, header.line, tuple(filter(None, headings)))
    keys = names.keys_of(headings, below, chosen)
    if not any(keys):
        raise NoKnownColumn(headings, tuple(column.names[0] for column in columns))
    missing = tuple(
        column.names[0] for column in columns if column.required and column.key not in keys
    )
    if missing:
        raise ColumnsMissing(header.line, missing, headings)
    places: dict[str, tuple[int, ...]] = {}
    for at, key in enumerate(keys):
        if key:
            places[key] = (*places.get(key, ()), at)
    rows: list[FileRow] = []
    ragged: list[Ragged] = []
    for record in below:
        # Cells past the header are harmless while they are empty.
        short = len(record.cells) < len(keys)
        if short or any(cell.strip() for cell in record.cells[len(keys) :]):
            ragged.append(Ragged(line=record.line, cells=record.cells, expected=len(keys)))
        else:
            rows.append(FileRow(record.line, record.cells, places))
    cells = _first_cells(headings, below)
    unread = {
        place: heading
        for place, (heading, key) in enumerate(zip(headings, keys, strict=True))
        if key is None and heading in cells
    }
    free = [each for each in columns if each.many or each.key not in keys]
    return Sheet(
        header_line=header.line,
        first=table.records[:HEADER_SEARCH_ROWS],
        headings=tuple(filter(None, headings)),
        columns={key: tuple(headings[each] for each in at) for key, at in places.items()},
        unknown=tuple(unread.values()),
        proposed={
            heading: column.key
            for place, heading in unread.items()
            if heading not in chosen
            and (column := _of_kind(heading, _some(below, place, CELLS_ASKED), free)) is not None
        },
        cells=cells,
        rows=tuple(rows),
        ragged=tuple(ragged),
        above=table.records[:place],
        delimiter=table.delimiter,
        encoding=table.encoding,
        mended=table.mended,
        doubtful=table.doubtful,
    )


def headings_of(table: Table, columns: Sequence[ImportColumn]) -> tuple[str, ...]:
    """Return the headings of *table*: of the line that names most of *columns*, or the widest."""
    _place, headings = _header(table, _Names(columns), AS_RECOGNISED)
    return tuple(filter(None, headings))


def header_line_of(
    table: Table, columns: Sequence[ImportColumn], *, chosen: Mapping[str, str] = AS_RECOGNISED
) -> int:
    """Return on which line the headings of *table* are taken to be."""
    place, _headings = _header(table, _Names(columns), chosen)
    return table.records[place].line


def taken_for(
    table: Table, columns: Sequence[ImportColumn], *, chosen: Mapping[str, str] = AS_RECOGNISED
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Return what columns are taken for, be they enough or not, and what they hold.

    By heading, in order: the key of the column that it is taken for, or nothing; and the first
    cells under it.
    """
    names = _Names(columns)
    place, headings = _header(table, names, chosen)
    below = table.records[place + 1 :]
    keys = names.keys_of(headings, below, chosen)
    taken = {heading: key or "" for heading, key in zip(headings, keys, strict=True) if heading}
    return taken, _first_cells(headings, below)


def _header(
    table: Table, names: "_Names", chosen: Mapping[str, str]
) -> tuple[int, tuple[str, ...]]:
    """Return which of the first lines is the header, and its headings.

    A line that holds an e-mail address is somebody's, though one of its cells ("Journaliste") may
    be what a column is called elsewhere.
    """
    if table.header_line is not None:
        return _header_at(table, table.header_line)
    first = table.records[:HEADER_SEARCH_ROWS]
    lines = [_told_apart(list(map(_heading, each.cells))) for each in first]
    names_nobody = [not any("@" in cell for cell in line) for line in lines]

    def worth(place: int) -> tuple[int, int, int]:
        line = lines[place]
        known = len(names.keys_in(line)) if names_nobody[place] else 0
        return sum(each in chosen for each in line), known, -place

    def width(place: int) -> tuple[bool, int, int]:
        return names_nobody[place], sum(map(bool, lines[place])), -place

    place = max(range(len(lines)), key=worth)
    if worth(place)[:2] == (0, 0):
        place = max(range(len(lines)), key=width)
    return place, _lettered(lines[place], first[place], table.records[place + 1 :])


def _header_at(table: Table, line: int) -> tuple[int, tuple[str, ...]]:
    """Return which record begins on that *line*, and its headings.

    Raises:
        NoHeadingsThere: None does.
    """
    for place, record in enumerate(table.records):
        if record.line == line:
            headings = _told_apart(list(map(_heading, record.cells)))
            return place, _lettered(headings, record, table.records[place + 1 :])
    raise NoHeadingsThere(line)


def _lettered(headings: Sequence[str], header: Record, below: Sequence[Record]) -> tuple[str, ...]:
    """Return *headings* with the letter of each column that has none over cells that say something.

    Nobody would miss such a column otherwise: the second of two under one merged heading, say.
    """
    return tuple(
        f"({_letter(at)})" if not header.cells[at].strip() and _some(below, at, 1) else heading
        for at, heading in enumerate(headings)
    )


def _letter(place: int) -> str:
    """Return what spreadsheets call the column at *place*, from 0: A, B … Z, AA."""
    before, at = divmod(place, 26)
    return (_letter(before - 1) if before else "") + chr(ord("A") + at)


def _told_apart(line: Sequence[str]) -> tuple[str, ...]:
    """Return the headings of *line*, each but once: "Titre" that comes again is "Titre (2)"."""
    met: Counter[str] = Counter()
    told: list[str] = []
    for heading in line:
        met[heading] += 1
        told.append(f"{heading} ({met[heading]})" if heading and met[heading] > 1 else heading)
    return tuple(told)


def is_remark(heading: str) -> bool:
    """Say whether we wrote what stands under *heading*: an import reads nothing of it."""
    return _folded(heading) in REMARKS


def _heading(cell: str) -> str:
    return "" if is_remark(cell) else _clean(cell)


class _Names:
    """Every name under which files have the columns that an import knows."""

    def __init__(self, columns: Sequence[ImportColumn]) -> None:
        self._columns = columns
        self._weak = {_folded(name): column for column in columns for name in column.weak}
        self._by_name = {
            folded: column
            for column in columns
            for folded in map(_folded, (column.key, *column.names))
            if folded not in self._weak
        }

    def keys_in(self, cells: Iterable[str]) -> set[str]:
        """Return the keys of the columns that *cells* name, were they a header."""
        found = (self._sure(cell) or self._likely(cell) or self._maybe(cell) for cell in cells)
        return {column.key for column in found if column is not None}

    def keys_of(
        self, headings: Sequence[str], below: Sequence[Record], chosen: Mapping[str, str]
    ) -> tuple[str | None, ...]:
        """Return the key of each heading, or None, the surest first."""
        keys: list[str | None] = [chosen.get(heading) for heading in headings]

        def give(place: int, column: ImportColumn | None) -> None:
            if column is not None and (column.many or column.key not in keys):
                keys[place] = column.key

        left = [place for place, heading in enumerate(headings) if heading not in chosen]
        for place in left:
            give(place, self._sure(headings[place]))
        for place in left:
            if keys[place] is None and (column := self._likely(headings[place])) is not None:
                cells = _some(below, place, CELLS_ASKED)
                give(place, column if not cells or _fits(column, cells) else None)
        for place in reversed(left):
            if keys[place] is None:
                give(place, self._maybe(headings[place]))
        return tuple(key or None for key in keys)

    def _sure(self, heading: str) -> ImportColumn | None:
        folded = _folded(_AGAIN.sub("", heading))
        if (column := self._by_name.get(folded)) is not None:
            return column
        words = [word for word in folded.split() if not word.isdecimal()]
        column = self._by_name.get(" ".join(words))
        return column if column is not None and column.many else None

    def _likely(self, heading: str) -> ImportColumn | None:
        words = set(_folded(heading).split())
        of_word = (each for each in self._columns if words & each.words and not words & each.but)
        return next(of_word, None)

    def _maybe(self, heading: str) -> ImportColumn | None:
        return self._weak.get(_folded(_AGAIN.sub("", heading)))


def _some(records: Sequence[Record], place: int, limit: int) -> list[str]:
    """Return the first *limit* texts that stand at *place* in *records*."""
    cells = (record.cells[place] for record in records if place < len(record.cells))
    return list(islice(filter(None, map(_clean, filter(None, cells))), limit))


def _first_cells(headings: Sequence[str], below: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """Return by heading the first texts that stand under it, each on one line."""
    first: dict[str, tuple[str, ...]] = {}
    for place, heading in enumerate(headings):
        if heading and (cells := _some(below, place, CELLS_SHOWN)):
            first.setdefault(heading, tuple(map(_shown, cells)))
    return first


def _shown(cell: str) -> str:
    said = on_one_line(cell[: MOST_SHOWN_CHARACTERS + 1])
    return said if len(said) <= MOST_SHOWN_CHARACTERS else said[:MOST_SHOWN_CHARACTERS] + "…"


def _fits(column: ImportColumn, cells: Sequence[str]) -> bool:
    return column.fits is None or sum(map(column.fits, cells)) > MOSTLY * len(cells)


def _of_kind(
    heading: str, cells: Sequence[str], columns: Iterable[ImportColumn]
) -> ImportColumn | None:
    """Return which of *columns* is of the kind of *cells*, unless the heading says it is not."""
    words = set(_folded(heading).split())
    kinds = (each for each in columns if each.fits and not words & each.but)
    return next((each for each in kinds if _fits(each, cells)), None)


_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")
_AGAIN = re.compile(r" \(\d+\)$")
"""What tells a heading from another that is called the same."""


def _folded(heading: str) -> str:
    """Return *heading* without case, accents or punctuation."""
    letters = unicodedata.normalize("NFKD", heading.casefold().replace("œ", "oe"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_ALPHANUMERIC.sub(" ", bare).strip()


def _clean(cell: str) -> str:
    """Return the text of *cell*, accents composed, without what made it harmless to Excel."""
    text = unicodedata.normalize("NFC", cell)
    return as_written(text).strip().replace("\v", "\n")
