"""One block of a bulletin: its fields and links edited in place, and its place among the others.

Each link is its words and its address; all links of a block are saved as one field.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast, override

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.internal.bulletins.block_history import KIND, SHOWN
from comms_desk.internal.bulletins.links import links_text, links_value
from comms_desk.internal.bulletins.model import (
    BlockId,
    BulletinBlock,
    BulletinBlockKind,
    Link,
    NotAPicture,
    Problem,
    ProblemKind,
)
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.picture_field import PictureField
from comms_desk.ui.frame.editing import FieldSaver
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, Tag, give_role
from comms_desk.ui.kit.elided import ElidedLine
from comms_desk.ui.kit.fields import CardField, Typed
from comms_desk.ui.kit.layout import Card, empty_out
from comms_desk.ui.kit.notices import ErrorBar
from comms_desk.ui.kit.plain import plain
from comms_desk.ui.kit.rich_field import RichField
from comms_desk.ui.kit.stacks import abreast, stacked

if TYPE_CHECKING:
    from comms_desk.errors import CommsDeskError


class BlockCard(Card):
    """A block.

    Signals:
        moved: It is to move; carries its id and by how many places.
        removed: It is to go; carries its id.
    """

    moved = Signal(object, int)
    removed = Signal(object)

    def __init__(self, errands: Errands, kind: BulletinBlockKind) -> None:
        """Build the card of a block of *kind*."""
        super().__init__()
        self._errands = errands
        self.kind = kind
        self.block: BulletinBlock | None = None
        self._problems: Sequence[Problem] = ()
        self._said: set[ProblemKind] = set()
        name = KIND.say(kind)
        self.setAccessibleName(name)
        self.tag = Tag("")
        self.tag.hide()
        self.up = Button("", role="quiet", icon="up", name=_("Move this block up"), does=self._up)
        self.down = Button("", role="quiet", icon="down", name=_("Move this block down"))
        self.bin = Button("", role="quiet", icon="bin", name=_("Remove this block"))
        for button, hint in (
            (self.up, _("Move up")),
            (self.down, _("Move down")),
            (self.bin, _("Remove")),
        ):
            button.setToolTip(plain(hint))
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_1_PX)
        head.addWidget(Label(name, "card-title"))
        head.addSpacing(tokens.SPACE_2_PX)
        head.addWidget(self.tag, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch()
        for button in (self.up, self.down, self.bin):
            head.addWidget(button)
        self.error = ErrorBar()
        margins = self.body.contentsMargins()  # the words of its fields under its title
        self.body.setContentsMargins(
            margins.left() - tokens.HANG_PX, margins.top(), margins.right(), margins.bottom()
        )
        head.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        self.body.addLayout(head)
        self.body.addWidget(self.error)
        self.picture = PictureField() if kind is BulletinBlockKind.IMAGE else None
        self.fields = _fields(kind)
        if self.picture is not None:
            standing = QHBoxLayout()
            standing.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
            standing.addWidget(self.picture)
            self.body.addLayout(standing)
            self.picture.given.connect(self.give_picture)
        for field in self.fields:
            self.body.addWidget(field)
        self.saver = FieldSaver(errands, Subject.BLOCK, _save, self.fields)
        self.down.clicked.connect(self._down)
        self.bin.clicked.connect(self._remove)

    def show_block(
        self,
        block: BulletinBlock,
        image: QImage | None,
        problems: Sequence[Problem],
        *,
        of: str,
        may_edit: bool,
    ) -> None:
        """Show *block* of a bulletin called so; of the same block, what is being typed stays."""
        before, self.block = self.block, block
        if self.picture is not None and (before is None or block.picture != before.picture):
            self.picture.show_image(image)
        self.saver.show_card(
            block.id,
            {
                "text": block.text,
                "alternative": block.alternative,
                "address": block.address,
                "links": links_text(block.links),
            },
            of=of,
        )
        self._problems = [problem for problem in problems if problem.block == block.id]
        self.judge()
        for field in self.fields:
            field.setEnabled(may_edit)
        if self.picture is not None:
            self.picture.setEnabled(may_edit)
        for button in (self.up, self.down, self.bin):
            button.setVisible(may_edit)

    def write_in(self, language: str) -> None:
        """Write its words, and no address, with the quotation marks of *language*."""
        for field in self.fields:
            if field.field != "address":
                field.write_in(language)

    def judge(self) -> None:
        """Say what is wrong with it: of what somebody is writing, only what was said before.

        A picture that was given waits for its words: that is said at once.
        """
        mine = self._problems
        if self.holds(QApplication.focusWidget()) and not (self.block and self.block.picture):
            mine = [each for each in mine if each.kind in self._said]
        self._said = {each.kind for each in mine}
        worst = sorted(mine, key=lambda problem: not problem.stops_sending)
        self.tag.say(*words.problem_tag(worst[0]) if worst else ("",))

    def holds(self, focused: QWidget | None) -> bool:
        """Whether *focused* is in it."""
        return focused is not None and self.isAncestorOf(focused)

    def stand(self, *, first: bool, last: bool, may_edit: bool) -> None:
        """Set where it stands: the first cannot go up, nor the last down."""
        self.up.setEnabled(may_edit and not first)
        self.down.setEnabled(may_edit and not last)

    def begin(self) -> None:
        """Put the cursor where one types first: of an image, in what is read in its place.

        Nothing is wrong yet with a block that was just added.
        """
        self.fields[0].setFocus()
        self._said.clear()
        self.judge()

    def show_error(self, error: "CommsDeskError") -> None:
        """Show an error where it belongs: on this block."""
        self.error.explain(error)

    @Slot(object)
    def give_picture(self, files: Sequence[Path]) -> None:
        """Show in the block the image of the only one of *files*; of several, say so."""
        if self.block is None:
            return
        if len(files) > 1:
            self.error.say(
                _("A block shows one image: nothing was changed"),
                _("Drop one alone, or all of them outside of this block: each becomes a block."),
            )
            return
        (file,) = files
        self.error.hide()
        self.saver.save_now()  # what is being typed is of the image that goes
        block = self.block.id

        def job(office: Office) -> Edit:
            return office.bulletins.set_picture(block, read_image(file), name=file.name)

        self._errands.write(None, job, self._pictured)

    @Slot(object)
    def _pictured(self, edit: Edit) -> None:
        """Go on to the alternative text: an image without one cannot be sent."""
        self._errands.edited.emit(edit, _("Image"))
        if not SHOWN.read(str(edit.after)).alternative:
            next(field for field in self.fields if field.field == "alternative").setFocus()

    @Slot()
    def _up(self) -> None:
        self._move(-1)

    @Slot()
    def _down(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        if self.block is not None:
            self.moved.emit(self.block.id, by)

    @Slot()
    def _remove(self) -> None:
        if self.block is not None:
            self.saver.save_now()
            self.removed.emit(self.block.id)


def read_image(file: Path) -> bytes:
    """Return the bytes of an image file.

    Raises:
        NotAPicture: It cannot be read at all.
    """
    try:
        return file.read_bytes()
    except OSError as error:
        raise NotAPicture(file.name) from error


def _save(office: Office, block: BlockId, typed: Typed) -> object:
    return office.bulletins.edit_block(block, FieldChange(typed.field, typed.before, typed.after))


def _fields(kind: BulletinBlockKind) -> tuple[CardField, ...]:
    match kind:
        case BulletinBlockKind.TEXT:
            return (RichField(),)
        case BulletinBlockKind.IMAGE:
            return (
                CardField(
                    "alternative",
                    _("Alternative text"),
                    lines=2,
                    placeholder=_("What the image shows, for those who do not see it"),
                ),
                CardField("text", _("Caption or credit"), placeholder=_("Optional")),
            )
        case BulletinBlockKind.LINKS:
            return (
                CardField("text", _("Heading"), placeholder=_("To read, to see…")),
                LinksField(),
            )
        case BulletinBlockKind.BUTTON:
            return (
                CardField("text", _("Button text"), placeholder=_("See the timetable")),
                CardField("address", _("Address"), placeholder=_("https://…")),
            )


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
        """Tell a screen reader which link it is."""
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
