"""How a row is painted, of a long list or of a short one: two lines, tags, a mark, a time.

Heights depend on the width, since a long title wraps once; those of a list are measured when
asked and kept until the width, the rows or the fonts change.
"""

from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import PART
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.look import Colours, colours, hue_colours
from comms_desk.ui.kit.rows import Row, RowsModel, RowTag

Index = QModelIndex | QPersistentModelIndex
MARGIN_PX = 16
TOP_PX = 8
TITLE_LINE_PX = 19
DETAIL_LINE_PX = 18
HEADING_PX = 30
SELECTED_BAR_PX = 3
TAG_PADDING_PX = 6
TAG_HEIGHT_PX = 17
TITLE_LINES_MAX = 4
"""Titles are read whole; a narrow list wraps one of a hundred letters so often."""
GLYPH_WIDTH_PX = 22
ENTER, ENTER_WIDTH_PX = "\u21b5", 24
"""The key, as it is drawn on itself."""
HOLD_PX, HOLD_STEP_PX, HOLD_DOT_PX = 20, 6, 2
"""What a row that moves is held by: its room, and its six dots."""
WRAPPED_KEPT = 5_000
MOMENT_BY_TITLE_MAX_PX = 72
"""A longer moment (a whole date) stands on the second line: titles come first."""
GLYPHS = {"＋": "+", "＝": "="}
"""Inter has no full-width marks; at this size the plain ones say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """The room that rows have.

    Attributes:
        side_px: Beside the words.
        top_px: Above them, and under.
        when_px: At the left, for the hour of each.
        detail_lines: How many lines the detail may take; the last one is shortened.
    """

    side_px: int
    top_px: int
    when_px: int = 0
    detail_lines: int = 1


IN_A_LIST = Spacing(side_px=MARGIN_PX, top_px=TOP_PX)


class RowPaint:
    """Measures and paints rows that have one spacing."""

    def __init__(self, spacing: Spacing = IN_A_LIST) -> None:
        """Paint with *spacing*."""
        self._spacing = spacing
        self._strong = sized(tokens.TEXT_PX, strong=True)
        self._plain = sized(tokens.TEXT_PX)
        self._detail = sized(tokens.DETAIL_TEXT_PX)
        self._tag = sized(tokens.TAG_TEXT_PX, strong=True)
        self._detail_metrics = QFontMetrics(self._detail)
        self._tag_metrics = QFontMetrics(self._tag)
        self._title_metrics = {
            True: QFontMetrics(self._strong),
            False: QFontMetrics(self._plain),
        }
        self._lines: dict[tuple[str, bool, int], list[str]] = {}

    def height(self, row: Row, width: int) -> int:
        """Return how tall *row* is, *width* pixels wide."""
        lines = len(self._title_lines(row, self._title_room(row, width)))
        below = self._second_lines(row, width) * DETAIL_LINE_PX
        return 2 * self._spacing.top_px + lines * TITLE_LINE_PX + below

    def paint(self, painter: QPainter, box: QRect, row: Row, palette: Colours) -> None:
        """Paint *row* in *box*, on the ground that is there."""
        spacing = self._spacing
        left, right = box.left() + spacing.side_px, box.right() + 1 - spacing.side_px
        top = box.top() + spacing.top_px
        middle = Qt.AlignmentFlag.AlignVCenter
        if row.moves:
            for dot in range(6):
                x = right - HOLD_STEP_PX * (dot % 2) - HOLD_DOT_PX
                y = top + HOLD_STEP_PX * (dot // 2) + HOLD_DOT_PX
                painter.fillRect(x, y, HOLD_DOT_PX, HOLD_DOT_PX, QColor(palette.edge))
            right -= HOLD_PX
        if row.when:
            painter.setPen(QColor(palette.red if row.is_late else palette.muted))
            painter.setFont(self._strong if row.is_late else self._plain)
            painter.drawText(QRect(left, top, spacing.when_px, TITLE_LINE_PX), middle, row.when)
        left += spacing.when_px
        first = QRect(left, top, right - left, TITLE_LINE_PX)
        long_moment = self._moment_width(row) > MOMENT_BY_TITLE_MAX_PX
        if row.moment and not long_moment:
            painter.setPen(QColor(palette.muted))
            painter.setFont(self._detail)
            painter.drawText(first, middle | Qt.AlignmentFlag.AlignRight, row.moment)
        elif row.tags and not self._tags_below(row) and not row.moment:
            self._tags(painter, right - self._tags_width(row.tags), top + 1, row.tags, palette)
        room = self._title_room(row, box.width())
        painter.setPen(QColor(palette.text))
        painter.setFont(self._strong if row.strong else self._plain)
        for line in self._title_lines(row, room):
            painter.drawText(QRect(left, top, room, TITLE_LINE_PX), middle, line)
            top += TITLE_LINE_PX
        second = QRect(left, top, right - left, DETAIL_LINE_PX)
        if row.moment and long_moment:
            painter.setPen(QColor(palette.muted))
            painter.setFont(self._detail)
            painter.drawText(second, middle | Qt.AlignmentFlag.AlignRight, row.moment)
            second.setRight(second.right() - self._moment_width(row) - tokens.SPACE_3_PX)
        self._second(painter, second, row, palette)

    def _second_lines(self, row: Row, width: int) -> int:
        long_moment = self._moment_width(row) > MOMENT_BY_TITLE_MAX_PX
        if not (row.detail or row.glyph or self._tags_below(row) or long_moment):
            return 0
        if self._spacing.detail_lines == 1:
            return 1
        return len(
            self._detail_lines(row, width - 2 * self._spacing.side_px - self._spacing.when_px)
        )

    def _detail_lines(self, row: Row, room: int) -> list[str]:
        return wrapped(row.detail, self._detail, room, most=self._spacing.detail_lines)

    def _title_room(self, row: Row, width: int) -> int:
        spacing = self._spacing
        return width - 2 * spacing.side_px - spacing.when_px - self._right_width(row)

    def _right_width(self, row: Row) -> int:
        held = HOLD_PX if row.moves else 0
        if row.moment:
            width = self._moment_width(row)
            return held + (width + tokens.SPACE_3_PX if width <= MOMENT_BY_TITLE_MAX_PX else 0)
        if row.tags and not row.glyph:
            return held + self._tags_width(row.tags) + tokens.SPACE_2_PX
        return held

    def _moment_width(self, row: Row) -> int:
        return self._detail_metrics.horizontalAdvance(row.moment)

    @staticmethod
    def _tags_below(row: Row) -> bool:
        return bool(row.tags) and bool(row.moment or row.glyph)

    def _tags_width(self, tags: tuple[RowTag, ...]) -> int:
        metrics = self._tag_metrics
        gaps = tokens.SPACE_1_PX * (len(tags) - 1)
        return gaps + sum(metrics.horizontalAdvance(tag.text) + 2 * TAG_PADDING_PX for tag in tags)

    def _wraps(self, row: Row, room: int) -> bool:
        """Say whether the title takes more than a line."""
        return self._title_metrics[row.strong].horizontalAdvance(row.title) > room > 0

    def _title_lines(self, row: Row, room: int) -> list[str]:
        if not self._wraps(row, room):
            return [row.title]
        key = (row.title, row.strong, room)
        lines = self._lines.get(key)
        if lines is None:
            if len(self._lines) >= WRAPPED_KEPT:
                self._lines.clear()
            lines = wrapped(row.title, self._strong if row.strong else self._plain, room)
            self._lines[key] = lines
        return lines

    def _second(self, painter: QPainter, line: QRect, row: Row, palette: Colours) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        left = line.left()
        painter.setPen(QColor(palette.text))
        painter.setFont(self._strong)
        for glyph in row.glyph.split():
            box = QRect(left, line.top(), GLYPH_WIDTH_PX, line.height())
            painter.drawText(box, middle, GLYPHS.get(glyph, glyph))
            left += GLYPH_WIDTH_PX
        tags = row.tags if self._tags_below(row) else ()
        painter.setPen(QColor(palette.muted))
        painter.setFont(self._detail)
        if self._spacing.detail_lines > 1 and not tags and not row.glyph:
            for words in self._detail_lines(row, line.width()):
                painter.drawText(line, middle, words)
                line.translate(0, DETAIL_LINE_PX)
            return
        metrics = self._detail_metrics
        taken = self._tags_width(tags) + tokens.SPACE_2_PX if tags else 0
        room = line.right() - left - taken
        words = metrics.elidedText(row.detail, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, line.top(), room, line.height()), middle, words)
        if tags:
            start = left + metrics.horizontalAdvance(words) + (tokens.SPACE_2_PX if words else 0)
            self._tags(painter, start, line.top() + 1, tags, palette)

    def _tags(
        self, painter: QPainter, left: int, top: int, tags: tuple[RowTag, ...], palette: Colours
    ) -> None:
        font = self._tag
        metrics = self._tag_metrics
        for tag in tags:
            words, ground = hue_colours(tag.tone, palette)
            width = metrics.horizontalAdvance(tag.text) + 2 * TAG_PADDING_PX
            box = QRectF(left, top, width, TAG_HEIGHT_PX)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, tokens.TAG_RADIUS_PX, tokens.TAG_RADIUS_PX)
            painter.setPen(QColor(words))
            painter.setFont(font)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tag.text)
            left += width + tokens.SPACE_1_PX


class RowPainter(QStyledItemDelegate):
    """Paints the rows of one list."""

    def __init__(self, model: RowsModel) -> None:
        """Paint the rows of *model*."""
        super().__init__()
        self._rows = model
        self._sizes: list[QSize] = []
        self._width = 0
        self._heading = sized(tokens.TAG_TEXT_PX, strong=True)
        self.rows = RowPaint()
        model.modelReset.connect(self.forget)
        model.dataChanged.connect(self.forget)

    def widen(self, width: int) -> None:
        """Measure for a list *width* pixels wide from now on."""
        if width != self._width:
            self._width = width
            self._sizes.clear()

    @Slot()
    def forget(self) -> None:
        """Measure every row again: they are others."""
        self._sizes.clear()

    def height(self, position: int, width: int) -> int:
        """Return how tall the entry at *position* is in a list *width* pixels wide."""
        entry = self._rows.entry(position)
        return self.rows.height(entry, width) if isinstance(entry, Row) else HEADING_PX

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row; the width is the list's own."""
        position = index.row()
        while len(self._sizes) <= position:
            self._sizes.append(QSize(0, self.height(len(self._sizes), self._width)))
        return self._sizes[position]

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row or heading at *index*."""
        palette = colours()
        entry = self._rows.entry(index.row())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = option.rect
        if isinstance(entry, Row):
            is_the_one = _is_current(option, index)
            is_offered = False
            if option.state & QStyle.StateFlag.State_Selected:
                lit, ringed = _lit(option.widget)
                paint_chosen(painter, box, palette, is_the_one=is_the_one, lit=lit)
                if ringed and is_the_one:
                    paint_ring(painter, box, palette.accent)
            elif getattr(option.widget, "offered", -1) == index.row():
                is_offered = True
                painter.fillRect(box, QColor(palette.selected))
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(box, QColor(palette.hover))
            self.rows.paint(painter, box, entry, palette)
            if is_offered:
                self._paint_enter(painter, box, palette)
        else:
            painter.setPen(QColor(palette.muted))
            painter.setFont(self._heading)
            inside = box.adjusted(MARGIN_PX, 0, -MARGIN_PX, -5)
            painter.drawText(
                inside, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft, entry
            )
        painter.restore()

    def _paint_enter(self, painter: QPainter, box: QRect, palette: Colours) -> None:
        """Paint the key that takes the row: another one's card is shown, or none."""
        left = box.right() + 1 - MARGIN_PX - ENTER_WIDTH_PX
        top = box.bottom() + 1 - TOP_PX - TAG_HEIGHT_PX
        cap = QRectF(left + 0.5, top + 0.5, ENTER_WIDTH_PX - 1, TAG_HEIGHT_PX - 1)
        painter.fillRect(
            QRectF(left - tokens.SPACE_2_PX, top, box.right() + 1 - left, TAG_HEIGHT_PX),
            QColor(palette.selected),
        )
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.setBrush(QColor(palette.canvas))
        painter.drawRoundedRect(cap, tokens.TAG_RADIUS_PX, tokens.TAG_RADIUS_PX)
        painter.setPen(QColor(palette.muted))
        painter.setFont(self._heading)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, ENTER)


def paint_chosen(
    painter: QPainter, box: QRect, palette: Colours, *, is_the_one: bool = True, lit: bool = True
) -> None:
    """Paint the ground of what is chosen, and the edge of the one that is shown or taken.

    It is *lit* where the keys are.
    """
    painter.fillRect(box, QColor(palette.selected if lit else palette.chosen_elsewhere))
    if is_the_one:
        bar = QRect(box)
        bar.setWidth(SELECTED_BAR_PX)
        painter.fillRect(bar, QColor(palette.accent if lit else palette.edge))


def paint_ring(painter: QPainter, box: QRect, colour: str) -> None:
    """Paint the ring of what the keyboard went to, inside *box*."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colour), tokens.RING_PX))
    whole = QRectF(box).adjusted(1, 1, -1, -1)
    painter.drawRoundedRect(whole, tokens.RADIUS_PX, tokens.RADIUS_PX)


def _lit(view: object) -> tuple[bool, bool]:
    """Say whether the keys are in the list *view*, and whether they came there by Tab."""
    return getattr(view, "is_lit", True), getattr(view, "is_ringed", False)


def _is_current(option: QStyleOptionViewItem, index: Index) -> bool:
    """Say whether *index* is the row that the page shows, of all those that are chosen."""
    view = option.widget
    return isinstance(view, QAbstractItemView) and view.currentIndex() == index


def wrapped(text: str, font: QFont, room: int, *, most: int = TITLE_LINES_MAX) -> list[str]:
    """Return *text* cut into at most *most* lines of *room* pixels, the last one shortened."""
    metrics = QFontMetrics(font)
    if room <= 0 or metrics.horizontalAdvance(text) <= room:
        return [text]
    text = text.replace(PART, f"\u00a0{PART.lstrip()}")  # no line begins with what parts it
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    cut: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        start = line.textStart()
        if len(cut) == most - 1:
            cut.append(metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, room))
            break
        cut.append(text[start : start + line.textLength()].rstrip())
    layout.endLayout()
    return cut
