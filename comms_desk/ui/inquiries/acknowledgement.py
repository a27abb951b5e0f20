"""What a journalist is told in their thread: that the inquiry came, or who answers it instead.

The letter is shown, and Enter sends it; they may have been told otherwise, by phone, and that is
noted.  The hour before which we come back is ours; that of the journalist is offered.
"""

from datetime import UTC, datetime, timedelta
from typing import override

from comms_desk.i18n import _
from comms_desk.media.inquiries.model import end_of_day
from comms_desk.media.inquiries.moments import Channel
from comms_desk.media.inquiries.reply.model import Acknowledgement, Referral
from comms_desk.text.moments import MomentNotRead
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries.asking import LetterPanel
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit.moment_field import MomentField

FIELD_WIDTH_PX = 240
HALF_HOUR = timedelta(minutes=30)


class AcknowledgePanel(LetterPanel[Acknowledgement]):
    """Says that it came, and until when they wait."""

    def __init__(self, errands: Errands, recording: MomentRecording) -> None:
        """Build it hidden."""
        title = _("We come back before…")
        super().__init__(
            errands,
            recording,
            title,
            plan=lambda desk, inquiry, wanted: (desk.shown_acknowledgement(inquiry, wanted),),
            send=lambda desk, inquiry, wanted, shown: desk.acknowledge(
                inquiry, wanted, shown=None if shown is None else shown[0]
            ),
        )
        self.by = MomentField(_("The hour before which we come back"))
        self.by.setFixedWidth(FIELD_WIDTH_PX)
        self.by.line.textChanged.connect(self.ask_letter)
        self.by.line.returnPressed.connect(self.finish)
        self.column.addWidget(self.by)
        self.column.addWidget(self.passage)
        self.column.addWidget(self.letter)
        self.column.addWidget(self.depends)
        self.have(more=(self.phone,))

    @override
    def begin(self, view: InquiryView) -> None:
        super().begin(view)
        self.by.show_moment(promised(view), now=view.now)
        self.ask_letter()
        self.by.ask()

    @property
    @override
    def missing(self) -> str:
        return _("hour") if self.wanted() is None else super().missing

    @override
    def wanted(self, *, by_phone: bool = False) -> Acknowledgement | None:
        if by_phone:
            return Acknowledgement(how=Channel.PHONE)
        try:
            return Acknowledgement(by=self.by.moment)
        except MomentNotRead:
            return None

    @override
    def said(self, *, by_phone: bool) -> str:
        return _("Acknowledged, by phone") if by_phone else _("Acknowledgement sent")


class ReferPanel(LetterPanel[Referral]):
    """Says who answers instead; what is theirs is passed on to them, and the inquiry closes."""

    def __init__(self, errands: Errands, recording: MomentRecording) -> None:
        """Build it hidden."""
        super().__init__(
            errands,
            recording,
            "",
            plan=lambda desk, inquiry, wanted: desk.shown_referral(inquiry, wanted),
            send=lambda desk, inquiry, wanted, shown: desk.refer(inquiry, wanted, shown=shown),
        )
        self._to, self._called = "", ""
        self.column.addWidget(self.passage)
        self.column.addWidget(self.letter)
        self.column.addWidget(self.depends)
        self.have(more=(self.phone,))

    def ask(self, view: InquiryView, to: str, called: str) -> None:
        """Show the letter that refers an inquiry *to* who has that key, and is so *called*."""
        self._to, self._called = to, called
        self.title.setText(_("To be referred: {who}").format(who=called))
        self.letter.say("")
        self.depends.hide()
        self.begin(view)
        self.ask_letter()
        self.give_up.setFocus()  # until there is a letter to send

    @override
    def judge(self) -> None:
        super().judge()
        if self._shown is not None and self.give_up.hasFocus():
            self.verb.setFocus()

    @override
    def wanted(self, *, by_phone: bool = False) -> Referral:
        return Referral(to=self._to, how=Channel.PHONE if by_phone else Channel.EMAIL)

    @override
    def said(self, *, by_phone: bool) -> str:
        return _("Referred to {who}").format(who=self._called)


def promised(view: InquiryView) -> datetime:
    """Return the hour that is offered: theirs, or the end of the day, or soon; to come.

    Soon is in an hour, at the next half hour: « 20 h », no « 19 h 54 ».
    """
    hours = (view.inquiry.deadline.at, end_of_day(view.now))
    to_come = (each for each in hours if each is not None and each > view.now)
    soon = view.now + timedelta(hours=1)
    return next(to_come, soon + (datetime.min.replace(tzinfo=UTC) - soon) % HALF_HOUR)
