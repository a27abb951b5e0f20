"""The rows of a list put in another order: by Alt and the arrows, or held and dragged.

Rows stand in sections, each under its heading.  Alt+Up and Alt+Down move a row, from a section
into the next one too; with Shift, its whole section.  A heading is dragged with what it heads.
The list shows the new order at once; its owner writes it, and shows what became of it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import override

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from comms_desk.ui.kit.look import RING_PX, colours
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.rows import Row

ALT = Qt.KeyboardModifier.AltModifier
BY_KEY = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
NEAR_EDGE_PX, SCROLL_PX = 24, 12

type Section = tuple[str, list[Row]]
"""The words of a heading, and the rows under it."""


def sections(rows: Sequence[Row]) -> list[Section]:
    """Return the rows that move, by the heading under which they stand."""
    parts: list[Section] = []
    for row in rows:
        if not row.moves:
            continue
        if not parts or parts[-1][0] != row.group:
            parts.append((row.group, []))
        parts[-1][1].append(row)
    return parts


class Ordering(QObject):
    """Moves the rows of one list that may move.

    Signals:
        moved: A row has another place; carries its key, the words of its heading, and how many
            rows stand before it there.
        section_moved: All that stands under a heading does; carries its words, and how many
            headings stand before it.
    """

    moved = Signal(object, str, int)
    section_moved = Signal(str, int)

    def __init__(self, rows: RowList) -> None:
        """Hear the keys and the mouse of *rows*."""
        super().__init__(rows)
        self._list = rows
        self._pressed: QPoint | None = None
        self._held: Row | str | None = None
        """The row that is dragged, or the words of the heading."""
        self._line = _Line(rows.viewport())
        rows.installEventFilter(self)
        rows.viewport().installEventFilter(self)

    def move(self, key: object, heading: str, place: int) -> None:
        """Put the row *key* under *heading*, after *place* rows of it."""
        parts = sections(self._list.rows.rows())
        row = next((row for _name, under in parts for row in under if row.key == key), None)
        if row is None:
            return
        under = dict(parts)
        was = under[row.group].index(row)
        under[row.group].remove(row)
        if (heading, place) != (row.group, was):
            under[heading].insert(place, replace(row, group=heading))
            self._show(parts)
            self.moved.emit(key, heading, place)

    def move_section(self, heading: str, place: int) -> None:
        """Put all that stands under *heading* after *place* other headings."""
        parts = sections(self._list.rows.rows())
        at = next((at for at, (name, _under) in enumerate(parts) if name == heading), place)
        if at != place and 0 <= place < len(parts):
            parts.insert(place, parts.pop(at))
            self._show(parts)
            self.section_moved.emit(heading, place)

    def step(self, by: int) -> None:
        """Move the chosen row a place on (+1) or back (-1), into the next section too."""
        parts = sections(self._list.rows.rows())
        for at, (name, under) in enumerate(parts):
            keys = [row.key for row in under]
            if self._list.chosen not in keys:
                continue
            place = keys.index(self._list.chosen) + by
            if 0 <= place < len(under):
                self.move(self._list.chosen, name, place)
            elif 0 <= at + by < len(parts):
                heading, there = parts[at + by]
                self.move(self._list.chosen, heading, 0 if by > 0 else len(there))
            return

    def step_section(self, by: int) -> None:
        """Move the section of the chosen row one on (+1) or back (-1)."""
        parts = sections(self._list.rows.rows())
        for at, (name, under) in enumerate(parts):
            if self._list.chosen in [row.key for row in under]:
                self.move_section(name, at + by)
                return

    def _show(self, parts: Sequence[Section]) -> None:
        stays = [row for row in self._list.rows.rows() if not row.moves]
        self._list.show_again([*stays, *(row for _name, under in parts for row in under)])

    # ── The mouse ─────────────────────────────────────────────────────────────────────

    def _press(self, at: QPoint) -> None:
        position = self._list.indexAt(at).row()
        entry = self._list.rows.entry(position) if position >= 0 else None
        may_move = entry.moves if isinstance(entry, Row) else bool(entry)
        self._pressed, self._held = (at, entry) if may_move else (None, None)

    def _drag(self, at: QPoint) -> bool:
        """Show where what is held would stand, and say whether anything is dragged."""
        if self._pressed is None:
            return False
        far = (at - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        if self._line.isHidden() and not far:
            return True
        bar, height = self._list.verticalScrollBar(), self._list.viewport().height()
        if at.y() < NEAR_EDGE_PX:
            bar.setValue(bar.value() - SCROLL_PX)
        elif at.y() > height - NEAR_EDGE_PX:
            bar.setValue(bar.value() + SCROLL_PX)
        self._line.lie(self._gap(at)[1], self._list.viewport().width())
        return True

    def _drop(self, at: QPoint) -> None:
        held, is_dragged = self._held, not self._line.isHidden()
        self._let_go()
        if not is_dragged:
            return
        position, _y = self._gap(at)
        if isinstance(held, str):
            self.move_section(held, self._section_place(held, position))
        elif held is not None:
            heading, place = self._row_place(held, position)
            self.move(held.key, heading, place)

    def _let_go(self) -> None:
        self._pressed = self._held = None
        self._line.hide()

    def _gap(self, at: QPoint) -> tuple[int, int]:
        """Return before which entry of the list *at* is, and how high that is."""
        rows = self._list.rows
        first = next(each for each in range(rows.rowCount()) if self._moves(each))
        position = self._list.indexAt(QPoint(0, at.y())).row()
        if position < 0:
            position = rows.rowCount() if at.y() > 0 else first
        elif at.y() > self._list.visualRect(rows.index(position)).center().y():
            position += 1
        position = max(position, first)
        if isinstance(self._held, str):
            while position < rows.rowCount() and isinstance(rows.entry(position), Row):
                position += 1  # no heading comes between the rows of another
        if position < rows.rowCount():
            return position, self._list.visualRect(rows.index(position)).top()
        return position, self._list.visualRect(rows.index(position - 1)).bottom()

    def _moves(self, position: int) -> bool:
        entry = self._list.rows.entry(position)
        return entry.moves if isinstance(entry, Row) else True

    def _row_place(self, held: Row, position: int) -> tuple[str, int]:
        """Return the heading over the gap *position*, and how many other rows are between."""
        heading, place = "", 0
        for each in range(position):
            entry = self._list.rows.entry(each)
            if isinstance(entry, str):
                heading, place = entry, 0
            elif entry.moves and entry.key != held.key:
                place += 1
        if not heading:  # over the first one: under it
            heading = sections(self._list.rows.rows())[0][0]
        return heading, place

    def _section_place(self, held: str, position: int) -> int:
        entries = (self._list.rows.entry(each) for each in range(position))
        return sum(isinstance(each, str) and each != held for each in entries)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take Alt and the arrows, and what the left button does with what it holds."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event)
        if not isinstance(event, QMouseEvent) or watched is not self._list.viewport():
            return False
        at, kind = event.position().toPoint(), event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            self._press(at)
        elif kind == QEvent.Type.MouseMove and event.buttons() & Qt.MouseButton.LeftButton:
            return self._drag(at)
        elif kind == QEvent.Type.MouseButtonRelease:
            self._drop(at)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Escape and not self._line.isHidden():
            self._let_go()
            return True
        by = BY_KEY.get(Qt.Key(event.key()), 0)
        keys = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if by and keys == ALT:
            self.step(by)
        elif by and keys == ALT | Qt.KeyboardModifier.ShiftModifier:
            self.step_section(by)
        else:
            return False
        return True


class _Line(QWidget):
    """Where what is dragged would stand."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def lie(self, y: int, width: int) -> None:
        self.setGeometry(0, max(y - RING_PX // 2, 0), width, RING_PX)
        self.show()
        self.raise_()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), QColor(colours().accent))
