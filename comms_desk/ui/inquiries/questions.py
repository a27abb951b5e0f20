"""The questions of an inquiry, in the journalist's words: one alone, or several, numbered.

One alone is read large under the title.  Several have a number each, and under each question who
has it, by when, and its answer, which may be put together in one reply.
"""

from datetime import UTC, datetime
from functools import cached_property, partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.i18n import _, format_number
from comms_desk.media.inquiries.model import (
    Basis,
    Hour,
    Inquiry,
    InquiryId,
    InquiryQuestion,
    PartId,
)
from comms_desk.media.inquiries.reply.model import assembled
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.editing import FieldSaver, Leaving
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.hours_line import HourEditor, HourWay
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import PART, Button, Label
from comms_desk.ui.kit.editable_text import EditableRun
from comms_desk.ui.kit.fields import CardField, Typed
from comms_desk.ui.kit.stacks import STRETCH, PlacedWidget, abreast, filling, stacked
from comms_desk.wording.waiting import said_when

NUMBER_PX = 24
QUESTION_LINES, ANSWER_LINES = 4, 4
MOST_LINES_READ = 40
RELEASED_MS = 30
"""How often it is looked whether the mouse was let go."""


class ReadField(QWidget):
    """A text that is read, and edited in its place once it is pressed, until it is left."""

    def __init__(self, name: str, label: str, *, lines: int, large: bool, empty: str) -> None:
        """Build it empty; *empty* is what is offered while nothing is said."""
        super().__init__()
        self._empty = empty
        size = tokens.CARD_TITLE_PX if large else tokens.TEXT_PX
        self.read = EditableRun(size, dark=True, most_lines=MOST_LINES_READ)
        self.field = CardField(name, label, lines=lines, title=True)
        self.field.hide()
        self._is_frozen = False
        self.read.clicked.connect(self.edit)
        self._lines = lines
        self._released = QTimer(self, singleShot=True, interval=RELEASED_MS)
        """A press on what stands under it is not moved away from under the mouse."""
        self._released.timeout.connect(self._left)
        self.field.left.connect(self._left)
        self.field.entered.connect(self._done)
        self._editor.textChanged.connect(self._fit)
        self.field.objected.connect(self.edit)
        stacked(self.read, self.field, inside=self, gap_px=0)

    def say(self, *, frozen: bool) -> None:
        """Read what the field says; nothing is edited where it is *frozen*."""
        self._is_frozen = frozen
        said = " ".join(self.field.value.split())
        self.read.say(said or ("" if frozen else self._empty))
        self.read.setEnabled(not frozen)
        is_open = not self.field.isHidden() and not frozen
        self.field.setVisible(is_open)
        self.read.setVisible(not is_open and bool(self.read.text()))

    @Slot()
    def edit(self) -> None:
        """Edit it."""
        if not self._is_frozen:
            self.read.hide()
            self.field.show()
            self.field.setFocus()
            self._fit()

    @property
    def _editor(self) -> QPlainTextEdit:
        editor = self.field.editor
        assert isinstance(editor, QPlainTextEdit)  # noqa: S101 - of several lines
        return editor

    @Slot()
    def _fit(self) -> None:
        """Grow as high as what is typed, up to so many lines."""
        needed = round(self._editor.document().size().height())
        lines = min(max(needed, 1), self._lines)
        self._editor.setFixedHeight(lines * tokens.TITLE_LINE_PX + 2 * tokens.SPACE_2_PX)

    @Slot()
    def _done(self) -> None:
        """Return to reading on Escape; the keys stay here, or go on where nothing is read."""
        if self.field.has_objection:
            return
        if self.field.value.strip() or self._empty:
            self.read.show()
            self.read.setFocus()
        else:
            self.field.hide()

    @Slot()
    def _left(self) -> None:
        if QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton:
            self._released.start()
        elif not self.field.has_objection and not self._editor.hasFocus():
            self.field.hide()
            self.say(frozen=self._is_frozen)


class QuestionRow(QWidget):
    """One question.

    Signals:
        hand_wanted: It is to be handed to somebody by itself; carries its number.
    """

    hand_wanted = Signal(int)

    def __init__(self, errands: Errands, recording: MomentRecording) -> None:
        """Build it for no question yet; its hour is said and undone by *recording*."""
        super().__init__()
        self._recording = recording
        self._part: InquiryQuestion | None = None
        self._now = datetime.fromtimestamp(0, UTC)
        self._is_frozen = False
        self.number = Label("", "card-title")
        self.number.setFixedWidth(NUMBER_PX)
        self.question = ReadField(
            "question",
            _("Question"),
            lines=QUESTION_LINES,
            large=True,
            empty=_("Type the question"),
        )
        self.answer = ReadField("answer", _("Answer"), lines=ANSWER_LINES, large=False, empty="")
        self.holder = Button("", role="said-muted", hint=_("Hand this question to somebody"))
        self.holder.clicked.connect(self._hand)
        self.due = Button("", role="said-muted", hint=_("Press to edit"), does=self._edit_hour)
        self.reply = Button(_("Answer this question"), role="said-muted")
        self.reply.clicked.connect(self.answer.edit)
        self.answer.field.left.connect(self._offer_reply)
        self.saver = FieldSaver(
            errands, Subject.QUESTION, _save, (self.question.field, self.answer.field)
        )
        self._under = QWidget()
        self._answering = stacked(
            inside=self._under, gap_px=0, edges_px=(0, 0, 0, tokens.SPACE_2_PX)
        )
        held = abreast(
            self.holder,
            self.due,
            self.reply,
            STRETCH,
            gap_px=tokens.SPACE_3_PX,
            edges_px=(tokens.HANG_PX, 0, 0, 0),
        )
        self._answering.addWidget(self.answer)
        self._answering.addLayout(held)
        words_column = stacked(self.question, self._under, gap_px=0)
        self._hang = abreast(
            PlacedWidget(self.number, where=Qt.AlignmentFlag.AlignTop),
            edges_px=(tokens.HANG_PX, 3, 0, 0),
        )
        abreast(self._hang, filling(words_column), inside=self, gap_px=0)

    @cached_property
    def hour(self) -> HourEditor:
        """Where its hour is edited: few questions are given one of their own."""
        hour = HourEditor(
            HourWay(Basis.GIVEN, _("For that hour"), _("Enter")),
            HourWay(Basis.TO_ASK, _("As the whole"), _("It has no hour of its own")),
        )
        hour.said.connect(self._save_hour)
        hour.left.connect(self.due.setFocus)
        self._answering.addWidget(hour)
        return hour

    def close_hour(self) -> None:
        """Leave its hour as it is."""
        if "hour" in vars(self):
            self.hour.hide()

    def show_part(self, part: InquiryQuestion, view: InquiryView, *, is_alone: bool) -> None:
        """Show *part* of an inquiry; what is being typed stays."""
        inquiry, frozen = view.inquiry, view.is_frozen
        self._part, self._now = part, view.now
        self.number.setText(f"{format_number(part.number)}.")
        self.number.setVisible(not is_alone)
        self._hang.setContentsMargins(0 if is_alone else tokens.HANG_PX, 3, 0, 0)
        called = _("Question {n}").format(n=format_number(part.number))
        self.question.field.editor.setAccessibleName(called)
        answers = _("Answer to question {n}").format(n=format_number(part.number))
        self.answer.field.editor.setAccessibleName(answers)
        written = {"question": part.question, "answer": part.answer}
        self.saver.show_card(part.id, written, of=inquiry.title)
        self.question.say(frozen=frozen)
        self.answer.say(frozen=frozen)
        self._under.setVisible(not is_alone)
        self.holder.rename(self._held(part, view))
        self.holder.setAccessibleName(f"{called}{PART}{self.holder.text()}")
        due = part.due_at
        for_hour = "" if due is None else said_when(due, view.now)
        self.due.rename(_("for {hour}").format(hour=for_hour) if due else _("Give it an hour"))
        self.due.setAccessibleName(f"{called}{PART}{self.due.text()}")
        for button, says in ((self.holder, words.holder_of(part, view.names)), (self.due, due)):
            button.setEnabled(not frozen)
            button.setVisible(bool(says) or not frozen)
        if frozen:
            self.close_hour()
        self._is_frozen = frozen
        self._offer_reply()

    @Slot()
    def _offer_reply(self) -> None:
        """Offer to answer it, where nobody did."""
        self.reply.setVisible(not self._is_frozen and not self.answer.field.value.strip())

    def _held(self, part: InquiryQuestion, view: InquiryView) -> str:
        who = words.holder_of(part, view.names)
        return _("Held by: {who}").format(who=who) if who else _("Hand over")

    @Slot()
    def _hand(self) -> None:
        if self._part is not None:
            self.hand_wanted.emit(self._part.number)

    @Slot()
    def _edit_hour(self) -> None:
        if self._part is not None:
            name = _("Hour of question {n}").format(n=format_number(self._part.number))
            self.hour.edit(name, self._part.due_at, now=self._now)

    @Slot(object)
    def _save_hour(self, hour: Hour) -> None:
        part = self._part
        if part is not None and hour.at != part.due_at:
            self._recording.change(
                partial(_set_hour, part.id, part.due_at, hour.at),
                partial(_set_hour, part.id, hour.at, part.due_at),
                said=_("Hour of the question changed"),
            )


class Questions(QWidget):
    """All that is asked.

    Signals:
        hand_wanted: One question is to be handed to somebody; carries its number.
        reply_wanted: The answers are to be put together as the reply; carries it.
        join_wanted: It asks what another one asks; or it is joined to one, and is to be parted.
    """

    hand_wanted = Signal(int)
    reply_wanted = Signal(str)
    join_wanted = Signal()

    def __init__(self, errands: Errands, recording: MomentRecording) -> None:
        """Build it with no question; what is changed is said and undone by *recording*."""
        super().__init__()
        self._errands = errands
        self._recording = recording
        self._inquiry: Inquiry | None = None
        self._adds = False
        self.rows: dict[PartId, QuestionRow] = {}
        self._leaving = Leaving[PartId, QuestionRow]()
        self._column = stacked(gap_px=0)
        self.add = Button(_("Add a question"), role="said-muted", does=self._add)
        self.together = Button(
            _("Put the answers together"),
            role="said-muted",
            hint=_("In the reply, under each question"),
        )
        self.together.clicked.connect(self._put_together)
        foot = abreast(self.add, gap_px=tokens.SPACE_3_PX, edges_px=(tokens.HANG_PX, 0, 0, 0))
        self.join = Button("", role="said-muted", does=self.join_wanted)
        foot.addWidget(self.join)
        foot.addWidget(self.together)
        foot.addStretch()
        stacked(self._column, foot, inside=self, gap_px=0)

    def show_view(self, view: InquiryView) -> None:
        """Show the questions of an inquiry."""
        inquiry = view.inquiry
        before, self._inquiry = self.rows, inquiry
        wanted = {part.id for part in inquiry.parts}
        for gone, row in before.items():
            if gone not in wanted:
                row.close_hour()
                self._leaving.leave(gone, row)
        self.rows = {
            part.id: before.get(part.id) or self._leaving.back(part.id) or self._new_row()
            for part in inquiry.parts
        }
        for place, (part, row) in enumerate(zip(inquiry.parts, self.rows.values(), strict=True)):
            row.show_part(part, view, is_alone=len(inquiry.parts) == 1)
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
            row.show()
        self.add.setVisible(not view.is_frozen)
        self.join.rename(_("Asked by another…") if not view.lead else _("Answer it by itself"))
        self.join.setVisible(not view.is_frozen and not view.joined)
        answers = any(part.answer.strip() for part in inquiry.parts)
        several = len(inquiry.parts) > 1
        self.together.setVisible(several and answers and not view.is_frozen)
        self._begin_added()

    def save_now(self) -> None:
        """Save what was typed without waiting for a pause."""
        for row in self.rows.values():
            row.saver.save_now()

    def _new_row(self) -> QuestionRow:
        row = QuestionRow(self._errands, self._recording)
        row.hand_wanted.connect(self.hand_wanted)
        return row

    @Slot()
    def _add(self) -> None:
        if self._inquiry is not None:
            self._errands.write(None, partial(_add, self._inquiry.id), self._added)

    @Slot(object)
    def _added(self, _inquiry: Inquiry) -> None:
        self._adds = True

    def _begin_added(self) -> None:
        """Go to the question that was just added, once its row is there."""
        last = list(self.rows.values())[-1:]
        if self._adds and last and not last[0].question.field.value:
            self._adds = False
            last[0].question.edit()

    @Slot()
    def _put_together(self) -> None:
        self.save_now()
        if self._inquiry is not None:
            self.reply_wanted.emit(assembled(self._inquiry.parts))


def _add(inquiry: InquiryId, office: Office) -> Inquiry:
    return office.inquiries.add_question(inquiry, "")


def _set_hour(
    part: PartId, before: datetime | None, after: datetime | None, office: Office
) -> object:
    return office.inquiries.edit_question(part, FieldChange("due_at", before, after))


def _save(office: Office, part: PartId, typed: Typed) -> object:
    change = FieldChange(typed.field, typed.before, typed.after)
    return things.change(office, Ref(Subject.QUESTION, part), change)
