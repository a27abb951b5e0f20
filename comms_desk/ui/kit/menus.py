"""Menus in our own look, and the editors that open them: round, with nothing behind their corners.

A menu is a window: its corners are square unless nothing is painted there, which is to be asked
before it is shown.  Qt makes that of an editor as it is opened: the editors are here, to ask.
An editor that knows the language of its words writes the quotation marks and apostrophes of it
as they are typed, each an edit of its own, as each word is: one Ctrl+Z gives back what was typed,
and not all that was since the last mark.  Files that are
dropped or pasted are never its words: what holds it decides (`kit.local_files`).
"""

from collections.abc import Callable
from typing import final, override

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import (
    QAction,
    QClipboard,
    QContextMenuEvent,
    QDragEnterEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from comms_desk.text.quoting import TYPED, in_place_of
from comms_desk.ui.kit.local_files import are_copied, hand_on, holds_files

MENDED = "’«»“”"
"""The marks that stand for those of a keyboard: what is typed after one is undone by itself."""
ROUND = Qt.WindowType.FramelessWindowHint | Qt.WindowType.NoDropShadowWindowHint


def entry(menu: QMenu, words: str, act: Callable[[], object]) -> QAction:
    """Return what *menu* offers from now on: it says *words*, and does *act*, a bound slot.

    It is made here and not by the menu: of what Qt has made itself, PySide lets go as soon as it
    thinks that one of the widgets around it may be gone, and says that it is deleted.
    """
    action = QAction(words, menu)
    action.triggered.connect(act)
    menu.addAction(action)
    return action


def rounded[Menu: QMenu](menu: Menu) -> Menu:
    """Return *menu*, which was not shown yet, with nothing painted outside its edge."""
    menu.setWindowFlags(menu.windowFlags() | ROUND)
    menu.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground)
    return menu


class Line(QLineEdit):
    """A line of text."""

    language = ""
    """That of its words, "fr" or "en": whose quotation marks are written."""

    @override
    def event(self, event: QEvent) -> bool:
        """Leave Ctrl+Z, and Ctrl+Shift+Z, to the window where the field has nothing for them."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._is_for_the_window(event)
        ):
            event.ignore()
            return False
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Paste)
            and are_copied()
        ):
            hand_on(self)
            return True
        return super().event(event)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Leave files to what holds the field."""
        if holds_files(event.mimeData()):
            event.ignore()
        else:
            super().dragEnterEvent(event)

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Paste what was selected last, where the middle button does that; files are no words."""
        selection = QClipboard.Mode.Selection
        if event.button() == Qt.MouseButton.MiddleButton and are_copied(selection):
            hand_on(self, selection)
        else:
            super().mouseReleaseEvent(event)

    def _is_for_the_window(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Redo):
            return not self.isRedoAvailable()
        return event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write, with the marks of the language."""
        before = _before(self.text(), self.cursorPosition())
        if _begins_word(event.text(), before) and not self.hasSelectedText():
            self.cursorBackward(False)  # a move is where Qt ends what one Ctrl+Z gives back
            self.cursorForward(False)
        super().keyPressEvent(event)
        if not event.matches(QKeySequence.StandardKey.Undo):
            self._mend_mark(event.text())
        elif self.language and self.selectedText() in TYPED:  # else the next key takes its place
            self.deselect()

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Write what a dead key or a method of input has made."""
        super().inputMethodEvent(event)
        self._mend_mark(event.commitString())

    def _mend_mark(self, typed: str) -> None:
        here = self.cursorPosition()
        meant = "" if self.isReadOnly() else _meant(typed, self.text(), here, self.language)
        if meant:
            self.setSelection(here - 1, 1)
            self.insert(meant)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, round."""
        menu = self.createStandardContextMenu()
        pastes = menu.findChild(QAction, "edit-paste")
        if isinstance(pastes, QAction) and are_copied():
            pastes.setEnabled(False)
        _open(menu, event)


class PlainText(QPlainTextEdit):
    """Plain text of several lines."""

    language = ""
    """That of its words, "fr" or "en": whose quotation marks are written."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's own: the wheel gives it too

    @final
    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave files to what holds the field."""
        return not holds_files(source) and super().canInsertFromMimeData(source)

    @final
    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Write what is pasted; files are no words."""
        if holds_files(source):
            hand_on(self)
        else:
            self.write(source)

    def write(self, source: QMimeData) -> None:
        """Write what *source* says, which is no file."""
        super().insertFromMimeData(source)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write, with the marks of the language."""
        cursor = self.textCursor()
        before = _before(cursor.block().text(), cursor.positionInBlock())
        if _begins_word(event.text(), before):
            cursor.beginEditBlock()  # Qt joins to it what is typed next, and nothing before
            super().keyPressEvent(event)
            cursor.endEditBlock()
        else:
            super().keyPressEvent(event)
        _mend_mark(self, event.text(), self.language)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Write what a dead key or a method of input has made."""
        super().inputMethodEvent(event)
        _mend_mark(self, event.commitString(), self.language)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, round."""
        _open(self.createStandardContextMenu(), event)


class RichText(QTextEdit):
    """Text with its marks."""

    language = ""
    """That of its words, "fr" or "en": whose quotation marks are written."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # Qt's own: the wheel gives it too

    @final
    @override
    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave files to what holds the field."""
        return not holds_files(source) and super().canInsertFromMimeData(source)

    @final
    @override
    def insertFromMimeData(self, source: QMimeData) -> None:
        """Write what is pasted; files are no words."""
        if holds_files(source):
            hand_on(self)
        else:
            self.write(source)

    def write(self, source: QMimeData) -> None:
        """Write what *source* says, which is no file."""
        super().insertFromMimeData(source)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write, with the marks of the language."""
        cursor = self.textCursor()
        before = _before(cursor.block().text(), cursor.positionInBlock())
        if _begins_word(event.text(), before):
            cursor.beginEditBlock()  # Qt joins to it what is typed next, and nothing before
            super().keyPressEvent(event)
            cursor.endEditBlock()
        else:
            super().keyPressEvent(event)
        _mend_mark(self, event.text(), self.language)

    @override
    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Write what a dead key or a method of input has made."""
        super().inputMethodEvent(event)
        _mend_mark(self, event.commitString(), self.language)

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu, round."""
        _open(self.createStandardContextMenu(), event)


def _open(menu: QMenu, event: QContextMenuEvent) -> None:
    rounded(menu).setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(event.globalPos())


def _mend_mark(editor: QPlainTextEdit | QTextEdit, typed: str, language: str) -> None:
    """Put in the place of *typed*, a mark that is there now, that of the *language*."""
    if editor.isReadOnly():
        return
    cursor = editor.textCursor()
    meant = _meant(typed, cursor.block().text(), cursor.positionInBlock(), language)
    if meant:
        marks = cursor.charFormat()
        cursor.beginEditBlock()
        cursor.deletePreviousChar()
        cursor.insertText(meant, marks)
        cursor.endEditBlock()


def _begins_word(typed: str, before: str) -> bool:
    """Whether *typed*, after *before*, is what Ctrl+Z is to give back without what stands there."""
    ends = before[-1:].isspace() or before[-1:] in MENDED
    return bool(before) and ends and typed.isprintable() and bool(typed.strip())


def _meant(typed: str, text: str, position: int, language: str) -> str:
    """Return what stands for *typed*, which ends at *position* in *text*; "" where it stays."""
    if typed not in TYPED or not language:
        return ""
    before = _before(text, position)
    if not before.endswith(typed):
        return ""
    meant = in_place_of(typed, before[:-1], language)
    return "" if meant == typed else meant


def _before(text: str, position: int) -> str:
    """Return what stands in *text* before *position*.

    Qt counts in units of UTF-16: what lies outside the first plane, as a pictogram, is two.
    """
    return text.encode("utf-16-le", "surrogatepass")[: 2 * position].decode("utf-16-le", "ignore")
