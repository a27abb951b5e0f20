"""A list of two-line rows, read page by page: it asks for more as it is scrolled.

It never holds all rows: a page gives it the first ones and says how many there are; when
the end comes near it asks for what follows.  The count under it says "n of N" whenever
something is not shown.
"""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from comms_desk.i18n import _, format_number
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.row_painter import RowPainter
from comms_desk.ui.kit.rows import Row, RowsModel

NEAR_THE_END_PX = 600


class RowList(QListView):
    """The rows themselves.

    Signals:
        picked: Another row is the chosen one; carries its key.
        activated_row: Enter or a double click on a row; carries its key.
        end_neared: The last rows are about to be seen.
    """

    picked = Signal(object)
    activated_row = Signal(object)
    end_neared = Signal()

    def __init__(self, name: str) -> None:
        """Build an empty list that a screen reader calls *name*."""
        super().__init__()
        self.rows = RowsModel()
        self._putting_back = False
        self._painter = RowPainter(self.rows)
        self.setModel(self.rows)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(name)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.activated.connect(self._activate)
        self.verticalScrollBar().valueChanged.connect(self.look_for_end)
        tokens.theme().changed.connect(self.viewport().update)

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

    def put_back(self, key: object) -> None:
        """Make the row of *key* the chosen one again; nobody picked it, so nothing is said."""
        self._putting_back = True
        self.choose(key)
        self._putting_back = False

    def step(self, by: int) -> None:
        """Choose the next row (+1) or the one before (-1), over headings."""
        position = self.currentIndex().row() + by
        if self.currentIndex().row() < 0:
            position = 0
        while 0 <= position < self.rows.rowCount():
            if self.rows.row(position):
                self._go_to(position)
                return
            position += by

    def copy(self) -> None:
        """Put the chosen row, or all rows, on the clipboard as a table."""
        chosen = self.rows.row(self.currentIndex().row())
        rows = [chosen] if chosen else self.rows.rows()
        lines = ("\t".join(row.cells()) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _go_to(self, position: int) -> None:
        index = self.rows.index(position)
        self.setCurrentIndex(index)
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
        if selected.indexes() and not self._putting_back:
            row = self.rows.row(selected.indexes()[0].row())
            if row:
                self.picked.emit(row.key)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose no row: Qt would stand on the first, unseen, and a step would pass it by."""
        stood_nowhere = not self.currentIndex().isValid()
        super().focusInEvent(event)
        if stood_nowhere:
            self.selectionModel().clearCurrentIndex()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy on Ctrl+C; letters are the page's, not a search inside the list."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.text().isprintable() and event.text() and event.key() != Qt.Key.Key_Space:
            event.ignore()
        else:
            super().keyPressEvent(event)

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
    """

    picked = Signal(object)
    opened = Signal(object)
    more_wanted = Signal(object)

    def __init__(self, name: str) -> None:
        """Build an empty list that a screen reader calls *name*."""
        super().__init__()
        self._next_key: object | None = None
        self._asking = False
        self.list = RowList(name)
        self.count = Label("", "detail")
        self.count.setContentsMargins(tokens.SPACE_4_PX, tokens.SPACE_1_PX, 0, tokens.SPACE_2_PX)
        self.count.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.list, 1)
        column.addWidget(self.count)
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
        chosen = self.list.chosen
        are_others = self.list.rows.replace(rows)
        self._after(total, next_key, capped=capped)
        if not are_others:
            self.list.look_for_end()  # somebody may have scrolled there meanwhile
        elif chosen is not None:
            self.list.put_back(chosen)

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

    def put_back(self, key: object) -> None:
        """Make the row of *key* the chosen one again, if it is there; nobody picked it."""
        self.list.put_back(key)

    def step(self, by: int) -> None:
        """Choose the next row (+1) or the one before (-1)."""
        self.list.step(by)

    def _after(self, total: int, next_key: object | None, *, capped: bool) -> None:
        self._next_key = next_key
        self._asking = False
        number = f"{format_number(total)}+" if capped else format_number(total)
        self.count.setText(_("{n} of {total}").format(n=format_number(self.shown), total=number))
        self.count.setVisible(self.shown < total or capped)

    @Slot()
    def _ask(self) -> None:
        if self._next_key is not None and not self._asking:
            self._asking = True
            self.more_wanted.emit(self._next_key)
