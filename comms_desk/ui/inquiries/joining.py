"""Joins an inquiry to an open one that asks the same: one answer, a reply to each who asked."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.media.inquiries.model import InquiryId, View
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.errands import Errands
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.picker import Picker

if TYPE_CHECKING:
    from comms_desk.across.office import Office

MOST_OFFERED = 50


class JoinPanel(QWidget):
    """Asks which inquiry asks the same.

    Signals:
        left: It is done, or given up.
    """

    left = Signal()

    def __init__(self, errands: Errands, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__()
        self._recording = recording
        self._inquiry: InquiryId | None = None
        self._before: InquiryId | None = None
        self.title = Label(_("Which inquiry asks the same?"), "card-title")
        self.picker = Picker(
            errands,
            _found,
            asks=_("Subject, journalist, outlet…"),
            offers=_("The open inquiries"),
            none_match=_("No open inquiry matches “{words}”."),
        )
        self.picker.chosen.connect(self._take)
        self.picker.left.connect(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(
            COLUMN_SIDE_PX, tokens.SPACE_3_PX, COLUMN_SIDE_PX, tokens.SPACE_2_PX
        )
        column.addWidget(self.title)
        column.addWidget(self.picker)
        self.setMaximumWidth(tokens.COLUMN_MAX_PX)
        self.hide()

    def ask(self, view: InquiryView) -> None:
        """Ask which one an inquiry is joined to."""
        self._inquiry, self._before = view.inquiry.id, view.inquiry.joined_to
        self.picker.left_out = {view.inquiry.id}
        self.show()
        self.picker.ask()

    def part(self, view: InquiryView) -> None:
        """Have an inquiry be answered by itself again."""
        self._inquiry, self._before = view.inquiry.id, view.inquiry.joined_to
        self._join(None, _("Answered by itself again"))

    @Slot()
    def leave(self) -> None:
        """Ask no more."""
        self.picker.forget()
        self.hide()
        self.left.emit()

    @Slot(object)
    def _take(self, to: object) -> None:
        if isinstance(to, int):
            self._join(InquiryId(to), _("Joined: one answer for both"))
        self.leave()

    def _join(self, to: InquiryId | None, said: str) -> None:
        inquiry, before = self._inquiry, self._before
        if inquiry is not None:
            do, undo = (partial(_join, inquiry, each) for each in (to, before))
            self._recording.change(do, undo, said=said)


def _found(office: "Office", typed: str) -> Rows[Row]:
    """Return the open inquiries that answer for themselves; in a reading thread."""
    now = office.database.clock.now()
    found = office.inquiries.search(typed, view=View.OPEN, limit=MOST_OFFERED)
    alone = (each for each in found.rows if each.is_open and each.joined_to is None)
    rows = tuple(words.row(each, now) for each in alone)
    return Rows(rows=rows, total=len(rows))


def _join(inquiry: InquiryId, to: InquiryId | None, office: "Office") -> object:
    return office.inquiries.join(inquiry, to)
