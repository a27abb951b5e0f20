"""The links of a block: each its words and its address, edited in place, saved as one field."""

from typing import cast, override

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.internal.bulletins.links import links_text, links_value
from comms_desk.internal.bulletins.model import Link
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, give_role
from comms_desk.ui.kit.elided import ElidedLine
from comms_desk.ui.kit.fields import CardField
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.stacks import abreast, stacked


class LinksField(CardField):
    """Pairs of words and address, in the form of `links_text`; one empty pair at the end.

    Where it is only read, there is no empty pair, and nothing that removes one.
    """

    def __init__(self) -> None:
        """Build a field without links."""
        super().__init__("links", _("Links"))

    @override
    def _build(
        self, lines: int, choices: tuple[tuple[str, str], ...], placeholder: str, *, title: bool
    ) -> QWidget:
        pairs = _Pairs()
        pairs.changed.connect(self._pause.key)
        return pairs

    @override
    def write_in(self, language: str) -> None:
        cast("_Pairs", self.editor).write_in(language)


class _Pairs(QWidget):
    """The editor of all links.

    Signals:
        changed: Something was typed or removed.
        left: The focus left one of the lines.
    """

    changed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[_Pair] = []
        self._language = ""
        self._column = stacked(inside=self, gap_px=tokens.SPACE_1_PX)
        self.set_value("[]")

    def value(self) -> str:
        pairs = (row.link() for row in self._rows)
        return links_text([link for link in pairs if link.label or link.address])

    def set_value(self, value: str) -> None:
        empty_out(self._column)
        self._rows = []
        for link in links_value(value):
            self._add(link)
        self._add(Link("", ""))

    def set_kept(self) -> None:
        """Go on undoing letter by letter in its lines."""

    def write_in(self, language: str) -> None:
        """Write the words of the links, and no address, with the marks of *language*."""
        self._language = language
        for row in self._rows:
            row.label.language = language

    def _add(self, link: Link) -> None:
        row = _Pair(link)
        row.label.language = self._language
        row.changed.connect(self._changed)
        row.removed.connect(self._removed)
        for editor in (row.label, row.address):
            editor.left.connect(self.left)
        self._rows.append(row)
        self._column.addWidget(row)
        self._name_rows()

    def _name_rows(self) -> None:
        for number, row in enumerate(self._rows, 1):
            row.call(number)
            row.stand(last=number == len(self._rows), may_edit=self.isEnabled())

    @Slot()
    def _changed(self) -> None:
        if self._rows[-1].link() != Link("", ""):
            self._add(Link("", ""))
        self.changed.emit()

    @Slot(object)
    def _removed(self, row: "_Pair") -> None:
        place = self._rows.index(row)
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._name_rows()
        self._rows[min(place, len(self._rows) - 1)].label.setFocus()
        self.changed.emit()
        self.left.emit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._name_rows()


class _Pair(QWidget):
    """One link.

    Signals:
        changed: Something was typed.
        removed: It is to go; carries itself.
    """

    changed = Signal()
    removed = Signal(object)

    def __init__(self, link: Link) -> None:
        super().__init__()
        self.label = ElidedLine(link.label)
        self.label.setPlaceholderText(_("Text, such as “Winter training calendar”"))
        self.address = ElidedLine(link.address)
        self.address.setPlaceholderText(_("https://…"))
        self.remove = Button("", role="quiet", icon="close", name=_("Remove this link"))
        row = abreast(inside=self, gap_px=tokens.SPACE_1_PX)
        for editor, stretch in ((self.label, 5), (self.address, 4)):
            give_role(editor, "in-place")
            editor.setCursorPosition(0)
            editor.setToolTip(plain(editor.text()))
            editor.textEdited.connect(self.changed)
            row.addWidget(editor, stretch)
        row.addWidget(self.remove)
        policy = self.remove.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.remove.setSizePolicy(policy)
        self.remove.clicked.connect(self._remove)

    def link(self) -> Link:
        """Return what is typed."""
        return Link(self.label.text().strip(), self.address.text().strip())

    def call(self, number: int) -> None:
        """Have a screen reader know which link it is."""
        self.label.setAccessibleName(_("Text of link {number}").format(number=number))
        self.address.setAccessibleName(_("Address of link {number}").format(number=number))

    def stand(self, *, last: bool, may_edit: bool) -> None:
        """Let it be removed, unless it is the empty one at the end, which is to be written in."""
        self.setVisible(may_edit or not last)
        self.remove.setEnabled(not last)
        self.remove.setVisible(may_edit and not last)

    @Slot()
    def _remove(self) -> None:
        self.removed.emit(self)
