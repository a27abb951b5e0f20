"""The end of the day: read before it is sent to the mailbox of the service, by a person's hand."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.controls import shortened
from comms_desk.ui.kit.dialog import Dialog, is_open

if TYPE_CHECKING:
    from comms_desk.media.drafting.letters import Letter
    from comms_desk.media.inquiries.papers import Evening
    from comms_desk.ui.window import Window

LONGEST_SHOWN = 1_500
"""In characters: all of it leaves."""


class EndOfDay(QObject):
    """Shows the end of the day, and sends it once that is asked for."""

    def __init__(self, errands: Errands, window: "Window") -> None:
        """Belong to *window*, over which it asks."""
        super().__init__(window)
        self._window = window
        self._errands = errands
        self._evening: Evening | None = None
        self.question: Dialog | None = None

    @Slot()
    def ask(self) -> None:
        """Show what would be sent now."""
        self._errands.read("end of the day", _read, self._ask)

    @Slot(object)
    def _ask(self, read: "tuple[Evening, Letter]") -> None:
        if is_open(self.question):
            return
        self._evening, letter = read
        self.question = Dialog(self._window, letter.subject, _("Send to the service"))
        self.question.tell(shortened(letter.text.strip(), LONGEST_SHOWN))
        self.question.accepted.connect(self._send)
        self.question.fit()
        self.question.open()

    @Slot()
    def _send(self) -> None:
        if self._evening is not None:
            self._errands.write(None, partial(_sent, self._evening), self._left)

    @Slot(object)
    def _left(self, _letter: object) -> None:
        self._window.toast.offer(_("The end of the day leaves for the service"))


def _read(office: Office) -> "tuple[Evening, Letter]":
    from comms_desk.across.on_duty import on_duty

    duty = on_duty(office)
    evening = office.papers.evening("" if duty is None else duty.who)
    return evening, office.papers.evening_letter(evening)


def _sent(evening: "Evening", office: Office) -> object:
    return office.papers.send_evening(evening)
