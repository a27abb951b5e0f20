"""The lines to fill in about a sending account: who writes, by which way out, how fast.

Each kind of account (a server, Microsoft 365, Outlook) has a part of its own lines.  A part knows
its facts, what lets it in, and what is missing, in a word or two; whether the server is the right
one is for the server to say.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import override

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QWidget

from comms_desk.i18n import _
from comms_desk.mail.address import Address
from comms_desk.mail.door_kinds import M365_KIND, OUTLOOK_KIND, SMTP_KIND, kind_named
from comms_desk.mail.doors import DEFAULT_PORTS, DoorKind, Facts, Security, SmtpFacts
from comms_desk.mail.errors import BadAddress, DoorMisdescribed
from comms_desk.mail.m365 import DEFAULT_AUTHORITY, DEFAULT_HOST, M365Facts, SignIn
from comms_desk.mail.model import DEFAULT_LETTERS_A_MINUTE, TOGETHER_LIMIT, Account
from comms_desk.mail.outlook import DEFAULT_BLIND_COPIES, MOST_BLIND_COPIES, OutlookFacts
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.menus import Line
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


class FormLines(QWidget):
    """Lines in two columns, each under its label.

    Signals:
        typed: Something was typed or chosen.
    """

    typed = Signal()

    def __init__(self, lines: Iterable[tuple[str, QWidget]]) -> None:
        """Lay *lines* out, two a row, in the order in which Tab goes."""
        super().__init__()
        self._pairs: dict[QWidget, tuple[Label, QWidget]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(tokens.SPACE_3_PX)
        grid.setVerticalSpacing(tokens.SPACE_3_PX)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 1)
        for place, (words, widget) in enumerate(lines):
            label = Label(words, "detail")
            label.setBuddy(widget)
            widget.setAccessibleName(words)
            self._pairs[widget] = (label, widget)
            grid.addLayout(stacked(label, widget, gap_px=tokens.SPACE_1_PX), place // 2, place % 2)
            if isinstance(widget, QLineEdit):
                widget.textChanged.connect(self.typed)
            elif isinstance(widget, ElidedChoice):
                widget.setSizeAdjustPolicy(ElidedChoice.SizeAdjustPolicy.AdjustToContents)
                widget.currentIndexChanged.connect(self.typed)
        for before, after in pairwise(self._pairs):
            QWidget.setTabOrder(before, after)

    def show_pair(self, widget: QWidget, *, shown: bool) -> None:
        """Show a line and its label, or neither."""
        for part in self._pairs[widget]:
            part.setVisible(shown)


class KindPart(FormLines):
    """The lines of one kind of account."""

    @property
    def facts(self) -> Facts:
        """What the lines say of the account."""
        raise NotImplementedError

    @property
    def secret(self) -> str:
        """What was given to let the account in; nothing where nothing was."""
        return ""

    def show_facts(self, facts: Facts, *, known: bool) -> None:
        """Show what is stored; whether what lets it in is *known* on this computer."""
        raise NotImplementedError

    def missing(self, *, known: bool) -> str:
        """Return what is missing or cannot be right, in a few words; nothing when all is there."""
        raise NotImplementedError


class ServerPart(KindPart):
    """A mail server, and who signs in there."""

    def __init__(self) -> None:
        """Build empty lines."""
        self.server = line("smtp.example.org:465")
        self.protection = ElidedChoice()
        for security, words in (
            (Security.TLS, _("TLS (port\u00a0{port})")),
            (Security.STARTTLS, _("STARTTLS (port\u00a0{port})")),
            (Security.NONE, _("None, a relay without sign-in (port\u00a0{port})")),
        ):
            self.protection.addItem(words.format(port=DEFAULT_PORTS[security]), security)
        self.user = line(_("Leave empty if the server needs none"))
        self.password = line("")
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        super().__init__(
            (
                (_("Server"), self.server),
                (_("Protection"), self.protection),
                (_("User name"), self.user),
                (_("Password"), self.password),
            )
        )
        self.protection.currentIndexChanged.connect(self._fit_login)

    @property
    @override
    def facts(self) -> Facts:
        host, port = _host_and_port(self.server.text().strip())
        security = Security(self.protection.currentData())
        user = self.user.text().strip() if self._logs_in else ""
        facts = {"host": host, "port": port, "security": security.value, "user": user}
        return {key: value for key, value in facts.items() if value}

    @property
    @override
    def secret(self) -> str:
        return self.password.text() if self._logs_in else ""

    @override
    def show_facts(self, facts: Facts, *, known: bool) -> None:
        read = SmtpFacts.read(facts)
        host = f"[{read.host}]" if ":" in read.host else read.host
        usual = DEFAULT_PORTS[read.security] == read.port
        self.server.setText(host if usual else f"{host}:{read.port}")
        self.protection.setCurrentIndex(self.protection.findData(read.security))
        self.user.setText(read.user)
        if known:
            self.password.setPlaceholderText(_("Saved; type to replace it"))
        self._fit_login()

    @override
    def missing(self, *, known: bool) -> str:
        try:
            facts = SmtpFacts.read(self.facts)
        except DoorMisdescribed:
            return _("server missing or wrong")
        if self.secret and not facts.user:
            return _("user name missing")
        if facts.user and not (self.secret or known):
            return _("password missing")
        return ""

    @property
    def _logs_in(self) -> bool:
        return bool(self.protection.currentData() != Security.NONE)

    @Slot()
    def _fit_login(self) -> None:
        for each in (self.user, self.password):
            self.show_pair(each, shown=self._logs_in)


class M365Part(KindPart):
    """Microsoft 365: the organisation, our application there, and who signs in."""

    def __init__(self) -> None:
        """Build empty lines; nobody has signed in."""
        self.tenant = line("ville.example")
        self.client = line("00000000-0000-0000-0000-000000000000")
        self.user = line("prenom.nom@ville.example")
        self.way = ElidedChoice()
        self.way.addItem(_("In the browser"), SignIn.BROWSER)
        self.way.addItem(_("With a code typed elsewhere"), SignIn.DEVICE_CODE)
        self._others: dict[str, str] = {"host": DEFAULT_HOST, "authority": DEFAULT_AUTHORITY}
        self._given: tuple[Facts, str] = ({}, "")
        super().__init__(
            (
                (_("Organization: domain or number"), self.tenant),
                (_("Application number"), self.client),
                (_("Who signs in"), self.user),
                (_("Way to sign in"), self.way),
            )
        )

    @property
    @override
    def facts(self) -> Facts:
        said = {
            "tenant": self.tenant.text().strip(),
            "client": self.client.text().strip(),
            "user": self.user.text().strip(),
            "sign_in": SignIn(self.way.currentData()).value,
        }
        return {key: value for key, value in (self._others | said).items() if value}

    @property
    @override
    def secret(self) -> str:
        """What the sign-in gave, as long as nothing of it was changed since."""
        given_for, secret = self._given
        return secret if given_for == self._signed_for() else ""

    def take_sign_in(self, secret: str) -> None:
        """Somebody signed in, with what the lines say now."""
        self._given = (self._signed_for(), secret)
        self.typed.emit()

    @override
    def show_facts(self, facts: Facts, *, known: bool) -> None:
        read = M365Facts.read(facts)
        self._others = {
            "host": read.host,
            "port": str(read.port),
            "authority": read.authority,
        }
        self.tenant.setText(read.tenant)
        self.client.setText(read.client)
        self.user.setText(read.user)
        self.way.setCurrentIndex(self.way.findData(read.sign_in))

    @override
    def missing(self, *, known: bool) -> str:
        return self.wrong() or ("" if self.secret or known else _("sign-in missing"))

    def wrong(self) -> str:
        """Return which line nobody can sign in with."""
        try:
            M365Facts.read(self.facts)
        except DoorMisdescribed as error:
            return {
                "tenant": _("organization missing or wrong"),
                "client": _("application number missing or wrong"),
            }.get(error.field, _("user name missing or wrong"))
        return ""

    def _signed_for(self) -> Facts:
        return {name: value for name, value in self.facts.items() if name != "sign_in"}


class OutlookPart(KindPart):
    """Outlook: how many blind copies one draft may have."""

    def __init__(self) -> None:
        """Build the line, as most organisations have it."""
        self.blind_copies = line("")
        validator = QIntValidator(1, MOST_BLIND_COPIES, self.blind_copies)
        self.blind_copies.setValidator(validator)
        self.blind_copies.setText(str(DEFAULT_BLIND_COPIES))
        super().__init__(((_("Blind copies a draft, at most"), self.blind_copies),))

    @property
    @override
    def facts(self) -> Facts:
        return {"blind_copies": self.blind_copies.text().strip()}

    @override
    def show_facts(self, facts: Facts, *, known: bool) -> None:
        self.blind_copies.setText(str(OutlookFacts.read(facts).blind_copies))

    @override
    def missing(self, *, known: bool) -> str:
        return "" if self.blind_copies.hasAcceptableInput() else _("blind copies missing")


def line(placeholder: str) -> QLineEdit:
    """Return a line to type in."""
    made = Line()
    made.setPlaceholderText(placeholder)
    return made


def _host_and_port(text: str) -> tuple[str, str]:
    """Split ``HOST:PORT``; a bare IPv6 address has no port, one in brackets may."""
    host, _colon, port = text.rpartition(":")
    if host and (":" not in host or host.endswith("]")):
        return host, port or "?"
    return text, ""


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
        self._who = FormLines(
            (
                (_("Name of the account"), self.name),
                (_("How e-mails leave"), self.kind),
                (_("Displayed name"), self.sender_name),
                (_("Sending address"), self.sender_address),
            )
        )
        self._pace = FormLines(
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
