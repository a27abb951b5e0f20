"""What may be done with an inquiry now: the verbs of its bar, and the questions that they ask.

Each is a moment that is recorded, said, and undone.  What comes next stands at the right: nothing
is approved before there are words to approve.  The questions: why it was late or missed, once it
has ended; why its author approves a reply; what correction is asked of an outlet, and what came of
it; which open inquiry asks the same, to join it.
"""

from dataclasses import replace
from functools import partial
from typing import override

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.i18n import _, pgettext
from comms_desk.media.inquiries.facts import CAUSE
from comms_desk.media.inquiries.model import AskedForm, Inquiry, InquiryId, InquiryTab
from comms_desk.media.inquiries.moments import Channel, MomentKind, NewMoment
from comms_desk.storage.paging import PageOfRows as Rows
from comms_desk.text.fold import tokens
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries import words
from comms_desk.ui.inquiries.acknowledgement import AcknowledgePanel, ReferPanel
from comms_desk.ui.inquiries.answer_box import AnswerBox
from comms_desk.ui.inquiries.asking import InquiryDialog, Picking, accessible, asking_line
from comms_desk.ui.inquiries.close import EndPanel
from comms_desk.ui.inquiries.handover import HandPanel
from comms_desk.ui.inquiries.interview import InterviewPanel
from comms_desk.ui.inquiries.moments import MomentRecording
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.choice import Choice
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.rows import Row
from comms_desk.wording.mails import referred_to

MOST_OFFERED = 50


class InquiryVerbs(QObject):
    """The verbs of one card.

    Signals:
        note_wanted: A call is to be noted.
        words_wanted: The reply is to be written first.
        left: A question that a verb asked is answered, or given up.
    """

    note_wanted = Signal()
    words_wanted = Signal()
    left = Signal()

    def __init__(self, errands: Errands, recording: MomentRecording, answer: AnswerBox) -> None:
        """Build them for no inquiry yet; *answer* is where its reply is written."""
        super().__init__(answer)
        self._recording = recording
        self._answer = answer
        self._view: InquiryView | None = None
        self.acknowledge = Button(
            _("Acknowledge"),
            icon="done",
            hint=_("Tell them that it came (A)"),
            name=_("Acknowledge"),
        )
        self.hand = Button(_("Hand over"), icon="forward", hint=_("To somebody, or a service (T)"))
        self.note = Button(_("Note a call"), icon="inquiries", hint=_("Who said what (N)"))
        self.interview = Button(
            _("Interview sheet"), icon="texts", hint=_("For whoever speaks: Word, and a calendar")
        )
        self.reopen = Button(_("Reopen"), hint=_("They came back: they ask on"))
        self.correct = Button(_("Ask for a correction"), hint=_("Of the outlet"))
        self.end = Button(_("Close…"), icon="close", hint=_("Answered, withdrawn, declined (R)"))
        self.reply = Button(
            pgettext("verb", "Reply"), role="primary", hint=_("Say how it was answered (R)")
        )
        self.approve = Button(
            _("Approve"), role="primary", hint=_("Ctrl+Enter"), brief=_("Approval")
        )
        self.hand_panel = HandPanel(errands, recording)
        self.approver_panel = HandPanel(errands, recording, approves=True)
        self.end_panel = EndPanel(errands, recording)
        self.reason_panel = ReasonPanel(recording)
        self.told_panel = AcknowledgePanel(errands, recording)
        self.refer_panel = ReferPanel(errands, recording)
        self.join_panel = JoinPanel(errands, recording)
        self.correction_panel = CorrectionPanel(recording)
        self.interview_panel = InterviewPanel(errands)
        self.late_panel = LatePanel(recording)
        asks = (
            self.told_panel,
            self.refer_panel,
            self.hand_panel,
            self.approver_panel,
            self.end_panel,
            self.reason_panel,
            self.join_panel,
            self.correction_panel,
            self.interview_panel,
            self.late_panel,
        )
        self.panels: tuple[QWidget, ...] = asks
        for button, slot in (
            (self.acknowledge, self.do_acknowledge),
            (self.hand, self.do_hand),
            (self.note, self.do_note),
            (self.interview, self.do_interview),
            (self.reopen, self.do_reopen),
            (self.correct, self.do_correct),
            (self.end, self.do_end),
            (self.reply, self.do_end),
            (self.approve, self.do_approve),
        ):
            button.clicked.connect(slot)
        for panel in asks:
            panel.left.connect(self.left)
        self.hand_panel.refer_wanted.connect(self.refer_to)
        self.approver_panel.alone_wanted.connect(self._ask_reason)
        answer.typed.connect(self._judge)

    def stand_in(self, bar: PageBar) -> None:
        """Build the verbs in *bar*, what comes next at its right end."""
        bar.left(self.acknowledge, self.hand, self.note, self.interview, self.reopen, self.correct)
        bar.right(self.end, self.approve, self.reply)

    def show_view(self, view: InquiryView) -> None:
        """Offer what may be done with an inquiry."""
        before = self._view
        is_other = before is None or before.inquiry.id != view.inquiry.id
        has_ended = before is not None and not before.is_frozen and view.is_frozen
        self._view = view
        if is_other or has_ended:
            self.close_panels()
        self.end_panel.hear(view)
        is_open = not view.is_frozen
        for button in (self.hand, self.note):
            button.setVisible(is_open)
        self.acknowledge.setVisible(is_open and view.course.acknowledged_at is None)
        self.interview.setVisible(view.inquiry.form is AskedForm.INTERVIEW)
        is_over = not view.inquiry.is_open and view.standing.archived is None
        self.reopen.setVisible(is_over)
        self.correct.setVisible(is_over)
        asked = view.course.awaits_correction
        self.correct.rename(_("What came of it") if asked else _("Ask for a correction"))
        self._judge()

    def wait(self) -> None:
        """Offer nothing until the inquiry that is chosen is shown."""
        self._view = None
        self.close_panels()

    def close_panels(self) -> None:
        """Ask nothing any longer."""
        for panel in self.panels:
            panel.hide()

    @property
    def may_approve(self) -> bool:
        """Whether somebody else than the person signed in wrote the reply."""
        view = self._view
        return (
            view is not None
            and view.me is not None
            and view.writer is not None
            and view.writer != view.me
        )

    @property
    def is_alone(self) -> bool:
        """Whether nobody else of the office could approve."""
        view = self._view
        return view is None or not any(each.id != view.me for each in view.people)

    @Slot()
    def _judge(self) -> None:
        """Say on the verbs what comes next, by the reply as it stands in its box."""
        view = self._view
        if view is None:
            return
        text = self._answer.text
        is_approved = view.course.approved_at is not None and text == view.inquiry.answer
        has_words = bool(text.strip())
        self.approve.setVisible(has_words and not view.is_frozen and not is_approved)
        if self.may_approve:
            said = _("Approve")
        elif self.is_alone:
            said = _("Approve alone")
        else:
            said = _("Ask for approval")
        self.approve.rename(said)
        self.end.setVisible(not view.is_frozen and not is_approved)
        self.reply.setVisible(not view.is_frozen and is_approved)

    # ── What they do ──────────────────────────────────────────────────────────────────

    def _ask(self, panel: InquiryDialog) -> None:
        """Ask what *panel* does, and nothing else."""
        self.close_panels()
        if self._view is not None:
            panel.begin(self._view)

    @Slot()
    def do_acknowledge(self) -> None:
        """Tell the journalist that it came; without an address, note that it was said by phone."""
        view = self._view
        if view is None or not self.acknowledge.isVisibleTo(self.acknowledge.window()):
            return
        if view.may_be_written_to:
            self._ask(self.told_panel)
        else:
            new = NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.PHONE)
            self._recording.record(view.inquiry.id, new, said=_("Acknowledged, by phone"))

    @Slot()
    def do_hand(self) -> None:
        """Ask to whom it is handed."""
        self.hand_part(None)

    @Slot(int)
    def hand_part(self, part: int | None) -> None:
        """Ask to whom one question is handed; None: all of it."""
        if self._view is not None and not self._view.is_frozen:
            self.close_panels()
            self.hand_panel.ask(self._view, part)

    @Slot()
    def do_refer(self) -> None:
        """Show the letter that refers it to whom it is proposed to be; else ask to whom."""
        view = self._view
        if view is not None and view.inquiry.referral:
            self.refer_to(view.inquiry.referral, referred_to(view.inquiry.referral))
        else:
            self.do_hand()

    @Slot(str, str)
    def refer_to(self, to: str, called: str) -> None:
        """Show the letter that refers it *to* who has that key."""
        if self._view is not None and not self._view.is_frozen:
            self.close_panels()
            self.refer_panel.ask(self._view, to, called)

    @Slot()
    def do_note(self) -> None:
        """Go to where a call is noted."""
        if self._view is not None and not self._view.is_frozen:
            self.note_wanted.emit()

    @Slot()
    def do_interview(self) -> None:
        """Ask what its sheet says."""
        self._ask(self.interview_panel)

    @Slot()
    def do_reopen(self) -> None:
        """Note that the journalist came back: it is open again."""
        if self._view is not None and not self._view.inquiry.is_open:
            new = NewMoment(what=MomentKind.FOLLOWED_UP)
            self._recording.record(self._view.inquiry.id, new, said=_("Inquiry reopened"))

    @Slot()
    def do_correct(self) -> None:
        """Ask what is to be corrected, or what came of that."""
        self._ask(self.correction_panel)

    @Slot()
    def do_explain(self) -> None:
        """Ask why it was late."""
        self._ask(self.late_panel)

    @Slot()
    def do_join(self) -> None:
        """Ask which inquiry asks the same; or part one that is joined."""
        view = self._view
        if view is None or view.is_frozen:
            return
        if view.inquiry.joined_to is None:
            self._ask(self.join_panel)
        else:
            self.join_panel.part(view)

    @Slot()
    def do_end(self) -> None:
        """Ask how it ended."""
        if self._view is not None and not self._view.is_frozen:
            self.close_panels()
            self._answer.save_now()
            self.end_panel.ask(self._view, self._answer.text)

    @Slot()
    def do_approve(self) -> None:
        """Approve the reply, ask somebody to, or ask why nobody else does."""
        view, text = self._view, self._answer.text
        if view is None or view.is_frozen or not text.strip():
            return
        self._answer.save_now()
        self.close_panels()
        if self.may_approve:
            approve(self._recording, view.inquiry.id, text)
        elif self.is_alone:
            self._ask_reason()
        else:
            self._ask(self.approver_panel)

    @Slot()
    def _ask_reason(self) -> None:
        """Ask why nobody else approves the reply."""
        if self._view is not None:
            self.reason_panel.ask(self._view, self._answer.text)

    @Slot()
    def do_next(self) -> None:
        """Do what comes next: write, approve, or say how it ended (Ctrl+Enter)."""
        if self.approve.isVisible():
            self.do_approve()
        elif self.reply.isVisible():
            self.do_end()
        else:
            self.words_wanted.emit()


class LatePanel(InquiryDialog):
    """Asks why it was late."""

    def __init__(self, recording: MomentRecording) -> None:
        """Build it hidden."""
        super().__init__(_("Why was it late?"), _("Note it"))
        self._recording = recording
        self.cause = Choice(_("Why it was late"), CAUSE, _("Why it was late…"))
        self.cause.currentIndexChanged.connect(self.judge)
        self.have(self.cause)

    @override
    def begin(self, view: InquiryView) -> None:
        self.cause.choose(None)
        super().begin(view)
        self.cause.setFocus()

    @property
    @override
    def missing(self) -> str:
        return _("the cause") if self.cause.value is None else ""

    @override
    def do(self, view: InquiryView) -> None:
        new = NewMoment(what=MomentKind.LATE, cause=self.cause.value)
        self._recording.record(view.inquiry.id, new, said=_("Cause noted"))


class ReasonPanel(InquiryDialog):
    """Asks why a reply is approved by its own author: nobody else is there, say."""

    def __init__(self, recording: MomentRecording) -> None:
        """Build it hidden."""
        super().__init__(_("Why does nobody else approve it?"), _("Approve alone"))
        self._recording = recording
        self._answer = ""
        self.reason = asking_line(_("The reason; it is kept with the approval"))
        self.have(self.reason, accessible())

    def ask(self, view: InquiryView, answer: str) -> None:
        """Ask why, of the reply that says *answer*."""
        self._answer = answer
        self.reason.clear()
        self.begin(view)
        self.reason.setFocus()

    @property
    @override
    def missing(self) -> str:
        return "" if self.reason.text().strip() else _("reason")

    @override
    def do(self, view: InquiryView) -> None:
        reason = self.reason.text().strip()
        approve(self._recording, view.inquiry.id, self._answer, reason=reason)


def approve(recording: MomentRecording, inquiry: InquiryId, text: str, *, reason: str = "") -> None:
    """Approve the reply to *inquiry* that reads *text*, and say so."""
    recording.act(
        lambda office: (office.replies.approve(inquiry, text, reason=reason),),
        said=_("Reply approved"),
    )


class CorrectionPanel(InquiryDialog):
    """Asks what is to be corrected; once that was asked for, what came of it."""

    def __init__(self, recording: MomentRecording) -> None:
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
        what = MomentKind.CORRECTION_CAME if waits else MomentKind.CORRECTION_ASKED
        new = NewMoment(what=what, who=self.who.text().strip(), text=self.what.text().strip())
        self._recording.record(view.inquiry.id, new, said=_("Correction noted"))


class JoinPanel(Picking):
    """Asks which inquiry asks the same."""

    def __init__(self, errands: Errands, recording: MomentRecording) -> None:
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
        """Separate an inquiry again, to be answered by itself."""
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
    found = office.inquiries.search(typed, view=InquiryTab.OPEN, limit=MOST_OFFERED)
    alone = (each for each in found.rows if each.is_open and each.joined_to is None)
    nearest = sorted(alone, key=lambda each: -len(set(tokens(like)) & set(tokens(each.title))))
    rows = tuple(replace(words.row(each, now), group="") for each in nearest)
    return Rows(rows=rows, total=len(rows))


def _join(inquiry: InquiryId, to: InquiryId | None, office: Office) -> object:
    return office.inquiries.join(inquiry, to)
