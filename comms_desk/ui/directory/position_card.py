"""A position of a contact: where they work and how to reach them there, edited once pressed."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.changes import Subject
from comms_desk.facts import SOME_DAY
from comms_desk.i18n import _, format_since, format_until
from comms_desk.media.contacts.facts import POSITION_FACTS
from comms_desk.media.contacts.model import Position, PositionId
from comms_desk.text.approximate import Ago
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import PART, FactSheet
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule

AIR_PX = 8
SAID_IN_ORDER = ("title", "beats", "started_on", "ended_on", "phones", "emails")


class PositionCard(QWidget):
    """One position, on two lines until it is pressed.

    Signals:
        remove_wanted: The position was a mistake; carries its id.
    """

    remove_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Build a card that shows no position yet, and saves its fields as they are typed."""
        super().__init__()
        self.id: PositionId | None = None
        self.sheet = FactSheet(errands, Subject.POSITION, POSITION_FACTS, is_folded=True)
        self.fields, self.saver = self.sheet.fields, self.sheet.saver
        self.title = Label("", "strong")
        self.remove = Button("", role="quiet", icon="close", hint=_("Remove this position"))
        self.remove.clicked.connect(self._remove)
        head = QHBoxLayout()
        head.setContentsMargins(tokens.HANG_PX, AIR_PX, 0, 0)
        head.setSpacing(tokens.SPACE_1_PX)
        head.addWidget(self.title)
        head.addWidget(self.remove)
        head.addStretch()
        ruled = QHBoxLayout()
        ruled.setContentsMargins(tokens.HANG_PX, 0, 0, 0)
        ruled.addWidget(Rule())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, AIR_PX)
        whole.setSpacing(0)
        whole.addLayout(ruled)
        whole.addLayout(head)
        whole.addWidget(self.sheet)
        whole.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_position(self, position: Position, *, of: str) -> None:
        """Show *position* as the desk has it; of the same one, what is being typed stays.

        *of* is the name of the contact.
        """
        self.id = position.id
        outlet = position.outlet_name or _("Freelance")
        self.title.setText(outlet)
        self.remove.setAccessibleName(_("Remove the position at {outlet}").format(outlet=outlet))
        self.sheet.show_thing(position.id, position, of=of)
        self.sheet.say_under(self._said() or _("Add…"))

    @Slot()
    def _remove(self) -> None:
        self.remove_wanted.emit(self.id)

    def _said(self) -> str:
        """Return what is known of it on one line, what is on its way too."""
        words = {fact.field: self.sheet.value_said(fact) for fact in self.sheet.facts}
        for field, said in (("started_on", format_since), ("ended_on", format_until)):
            day = SOME_DAY.read(self.sheet.fields[field].taken) if words[field] else None
            if day is not None and not isinstance(day, Ago):
                words[field] = said(day)
        return PART.join(filter(None, (words[each] for each in SAID_IN_ORDER)))
