"""The columns of a table that was read: which heading is which, whatever it is called.

An import declares the columns it knows, with every French and English name that files give
them.  A row of the wrong length, a column nobody knows and the lines above the header are
reported, never dropped in silence.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from comms_desk.errors import CommsDeskError
from comms_desk.text.spreadsheet import as_written
from comms_desk.text.tabular import Record, Table

HEADER_SEARCH_ROWS = 10


@dataclass(eq=False)
class NoKnownColumn(CommsDeskError):
    """None of the first lines names a column that we know."""

    found: tuple[str, ...]
    expected: tuple[str, ...]


@dataclass(eq=False)
class ColumnsMissing(CommsDeskError):
    """The header lacks columns without which nothing can be imported."""

    line: int
    missing: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that an import knows, and every name under which files have it."""

    key: str
    names: tuple[str, ...]
    """In French or English; compared without case, accents or punctuation."""
    required: bool = False
    many: bool = False
    """Whether several columns of the file may fill it (two telephones)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row whose cells stand under their columns; absent and empty are the same."""

    line: int
    values: Mapping[str, tuple[str, ...]]

    def get(self, key: str) -> str:
        """Return the first text under the column *key*, or an empty one."""
        return next(iter(self.values.get(key, ())), "")

    def all(self, key: str) -> tuple[str, ...]:
        """Return every text under the column *key*."""
        return self.values.get(key, ())


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
    columns: Mapping[str, tuple[str, ...]]
    """By key, the headings of the file that fill it."""
    unknown: tuple[str, ...]
    """Headings that nobody knows; their cells are not read."""
    rows: tuple[Row, ...]
    ragged: tuple[Ragged, ...]
    above: tuple[Record, ...]
    """Lines above the header: a title, a date of export."""
    delimiter: str
    encoding: str


def recognise(table: Table, columns: Sequence[Column]) -> Sheet:
    """Find the header among the first lines of *table* and put each cell under its column.

    Raises:
        NoKnownColumn: No line among the first ten names any of *columns*.
        ColumnsMissing: A required column is not there.
    """
    by_name = {_folded(name): column for column in columns for name in (column.key, *column.names)}
    place, header = max(
        enumerate(table.records[:HEADER_SEARCH_ROWS]),
        key=lambda numbered: (
            len({by_name[name].key for name in map(_folded, numbered[1].cells) if name in by_name}),
            -numbered[0],
        ),
    )
    headings = tuple(map(_clean, header.cells))
    keys, unknown = _keys_of(headings, by_name)
    if not any(keys):
        first = tuple(map(_clean, table.records[0].cells))
        raise NoKnownColumn(first, tuple(column.names[0] for column in columns))
    missing = tuple(
        column.names[0] for column in columns if column.required and column.key not in keys
    )
    if missing:
        raise ColumnsMissing(header.line, missing, headings)
    sorter = _Sorter(keys=keys)
    for record in table.records[place + 1 :]:
        sorter.take(record)
    return Sheet(
        header_line=header.line,
        columns={
            key: tuple(
                heading for heading, other in zip(headings, keys, strict=True) if other == key
            )
            for key in dict.fromkeys(filter(None, keys))
        },
        unknown=unknown,
        rows=tuple(sorter.rows),
        ragged=tuple(sorter.ragged),
        above=table.records[:place],
        delimiter=table.delimiter,
        encoding=table.encoding,
    )


@dataclass(slots=True)
class _Sorter:
    """Puts cells under keys, and sets aside the rows that do not fit the header."""

    keys: tuple[str | None, ...]
    rows: list[Row] = field(default_factory=list)
    ragged: list[Ragged] = field(default_factory=list)

    def take(self, record: Record) -> None:
        """Sort one record; cells past the header are harmless while they are empty."""
        expected = len(self.keys)
        extra = record.cells[expected:]
        if len(record.cells) < expected or any(cell.strip() for cell in extra):
            self.ragged.append(Ragged(line=record.line, cells=record.cells, expected=expected))
            return
        values: dict[str, tuple[str, ...]] = {}
        for key, cell in zip(self.keys, record.cells, strict=False):
            if key and (text := _clean(cell)):
                values[key] = (*values.get(key, ()), text)
        self.rows.append(Row(line=record.line, values=values))


def _keys_of(
    headings: Iterable[str], by_name: Mapping[str, Column]
) -> tuple[tuple[str | None, ...], tuple[str, ...]]:
    """Return the key of each heading, or None, and the headings that nobody will read."""
    keys: list[str | None] = []
    unknown: list[str] = []
    for heading in headings:
        column = by_name.get(_folded(heading))
        if column is not None and (column.many or column.key not in keys):
            keys.append(column.key)
            continue
        keys.append(None)
        if heading:
            unknown.append(heading)
    return tuple(keys), tuple(unknown)


_NOT_ALPHANUMERIC = re.compile(r"[\W_]+")


def _folded(heading: str) -> str:
    """Return *heading* without case, accents or punctuation."""
    letters = unicodedata.normalize("NFKD", heading.casefold().replace("œ", "oe"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_ALPHANUMERIC.sub(" ", bare).strip()


def _clean(cell: str) -> str:
    """Return the text of *cell*, accents composed, without what made it harmless to Excel."""
    text = unicodedata.normalize("NFC", cell)
    return as_written(text).strip()
