"""What may be done with an inquiry now: the verbs of its bar, and the questions that they ask.

Each is a moment that is recorded, said, and undone.  What may not be done yet says why on itself.
"""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _, pgettext
from comms_desk.media.inquiries.moments import How, NewMoment, What
from comms_desk.ui.errands import Errands
from comms_desk.ui.inquiries.acknowledging import AcknowledgePanel
from comms_desk.ui.inquiries.answer_box import AnswerBox
from comms_desk.ui.inquiries.approving import ReasonPanel, approve
from comms_desk.ui.inquiries.ending import EndPanel
from comms_desk.ui.inquiries.handing import HandPanel
from comms_desk.ui.inquiries.reading import InquiryView
from comms_desk.ui.inquiries.recording import Recording
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.controls import Button


class Verbs(QObject):
    """The verbs of one card.

    Signals:
        note_wanted: A call is to be noted.
        left: A question that a verb asked is answered, or given up.
    """

    note_wanted = Signal()
    left = Signal()

    def __init__(self, errands: Errands, recording: Recording, answer: AnswerBox) -> None:
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
        self.reopen = Button(_("They came back"), hint=_("Open it again: they ask on"))
        self.correct = Button(_("Ask for a correction"), hint=_("Of the outlet"))
        self.end = Button(_("Close…"), icon="close", hint=_("Answered, withdrawn, declined (R)"))
        self.reply = Button(
            pgettext("verb", "Reply"), role="primary", hint=_("Say how it was answered (R)")
        )
        self.approve = Button(
            _("Approve"), role="primary", hint=_("Ctrl+Enter"), brief=_("Approval")
        )
        self.hand_panel = HandPanel(errands, recording)
        self.end_panel = EndPanel(errands, recording)
        self.reason_panel = ReasonPanel(recording)
        self.told_panel = AcknowledgePanel(errands, recording)
        asks = (self.told_panel, self.hand_panel, self.end_panel, self.reason_panel)
        self.panels: tuple[QWidget, ...] = asks
        for button, slot in (
            (self.acknowledge, self.do_acknowledge),
            (self.hand, self.do_hand),
            (self.note, self.do_note),
            (self.reopen, self.do_reopen),
            (self.end, self.do_end),
            (self.reply, self.do_end),
            (self.approve, self.do_approve),
        ):
            button.clicked.connect(slot)
        for panel in asks:
            panel.left.connect(self.left)
        answer.typed.connect(self._judge)

    def stand_in(self, bar: PageBar) -> None:
        """Stand in *bar*, what comes next at its right end."""
        bar.left(self.acknowledge, self.hand, self.note, self.reopen)
        bar.right(self.end, self.approve, self.reply)

    def show_view(self, view: InquiryView) -> None:
        """Offer what may be done with an inquiry."""
        is_other = self._view is None or self._view.inquiry.id != view.inquiry.id
        self._view = view
        if is_other:
            self.close_panels()
        is_open = not view.is_frozen
        for button in (self.hand, self.note):
            button.setVisible(is_open)
        self.acknowledge.setVisible(is_open and view.course.acknowledged_at is None)
        self.reopen.setVisible(not view.inquiry.is_open and view.standing.archived is None)
        self._judge()

    def close_panels(self) -> None:
        """Ask nothing any longer."""
        for panel in self.panels:
            panel.hide()

    @property
    def may_approve(self) -> bool:
        """Whether whoever looks is another than whoever wrote the reply."""
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
        self.approve.setVisible(not view.is_frozen and not is_approved)
        if self.may_approve:
            said = _("Approve")
        elif self.is_alone:
            said = _("Approve alone")
        else:
            said = _("Ask for approval")
        self.approve.rename(said)
        if text.strip():
            self.approve.allow()
        else:
            self.approve.forbid(_("reply empty"))
        self.end.setVisible(not view.is_frozen and not is_approved)
        self.reply.setVisible(not view.is_frozen and is_approved)

    # ── What they do ──────────────────────────────────────────────────────────────────

    @Slot()
    def do_acknowledge(self) -> None:
        """Tell whoever asks that it came; without an address, note that they were told by phone."""
        view = self._view
        if view is None or not self.acknowledge.isVisibleTo(self.acknowledge.window()):
            return
        if view.may_be_written_to:
            self.close_panels()
            self.told_panel.ask(view)
        else:
            new = NewMoment(what=What.ACKNOWLEDGED, how=How.PHONE)
            self._recording.record(view.inquiry.id, new, said=_("Acknowledged, by phone"))

    @Slot()
    def do_hand(self) -> None:
        """Ask to whom it is handed."""
        self._ask_hand()

    @Slot(int)
    def hand_part(self, part: int) -> None:
        """Ask to whom one question is handed."""
        self._ask_hand(part=part)

    def _ask_hand(self, *, part: int | None = None, approval: bool = False) -> None:
        if self._view is not None and not self._view.is_frozen:
            self.close_panels()
            self.hand_panel.ask(self._view, part=part, approval=approval)

    @Slot()
    def do_note(self) -> None:
        """Go to where a call is noted."""
        if self._view is not None and not self._view.is_frozen:
            self.note_wanted.emit()

    @Slot()
    def do_reopen(self) -> None:
        """Note that the journalist came back: it is open again."""
        if self._view is not None and not self._view.inquiry.is_open:
            new = NewMoment(what=What.FOLLOWED_UP)
            self._recording.record(self._view.inquiry.id, new, said=_("Inquiry reopened"))

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
            self.reason_panel.ask(view, text)
        else:
            self._ask_hand(approval=True)

    @Slot()
    def do_next(self) -> None:
        """Do what comes next: approve, or say how it ended (Ctrl+Enter)."""
        if self.approve.isVisible():
            self.do_approve()
        else:
            self.do_end()
