"""The lines of the account's form that go with its kind: a server, Microsoft 365, or Outlook.

A part says its facts, what lets it in, and what is missing, in a word or two.
"""

from collections.abc import Iterable
from itertools import pairwise
from typing import override

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from comms_desk.i18n import _
from comms_desk.mail.doors import DEFAULT_PORTS, Facts, Security, SmtpFacts
from comms_desk.mail.errors import DoorMisdescribed
from comms_desk.mail.m365 import DEFAULT_AUTHORITY, DEFAULT_HOST, M365Facts, SignIn
from comms_desk.mail.outlook import DEFAULT_BLIND_COPIES, MOST_BLIND_COPIES, OutlookFacts
from comms_desk.ui.kit import theme as tokens
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.kit.stacks import stacked


class Part(QWidget):
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


class KindPart(Part):
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
