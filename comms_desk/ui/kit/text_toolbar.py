"""The marks and shapes of a text as buttons, and the line where a link is typed."""

from functools import cached_property
from typing import override

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.text.markdown import BlockKind
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.kit.tabs import put_in_order
from comms_desk.ui.kit.text_bridge import Shape
from comms_desk.ui.kit.text_editor import TextEditor

KEYS_OF_THE_EDITOR = frozenset(("Ctrl+B", "Ctrl+I", "Ctrl+K"))
"""Heard by the editor itself: where no words are selected Ctrl+K opens the palette."""


class LinkLine(QWidget):
    """Where the address of a link is typed, for the words selected in a text."""

    def __init__(self, editor: TextEditor) -> None:
        """Build the line, hidden, with no address; what it links is selected in *editor*."""
        super().__init__()
        self._editor = editor
        self.address = Line()
        self.address.setPlaceholderText("https://")
        self.address.setAccessibleName(_("Address of the link"))
        self.address.returnPressed.connect(self._link)
        self.refused = Label(
            _("This address cannot be opened: it must begin with https:// or http://."),
            "word-red",
            wraps=True,
        )
        line = QHBoxLayout()
        put = Button(_("Link"), does=self._link)
        leave = Button("", role="quiet", icon="close", name=_("Leave the link as it is"))
        leave.clicked.connect(self._leave)
        self.stops = (self.address, put, leave)
        """Where Tab stops, in order."""
        for widget in self.stops:
            line.addWidget(widget)
        stacked(line, self.refused, inside=self, gap_px=tokens.SPACE_1_PX)
        self.hide()
        editor.replaced.connect(self.hide)  # what was asked for was a link of another text

    @Slot(str)
    def ask(self, address: str) -> None:
        """Ask for an address; it is *address* now."""
        self.refused.hide()
        self.address.setText(address)
        self.show()
        self.address.setFocus()
        self.address.selectAll()

    @Slot()
    def _link(self) -> None:
        """Link the words, or say that nothing can be linked to what was typed."""
        if self._editor.set_link(self.address.text()):
            self._leave()
        else:
            self.refused.show()

    @Slot()
    def _leave(self) -> None:
        """Go back to the text."""
        self.hide()
        self._editor.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the link as it is on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)


class Toolbar(QWidget):
    """What can be done to the words of the selection, and to its paragraphs."""

    def __init__(self, editor: TextEditor) -> None:
        """Act on *editor*."""
        super().__init__()
        self._editor = editor
        self.bold = _tool("bold", _("Bold"), "Ctrl+B")
        self.italic = _tool("italic", _("Italic"), "Ctrl+I")
        self.link = _tool("link", _("Link the selected words"), "Ctrl+K")
        self._shapes: dict[Button, Shape] = {
            _worded("H2", _("Heading"), "Ctrl+Alt+2"): Shape(BlockKind.HEADING, 2),
            _worded("H3", _("Smaller heading"), "Ctrl+Alt+3"): Shape(BlockKind.HEADING, 3),
            _tool("bullets", _("Bulleted list"), "Ctrl+Shift+8"): Shape(BlockKind.BULLET),
            _tool("numbers", _("Numbered list"), "Ctrl+Shift+7"): Shape(BlockKind.NUMBER),
            _tool("quote", _("Quotation"), "Ctrl+Shift+9"): Shape(BlockKind.QUOTE),
        }
        self._buttons = QButtonGroup(self)
        self._buttons.setExclusive(False)
        row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX, gap_px=2)
        for button in (self.bold, self.italic, self.link, *self._shapes):
            row.add(button)
            if button in self._shapes:
                self._buttons.addButton(button)
        self._column = stacked(row, inside=self, gap_px=tokens.SPACE_1_PX)
        self.bold.clicked.connect(self._bold)
        self.italic.clicked.connect(self._italic)
        self.link.clicked.connect(self._link)
        self._buttons.buttonClicked.connect(self._shape)
        editor.marks_changed.connect(self._follow)
        editor.link_wanted.connect(self.open_link)

    @cached_property
    def link_line(self) -> LinkLine:
        """Where the address of a link is typed: made for the first one."""
        line = LinkLine(self._editor)
        self._column.addWidget(line)
        put_in_order(list(self._shapes)[-1], *line.stops)
        return line

    @Slot(str)
    def open_link(self, address: str) -> None:
        """Ask for the address of a link; it is *address* now."""
        self.link_line.ask(address)

    @Slot()
    def _bold(self) -> None:
        self._editor.toggle_bold()
        self._editor.setFocus()

    @Slot()
    def _italic(self) -> None:
        self._editor.toggle_italic()
        self._editor.setFocus()

    @Slot()
    def _link(self) -> None:
        self._editor.link_wanted.emit(self._editor.marks.link or "")

    @Slot(object)
    def _shape(self, button: Button) -> None:
        self._editor.set_shape(self._shapes[button])
        self._editor.setFocus()

    @Slot()
    def _follow(self) -> None:
        marks, shape = self._editor.marks, self._editor.shape
        self.bold.setChecked(marks.bold)
        self.italic.setChecked(marks.italic)
        for button, its in self._shapes.items():
            same_list = its.kind.is_item and its.kind is shape.kind
            button.setChecked(its == shape or same_list)


def _tool(icon: str, name: str, shortcut: str) -> Button:
    return _ready(Button("", role="quiet", icon=icon, name=name), name, shortcut)


def _worded(text: str, name: str, shortcut: str) -> Button:
    return _ready(Button(text, role="quiet", name=name), name, shortcut)


def _ready(button: Button, name: str, shortcut: str) -> Button:
    button.setToolTip(plain(f"{name} · {shortcut}"))
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if shortcut not in KEYS_OF_THE_EDITOR:
        button.setShortcut(shortcut)
    return button
