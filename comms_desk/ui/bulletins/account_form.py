"""The lines to fill in about a sending account: who writes, by which server, how fast.

The form knows what is missing and says it in a word or two; whether the server is the right
one is for the server to say.
"""

from dataclasses import dataclass, field
from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import (
    QGridLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.mail.doors import DEFAULT_PORTS, Facts, Security, SmtpFacts
from comms_desk.mail.errors import BadAddress, DoorMisdescribed
from comms_desk.mail.model import DEFAULT_LETTERS_A_MINUTE, Account
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.menus import Line

HIGHEST_RATE = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedAccount:
    """What stands in the form; the password is in no representation of it."""

    name: str
    sender_name: str
    sender_address: str
    facts: Facts
    letters_a_minute: int
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
    """

    typed = Signal()

    def __init__(self) -> None:
        """Build an empty form, as for a new account."""
        super().__init__()
        self._password_known = False
        self._account: Account | None = None
        self._pairs: dict[QWidget, tuple[Label, QWidget]] = {}
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.name = _line(_("Internal bulletin"))
        self.sender_name = _line(_("Name that recipients see"))
        self.sender_address = _line("bulletin@example.org")
        self.server = _line("smtp.example.org:465")
        self.protection = ElidedChoice()
        for security, words in (
            (Security.TLS, _("TLS (port\u00a0{port})")),
            (Security.STARTTLS, _("STARTTLS (port\u00a0{port})")),
            (Security.NONE, _("None, a relay without sign-in (port\u00a0{port})")),
        ):
            self.protection.addItem(words.format(port=DEFAULT_PORTS[security]), security)
        self.user = _line(_("Leave empty if the server needs none"))
        self.password = _line("")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.rate = _line("")
        self.rate.setValidator(QIntValidator(1, HIGHEST_RATE, self.rate))
        self.rate.setText(str(DEFAULT_LETTERS_A_MINUTE))
        self._lay_out()
        self._listen()

    def show_account(self, account: Account, *, password_known: bool) -> None:
        """Show *account* to be changed; its sender stays, its password is never shown."""
        self._account, self._password_known = account, password_known
        facts = SmtpFacts.read(account.facts)
        self.name.setText(account.name)
        self.sender_name.setText(account.sender.name)
        self.sender_address.setText(account.sender.bare)
        for part in (*self._pairs[self.sender_name], *self._pairs[self.sender_address]):
            part.hide()
        host = f"[{facts.host}]" if ":" in facts.host else facts.host
        usual = DEFAULT_PORTS[facts.security] == facts.port
        self.server.setText(host if usual else f"{host}:{facts.port}")
        self.protection.setCurrentIndex(self.protection.findData(facts.security))
        self.user.setText(facts.user)
        if password_known:
            self.password.setPlaceholderText(_("Saved; type to replace it"))
        self.rate.setText(str(account.letters_a_minute))
        self._fit_login()

    @property
    def value(self) -> TypedAccount:
        """What stands in the form now; a relay has neither user nor password."""
        security = Security(self.protection.currentData())
        logs_in = security is not Security.NONE
        host, port = _host_and_port(self.server.text().strip())
        user = self.user.text().strip() if logs_in else ""
        facts = {"host": host, "port": port, "security": security.value, "user": user}
        return TypedAccount(
            name=self.name.text().strip(),
            sender_name=self.sender_name.text().strip(),
            sender_address=self.sender_address.text().strip(),
            facts={key: value for key, value in facts.items() if value},
            letters_a_minute=int(self.rate.text() or 0),
            password=self.password.text() if logs_in else "",
        )

    def missing(self) -> str:
        """Return what is missing or cannot be right, in a few words; nothing when all is there."""
        value = self.value
        if not value.name:
            return _("name missing")
        if self._account is None and not _is_sender(value):
            return _("address missing or wrong")
        try:
            facts = SmtpFacts.read(value.facts)
        except DoorMisdescribed:
            return _("server missing or wrong")
        if not value.letters_a_minute:
            return _("number of e-mails a minute missing")
        if value.password and not facts.user:
            return _("user name missing")
        if facts.user and not (value.password or self._password_known):
            return _("password missing")
        return ""

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_3_PX)
        grid.setVerticalSpacing(tokens.SPACE_3_PX)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 1)
        for words, widget, row, column in (
            (_("Name of the account"), self.name, 0, 0),
            (_("E-mails a minute"), self.rate, 0, 1),
            (_("Displayed name"), self.sender_name, 1, 0),
            (_("Sending address"), self.sender_address, 1, 1),
            (_("Server"), self.server, 2, 0),
            (_("Protection"), self.protection, 2, 1),
            (_("User name"), self.user, 3, 0),
            (_("Password"), self.password, 3, 1),
        ):
            label = Label(words, "detail")
            label.setBuddy(widget)
            self._pairs[widget] = (label, widget)
            widget.setAccessibleName(words)
            pair = QVBoxLayout()
            pair.setSpacing(tokens.SPACE_1_PX)
            pair.addWidget(label)
            pair.addWidget(widget)
            grid.addLayout(pair, row, column)
        self.protection.setSizeAdjustPolicy(ElidedChoice.SizeAdjustPolicy.AdjustToContents)
        order = (
            self.name,
            self.rate,
            self.sender_name,
            self.sender_address,
            self.server,
            self.protection,
            self.user,
            self.password,
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _listen(self) -> None:
        for line in self.findChildren(QLineEdit):
            line.textChanged.connect(self.typed)
        self.protection.currentIndexChanged.connect(self._fit_login)
        self.protection.currentIndexChanged.connect(self.typed)

    @Slot()
    def _fit_login(self) -> None:
        logs_in = self.protection.currentData() != Security.NONE
        for part in (*self._pairs[self.user], *self._pairs[self.password]):
            part.setVisible(logs_in)


def _line(placeholder: str) -> QLineEdit:
    line = Line()
    line.setPlaceholderText(placeholder)
    return line


def _is_sender(value: TypedAccount) -> bool:
    try:
        return bool(value.sender)
    except BadAddress:
        return False


def _host_and_port(text: str) -> tuple[str, str]:
    """Split ``HOST:PORT``; a bare IPv6 address has no port, one in brackets may."""
    host, _colon, port = text.rpartition(":")
    if host and (":" not in host or host.endswith("]")):
        return host, port or "?"
    return text, ""
