"""Why a reply is approved by whoever wrote it: asked in writing, and kept with the approval."""

from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Moment
from comms_desk.ui.inquiries.ending import asking_line
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.flow import FlowLayout

if TYPE_CHECKING:
    from comms_desk.across.office import Office


class ReasonPanel(QWidget):
    """Asks why a reply is approved by whoever wrote it: nobody else is there, say.

    Signals:
        left: It is done, or given up.
    """

    left = Signal()

    def __init__(self, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__()
        self._recording = recording
        self._view: InquiryView | None = None
        self._answer = ""
        self.title = Label(_("Why does nobody else approve it?"), "card-title")
        self.reason = asking_line(_("The reason; it is kept with the approval"))
        self.approve = Button(_("Approve alone"), role="primary")
        self.give_up = Button(_("Back"), role="quiet", hint=_("Esc"))
        row = FlowLayout(row_px=tokens.FIELD_HEIGHT_PX)
        for each in (self.reason, self.approve, self.give_up):
            row.add(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(
            COLUMN_SIDE_PX, tokens.SPACE_3_PX, COLUMN_SIDE_PX, tokens.SPACE_2_PX
        )
        column.addWidget(self.title)
        column.addLayout(row)
        self.reason.textChanged.connect(self._judge)
        self.reason.returnPressed.connect(self._approve)
        self.approve.clicked.connect(self._approve)
        self.give_up.clicked.connect(self.leave)
        self.hide()

    def ask(self, view: InquiryView, answer: str) -> None:
        """Ask why, of the reply that says *answer*."""
        self._view, self._answer = view, answer
        self.reason.clear()
        self._judge()
        self.show()
        self.reason.setFocus()

    @Slot()
    def leave(self) -> None:
        """Ask no more."""
        self.hide()
        self.left.emit()

    @Slot()
    def _judge(self) -> None:
        if self.reason.text().strip():
            self.approve.allow()
        else:
            self.approve.forbid(_("reason"))

    @Slot()
    def _approve(self) -> None:
        reason = self.reason.text().strip()
        if self._view is None or not reason:
            return
        approve(self._recording, self._view.inquiry.id, self._answer, reason=reason)
        self.leave()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be given up on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def approve(recording: Recording, inquiry: InquiryId, text: str, *, reason: str = "") -> None:
    """Approve the reply to *inquiry* that reads *text*, and say so."""
    recording.act(partial(_approve, inquiry, text, reason), said=_("Reply approved"))


def _approve(inquiry: InquiryId, text: str, reason: str, office: "Office") -> tuple[Moment, ...]:
    return (office.replies.approve(inquiry, text, reason=reason),)
