"""Joins an inquiry to an open one that asks the same: one answer, a reply to each who asked."""

from dataclasses import replace
from functools import partial
from typing import override

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.media.inquiries.model import Inquiry, InquiryId, View
from comms_desk.storage.paging import Page as Rows
from comms_desk.text.fold import tokens
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.asking import Picking
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit.rows import Row

MOST_OFFERED = 50


class JoinPanel(Picking):
    """Asks which inquiry asks the same."""

    def __init__(self, errands: Errands, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__(
            errands,
            self._find,
            _("Which inquiry asks the same?"),
            asks=_("Subject, journalist, outlet…"),
            offers=_("The open inquiries"),
            none_match=_("No open inquiry matches “{words}”."),
        )
        self._recording = recording
        self._like = ""
        """What the one shown is called: those that have its words come first."""

    @override
    def begin(self, view: InquiryView) -> None:
        self.picker.left_out = {view.inquiry.id}
        self._like = view.inquiry.title
        super().begin(view)

    def part(self, view: InquiryView) -> None:
        """Have an inquiry be answered by itself again."""
        self._join(view.inquiry, None, _("Answered by itself again"))

    def _find(self, office: Office, typed: str) -> Rows[Row]:
        return _found(office, typed, like=self._like)

    @override
    def take(self, view: InquiryView, key: object) -> None:
        if isinstance(key, int):
            self._join(view.inquiry, InquiryId(key), _("Joined: one answer for both"))

    def _join(self, inquiry: Inquiry, to: InquiryId | None, said: str) -> None:
        do, undo = (partial(_join, inquiry.id, each) for each in (to, inquiry.joined_to))
        self._recording.change(do, undo, said=said)


def _found(office: Office, typed: str, *, like: str) -> Rows[Row]:
    """Return the open inquiries that answer for themselves, those *like* it first.

    Called in a reading thread.
    """
    now = office.database.clock.now()
    found = office.inquiries.search(typed, view=View.OPEN, limit=MOST_OFFERED)
    alone = (each for each in found.rows if each.is_open and each.joined_to is None)
    nearest = sorted(alone, key=lambda each: -len(set(tokens(like)) & set(tokens(each.title))))
    rows = tuple(replace(words.row(each, now), group="") for each in nearest)
    return Rows(rows=rows, total=len(rows))


def _join(inquiry: InquiryId, to: InquiryId | None, office: Office) -> object:
    return office.inquiries.join(inquiry, to)
