"""The letters of a bulletin that have not left yet are cancelled, after a question.

They are counted as it is asked, and the question follows its figures while it is open: the
sending is not held for it.  What may be cancelled are the letters that it first spoke of, and
fewer as they leave; those queued since go on.  What is on its way goes on, and is cancelled
should it come back to wait.  The answer says what was done, and how many had left.
"""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.internal.bulletins.model import Bulletin, BulletinId
from comms_desk.mail.model import Cancelled, LetterId, LetterState, MessageId, MessageStanding
from comms_desk.storage.errors import STORAGE_FAILURES
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.dialogs import CancelDialog, ToCancel
from comms_desk.ui.frame.errands import Errands

FOLLOW_PAUSE_MS = 150
"""Changes that come together are read together."""


@dataclass(frozen=True, slots=True)
class AskedToCancel:
    """A bulletin that was sent, its message, and where its letters stand."""

    bulletin: Bulletin
    message: MessageId
    standing: MessageStanding

    @property
    def leaving(self) -> frozenset[LetterId]:
        """The letters that are still to leave, or on their way."""
        return self.standing.queued | self.standing.on_the_wire

    def to_cancel(self, said: frozenset[LetterId]) -> ToCancel:
        """Return the figures of the question, of the letters *said* alone."""
        return ToCancel(
            waiting=len(self.standing.queued & said),
            on_the_wire=len(self.standing.on_the_wire & said),
            since=len(self.leaving - said),
            counts=self.standing.counts,
        )


def read_asked(office: Office, bulletin: BulletinId) -> AskedToCancel | None:
    """Read what the question says; None when *bulletin* was not sent."""
    issue = office.bulletins.issue(bulletin)
    if issue is None:
        return None
    return AskedToCancel(
        bulletin=office.bulletins.get(bulletin),
        message=issue.message,
        standing=office.outbox.standing(issue.message),
    )


def cancellable(office: Office, message: MessageId) -> int:
    """Return how many letters of *message* are on the wire and not yet to be cancelled.

    No more are on the wire at once than fit on one page of letters.
    """
    on_the_wire = office.outbox.letters(states=[LetterState.SENDING], message=message)
    return sum(each.decided_at is None for each in on_the_wire.rows)


@dataclass(frozen=True, slots=True)
class WasCancelled:
    """What a cancellation did, how many letters had left, and how many it did not speak of."""

    done: Cancelled
    left: int
    since: int


class LetterCancelling(QObject):
    """Asks, then cancels; errors go to the page that it belongs to.

    Signals:
        done: The sentence that says what was done.
    """

    done = Signal(str)

    def __init__(self, card: QWidget, errands: Errands) -> None:
        """Belong to *card*."""
        super().__init__(card)
        self._card = card
        self._errands = errands
        self._asked: AskedToCancel | None = None
        self._said: frozenset[LetterId] = frozenset()
        self._is_open = False
        self._soon = QTimer(self, singleShot=True, interval=FOLLOW_PAUSE_MS)
        self._soon.timeout.connect(self._read_again)
        self.question: CancelDialog | None = None

    def ask_whether(self, bulletin: BulletinId) -> None:
        """Ask whether to cancel what waits of *bulletin*, or comes back to wait."""
        self._errands.read("letters", lambda office: read_asked(office, bulletin), self._ask)

    def follow(self) -> None:
        """Hear that letters may have left: count again soon, while the question is open."""
        if self._is_open and not self._soon.isActive():
            self._soon.start()

    @Slot(object)
    def _ask(self, asked: AskedToCancel | None) -> None:
        if asked is None or not asked.leaving:
            self.done.emit(_("No e-mail is waiting any more."))
            return
        if self._is_open and self.question is not None:
            self.question.reject()
        self._asked, self._said = asked, asked.leaving
        self._is_open = True
        self.question = CancelDialog(self._card, asked.bulletin, asked.to_cancel(self._said))
        self.question.accepted.connect(self._cancel)
        self.question.finished.connect(self._closed)
        self.question.show()

    @Slot()
    def _read_again(self) -> None:
        if self._is_open and self._asked is not None:
            bulletin = self._asked.bulletin.id
            self._errands.read(
                "figures",
                lambda office: read_asked(office, bulletin),
                self._show_figures,
                self._not_read,
            )

    @Slot(object)
    def _show_figures(self, asked: AskedToCancel | None) -> None:
        """Show what is left of what was asked about; a letter that left does not come back."""
        if not self._is_open or self.question is None or asked is None or self._asked is None:
            return
        if asked.message == self._asked.message:
            self._said &= asked.leaving
            self.question.show_figures(asked.to_cancel(self._said))

    @Slot(object)
    def _not_read(self, error: CommsDeskError) -> None:
        """Leave the question of a bulletin that is gone; what cannot be read now stays."""
        if self._is_open and self.question is not None and not isinstance(error, STORAGE_FAILURES):
            self.question.reject()

    @Slot()
    def _closed(self) -> None:
        self._is_open = False

    @Slot()
    def _cancel(self) -> None:
        asked, said = self._asked, self._said
        if asked is not None:
            message = asked.message
            self._errands.write(
                None, lambda office: _cancel(office, message, said), self._were_cancelled
            )

    @Slot(object)
    def _were_cancelled(self, was: WasCancelled) -> None:
        self.done.emit(words.cancelled(was.done, left=was.left, since=was.since))


def _cancel(office: Office, message: MessageId, said: frozenset[LetterId]) -> WasCancelled:
    """Cancel the letters *said*, and no other; say where the message stands then."""
    done = office.outbox.cancel(message, only=said)
    standing = office.outbox.standing(message)
    return WasCancelled(
        done=done,
        left=standing.counts[LetterState.SENT],
        since=len((standing.queued | standing.on_the_wire) - said),
    )
