"""One line to take an inquiry in, and what is understood of it as it is typed.

Each part is a chip, in one order: outlet, reporter, telephone, question, what is asked for,
deadline, on air, how it came.  What is not sure is amber.  Enter notes it, incomplete too, and
Escape leaves it as it is typed, for the next time.  Nobody comes into the directory but by the
chip that says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from comms_desk.changes import Subject
from comms_desk.clock import Clock, SystemClock
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_phone
from comms_desk.media.inquiries.facts import FORM, HOW
from comms_desk.media.inquiries.model import Basis
from comms_desk.media.inquiries.proposal import Kind, Proposal, Referral
from comms_desk.media.inquiries.reading.known import Known
from comms_desk.storage.model import Form, FormKey, new_form_key
from comms_desk.ui.errands import Errands
from comms_desk.ui.forms import FormKeeper
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Chip, Label, Tag
from comms_desk.ui.kit.flow import FlowLayout
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.theme import Hue
from comms_desk.wording.waiting import is_doubtful, said_hour

if TYPE_CHECKING:
    from comms_desk.across.capturing import Captured
    from comms_desk.across.office import Office

MOST_LETTERS = 20_000
QUESTION_LETTERS = 60
ROW_PX = 24
TYPING_PAUSE_MS = 600
LINE = "line"
"""The field of the form under which what is typed is kept."""


@dataclass(frozen=True, slots=True)
class SaidPart:
    """A part of what was understood, as its chip says it."""

    words: str
    is_sure: bool = True


class CaptureBox(QWidget):
    """A line, and the chips of what is understood under it.

    Signals:
        noted: An inquiry was noted; carries a `Captured`.
        left: Escape: what is typed stays.
    """

    noted = Signal(object)
    left = Signal()

    def __init__(self, errands: Errands, *, clock: Clock | None = None) -> None:
        """Build it empty; the directory is read once somebody types here."""
        super().__init__()
        self._errands = errands
        self._clock = clock or SystemClock()
        self._known: Known | None = None
        self._parts: tuple[SaidPart, ...] = ()
        self._sent = ""
        self._key = new_form_key()
        self._taken: Form | None = None
        self._forms = FormKeeper(self, errands, _left)
        self._forms.read.connect(self._found)
        self._pause = QTimer(self, singleShot=True, interval=TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self.proposal: Proposal | None = None
        self.line = _CaptureLine()
        self.line.setMaxLength(MOST_LETTERS)
        self.line.setPlaceholderText(_("Métro, how many potholes, for 9 a.m."))
        self.line.setAccessibleName(_("Take an inquiry in"))
        self.line.textChanged.connect(self._typed)
        self.line.entered.connect(self.save)
        self.line.left.connect(self.left)
        self.line.editingFinished.connect(self.keep)
        self.line.begun.connect(self.read_directory)
        self.comes_too = Chip("")
        self.comes_too.setCheckable(True)
        self.comes_too.hide()
        self.refusal = Label("", "note", wraps=True)
        self.refusal.hide()
        self.said = QWidget()
        self._chips = FlowLayout(self.said, row_px=ROW_PX, gap_px=tokens.SPACE_1_PX)
        self._chips.setContentsMargins(0, 0, 0, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_2_PX)
        column.addWidget(self.line)
        column.addWidget(self.said)
        column.addWidget(self.refusal)
        self._chips.add(self.comes_too)

    def parts(self) -> tuple[SaidPart, ...]:
        """Return what is shown as understood, in order."""
        return self._parts

    @Slot()
    def read_directory(self) -> None:
        """Ask what the directory knows by now."""
        self._forms.start()
        self._errands.read("capture", _read_known, self._knows, self._does_not_know)

    @Slot()
    def keep(self) -> None:
        """Keep what is typed for the next time, whatever happens to the window."""
        self._pause.stop()
        line = self.line.text()
        if line.strip():
            self._forms.keep(_form(self._key, line), self._taken)
        else:
            self._forms.forget(self._key, self._taken)

    @Slot(object)
    def _found(self, left: Sequence[Form]) -> None:
        """Go on with what was left, where nothing is typed yet."""
        if left and not self.line.text():
            self._taken = left[0]
            self.line.setText(left[0].fields[LINE])

    @Slot()
    def save(self) -> None:
        """Note what is typed; a second Enter before the answer notes nothing more."""
        line = self.line.text()
        if not line.strip() or self._sent or self.proposal is None:
            return
        self._sent = line
        comes_too = self.comes_too.isVisibleTo(self) and self.comes_too.isChecked()
        job = partial(_capture, line, self.proposal, is_new_contact=comes_too)
        self._errands.write(
            None, job, self._was_noted, self._was_refused, dropped=self._was_dropped
        )

    @Slot(object)
    def _knows(self, known: Known) -> None:
        self._known = known
        self._typed()

    @Slot(object)
    def _does_not_know(self, _error: CommsDeskError) -> None:
        """Read lines without it: an hour is one all the same."""
        self._known = self._known or Known()
        self._typed()

    @Slot(object)
    def _was_noted(self, captured: "Captured") -> None:
        sent, self._sent = self._sent, ""
        if self.line.text() == sent:
            self.line.clear()
        self.comes_too.setChecked(False)
        self.keep()
        self.noted.emit(captured)

    @Slot(object)
    def _was_refused(self, error: CommsDeskError) -> None:
        from comms_desk.wording import say

        self._sent = ""
        self.refusal.setText(say(error).whole)
        self.refusal.show()

    @Slot()
    def _was_dropped(self) -> None:
        self._sent = ""

    @Slot()
    def _typed(self) -> None:
        from comms_desk.media.inquiries.reading.line import read_line

        line, now = self.line.text(), self._clock.now()
        if not self._pause.isActive():
            self._pause.start()
        self.refusal.hide()
        self.proposal = None
        if line.strip():
            self.proposal = read_line(line, now=now, known=self._known or Known())
        found = () if self.proposal is None else tuple(said_parts(self.proposal, now))
        self._offer_to_add()
        if found == self._parts:
            return
        self._parts = found
        self._chips.removeWidget(self.comes_too)
        empty_out(self._chips)
        for each in found:
            tag = Tag(each.words, Hue.NEUTRAL if each.is_sure else Hue.AMBER)
            tag.setTextFormat(Qt.TextFormat.PlainText)
            self._chips.add(tag)
            tag.show()
        self._chips.add(self.comes_too)
        self._chips.invalidate()

    def _offer_to_add(self) -> None:
        read = self.proposal
        new = [] if read is None else [each.value for each in read.reporters]
        names = [each.name for each in new if each.contact is None and each.name]
        is_press = read is not None and read.referral is not Referral.CITIZENS
        self.comes_too.setVisible(bool(names) and is_press and self._known is not None)
        if not names:
            self.comes_too.setChecked(False)
        said = _("Add to the directory: {names}").format(names=", ".join(names))
        self.comes_too.setText(said.replace("&", "&&"))


class _CaptureLine(Line):
    """The line.

    Signals:
        entered: Enter.
        left: Escape.
        begun: The keyboard comes here.
    """

    entered = Signal()
    left = Signal()
    begun = Signal()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Note, leave, or write."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.entered.emit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Say that somebody is about to type."""
        super().focusInEvent(event)
        self.begun.emit()


def said_parts(read: Proposal, now: datetime) -> Iterator[SaidPart]:
    """Yield what was *read* in the order of the chips; what is not sure ends with "?"."""
    if read.outlet is not None:
        yield _guessed(read.outlet.value.name, is_sure=read.outlet.is_sure)
    for each in read.reporters:
        if each.value.name:
            yield _guessed(each.value.name, is_sure=each.is_sure)
    for phone in read.phones:
        yield SaidPart(format_phone(phone))
    for question in read.questions:
        short = question[:QUESTION_LETTERS]
        yield SaidPart(_("“{question}”").format(question=short + "…" * (short != question)))
    if read.form is not None:
        yield SaidPart(FORM.say(read.form))
    yield from _hours(read, now)
    if read.channel is not None:
        yield SaidPart(HOW.say(read.channel))
    if read.follows is not None:
        yield _guessed(_("follows up on an open inquiry"), is_sure=read.follows.is_sure)
    elif read.is_follow_up:
        yield SaidPart(_("follow-up: on which inquiry?"), is_sure=False)
    if read.referral is not None:
        yield _guessed(referral_words(read.referral), is_sure=False)
    if read.kind is Kind.ACCESS:
        yield _guessed(_("access request"), is_sure=False)


def referral_words(body: Referral) -> str:
    """Return what *body* is called."""
    said = {Referral.CABINET: _("the mayor’s office"), Referral.BOROUGH: _("a borough")}
    return said.get(body, body.value)


def _hours(read: Proposal, now: datetime) -> Iterator[SaidPart]:
    if read.deadline_day is not None:
        day = format_date(read.deadline_day)
        yield SaidPart(_("deadline {day}, which hour?").format(day=day), is_sure=False)
    elif read.deadline.basis is not Basis.TO_ASK or read.kind is Kind.INQUIRY:
        words = said_hour("deadline", read.deadline, now)
        yield SaidPart(words, is_sure=not is_doubtful(read.deadline))
    if read.on_air_day is not None:
        yield SaidPart(_("on air {day}").format(day=format_date(read.on_air_day)))
    elif read.on_air is not None:
        yield SaidPart(said_hour("on_air", read.on_air, now), is_sure=not is_doubtful(read.on_air))


def _guessed(words: str, *, is_sure: bool) -> SaidPart:
    return SaidPart(words if is_sure else _("{what}?").format(what=words), is_sure)


def _form(key: FormKey, line: str) -> Form:
    return Form(
        key=key, kind=Subject.INQUIRY, changes=None, fields={LINE: line}, before={}, in_front=True
    )


def _left(office: "Office") -> tuple[Form, ...]:
    """Return the lines that were left, the latest first."""
    return tuple(each for each in office.forms.every(Subject.INQUIRY) if LINE in each.fields)


def _read_known(office: "Office") -> Known:
    from comms_desk.across.known import known

    return known(office)


def _capture(line: str, read: Proposal, office: "Office", *, is_new_contact: bool) -> "Captured":
    from comms_desk.across.capturing import capture

    return capture(office, line, read, is_new_contact=is_new_contact)
