"""What bylines would have the Directory say: listed with its evidence, answered by keys, undone."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.contacts.model import NameDecision
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.frame.pages import TO_CHECK
from tests.media.articles.test_signed import Newsroom
from tests.ui.directory.showing import shown, titles
from tests.ui.keys import click, press


@pytest.fixture
def press_room(office: Office) -> Newsroom:
    """Two who sign and have no card, and one who has, and signs elsewhere."""
    room = Newsroom(office.database)
    room.add("Luc", "Tremblay", at=room.outlets[1])
    for _each in range(3):
        room.publish("Ana de la Cruz", "Zoé Roy", "Luc Tremblay")
    return room


def listed(page: DirectoryPage, qtbot: QtBot) -> None:
    shown(page, qtbot, 1)
    qtbot.waitUntil(page.to_check.chip.isVisible)
    page.open(TO_CHECK)
    qtbot.waitUntil(lambda: len(titles(page)) == 3)
    qtbot.waitUntil(page.to_check.card.box.isVisible)


@pytest.mark.usefixtures("press_room")
def test_what_bylines_say_is_listed_with_its_articles(qtbot: QtBot, page: DirectoryPage) -> None:
    listed(page, qtbot)

    assert titles(page) == ["Luc Tremblay", "Ana de la Cruz", "Zoé Roy"]
    assert page.to_check.chip.text() == "To check · 3"
    card = page.to_check.card
    assert card.box.said.text() == "3 articles signed in Écho; the card says Nord."
    qtbot.waitUntil(lambda: len(card.articles.all()) == 3)
    with qtbot.waitSignal(page.open_wanted):
        click(card.articles.all()[0])


@pytest.mark.usefixtures("press_room")
def test_a_key_updates_a_position_and_undo_puts_it_back(
    qtbot: QtBot, page: DirectoryPage, office: Office
) -> None:
    listed(page, qtbot)

    with qtbot.waitSignal(page.undoable) as done:
        press(page.column.list.list, Qt.Key.Key_D)

    assert done.args[0] == "Position of Luc Tremblay updated"
    assert "Écho" in office.contacts.search("tremblay").rows[0].outlets
    qtbot.waitUntil(lambda: titles(page) == ["Ana de la Cruz", "Zoé Roy"])
    done.args[1]()
    qtbot.waitUntil(lambda: len(titles(page)) == 3)
    assert office.contacts.search("tremblay").rows[0].outlets == ("Nord",)


@pytest.mark.usefixtures("press_room")
def test_all_that_are_chosen_are_answered_together(
    qtbot: QtBot, page: DirectoryPage, office: Office
) -> None:
    listed(page, qtbot)
    page.column.list.list.selectAll()

    with qtbot.waitSignal(page.undoable) as done:
        press(page.column.list.list, Qt.Key.Key_D)

    assert done.args[0] == "3 cards updated"
    assert office.contacts.search().total == 3
    qtbot.waitUntil(lambda: not titles(page))


@pytest.mark.usefixtures("press_room")
def test_what_is_no_person_is_said_by_a_key_and_remembered(
    qtbot: QtBot, page: DirectoryPage, office: Office
) -> None:
    listed(page, qtbot)
    page.column.list.step(1)
    qtbot.waitUntil(lambda: page.to_check.card.box.name.text() == "Ana de la Cruz")

    with qtbot.waitSignal(page.undoable) as done:
        press(page.column.list.list, Qt.Key.Key_X)

    assert [each.said for each in office.bylines.refused()] == [NameDecision.NOT_A_PERSON]
    qtbot.waitUntil(lambda: titles(page) == ["Luc Tremblay", "Zoé Roy"])
    done.args[1]()
    qtbot.waitUntil(lambda: len(titles(page)) == 3)


def test_who_signs_no_more_is_a_filter_and_a_line_of_their_card(
    qtbot: QtBot, page: DirectoryPage, office: Office, clock: StillClock
) -> None:
    room = Newsroom(office.database)
    luc = room.add("Luc", "Tremblay", at=room.outlets[0])
    room.publish(*["Luc Tremblay"] * 6)
    for _each in range(3):
        clock.advance(timedelta(days=15))
        room.publish("Écho")
        clock.advance(timedelta(days=15, minutes=20))
    shown(page, qtbot, 1)
    qtbot.waitUntil(page.to_check.silent.isVisible)

    click(page.to_check.silent)
    qtbot.waitUntil(lambda: "Écho · since" in page.column.list.list.rows.rows()[0].detail)
    page.column.list.choose(luc)

    qtbot.waitUntil(lambda: page.contact_card.saver.id == luc)
    assert page.contact_card.verified.text().startswith("Silent since November 24, 2026")
