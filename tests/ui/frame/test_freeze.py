"""All sending is frozen from the palette, seen on Today and in the bar, and lifted from there."""

from datetime import datetime

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import NewAccount, Recipient
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.ui.frame.commands import matching
from comms_desk.ui.frame.freeze import FreezeDialog, FrozenDialog
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.shell.window import Window
from comms_desk.ui.today.page import TodayPage
from tests.ui.keys import click

ZOE = Address(local="zoe", domain="journal.example")
LUC = Address(local="luc", domain="radio.example")


@pytest.fixture
def texts(office: Office) -> tuple[Ref, ...]:
    """Two releases, a letter of each in the outbox."""
    office.accounts.add(NewAccount(name="Presse", sender=ZOE, facts={"host": "smtp.ville.example"}))
    made = []
    for title, to in (("Budget 2027", (ZOE, LUC)), ("Déneigement", (ZOE,))):
        text = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title=title))
        message = NewMessage(subject=title, text="Bonjour")
        office.outbox.send(message, [Recipient(to=each) for each in to], about=text.ref)
        made.append(text.ref)
    return tuple(made)


def test_the_palette_freezes_all_sending_once_it_is_said_why(
    qtbot: QtBot, window: Window, office: Office, texts: tuple[Ref, ...]
) -> None:
    window.go_to("today")
    ((_rank, command), *_others) = matching(window.commands(), "freeze")
    command.act()
    qtbot.waitUntil(lambda: isinstance(window.freezing.question, FreezeDialog))
    question = window.freezing.question
    assert isinstance(question, FreezeDialog)
    assert not question.verb.isEnabled()
    assert "reason missing" in question.verb.text()

    question.reason.setText("Water main break")
    click(question.verb)

    qtbot.waitUntil(window.status.frozen.isVisible)
    assert "Water main break" in window.status.frozen.toolTip()
    assert "3 e-mails wait" in window.toast.accessibleName()
    frozen = office.freezes.current()
    assert frozen is not None
    assert frozen.reason == "Water main break"


def test_today_says_in_red_that_all_is_frozen_and_opens_it(
    qtbot: QtBot, window: Window, office: Office, texts: tuple[Ref, ...]
) -> None:
    office.freezes.freeze("Water main break")
    window.go_to("today")
    page = window.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: bool(page.now.all()))
    line = page.now.all()[0]
    assert line.line.title == "Sending is frozen: Water main break"
    assert [tag.text for tag in line.line.tags] == ["frozen"]

    click(line)

    qtbot.waitUntil(lambda: isinstance(window.freezing.question, FrozenDialog))


def test_one_thing_is_let_go_and_then_all(
    qtbot: QtBot, window: Window, office: Office, texts: tuple[Ref, ...]
) -> None:
    office.freezes.freeze("Water main break")
    window.go_to("today")
    window.open(Ref(Subject.FREEZE, 1))
    qtbot.waitUntil(lambda: isinstance(window.freezing.question, FrozenDialog))
    question = window.freezing.question
    assert isinstance(question, FrozenDialog)
    first, _second = question.things.findChildren(Button)

    click(first)

    qtbot.waitUntil(lambda: len(question.things.findChildren(Button)) == 1)
    assert question.gone.text() == "Let go: Budget 2027"
    assert question.waits.text() == "1 e-mail waits."
    click(question.verb)
    qtbot.waitUntil(lambda: "The freeze is lifted. 1 e-mail" in window.toast.accessibleName())
    assert office.freezes.current() is None
    qtbot.waitUntil(lambda: not window.status.frozen.isVisible())


def test_a_freeze_lifted_meanwhile_is_said(
    qtbot: QtBot, window: Window, office: Office, texts: tuple[Ref, ...]
) -> None:
    office.freezes.freeze("Water main break")
    window.go_to("today")
    window.freezing.ask()
    qtbot.waitUntil(lambda: isinstance(window.freezing.question, FrozenDialog))
    office.freezes.lift()
    question = window.freezing.question
    assert isinstance(question, FrozenDialog)

    click(question.verb)

    qtbot.waitUntil(window.error.isVisible)
    assert "not frozen any more" in window.error.words


def test_what_was_frozen_before_the_window_opened_is_said_in_the_bar(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    assert isinstance(office.freezes.freeze("Water main break").at, datetime)

    window.freezing.read()

    qtbot.waitUntil(window.status.frozen.isVisible)
