"""A text in doubt since a restore leaves only once a person has ticked what that means."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.mail.address import Address
from comms_desk.mail.model import LetterState
from comms_desk.media.dispatches import restored
from comms_desk.media.dispatches.model import DispatchKind, RequestedSending
from comms_desk.media.drafting.model import Draft, DraftStatus
from comms_desk.media.lists.model import ListId
from comms_desk.storage import doubts
from comms_desk.storage.model import FieldChange
from comms_desk.ui.texts.page import TextsPage
from comms_desk.ui.texts.sending.amend_panel import AmendPanel
from comms_desk.ui.texts.sending.panel import SendPanel, SendTextDialog
from tests.ui.keys import click, press, tabs_from, type_words


@pytest.fixture
def in_doubt(office: Office, text: Draft, agencies: ListId) -> None:
    with office.database.transaction() as transaction:
        restored.doubt(transaction, None)


@pytest.fixture
def prepared(qtbot: QtBot, in_doubt: None, page: TextsPage, agencies: ListId) -> SendPanel:
    """The last screen, with the list chosen."""
    click(page.card.send)
    panel = page.sending.prepared
    qtbot.waitUntil(lambda: panel.view is not None)
    panel.have(RequestedSending(lists=(agencies,)))
    qtbot.waitUntil(lambda: panel.view is not None and panel.view.wanted == panel.wanted)
    return panel


@pytest.fixture
def amended(
    qtbot: QtBot, page: TextsPage, office: Office, text: Draft
) -> Callable[[DispatchKind], AmendPanel]:
    """The last screen of a correction or a withdrawal of a text that one person has."""

    def shown(kind: DispatchKind) -> AmendPanel:
        office.dispatches.send(text.id, RequestedSending(also=(Address.parse("c@fil.example"),)))
        office.drafts.edit(text.id, FieldChange("title", "Budget 2027", "Budget 2028"))
        with office.database.transaction() as transaction:
            restored.doubt(transaction, None)
        page.read_card()
        qtbot.waitUntil(page.card.head.sent.isVisible)
        click(page.card.send)
        followed = page.sending.followed
        qtbot.waitUntil(lambda: followed.view is not None)
        is_correction = kind is DispatchKind.CORRECTION
        click(followed.correct if is_correction else followed.withdraw)
        panel = page.sending.amended
        qtbot.waitUntil(lambda: panel.planned is not None)
        return panel

    return shown


def test_the_doubt_is_said_with_its_way_out_and_holds_the_button(prepared: SendPanel) -> None:
    assert prepared.doubt.why.text().startswith("“Budget 2027” may have been sent before")
    assert prepared.doubt.confirm.isVisible()
    assert not prepared.doubt.is_confirmed
    assert not prepared.missing.isVisible()
    assert not prepared.send.isEnabled()
    assert "to be confirmed" in prepared.send.text()


def test_the_keys_alone_confirm_it_and_send(
    qtbot: QtBot, prepared: SendPanel, office: Office, text: Draft
) -> None:
    prepared.activateWindow()
    qtbot.waitUntil(prepared.isActiveWindow)
    assert prepared.doubt.confirm in tabs_from(prepared.back, most=8)
    press(prepared.doubt.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(prepared.send.isEnabled)
    assert prepared.doubt.isVisible()
    prepared.ask()
    qtbot.waitUntil(lambda: isinstance(prepared.question, SendTextDialog))
    question = prepared.question
    assert question is not None

    click(question.verb)

    qtbot.waitUntil(lambda: office.outbox.counts()[LetterState.QUEUED] == 2)
    assert office.drafts.get(text.id).status is DraftStatus.SCHEDULED


def test_what_was_ticked_is_taken_back(qtbot: QtBot, prepared: SendPanel) -> None:
    click_tick(prepared)
    qtbot.waitUntil(prepared.send.isEnabled)

    click_tick(prepared)

    qtbot.waitUntil(lambda: "confirmed" in prepared.send.text())
    assert not prepared.send.isEnabled()


def test_another_form_does_not_take_the_tick_away(qtbot: QtBot, prepared: SendPanel) -> None:
    click_tick(prepared)
    click(prepared.how.word)

    qtbot.waitUntil(prepared.send.isEnabled)

    assert prepared.wanted.even_if_sent


def test_whoever_comes_back_is_asked_again(
    qtbot: QtBot, page: TextsPage, prepared: SendPanel, agencies: ListId
) -> None:
    click_tick(prepared)
    qtbot.waitUntil(prepared.send.isEnabled)
    click(prepared.back)

    click(page.card.send)

    qtbot.waitUntil(lambda: "confirmed" in prepared.send.text())
    assert prepared.wanted.lists == (agencies,)
    assert not prepared.doubt.is_confirmed


def test_a_text_of_which_nothing_is_in_doubt_asks_nothing(
    qtbot: QtBot, page: TextsPage, agencies: ListId
) -> None:
    click(page.card.send)
    panel = page.sending.prepared

    qtbot.waitUntil(lambda: panel.view is not None)

    assert not panel.doubt.isVisible()


@pytest.mark.parametrize("kind", [DispatchKind.CORRECTION, DispatchKind.WITHDRAWAL])
def test_a_correction_and_a_withdrawal_are_confirmed_alike(
    qtbot: QtBot,
    page: TextsPage,
    amended: Callable[[DispatchKind], AmendPanel],
    kind: DispatchKind,
    office: Office,
    text: Draft,
) -> None:
    panel = amended(kind)
    assert panel.doubt.why.text().startswith("“Budget 2028” may have been sent before")
    type_words(panel.note, "2028, and not 2027.")
    assert not panel.send.isEnabled()
    panel.doubt.confirm.setFocus()
    press(panel.doubt.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(panel.send.isEnabled)
    panel.ask()
    qtbot.waitUntil(lambda: panel.question is not None)
    question = panel.question
    assert question is not None

    click(question.verb)

    qtbot.waitUntil(lambda: page.sending.in_front is page.sending.followed)
    with office.database.snapshot() as snapshot:
        assert not doubts.is_doubted(snapshot, text.ref)


def click_tick(panel: SendPanel) -> None:
    panel.doubt.confirm.setFocus()
    press(panel.doubt.confirm, Qt.Key.Key_Space)
