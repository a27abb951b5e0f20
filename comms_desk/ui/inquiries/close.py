"""How an inquiry ends: answered in the thread or by phone, or closed without an answer of ours.

What must be said is asked for, and the button says what is missing: to whom the answer may be
attributed, the reason of a refusal, to whom it was referred, why it was late.  Files that go with
an answer are chosen one by one.  What leaves by mail is shown first, and is what leaves.
"""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import override

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from comms_desk.across import Office
from comms_desk.changes import Subject
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number
from comms_desk.mail.message import AttachedFile
from comms_desk.media.inquiries.facts import ATTRIBUTION, CAUSE, HOW, RESOLUTION, facts
from comms_desk.media.inquiries.model import InquiryId
from comms_desk.media.inquiries.moments import (
    BY_ANSWER,
    BY_TEXT,
    Attribution,
    Channel,
    Moment,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.media.inquiries.reply.attached_files import attached
from comms_desk.media.inquiries.reply.model import TO_CONFIRM, Answer, ReplyPlan
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.fact_card import FactSheet
from comms_desk.ui.frame.new_colleague import NewColleague
from comms_desk.ui.frame.passage_exceptions import PassageSigning
from comms_desk.ui.frame.whole_letter import WholeLetter
from comms_desk.ui.inquiries.asking import (
    InquiryDialog,
    accessible,
    asking_line,
    has_held_words,
    shared_by,
)
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.check import Check
from comms_desk.ui.kit.choice import CHOICE_WIDTH_PX, Choice
from comms_desk.ui.kit.controls import Button, Label, give_role
from comms_desk.ui.kit.file_dialog import file_dialog
from comms_desk.ui.kit.stacks import abreast, filling
from comms_desk.wording import say
from comms_desk.wording.inquiries import answered_all_the_same

SPEAKS = "spokesperson"


class EndPanel(InquiryDialog):
    """Asks how it ended."""

    def __init__(self, errands: Errands, recording: MomentRecording) -> None:
        """Build it hidden."""
        super().__init__(_("How did it end?"))
        self._errands = errands
        self._recording = recording
        self._answer = ""
        self._asked: tuple[InquiryId, Answer] | None = None
        self._plan: ReplyPlan | None = None
        self._depends = ""
        """Until when this computer is to be left on for what leaves; "": no need."""
        self.leaves = Label("", "detail", wraps=True)
        self.even_if_sent = Check(_("Send it all the same"))
        self.resolution = Choice(_("How it ended"), RESOLUTION)
        self.how = Choice(_("By what way"), HOW)
        self.attribution = Choice(_("Attribution"), ATTRIBUTION, _("Attributed to…"))
        self.cause = Choice(_("Why it was late"), CAUSE, _("Why it was late…"))
        self.who = asking_line(_("To whom it was referred"))
        self.reason = asking_line(_("The reason"))
        self.accessible = accessible()
        self.said = asking_line(_("What was said"))
        self.have(
            self.resolution,
            self.how,
            self.attribution,
            self.who,
            self.reason,
            self.accessible,
            self.said,
            self.cause,
        )
        speaks = tuple(fact for fact in facts() if fact.field == SPEAKS)
        self.speaker = FactSheet(errands, Subject.INQUIRY, speaks, says_under=False)
        self.speaker.asked = {SPEAKS}
        speaker = self.speaker.fields[SPEAKS].editor
        give_role(speaker, "")  # a choice to be made, as those above it
        speaker.setFixedWidth(CHOICE_WIDTH_PX)
        called = self.speaker.fields[SPEAKS].findChild(Label)
        if called is not None:
            called.setContentsMargins(0, 0, 0, tokens.SPACE_1_PX)  # the edge is where words were
        self.speaker.setMaximumWidth(tokens.COLUMN_MAX_PX)
        self.new_speaker = NewColleague(errands, self.speaker, Subject.INQUIRY, SPEAKS)
        self.column.addWidget(self.speaker)
        self.attaching = Attaching(errands)
        self.attaching.changed.connect(self.judge)
        self.column.addWidget(self.attaching)
        self.column.addWidget(self.leaves)
        self.passage = PassageSigning(errands)
        self.passage.signed.connect(self._plan_anew)
        self.passage.undoable.connect(recording.undoable)
        self.column.addWidget(self.passage)
        self.letter = WholeLetter()
        self.column.addWidget(self.letter)
        self.column.addWidget(self.even_if_sent)
        for choice in (self.resolution, self.how, self.attribution, self.cause):
            choice.currentIndexChanged.connect(self.judge)
        self.even_if_sent.clicked.connect(self.judge)

    def ask(self, view: InquiryView, answer: str) -> None:
        """Ask how an inquiry ended whose reply says *answer*."""
        self.view, self._answer = view, answer
        is_approved = view.course.approved_at is not None
        self.title.setText(_("How do you answer?") if is_approved else _("How did it end?"))
        self.resolution.choose(Resolution.ANSWERED if is_approved else Resolution.WITHDRAWN)
        self.how.choose(Channel.EMAIL if view.may_be_written_to else Channel.PHONE)
        self.attribution.choose(None)
        self.cause.choose(None)
        self.even_if_sent.setChecked(False)
        self.attaching.clear()
        for line in (self.who, self.reason, self.said):
            line.clear()
        self._show_speaker(view)
        self.begin(view)
        self.resolution.setFocus()

    def hear(self, view: InquiryView) -> None:
        """Hear news of the inquiry that it asks about: who speaks may be named by now."""
        if self.isHidden():
            return
        speaker = None if self.view is None else self.view.inquiry.spokesperson
        self.view = view
        self._show_speaker(view)
        if view.inquiry.spokesperson != speaker:
            self._plan_anew()

    def _show_speaker(self, view: InquiryView) -> None:
        speaks = tuple(fact for fact in view.facts if fact.field == SPEAKS)
        inquiry = view.inquiry
        self.speaker.show_thing(inquiry.id, inquiry, speaks, of=inquiry.title)

    @property
    @override
    def missing(self) -> str:
        """What is to be said first, in a word; "" where all is."""
        view, ended = self.view, self.resolution.value
        if view is None or ended is None:
            return _("nothing is chosen")
        is_approved = view.course.approved_at is not None
        asked = (
            (ended in BY_TEXT and not self._answer.strip(), _("reply empty")),
            (ended in BY_TEXT and not is_approved, _("not approved")),
            (self._asks_words and not self.said.text().strip(), _("what was said")),
            (ended in BY_ANSWER and self.attribution.value is None, _("attribution")),
            (
                self.attribution.value is Attribution.SPOKESPERSON
                and ended in BY_TEXT
                and view.inquiry.spokesperson is None,
                _("no spokesperson"),
            ),
            (ended is Resolution.REFERRED and not self.who.text().strip(), _("to whom")),
            (ended is Resolution.DECLINED and not self.reason.text().strip(), _("reason")),
            (view.is_late and self.cause.value is None, _("why late")),
            (self._by_mail and self._plan is None, _("the letter is being made")),
            (self._by_mail and bool(self._obstacle), _("it cannot leave")),
            (self._by_mail and self._has_held_words, _("words under embargo")),
        )
        return next((said for is_missing, said in asked if is_missing), "")

    @property
    def _by_mail(self) -> bool:
        """Whether its words leave in the journalist's thread."""
        has_words = self.resolution.value in BY_ANSWER and bool(self._answer.strip())
        return has_words and self.how.value is Channel.EMAIL

    @property
    def _obstacle(self) -> str:
        """What keeps it from leaving, in words; those that are under embargo stand below."""
        plan = self._plan
        first = plan.obstacles[0] if plan is not None and plan.obstacles else None
        return "" if first is None or isinstance(first, WordsUnderEmbargo) else say(first).whole

    @property
    def _asks_words(self) -> bool:
        ended = self.resolution.value
        return ended in BY_ANSWER - BY_TEXT and not self._answer.strip()

    @override
    def judge(self) -> None:
        """Ask for what that end has to say, and say on the button what is missing."""
        ended, view = self.resolution.value, self.view
        by_answer = ended in BY_ANSWER
        self.how.setVisible(by_answer)
        self.attribution.setVisible(by_answer)
        is_named = self.attribution.value is Attribution.SPOKESPERSON
        self.speaker.setVisible(by_answer and is_named)
        self.who.setVisible(ended is Resolution.REFERRED)
        asks_why = not by_answer and ended is not Resolution.REFERRED
        self.reason.setVisible(asks_why)
        self.accessible.setVisible(asks_why)
        self.said.setVisible(self._asks_words)
        self.cause.setVisible(view is not None and view.is_late)
        self.attaching.setVisible(self._by_mail)
        self._ask_plan()
        self._say_plan()
        verb = _("Send the reply") if self._by_mail else _("It is answered")
        self.verb.rename(verb if by_answer else _("Close it"))
        super().judge()
        self.row.invalidate()

    @override
    def do(self, view: InquiryView) -> None:
        ended, cause = self.resolution.value, self.cause.value
        late = (
            []
            if cause is None or not view.is_late
            else [NewMoment(what=MomentKind.LATE, cause=cause)]
        )
        if ended in BY_TEXT or self._by_mail:
            shown = self._plan if self._by_mail else None
            job = partial(_answer, view.inquiry.id, self._wanted(), shown, late)
            said = _("Reply sent") if self._by_mail else _("Inquiry answered")
            self._recording.act(job, said=said)
            return
        if ended in BY_ANSWER:
            end = NewMoment(
                what=MomentKind.ANSWERED,
                resolution=ended,
                attribution=self.attribution.value,
                how=self.how.value,
                text=self._answer if self._answer.strip() else self.said.text().strip(),
            )
            said = _("Inquiry answered")
        else:
            end = NewMoment(
                what=MomentKind.CLOSED,
                resolution=ended,
                who=self.who.text().strip() if ended is Resolution.REFERRED else "",
                reason=self.reason.text().strip(),
            )
            said = _("Inquiry closed")
        self._recording.record(view.inquiry.id, end, *late, said=said)

    # ── The letter ────────────────────────────────────────────────────────────────────

    def _wanted(self) -> Answer:
        return Answer(
            attribution=self.attribution.value,
            how=self.how.value or Channel.PHONE,
            resolution=self.resolution.value,
            even_if_sent=self.even_if_sent.isChecked(),
            files=self.attaching.files if self._by_mail else (),
        )

    def _ask_plan(self) -> None:
        """Ask what would leave by mail, if that is to."""
        view = self.view
        is_asked = view is not None and self._by_mail and self.attribution.value is not None
        if view is None or not is_asked:
            self._asked = self._plan = None
            return
        wanted = view.inquiry.id, self._wanted()
        if wanted != self._asked:
            self._asked, self._plan = wanted, None
            self._errands.read("reply", partial(_planned, *wanted), self._planned, fresh=True)

    @Slot(object)
    def _planned(self, answer: tuple[InquiryId, Answer, ReplyPlan, str]) -> None:
        inquiry, wanted, plan, depends = answer
        if (inquiry, wanted) == self._asked:
            self._plan, self._depends = plan, depends
            self.judge()

    @property
    def _has_held_words(self) -> bool:
        return self._plan is not None and has_held_words(self._plan.letters)

    @Slot()
    def _plan_anew(self) -> None:
        """Ask again: a passage was let through, or is held again."""
        self._asked = None
        self.judge()

    def _say_plan(self) -> None:
        """Say to whom what would leave, or what keeps it from that."""
        plan = self._plan
        said = [self._obstacle] if self._obstacle else []
        letters = () if plan is None else plan.letters
        if letters:
            self.letter.show_letters(letters)
        else:
            self.letter.say("")
        if plan is not None and plan.unanswered and not self._obstacle:
            numbers = ", ".join(map(format_number, plan.unanswered))
            said.append(_("Without an answer: question {numbers}").format(numbers=numbers))
        if plan is not None:
            said += [
                _("Asked in another language: {title}").format(title=each)
                for each in plan.in_other_words
            ]
            said += [
                answered_all_the_same(each) for letter in plan.letters for each in letter.barred
            ]
            said += [_("Stays open: {title}").format(title=each.title) for each in plan.left_open]
            said += filter(None, (self._depends,))
        self.passage.show_first(shared_by(letters))
        is_warned = any(each.barred for each in letters)
        role = "remark" if is_warned else "detail"
        give_role(self.leaves, "note" if self._obstacle else role)
        self.leaves.setText("\n".join(said))
        self.leaves.setVisible(bool(said))
        may_confirm = plan is not None and any(
            isinstance(each, TO_CONFIRM) for each in plan.obstacles
        )
        self.even_if_sent.setVisible(may_confirm or self.even_if_sent.isChecked())


def _planned(
    inquiry: InquiryId, wanted: Answer, office: Office
) -> tuple[InquiryId, Answer, ReplyPlan, str]:
    from comms_desk.across.unattended import leave_it_on

    plan = office.replies.plan(inquiry, wanted)
    leaves = plan.letters and not plan.obstacles
    depends = leave_it_on(office, letters=len(plan.letters)) if leaves else ""
    return inquiry, wanted, plan, depends


def _answer(
    inquiry: InquiryId,
    wanted: Answer,
    shown: ReplyPlan | None,
    late: Sequence[NewMoment],
    office: Office,
) -> tuple[Moment, ...]:
    """Answer, and say why it was late: that is said of what has left."""
    left = office.replies.answer(inquiry, wanted, shown=shown)
    return (*left, *(office.inquiries.record(inquiry, each) for each in late))


class Attaching(QWidget):
    """The files of one answer.

    Signals:
        changed: One came, or they went.
    """

    changed = Signal()

    def __init__(self, errands: Errands) -> None:
        """Build it without any."""
        super().__init__()
        self._errands = errands
        self._dialog: QFileDialog | None = None
        self.files: tuple[AttachedFile, ...] = ()
        self.add = Button(_("Attach a file…"), role="link", does=self._choose)
        self.said = Label("", "detail", wraps=True)
        self.away = Button(_("Attach none"), role="link", does=self.clear)
        abreast(self.add, filling(self.said), self.away, inside=self, gap_px=tokens.SPACE_3_PX)
        self._show()

    def take(self, file: Path) -> None:
        """Add *file*, once it is read."""
        self._errands.read(
            f"attached {file}", lambda _office: attached(file), self._taken, self._refused
        )

    @Slot()
    def clear(self) -> None:
        """Attach none."""
        had, self.files = self.files, ()
        self._show()
        if had:
            self.changed.emit()

    def _show(self, refused: str = "") -> None:
        names = ", ".join(each.name for each in self.files)
        self.said.setText("\n".join(filter(None, (names, refused))))
        self.away.setVisible(bool(self.files))

    @Slot()
    def _choose(self) -> None:
        dialog = file_dialog(self, _("File that goes with the answer"), _("All files") + " (*)")
        dialog.fileSelected.connect(self._chosen)
        dialog.open()
        self._dialog = dialog

    @Slot(str)
    def _chosen(self, file: str) -> None:
        self.take(Path(file))

    @Slot(object)
    def _taken(self, file: AttachedFile) -> None:
        self.files = (*self.files, file)
        self._show()
        self.changed.emit()

    @Slot(object)
    def _refused(self, error: CommsDeskError) -> None:
        self._show(say(error).whole)
