"""That an article says that the City did not answer, and the inquiry that it means.

A person says which inquiry it is: those that are likely are offered first; where none is on the
desk, the question is noted from the article.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_moment_within
from comms_desk.storage.paging import Page
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.picker import Picker
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.notices import Named, Notice
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.stacks import stacked
from comms_desk.ui.kit.theme import Hue

if TYPE_CHECKING:
    from comms_desk.across.unanswered import Unanswered
    from comms_desk.media.inquiries.model import Inquiry, InquiryId
    from comms_desk.media.inquiries.moments import MomentId

NEW = "new"
"""The row that notes an inquiry that nobody did."""
OFFERED = 8
PASSAGE_LETTERS = 240


class UnansweredPanel(QWidget):
    """What the article says of it, and the one key that says which inquiry it is.

    Signals:
        undoable: What was just done, and a bound callable that undoes it.
        open_wanted: The `Ref` of the inquiry to show.
    """

    undoable = Signal(str, object)
    open_wanted = Signal(object)

    def __init__(self, errands: Errands) -> None:
        """Stay hidden until an article says so."""
        super().__init__()
        self._errands = errands
        self._said: Unanswered | None = None
        self.notice = Notice()
        self.notice.acted.connect(self._act)
        self.picker = Picker(
            errands,
            self._offered,
            asks=_("Subject, reporter or outlet of the inquiry"),
            offers=_("Inquiries that it may mean"),
            none_match=_("No inquiry has those words."),
        )
        self.picker.hide()
        self.picker.chosen.connect(self._chosen)
        self.picker.left.connect(self._leave)
        stacked(self.notice, self.picker, inside=self, gap_px=tokens.SPACE_2_PX)
        self.hide()

    def show_said(self, said: "Unanswered | None") -> None:
        """Show what an article says; None: it says nothing of it."""
        if said != self._said:
            self.picker.hide()
        self._said = said
        self.setVisible(said is not None)
        if said is None:
            return
        if said.inquiry is not None:
            self.notice.say(
                _("It says that nobody answered. The inquiry is known."),
                _("Open the inquiry"),
                Hue.ACCENT,
            )
            return
        passage = said.passage
        if len(passage) > PASSAGE_LETTERS:
            passage = f"{passage[:PASSAGE_LETTERS].rstrip()}…"
        self.notice.say(
            _("It says that the City did not answer: “{passage}”").format(passage=passage),
            _("Which inquiry?"),
        )

    def _offered(self, office: Office, words: str) -> "Page[Row]":
        return _offered(office, words, self._said)

    @Slot()
    def _act(self) -> None:
        if self._said is None:
            return
        if self._said.inquiry is not None:
            self.open_wanted.emit(Ref(Subject.INQUIRY, self._said.inquiry))
        else:
            self.picker.ask()

    @Slot(object)
    def _chosen(self, key: object) -> None:
        if self._said is None:
            return
        self.picker.hide()
        self._errands.write(None, partial(_tie, self._said, key), self._tied)

    @Slot()
    def _leave(self) -> None:
        self.picker.hide()
        self.notice.focus_button()

    @Slot(object)
    def _tied(self, done: "_Tied") -> None:
        self._show_again(done.said, done.inquiry.id)
        undo = partial(self._errands.write, None, partial(_untie, done), self._untied)
        told = _("Noted on the inquiry “{title}”").format(title=done.inquiry.title)
        self.undoable.emit(told, Named(undo, _("It is tied to no inquiry any more")))

    @Slot(object)
    def _untied(self, said: "Unanswered") -> None:
        self._show_again(said, None)

    def _show_again(self, said: "Unanswered", inquiry: "InquiryId | None") -> None:
        if self._said is not None and self._said.article.id == said.article.id:
            self.show_said(replace(said, inquiry=inquiry))


@dataclass(frozen=True, slots=True)
class _Tied:
    """What was noted; *is_new*: the inquiry came with it."""

    said: "Unanswered"
    inquiry: "Inquiry"
    moment: "MomentId"
    is_new: bool


def _offered(office: Office, words: str, said: "Unanswered | None") -> "Page[Row]":
    from comms_desk.across.unanswered import likely
    from comms_desk.media.inquiries.model import View

    new = Row(key=NEW, title=_("None of those: note the question that was lost"), strong=False)
    if said is None:
        return Page(rows=(), total=0)
    if words.strip():
        found = office.inquiries.search(words, view=View.ALL, limit=OFFERED)
        return Page(rows=(*map(_row, found.rows), new), total=found.total + 1, capped=found.capped)
    known = likely(office, said.article)
    return Page(rows=(*map(_row, known[:OFFERED]), new), total=len(known) + 1)


def _row(inquiry: "Inquiry") -> Row:
    received = _("received {moment}").format(moment=format_moment_within(inquiry.received_at))
    detail = " · ".join(filter(None, (inquiry.outlet_name, received)))
    return Row(key=inquiry.id, title=inquiry.title, detail=detail)


def _tie(said: "Unanswered", key: object, office: Office) -> _Tied:
    from comms_desk.across import unanswered
    from comms_desk.media.inquiries.model import InquiryId

    if key == NEW:
        inquiry, moment = unanswered.note_lost(office, said)
    else:
        inquiry = office.inquiries.get(InquiryId(cast("int", key)))
        moment = unanswered.tie(office, said, inquiry.id)
    return _Tied(said, inquiry, moment.id, is_new=key == NEW)


def _untie(done: _Tied, office: Office) -> "Unanswered":
    if done.is_new:
        office.inquiries.put_in_bin(done.inquiry.id)
    else:
        office.inquiries.take_back(done.moment)
    return done.said
