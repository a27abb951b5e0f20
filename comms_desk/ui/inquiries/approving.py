"""Why a reply is approved by whoever wrote it: asked in writing, and kept with the approval."""

from functools import partial
from typing import override

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Moment
from comms_desk.ui.inquiries.asking import Asking, accessible, asking_line
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording


class ReasonPanel(Asking):
    """Asks why a reply is approved by whoever wrote it: nobody else is there, say."""

    def __init__(self, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__(_("Why does nobody else approve it?"), _("Approve alone"))
        self._recording = recording
        self._answer = ""
        self.reason = asking_line(_("The reason; it is kept with the approval"))
        self.have(self.reason, accessible())

    def ask(self, view: InquiryView, answer: str) -> None:
        """Ask why, of the reply that says *answer*."""
        self._answer = answer
        self.reason.clear()
        self.begin(view)
        self.reason.setFocus()

    @property
    @override
    def missing(self) -> str:
        return "" if self.reason.text().strip() else _("reason")

    @override
    def do(self, view: InquiryView) -> None:
        reason = self.reason.text().strip()
        approve(self._recording, view.inquiry.id, self._answer, reason=reason)


def approve(recording: Recording, inquiry: InquiryId, text: str, *, reason: str = "") -> None:
    """Approve the reply to *inquiry* that reads *text*, and say so."""
    recording.act(partial(_approve, inquiry, text, reason), said=_("Reply approved"))


def _approve(inquiry: InquiryId, text: str, reason: str, office: Office) -> tuple[Moment, ...]:
    return (office.replies.approve(inquiry, text, reason=reason),)
