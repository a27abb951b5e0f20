"""A text of a block, written as its readers will see it; what is saved is Markdown.

It is as tall as its text: a bulletin is read from top to bottom, without boxes that scroll.
"""

from typing import cast, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import QTextEdit, QWidget

from comms_desk.i18n import _
from comms_desk.text.markdown import BlockKind, read_markdown, write_markdown
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, give_role
from comms_desk.ui.kit.fields import CardField
from comms_desk.ui.kit.stacks import abreast, stacked
from comms_desk.ui.kit.text_bridge import Shape
from comms_desk.ui.kit.text_editor import TextEditor
from comms_desk.ui.kit.text_toolbar import LinkLine

LEAST_HEIGHT_PX = 96
MARGIN_PX, LEFT_PX = 6, 3
"""Around the words; with the margin of a document they stand on the edge of the other fields."""


class RichField(CardField):
    """The words of a text block, and the few marks that they may have."""

    def __init__(self, field: str = "text", label: str = "", *, edged: bool = False) -> None:
        """Build an empty text, the *field* called *label*; one that is *edged* is a box of its own.

        Without a label it is the text.
        """
        super().__init__(field, label or _("Text"), title=True)
        if edged:
            self.text_editor.be_edged()
        self.marks = MarksBar(self.text_editor)
        self._column.insertWidget(0, self.marks)

    @property
    def text_editor(self) -> "_Rich":
        """The editor itself."""
        return cast("_Rich", self.editor)

    @property
    @override
    def is_unsaved(self) -> bool:
        """Whether something typed is not known to be kept: two spellings of one text are one."""
        return self.text_editor.text() != read_markdown(self._before)

    @override
    def _build(
        self, lines: int, choices: tuple[tuple[str, str], ...], placeholder: str, *, title: bool
    ) -> QWidget:
        editor = _Rich(self.label)
        editor.setPlaceholderText(_("Write here."))
        editor.typed.connect(self._pause.key)
        return editor


class _Rich(TextEditor):
    """A text as tall as what is written in it."""

    left = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside_px = 2
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def be_edged(self) -> None:
        """Draw a box around it, as around a field that is typed in."""
        give_role(self, "edged")
        self._beside_px = 2 + 2 * tokens.SPACE_2_PX
        self._fit()

    def value(self) -> str:
        return write_markdown(self.text()).rstrip("\n")

    def set_value(self, value: str) -> None:
        text = read_markdown(value)
        if text != self.text():
            self.show_text(text)

    def set_kept(self) -> None:
        """Go on undoing word by word: a text that is being written is no value of a card."""

    @Slot()
    def _fit(self) -> None:
        height = round(self.document().size().height()) + 2 * MARGIN_PX + self._beside_px
        self.setFixedHeight(max(LEAST_HEIGHT_PX, height))

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.setViewportMargins(LEFT_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
        QTextEdit.resizeEvent(self, event)


class MarksBar(QWidget):
    """The marks and shapes of a text, each a button; the address of a link under them."""

    def __init__(self, editor: TextEditor) -> None:
        """Build the bar of *editor*."""
        super().__init__()
        self._editor = editor
        self.link_line = LinkLine(editor)
        row = abreast(gap_px=tokens.SPACE_1_PX)
        heading = Button(_("Heading"), role="quiet", does=self._heading)
        row.addWidget(heading)
        for icon, name, keys, slot in (
            ("bold", _("Bold"), " · Ctrl+B", editor.toggle_bold),
            ("italic", _("Italic"), " · Ctrl+I", editor.toggle_italic),
            ("bullets", _("Bulleted list"), "", self._bullets),
            ("numbers", _("Numbered list"), "", self._numbers),
            ("link", _("Link the selected words"), " · Ctrl+K", self._ask_link),
        ):
            button = Button("", role="quiet", icon=icon, name=name, hint=name + keys)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch()
        stacked(row, self.link_line, inside=self, gap_px=tokens.SPACE_1_PX)
        editor.link_wanted.connect(self.link_line.ask)

    @Slot()
    def _heading(self) -> None:
        self._shape(Shape(BlockKind.HEADING, 2))

    @Slot()
    def _bullets(self) -> None:
        self._shape(Shape(BlockKind.BULLET))

    @Slot()
    def _numbers(self) -> None:
        self._shape(Shape(BlockKind.NUMBER))

    def _shape(self, shape: Shape) -> None:
        self._editor.set_shape(shape)
        self._editor.setFocus()

    @Slot()
    def _ask_link(self) -> None:
        self.link_line.ask(self._editor.marks.link or "")
