"""The review sent: to oneself first, then to its readers, once a person has said yes.

What was typed is written before its readers are counted, and they are counted again before the
question is asked: it is true when it is read.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.i18n import _
from comms_desk.media.reviews.model import PlannedReview, Review, ReviewId, ReviewMaybeSent
from comms_desk.ui.frame.commands import Command
from comms_desk.ui.frame.doubt import Doubt
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.exported_files import FileMade
from comms_desk.ui.frame.page import Page
from comms_desk.ui.frame.trial_dialog import TrialDialog
from comms_desk.ui.kit.controls import Button, give_role
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.review import reading, words
from comms_desk.ui.review.unsaved_gate import ReviewGate


class SendReviewDialog(Dialog):
    """To how many, from where and until when; the way back is the first button."""

    def __init__(self, parent: QWidget, asked: reading.ReviewAndReaders) -> None:
        """Ask whether to send that."""
        question = words.question(asked.review, asked.sending)
        super().__init__(parent, question, words.send(asked.review, asked.sending.letters))
        self.asked = asked
        self.doubt = Doubt()
        self.doubt.ask_of(_("I have asked: the review may leave, even if some have it"))
        self.doubt.decided.connect(self._judge)
        self.body.addWidget(self.doubt)
        if asked.sending.may_be_sent:
            self.doubt.ask(ReviewMaybeSent(asked.review.day))
        self.tell(words.what_leaves(asked.subject, asked.edition))
        for said in words.leaving(asked.sending, asked.at):
            self.tell(said)
        self.tell(asked.depends, "word-amber")
        if not asked.review.kept:
            self.tell(_("It says that there is nothing to report."))
        self.tell(
            _("Once sent, the review is frozen: what comes after goes to an addendum."), "muted"
        )
        self._judge()
        self.leave.setFocus()
        self.fit()

    @Slot()
    def _judge(self) -> None:
        """Let it leave, unless it may have left before and nobody says that it may again."""
        if self.asked.sending.may_be_sent and not self.doubt.is_confirmed:
            self.verb.forbid(_("to be confirmed"))
        else:
            self.verb.allow()


class IssueDialog(Dialog):
    """Whether to freeze a review that leaves by no e-mail of the desk."""

    def __init__(self, parent: QWidget, asked: reading.AskedToIssue) -> None:
        """Ask whether to freeze that."""
        super().__init__(parent, _("Issue the review without sending it?"), _("Issue"))
        self.tell(words.what_leaves(asked.subject, asked.edition))
        if not asked.review.kept:
            self.tell(_("It says that there is nothing to report."))
        self.tell(
            _("Once issued, the review is frozen: what comes after goes to an addendum."), "muted"
        )
        self.leave.setFocus()
        self.fit()


class ReviewSending(QObject):
    """Asks, then sends or freezes; makes files; errors go to the page that it belongs to.

    Signals:
        done: The sentence that says what was done.
        file_made: What was made of it, and the `Path` of its file.
    """

    done = Signal(str)
    file_made = Signal(str, object)

    def __init__(self, page: Page, errands: Errands, held: ReviewGate) -> None:
        """Belong to *page*; what is *held* there keeps the review from leaving."""
        super().__init__(page)
        self._page, self._errands, self._held = page, errands, held
        self._address = ""
        self.review: Review | None = None
        """The one that is shown."""
        self._set_at: words.Place | None = None
        """Where in the settings is what keeps it from leaving: its readers, its account."""
        self.test = Button(_("Send me a test"), brief=_("Test"), key="T", does=self.ask_where)
        self.send = Button(
            words.send_it(),
            role="primary",
            brief=words.send_it(),
            hint=_("Ctrl+Enter"),
            does=self.ask,
        )
        self.question: Dialog | None = None

    def offer(self, found: reading.ReviewRows) -> None:
        """Let it be sent, or say on the button why it may not be yet, or no more."""
        review, sending = found.review, found.sending
        self.review = review
        for button in (self.test, self.send):
            button.setEnabled(review is not None)
        if review is None:
            return
        why_not, self._set_at = words.why_not(review, sending, found.at)
        letters = sending.letters if isinstance(sending, PlannedReview) and not why_not else 0
        verb, brief = words.send(review, letters), words.send_it()
        if self._set_at is not None:
            verb, brief = f"{verb} · {why_not}", _("Settings")
        give_role(self.send, "" if self._set_at else "primary")
        self.send.rename(verb, brief)
        self.send.allow()
        if why_not and self._set_at is None:
            self.send.forbid(why_not)

    def commands(self) -> Iterator[Command]:
        """Yield what sends it where the button may not."""
        if self.review is not None and not self.review.is_issued and not self.send.isEnabled():
            verb = f"{self.send.accessibleName()} · {self.send.accessibleDescription()}"
            yield Command(verb, _("Ctrl+Enter"), self.ask)

    @Slot()
    def ask(self) -> None:
        """Ask whether to send it, go to where that is set up, or say what is missing."""
        if self._set_at is not None:
            self._page.setting_wanted.emit(*self._set_at)
        elif self.send.isEnabled() or (self.review is not None and not self.review.is_issued):
            self._write(reading.asked_to_send, self._ask)

    @Slot()
    def ask_where(self) -> None:
        """Ask to which address a test goes."""
        self._once_saved(self._ask_where)

    def _ask_where(self) -> None:
        what = _("One e-mail, its subject marked as a test. Nobody else has it.")
        question = TrialDialog(self._page, what, self._address)
        question.accepted.connect(self._try)
        self._open(question)

    @Slot()
    def ask_to_issue(self) -> None:
        """Ask whether to freeze it, and send nothing."""
        self._write(reading.asked_to_issue, self._ask_to_issue)

    @Slot(object)
    def _ask_to_issue(self, asked: reading.AskedToIssue) -> None:
        question = IssueDialog(self._page, asked)
        question.accepted.connect(self._issue)
        self._open(question)

    @Slot()
    def open_page(self) -> None:
        """Show the message in the browser."""
        self._write(reading.page_of, self._show_page)

    @Slot()
    def save_word(self) -> None:
        """Make a Word file of it."""
        self._write(partial(reading.file_of, is_pdf=False), self._made)

    @Slot()
    def save_pdf(self) -> None:
        """Make a PDF of it."""
        self._write(partial(reading.file_of, is_pdf=True), self._made)

    def _write[Answer](
        self, job: "Callable[[ReviewId, Office], Answer]", then: Callable[[Answer], None]
    ) -> None:
        """Do *job* with the review, once what was typed is saved."""
        if self.review is not None:
            bound = partial(job, self.review.id)
            self._once_saved(lambda: self._errands.write(None, bound, then))

    def _once_saved(self, act: Callable[[], None]) -> None:
        if self.review is not None:
            self._held.once_saved(self.review, act)

    @Slot(object)
    def _ask(self, asked: reading.ReviewAndReaders) -> None:
        question = SendReviewDialog(self._page, asked)
        question.accepted.connect(self._send)
        self._open(question)

    def _open(self, question: Dialog) -> None:
        if not is_open(self.question):
            self.question = question
            question.open()

    @Slot()
    def _try(self) -> None:
        if isinstance(self.question, TrialDialog):
            to = self.question.address
            self._address = to.bare
            self._write(partial(reading.send_test, to), self._tried)

    @Slot(object)
    def _tried(self, _nothing: None) -> None:
        self.done.emit(_("A test is on its way to {address}").format(address=self._address))

    @Slot()
    def _send(self) -> None:
        if isinstance(self.question, SendReviewDialog):
            asked, doubt = self.question.asked, self.question.doubt
            job = partial(reading.send, asked, even_if_sent=doubt.is_confirmed)
            self._errands.write(None, job, self._was_sent)

    @Slot(object)
    def _was_sent(self, letters: int) -> None:
        self.done.emit(words.was_sent(letters))

    @Slot()
    def _issue(self) -> None:
        self._write(reading.issue, self._was_issued)

    @Slot(object)
    def _was_issued(self, _review: Review) -> None:
        self.done.emit(_("The review is issued: it changes no more"))

    @Slot(object)
    def _show_page(self, file: Path) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))

    @Slot(object)
    def _made(self, made: FileMade) -> None:
        self.file_made.emit(made.said(), made.file)
