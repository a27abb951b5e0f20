"""What is asked before letters leave, or no longer do: how many, who gets none, until when.

They open over the window and never block it: the page goes on when one is accepted.
"""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from comms_desk.i18n import _
from comms_desk.internal.audience.model import ImportPlan
from comms_desk.internal.bulletins.model import Bulletin, BulletinId, Recipients
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.mail.model import LetterState
from comms_desk.ui.bulletins import words
from comms_desk.ui.bulletins.import_words import refused_lines, written
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Button, Label, give_role

DIALOG_WIDTH_PX = 460


class Question(QDialog):
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
        self.body.addWidget(Label(title, "card-title", wraps=True))
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


class SendQuestion(Question):
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
                    " already. Ask its readers first."
                )
            )
        if recipients.plan is not None:
            self.tell(words.last_leaves(recipients.plan, now=now))
        if recipients.excluded:
            reasons = " · ".join(words.excluded(recipients.excluded))
            self.tell(_("No letter: {reasons}.").format(reasons=reasons))
            self.tell(words.names(recipients.excluded), "detail")
        self.tell(_("Once sent, the bulletin cannot be changed."), "muted")
        self.leave.setFocus()


class CancelQuestion(Question):
    """How many letters no longer leave, and what became of the others; to leave comes first."""

    def __init__(
        self, parent: QWidget, bulletin: Bulletin, letters: Mapping[LetterState, int]
    ) -> None:
        """Ask whether to cancel those of *letters* that wait, or come back to wait."""
        self.waiting = letters[LetterState.QUEUED]
        super().__init__(
            parent,
            words.cancelling(bulletin, self.waiting, sum(letters.values())),
            words.cancel(self.waiting),
        )
        self.tell(bulletin.subject, "muted")
        self.tell(words.go_on(letters[LetterState.SENDING]))
        self.tell(words.not_cancelled(letters))
        self.tell(
            _(
                "Whose letter is cancelled does not get this bulletin any more, and this cannot"
                " be undone. A copy of the bulletin would go to everybody, even to those who have"
                " it already."
            ),
            "muted",
        )
        self.leave.setFocus()


class TrialQuestion(Question):
    """To which address one letter goes, to see it as its readers will."""

    def __init__(self, parent: QWidget, bulletin: Bulletin, address: str) -> None:
        """Ask for an address; *address* was the last one."""
        super().__init__(parent, _("Send me a test"), _("Send the test"))
        self.bulletin: BulletinId = bulletin.id
        self.tell(_("One letter, its subject marked as a test. The bulletin stays a draft."))
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


class ImportQuestion(Question):
    """What importing a file of employees would do, its refused rows first."""

    def __init__(self, parent: QWidget, file_name: str, content: bytes, plan: ImportPlan) -> None:
        """Ask whether to import *content*, read from *file_name*."""
        super().__init__(
            parent,
            _("Import the employees of {file}?").format(file=file_name),
            _("Import the employees"),
        )
        self.content = content
        from comms_desk.wording.imports import of_employees

        self.tell(of_employees(plan))
        recognised = ", ".join(heading for each in plan.columns.values() for heading in each)
        self.tell(_("Columns recognised: {columns}").format(columns=recognised), "detail")
        if plan.unknown:
            unread = ", ".join(plan.unknown)
            self.tell(_("Columns not read: {columns}").format(columns=unread), "detail")
        for line in refused_lines(plan):
            self.tell(line, "word-amber")
        if not written(plan):
            self.verb.forbid(_("nothing new"))
