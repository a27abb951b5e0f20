"""An article that says that the City did not answer is tied to its inquiry by a few keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries.model import Inquiry, InquiryTab, NewInquiry
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.watch.mention_card import NEW_INQUIRY, UnansweredPanel
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import WatchRoom
from tests.ui.keys import click, press, type_words
from tests.ui.watch.showing import opened, shown

SAYS = (
    "Neige : la facture grimpe",
    "À l’hôtel de ville on s’inquiète. La Ville de Montréal n’a pas répondu à nos questions.",
)


@pytest.fixture
def snow(room: WatchRoom, office: Office) -> Inquiry:
    """An inquiry of the outlet, and its article that says that nobody answered."""
    asked = office.inquiries.add(NewInquiry(title="Coût de la neige", outlet_name="La Dépêche"))
    room.deliver(SAYS)
    room.catch_up()
    return asked


def panel(qtbot: QtBot, page: WatchPage) -> UnansweredPanel:
    shown(qtbot, page)
    opened(qtbot, page)
    qtbot.waitUntil(page.card.unanswered.isVisible)
    return page.card.unanswered


def said(panel: UnansweredPanel) -> str:
    return panel.notice.findChildren(QLabel)[0].text()


def act(panel: UnansweredPanel) -> Button:
    return panel.notice.findChildren(Button)[0]


def test_the_likely_inquiry_is_offered_and_taken_by_enter(
    qtbot: QtBot, page: WatchPage, office: Office, snow: Inquiry
) -> None:
    told = panel(qtbot, page)
    assert "n’a pas répondu à nos questions" in said(told)

    click(act(told))
    qtbot.waitUntil(lambda: len(told.picker.list.rows.rows()) == 2)
    assert [each.key for each in told.picker.list.rows.rows()] == [snow.id, NEW_INQUIRY]
    with qtbot.waitSignal(page.undoable) as done:
        press(told.picker.search, Qt.Key.Key_Return)

    moments = office.inquiries.moments(snow.id)
    assert [each.what for each in moments if each.clip is not None] == [MomentKind.UNANSWERED_SAID]
    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(act(told))
    assert wanted.args == [Ref(Subject.INQUIRY, snow.id)]

    done.args[1]()  # Ctrl+Z
    qtbot.waitUntil(lambda: "nos questions" in said(told))
    assert office.inquiries.moments(snow.id)[-1].taken_back_at is not None


@pytest.mark.usefixtures("snow")
def test_a_lost_question_is_noted_and_put_away_again_by_its_undo(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    told = panel(qtbot, page)
    click(act(told))
    qtbot.waitUntil(lambda: len(told.picker.list.rows.rows()) == 2)
    type_words(told.picker.search, "piscine")
    qtbot.waitUntil(lambda: [each.key for each in told.picker.list.rows.rows()] == [NEW_INQUIRY])

    with qtbot.waitSignal(page.undoable) as done:
        press(told.picker.search, Qt.Key.Key_Return)

    found = office.inquiries.search("facture", view=InquiryTab.ALL)
    assert [each.title for each in found.rows] == ["Neige : la facture grimpe"]
    done.args[1]()
    qtbot.waitUntil(lambda: office.inquiries.search("facture", view=InquiryTab.ALL).total == 0)


@pytest.mark.usefixtures("room")
def test_an_article_that_says_nothing_of_it_shows_nothing(qtbot: QtBot, page: WatchPage) -> None:
    shown(qtbot, page)
    opened(qtbot, page)

    assert not page.card.unanswered.isVisible()
