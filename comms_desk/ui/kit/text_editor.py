"""The writing surface: a plain page that holds our subset and nothing else.

Marks by Ctrl+B and I, a link by Ctrl+K over selected words, shapes by keys or by what one types
at the start of a line; what is pasted, from Word or from the web, is brought down to the subset.
Quotation marks and apostrophes become those of the text's language as they are typed.  It saves
nothing: it says when something was typed.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import override

from PySide6.QtCore import QEvent, QMimeData, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
)

from comms_desk.text.markdown import (
    Block,
    BlockKind,
    Document,
    Run,
    read_html,
    write_html,
    write_plain,
)
from comms_desk.text.markdown.model import clean_link
from comms_desk.text.quotation_marks import bound
from comms_desk.ui.kit import text_bridge as bridge
from comms_desk.ui.kit.controls import give_role
from comms_desk.ui.kit.fields import is_for_the_window
from comms_desk.ui.kit.fonts import load_italic
from comms_desk.ui.kit.look import look
from comms_desk.ui.kit.menus import RichText
from comms_desk.ui.kit.scroll_bar import ScrollBar
from comms_desk.ui.kit.text_bridge import Shape

COLUMN_PX = 680
"""A line of some 75 characters: longer ones tire the eye."""

SIDE_PX, TOP_PX = 36, 8
LEAST_WIDTH_PX = 310
"""Less is no page to write on: the list beside it gives way first."""
PARAGRAPH = Shape()
DELETES = frozenset({Qt.Key.Key_Delete, Qt.Key.Key_Backspace})
_TYPED_SHAPES = {
    "-": Shape(BlockKind.BULLET),
    "*": Shape(BlockKind.BULLET),
    "1.": Shape(BlockKind.NUMBER),
    ">": Shape(BlockKind.QUOTE),
    "##": Shape(BlockKind.HEADING, 2),
    "###": Shape(BlockKind.HEADING, 3),
}
"""What a word typed at the start of a line, then a space, makes of it."""


class TextEditor(RichText):
    """A text being written.

    Signals:
        typed: Something was changed by the person.
        marks_changed: The cursor stands in other marks or in another shape.
        link_wanted: Ctrl+K was pressed over selected words; carries the link that is there now, ""
            for none.
        replaced: Another text is shown.
        column_moved: The column of text begins so many pixels from either side.
    """

    typed = Signal()
    marks_changed = Signal()
    link_wanted = Signal(str)
    replaced = Signal()
    column_moved = Signal(int)

    def __init__(self, name: str) -> None:
        """Build an empty page called *name*."""
        super().__init__()
        load_italic()
        self.setAccessibleName(name)
        self.setMinimumWidth(LEAST_WIDTH_PX)
        self.setAcceptRichText(True)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(True)
        ScrollBar(self)
        give_role(self, "writing")
        self._showing = False
        self._renumber = QTimer(self, singleShot=True, interval=0)
        self._renumber.timeout.connect(self._number_lists)
        self.document().contentsChange.connect(self._changed)
        self.cursorPositionChanged.connect(self._moved)
        look().changed.connect(self._colour)
        self.show_text(Document(()))  # an empty page is set as a written one is

    # The text

    def show_text(self, text: Document) -> None:
        """Show *text*, the cursor at its start."""
        self._showing = True
        bridge.show(text, self.document())
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._showing = False
        self.marks_changed.emit()
        self.replaced.emit()

    def put(self, text: Document) -> None:
        """Write *text* over what is there: one Ctrl+Z takes it back."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.removeSelectedText()
        bridge.shape_block(cursor, PARAGRAPH)
        bridge.insert(text, cursor, first_takes_block=True)
        cursor.endEditBlock()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self._after_shaping()

    def put_above(self, lines: Iterable[str]) -> None:
        """Write *lines* above the text, a paragraph each: one Ctrl+Z takes them back."""
        written = Document(tuple(Block(BlockKind.PARAGRAPH, (Run(line),)) for line in lines))
        self.put(Document((*written.blocks, *self.text().blocks)))

    def go_on(self) -> None:
        """Go to a new paragraph after all that is there: Ctrl+Z takes it with what came."""
        cursor = self.textCursor()
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.joinPreviousEditBlock()
        cursor.insertBlock(bridge.block_format(PARAGRAPH), bridge.char_format(Run(""), PARAGRAPH))
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def text(self) -> Document:
        """Return the text as it stands."""
        return bridge.read(self.document())

    @property
    def shape(self) -> Shape:
        """What the block of the cursor is."""
        return bridge.shape_of(self.textCursor().block())

    @property
    def marks(self) -> Run:
        """The marks that the next character would have."""
        return bridge.run_of("", self.currentCharFormat())

    # Marks

    @Slot()
    def toggle_bold(self) -> None:
        """Make the selection bold, or no longer."""
        self._mark(Run("", not self.marks.bold, self.marks.italic, self.marks.link), "bold")

    @Slot()
    def toggle_italic(self) -> None:
        """Make the selection italic, or no longer."""
        self._mark(Run("", self.marks.bold, not self.marks.italic, self.marks.link), "italic")

    def set_link(self, address: str) -> bool:
        """Link the selection, or the link that the cursor is in; False if it may not be.

        A blank address takes the link away; without a selection the address is inserted.
        """
        link = clean_link(address) if address.strip() else None
        if address.strip() and link is None:
            return False
        cursor = self.textCursor()
        if not cursor.hasSelection() and self.marks.link:
            self._select_link(cursor)
        if cursor.hasSelection():
            self.setTextCursor(cursor)
            self._mark(Run("", link=link), "link")
        elif link is not None:
            run = Run(address.strip(), self.marks.bold, self.marks.italic, link)
            cursor.insertText(run.text, bridge.char_format(run, self.shape))
        return True

    def _mark(self, wanted: Run, which: str) -> None:
        """Give the selection one mark, the others of each run kept."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            self.setCurrentCharFormat(bridge.char_format(wanted, self.shape))
            self.marks_changed.emit()
            return
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        cursor.beginEditBlock()
        for position, length, run, shape in bridge.spans(self.document(), start, end):
            value = getattr(wanted, which)
            marked = Run(
                "",
                value if which == "bold" else run.bold,
                value if which == "italic" else run.italic,
                value if which == "link" else run.link,
            )
            part = QTextCursor(self.document())
            part.setPosition(position)
            part.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
            part.setCharFormat(bridge.char_format(marked, shape))
        cursor.endEditBlock()
        self.marks_changed.emit()

    def _select_link(self, cursor: QTextCursor) -> None:
        """Select with *cursor* the whole link that it stands in."""
        block, here = cursor.block(), cursor.position()
        link = self.marks.link
        spans = bridge.spans(self.document(), block.position(), block.position() + block.length())
        linked = [(at, at + size) for at, size, run, _shape in spans if run.link == link]
        inside = next((span for span in linked if span[0] <= here <= span[1]), None)
        if inside is not None:
            cursor.setPosition(inside[0])
            cursor.setPosition(inside[1], QTextCursor.MoveMode.KeepAnchor)

    # Shapes

    def set_shape(self, shape: Shape) -> None:
        """Make the blocks of the selection what *shape* says; a paragraph if they were."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        wanted = PARAGRAPH if self.shape == shape else shape
        cursor.beginEditBlock()
        block = self.document().findBlock(start)
        while block.isValid() and block.position() <= end:
            part = QTextCursor(block)
            bridge.shape_block(part, wanted)
            block = block.next()
        cursor.endEditBlock()
        self._after_shaping()

    def _after_shaping(self) -> None:
        self.setCurrentCharFormat(bridge.char_format(self.marks, self.shape))
        self._renumber.start()
        self.marks_changed.emit()

    def _move_item(self, by: int) -> bool:
        shape = self.shape
        if not shape.kind.is_item or not 1 <= shape.level + by <= 2:  # noqa: PLR2004 - two deep
            return False
        before = self.textCursor().block().previous()
        if by > 0 and not (before.isValid() and bridge.shape_of(before).kind.is_item):
            return False
        self.set_shape(Shape(shape.kind, shape.level + by))
        return True

    # Keys

    @override
    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+K from the window where words are selected."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._asks_link(event)
        ):
            event.accept()
            return True
        return super().event(event)

    def _asks_link(self, event: QKeyEvent) -> bool:
        return (
            event.modifiers() == Qt.KeyboardModifier.ControlModifier
            and event.key() == Qt.Key.Key_K
            and self.textCursor().hasSelection()
            and not self.isReadOnly()
        )

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mark, shape, or write; once nothing here is left to undo, Ctrl+Z is the window's."""
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if is_for_the_window(
            event,
            is_typed=self.document().isUndoAvailable(),
            is_back=self.document().isRedoAvailable(),
        ):
            event.ignore()
        elif self.isReadOnly():
            super().keyPressEvent(event)
        elif event.key() in DELETES and self._is_all_chosen():
            self.put(Document(()))  # what is typed next is no quotation, nor a heading
        elif control and event.key() == Qt.Key.Key_B:
            self.toggle_bold()
        elif control and event.key() == Qt.Key.Key_I:
            self.toggle_italic()
        elif self._asks_link(event):
            self.link_wanted.emit(self.marks.link or "")
        elif not self._shape_by_key(event):
            super().keyPressEvent(event)

    def _is_all_chosen(self) -> bool:
        cursor = self.textCursor()
        length = self.document().characterCount() - 1
        return cursor.hasSelection() and cursor.selectionEnd() - cursor.selectionStart() >= length

    def _shape_by_key(self, event: QKeyEvent) -> bool:
        key, cursor = event.key(), self.textCursor()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if cursor.hasSelection() or not plain:
            return False
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._new_line(cursor)
        if key == Qt.Key.Key_Backspace and cursor.atBlockStart() and self.shape != PARAGRAPH:
            if not self._move_item(-1):
                self.set_shape(self.shape)
            return True
        if key == Qt.Key.Key_Space:
            return self._shape_by_word(cursor)
        return False

    def _new_line(self, cursor: QTextCursor) -> bool:
        shape = self.shape
        if shape == PARAGRAPH and cursor.block().text():
            return False
        if shape == PARAGRAPH:  # after an empty line Qt goes back to what it calls plain
            cursor.insertBlock(bridge.block_format(shape), bridge.char_format(self.marks, shape))
            self.setTextCursor(cursor)
            return True
        if not cursor.block().text().strip() and shape.kind is not BlockKind.HEADING:
            if not self._move_item(-1):
                self.set_shape(shape)
            return True
        if shape.kind is BlockKind.HEADING and cursor.atBlockEnd():
            cursor.insertBlock()
            bridge.shape_block(cursor, PARAGRAPH)
            self.setTextCursor(cursor)
            self._after_shaping()
            return True
        if shape.kind.is_item:
            self._renumber.start()
        return False

    def _shape_by_word(self, cursor: QTextCursor) -> bool:
        if self.shape != PARAGRAPH:
            return False
        word = cursor.block().text()[: cursor.positionInBlock()]
        shape = _TYPED_SHAPES.get(word)
        if shape is None:
            return False
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.set_shape(shape)
        return True

    @override
    def focusNextPrevChild(self, next: bool) -> bool:
        """Move an item deeper by Tab, back by Shift+Tab; elsewhere they go on to what follows."""
        if self.shape.kind.is_item and (next or self.shape.level > 1):
            self._move_item(1 if next else -1)
            return True
        return super().focusNextPrevChild(next)

    def lines_at_the_ends(self, first: int, last: int) -> list[tuple[int, str]]:
        """Return where each line begins, and what it says, in the first and last blocks with words.

        A long text costs no more than a short one.
        """
        above, below = list[QTextBlock](), list[QTextBlock]()
        block = self.document().begin()
        while block.isValid() and len(above) < first:
            above += [block] if block.text().strip() else []
            block = block.next()
        rest, block = block, self.document().lastBlock()
        while rest.isValid() and block.blockNumber() >= rest.blockNumber() and len(below) < last:
            below += [block] if block.text().strip() else []
            block = block.previous()
        return [line for block in (*above, *reversed(below)) for line in bridge.lines_of(block)]

    def take_out(self, spans: Iterable[tuple[int, int]]) -> None:
        """Take out what stands between two positions, a line that is left blank with it.

        One Ctrl+Z gives all of it back.
        """
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for start, end in sorted(spans, reverse=True):
            cursor.setPosition(start)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            self._close_up(cursor)
        cursor.endEditBlock()
        self._renumber.start()

    def _close_up(self, cursor: QTextCursor) -> None:
        """Take out the line that *cursor* stands in, if it is blank; that below stays."""
        begins, ends = cursor.atBlockStart(), cursor.atBlockEnd()
        around = (self.document().characterAt(cursor.position() + by) for by in (-1, 0))
        before, after = (each == bridge.LINE_BREAK for each in around)
        if not ((begins or before) and (ends or after)):
            return
        below = cursor.block().next()
        if ends and (not begins or not below.isValid()):
            cursor.deletePreviousChar()
            return
        shape = bridge.shape_of(below if ends else cursor.block())
        cursor.deleteChar()
        if bridge.shape_of(cursor.block()) != shape:
            bridge.shape_block(cursor, shape)

    # Clipboard

    @override
    def write(self, source: QMimeData) -> None:
        """Paste what *source* says, brought down to the subset."""
        pasted = said_by(source)
        if pasted.blocks:
            self.write_in(pasted)
        elif source.hasText():
            self.textCursor().insertText(source.text())

    def write_in(self, pasted: Document) -> None:
        """Write *pasted* where the cursor stands; without words, nothing is done."""
        if not pasted.blocks:
            return
        pasted = _bound(pasted, self.language)
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.removeSelectedText()
        blank = not cursor.block().text().strip()
        several = len(pasted.blocks) > 1 or pasted.blocks[0].kind is not BlockKind.PARAGRAPH
        if several and not blank:
            cursor.insertBlock()
        bridge.insert(pasted, cursor, first_takes_block=several)
        cursor.endEditBlock()
        self.setTextCursor(cursor)
        self._after_shaping()

    @override
    def createMimeDataFromSelection(self) -> QMimeData:
        """Copy the selection as clean HTML and as plain text."""
        cursor = self.textCursor()
        copied = bridge.read_between(
            self.document(), cursor.selectionStart(), cursor.selectionEnd()
        )
        data = QMimeData()
        data.setHtml(write_html(copied))
        data.setText(write_plain(copied))
        return data

    # Changes

    @Slot(int, int, int)
    def _changed(self, _position: int, removed: int, added: int) -> None:
        if not self._showing and (removed or added):
            self.typed.emit()

    @Slot()
    def _moved(self) -> None:
        """Do not go on with a link beyond its end."""
        cursor = self.textCursor()
        link = self.marks.link
        if link and not cursor.hasSelection():
            after = QTextCursor(cursor)
            after.movePosition(QTextCursor.MoveOperation.Right)
            ends = cursor.atBlockEnd() or bridge.run_of("", after.charFormat()).link != link
            if ends:
                marks = Run("", self.marks.bold, self.marks.italic)
                self.setCurrentCharFormat(bridge.char_format(marks, self.shape))
        self.marks_changed.emit()

    @Slot()
    def _number_lists(self) -> None:
        """Number the lists again, as part of what was just done: one Ctrl+Z undoes both."""
        self._showing = True
        cursor = QTextCursor(self.document())
        cursor.joinPreviousEditBlock()
        bridge.number_lists(self.document())
        cursor.endEditBlock()
        self._showing = False

    @Slot()
    def _colour(self) -> None:
        self._showing = True
        document: QTextDocument = self.document()
        document.setUndoRedoEnabled(False)
        bridge.redraw_all(document)
        document.setUndoRedoEnabled(True)
        self._showing = False

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle, and no wider than the eye likes."""
        side = max(SIDE_PX, (self.width() - COLUMN_PX) // 2)
        self.setViewportMargins(side, TOP_PX, side, 0)
        super().resizeEvent(event)
        self.column_moved.emit(side + round(self.document().documentMargin()))


def said_by(source: QMimeData) -> Document:
    """Return what *source* says, which is no file, brought down to the subset.

    A page without words, as of a picture, is not all that was copied where plain text has some.
    """
    page = read_html(source.html()) if source.hasHtml() else Document(())
    return page if page.blocks else said_in_plain(source)


def said_in_plain(source: QMimeData) -> Document:
    """Return what the plain text of *source* says: each line is a paragraph."""
    lines = source.text().replace("\r\n", "\n").split("\n")
    return Document(tuple(Block(BlockKind.PARAGRAPH, (Run(line),)) for line in lines))


def _bound(text: Document, language: str) -> Document:
    """Return *text* with the no-break spaces of its *language*."""
    return Document(
        tuple(
            replace(
                each, runs=tuple(replace(run, text=bound(run.text, language)) for run in each.runs)
            )
            for each in text.blocks
        )
    )
