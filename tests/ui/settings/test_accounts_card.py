"""The sending accounts among the settings: whose sign-in has ended, and what has no server."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.errors import SignInOver
from comms_desk.mail.model import NewAccount
from comms_desk.settings import SettingSection
from comms_desk.ui.settings.accounts_card import AccountsCard
from comms_desk.ui.shell.window import Window
from tests.support.m365 import CLIENT, TENANT, USER
from tests.ui.keys import click
from tests.ui.settings.test_page import card_of

SENDER = Address(local="presse", domain="ville.example")


def test_whoever_has_to_sign_in_again_does_so_from_the_account(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    facts = {"tenant": TENANT, "client": CLIENT, "user": USER}
    made = office.accounts.add(NewAccount(name="Presse", kind="m365", sender=SENDER, facts=facts))
    office.accounts.add(NewAccount(name="Outlook", kind="outlook", sender=SENDER, facts={}))
    Departures(office.database).rest(made.id, SignInOver(USER, "AADSTS50173"))
    card = card_of(qtbot, window, SettingSection.ACCOUNTS)
    assert isinstance(card, AccountsCard)
    qtbot.waitUntil(lambda: len(card.lines) == 2)
    presse, outlook = card.lines
    assert not presse.sign_in.isHidden()
    assert USER in presse.refusal.text()
    assert outlook.sign_in.isHidden()
    assert outlook.check.isHidden()

    click(presse.sign_in)

    qtbot.waitUntil(lambda: card.dialog is not None and card.dialog.isVisible())
    assert card.dialog is not None
    assert card.dialog.sign_in.verb.isEnabled()
    card.dialog.reject()
