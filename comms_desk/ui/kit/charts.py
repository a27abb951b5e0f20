"""Our own charts: painted bars beside the table that says the same, heard as one sentence."""

from collections.abc import Iterable, Sequence
from typing import override

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from comms_desk.i18n import _, format_share
from comms_desk.text.bars import BarTable
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.clipboard import copy
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.look import colours

BAR_PX = 10
GAP_PX = 1
LEAST_PX = 3
"""What was held a minute is seen too."""
BARS_PX, NUMBER_PX = 110, 60
WIDTHS_PX = (160, BARS_PX, NUMBER_PX, NUMBER_PX)
"""Of what, the bar, two numbers, the same in all charts; words have the rest, on several lines."""
LONG, SENTENCE_PX = 80, 380
"""What has more letters is a sentence, and takes that much."""
MOST_ROWS = 15
"""Of one chart: what is beyond is said, and is in the file."""
PART_COLOURS = ("accent", "edge")

type Share = tuple[float, str]
"""How much a part of a bar is, and its colour, a token of the palette."""


class Tabled(QWidget):
    """What the keyboard comes to, and whose table Ctrl+C copies."""

    def __init__(self) -> None:
        """Hold no rows yet."""
        super().__init__()
        self.rows: Sequence[Sequence[str]] = ()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def copy_table(self) -> None:
        """Put its table on the clipboard."""
        copy(self.rows)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the table."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_table()
        else:
            super().keyPressEvent(event)


class ShareBar(Tabled):
    """A bar of several parts."""

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__()
        self._shares: tuple[Share, ...] = ()
        self._whole = 0.0
        self.setFixedHeight(BAR_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tokens.look().changed.connect(self.update)

    def show_shares(self, shares: Iterable[Share], *, whole: float | None = None) -> None:
        """Show *shares*; the bar is as wide as there is room where they are the *whole*."""
        self._shares = tuple(each for each in shares if each[0] > 0)
        self._whole = sum(part for part, _colour in self._shares) if whole is None else whole
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(BARS_PX, BAR_PX)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        boxes, palette = self._boxes(QRectF(self.rect())), colours()
        if not boxes:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            round_ends = QPainterPath()
            round_ends.addRoundedRect(boxes[0].united(boxes[-1]), BAR_PX / 2, BAR_PX / 2)
            painter.setClipPath(round_ends)
            for box, (_part, colour) in zip(boxes, self._shares, strict=True):
                painter.fillRect(box, QColor(getattr(palette, colour)))

    def _boxes(self, room: QRectF) -> list[QRectF]:
        width = room.width() - GAP_PX * max(len(self._shares) - 1, 0)
        left, boxes = room.left(), []
        for part, _colour in self._shares:
            taken = max(width * part / self._whole, LEAST_PX)
            boxes.append(QRectF(left, room.top(), taken, room.height()))
            left += taken + GAP_PX
        return boxes


class Chart(Tabled):
    """A title over the rows of a table, each beside its bar."""

    def __init__(self) -> None:
        """Build it empty."""
        super().__init__()
        self._title, self._more = Label("", "card-title"), Label("", "detail")
        self._first_px = WIDTHS_PX[0]
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(tokens.SPACE_3_PX)
        self._grid.setVerticalSpacing(tokens.SPACE_1_PX)
        for place, width in enumerate(WIDTHS_PX):
            self._grid.setColumnMinimumWidth(place, width)
        self._grid.setColumnStretch(len(WIDTHS_PX), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(tokens.HANG_PX, tokens.SPACE_2_PX, 0, tokens.SPACE_2_PX)
        column.setSpacing(tokens.SPACE_2_PX)
        column.addWidget(self._title)
        column.addLayout(self._grid)
        column.addWidget(self._more)

    def show_table(self, table: BarTable) -> None:
        """Show *table*; the focus stays in the chart."""
        self.rows, bars = table.rows, table.bars
        self._title.setText(table.title)
        empty_out(self._grid)
        is_long = any(len(bar.cells[0]) > LONG for bar in bars)
        self._first_px = SENTENCE_PX if is_long else WIDTHS_PX[0]
        self._put(0, table.headings, "detail")
        self._grid.setColumnStretch(len(WIDTHS_PX) + 1, int(len(table.headings) > len(WIDTHS_PX)))
        longest = max((sum(bar.parts) for bar in bars), default=0)
        for line, of in enumerate(bars[:MOST_ROWS], 1):
            self._put(line, of.cells, "text")
            bar = ShareBar()
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            bar.setFixedWidth(BARS_PX)
            bar.show_shares(zip(of.parts, PART_COLOURS, strict=False), whole=longest)
            self._grid.addWidget(bar, line, 1)
        shown = format_share(MOST_ROWS, len(bars))
        more = _("{n} rows; all of them are copied and exported.").format(n=shown)
        self._more.setText(more)
        self._more.setVisible(len(bars) > MOST_ROWS)
        self.setAccessibleName(table.heard)

    def _put(self, line: int, cells: Sequence[str], role: str) -> None:
        for place, cell in enumerate(cells):
            column = place + (place > 0)  # the bar stands after the first
            label = Label(cell, role, wraps=column == 0 or column >= len(WIDTHS_PX))
            if column == 0:
                label.setFixedWidth(self._first_px)
            self._grid.addWidget(label, line, column)
