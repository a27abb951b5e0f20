"""Words to read, with those that answered a query on a ground of their own.

What strangers wrote stays plain text: no mark-up is read in it.  It can be selected and
copied, and takes the height of its lines.
"""

from collections.abc import Iterable, Iterator
from typing import override

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFont,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QTextEdit

from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.fonts import role_font
from comms_desk.ui.kit.menus import RichText

LINE_HEIGHT_PERCENT = 125
PROPORTIONAL = QTextBlockFormat.LineHeightTypes.ProportionalHeight.value


class MarkedText(RichText):
    """Some plain text and its marks."""

    def __init__(self, name: str, *, role: str = "") -> None:
        """Build an empty one that a screen reader calls *name*."""
        super().__init__()
        self.setReadOnly(True)
        self.setProperty("role", "reading")
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setAccessibleName(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("QTextEdit { background: transparent; border: none; padding: 0; }")
        self.document().setDocumentMargin(0)
        font = role_font(role) if role else None
        if font is not None:
            self.setFont(font)
        self._text = ""
        self._marks: tuple[tuple[int, int], ...] = ()
        tokens.look().changed.connect(self._paint_marks)

    def show_text(self, text: str, marks: Iterable[tuple[int, int]] = ()) -> None:
        """Show *text* with *marks*, places in it in characters."""
        self._text, self._marks = text, tuple(marks)
        self.setPlainText(text)
        space_lines(self.document())
        self._paint_marks()
        self._fit()

    @Slot()
    def _paint_marks(self) -> None:
        ground = QTextCharFormat()
        ground.setBackground(QColor(tokens.colours().matched))
        ground.setForeground(QColor(tokens.colours().text))
        ground.setFontWeight(QFont.Weight.Medium)
        selections = []
        for start, end in in_utf16(self._text, self._marks):
            selection = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            selection.format = ground
            selections.append(selection)
        self.setExtraSelections(selections)

    def _fit(self) -> None:
        self.document().setTextWidth(self.viewport().width())
        self.setFixedHeight(max(round(self.document().size().height()) + 2, 1))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height of the lines at this width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()

    @override
    def sizeHint(self) -> QSize:
        """Ask for the height of the lines."""
        return QSize(super().sizeHint().width(), self.height())


def space_lines(document: QTextDocument) -> None:
    """Space the lines of a *document* that was just filled, for reading."""
    spaced = QTextBlockFormat()
    spaced.setLineHeight(LINE_HEIGHT_PERCENT, PROPORTIONAL)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(spaced)


def in_utf16(text: str, marks: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """*marks* (in order and apart), in characters as Qt counts them: an emoji is two."""
    known = counted = 0
    for start, end in marks:
        first = counted + _qt_length(text[known:start])
        counted = first + _qt_length(text[start:end])
        known = end
        yield first, counted


def _qt_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
