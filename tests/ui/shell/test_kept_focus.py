"""Where the keys go when what had them goes away: what replaced it, never the rail."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete, isValid

from comms_desk.across.office import Office
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.kit.menus import Line
from comms_desk.ui.shell.kept_focus import KeptFocus
from comms_desk.ui.shell.window import Window
from tests.support.samples import bring_sample
from tests.ui.directory.showing import chosen, shown
from tests.ui.keys import click, press

BLOCKS = 5
"""Of the bulletin of the sample desk."""


def at(window: Window) -> QWidget:
    focused = window.focusWidget()
    assert focused is not None
    return focused


@pytest.fixture
def directory(window: Window, office: Office, qtbot: QtBot) -> DirectoryPage:
    held = (NewPosition(title="journaliste"), NewPosition(title="chronique"))
    contact = office.contacts.add(NewContact(family_name="Okafor", positions=held)).id
    for name in ("Obi", "Zhao"):
        office.contacts.add(NewContact(family_name=name))
    window.go_to("directory")
    page = window.page
    assert isinstance(page, DirectoryPage)
    shown(page, qtbot, 3)
    chosen(page, qtbot, contact)
    return page


def test_what_goes_away_is_replaced_by_what_stands_beside_it(
    window: Window, directory: DirectoryPage
) -> None:
    first, second = directory.contact_card.positions.values()
    first.remove.setFocus()

    first.hide()

    assert second.isAncestorOf(at(window))


def test_letters_typed_after_the_focus_was_lost_are_no_commands(
    window: Window, directory: DirectoryPage, qtbot: QtBot
) -> None:
    before = directory.column.list.chosen
    first, _second = directory.contact_card.positions.values()
    first.remove.setFocus()
    first.hide()

    press(at(window), Qt.Key.Key_J)
    assert directory.column.list.chosen == before

    directory.column.list.setFocus()
    press(at(window), Qt.Key.Key_K)
    assert directory.column.list.chosen != before


@pytest.mark.parametrize("how", ["a click", "an arrow", "more letters"])
def test_whoever_has_looked_up_gives_commands_again_though_the_focus_stays(
    window: Window, directory: DirectoryPage, qtbot: QtBot, how: str
) -> None:
    rows = directory.column.list.list
    next(iter(directory.contact_card.positions.values())).remove.setFocus()
    at(window).clearFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is rows)
    if how == "a click":
        row = rows.visualRect(rows.rows.index(0)).center()
        QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=row)
    elif how == "an arrow":
        press(rows, Qt.Key.Key_Up)
    else:
        press(rows, Qt.Key.Key_T)
    chosen_before = directory.column.list.chosen
    assert QApplication.focusWidget() is rows

    press(rows, Qt.Key.Key_J)

    assert (directory.column.list.chosen != chosen_before) == (how != "more letters")


def test_letters_walk_the_list_again_once_the_keys_were_read_and_left(
    window: Window, directory: DirectoryPage, qtbot: QtBot
) -> None:
    rows = directory.column.list
    rows.setFocus()
    before = rows.chosen

    press(window, Qt.Key.Key_F1)
    qtbot.waitUntil(window.palette_box.field.hasFocus)
    press(window.palette_box.field, Qt.Key.Key_Escape)
    press(at(window), Qt.Key.Key_J)

    assert window.palette_box.isHidden()
    assert rows.chosen != before


def test_the_keys_that_nobody_has_are_the_page_s(
    window: Window, directory: DirectoryPage, qtbot: QtBot
) -> None:
    card = next(iter(directory.contact_card.positions.values()))
    card.remove.setFocus()

    card.remove.clearFocus()

    qtbot.waitUntil(lambda: QApplication.focusWidget() is directory.column.list.list)
    assert not window.rail.isAncestorOf(at(window))


def test_a_button_that_may_not_be_pressed_any_longer_gives_the_keys_to_its_neighbours(
    window: Window, directory: DirectoryPage
) -> None:
    first, _second = directory.contact_card.positions.values()
    first.remove.setFocus()

    first.remove.setEnabled(False)

    assert directory.contact_card.isAncestorOf(at(window))


def test_who_adds_an_image_to_a_bulletin_and_types_walks_no_list(
    window: Window, office: Office, qtbot: QtBot
) -> None:
    bring_sample(office)
    window.go_to("bulletins")
    page = window.page
    assert isinstance(page, BulletinsPage)
    qtbot.waitUntil(lambda: page.column.list.shown > 0)
    page.next_row()
    qtbot.waitUntil(lambda: page.card.shown is not None)
    qtbot.waitUntil(lambda: len(page.card.blocks.cards) == BLOCKS)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    chosen_before, blocks = page.column.list.chosen, set(page.card.blocks.cards)
    adder = next(
        each for each in page.card.blocks.adders.values() if "mage" in each.accessibleName()
    )

    click(adder)
    qtbot.waitUntil(lambda: len(page.card.blocks.cards) > len(blocks))
    (added,) = set(page.card.blocks.cards) - blocks
    qtbot.waitUntil(lambda: page.card.blocks.cards[added].isAncestorOf(at(window)))
    for key in (Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_J):
        press(at(window), key)

    assert page.column.list.chosen == chosen_before
    alternative = page.card.blocks.cards[added].fields[0]
    assert alternative.field == "alternative"
    assert alternative.value == "jkj"


def test_the_focus_that_goes_with_its_window_asks_nothing_of_it(qtbot: QtBot) -> None:
    window = QWidget()
    field = Line()
    QVBoxLayout(window).addWidget(field)
    kept = KeptFocus(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)

    with qtbot.captureExceptions() as raised:
        delete(window)

    assert raised == []
    assert not isValid(kept)
