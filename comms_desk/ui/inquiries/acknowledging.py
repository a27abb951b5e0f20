"""Tells whoever asks that it came, in their thread: the letter is shown, and Enter sends it.

The hour before which we come back is ours; that of the journalist is offered.  They may have been
told otherwise, by phone: that is noted.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.inquiries.model import InquiryId, end_of_day
from comms_desk.media.inquiries.moments import How, Moment, NewMoment, What
from comms_desk.media.inquiries.reply import Acknowledgement, PlannedLetter
from comms_desk.text.moments import MomentNotRead
from comms_desk.ui.errands import Errands
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import ENTER, PART, Button, Label, give_role
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.texts.moment_field import MomentField
from comms_desk.wording import say

if TYPE_CHECKING:
    from comms_desk.across.office import Office

FIELD_WIDTH_PX = 240


class AcknowledgePanel(QWidget):
    """Shows the letter that says that it came, and sends it.

    Signals:
        left: It is done, or given up.
    """

    left = Signal()

    def __init__(self, errands: Errands, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__()
        self._errands = errands
        self._recording = recording
        self._view: InquiryView | None = None
        self._asked: datetime | None = None
        self.title = Label(_("We come back before…"), "card-title")
        self.by = MomentField(_("The hour before which we come back"))
        self.by.setFixedWidth(FIELD_WIDTH_PX)
        self.by.line.textChanged.connect(self._ask_letter)
        self.send = Button(_("Send"), role="primary", hint=_("Enter"))
        self.phone = Button(_("Told by phone"), hint=_("Note that they were told; nothing leaves"))
        self.give_up = Button(_("Back"), role="quiet", hint=_("Esc"))
        self.letter = Label("", "text", wraps=True)
        self._row = FlowLayout(row_px=tokens.BUTTON_HEIGHT_PX)
        for each in (self.send, self.phone, self.give_up):
            self._row.add(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(
            COLUMN_SIDE_PX, tokens.SPACE_3_PX, COLUMN_SIDE_PX, tokens.SPACE_2_PX
        )
        column.addWidget(self.title)
        column.addWidget(self.by)
        column.addWidget(self.letter)
        column.addLayout(self._row)
        self.letter.setMaximumWidth(tokens.COLUMN_MAX_PX)
        self.send.clicked.connect(self._send)
        self.phone.clicked.connect(self._note_phone)
        self.give_up.clicked.connect(self.leave)
        self.hide()

    def ask(self, view: InquiryView) -> None:
        """Show the letter about an inquiry."""
        self._view, self._asked = view, None
        self.by.show_moment(promised(view), now=view.now)
        self._ask_letter()
        self.show()
        self.by.line.setFocus()
        self.by.line.selectAll()

    @Slot()
    def leave(self) -> None:
        """Ask no more."""
        self.hide()
        self.left.emit()

    @property
    def wanted(self) -> Acknowledgement | None:
        """What would be sent; None while no hour is typed."""
        try:
            return Acknowledgement(by=self.by.moment)
        except MomentNotRead:
            return None

    @Slot()
    def _ask_letter(self) -> None:
        wanted, view = self.wanted, self._view
        self.send.forbid(_("hour"))
        if wanted is None or view is None:
            return
        self._asked = wanted.by
        job = partial(_shown, view.inquiry.id, wanted)
        self._errands.read("letter", job, self._show, self._refuse, fresh=True)

    @Slot(object)
    def _show(self, answer: tuple[Acknowledgement, PlannedLetter]) -> None:
        """Show the letter, if its hour is still the one typed."""
        wanted, letter = answer
        if wanted.by != self._asked:
            return
        to = _("To: {addresses}").format(addresses=", ".join(map(str, letter.to)))
        give_role(self.letter, "text")
        self.letter.setText(f"{PART.join((to, letter.subject))}\n\n{letter.text.strip()}")
        self.send.allow()

    @Slot(object)
    def _refuse(self, error: CommsDeskError) -> None:
        give_role(self.letter, "note")
        self.letter.setText(say(error).whole)

    @Slot()
    def _send(self) -> None:
        view, wanted = self._view, self.wanted
        if view is not None and wanted is not None and self.send.isEnabled():
            self._recording.act(
                partial(_acknowledge, view.inquiry.id, wanted), said=_("Acknowledgement sent")
            )
            self.leave()

    @Slot()
    def _note_phone(self) -> None:
        if self._view is not None:
            new = NewMoment(what=What.ACKNOWLEDGED, how=How.PHONE)
            self._recording.record(self._view.inquiry.id, new, said=_("Acknowledged, by phone"))
            self.leave()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that the verbs need at this width."""
        super().resizeEvent(event)
        self._row.activate()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on Enter in the hour, be given up on Escape."""
        if event.key() in ENTER and self.by.line.hasFocus():
            self._send()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def promised(view: InquiryView) -> datetime:
    """Return the hour that is offered: theirs, or the end of the day, or soon; to come."""
    hours = (view.inquiry.deadline.at, end_of_day(view.now))
    to_come = (each for each in hours if each is not None and each > view.now)
    return next(to_come, view.now + timedelta(hours=1))


def _shown(
    inquiry: InquiryId, wanted: Acknowledgement, office: "Office"
) -> tuple[Acknowledgement, PlannedLetter]:
    return wanted, office.replies.shown_acknowledgement(inquiry, wanted)


def _acknowledge(
    inquiry: InquiryId, wanted: Acknowledgement, office: "Office"
) -> tuple[Moment, ...]:
    return (office.replies.acknowledge(inquiry, wanted),)
