"""The end of the day: read whole before a person sends it to the mailbox of the service."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from comms_desk.across import Office
from comms_desk.i18n import _, format_time
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.whole_letter import WholeLetter
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.shell.base import BaseWindow

if TYPE_CHECKING:
    from comms_desk.mail.message import ShownLetter
    from comms_desk.media.inquiries.papers.desk import Evening

MOST_LETTER_PX = 320
"""At 1024 × 640 the dialog shows its verb under a letter of that height."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What would be sent now, and when it leaves by itself: None, it does not or it has."""

    evening: "Evening"
    letter: "ShownLetter"
    leaves_at: datetime | None
    depends: str
    """Until when this computer is to be left on for it; "": no need."""


class EndOfDay(QObject):
    """Shows the end of the day, and sends it once that is asked for."""

    def __init__(self, errands: Errands, window: BaseWindow) -> None:
        """Belong to *window*, over which it asks."""
        super().__init__(window)
        self._window = window
        self._errands = errands
        self._evening: Evening | None = None
        self.question: Dialog | None = None
        self.letter: WholeLetter | None = None

    @Slot()
    def ask(self) -> None:
        """Show what would be sent now."""
        self._errands.read("end of the day", _read, self._ask)

    @Slot(object)
    def _ask(self, read: _Read) -> None:
        if is_open(self.question):
            return
        self._evening = read.evening
        self.question = Dialog(self._window, read.letter.subject, _("Send to the service"))
        if read.leaves_at is not None:
            said = _("By itself it leaves at {time}, as the desk stands then.")
            self.question.tell(said.format(time=format_time(read.leaves_at)), "muted")
        self.letter = WholeLetter(MOST_LETTER_PX)
        self.letter.show_letters((read.letter,))
        self.question.body.addWidget(self.letter)
        self.question.tell(read.depends, "word-amber")
        self.question.accepted.connect(self._send)
        self.question.fit()
        self.question.open()

    @Slot()
    def _send(self) -> None:
        evening = self._evening
        if evening is not None:
            self._errands.write(
                None, lambda office: office.papers.send_evening(evening), self._left
            )

    @Slot(object)
    def _left(self, _letter: object) -> None:
        self._window.toast.offer(_("The end of the day leaves for the service"))


def _read(office: Office) -> _Read:
    from comms_desk.across.end_of_day import leaves_at
    from comms_desk.across.on_duty import on_duty
    from comms_desk.across.unattended import leave_it_on

    duty = on_duty(office)
    evening = office.papers.evening("" if duty is None else duty.who)
    letter = office.papers.plan_evening(evening)
    return _Read(evening, letter, leaves_at(office), leave_it_on(office, letters=1))
