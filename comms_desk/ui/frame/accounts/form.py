"""The lines to fill in about a sending account: who writes, by which way out, how fast.

The form knows what is missing and says it in a word or two; whether the server is the right
one is for the server to say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QSizePolicy, QWidget

from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.mail.door_kinds import M365_KIND, OUTLOOK_KIND, SMTP_KIND, kind_named
from comms_desk.mail.doors import DoorKind, Facts
from comms_desk.mail.errors import BadAddress
from comms_desk.mail.model import DEFAULT_LETTERS_A_MINUTE, TOGETHER_LIMIT, Account
from comms_desk.ui.frame.accounts.parts import (
    KindPart,
    M365Part,
    OutlookPart,
    Part,
    ServerPart,
    line,
)
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.stacks import stacked

HIGHEST_RATE = 100_000
HIGHEST_A_DAY = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAccount:
    """What stands in the form; the password, or the sign-in, is in no representation of it."""

    name: str
    sender_name: str
    sender_address: str
    kind: str
    facts: Facts
    letters_a_minute: int
    recipients_a_day: int | None
    recipients_a_message: int
    password: str = field(repr=False)

    @property
    def sender(self) -> Address:
        """Who writes.

        Raises:
            BadAddress: The address is none, or a name cannot be one.
        """
        typed = Address.parse(self.sender_address)
        return Address(name=self.sender_name or typed.name, local=typed.local, domain=typed.domain)


class AccountForm(QWidget):
    """A sending account, to be filled in or changed.

    Signals:
        typed: Something was typed or chosen.
        kind_chosen: Another kind of account was.
    """

    typed = Signal()
    kind_chosen = Signal()

    def __init__(self) -> None:
        """Build an empty form, as for a new account."""
        super().__init__()
        self._secret_known = False
        self._account: Account | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.name = line(_("Internal bulletin"))
        self.kind = ElidedChoice()
        self.sender_name = line(_("Name that recipients see"))
        self.sender_address = line("bulletin@example.org")
        self.rate = line("")
        self.rate.setValidator(QIntValidator(1, HIGHEST_RATE, self.rate))
        self.rate.setText(str(DEFAULT_LETTERS_A_MINUTE))
        self.a_day = line(_("No limit"))
        self.a_day.setValidator(QIntValidator(1, HIGHEST_A_DAY, self.a_day))
        self.at_once = line("")
        self.at_once.setValidator(QIntValidator(1, TOGETHER_LIMIT, self.at_once))
        self._server, self.m365, self.outlook = ServerPart(), M365Part(), OutlookPart()
        self.server, self.protection = self._server.server, self._server.protection
        self.user, self.password = self._server.user, self._server.password
        self._parts: Mapping[str, KindPart] = {
            SMTP_KIND.name: self._server,
            M365_KIND.name: self.m365,
            OUTLOOK_KIND.name: self.outlook,
        }
        for name, words in (
            (SMTP_KIND.name, _("A mail server")),
            (M365_KIND.name, _("Microsoft 365")),
            (OUTLOOK_KIND.name, _("Drafts handed over to Outlook")),
        ):
            self.kind.addItem(words, name)
        self._who = Part(
            (
                (_("Name of the account"), self.name),
                (_("How e-mails leave"), self.kind),
                (_("Displayed name"), self.sender_name),
                (_("Sending address"), self.sender_address),
            )
        )
        self._pace = Part(
            (
                (_("E-mails a minute"), self.rate),
                (_("Recipients a day"), self.a_day),
                (_("Recipients an e-mail, in blind copies"), self.at_once),
            )
        )
        self._lay_out()
        self._choose_kind()

    def show_account(self, account: Account, *, password_known: bool) -> None:
        """Show *account* to be changed; its kind and sender stay, its secret is never shown."""
        self._account, self._secret_known = account, password_known
        self.name.setText(account.name)
        self.kind.setCurrentIndex(self.kind.findData(account.kind))
        self.sender_name.setText(account.sender.name)
        self.sender_address.setText(account.sender.bare)
        for each in (self.kind, self.sender_name, self.sender_address):
            self._who.show_pair(each, shown=False)
        self.part.show_facts(account.facts, known=password_known)
        self.rate.setText(str(account.letters_a_minute))
        self.a_day.setText(str(account.recipients_a_day or ""))
        self.at_once.setText(str(account.recipients_a_message))

    @property
    def part(self) -> KindPart:
        """The lines that go with the kind chosen."""
        return self._parts[self.kind.currentData()]

    @property
    def _kind(self) -> DoorKind:
        return kind_named(self.kind.currentData())

    @property
    def value(self) -> TypedAccount:
        """What stands in the form now; a relay has neither user nor password."""
        return TypedAccount(
            name=self.name.text().strip(),
            sender_name=self.sender_name.text().strip(),
            sender_address=self.sender_address.text().strip(),
            kind=self.kind.currentData(),
            facts=self.part.facts,
            letters_a_minute=int(self.rate.text() or 0),
            recipients_a_day=int(self.a_day.text() or 0) or None,
            recipients_a_message=int(self.at_once.text() or 0) or self._kind.recipients_a_message,
            password=self.part.secret,
        )

    def missing(self) -> str:
        """Return what is missing or cannot be right, in a few words; nothing when all is there."""
        value = self.value
        if not value.name:
            return _("name missing")
        if self._account is None and not _is_sender(value):
            return _("address missing or wrong")
        missing = self.part.missing(known=self._secret_known)
        if missing:
            return missing
        return "" if value.letters_a_minute else _("number of e-mails a minute missing")

    def _lay_out(self) -> None:
        column = stacked(inside=self, gap_px=tokens.SPACE_3_PX)
        for part in (self._who, *self._parts.values(), self._pace):
            column.addWidget(part)
            part.typed.connect(self.typed)
        self.kind.currentIndexChanged.connect(self._choose_kind)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @Slot()
    def _choose_kind(self) -> None:
        """Show the lines of the kind chosen, with the limits that its makers set."""
        self.a_day.setText(str(self._kind.recipients_a_day or ""))
        self.at_once.setText(str(self._kind.recipients_a_message))
        for each in self._parts.values():
            each.setVisible(each is self.part)
        self._pace.setVisible(self.part is not self.outlook)
        self.kind_chosen.emit()


def _is_sender(value: TypedAccount) -> bool:
    try:
        return bool(value.sender)
    except BadAddress:
        return False
