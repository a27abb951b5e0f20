"""A list of two-line rows, read page by page: it asks for more as it is scrolled.

It never holds all rows: a page gives it the first ones and says how many there are; when
the end comes near it asks for what follows.  The count under it says "n of N" whenever
something is not shown.
"""

from collections.abc import Container, Sequence
from typing import override

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView, QWidget

from comms_desk.i18n import format_share
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.clipboard import copy
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.row_painter import RowPainter
from comms_desk.ui.kit.rows import Index, Row, RowsModel, table
from comms_desk.ui.kit.scroll_bar import ScrollBar
from comms_desk.ui.kit.stacks import filling, stacked

ALONE = QItemSelectionModel.SelectionFlag.ClearAndSelect
SELECT = QItemSelectionModel.SelectionFlag.Select
STAY = QItemSelectionModel.SelectionFlag.NoUpdate
NEAR_THE_END_PX = 600
AHEAD = 2
"""Rows that are seen beyond the one that is walked to."""
WALKS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
STRETCHES = {"Shift+J": 1, "Shift+K": -1}
"""They choose one more row, or let it go (`RowList.stretch`)."""
PLAIN = frozenset({Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier})
BY_TAB = frozenset({Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason})


class RowList(QListView):
    """The rows themselves.

    One of them is the chosen one, which the page shows and acts on.  Others may be chosen with
    it, by Shift, Ctrl and Ctrl+A, to be copied together.

    Signals:
        picked: Another row is the chosen one; carries its key.
        activated_row: Enter or a double click on a row; carries its key.
        end_neared: The last rows are about to be seen.
        all_wanted: All rows are to be copied, those too that were not read yet.
    """

    picked = Signal(object)
    activated_row = Signal(object)
    end_neared = Signal()
    all_wanted = Signal()

    def __init__(self, name: str) -> None:
        """Build an empty list that a screen reader calls *name*."""
        super().__init__()
        self.rows = RowsModel()
        self._picked: object | None = None
        """The key of the row that the page was told of, or that was put back."""
        self._over: object | None = None
        """The key of the row over the chosen one that has left the list: steps go on from there."""
        self._starts_over = False
        self.walked_from: QWidget | None = None
        """The field whose arrows walk the rows, and whose Enter takes the chosen one."""
        self.has_more = False
        """Whether rows follow those that were read; the slot of `all_wanted` copies them."""
        self.is_ringed = False
        """Whether the keys came here by Tab: the row is ringed, never the whole list."""
        self._painter = RowPainter(self.rows)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's own: the wheel gives it too
        self.setFrameShape(QListView.Shape.NoFrame)
        self.rows.modelReset.connect(self._forget_picked)
        self.activated.connect(self._activate)
        self.verticalScrollBar().valueChanged.connect(self.look_for_end)
        self.bar = ScrollBar(self)
        tokens.look().changed.connect(self.viewport().update)

    @property
    def is_lit(self) -> bool:
        """Whether the keys are the rows': else the chosen one is paler."""
        field = self.walked_from
        return self.hasFocus() or (field is not None and field.window().focusWidget() is field)

    @property
    def offered(self) -> int:
        """Where the row stands that Enter takes in the field beside, none being chosen; or -1."""
        field = self.walked_from
        is_asked = isinstance(field, QLineEdit) and field.hasFocus() and bool(field.text().strip())
        if not is_asked or self.currentIndex().isValid():
            return -1
        return next((at for at in range(2) if self.rows.row(at)), -1)  # under a heading, it may be

    @property
    def chosen(self) -> object | None:
        """The key of the chosen row, or None."""
        row = self.rows.row(self.currentIndex().row())
        return row.key if row else None

    def choose(self, key: object) -> bool:
        """Make the row of *key* the chosen one, and say whether it is there."""
        position = self.rows.position_of(key)
        if position >= 0:
            self._go_to(position)
        return position >= 0

    def choose_none(self) -> None:
        """Choose no row: what is listed next is of another kind, under the same keys."""
        self.selectionModel().clear()
        self._picked = self._over = None

    def start_over(self) -> None:
        """Begin steps with the first of the rows that come next: something else is listed."""
        self._starts_over = True

    def put_back(self, key: object) -> None:
        """Make the row of *key* the chosen one again; nobody picked it, so nothing is said."""
        position = self.rows.position_of(key)
        if position >= 0:
            self._picked = key
            self._go_to(position)

    def show_again(self, rows: Sequence[Row]) -> bool:
        """Show *rows* instead of what was shown, and say whether they are others.

        Those that were chosen are chosen still, as far as they are there; where the one that the
        page shows is not, steps go on from where it stood.
        """
        chosen, together = self.chosen, {row.key for row in self.together()}
        at = self.rows.position_of(self._over if chosen is None else chosen)
        over = [row.key for place in range(at, -1, -1) if (row := self.rows.row(place))]
        over, self._starts_over = [] if self._starts_over else over, False
        if not self.rows.replace(rows):
            return False
        self._over = next((key for key in over if self.rows.position_of(key) >= 0), None)
        if chosen is not None:
            self.put_back(chosen)
        if len(together) > 1:
            self._choose_together(together)
        return True

    def _choose_together(self, keys: Container[object]) -> None:
        """Choose the rows of *keys* too: those that follow each other in one go, there are many."""
        ranges = QItemSelection()
        first = None
        for position in range(self.rows.rowCount() + 1):
            row = self.rows.row(position)
            if row is not None and row.key in keys:
                first = position if first is None else first
            elif first is not None:
                ranges.select(self.rows.index(first), self.rows.index(position - 1))
                first = None
        self.selectionModel().select(ranges, SELECT)

    def together(self) -> list[Row]:
        """Return the rows that are chosen, the one that the page shows among them."""
        chosen = sorted(index.row() for index in self.selectedIndexes())
        return [row for position in chosen if (row := self.rows.row(position))]

    def step(self, by: int) -> bool:
        """Choose the next row (+1) or the one before (-1), over headings; say if there is one."""
        position = self.currentIndex().row() + by
        if self.currentIndex().row() < 0:
            position = max(self.rows.position_of(self._over) + (by > 0), 0)
        while 0 <= position < self.rows.rowCount():
            if self.rows.row(position):
                self._go_to(position)
                self._show_ahead(by)
                return True
            position += by
        return False

    def stretch(self, by: int) -> None:
        """Choose the next row (+1) or the one before (-1) too; back over one that is, let it go."""
        at = self.currentIndex().row()
        position = at + by
        while 0 <= position < self.rows.rowCount() and self.rows.row(position) is None:
            position += by
        if at < 0 or not 0 <= position < self.rows.rowCount():
            return
        index, model = self.rows.index(position), self.selectionModel()
        if model.isSelected(index):
            model.select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Deselect)
        model.setCurrentIndex(index, SELECT)
        self._show_ahead(by)

    def _show_ahead(self, by: int) -> None:
        """Show the chosen row, and the rows to which the next steps *by* lead."""
        at = self.currentIndex().row()
        for position in (at + AHEAD * by, at):
            self.scrollTo(self.rows.index(min(max(position, 0), self.rows.rowCount() - 1)))

    def _go_to_first(self) -> None:
        """Choose the first row that is a thing, over its heading, and show that too."""
        first = next((at for at in range(self.rows.rowCount()) if self.rows.row(at)), None)
        if first is not None:
            self._go_to(first)
            self.scrollToTop()

    def copy(self) -> None:
        """Put the rows that are chosen, or all where none is, on the clipboard as a table."""
        chosen, shown = self.together(), self.rows.rows()
        if self.has_more and len(chosen) in {0, len(shown)}:
            self.all_wanted.emit()
        else:
            copy(table(chosen or shown))

    def _go_to(self, position: int) -> None:
        """Choose that row alone, whatever keys are down meanwhile."""
        index = self.rows.index(position)
        self.selectionModel().setCurrentIndex(index, ALONE)
        self.scrollTo(index)

    @Slot(QModelIndex)
    def _activate(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if row:
            self.activated_row.emit(row.key)

    @Slot()
    def look_for_end(self) -> None:
        """Say so where the last rows are about to be seen."""
        bar = self.verticalScrollBar()
        if bar.maximum() - bar.value() < NEAR_THE_END_PX:
            self.end_neared.emit()

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Say which row was picked."""
        super().selectionChanged(selected, deselected)
        self._say_picked()

    @override
    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Keep one lit: a click beside the rows, or Ctrl and an arrow, would leave none so."""
        if self.rows.row(index.row()) is None:
            return STAY
        command = super().selectionCommand(index, event)
        is_key = event is not None and event.type() == QEvent.Type.KeyPress
        return ALONE if is_key and command == STAY else command

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Draw no ring after a click."""
        self.is_ringed = False
        super().mousePressEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show another of the rows that are chosen, once Ctrl let the one go."""
        super().mouseReleaseEvent(event)
        current = self.currentIndex()
        if self.rows.row(current.row()) and not self.selectionModel().isSelected(current):
            others = self.selectedIndexes()
            self.selectionModel().setCurrentIndex(others[-1] if others else current, SELECT)
            self._say_picked()

    def _say_picked(self) -> None:
        current = self.currentIndex()
        row = self.rows.row(current.row())
        if row and row.key != self._picked and self.selectionModel().isSelected(current):
            self._picked = row.key
            self.picked.emit(row.key)

    @Slot()
    def _forget_picked(self) -> None:
        self._picked = None

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose no row: Qt would stand on the first, unseen, and a step would pass it by."""
        stood_nowhere = not self.currentIndex().isValid()
        self.is_ringed = event.reason() in BY_TAB
        super().focusInEvent(event)
        if stood_nowhere:
            self.selectionModel().clearCurrentIndex()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C, choose all on Ctrl+A; letters are the page's, not a search in here."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif event.key() == Qt.Key.Key_Home and event.modifiers() in PLAIN:
            self._go_to_first()
        elif event.key() in WALKS and self.chosen is None and event.modifiers() in PLAIN:
            self.step(WALKS[Qt.Key(event.key())])
        elif event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)
            if event.key() in WALKS and self.currentIndex().isValid():
                self._show_ahead(WALKS[Qt.Key(event.key())])

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the rows again: titles wrap by width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._painter.widen(self.viewport().width())
            self.scheduleDelayedItemsLayout()


class PagedList(QWidget):
    """A `RowList` with its count, fed page by page.

    Give the first page with `show_first`, the following ones with `show_more` when
    `more_wanted` asks; it asks once, and not again before it is answered, nor while the first
    page is on its way.

    Signals:
        picked: Another row is the chosen one; carries its key.
        opened: Enter or a double click on a row; carries its key.
        more_wanted: The key after which rows are wanted (``Page.next_key``).
        answered: The first page is shown.
    """

    picked = Signal(object)
    opened = Signal(object)
    more_wanted = Signal(object)
    answered = Signal()

    def __init__(self, name: str) -> None:
        """Build an empty list that a screen reader calls *name*."""
        super().__init__()
        self._next_key: object | None = None
        self._asking = False
        self.copies_all = False
        """Whether somebody reads the rows that follow, for a copy of all of them."""
        self.list = RowList(name)
        self.count = Label("", "detail")
        self.count.setContentsMargins(tokens.SPACE_4_PX, tokens.SPACE_1_PX, 0, tokens.SPACE_2_PX)
        self.count.hide()
        stacked(filling(self.list), self.count, inside=self, gap_px=0)
        self.list.picked.connect(self.picked)
        self.list.activated_row.connect(self.opened)
        self.list.end_neared.connect(self._ask)

    @property
    def chosen(self) -> object | None:
        """The key of the chosen row, or None."""
        return self.list.chosen

    @property
    def shown(self) -> int:
        """How many rows are shown so far."""
        return len(self.list.rows.rows())

    @override
    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason, /) -> None:
        """Go to the rows: a focus proxy would be a stop of its own for Tab."""
        self.list.setFocus(reason)

    def expect_first(self) -> None:
        """Ask for nothing that follows: the first page is being read again."""
        self._asking = True

    def ask_again(self) -> None:
        """Ask again as the end nears: what was asked for could not be read."""
        self._asking = False

    def show_first(
        self, rows: Sequence[Row], *, total: int, next_key: object | None, capped: bool = False
    ) -> None:
        """Show the first page; the chosen row stays chosen where it is still there.

        Args:
            rows: The rows of the page.
            total: How many there are in all, as far as was counted.
            next_key: What to ask for next; None when this is all.
            capped: There are more than *total*: "1,000+" is said.
        """
        are_others = self.list.show_again(rows)
        self._after(total, next_key, capped=capped)
        if not are_others:
            self.list.look_for_end()  # somebody may have scrolled there meanwhile
        self.answered.emit()

    @property
    def is_answered(self) -> bool:
        """Whether no page is on its way."""
        return not self._asking

    def show_more(
        self, rows: Sequence[Row], *, total: int, next_key: object | None, capped: bool = False
    ) -> None:
        """Show a following page under what is already shown."""
        self.list.rows.append(rows)
        self._after(total, next_key, capped=capped)

    def update_row(self, row: Row) -> None:
        """Show *row* in the place of the one that has its key."""
        self.list.rows.update(row)

    def choose(self, key: object) -> bool:
        """Make the row of *key* the chosen one, and say whether it is there."""
        return self.list.choose(key)

    def choose_none(self) -> None:
        """Choose no row: what is listed next is of another kind, under the same keys."""
        self.list.choose_none()

    def start_over(self) -> None:
        """Begin steps with the first of the rows that come next."""
        self.list.start_over()

    def put_back(self, key: object) -> None:
        """Make the row of *key* the chosen one again, if it is there; nobody picked it."""
        self.list.put_back(key)

    def step(self, by: int) -> bool:
        """Choose the next row (+1) or the one before (-1), and say whether there is one."""
        return self.list.step(by)

    def _after(self, total: int, next_key: object | None, *, capped: bool) -> None:
        self._next_key = next_key
        self.list.has_more = self.copies_all and next_key is not None
        self._asking = False
        self.count.setText(format_share(self.shown, total, capped=capped))
        self.count.setVisible(self.shown < total or capped)

    @Slot()
    def _ask(self) -> None:
        if self._next_key is not None and not self._asking:
            self._asking = True
            self.more_wanted.emit(self._next_key)
