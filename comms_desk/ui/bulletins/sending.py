"""The sending of a bulletin: to oneself first, then to everyone after a question.

What was typed is written before the readers are counted, and they are counted again before
the question is asked: it is true when it is read.
"""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from comms_desk.across import Office
from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, ngettext
from comms_desk.internal.audience.model import Segment
from comms_desk.internal.bulletins.model import Bulletin, BulletinId, Recipients, Sending
from comms_desk.mail.model import LetterId
from comms_desk.storage.errors import IsArchived
from comms_desk.ui.bulletins.dialogs import SendDialog, TrialSendDialog
from comms_desk.ui.bulletins.words import name_and_number
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.dialog import Dialog, is_open


@dataclass(frozen=True, slots=True)
class AskedToSend:
    """A bulletin and its readers, read once all that was typed is kept."""

    bulletin: Bulletin
    recipients: Recipients
    now: datetime
    depends: str
    """Until when this computer is to be left on for it; "": no need."""


class BulletinSending(QObject):
    """Asks, then sends; errors go to the page that it belongs to.

    Signals:
        done: The sentence that says what was done.
        sent: A bulletin has gone to the outbox.
    """

    done = Signal(str)
    sent = Signal()

    def __init__(self, page: QWidget, errands: Errands) -> None:
        """Belong to *page*."""
        super().__init__(page)
        self._page = page
        self._errands = errands
        self._address = ""
        self.question: Dialog | None = None

    def ask_where(self, bulletin: Bulletin) -> None:
        """Ask to which address a test of *bulletin* goes."""
        question = TrialSendDialog(self._page, bulletin, self._address)
        question.accepted.connect(self._try)
        self._open(question)

    def ask_whether(self, bulletin: BulletinId) -> None:
        """Ask whether to send *bulletin* to everyone, once what was typed is kept."""
        self._errands.write(None, lambda office: _asked(office, bulletin), self._ask)

    @Slot(object)
    def _ask(self, asked: AskedToSend) -> None:
        if is_open(self.question):
            return
        question = SendDialog(
            self._page,
            self._errands,
            asked.bulletin,
            asked.recipients,
            now=asked.now,
            depends=asked.depends,
        )
        question.accepted.connect(self._send)
        question.chosen.connect(self._count)
        self._open(question)

    @Slot()
    def _count(self) -> None:
        """Count those who are chosen now."""
        question = self.question
        if isinstance(question, SendDialog):
            bulletin, to = question.bulletin, question.to
            self._errands.read(
                "recipients",
                lambda office: _counted(office, bulletin, to),
                self._show_count,
                self._not_counted,
            )

    @Slot(object)
    def _show_count(self, counted: tuple[Segment | None, Recipients, str]) -> None:
        if isinstance(self.question, SendDialog) and isValid(self.question):
            self.question.show_recipients(*counted)

    @Slot(object)
    def _not_counted(self, error: CommsDeskError) -> None:
        """Leave the question of which nobody can say to whom it is, and say why."""
        if self.question is not None and isValid(self.question):
            self.question.reject()
        self._errands.failed.emit(error)

    def _open(self, question: Dialog) -> None:
        self.question = question
        question.open()

    @Slot()
    def _try(self) -> None:
        question = self.question
        if isinstance(question, TrialSendDialog):
            to, bulletin = question.address, question.bulletin
            self._address = to.bare
            self._errands.write(
                None, lambda office: office.bulletins.send_test(bulletin, to), self._tried
            )

    @Slot(object)
    def _tried(self, _letter: LetterId) -> None:
        self.done.emit(_("A test is on its way to {address}").format(address=self._address))

    @Slot()
    def _send(self) -> None:
        question = self.question
        if isinstance(question, SendDialog):
            bulletin, to = question.bulletin, question.to
            is_confirmed = question.doubt.is_confirmed
            counted, asked = question.counted, question.asked
            self._errands.write(
                None,
                lambda office: office.bulletins.send(
                    bulletin, to=to, counted=counted, shown=asked, even_if_sent=is_confirmed
                ),
                self._was_sent,
            )

    @Slot(object)
    def _was_sent(self, sending: Sending) -> None:
        said = ngettext(
            "{count} e-mail in the outbox", "{count} e-mails in the outbox", sending.queued
        )
        self.done.emit(said.format(count=format_number(sending.queued)))
        self.sent.emit()


def _asked(office: Office, bulletin: BulletinId) -> AskedToSend:
    """Read what is asked about; in the writing thread.

    Raises:
        NotFound: There is no such bulletin, or it is in the bin.
        IsArchived: It was archived since its card was read: nobody is asked in vain.
    """
    whole = office.bulletins.get(bulletin)
    if whole.archived_at is not None:
        raise IsArchived(Ref(Subject.BULLETIN, bulletin), name_and_number(whole))
    _everyone, recipients, on = _counted(office, bulletin, None)
    return AskedToSend(whole, recipients, office.database.clock.now(), on)


def _counted(
    office: Office, bulletin: BulletinId, to: Segment | None
) -> tuple[Segment | None, Recipients, str]:
    """Return who of *to* would get it, and until when this computer is to be left on for that."""
    from comms_desk.across.unattended import leave_it_on

    found = office.bulletins.recipients(bulletin, to=to)
    plan = found.plan if found.count else None
    return to, found, "" if plan is None else leave_it_on(office, last=plan.last_leaves_at)
