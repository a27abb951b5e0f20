"""The order to the newswire: asked for, written as Word, and put on the clipboard as text."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.media.dispatches.model import NewWireOrder
from comms_desk.media.drafting.model import DraftId
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.menus import Line

LENGTH = 300


class WireDialog(Dialog):
    """Which circuits of the wire, and whom it calls."""

    def __init__(self, parent: QWidget, contact: str) -> None:
        """Ask for both; *contact* answered last."""
        super().__init__(parent, _("Newswire order"), _("Prepare the order"))
        self.tell(_("A Word file to send to the wire, and the same as text on the clipboard."))
        self.circuits, self.contact = Line(), Line(contact)
        for label, line in (
            (_("Circuits, as the wire calls them"), self.circuits),
            (_("Whom the wire calls"), self.contact),
        ):
            line.setMaxLength(LENGTH)
            line.setAccessibleName(label)
            line.textChanged.connect(self._check)
            self.body.addWidget(Label(label, "detail"))
            self.body.addWidget(line)
        self.verb.setDefault(True)
        self.circuits.setFocus()
        self._check()
        self.fit()

    @property
    def order(self) -> NewWireOrder:
        """What is asked for."""
        return NewWireOrder(circuits=self.circuits.text(), contact=self.contact.text())

    @Slot()
    def _check(self) -> None:
        if not self.circuits.text().strip():
            self.verb.forbid(_("circuits missing"))
        elif not self.contact.text().strip():
            self.verb.forbid(_("nobody to call"))
        else:
            self.verb.allow()


@dataclass(frozen=True, slots=True)
class OrderMade:
    """Where the order stands, and the same as text."""

    file: Path
    text: str


def make_order(office: Office, draft: DraftId, order: NewWireOrder) -> OrderMade:
    """Write the order for *draft* among the person's documents, beside whatever stands there."""
    from comms_desk.documents.files import write_new_file

    made = office.dispatches.wire_order(draft, order)
    wanted = office.paths.documents / _("Comms Desk") / made.name
    return OrderMade(write_new_file(wanted, made.content), made.text)
