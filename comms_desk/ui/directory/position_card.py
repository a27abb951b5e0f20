"""A position of a contact, edited in place: where they work and how to reach them there."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QGridLayout

from comms_desk.i18n import _
from comms_desk.media.contacts.model import Position, PositionId, read_day
from comms_desk.storage.model import FieldChange
from comms_desk.ui.editing import FieldSaver
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.fields import CardField, Typed
from comms_desk.ui.kit.layout import Card

if TYPE_CHECKING:
    from comms_desk.across.office import Office

SEVERAL = frozenset({"beats", "emails", "phones"})
DAYS = frozenset({"started_on", "ended_on"})
PLACES = ((0, 0, 1), (0, 1, 1), (1, 0, 2), (2, 0, 2), (3, 0, 1), (3, 1, 1))
"""Where each field stands: line, column, and over how many columns; addresses are long."""

SHORTEST_CHOICE_CHARACTERS = 10


class PositionCard(Card):
    """One position.

    Signals:
        remove_wanted: The position was a mistake; carries its id.
    """

    remove_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build a card that shows no position yet, and saves its fields as they are typed."""
        super().__init__(_("Freelance"))
        self.id: PositionId | None = None
        self.fields = (
            CardField("title", _("Title"), placeholder=_("Reporter, booker, columnist…")),
            CardField("beats", _("Beats"), placeholder=_("budget, housing")),
            CardField("emails", _("E-mail")),
            CardField("phones", _("Telephone")),
            CardField("started_on", _("Since"), placeholder=_("year-month-day")),
            CardField("ended_on", _("Until"), placeholder=_("year-month-day")),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.SPACE_4_PX)
        grid.setVerticalSpacing(tokens.SPACE_2_PX)
        for field, (line, column, width) in zip(self.fields, PLACES, strict=True):
            grid.addWidget(field, line, column, 1, width)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.remove = Button(
            _("Remove this position"),
            role="link",
        )
        self.remove.clicked.connect(self._remove)
        self.body.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.saver = FieldSaver(errands, _save, self.fields)

    def show_position(self, position: Position) -> None:
        """Show *position* as the desk has it; of the same one, what is being typed stays."""
        self.id = position.id
        outlet = position.outlet_name or _("Freelance")
        self.title.setText(outlet)
        self.remove.setAccessibleName(_("Remove the position at {outlet}").format(outlet=outlet))
        self.saver.show_card(
            position.id,
            {field.field: as_text(getattr(position, field.field)) for field in self.fields},
        )

    @Slot()
    def _remove(self) -> None:
        self.remove_wanted.emit(self.id)


def let_shrink(fields: Iterable[CardField]) -> None:
    """Let the choices among *fields* be narrower than their longest words."""
    for field in fields:
        if isinstance(field.editor, QComboBox):
            field.editor.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            field.editor.setMinimumContentsLength(SHORTEST_CHOICE_CHARACTERS)


def as_text(value: object) -> str:
    """Return a field of a position as it is edited."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def as_value(field: str, text: str) -> object:
    """Return what *text* says for *field*.

    Raises:
        BadDate: A day is not written year-month-day.
    """
    if field in SEVERAL:
        pieces = (piece.strip() for piece in text.replace(";", ",").split(","))
        return tuple(piece for piece in pieces if piece)
    if field in DAYS:
        return read_day(text)
    return text.strip() if field == "title" else text


def _save(office: "Office", position: Any, typed: Typed) -> object:
    change = FieldChange(
        typed.field, as_value(typed.field, typed.before), as_value(typed.field, typed.after)
    )
    return office.contacts.edit_position(position, change)
