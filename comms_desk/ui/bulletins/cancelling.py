"""The letters of a bulletin that have not left yet are cancelled, after a question.

They are counted again before it is asked, and once more by the outbox itself: what leaves
while somebody reads the question has left, and the answer says so.  What is on its way goes
on, and is cancelled should it come back to wait.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _
from comms_desk.internal.bulletins.model import Bulletin, BulletinId
from comms_desk.mail.model import Cancelled, LetterState, MessageId
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.dialogs import CancelQuestion
from comms_desk.ui.errands import Errands

if TYPE_CHECKING:
    from comms_desk.across.office import Office

LEAVING = (LetterState.QUEUED, LetterState.SENDING)


@dataclass(frozen=True, slots=True)
class AskedToCancel:
    """A bulletin that was sent, its message, and where its letters stand."""

    bulletin: Bulletin
    message: MessageId
    letters: Mapping[LetterState, int]


def read_asked(office: "Office", bulletin: BulletinId) -> AskedToCancel | None:
    """Read what the question says; None when *bulletin* was not sent."""
    issue = office.bulletins.issue(bulletin)
    if issue is None:
        return None
    return AskedToCancel(
        bulletin=office.bulletins.get(bulletin),
        message=issue.message,
        letters=office.outbox.counts(issue.message),
    )


def cancellable(office: "Office", message: MessageId) -> int:
    """Return how many letters of *message* are on the wire and not yet to be cancelled.

    No more are on the wire at once than fit on one page of letters.
    """
    on_the_wire = office.outbox.letters(states=[LetterState.SENDING], message=message)
    return sum(each.decided_at is None for each in on_the_wire.rows)


@dataclass(frozen=True, slots=True)
class WasCancelled:
    """What a cancellation did, and where the letters stand after it."""

    done: Cancelled
    letters: Mapping[LetterState, int]


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
        self.question: CancelQuestion | None = None

    def ask_whether(self, bulletin: BulletinId) -> None:
        """Ask whether to cancel what waits of *bulletin*, or comes back to wait."""
        self._errands.read("letters", lambda office: read_asked(office, bulletin), self._ask)

    @Slot(object)
    def _ask(self, asked: AskedToCancel | None) -> None:
        if asked is None or not any(asked.letters[state] for state in LEAVING):
            self.done.emit(_("No letter waits any more."))
            return
        self._asked = asked
        self.question = CancelQuestion(self._card, asked.bulletin, asked.letters)
        self.question.accepted.connect(self._cancel)
        self.question.open()

    @Slot()
    def _cancel(self) -> None:
        asked = self._asked
        if asked is not None:
            message = asked.message
            self._errands.write(
                None,
                lambda office: WasCancelled(
                    office.outbox.cancel(message), office.outbox.counts(message)
                ),
                self._were_cancelled,
            )

    @Slot(object)
    def _were_cancelled(self, was: WasCancelled) -> None:
        sent = was.letters[LetterState.SENT]
        before = sent if self._asked is None else self._asked.letters[LetterState.SENT]
        self.done.emit(words.cancelled(was.done, left=sent - before))
