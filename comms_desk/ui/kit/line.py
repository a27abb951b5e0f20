"""One row that stands alone: it opens a thing.  A widget each, painted as those of a list are.

For pages that show a few rows of many kinds (Today, a card); long lists are `row_list`'s.
"""

from collections.abc import Sequence
from typing import override

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.clipboard import copy
from comms_desk.ui.kit.controls import Button, pressed_by_enter
from comms_desk.ui.kit.look import colours
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.row_painter import RowPaint, Spacing, paint_chosen
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import abreast, stacked

TOP_PX = 10
WALKS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
TIME_ROOM_PX = 76
LINE = Spacing(side_px=tokens.HANG_PX, top_px=TOP_PX, detail_lines=2)
TIMED_LINE = Spacing(side_px=tokens.HANG_PX, top_px=TOP_PX, when_px=TIME_ROOM_PX, detail_lines=2)


class LineButton(QAbstractButton):
    """One row; a click, Enter or Space opens it.

    Signals:
        opened: Carries the key of the row.
    """

    opened = Signal(object)

    def __init__(self, line: Row, *, time_column: bool = False) -> None:
        """Show *line*; with *time_column*, room for a time is kept at the left."""
        super().__init__()
        self.line = line
        self._paint = RowPaint(TIMED_LINE if time_column else LINE)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        tokens.look().changed.connect(self.update)
        self.say(line)

    def say(self, line: Row) -> None:
        """Show another *line* in the same place; a press on the one before opens none."""
        if line.key != self.line.key:
            self.setDown(False)
        self.line = line
        self.setAccessibleName(line.aloud())
        self.setToolTip(plain("\n".join(filter(None, (line.title, line.detail, line.at)))))
        self._fit()
        self.update()

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self.line.key)

    def _fit(self) -> None:
        self.setFixedHeight(self._paint.height(self.line, self.width()))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open on Enter too, copy on Ctrl+C, and go to the line below or above."""
        beside, by = self.parentWidget(), WALKS.get(Qt.Key(event.key()))
        if by is not None and isinstance(beside, Lines) and beside.walk(self, by):
            return
        if event.matches(QKeySequence.StandardKey.Copy):
            copy([self.line.cells()])
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        """Return the height that the words take at the width of now."""
        return QSize(200, self.height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words need at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the row, lit where Enter takes it."""
        palette = colours()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.hasFocus():
                paint_chosen(painter, self.rect(), palette)
            elif self.underMouse():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(palette.hover))
                painter.drawRoundedRect(self.rect(), tokens.RADIUS_PX, tokens.RADIUS_PX)
            self._paint.paint(painter, self.rect(), self.line, palette)


class HungRule(QWidget):
    """A thin painted line from the words under it to the edge: cheaper than a styled frame."""

    def __init__(self) -> None:
        """Draw the line."""
        super().__init__()
        self.setFixedHeight(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line."""
        with QPainter(self) as painter:
            line = QRect(tokens.HANG_PX, 0, self.width() - tokens.HANG_PX, 1)
            painter.fillRect(line, QColor(colours().line))


class Lines(QWidget):
    """Some lines with a rule above each, and a button beside those that say `Row.away`.

    Signals:
        opened: Carries the key of a line.
        away_wanted: A line is to be taken away; carries its key.
    """

    opened = Signal(object)
    away_wanted = Signal(object)

    def __init__(self, *, time_column: bool = False) -> None:
        """Build an empty group; with *time_column*, times stand at the left."""
        super().__init__()
        self._time_column = time_column
        self._column = stacked(inside=self, gap_px=0)
        self._shown: tuple[Row, ...] = ()
        self._lines: list[tuple[HungRule, LineButton, _Away]] = []

    def show_lines(self, lines: Sequence[Row]) -> None:
        """Show *lines* instead of what was shown; the line that had the focus keeps it."""
        lines = tuple(lines)
        if lines == self._shown:
            return
        self._shown = lines
        focused = next((one.line.key for one in self.all() if one.hasFocus()), None)
        shown = self.all()
        for (_rule, line, away), text in zip(self._lines, lines, strict=False):
            line.say(text)
            away.say(text)
        for parts in self._lines[len(lines) :]:
            self._take_out(*parts)
        del self._lines[len(lines) :]
        for text in lines[len(shown) :]:
            self._add(text)
        if focused is not None:
            for line in self.all():
                if line.line.key == focused:
                    line.setFocus()

    def _add(self, text: Row) -> None:
        rule, line, away = HungRule(), LineButton(text, time_column=self._time_column), _Away()
        line.opened.connect(self.opened)
        away.wanted.connect(self.away_wanted)
        row = abreast(gap_px=tokens.SPACE_1_PX)
        self._column.addWidget(rule)
        self._column.addLayout(row)
        row.addWidget(line, 1)
        row.addWidget(away)
        away.say(text)
        line.show()
        self._lines.append((rule, line, away))

    def _take_out(self, *widgets: QWidget) -> None:
        for widget in widgets:
            widget.hide()
            widget.deleteLater()

    def walk(self, line: LineButton, by: int) -> bool:
        """Give the focus to the one below *line* (+1) or above it (-1); whether there is one.

        Qt would give it to the button beside the line first.
        """
        lines = self.all()
        to = lines.index(line) + by
        if not 0 <= to < len(lines):
            return False
        lines[to].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def all(self) -> list[LineButton]:
        """Return the lines, in order."""
        return [line for _rule, line, _away in self._lines]


class _Away(Button):
    """Takes a line away, where that may be.

    Signals:
        wanted: Carries the key of the line.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__("", role="quiet", icon="close")
        self._wanted: object = None
        self.clicked.connect(self._want)

    def say(self, line: Row) -> None:
        if line.key != self._wanted:
            self.setDown(False)  # the press began on another line
        self._wanted = line.key
        self.setAccessibleName(line.away)
        self.setToolTip(plain(line.away))
        self.setVisible(bool(line.away))

    @Slot()
    def _want(self) -> None:
        self.wanted.emit(self._wanted)
