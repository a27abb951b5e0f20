"""One line that opens a thing: when, what, who; a tag at the right.  Painted, one widget each.

For pages that show a few lines of many kinds (Today, a card); long lists are `row_list`'s.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import override

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import pressed_by_enter
from comms_desk.ui.kit.copying import copy
from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.row_painter import GLYPHS, TAG_HEIGHT_PX, TAG_PADDING_PX, wrapped
from comms_desk.ui.kit.rows import RowTag
from comms_desk.ui.kit.theme import colours, hue_colours

TOP_PX = 10
TITLE_PX = 19
DETAIL_PX = 19
GLYPH_ROOM_PX = 18
TIME_ROOM_PX = 76
SIDE_PX = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class LineText:
    """What a line says; *key* is given back when it is opened.

    Attributes:
        key: What to open: a `Ref`, or whatever the page knows.
        title: The first words, on one line.
        detail: The second line, muted; empty for none.
        when: At the left, in a column of its own.
        is_late: *when* is a deadline that has passed: red.
        glyph: A mark before the title, with *spoken* for a screen reader.
        tag: A state, at the right.
        strong: Whether the title is.
        spoken: What the glyph means.
    """

    key: object
    title: str
    detail: str = ""
    when: str = ""
    is_late: bool = False
    glyph: str = ""
    tag: RowTag | None = None
    strong: bool = True
    spoken: str = ""

    def aloud(self) -> str:
        """Return the line as a screen reader says it."""
        return ", ".join(part for part in self.cells() if part)

    def cells(self) -> tuple[str, ...]:
        """Return the line as cells of a table, for the clipboard."""
        tag = self.tag.text if self.tag else ""
        return (self.when, self.title, self.spoken, self.detail, tag)


class LineButton(QAbstractButton):
    """One line; a click, Enter or Space opens it.

    Signals:
        opened: Carries the key of the line.
    """

    opened = Signal(object)

    def __init__(self, line: LineText, *, time_column: bool = False) -> None:
        """Show *line*; with *time_column*, room for a time is kept at the left."""
        super().__init__()
        self.line = line
        self._wrapped: dict[str, list[str]] = {}
        self._time_room = TIME_ROOM_PX if time_column else 0
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._open)
        tokens.theme().changed.connect(self.update)
        self.say(line)

    def say(self, line: LineText) -> None:
        """Show another *line* in the same place."""
        self.line = line
        self._wrapped.clear()
        self.setAccessibleName(line.aloud())
        self.setToolTip(plain("\n".join(filter(None, (line.title, line.detail)))))
        self.setFixedHeight(self._height(self.width()))
        self.update()

    @Slot()
    def _open(self) -> None:
        self.opened.emit(self.line.key)

    def _title_room(self, width: int) -> int:
        glyph = GLYPH_ROOM_PX if self.line.glyph else 0
        tag = self._tag_width() + tokens.SPACE_2_PX if self.line.tag else 0
        return width - 2 * SIDE_PX - self._time_room - glyph - tag

    def _tag_width(self) -> int:
        if self.line.tag is None:
            return 0
        metrics = QFontMetrics(sized(tokens.TAG_TEXT_PX, strong=True))
        return metrics.horizontalAdvance(self.line.tag.text) + 2 * TAG_PADDING_PX

    def _title_lines(self, width: int) -> list[str]:
        if "title" not in self._wrapped:
            font = sized(tokens.TEXT_PX, strong=self.line.strong)
            self._wrapped["title"] = wrapped(self.line.title, font, self._title_room(width))
        return self._wrapped["title"]

    def _detail_lines(self, width: int) -> list[str]:
        if not self.line.detail:
            return []
        if "detail" not in self._wrapped:
            room = width - 2 * SIDE_PX - self._time_room
            font = sized(tokens.DETAIL_TEXT_PX)
            self._wrapped["detail"] = wrapped(self.line.detail, font, room)
        return self._wrapped["detail"]

    def _height(self, width: int) -> int:
        lines = len(self._title_lines(width)) * TITLE_PX
        return TOP_PX + lines + len(self._detail_lines(width)) * DETAIL_PX + TOP_PX

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be opened by Enter too, and copied on Ctrl+C."""
        if event.matches(QKeySequence.StandardKey.Copy):
            copy([self.line.cells()])
        elif not pressed_by_enter(self, event):
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        """Return the height that the words take at the width of now."""
        return QSize(200, self._height(self.width()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the words need at another width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._wrapped.clear()
            self.setFixedHeight(self._height(event.size().width()))

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the line, and the ring when it has the focus."""
        palette, line = colours(), self.line
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.hover))
            painter.drawRoundedRect(whole, tokens.RADIUS_PX, tokens.RADIUS_PX)
        top, left, right = TOP_PX, SIDE_PX, self.width() - SIDE_PX
        middle = Qt.AlignmentFlag.AlignVCenter
        if line.when:
            painter.setFont(sized(tokens.TEXT_PX, strong=line.is_late))
            painter.setPen(QColor(palette.red if line.is_late else palette.muted))
            painter.drawText(QRect(left, top, self._time_room, TITLE_PX), middle, line.when)
        left += self._time_room
        if line.glyph:
            painter.setFont(sized(tokens.TEXT_PX, strong=True))
            painter.setPen(QColor(palette.text))
            room = QRect(left, top, GLYPH_ROOM_PX, TITLE_PX)
            painter.drawText(room, middle, GLYPHS.get(line.glyph, line.glyph))
            left += GLYPH_ROOM_PX
        self._paint_tag(painter, right, top)
        painter.setFont(sized(tokens.TEXT_PX, strong=line.strong))
        painter.setPen(QColor(palette.text))
        for words in self._title_lines(self.width()):
            painter.drawText(QRect(left, top, right - left, TITLE_PX), middle, words)
            top += TITLE_PX
        painter.setFont(sized(tokens.DETAIL_TEXT_PX))
        painter.setPen(QColor(palette.muted))
        for words in self._detail_lines(self.width()):
            painter.drawText(QRect(left, top, right - left, DETAIL_PX), middle, words)
            top += DETAIL_PX
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.accent), tokens.RING_PX))
            painter.drawRoundedRect(whole, tokens.RADIUS_PX, tokens.RADIUS_PX)
        painter.end()

    def _paint_tag(self, painter: QPainter, right: int, top: int) -> None:
        tag = self.line.tag
        if tag is None:
            return
        width = self._tag_width()
        words, ground = hue_colours(tag.tone, colours())
        box = QRectF(right - width, top + 1, width, TAG_HEIGHT_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(box, tokens.TAG_RADIUS_PX, tokens.TAG_RADIUS_PX)
        painter.setPen(QColor(words))
        painter.setFont(sized(tokens.TAG_TEXT_PX, strong=True))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, tag.text)


class _Rule(QWidget):
    """A thin painted line: cheaper than a styled frame where there are many."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours().line))
        painter.end()


class Lines(QWidget):
    """Some lines with a rule above each.

    Signals:
        opened: Carries the key of a line.
    """

    opened = Signal(object)

    def __init__(self, *, time_column: bool = False) -> None:
        """Build an empty group; with *time_column*, times stand at the left."""
        super().__init__()
        self._time_column = time_column
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._shown: tuple[LineText, ...] = ()
        self._lines: list[tuple[_Rule, LineButton]] = []

    def show_lines(self, lines: Sequence[LineText]) -> None:
        """Show *lines* instead of what was shown; the line that had the focus keeps it."""
        lines = tuple(lines)
        if lines == self._shown:
            return
        self._shown = lines
        focused = next((one.line.key for one in self.all() if one.hasFocus()), None)
        shown = self.all()
        for line, text in zip(shown, lines, strict=False):
            line.say(text)
        for pair in self._lines[len(lines) :]:
            self._take_out(*pair)
        del self._lines[len(lines) :]
        for text in lines[len(shown) :]:
            self._add(text)
        if focused is not None:
            for line in self.all():
                if line.line.key == focused:
                    line.setFocus()

    def _add(self, text: LineText) -> None:
        rule, line = _Rule(), LineButton(text, time_column=self._time_column)
        line.opened.connect(self.opened)
        self._column.addWidget(rule)
        self._column.addWidget(line)
        self._lines.append((rule, line))
        line.show()

    def _take_out(self, *widgets: QWidget) -> None:
        for widget in widgets:
            self._column.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def all(self) -> list[LineButton]:
        """Return the lines, in order."""
        return [line for _rule, line in self._lines]
