"""How an inquiry ended, said by a person: answered by phone, or closed without an answer of ours.

What must be said is asked for, and the button says what is missing: to whom the answer may be
attributed, the reason of a refusal, to whom it was referred, why it was late.
"""

from enum import StrEnum
from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.facts import OneOf
from comms_desk.i18n import _
from comms_desk.media.inquiries.facts import ATTRIBUTION, CAUSE, HOW, RESOLUTION
from comms_desk.media.inquiries.moments import (
    BY_ANSWER,
    How,
    NewMoment,
    Resolution,
    What,
)
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.bar import COLUMN_SIDE_PX
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.menus import Line

CHOICE_WIDTH_PX = 200
LINE_WIDTH_PX = 320
BY_TEXT = frozenset({Resolution.ANSWERED, Resolution.STATEMENT})
"""Of these the very words are the answer: they are approved before they leave."""


class Choice[T: StrEnum](ElidedChoice):
    """One of a few values, or none yet."""

    def __init__(self, name: str, words: OneOf[T], asks: str = "") -> None:
        """Offer *words*; *asks* is shown until one is chosen, where none is to begin with."""
        super().__init__()
        self.setAccessibleName(name)
        self._values: list[T | None] = [*([None] if asks else []), *words.values]
        """In their order: what Qt keeps with an item is a text, and no value of ours."""
        self.addItems([asks if value is None else words.say(value) for value in self._values])
        self.setFixedWidth(CHOICE_WIDTH_PX)

    @property
    def value(self) -> T | None:
        """The one chosen."""
        return self._values[max(self.currentIndex(), 0)]

    def choose(self, value: T | None) -> None:
        """Choose *value*."""
        self.setCurrentIndex(self._values.index(value))


class EndPanel(QWidget):
    """Asks how it ended.

    Signals:
        left: It is done, or given up.
    """

    left = Signal()

    def __init__(self, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__()
        self._recording = recording
        self._view: InquiryView | None = None
        self._answer = ""
        self.title = Label(_("How did it end?"), "card-title")
        self.resolution = Choice(_("How it ended"), RESOLUTION)
        self.how = Choice(_("By what way"), HOW)
        self.attribution = Choice(_("Attribution"), ATTRIBUTION, _("Attributed to…"))
        self.cause = Choice(_("Why it was late"), CAUSE, _("Why it was late…"))
        self.who = _line(_("To whom it was referred"))
        self.reason = _line(_("The reason; a document that is public, if any"))
        self.said = _line(_("What was said"))
        self.done = Button("", role="primary")
        self.give_up = Button(_("Back"), role="quiet", hint=_("Esc"))
        self._row = FlowLayout(row_px=tokens.FIELD_HEIGHT_PX)
        for each in (
            self.resolution,
            self.how,
            self.attribution,
            self.who,
            self.reason,
            self.said,
            self.cause,
            self.done,
            self.give_up,
        ):
            self._row.add(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(
            COLUMN_SIDE_PX, tokens.SPACE_3_PX, COLUMN_SIDE_PX, tokens.SPACE_2_PX
        )
        column.addWidget(self.title)
        column.addLayout(self._row)
        self.hide()
        for choice in (self.resolution, self.how, self.attribution, self.cause):
            choice.currentIndexChanged.connect(self._judge)
        for line in (self.who, self.reason, self.said):
            line.textChanged.connect(self._judge)
            line.returnPressed.connect(self._end)
        self.done.clicked.connect(self._end)
        self.give_up.clicked.connect(self.leave)

    def ask(self, view: InquiryView, answer: str) -> None:
        """Ask how an inquiry ended whose reply says *answer*."""
        self._view, self._answer = view, answer
        is_approved = view.course.approved_at is not None
        self.resolution.choose(Resolution.ANSWERED if is_approved else Resolution.WITHDRAWN)
        self.how.choose(How.PHONE)
        self.attribution.choose(None)
        self.cause.choose(None)
        for line in (self.who, self.reason, self.said):
            line.clear()
        self._judge()
        self.show()
        self.resolution.setFocus()

    @Slot()
    def leave(self) -> None:
        """Ask no more."""
        self.hide()
        self.left.emit()

    @property
    def missing(self) -> str:
        """What is to be said first, in a word; "" where all is."""
        view, ended = self._view, self.resolution.value
        if view is None or ended is None:
            return _("nothing is chosen")
        is_approved = view.course.approved_at is not None
        asked = (
            (ended in BY_TEXT and not self._answer.strip(), _("reply empty")),
            (ended in BY_TEXT and not is_approved, _("not approved")),
            (self._asks_words and not self.said.text().strip(), _("what was said")),
            (ended in BY_ANSWER and self.attribution.value is None, _("attribution")),
            (ended is Resolution.REFERRED and not self.who.text().strip(), _("to whom")),
            (ended is Resolution.DECLINED and not self.reason.text().strip(), _("reason")),
            (view.is_late and self.cause.value is None, _("why late")),
        )
        return next((said for is_missing, said in asked if is_missing), "")

    @property
    def _asks_words(self) -> bool:
        ended = self.resolution.value
        return ended in BY_ANSWER - BY_TEXT and not self._answer.strip()

    @Slot()
    def _judge(self) -> None:
        """Ask for what that end has to say, and say on the button what is missing."""
        ended, view = self.resolution.value, self._view
        by_answer = ended in BY_ANSWER
        self.how.setVisible(by_answer)
        self.attribution.setVisible(by_answer)
        self.who.setVisible(ended is Resolution.REFERRED)
        self.reason.setVisible(not by_answer and ended is not Resolution.REFERRED)
        self.said.setVisible(self._asks_words)
        self.cause.setVisible(view is not None and view.is_late)
        self.done.rename(_("It is answered") if by_answer else _("Close it"))
        missing = self.missing
        if missing:
            self.done.forbid(missing)
        else:
            self.done.allow()
        self._row.invalidate()

    @Slot()
    def _end(self) -> None:
        view, ended = self._view, self.resolution.value
        if view is None or ended is None or self.missing:
            return
        if ended in BY_ANSWER:
            end = NewMoment(
                what=What.ANSWERED,
                resolution=ended,
                attribution=self.attribution.value,
                how=self.how.value,
                text=self._answer if self._answer.strip() else self.said.text().strip(),
            )
            said = _("Inquiry answered")
        else:
            end = NewMoment(
                what=What.CLOSED,
                resolution=ended,
                who=self.who.text().strip() if ended is Resolution.REFERRED else "",
                reason=self.reason.text().strip(),
            )
            said = _("Inquiry closed")
        cause = self.cause.value
        late = [] if cause is None or not view.is_late else [NewMoment(what=What.LATE, cause=cause)]
        self._recording.record(view.inquiry.id, end, *late, said=said)
        self.leave()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be given up on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that the fields need at this width."""
        super().resizeEvent(event)
        self._row.activate()


class ReasonPanel(QWidget):
    """Asks why a reply is approved by whoever wrote it: nobody else is there, say.

    Signals:
        left: It is done, or given up.
    """

    left = Signal()

    def __init__(self, recording: Recording) -> None:
        """Build it hidden."""
        super().__init__()
        self._recording = recording
        self._view: InquiryView | None = None
        self._answer = ""
        self.title = Label(_("Why does nobody else approve it?"), "card-title")
        self.reason = _line(_("The reason; it is kept with the approval"))
        self.approve = Button(_("Approve alone"), role="primary")
        self.give_up = Button(_("Back"), role="quiet", hint=_("Esc"))
        row = FlowLayout(row_px=tokens.FIELD_HEIGHT_PX)
        for each in (self.reason, self.approve, self.give_up):
            row.add(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(
            COLUMN_SIDE_PX, tokens.SPACE_3_PX, COLUMN_SIDE_PX, tokens.SPACE_2_PX
        )
        column.addWidget(self.title)
        column.addLayout(row)
        self.reason.textChanged.connect(self._judge)
        self.reason.returnPressed.connect(self._approve)
        self.approve.clicked.connect(self._approve)
        self.give_up.clicked.connect(self.leave)
        self.hide()

    def ask(self, view: InquiryView, answer: str) -> None:
        """Ask why, of the reply that says *answer*."""
        self._view, self._answer = view, answer
        self.reason.clear()
        self._judge()
        self.show()
        self.reason.setFocus()

    @Slot()
    def leave(self) -> None:
        """Ask no more."""
        self.hide()
        self.left.emit()

    @Slot()
    def _judge(self) -> None:
        if self.reason.text().strip():
            self.approve.allow()
        else:
            self.approve.forbid(_("reason"))

    @Slot()
    def _approve(self) -> None:
        reason = self.reason.text().strip()
        if self._view is None or not reason:
            return
        new = NewMoment(what=What.APPROVED, text=self._answer, reason=reason)
        self._recording.record(self._view.inquiry.id, new, said=_("Reply approved"))
        self.leave()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Be given up on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)


def _line(asks: str) -> Line:
    line = Line()
    line.setPlaceholderText(asks)
    line.setAccessibleName(asks)
    line.setFixedWidth(LINE_WIDTH_PX)
    return line
