"""Who else works on the inquiry shown, over its card; the reader is said to work on it too.

It is said a moment after the card is shown: not of each card that one walks past, nor of the one
that the page opens by itself, before somebody does something on it.  It is said again every so
often, and taken back once another card is shown, or none.  What the database does not take is not
said: a person who is not heard of is gone for the others a minute later.
"""

from functools import partial
from typing import override

from PySide6.QtCore import QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.media.inquiries.case.at_work import SAID_EVERY_S, AtWork
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import Moment, MomentKind
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import PART, Button, Label

SAID_AFTER_MS = 400
"""Who walks down the list works on none of it."""
MOST_SAID = 2


class AtWorkLine(QWidget):
    """« Léa Roy y travaille depuis 9 h 12 », and the way to take it over; its place is kept."""

    def __init__(self, errands: Errands, recording: MomentRecording) -> None:
        """Build it empty; that it is taken over is said and undone by *recording*."""
        super().__init__()
        self._errands = errands
        self._recording = recording
        self._view: InquiryView | None = None
        self._wanted: InquiryId | None = None
        self.unasked: object = None
        """The one that the page opened by itself: nobody works on it yet."""
        self._told: InquiryId | None = None
        """On which one the others were told that one works."""
        self._first = QTimer(self, singleShot=True, interval=SAID_AFTER_MS)
        self._again = QTimer(self, interval=SAID_EVERY_S * 1000)
        for timer in (self._first, self._again):
            timer.timeout.connect(self._tell)
        self.said = Label("", "remark")
        self.take = Button(_("Take it over"), role="link", hint=_("It is yours from now on (P)"))
        self.take.clicked.connect(self.do_take)
        self.take.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(COLUMN_SIDE_PX, 0, COLUMN_SIDE_PX, 0)
        row.setSpacing(tokens.SPACE_3_PX)
        row.addWidget(self.said)
        row.addWidget(self.take)
        row.addStretch(1)
        self.setFixedHeight(tokens.SPACE_6_PX)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def show_view(self, view: InquiryView) -> None:
        """Say who works on an inquiry; the reader does too, while somebody waits for it."""
        self._view = view
        self._attend(shown=self.isVisible())
        self._say(view.at_work)

    @Slot(QWidget, QWidget)
    def _focus_moved(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Begin work on what the page opened by itself, once one goes to its card."""
        card = self.parentWidget()
        if now is not None and card is not None and card.isAncestorOf(now):
            self.unasked = None
            self._attend(shown=self.isVisible())

    @Slot()
    def do_take(self) -> None:
        """Take it over from who is at work on it."""
        if self._view is not None and not self.take.isHidden():
            job = partial(_take_over, self._view.inquiry.id)
            self._recording.act(job, said=_("Taken over: it is yours"))

    def _say(self, at_work: tuple[AtWork, ...]) -> None:
        view = self._view
        if view is None:
            return
        mine = next((each for each in at_work if each.person == view.me), None)
        others = [each for each in at_work if each.person != view.me]
        said = [words.said_at_work(each, view.names, view.now) for each in others]
        taker = None if mine is None else mine.taken_over_by
        if taker is not None:
            said.insert(0, _("{name} took it over").format(name=view.names.get(taker, "")))
        self.said.setText(PART.join(said[:MOST_SAID]))
        may_take = taker is not None or any(each.taken_over_by != view.me for each in others)
        self.take.setVisible(may_take and view.me is not None and not view.is_frozen)

    # ── Being at work oneself ─────────────────────────────────────────────────────────

    def _attend(self, *, shown: bool) -> None:
        view = self._view
        wanted = None if view is None or view.is_frozen or not shown else view.inquiry.id
        if wanted == self.unasked:
            wanted = None
        if wanted != self._wanted:
            self._wanted = wanted
            self._first.start()

    @Slot()
    def _tell(self) -> None:
        """Say it in a thread that reads: it holds up nothing that is typed, nor who closes."""
        left = self._told if self._told != self._wanted else None
        self._told = self._wanted
        if self._told is not None:
            self._again.start()
        if (left, self._told) != (None, None):
            self._errands.read("at work", partial(_told, left, self._told), self._hear, self._miss)

    @Slot(object)
    def _hear(self, at_work: tuple[AtWork, ...]) -> None:
        if self._view is not None and self._wanted == self._told == self._view.inquiry.id:
            self._say(at_work)

    @Slot(object)
    def _miss(self, _error: CommsDeskError) -> None:
        """Say nothing: it went, or the database is away, which is said once for all."""

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin work on what is shown."""
        super().showEvent(event)
        self._attend(shown=True)

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """End work on it, unless the window was only put aside."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._attend(shown=False)
            self._first.stop()
            self._again.stop()
            self._tell()


def _told(left: InquiryId | None, wanted: InquiryId | None, office: Office) -> tuple[AtWork, ...]:
    if left is not None:
        office.at_work.leave(left)
    return () if wanted is None else office.at_work.begin(wanted)


def _take_over(inquiry: InquiryId, office: Office) -> tuple[Moment, ...]:
    """Take *inquiry* over; return the handover that this is."""
    office.at_work.take_over(inquiry)
    moments = office.inquiries.moments(inquiry)
    return tuple(each for each in moments if each.what is MomentKind.HANDED)[-1:]
