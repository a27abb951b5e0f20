"""The sheet of an interview for the person who gives it, and its appointment once it has an hour.

Both are files among the person's documents; what nobody has said yet is « à préparer » there.
"""

from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import Signal, Slot

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import SharedWords, WordsUnderEmbargo
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.inquiries.model import InquiryId, end_of_day
from comms_desk.media.inquiries.papers.desk import Interview
from comms_desk.text.moments import MomentNotRead
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.passage_exceptions import PassageSigning
from comms_desk.ui.inquiries.asking import InquiryDialog, asking_line
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit.moment_field import MomentField


class InterviewPanel(InquiryDialog):
    """Asks when and where it is, and what they are after.

    Signals:
        made: What was made, and the `Path` of the sheet.
        undoable: What was just signed, and a bound callable that undoes it.
    """

    made = Signal(str, object)
    undoable = Signal(str, object)

    def __init__(self, errands: Errands) -> None:
        """Build it hidden."""
        super().__init__(_("The interview"), _("Make the sheet"))
        self._errands = errands
        self._is_known = self._is_being_made = False
        self.at = MomentField(_("When it is"))
        self.at.line.textChanged.connect(self.judge)
        self.at.line.returnPressed.connect(self.finish)
        self.place = asking_line(_("Where, or by what line"))
        self.programme = asking_line(_("Of which programme, live or recorded"))
        self.angle = asking_line(_("What they are after"))
        self.at.setFixedWidth(self.place.width())
        self.column.addWidget(self.at)
        self.have(self.place, self.programme, self.angle)
        self.passage = PassageSigning(errands)
        self.passage.signed.connect(self._make_signed)
        self.passage.undoable.connect(self.undoable)
        self.column.addWidget(self.passage)

    @override
    def begin(self, view: InquiryView) -> None:
        on_air = view.inquiry.on_air
        at = None if on_air is None else on_air.at
        self.at.show_moment(at or end_of_day(view.now), now=view.now, offered=at is None)
        self._is_known = at is not None
        for line in (self.place, self.programme, self.angle):
            line.clear()
        self.passage.hide()
        self._is_being_made = False
        super().begin(view)
        self.at.ask()

    @property
    @override
    def missing(self) -> str:
        try:
            self.at.moment  # noqa: B018 - it says whether it is one
        except MomentNotRead:
            return _("hour")
        return ""

    @Slot()
    @override
    def finish(self) -> None:
        """Make it once, if nothing is missing; the question stays until it is made."""
        if self.view is not None and not self.missing and not self._is_being_made:
            self._is_being_made = True
            self.do(self.view)

    @override
    def do(self, view: InquiryView) -> None:
        is_known = self._is_known or self.at.is_touched
        interview = Interview(
            at=self.at.moment if is_known else None,
            place=self.place.text().strip(),
            programme=self.programme.text().strip(),
            angle=self.angle.text().strip(),
        )
        job = partial(_made, view.inquiry.id, interview)
        self._errands.read("sheet", job, self._tell, self._not_made)

    @Slot(object)
    def _tell(self, answer: tuple[Interview, Path]) -> None:
        self._is_being_made = False
        interview, file = answer
        words = _("Interview sheet, and its appointment: {file}")
        said = _("Interview sheet: {file}") if interview.at is None else words
        self.leave()
        self.made.emit(said.format(file=file), file)

    @Slot(object)
    def _not_made(self, error: CommsDeskError) -> None:
        """Ask here to sign words under embargo; say anything else above the pages."""
        self._is_being_made = False
        if isinstance(error, WordsUnderEmbargo) and self.view is not None:
            inside = Ref(Subject.INQUIRY, self.view.inquiry.id)
            self.passage.show_shared(SharedWords(words=error), inside)
        else:
            self._errands.failed.emit(error)

    @Slot()
    def _make_signed(self) -> None:
        """Make it once a passage was let through; what is undone later makes nothing."""
        if self.isVisible():
            self.passage.hide()
            self.finish()


def _made(inquiry: InquiryId, interview: Interview, office: Office) -> tuple[Interview, Path]:
    """Write the files beside whatever stands there; return where the sheet is."""
    from comms_desk.documents.files import write_new_file

    folder, papers = office.paths.documents / _("Comms Desk"), office.papers
    sheet = papers.sheet(inquiry, interview)
    file = write_new_file(folder / sheet.name, sheet.content)
    if interview.at is not None:
        appointment = papers.calendar(inquiry, interview)
        write_new_file(folder / appointment.name, appointment.content)
    return interview, file
