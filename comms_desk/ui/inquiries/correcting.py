"""A correction asked of an outlet: of whom, of what, and then what came of it."""

from typing import override

from comms_desk.i18n import _
from comms_desk.media.inquiries.moments import NewMoment, What
from comms_desk.ui.inquiries.asking import Asking, asking_line
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording


class CorrectionPanel(Asking):
    """Asks what is to be corrected; once that was asked for, what came of it."""

    def __init__(self, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__(verb=_("Note it"))
        self._recording = recording
        self.who = asking_line(_("Of whom, or by whom"))
        self.what = asking_line(_("What is to be corrected, or what came of it"))
        self.have(self.who, self.what)

    @override
    def begin(self, view: InquiryView) -> None:
        waits = view.course.awaits_correction
        self.title.setText(
            _("What came of the correction?") if waits else _("What is to be corrected?")
        )
        self.who.setText(view.inquiry.outlet_name)
        self.what.clear()
        super().begin(view)
        self.what.setFocus()

    @property
    @override
    def missing(self) -> str:
        return "" if self.what.text().strip() else _("what was said")

    @override
    def do(self, view: InquiryView) -> None:
        waits = view.course.awaits_correction
        what = What.CORRECTION_CAME if waits else What.CORRECTION_ASKED
        new = NewMoment(what=what, who=self.who.text().strip(), text=self.what.text().strip())
        self._recording.record(view.inquiry.id, new, said=_("Correction noted"))
