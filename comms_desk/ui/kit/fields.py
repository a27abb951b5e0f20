"""Fields of a card, edited in place and saved as one types.

A field says `typed` 600 ms after the last key, at least every 2 s while keys keep coming,
and on leaving.  It does not know who saves: its owner answers with `kept`, `conflict` or
`refused`.  While somebody types, a value that comes from elsewhere never replaces theirs.
Escape gives back what the field said when one came, though that was saved; Ctrl+Z takes that back.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol, cast, override

from PySide6.QtCore import (
    QMimeData,
    QObject,
    QSignalBlocker,
    Qt,
    QTimer,
    Signal,
    SignalInstance,
    Slot,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QComboBox,
    QSizePolicy,
    QSpacerItem,
    QWidget,
)

from comms_desk.i18n import _
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import ENTER, Button, Label, give_role
from comms_desk.ui.kit.elided import ElidedChoice, ElidedLine
from comms_desk.ui.kit.look import TYPING_LONGEST_MS, TYPING_PAUSE_MS
from comms_desk.ui.kit.menus import Line, PlainText, RichText
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.scroll_bar import ScrollBar
from comms_desk.ui.kit.stacks import abreast, stacked

NEW = "+"
"""The value of a choice by which something that it does not offer is named."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed in a field: what to save, and over what."""

    field: str
    before: str
    after: str


class TypingPause(QObject):
    """Says when to save while someone types: on a pause, at least every 2 s, on leaving.

    Signals:
        due: It is time to save.
    """

    due = Signal()

    def __init__(self, parent: QObject) -> None:
        """Wait for the first key."""
        super().__init__(parent)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._longest = QTimer(self, singleShot=True, interval=TYPING_LONGEST_MS)
        self._pause.timeout.connect(self.now)
        self._longest.timeout.connect(self.now)

    @property
    def waits(self) -> bool:
        """Whether something typed was not said yet."""
        return self._pause.isActive()

    @Slot()
    def key(self) -> None:
        """Hear of a key."""
        self._pause.start()
        if not self._longest.isActive():
            self._longest.start()

    @Slot()
    def now(self) -> None:
        """Save now what was not yet."""
        if self._pause.isActive() or self._longest.isActive():
            self._pause.stop()
            self._longest.stop()
            self.due.emit()


class EnteredLine(Line):
    """A line that says when it is typed, and when it is given up.

    Signals:
        entered: Enter.
        left: Escape.
    """

    entered = Signal()
    left = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say so, or write."""
        if event.key() in ENTER:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class _Editor(Protocol):
    """What a value is edited in; a filter on its events instead would hear of every one."""

    left: SignalInstance

    def value(self) -> str: ...
    def set_value(self, value: str) -> None: ...
    def set_kept(self) -> None: ...


class _PlainField(ElidedLine):
    given_back = Signal()
    stood = ""
    """What it said when somebody came, or pressed Enter: Escape gives it back."""

    def value(self) -> str:
        return self.text()

    def set_value(self, value: str) -> None:
        self.setText(value)
        self.setToolTip(plain(self.said(value)))
        self.setCursorPosition(0)

    def set_kept(self) -> None:
        self.setModified(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_typed, is_back = self.isModified(), self.isRedoAvailable()
        if is_for_the_window(event, is_typed=is_typed, is_back=is_back):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self.text() != self.stood:
            self.selectAll()
            self.insert(self.stood)  # which the field can undo
            self.given_back.emit()
        else:
            super().keyPressEvent(event)


_LINE_ENDS = dict.fromkeys(map(ord, "\u2028\u2029"), "\n")
"""How Qt parts the lines and the paragraphs of a text."""


class _Text(PlainText):
    left = Signal()
    given_back = Signal()
    stood = ""
    """What it said when somebody came: Escape gives it back."""

    def value(self) -> str:
        # A plain text has lost its no-break spaces.
        return self.document().toRawText().translate(_LINE_ENDS)

    def set_value(self, value: str) -> None:
        self.setPlainText(value)

    def set_kept(self) -> None:
        self.document().setModified(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        document = self.document()
        is_typed, is_back = document.isModified(), document.isRedoAvailable()
        if is_for_the_window(event, is_typed=is_typed, is_back=is_back):
            event.ignore()
        elif event.key() == Qt.Key.Key_Escape and self.value() != self.stood:
            whole = self.textCursor()
            whole.select(QTextCursor.SelectionType.Document)
            whole.insertText(self.stood)
            self.given_back.emit()
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class _Choice(ElidedChoice):
    def value(self) -> str:
        return cast("str", self.currentData() or "")

    def set_value(self, value: str) -> None:
        self.setCurrentIndex(self.findData(value))

    def set_kept(self) -> None:
        pass


def is_for_the_window(event: QKeyEvent, *, is_typed: bool, is_back: bool) -> bool:
    """Whether Ctrl+Z, or Ctrl+Shift+Z, is of what was saved last.

    Args:
        event: A key that was pressed in a field.
        is_typed: Something in it is not saved yet: Ctrl+Z undoes that first.
        is_back: Something that was typed in it was undone there, and may be done again there.
    """
    if event.matches(QKeySequence.StandardKey.Redo):
        return not is_back
    return event.matches(QKeySequence.StandardKey.Undo) and not is_typed


class CardField(QWidget):
    """One field of a card: its name above, its value edited in place.

    Signals:
        typed: A `Typed` to save; answer with `kept`, `conflict` or `refused`.
        left: The focus left the value.
        entered: Enter was pressed in a title, or Escape where it had nothing to give back.
        objected: What was typed was refused, or met what somebody else typed: it is said.
        given_up: What was typed is not wanted any longer: somebody else's is taken.
        new_wanted: Of a choice, what it does not offer is to be named: `NEW` was chosen.
    """

    typed = Signal(object)
    new_wanted = Signal()
    left = Signal()
    entered = Signal()
    objected = Signal()
    given_up = Signal()

    def __init__(
        self,
        field: str,
        label: str,
        *,
        lines: int = 1,
        choices: tuple[tuple[str, str], ...] = (),
        placeholder: str = "",
        title: bool = False,
        whole: bool = False,
        said: Callable[[str], str] = str,
        note_px: int = 0,
    ) -> None:
        """Build the field.

        Args:
            field: The name of the field in the model, given back in `Typed`.
            label: Its name for the reader.
            lines: More than one makes a text of about that many lines.
            choices: (value, words) pairs make a choice instead.
            placeholder: Shown while empty.
            title: The title of the card: large, and its name is not shown.
            whole: What is typed is said once it is left or entered, or `save_now`, not before.
            said: Returns how a value on one line is said while nobody is in the field.
            note_px: What is kept free under the value for what is said of it.
        """
        super().__init__()
        self.field = field
        self.label = label
        self._before = ""
        self._on_its_way: str | None = None
        self._was_refused: str | None = None
        """What is not said again by itself."""
        self._conflict: _Conflict | None = None
        self._pause = TypingPause(self)
        self._pause.due.connect(self._say)
        self._is_whole = whole
        self._is_title = title
        self.editor = self._build(lines, choices, placeholder, title=title)
        if isinstance(self.editor, _PlainField):
            self.editor.said = said
        self._value = cast("_Editor", self.editor)
        self.editor.setAccessibleName(label)
        self._value.left.connect(self.save_now)
        self._value.left.connect(self._stay_so)
        self._value.left.connect(self.left)
        self._note: _Under | None = None
        self._remark: _Under | None = None
        self.remark = ""
        """What is said under the value as it stands, which is kept all the same."""
        self._column = stacked(inside=self, gap_px=0)
        if not title:
            name = Label(label, "detail")
            name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            name.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
            self._column.addWidget(name)
        self._column.addWidget(self.editor)
        self._note_px = note_px
        grows = QSizePolicy.Policy.Minimum
        self._rest = QSpacerItem(0, note_px, grows, grows)
        self._column.addSpacerItem(self._rest)
        self._column.setStretch(self._column.count() - 1, 1)  # else each part takes of the rest

    @property
    def value(self) -> str:
        """What the field shows now."""
        return self._value.value()

    @property
    def taken(self) -> str:
        """What it says, or what stands while that is refused."""
        return self.value if self._was_refused is None else self._before

    @property
    def is_unsaved(self) -> bool:
        """Whether something typed is not known to be kept."""
        return self.value != self._before

    @property
    def refusal(self) -> str:
        """Why what was typed was not kept, as it is said under the value; "" where nothing is."""
        return "" if self._note is None else self._note.text()

    @property
    def has_objection(self) -> bool:
        """Whether something is said under the value."""
        return self._note is not None or self._conflict is not None

    def say_remark(self, sentence: str) -> None:
        """Say *sentence* under the value, which is kept; "" for nothing."""
        if sentence == self.remark:
            return
        self.remark = sentence
        self.editor.setAccessibleDescription(sentence)
        if not self.has_objection:
            self._as_it_stands()

    def offer(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer *choices* alone, (value, words) pairs; what was chosen is kept."""
        if isinstance(self.editor, _Choice):
            with QSignalBlocker(self.editor):
                chosen = self.value
                self.editor.clear()
                for value, words in choices:
                    self.editor.addItem(words, value)
                self.editor.set_value(chosen)

    def show_value(
        self, value: str, *, other_card: bool = True, on_its_way: str | None = None
    ) -> None:
        """Show *value* as the desk has it.

        Args:
            value: What the desk has.
            other_card: False when it is news of the same card: what somebody is typing stays.
            on_its_way: What was typed in the other card before, and is still being saved: it
                is shown, over *value*.
        """
        if not other_card and (self.is_unsaved or self._on_its_way is not None):
            return
        self._before, self._on_its_way, self._was_refused = value, on_its_way, None
        self._as_it_stands()
        shown = value if on_its_way is None else on_its_way
        if other_card or self.value != shown:  # of another card, not even its undo may stay
            self._put(shown)

    def write_in(self, language: str) -> None:
        """Write the quotation marks of *language*, "fr" or "en", as they are typed."""
        if isinstance(self.editor, Line | PlainText | RichText):
            self.editor.language = language

    def leave_paragraphs_to(self, takes: Callable[[QMimeData], object]) -> None:
        """Give to *takes* what has several paragraphs: they are no title of a text."""
        if isinstance(self.editor, Line | PlainText):
            self.editor.paragraphs_to = takes

    def paste_at_end(self, source: QMimeData) -> None:
        """Write what *source* says after what is there, in a paragraph of its own, and go there."""
        if isinstance(self.editor, PlainText | RichText):
            end = self.editor.textCursor()
            end.movePosition(QTextCursor.MoveOperation.End)
            before = "\n" if end.position() else ""
            end.insertText(before + source.text().strip())
            self.editor.setTextCursor(end)
            self.editor.setFocus()

    def show_typed(self, typed: str, *, over: str) -> None:
        """Show what somebody *typed* before, over another value; the caller says why."""
        self._before = over
        self._put(typed)

    def kept(self, value: str) -> None:
        """Hear that *value* is in the database."""
        self._before, self._was_refused = value, None
        if not self.is_unsaved:
            self._value.set_kept()
        if self._on_its_way == value:
            self._on_its_way = None
        self._as_it_stands()

    def refused(self, sentence: str) -> None:
        """Show why what was typed was not kept; it stays to be mended, or was meanwhile."""
        self._was_refused = self.value if self._on_its_way is None else self._on_its_way
        self._on_its_way = None
        self.delayed(sentence)

    def delayed(self, sentence: str) -> None:
        """Show why what was typed is not kept yet."""
        self._clear_notes()
        self._note = _Under(sentence, "note")
        self._put_under(self._note)
        self.objected.emit()

    def conflict(self, theirs: str) -> None:
        """Show both texts: somebody else changed this field meanwhile."""
        self._on_its_way = None
        self._clear_notes()
        self._conflict = _Conflict(theirs=theirs, yours=self.value)
        self._conflict.theirs_taken.connect(self._take_theirs)
        self._conflict.yours_kept.connect(self._keep_yours)
        self._put_under(self._conflict)
        self._stay_so()  # what to give back is what is asked
        self.objected.emit()

    @Slot()
    def save_now(self) -> None:
        """Save what was typed without waiting for a pause: the card is being left."""
        self._pause.now()
        if self._is_whole and self.value != self._was_refused:
            self._say()

    @Slot()
    def _ask_again(self) -> None:
        """Save what was typed, though it was refused: what stood in its way may be gone."""
        self._pause.now()
        self._say()
        self._stay_so()

    @Slot()
    def _stay_so(self) -> None:
        """Remember what is here now, for Escape to give back."""
        if isinstance(self.editor, _PlainField | _Text):
            self.editor.stood = self.value

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave on an Escape that gave nothing back: a title for what it says, else the card."""
        if self._is_title and event.key() == Qt.Key.Key_Escape:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    @override
    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason, /) -> None:
        """Go to the value: a focus proxy would be a stop of its own for Tab."""
        self.editor.setFocus(reason)

    def _build(
        self, lines: int, choices: tuple[tuple[str, str], ...], placeholder: str, *, title: bool
    ) -> QWidget:
        if choices:
            choice = _Choice()
            for value, words in choices:
                choice.addItem(words, value)
            give_role(choice, "in-place")
            choice.currentIndexChanged.connect(self._chosen)
            return choice
        if lines > 1:
            text = _Text()
            text.setPlaceholderText(placeholder)
            text.setTabChangesFocus(True)
            text.setFixedHeight(lines * tokens.TITLE_LINE_PX + 2 * tokens.SPACE_2_PX)
            ScrollBar(text)
            give_role(text, "in-place")
            if not self._is_whole:
                text.textChanged.connect(self._pause.key)
            text.given_back.connect(self.save_now)
            return text
        line = _PlainField()
        line.setPlaceholderText(placeholder)
        give_role(line, "in-place-title" if title else "in-place")
        if not self._is_whole:
            line.textChanged.connect(self._pause.key)
        line.returnPressed.connect(self._ask_again)
        line.given_back.connect(self.save_now)
        if title:
            line.returnPressed.connect(self.entered)
        return line

    def _put(self, value: str) -> None:
        self.editor.blockSignals(True)
        self._value.set_value(value)
        self.editor.blockSignals(False)
        self._stay_so()

    def _clear_notes(self) -> None:
        for said in (self._note, self._conflict, self._remark):
            if said is not None:
                said.setParent(None)
                said.deleteLater()
        self._note = self._conflict = self._remark = None
        self._keep_free(self._note_px)

    def _as_it_stands(self) -> None:
        """Say nothing of what is typed any longer, but what is to be said of the value."""
        self._clear_notes()
        if self.remark:
            self._remark = _Under(self.remark, "remark")
            self._put_under(self._remark)

    def _keep_free(self, height: int) -> None:
        grows = QSizePolicy.Policy.Minimum
        self._rest.changeSize(0, max(height, 0), grows, grows)
        self._column.invalidate()

    def _put_under(self, said: QWidget) -> None:
        """Show what is *said* of the value under it, over what takes the rest of the height."""
        if isinstance(said, Label):
            said.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        self._column.insertWidget(self._column.count() - 1, said)
        by_width = said.heightForWidth(self.width()) if said.hasHeightForWidth() else -1
        self._keep_free(self._note_px - (by_width if by_width > 0 else said.sizeHint().height()))

    @Slot()
    def _chosen(self) -> None:
        if self.value == NEW:
            self._put(self._before if self._on_its_way is None else self._on_its_way)
            self.new_wanted.emit()
            return
        self._pause.key()
        self._pause.now()

    @Slot()
    def _say(self) -> None:
        """Say what was typed, unless that is said already; what is put back is typed too.

        What was refused and is taken back has nothing said of it any longer.
        """
        value = self.value
        if value == self._before and self._was_refused is not None and self._on_its_way is None:
            self._was_refused = None
            self._as_it_stands()
            self.given_up.emit()
        is_said = value == self._on_its_way if self._on_its_way is not None else not self.is_unsaved
        if self._conflict is None and not is_said:
            self._on_its_way, self._was_refused = value, None
            self.typed.emit(Typed(self.field, self._before, value))

    @Slot(str)
    def _take_theirs(self, theirs: str) -> None:
        self.show_value(theirs)
        self.given_up.emit()

    @Slot(str)
    def _keep_yours(self, theirs: str) -> None:
        self._before = theirs
        self._as_it_stands()
        self._say()


def offer(field: CardField, choices: Iterable[tuple[str, str]]) -> None:
    """Offer *choices* in a choice, without choosing any."""
    editor = field.editor
    choices = list(choices)
    if not isinstance(editor, QComboBox):
        return
    if [(editor.itemData(at), editor.itemText(at)) for at in range(editor.count())] == choices:
        return
    chosen = editor.currentData()
    editor.blockSignals(True)
    editor.clear()
    for value, said in choices:
        editor.addItem(said, value)
    editor.setCurrentIndex(editor.findData(chosen))
    editor.blockSignals(False)


class _Under(Label):
    """A sentence under a value, never over its words.

    Where a page has too little room Qt gives a sentence that wraps the height of one line, and
    paints the rest over what is above: its whole height is asked for.
    """

    def __init__(self, sentence: str, role: str) -> None:
        super().__init__(sentence, role, wraps=True)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setMinimumHeight(self.heightForWidth(self.width()))


class _Conflict(QWidget):
    """Both texts, and which to keep.

    Signals:
        theirs_taken: Their text is the one to show; carries it.
        yours_kept: Yours is to be saved over theirs; carries theirs.
    """

    theirs_taken = Signal(str)
    yours_kept = Signal(str)

    def __init__(self, *, theirs: str, yours: str) -> None:
        super().__init__()
        self._theirs = theirs
        column = stacked(
            Label(_("Someone else changed this while you were typing."), "word-amber", wraps=True),
            inside=self,
            gap_px=tokens.SPACE_1_PX,
            edges_px=(tokens.HANG_PX, tokens.SPACE_1_PX, 0, tokens.SPACE_2_PX),
        )
        for name, text in ((_("Their version:"), theirs), (_("Your version:"), yours)):
            column.addWidget(Label(name, "detail"))
            column.addWidget(Label(text or _("(empty)"), wraps=True))
        buttons = abreast(gap_px=tokens.SPACE_2_PX)
        take = Button(_("Take their version"), does=self._take)
        keep = Button(_("Keep my version"), does=self._keep)
        buttons.addWidget(take)
        buttons.addWidget(keep)
        buttons.addStretch()
        column.addLayout(buttons)

    @Slot()
    def _take(self) -> None:
        self.theirs_taken.emit(self._theirs)

    @Slot()
    def _keep(self) -> None:
        self.yours_kept.emit(self._theirs)
