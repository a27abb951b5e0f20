"""What is asked before letters leave, or no longer do: how many, who gets none, until when.

They open over the window and never block it: the page goes on when one is accepted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.internal.bulletins.model import Bulletin, BulletinId, Recipients
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.mail.model import LetterState
from comms_desk.ui.bulletins import words
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, give_role

DIALOG_WIDTH_PX = 460


class Dialog(QDialog):
    """A title, what there is to know, a verb and a way back."""

    def __init__(self, parent: QWidget, title: str, verb: str) -> None:
        """Build the question; add to `body`."""
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(DIALOG_WIDTH_PX)
        give_role(self, "surface")
        self.verb = Button(verb, role="primary")
        self.verb.clicked.connect(self.accept)
        self.leave = Button(_("Leave"))
        self.leave.clicked.connect(self.reject)
        self.body = QVBoxLayout()
        self.body.setSpacing(tokens.SPACE_2_PX)
        self.title = Label(title, "card-title", wraps=True)
        self.body.addWidget(self.title)
        buttons = QHBoxLayout()
        buttons.setSpacing(tokens.SPACE_2_PX)
        buttons.addStretch()
        buttons.addWidget(self.leave)
        buttons.addWidget(self.verb)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(*[tokens.SPACE_6_PX] * 4)
        whole.setSpacing(tokens.SPACE_6_PX)
        whole.addLayout(self.body)
        whole.addLayout(buttons)

    def tell(self, text: str, role: str = "") -> None:
        """Add a sentence."""
        if text:
            self.body.addWidget(Label(text, role, wraps=True))


class SendDialog(Dialog):
    """To whom, to whom not and why, and until when; the way back is the first button."""

    def __init__(
        self, parent: QWidget, bulletin: Bulletin, recipients: Recipients, *, now: datetime
    ) -> None:
        """Ask whether to send *bulletin*, counted *now*."""
        super().__init__(
            parent, words.question(bulletin, recipients.count), words.verb(recipients.count)
        )
        self.bulletin: BulletinId = bulletin.id
        self.says_doubt = recipients.may_be_sent
        self.tell(bulletin.subject, "muted")
        if self.says_doubt:
            self.tell(
                _(
                    "The desk was restored from a backup: this bulletin may have been sent"
                    " already. Check"
                    " with some recipients first."
                )
            )
        if recipients.plan is not None:
            self.tell(words.last_leaves(recipients.plan, now=now))
        if recipients.excluded:
            self.tell(words.not_reached(recipients.excluded))
            self.tell(words.names(recipients.excluded), "detail")
        self.tell(_("Once sent, the bulletin cannot be changed."), "muted")
        self.leave.setFocus()


@dataclass(frozen=True, slots=True)
class ToCancel:
    """How many letters a cancellation is about, and where all of them stand.

    *since*: queued after it was asked, and so not to be cancelled.
    """

    waiting: int
    on_the_wire: int
    since: int
    counts: Mapping[LetterState, int]


class CancelDialog(Dialog):
    """How many letters no longer leave, and what became of the others; to leave comes first.

    It blocks nothing: letters go on leaving while it is read, and it says so.
    """

    def __init__(self, parent: QWidget, bulletin: Bulletin, letters: ToCancel) -> None:
        """Ask whether to cancel those of *letters* that wait, or come back to wait."""
        super().__init__(parent, "", "")
        self.setWindowModality(Qt.WindowModality.NonModal)
        self._bulletin = bulletin
        self.go_on, self.since, self.others = (Label("", wraps=True) for _each in range(3))
        self.tell(bulletin.subject, "muted")
        for label in (self.go_on, self.since, self.others):
            self.body.addWidget(label)
        self.tell(
            _(
                "People whose e-mail is stopped will not get this bulletin; this is final. A"
                " copy of"
                " the bulletin would go to everyone, even those who already have it."
            ),
            "muted",
        )
        self.show_figures(letters)
        self.leave.setFocus()

    def show_figures(self, letters: ToCancel) -> None:
        """Say how many *letters* it is about now; nothing is to be cancelled once none is."""
        counts, waiting = letters.counts, letters.waiting
        is_about_any = bool(waiting or letters.on_the_wire)
        if is_about_any:
            title = words.cancelling(self._bulletin, waiting, sum(counts.values()))
        else:
            title = words.none_waits(self._bulletin)
        self.setWindowTitle(title)
        self.title.setText(title)
        self.verb.rename(words.cancel(waiting) if is_about_any else _("Stop the sending"))
        if is_about_any:
            self.verb.allow()
        else:
            self.verb.forbid(_("no e-mail is waiting any more"))
        for label, text in (
            (self.go_on, words.go_on(letters.on_the_wire)),
            (self.since, words.queued_since(letters.since)),
            (self.others, words.not_cancelled(counts)),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.adjustSize()


class TrialSendDialog(Dialog):
    """To which address one letter goes, to see it as its readers will."""

    def __init__(self, parent: QWidget, bulletin: Bulletin, address: str) -> None:
        """Ask for an address; *address* was the last one."""
        super().__init__(parent, _("Send me a test"), _("Send the test"))
        self.bulletin: BulletinId = bulletin.id
        self.tell(_("One e-mail, its subject marked as a test. The bulletin stays a draft."))
        self.line = QLineEdit(address)
        self.line.setPlaceholderText(_("Your e-mail address"))
        self.line.setAccessibleName(_("Your e-mail address"))
        self.line.textChanged.connect(self._check)
        self.body.addWidget(self.line)
        self.verb.setDefault(True)
        self.line.setFocus()
        self._check()

    @property
    def address(self) -> Address:
        """The address typed.

        Raises:
            BadAddress: It is none.
        """
        return Address.parse(self.line.text().strip())

    @Slot()
    def _check(self) -> None:
        try:
            self.verb.setEnabled(bool(self.address))
        except BadAddress:
            self.verb.setEnabled(False)
