"""The card of an article says what the directory does not know of who signs it."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.contacts.model import NameDecision
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import WatchRoom
from tests.ui.keys import press
from tests.ui.watch.showing import opened, shown


def test_who_signs_without_a_card_is_added_by_one_key_and_undone(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    room.deliver(*[(f"Budget {each}", "La mairesse de Montréal parle.") for each in range(3)])
    room.catch_up()
    shown(qtbot, page)
    opened(qtbot, page)
    box = page.card.bylines
    qtbot.waitUntil(box.isVisible)
    assert box.name.text() == "Camille Ostiguy-Roy"
    assert box.said.text().endswith("articles signed in La Dépêche; no card of that name.")

    with qtbot.waitSignal(page.undoable) as done:
        press(page, Qt.Key.Key_D)

    assert done.args[0] == "Camille Ostiguy-Roy added to the directory"
    assert office.contacts.search("ostiguy").total == 1
    qtbot.waitUntil(lambda: not box.isVisible())
    done.args[1]()
    qtbot.waitUntil(lambda: office.contacts.search("ostiguy").total == 0)


@pytest.mark.usefixtures("room")
def test_what_was_refused_is_not_proposed_beside_an_article(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    office.bylines.refuse([each.id for each in office.bylines.proposals()], NameDecision.NOT_NOW)
    shown(qtbot, page)
    opened(qtbot, page)

    assert not page.card.bylines.isVisible()
