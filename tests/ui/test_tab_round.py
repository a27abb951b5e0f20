"""Tab goes through all of a page and comes back, forwards and backwards: nobody is caught in it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.across.sample import load_sample
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.list_page import ListPage
from comms_desk.ui.pages import PLACES
from comms_desk.ui.rail import RailButton
from comms_desk.ui.window import Window
from tests.ui.keys import press, tabs_from

KEYS = tuple(place.key for place in PLACES if place.is_on_rail)
BLOCKS = 5
"""Of the bulletin of the sample desk."""
TABS_FOLLOW_MS = 200
"""The card of a bulletin puts its tabs in order a moment after its blocks stand."""


def stops(window: Window) -> set[QWidget]:
    """What Tab has to come to."""
    return {
        one_of(each)
        for each in window.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and each.isVisible()
        and each.isEnabled()
    }


def one_of(widget: QWidget) -> QWidget:
    """The first button of a group: Tab comes to one of them, the arrows to all."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return widget if group is None else group.buttons()[0]


def opened(qtbot: QtBot, window: Window, key: str) -> None:
    """Show the page *key*, and the first thing of its list."""
    window.go_to(key)
    page = window.page
    if isinstance(page, ListPage):
        qtbot.waitUntil(lambda: page.column.list.shown > 0)
        press(page, Qt.Key.Key_J)
        qtbot.waitUntil(lambda: page.column.list.chosen is not None)
    if isinstance(page, BulletinsPage):
        qtbot.waitUntil(lambda: page.card.shown is not None)
        qtbot.waitUntil(lambda: len(page.card.blocks.cards) == BLOCKS)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    qtbot.wait(TABS_FOLLOW_MS)


@pytest.mark.parametrize("key", KEYS)
def test_tab_comes_to_everything_and_back(
    qtbot: QtBot, window: Window, office: Office, key: str
) -> None:
    load_sample(office)
    opened(qtbot, window, key)
    wanted = stops(window)
    first = next(each for each in wanted if not isinstance(each, RailButton))

    forwards = tabs_from(first, most=len(wanted) + 5)
    backwards = tabs_from(first, most=len(wanted) + 5, key=Qt.Key.Key_Backtab)

    assert {one_of(each) for each in forwards} == wanted
    assert len(forwards) == len(wanted)
    assert backwards == [first, *reversed(forwards[1:])]
