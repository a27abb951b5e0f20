"""A position of a contact, edited in place: where they work and how to reach them there."""

from PySide6.QtCore import Qt, Signal, Slot

from comms_desk.changes import Subject
from comms_desk.i18n import _
from comms_desk.media.contacts.facts import POSITION_FACTS
from comms_desk.media.contacts.model import Position, PositionId
from comms_desk.ui.errands import Errands
from comms_desk.ui.fact_card import FactSheet
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.layout import Card


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
        self._sheet = FactSheet(errands, Subject.POSITION, POSITION_FACTS)
        self.fields, self.saver = self._sheet.fields, self._sheet.saver
        self.body.addWidget(self._sheet)
        self.remove = Button(_("Remove this position"), role="link")
        self.remove.clicked.connect(self._remove)
        self.body.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)

    def show_position(self, position: Position) -> None:
        """Show *position* as the desk has it; of the same one, what is being typed stays."""
        self.id = position.id
        outlet = position.outlet_name or _("Freelance")
        self.title.setText(outlet)
        self.remove.setAccessibleName(_("Remove the position at {outlet}").format(outlet=outlet))
        self._sheet.show_thing(position.id, position)

    @Slot()
    def _remove(self) -> None:
        self.remove_wanted.emit(self.id)
