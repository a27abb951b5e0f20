"""The sending account, set up and changed from a bulletin, against a real server on loopback."""

import ssl
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from socket import create_server
from typing import override

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.keys import Keys, SecretStoreRefused
from comms_desk.mail.accounts import account_row
from comms_desk.mail.doors import Security
from comms_desk.mail.errors import LoginRefused, Stage
from comms_desk.mail.model import Account
from comms_desk.mail.store import stored_trouble
from comms_desk.mail.trouble import Trouble
from comms_desk.storage.database import Database
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.frame.accounts.dialog import AccountDialog
from comms_desk.ui.kit.controls import Label
from tests.ui.bulletins.shown import NEW, TEXT, hire, open_account, shown, words_of
from tests.ui.keys import click, press, type_words
from tools.tour.smtp_server import LOOPBACK, HangUp, LoopbackSmtpServer

PASSWORD = "s3same-ouvre"


class KeysWithStore(Keys):
    """Keys on a computer that has a store; what was kept is in `kept`."""

    def __init__(self) -> None:
        super().__init__(environ={}, memory_only=True)
        self.kept: dict[str, str] = {}

    @override
    def get(self, name: str) -> str | None:
        return self.kept.get(name)

    @override
    def set(self, name: str, secret: str) -> bool:
        self.kept[name] = secret
        return True

    @override
    def forget(self, name: str) -> None:
        self.kept.pop(name, None)


class KeysOfALockedStore(Keys):
    """Keys on a computer whose store is locked; what was typed is held for the run."""

    @override
    def get(self, name: str) -> str | None:
        if name in self._held:
            return self._held[name]
        raise SecretStoreRefused(name, "VARIABLE_FILE", "the store is locked")

    @override
    def set(self, name: str, secret: str) -> bool:
        self.hold({**self._held, name: secret})
        raise SecretStoreRefused(name, "VARIABLE_FILE", "the store is locked")


@pytest.fixture
def keys(office: Office) -> KeysWithStore:
    made = KeysWithStore()
    office.keys = made
    return made


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackSmtpServer]:
    """A server that this computer trusts, with TLS from the first byte and one user."""
    authority = trustme.CA()
    trusted = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    with LoopbackSmtpServer(tls=context, users={"bulletin": PASSWORD}) as running:
        yield running


@pytest.fixture
def relay() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


def opened(page: BulletinsPage, office: Office, qtbot: QtBot) -> AccountDialog:
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    hire(office)
    shown(page, qtbot, bulletin)
    return opened_again(page, qtbot)


def opened_again(page: BulletinsPage, qtbot: QtBot) -> AccountDialog:
    qtbot.waitUntil(page.card.account.isVisible)
    before = page.card.account.dialog
    click(page.card.account.open)
    qtbot.waitUntil(lambda: page.card.account.dialog is not before)
    dialog = page.card.account.dialog
    assert dialog is not None
    return dialog


def fill(dialog: AccountDialog, server: str, *, user: str = "", password: str = "") -> None:
    form = dialog.form
    for line, words in (
        (form.name, "Interne"),
        (form.sender_name, "Entre nous"),
        (form.sender_address, "bulletin@ville.example"),
        (form.server, server),
        (form.user, user),
        (form.password, password),
    ):
        if line.isVisible():
            line.clear()
            type_words(line, words)


def choose(dialog: AccountDialog, security: Security) -> None:
    form = dialog.form
    form.protection.setCurrentIndex(form.protection.findData(security))


def assert_whole(shown: QWidget, qtbot: QtBot) -> None:
    """No line of what is shown is cut."""
    words = shown.findChildren(Label)
    qtbot.waitUntil(
        lambda: all(each.height() >= each.heightForWidth(each.width()) for each in words)
    )


def database_bytes(database: Database) -> bytes:
    file = Path(database.url.database or "")
    assert file.exists()
    return b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))


def rest(database: Database, account: Account) -> None:
    refused = LoginRefused("smtp.ville.example", "bulletin", 535, "5.7.8 no")
    with database.transaction() as transaction:
        row = account_row(transaction, account.id)
        row.rests, row.trouble = 1, stored_trouble(Trouble.of(refused))
        row.resting_until = transaction.now + timedelta(minutes=5)


def test_an_account_is_set_up_from_the_bulletin_that_lacks_one(
    page: BulletinsPage,
    office: Office,
    keys: KeysWithStore,
    server: LoopbackSmtpServer,
    qtbot: QtBot,
    caplog: pytest.LogCaptureFixture,
) -> None:
    dialog = opened(page, office, qtbot)
    assert words_of(page.card.account).strip() == "No sending account: nothing can leave."
    assert page.card.send.text() == "Send · no sending account"
    fill(dialog, f"localhost:{server.port}", user="bulletin", password=PASSWORD)
    dialog.form.rate.setText("20")
    assert PASSWORD not in repr(dialog.form.value)

    press(dialog.form.password, Qt.Key.Key_Return)

    qtbot.waitUntil(page.card.send.isEnabled)
    (account,) = office.accounts.every()
    assert str(account.sender) == "Entre nous <bulletin@ville.example>"
    assert account.facts["security"] == "tls"
    assert account.letters_a_minute == 20
    assert keys.kept == {account.key: PASSWORD}
    assert server.letters == []
    qtbot.waitUntil(lambda: page.card.account.open.text() == "Change the account")
    assert page.card.account.words.text() == (
        "Sends as Entre nous <bulletin@ville.example>, 20 e-mails a minute"
    )
    assert PASSWORD not in caplog.text
    assert PASSWORD.encode() not in database_bytes(office.database)


def test_a_login_that_is_refused_says_so_in_place_and_keeps_nothing(
    page: BulletinsPage,
    office: Office,
    keys: KeysWithStore,
    server: LoopbackSmtpServer,
    qtbot: QtBot,
) -> None:
    dialog = opened(page, office, qtbot)
    fill(dialog, f"localhost:{server.port}", user="bulletin", password="autre")

    click(dialog.verb)

    qtbot.waitUntil(dialog.error.isVisible)
    assert dialog.error.words == (
        "The mail server localhost refuses the user name bulletin or its password."
    )
    assert "Type the account’s password again" in words_of(dialog.error)
    assert dialog.form.password.text() == "autre"
    assert office.accounts.every() == ()
    assert keys.kept == {}

    dialog.form.password.clear()
    type_words(dialog.form.password, PASSWORD)
    click(dialog.verb)
    qtbot.waitUntil(lambda: len(office.accounts.every()) == 1)


def test_a_server_out_of_reach_says_so_in_place_and_keeps_nothing(
    page: BulletinsPage, office: Office, keys: KeysWithStore, qtbot: QtBot
) -> None:
    with closing(create_server((LOOPBACK, 0))) as nobody:
        port = nobody.getsockname()[1]
    dialog = opened(page, office, qtbot)
    choose(dialog, Security.NONE)
    fill(dialog, f"{LOOPBACK}:{port}")

    click(dialog.verb)

    qtbot.waitUntil(dialog.error.isVisible)
    assert f"cannot be reached at port {port}" in dialog.error.words
    assert dialog.verb.isEnabled()
    assert office.accounts.every() == ()
    assert keys.kept == {}


def test_a_server_that_hangs_up_says_so_in_place(
    page: BulletinsPage, office: Office, relay: LoopbackSmtpServer, qtbot: QtBot
) -> None:
    relay.fail(Stage.HELLO, HangUp())
    dialog = opened(page, office, qtbot)
    choose(dialog, Security.NONE)
    fill(dialog, f"{LOOPBACK}:{relay.port}")

    click(dialog.verb)

    qtbot.waitUntil(dialog.error.isVisible)
    assert "closed the connection as the session opened" in dialog.error.words
    assert office.accounts.every() == ()


def test_a_computer_without_a_store_says_how_long_the_password_lasts(
    page: BulletinsPage, office: Office, server: LoopbackSmtpServer, qtbot: QtBot
) -> None:
    office.keys = Keys(environ={}, memory_only=True)
    dialog = opened(page, office, qtbot)
    fill(dialog, f"localhost:{server.port}", user="bulletin", password=PASSWORD)

    click(dialog.verb)

    qtbot.waitUntil(dialog.notice.isVisible)
    assert "Give it again next time" in words_of(dialog.notice)
    assert_whole(dialog.notice, qtbot)
    assert office.keys.get("mail/interne") == PASSWORD
    assert not dialog.form.isVisible()
    click(dialog.leave)
    assert len(office.accounts.every()) == 1


def test_a_store_that_is_locked_is_said_and_the_password_lasts_for_the_run(
    page: BulletinsPage, office: Office, server: LoopbackSmtpServer, qtbot: QtBot
) -> None:
    office.keys = KeysOfALockedStore(environ={})
    dialog = opened(page, office, qtbot)
    fill(dialog, f"localhost:{server.port}", user="bulletin", password=PASSWORD)

    click(dialog.verb)

    qtbot.waitUntil(dialog.notice.isVisible)
    assert "refused the password: the store is locked." in words_of(dialog.notice)
    assert_whole(dialog.notice, qtbot)
    assert office.keys.get("mail/interne") == PASSWORD
    assert len(office.accounts.every()) == 1


def test_an_account_whose_store_is_locked_can_still_be_opened(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    open_account(office)
    office.keys = KeysOfALockedStore(environ={})

    dialog = opened(page, office, qtbot)

    assert dialog.isVisible()
    assert not dialog.error.isVisible()


def test_an_empty_form_says_what_is_missing_once_it_is_to_be_saved_and_not_before(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    dialog = opened(page, office, qtbot)
    assert dialog.verb.text() == "Check and save"

    click(dialog.verb)

    assert dialog.isVisible()
    assert dialog.verb.text() == "Check and save · name missing"


def test_the_button_says_what_is_missing_before_anything_is_tried(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    dialog = opened(page, office, qtbot)
    form = dialog.form
    said = [dialog.verb.text()]
    for line, words in (
        (form.name, "Interne"),
        (form.sender_address, "bulletin@ville.example"),
        (form.server, "smtp.ville.example:465"),
        (form.user, "bulletin"),
        (form.password, PASSWORD),
    ):
        type_words(line, words)
        said.append(dialog.verb.text())

    assert said == [
        "Check and save",
        "Check and save · address missing or wrong",
        "Check and save · server missing or wrong",
        "Check and save",
        "Check and save · password missing",
        "Check and save",
    ]
    choose(dialog, Security.NONE)
    assert not form.user.isVisible()
    assert not form.password.isVisible()
    assert form.value.password == ""
    assert form.value.facts.get("user") is None


def test_an_account_is_changed_without_typing_its_password_again(
    page: BulletinsPage,
    office: Office,
    keys: KeysWithStore,
    server: LoopbackSmtpServer,
    qtbot: QtBot,
) -> None:
    dialog = opened(page, office, qtbot)
    fill(dialog, f"localhost:{server.port}", user="bulletin", password=PASSWORD)
    click(dialog.verb)
    qtbot.waitUntil(lambda: page.card.account.open.text() == "Change the account")

    again = opened_again(page, qtbot)
    assert again.form.server.text() == f"localhost:{server.port}"
    assert again.form.password.text() == ""
    assert not again.form.sender_address.isVisible()
    assert "Sending address: Entre nous" in words_of(again)
    again.form.rate.setText("12")
    click(again.verb)

    qtbot.waitUntil(lambda: office.accounts.every()[0].letters_a_minute == 12)
    assert list(keys.kept.values()) == [PASSWORD]


def test_an_account_that_rests_says_why_and_rests_no_more_once_it_works(
    page: BulletinsPage,
    office: Office,
    keys: KeysWithStore,
    server: LoopbackSmtpServer,
    qtbot: QtBot,
) -> None:
    open_account(office)
    (account,) = office.accounts.every()
    keys.set(account.key, "autre")
    rest(office.database, account)
    dialog = opened(page, office, qtbot)
    why = "refuses the user name bulletin"
    qtbot.waitUntil(lambda: why in page.card.account.trouble.text())
    fill(dialog, f"localhost:{server.port}", user="bulletin", password=PASSWORD)

    click(dialog.verb)

    qtbot.waitUntil(lambda: not page.card.account.trouble.isVisible())
    (account,) = office.accounts.every()
    assert account.facts["host"] == "localhost"
    assert account.resting_until is None
    assert keys.kept == {account.key: PASSWORD}


def test_every_field_has_a_name_for_who_does_not_see_it(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    form = opened(page, office, qtbot).form

    for each in (*form.findChildren(QLineEdit), *form.findChildren(QComboBox)):
        assert each.accessibleName()
    assert form.password.echoMode() is QLineEdit.EchoMode.Password
