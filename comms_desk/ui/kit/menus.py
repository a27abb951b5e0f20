"""Menus in our own look, and the editors that open them: round, with nothing behind their corners.

A menu is a window: its corners are square unless nothing is painted there, which is to be asked
before it is shown.  Qt makes that of an editor as it is opened: the editors are here, to ask.
An editor that knows the language of its words writes the quotation marks and apostrophes of it
as they are typed, each an edit of its own, as each word is: one Ctrl+Z gives back what was typed,
and not all that was since the last mark.  Files that are
dropped or pasted are never its words: what holds it decides (`kit.local_files`).  Several
paragraphs are not those of a title: the text that it stands over takes them.
"""

from collections.abc import Callable
from typing import final, override

from PySide6.QtCore import QEvent, QMimeData, Qt, Slot
from PySide6.QtGui import (
    QAction,
    QClipboard,
    QContextMenuEvent,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QTextEdit

from comms_desk.text.quotation_marks import TYPED, in_place_of
from comms_desk.ui.kit.local_files import are_copied, hand_on, holds_files

MENDED = "’«»“”"
"""The marks that stand for those of a keyboard: what is typed after one is undone by itself."""
TITLE_LINES = 2
"""Lines that may be one title, cut in two by what it was copied from."""
TITLE_CHARACTERS = 300
"""More is no title (`media.drafting.model`)."""
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


def holds_paragraphs(data: QMimeData) -> bool:
    """Say whether *data* has several paragraphs, and not a title cut in two lines."""
    words = data.text().strip()
    lines = words.splitlines()
    parts = [each for each in lines if each.strip()]
    is_parted = len(parts) < len(lines) or len(words) > TITLE_CHARACTERS
    return len(parts) > TITLE_LINES or (len(parts) > 1 and is_parted)


class Line(QLineEdit):
    """A line of text."""

    language = ""
    """That of its words, "fr" or "en": whose quotation marks are written."""
    paragraphs_to: Callable[[QMimeData], object] | None = None
    """Takes what has several paragraphs, where the line stands over a text."""

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
        ):
            self._paste()
            return True
        return super().event(event)

    @Slot()
    def _paste(self) -> None:
        """Write what was copied last; files are no words, nor are several paragraphs a title."""
        if are_copied():
            hand_on(self)
        elif not self._has_handed_on(QGuiApplication.clipboard().mimeData()):
            self.paste()

    def _has_handed_on(self, source: QMimeData | None) -> bool:
        if self.paragraphs_to is None or source is None or self.isReadOnly():
            return False
        if not holds_paragraphs(source):
            return False
        self.paragraphs_to(source)
        return True

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        """Write what is dropped, which is no file."""
        if self._has_handed_on(event.mimeData()):
            event.acceptProposedAction()
        else:
            super().dropEvent(event)

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
        if isinstance(pastes, QAction):
            pastes.setEnabled(pastes.isEnabled() and not are_copied())
            pastes.triggered.disconnect()
            pastes.triggered.connect(self._paste)
        _open(menu, event)


class PlainText(QPlainTextEdit):
    """Plain text of several lines."""

    language = ""
    """That of its words, "fr" or "en": whose quotation marks are written."""
    paragraphs_to: Callable[[QMimeData], object] | None = None
    """Takes what has several paragraphs, where this is a title over a text."""

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
        elif self.paragraphs_to is not None and holds_paragraphs(source):
            self.paragraphs_to(source)
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
