"""The review sent: to oneself first, then to its readers, once a person has said yes.

What was typed is written before its readers are counted, and they are counted again before the
question is asked: it is true when it is read.
"""

from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.media.reviews.model import ReviewId
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.dialog import Dialog, is_open
from comms_desk.ui.review import reading, words
from comms_desk.ui.trial_dialog import TrialDialog


class SendDialog(Dialog):
    """To how many, from where and until when; the way back is the first button."""

    def __init__(self, parent: QWidget, asked: reading.AskedToSend) -> None:
        """Ask whether to send that."""
        question = words.question(asked.review, asked.sending)
        super().__init__(parent, question, words.send(asked.review, asked.sending.letters))
        self.asked = asked
        for said in words.leaving(asked.sending, asked.at):
            self.tell(said)
        if not asked.review.kept:
            self.tell(_("It says that there is nothing to report."))
        self.tell(
            _("Once sent, the review is frozen: what comes after goes to an addendum."), "muted"
        )
        self.leave.setFocus()
        self.fit()


class IssueDialog(Dialog):
    """Whether to freeze a review that leaves by no e-mail of the desk."""

    def __init__(self, parent: QWidget, *, says_nothing: bool) -> None:
        """Ask whether to freeze it; *says_nothing*: nothing is kept."""
        super().__init__(parent, _("Issue the review without sending it?"), _("Issue"))
        if says_nothing:
            self.tell(_("It says that there is nothing to report."))
        self.tell(
            _("Once issued, the review is frozen: what comes after goes to an addendum."), "muted"
        )
        self.leave.setFocus()
        self.fit()


class ReviewSending(QObject):
    """Asks, then sends; errors go to the page that it belongs to.

    Signals:
        done: The sentence that says what was done.
    """

    done = Signal(str)

    def __init__(self, page: QWidget, errands: Errands) -> None:
        """Belong to *page*."""
        super().__init__(page)
        self._page, self._errands = page, errands
        self._address = ""
        self._review: ReviewId | None = None
        self.question: Dialog | None = None

    def ask_where(self, review: ReviewId) -> None:
        """Ask to which address a test of *review* goes."""
        self._review = review
        what = _("One e-mail, its subject marked as a test. Nobody else has it.")
        question = TrialDialog(self._page, what, self._address)
        question.accepted.connect(self._try)
        self._open(question)

    def ask_whether(self, review: ReviewId) -> None:
        """Ask whether to send *review* to its readers."""
        self._errands.write(None, partial(reading.asked_to_send, review), self._ask)

    def ask_to_issue(self, review: ReviewId, *, says_nothing: bool) -> None:
        """Ask whether to freeze *review*, and send nothing."""
        self._review = review
        question = IssueDialog(self._page, says_nothing=says_nothing)
        question.accepted.connect(self._issue)
        self._open(question)

    @Slot(object)
    def _ask(self, asked: reading.AskedToSend) -> None:
        question = SendDialog(self._page, asked)
        question.accepted.connect(self._send)
        self._open(question)

    def _open(self, question: Dialog) -> None:
        if not is_open(self.question):
            self.question = question
            question.open()

    @Slot()
    def _try(self) -> None:
        question = self.question
        if isinstance(question, TrialDialog) and self._review is not None:
            self._address = question.address.bare
            job = partial(reading.send_test, self._review, question.address)
            self._errands.write(None, job, self._tried)

    @Slot(object)
    def _tried(self, _nothing: None) -> None:
        self.done.emit(_("A test is on its way to {address}").format(address=self._address))

    @Slot()
    def _send(self) -> None:
        if isinstance(self.question, SendDialog):
            self._errands.write(None, partial(reading.send, self.question.asked), self._was_sent)

    @Slot(object)
    def _was_sent(self, letters: int) -> None:
        self.done.emit(words.was_sent(letters))

    @Slot()
    def _issue(self) -> None:
        if self._review is not None:
            self._errands.write(None, partial(reading.issue, self._review), self._was_issued)

    @Slot(object)
    def _was_issued(self, _review: object) -> None:
        self.done.emit(_("The review is issued: it changes no more"))
