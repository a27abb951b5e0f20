"""The sending accounts: by which server each leaves, how fast, and whether it works now.

To check one is to reach its server and to sign in, with the password that this computer has;
nothing is sent.  What the server said stands under the account until it is checked again.
"""

from functools import partial
from typing import TYPE_CHECKING, override

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from comms_desk.across import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_number, format_time, ngettext
from comms_desk.mail.door_kinds import OUTLOOK_KIND, kind_named, server_of
from comms_desk.mail.doors import Secret
from comms_desk.mail.errors import ASK_TO_SIGN_IN
from comms_desk.mail.model import Account, AccountId
from comms_desk.mail.probe import try_server
from comms_desk.settings import SettingSection
from comms_desk.ui.frame.accounts.dialog import AccountDialog, KnownAccount, read_account
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Button, Label, Rule, Tag
from comms_desk.ui.kit.layout import empty_out
from comms_desk.ui.kit.look import Hue
from comms_desk.ui.settings.cards import SectionCard
from comms_desk.ui.settings.reading import SettingsView
from comms_desk.wording import say

if TYPE_CHECKING:
    from datetime import datetime


class AccountsCard(SectionCard):
    """The accounts in use, each checked and changed from here; letters leave by the first.

    Signals:
        said: A sentence about what was done.
    """

    said = Signal(str)

    def __init__(self, errands: Errands) -> None:
        """Build an empty section."""
        super().__init__(errands, SettingSection.ACCOUNTS)
        self.dialog: AccountDialog | None = None
        self._shown: tuple[Account, ...] | None = None
        self._works: set[AccountId] = set()
        """Those that were checked as they were set up, or changed, here."""
        self.lines: list[SettingsAccountLine] = []
        """The accounts, the one that letters leave by first."""
        self.add = Button(_("Add an account"), does=self._set_up)
        self.bar.right(self.add)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(tokens.SPACE_4_PX)
        self.body.addLayout(self._lines)
        self.about = Label("", "muted", wraps=True)
        self.tell(self.about)
        self.body.addStretch(1)

    @override
    def show_view(self, view: SettingsView) -> None:
        super().show_view(view)
        if view.accounts == self._shown:
            return
        self._shown = view.accounts
        empty_out(self._lines)
        self.lines = [SettingsAccountLine(self.errands, account) for account in view.accounts]
        self._say_which_work()
        for line in self.lines:
            line.change_wanted.connect(self._change)
            self._lines.addWidget(line)
            self._lines.addWidget(Rule())
        self.about.setText(
            _("To check is to reach the server and to sign in. Nothing is sent.")
            if view.accounts
            else _("No sending account: nothing can leave.")
        )

    def _say_which_work(self) -> None:
        for line in self.lines:
            if line.account.id in self._works and line.account.trouble is None:
                line.say_works()

    @Slot()
    def _set_up(self) -> None:
        self._open(None)

    @Slot(object)
    def _change(self, account: Account) -> None:
        self.errands.read("known", partial(read_account, account=account.id), self._open)

    @Slot(object)
    def _open(self, known: KnownAccount | None) -> None:
        self.dialog = AccountDialog(self.window(), self.errands, known)
        self.dialog.kept.connect(self._kept)
        self.dialog.open()

    @Slot(object)
    def _kept(self, account: Account) -> None:
        self._works.add(account.id)
        self._say_which_work()
        self.said.emit(_("The sending account works: {sender}").format(sender=account.sender))


class SettingsAccountLine(QWidget):
    """One account: its name, by what it leaves, and what its server said.

    Signals:
        change_wanted: It is to be changed; carries the `Account`.
    """

    change_wanted = Signal(object)

    def __init__(self, errands: Errands, account: Account) -> None:
        """Show *account*; nobody asked its server yet."""
        super().__init__()
        self._errands = errands
        self.account = account
        self.state = Tag()
        self.refusal = Label("", "word-red", wraps=True)
        self.refusal.hide()
        self.check = Button(_("Check"), name=_("Check {account}").format(account=account.name))
        self.change = Button(_("Change"), name=_("Change {account}").format(account=account.name))
        self.sign_in = Button(
            _("Sign in again"), name=_("Sign in again to {account}").format(account=account.name)
        )
        self.check.clicked.connect(self.ask)
        self.sign_in.clicked.connect(self._want_change)
        self.change.clicked.connect(self._want_change)
        head = QHBoxLayout()
        head.setSpacing(tokens.SPACE_2_PX)
        head.addWidget(Label(account.name, "strong"))
        head.addWidget(self.state)
        head.addStretch()
        for button in (self.sign_in, self.change, self.check):
            head.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.SPACE_1_PX)
        column.addLayout(head)
        column.addWidget(Label(_server(account), "muted", wraps=True))
        column.addWidget(self.refusal)
        self.sign_in.setVisible(_asks_to_sign_in(account))
        self.check.setVisible(account.kind != OUTLOOK_KIND.name)
        if account.kind == OUTLOOK_KIND.name:
            self.state.hide()
        elif account.trouble is None:
            self.state.say(_("not checked"))
        else:
            self._say_refused(account.trouble.to_error())

    def say_works(self) -> None:
        """Say that its server took it: it was asked as the account was kept."""
        self.state.say(_("works"), Hue.GREEN)

    @Slot()
    def ask(self) -> None:
        """Reach the server and sign in."""
        self.check.forbid(_("reaching the server…"))
        self._errands.read("check", partial(_check, self.account), self._works, self._refused)

    @Slot(object)
    def _works(self, at: "datetime") -> None:
        self.check.allow()
        self.refusal.hide()
        self.state.say(_("works, {time}").format(time=format_time(at)), Hue.GREEN)

    @Slot(object)
    def _refused(self, error: CommsDeskError) -> None:
        self.check.allow()
        self._say_refused(error)

    def _say_refused(self, error: CommsDeskError) -> None:
        sentence = say(error)
        self.state.say(_("does not work"), Hue.RED)
        self.refusal.setText(sentence.whole)
        self.refusal.show()

    @Slot()
    def _want_change(self) -> None:
        self.change_wanted.emit(self.account)


def _asks_to_sign_in(account: Account) -> bool:
    return account.trouble is not None and isinstance(account.trouble.to_error(), ASK_TO_SIGN_IN)


def _server(account: Account) -> str:
    rate = ngettext("{n} e-mail a minute", "{n} e-mails a minute", account.letters_a_minute)
    server = server_of(account.kind, account.facts)
    parts = [str(account.sender), server]
    if account.kind != OUTLOOK_KIND.name:
        parts.append(rate.format(n=format_number(account.letters_a_minute)))
    if account.recipients_a_day is not None:
        a_day = ngettext("{n} recipient a day", "{n} recipients a day", account.recipients_a_day)
        parts.append(a_day.format(n=format_number(account.recipients_a_day)))
    return " · ".join(parts)


def _check(account: Account, office: Office) -> "datetime":
    """Reach the server of *account*, in a reading thread; return when it answered."""
    asks = kind_named(account.kind).secret(account.facts)
    secret = "" if asks is Secret.NONE else office.keys.need(account.key)
    renewed = try_server(account.facts, secret=secret, kind=account.kind)
    if renewed not in {"", secret}:
        office.keys.set(account.key, renewed)
    return office.database.clock.now()
