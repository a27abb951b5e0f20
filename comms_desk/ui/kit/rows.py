"""The values that a list shows, and the model that holds them.

A page turns what its desk answered into `Row`s, in its own words; the model only keeps
them, with a heading wherever the group changes.  It is flat: no index ever points at a
Python object.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, override

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from comms_desk.ui.kit.look import Hue
from comms_desk.ui.kit.plain import plain

Index = QModelIndex | QPersistentModelIndex
ROOT: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class RowTag:
    """A word about the state of a row."""

    text: str
    tone: Hue = Hue.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing in a list: what it is on the first line, who and when on the second.

    Attributes:
        key: What the page knows it by: an id, or a `Ref`.
        title: The first line, whole: it wraps to a second one rather than be cut.
        detail: The second line, muted.
        moment: A time or a date at the right of the first line, already written.
        group: The heading under which it stands; "" for none.
        glyph: Marks before the detail (★ ＋ ＝ ± −), apart, never alone: see *spoken*.
        tags: Beside the detail; on the title's right where *moment* is empty.
        strong: The title is bold: not read yet, or simply a name.
        tooltip: What was cut.
        at: The day and the hour, whole, where *moment* and *group* are of now (« Hier »): in the
            tooltip, and in a copy.
        spoken: What a screen reader hears instead of the glyph.
        when: An hour at the left, in a column of its own, where the rows have one.
        is_late: *when* is a deadline that has passed: red.
        away: What a button beside it is called that takes it away from here; "": there is none.
        copied: What a copy has of it, each under its heading; without, what is read of it here.
        moves: It can be given another place (`ordering`), and has a mark to hold it by.
    """

    key: object
    title: str
    detail: str = ""
    moment: str = ""
    group: str = ""
    glyph: str = ""
    tags: tuple[RowTag, ...] = ()
    strong: bool = True
    tooltip: str = ""
    at: str = ""
    spoken: str = ""
    when: str = ""
    is_late: bool = False
    away: str = ""
    copied: tuple[tuple[str, str], ...] = ()
    moves: bool = False

    def aloud(self) -> str:
        """Return the row as a screen reader says it."""
        tags = (tag.text for tag in self.tags)
        said = (self.when, self.title, self.spoken, self.detail, *tags, self.moment)
        return ", ".join(part for part in said if part)

    def cells(self) -> tuple[str, ...]:
        """Return the row as cells of a table, for the clipboard."""
        tags = ", ".join(tag.text for tag in self.tags)
        return (self.when, self.title, self.detail, self.spoken, tags, self.at or self.moment)


def table(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """Return *rows* as cells for the clipboard, under their headings where all have the same."""
    headings = {tuple(heading for heading, _cell in row.copied) for row in rows}
    if len(headings) != 1 or () in headings:
        return [row.cells() for row in rows]
    return [*headings, *(tuple(cell for _heading, cell in row.copied) for row in rows)]


Entry = Row | str
"""A row, or the words of a heading."""


class RowsModel(QAbstractListModel):
    """The rows shown so far, and the headings between them."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__()
        self._entries: list[Entry] = []

    def entry(self, position: int) -> Entry:
        """Return what stands at *position*."""
        return self._entries[position]

    def row(self, position: int) -> Row | None:
        """Return the row at *position*; None for a heading or nothing."""
        if not 0 <= position < len(self._entries):
            return None
        entry = self._entries[position]
        return entry if isinstance(entry, Row) else None

    def rows(self) -> list[Row]:
        """Return every row, in order, without the headings."""
        return [entry for entry in self._entries if isinstance(entry, Row)]

    def position_of(self, key: object) -> int:
        """Return where *key* stands, or -1."""
        for position, entry in enumerate(self._entries):
            if isinstance(entry, Row) and entry.key == key:
                return position
        return -1

    def replace(self, rows: Sequence[Row]) -> bool:
        """Show *rows* instead of what was shown, and say whether they are others.

        Nothing is done where they are the same: a list is read again whenever anybody changes
        anything, and seldom for its own rows.
        """
        entries = list(_with_headings("", rows))
        if entries == self._entries:
            return False
        self.beginResetModel()
        self._entries = entries
        self.endResetModel()
        return True

    def append(self, rows: Sequence[Row]) -> None:
        """Show *rows* after the others."""
        last = next((one.group for one in reversed(self._entries) if isinstance(one, Row)), "")
        added = list(_with_headings(last, rows))
        if not added:
            return
        first = len(self._entries)
        self.beginInsertRows(ROOT, first, first + len(added) - 1)
        self._entries.extend(added)
        self.endInsertRows()

    def update(self, row: Row) -> None:
        """Show *row* in the place of the one that has its key, if it is shown."""
        position = self.position_of(row.key)
        if position >= 0:
            self._entries[position] = row
            index = self.index(position)
            self.dataChanged.emit(index, index)

    @override
    def rowCount(self, parent: Index = ROOT) -> int:
        """Return how many rows and headings there are."""
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return the words of a row, for screen readers and tooltips; the rest is painted."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return entry.aloud() if isinstance(entry, Row) else entry
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(entry, Row):
            return plain("\n".join(filter(None, (entry.tooltip, entry.at)))) or None
        return None

    @override
    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let rows be chosen, and headings not."""
        if index.isValid() and isinstance(self._entries[index.row()], Row):
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


def _with_headings(group: str, rows: Iterable[Row]) -> Iterable[Entry]:
    for row in rows:
        if row.group != group:
            group = row.group
            if group:
                yield group
        yield row
