"""A sending account of Microsoft 365 or of Outlook, set up in the window."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

import pytest
import trustme
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.keys import Keys
from comms_desk.mail.m365 import M365Facts
from comms_desk.mail.sign_in import Authority, Grant, SignInPrompt
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.frame.accounts.dialog import AccountDialog, read_account
from tests.support.m365 import CLIENT, TENANT, USER, FakeAuthority, TokenSink
from tests.ui.keys import click, type_words

SignsIn = Callable[..., Grant]


@pytest.fixture
def keys(office: Office) -> Keys:
    office.keys = Keys(environ={}, memory_only=True)
    return office.keys


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeAuthority]:
    """An organisation that this computer trusts."""
    certificates = trustme.CA()
    trusted = tmp_path / "authority.pem"
    certificates.cert_pem.write_to_path(trusted)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    with FakeAuthority(certificates) as running:
        yield running


@pytest.fixture
def sink(authority: FakeAuthority) -> Iterator[TokenSink]:
    with TokenSink(authority) as running:
        yield running


def signing_in(authority: FakeAuthority, sink: TokenSink) -> SignsIn:
    """Sign in as the window does, with the browser of a test."""

    def signs_in(facts: M365Facts, *, stop: Event, tell: Callable[[SignInPrompt], None]) -> Grant:
        browser = authority.browser()
        there = authority.facts(smtp_port=sink.port, tenant=facts.tenant, client=facts.client)
        try:
            return Authority(there, browse=browser).by_browser(stop=stop, tell=tell)
        finally:
            browser.close()

    return signs_in


def waits(facts: M365Facts, *, stop: Event, tell: Callable[[SignInPrompt], None]) -> Grant:
    """Sign in at a browser in front of which nobody sits."""
    there = Authority(facts, browse=lambda _address: False)
    return there.by_browser(stop=stop, tell=tell)


def opened(
    page: BulletinsPage, qtbot: QtBot, signs_in: SignsIn, known: object = None
) -> AccountDialog:
    page.show()
    dialog = AccountDialog(page, page.errands, known, signs_in)  # type: ignore[arg-type]
    dialog.open()
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def choose(dialog: AccountDialog, kind: str) -> None:
    dialog.form.kind.setCurrentIndex(dialog.form.kind.findData(kind))


def fill(dialog: AccountDialog) -> None:
    choose(dialog, "m365")
    form = dialog.form
    for line, words in (
        (form.name, "Presse"),
        (form.sender_address, "presse@ville.example"),
        (form.m365.tenant, TENANT),
        (form.m365.client, CLIENT),
        (form.m365.user, USER),
    ):
        type_words(line, words)


def at(dialog: AccountDialog, authority: FakeAuthority, port: int) -> None:
    """Have the account be of this organisation and not of Microsoft's cloud."""
    dialog.form.m365._others = {
        "host": "localhost",
        "port": str(port),
        "authority": authority.host,
    }


def test_somebody_signs_in_and_the_account_is_kept(
    page: BulletinsPage,
    office: Office,
    keys: Keys,
    authority: FakeAuthority,
    sink: TokenSink,
    qtbot: QtBot,
) -> None:
    dialog = opened(page, qtbot, signing_in(authority, sink))
    fill(dialog)
    at(dialog, authority, sink.port)
    dialog.form.typed.emit()
    assert dialog.verb.text().endswith("sign-in missing")
    assert not dialog.form.password.isVisible()

    click(dialog.sign_in.verb)
    qtbot.waitUntil(lambda: dialog.verb.isEnabled() and dialog.verb.text() == "Check and save")
    secret = dialog.form.value.password
    assert secret not in repr(dialog.form.value)
    click(dialog.verb)

    qtbot.waitUntil(lambda: bool(office.accounts.every()))
    (account,) = office.accounts.every()
    assert (account.kind, account.recipients_a_day) == ("m365", 10_000)
    assert account.recipients_a_message == 500
    assert account.facts["tenant"] == TENANT
    qtbot.waitUntil(lambda: keys.get(account.key) is not None)
    assert keys.need(account.key) in authority.desk.refresh
    assert sink.signed_in == [USER]
    assert sink.letters == []


def test_what_is_changed_after_signing_in_asks_for_it_again(
    page: BulletinsPage, keys: Keys, authority: FakeAuthority, sink: TokenSink, qtbot: QtBot
) -> None:
    dialog = opened(page, qtbot, signing_in(authority, sink))
    fill(dialog)
    click(dialog.sign_in.verb)
    qtbot.waitUntil(lambda: dialog.verb.text() == "Check and save" and dialog.verb.isEnabled())

    type_words(dialog.form.m365.user, "x")

    assert dialog.verb.text().endswith("sign-in missing")


def test_nobody_has_to_wait_for_a_browser(
    page: BulletinsPage, keys: Keys, authority: FakeAuthority, sink: TokenSink, qtbot: QtBot
) -> None:
    dialog = opened(page, qtbot, waits)
    fill(dialog)
    at(dialog, authority, sink.port)
    click(dialog.sign_in.verb)
    qtbot.waitUntil(dialog.sign_in.copy.isVisible)
    click(dialog.sign_in.copy)
    assert QGuiApplication.clipboard().text().startswith(f"https://{authority.host}/")

    click(dialog.sign_in.stop)

    qtbot.waitUntil(lambda: dialog.sign_in.state.text() == "Nobody signed in.")
    assert dialog.sign_in.verb.isEnabled()
    assert not dialog.sign_in.stop.isVisible()
    click(dialog.sign_in.verb)
    qtbot.waitUntil(dialog.sign_in.copy.isVisible)
    dialog.reject()
    qtbot.waitUntil(lambda: not page.errands.unwritten)


def test_a_refusal_of_the_organisation_is_said_in_place(
    page: BulletinsPage, keys: Keys, authority: FakeAuthority, sink: TokenSink, qtbot: QtBot
) -> None:
    authority.desk.consents = False
    dialog = opened(page, qtbot, signing_in(authority, sink))
    fill(dialog)

    click(dialog.sign_in.verb)

    qtbot.waitUntil(dialog.error.isVisible)
    assert "has not allowed the application" in dialog.error.words
    assert dialog.verb.text().endswith("sign-in missing")


def test_an_account_whose_sign_in_is_known_is_changed_without_signing_in(
    page: BulletinsPage,
    office: Office,
    keys: Keys,
    authority: FakeAuthority,
    sink: TokenSink,
    qtbot: QtBot,
) -> None:
    dialog = opened(page, qtbot, signing_in(authority, sink))
    fill(dialog)
    at(dialog, authority, sink.port)
    click(dialog.sign_in.verb)
    qtbot.waitUntil(lambda: dialog.verb.text() == "Check and save" and dialog.verb.isEnabled())
    click(dialog.verb)
    qtbot.waitUntil(lambda: bool(office.accounts.every()))
    (account,) = office.accounts.every()
    qtbot.waitUntil(lambda: keys.get(account.key) is not None)

    again = opened(page, qtbot, waits, read_account(office, account.id))
    assert not again.form.kind.isVisible()
    assert again.sign_in.verb.text() == "Sign in again…"
    again.form.a_day.setText("500")
    again.form.at_once.setText("50")
    click(again.verb)

    qtbot.waitUntil(lambda: office.accounts.every()[0].recipients_a_message == 50)
    assert office.accounts.every()[0].recipients_a_day == 500
    assert keys.need(account.key) in authority.desk.refresh


def test_an_account_of_outlook_reaches_no_server(
    page: BulletinsPage, office: Office, keys: Keys, qtbot: QtBot
) -> None:
    dialog = opened(page, qtbot, waits)
    choose(dialog, "outlook")
    type_words(dialog.form.name, "Outlook")
    type_words(dialog.form.sender_address, "presse@ville.example")
    assert not dialog.sign_in.isVisible()
    assert not dialog.form.rate.isVisible()

    click(dialog.verb)

    qtbot.waitUntil(lambda: bool(office.accounts.every()))
    (account,) = office.accounts.every()
    assert (account.kind, account.facts) == ("outlook", {"blind_copies": "450"})
