"""The field of a query: what is not understood is underlined at its place."""

from collections.abc import Iterator
from typing import override

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from comms_desk.i18n import _
from comms_desk.text.query import QueryError
from comms_desk.ui.frame.commands import Command
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.marked_text import in_utf16
from comms_desk.ui.kit.menus import PlainText

MISTAKE_KEY = "F8"


class QueryField(PlainText):
    """A query being written.  F8 goes where it is not understood."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__()
        self._wrong: tuple[int, int] | None = None
        """The place that is not understood, as Qt counts."""
        tokens.look().changed.connect(self._underline)

    def show_mistake(self, error: QueryError | None, said: str = "") -> None:
        """Underline the place of *error*, described to screen readers by *said*; None: nothing."""
        self._wrong = None if error is None else self._place(error)
        self.setAccessibleDescription(said)
        self._underline()

    def commands(self) -> Iterator[Command]:
        """Yield what its key does now."""
        if self.isVisible() and self._wrong is not None:
            yield Command(_("Go to the mistake"), MISTAKE_KEY, self.go_to_mistake)

    def go_to_mistake(self) -> None:
        """Go to where the query is not understood, and select what stands there."""
        self.setFocus()
        if self._wrong is not None:
            self.setTextCursor(self._cursor(*self._wrong))
            self.ensureCursorVisible()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; F8 goes where the mistake is."""
        if event.key() == Qt.Key.Key_F8 and self._wrong is not None:
            self.go_to_mistake()
        else:
            super().keyPressEvent(event)

    def _place(self, error: QueryError) -> tuple[int, int]:
        """The place of *error* in the field, one character at least where there is any."""
        text = self.toPlainText()
        start = len(text) - len(text.lstrip()) + error.position
        end = start + max(len(error.found), 1)
        if error.at_end or start >= len(text):
            end = len(text.rstrip())
            start = max(end - 1, 0)
        ((first, last),) = in_utf16(text, [(start, end)])
        return first, last

    @Slot()
    def _underline(self) -> None:
        if self._wrong is None:
            self.setExtraSelections([])
            return
        selection = QTextEdit.ExtraSelection()
        selection.cursor = self._cursor(*self._wrong)
        wave = QTextCharFormat()
        wave.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        wave.setUnderlineColor(QColor(tokens.colours().red))
        wave.setBackground(QColor(tokens.colours().red_ground))
        selection.format = wave
        self.setExtraSelections([selection])

    def _cursor(self, first: int, last: int) -> QTextCursor:
        cursor = self.textCursor()
        length = self.document().characterCount() - 1
        cursor.setPosition(min(first, length))
        cursor.setPosition(min(last, length), QTextCursor.MoveMode.KeepAnchor)
        return cursor


def note_of(lines: int) -> Label:
    """Return a place of so many *lines* for what is wrong: that of one is kept while nothing is."""
    note = Label("", "word-red", wraps=True)
    note.setAlignment(Qt.AlignmentFlag.AlignTop)
    note.setFixedHeight(lines * tokens.TITLE_LINE_PX)
    kept = note.sizePolicy()
    kept.setRetainSizeWhenHidden(lines == 1)
    note.setSizePolicy(kept)
    return note
