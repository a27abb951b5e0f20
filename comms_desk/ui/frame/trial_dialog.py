"""To which address a test goes, of a text or of a bulletin, before anybody else has it."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.menus import Line


class TrialDialog(Dialog):
    """To which address one letter goes, to see it as its readers will."""

    def __init__(self, parent: QWidget, what: str, address: str) -> None:
        """Ask for an address; *what* says what goes and what stays, *address* was the last one."""
        super().__init__(parent, _("Send me a test"), _("Send the test"))
        self.tell(what)
        self.line = Line(address)
        self.line.setPlaceholderText(_("Your e-mail address"))
        self.line.setAccessibleName(_("Your e-mail address"))
        self.line.textChanged.connect(self._check)
        self.body.addWidget(self.line)
        self.verb.setDefault(True)
        self.line.setFocus()
        self._check()
        self.fit()

    @property
    def address(self) -> Address:
        """The address typed.

        Raises:
            BadAddress: It is none.
        """
        return Address.parse(self.line.text().strip())

    @Slot()
    def _check(self) -> None:
        try:
            self.verb.setEnabled(bool(self.address))
        except BadAddress:
            self.verb.setEnabled(False)
