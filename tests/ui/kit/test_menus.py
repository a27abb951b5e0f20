"""Menus are round: nothing of the system's is seen behind their corners."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import invalidate, isValid

from comms_desk.ui.frame.commands import of_buttons
from comms_desk.ui.kit.bar import PageBar
from comms_desk.ui.kit.look import LIGHT
from comms_desk.ui.kit.menus import Line, PlainText, RichText
from comms_desk.ui.kit.more_button import MoreButton, rename
from comms_desk.ui.kit.new_button import NewButton
from comms_desk.ui.kit.stylesheet import stylesheet
from tests.ui.keys import press, type_words

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
"""A popup asks of the screen what the one of the tests cannot."""


def is_round(menu: QMenu) -> bool:
    picture = menu.grab().toImage()
    corners = (picture.pixelColor(x, y) for x in (0, picture.width() - 1) for y in (0, 1))
    return all(corner.alpha() == 0 for corner in corners)


@pytest.mark.parametrize("editor", [Line, PlainText, RichText])
def test_the_menu_of_an_editor_is_round(qtbot: QtBot, editor: type[QWidget]) -> None:
    made = editor()
    qtbot.addWidget(made)
    made.setStyleSheet(stylesheet(LIGHT))
    made.show()
    reason = QContextMenuEvent.Reason.Mouse
    clicked = made.viewport() if isinstance(made, QAbstractScrollArea) else made

    QApplication.sendEvent(clicked, QContextMenuEvent(reason, QPoint(2, 2), QPoint(2, 2)))
    menu = QApplication.activePopupWidget()

    assert isinstance(menu, QMenu)
    assert menu.actions()
    assert is_round(menu)
    with qtbot.waitSignal(menu.destroyed):
        menu.close()


def test_the_menu_of_what_is_made_is_round(qtbot: QtBot) -> None:
    button = NewButton("New", ("Release", print))
    qtbot.addWidget(button)
    button.setStyleSheet(stylesheet(LIGHT))
    button.show()
    menu = button.menu()

    menu.popup(QPoint(2, 2))

    assert is_round(menu)
    menu.close()


def test_what_is_done_less_often_says_its_key_in_the_menu_and_among_all_keys(
    qtbot: QtBot,
) -> None:
    done: list[str] = []
    page, more = QWidget(), MoreButton()
    qtbot.addWidget(page)
    bar = PageBar()
    bar.right(more)
    QVBoxLayout(page).addWidget(bar)
    unread = more.offer("Mark as unread", lambda: done.append("unread"), key="U")
    more.offer("Change", lambda: done.append("change"), key="E").setVisible(False)
    page.show()

    assert unread.text() == "Mark as unread\tU"
    (said,) = of_buttons(page)
    assert (said.label, said.keys) == ("Mark as unread", "U")
    said.act()
    assert done == ["unread"]

    rename(unread, "Mark as read")
    assert unread.text() == "Mark as read\tU"


def test_what_a_menu_offers_stays_when_pyside_doubts_the_page_around_it(qtbot: QtBot) -> None:
    page, done = PageBar(), list[str]()
    qtbot.addWidget(page)
    more = MoreButton()
    page.right(more)
    action = more.offer("Change", lambda: done.append("changed"))

    invalidate(page)  # as PySide does of itself, to all that is under it

    assert isValid(action)
    rename(action, "Change it")
    action.trigger()
    assert done == ["changed"]
    page.show()
    assert [command.label for command in of_buttons(page)] == ["Change it"]


@pytest.mark.parametrize("kind", [Line, PlainText, RichText])
def test_ctrl_z_gives_back_a_word_and_never_those_before_it_or_since_a_mark_was_mended(
    qtbot: QtBot, kind: type[Line | PlainText | RichText]
) -> None:
    field = kind()
    qtbot.addWidget(field)
    field.language = "fr"
    field.show()
    type_words(field, "Les cols bleus jusqu'ici demain")

    seen = []
    for _ in range(5):
        press(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        seen.append(field.text() if isinstance(field, Line) else field.toPlainText())

    assert seen == [
        "Les cols bleus jusqu’ici ",
        "Les cols bleus jusqu’",
        "Les cols bleus jusqu'",
        "Les cols bleus ",
        "Les cols ",
    ]
