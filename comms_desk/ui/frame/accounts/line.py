"""The line of a card that says by which account letters leave, and opens what sets it up."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from comms_desk.i18n import _, format_number, ngettext
from comms_desk.mail.door_kinds import OUTLOOK_KIND
from comms_desk.mail.model import Account
from comms_desk.ui.frame.accounts.dialog import AccountDialog, KnownAccount, read_account
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.controls import Button, Label
from comms_desk.ui.kit.stacks import abreast, filling, stacked
from comms_desk.wording import say


class AccountLine(QWidget):
    """The sending account, why it rests if it does, and the way to set it up or change it.

    Signals:
        said: A sentence about what was done.
    """

    said = Signal(str)

    def __init__(self, errands: Errands) -> None:
        """Say nothing until `refresh`."""
        super().__init__()
        self._errands = errands
        self.dialog: AccountDialog | None = None
        self.words = Label("", "muted", wraps=True)
        self.trouble = Label("", "word-amber", wraps=True)
        self.open = Button("", role="link", does=self.set_up)
        abreast(
            filling(stacked(self.words, self.trouble, gap_px=2)),
            self.open,
            inside=self,
            edges_px=(7, 0, 0, 0),
        )
        self.hide()

    @Slot()
    def refresh(self) -> None:
        """Ask which account there is."""
        self._errands.read(
            "account", lambda office: next(iter(office.accounts.every()), None), self._show
        )

    @Slot()
    def set_up(self) -> None:
        """Open the dialog over the window, with what is known of the account."""
        self._errands.read("known", read_account, self._open)

    @Slot(object)
    def _show(self, account: Account | None) -> None:
        if account is None:
            self.words.setText(_("No sending account: nothing can leave."))
            self.open.rename(_("Set up a sending account"))
        else:
            self.words.setText(_how_it_sends(account))
            self.open.rename(_("Change the account"))
        self.trouble.setText(_why_it_rests(account))
        self.trouble.setVisible(bool(self.trouble.text()))
        self.show()

    @Slot(object)
    def _open(self, known: KnownAccount | None) -> None:
        self.dialog = AccountDialog(self.window(), self._errands, known)
        self.dialog.kept.connect(self._kept)
        self.dialog.open()

    @Slot(object)
    def _kept(self, account: Account) -> None:
        self.refresh()
        self.said.emit(_("The sending account works: {sender}").format(sender=account.sender))


def _how_it_sends(account: Account) -> str:
    if account.kind == OUTLOOK_KIND.name:
        return _("Sends as {sender}, by drafts for Outlook").format(sender=account.sender)
    return ngettext(
        "Sends as {sender}, {rate} e-mail a minute",
        "Sends as {sender}, {rate} e-mails a minute",
        account.letters_a_minute,
    ).format(sender=account.sender, rate=format_number(account.letters_a_minute))


def _why_it_rests(account: Account | None) -> str:
    if account is None or account.trouble is None:
        return ""
    sentence = say(account.trouble.to_error())
    return sentence.whole
