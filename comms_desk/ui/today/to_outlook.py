"""Letters given to Outlook from Today: the folder is chosen, and the drafts are written there."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.file_dialog import folder_dialog
from comms_desk.ui.today.view import HandOverKey

if TYPE_CHECKING:
    from comms_desk.across.handover import HandedOver


class ToOutlook(QObject):
    """Asks where, then gives the letters of one message to Outlook.

    Signals:
        given: What was given, in words, and the folder in which the drafts stand.
        refused: Nothing was; carries the error.
    """

    given = Signal(str, object)
    refused = Signal(object)

    def __init__(self, parent: QWidget, errands: Errands) -> None:
        """Ask over *parent*."""
        super().__init__(parent)
        self._over, self._errands = parent, errands
        self.dialog: QFileDialog | None = None

    def ask(self, key: HandOverKey) -> None:
        """Ask in which folder the drafts get one of their own."""
        dialog = folder_dialog(self._over, _("Hand over to Outlook"))
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, _("Hand over to Outlook"))
        dialog.setProperty("message", key.message)
        dialog.fileSelected.connect(self._chosen)
        dialog.open()
        self.dialog = dialog

    @Slot(str)
    def _chosen(self, folder: str) -> None:
        message = self.sender().property("message")

        def job(office: Office) -> "HandedOver":
            from comms_desk.across.handover import Handover
            from comms_desk.mail.model import MessageId

            return Handover(office).hand_over(MessageId(message), to=Path(folder))

        self._errands.write(None, job, self._given, self._refused)

    @Slot(object)
    def _given(self, given: "HandedOver") -> None:
        drafts = ngettext(
            "{n} draft for Outlook: send it from there.",
            "{n} drafts for Outlook: send them from there.",
            given.drafts,
        )
        self.given.emit(drafts.format(n=format_number(given.drafts)), given.folder)

    @Slot(object)
    def _refused(self, error: CommsDeskError) -> None:
        self.refused.emit(error)
