"""Why an inquiry was late, or missed: one cause of a closed list, asked once it has ended."""

from typing import override

from comms_desk.i18n import _
from comms_desk.media.inquiries.facts import CAUSE
from comms_desk.media.inquiries.moments import NewMoment, What
from comms_desk.ui.inquiries.asking import Asking
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit.choice import Choice


class LatePanel(Asking):
    """Asks why it was late."""

    def __init__(self, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__(_("Why was it late?"), _("Note it"))
        self._recording = recording
        self.cause = Choice(_("Why it was late"), CAUSE, _("Why it was late…"))
        self.cause.currentIndexChanged.connect(self.judge)
        self.have(self.cause)

    @override
    def begin(self, view: InquiryView) -> None:
        self.cause.choose(None)
        super().begin(view)
        self.cause.setFocus()

    @property
    @override
    def missing(self) -> str:
        return _("the cause") if self.cause.value is None else ""

    @override
    def do(self, view: InquiryView) -> None:
        new = NewMoment(what=What.LATE, cause=self.cause.value)
        self._recording.record(view.inquiry.id, new, said=_("Cause noted"))
