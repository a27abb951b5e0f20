"""Tab goes through all of a page and comes back, forwards and backwards: nobody is caught in it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.frame.pages import PLACES
from comms_desk.ui.kit.look import PAGE_BAR_HEIGHT_PX
from comms_desk.ui.shell.rail import RailButton
from comms_desk.ui.shell.window import Window
from comms_desk.ui.today.page import TodayPage
from comms_desk.ui.watch.page import WatchPage
from tests.support.samples import bring_sample
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
    if isinstance(page, TodayPage):
        with qtbot.waitSignal(page.rows_shown):
            pass
    if isinstance(page, ListPage):
        qtbot.waitUntil(lambda: page.column.list.shown > 0)
        press(page, Qt.Key.Key_J)
        qtbot.waitUntil(lambda: page.column.list.chosen is not None)
    if isinstance(page, TodayPage):
        qtbot.waitUntil(lambda: bool(page.mentions.all()))
    if isinstance(page, BulletinsPage):
        qtbot.waitUntil(lambda: page.card.shown is not None)
        qtbot.waitUntil(lambda: len(page.card.blocks.cards) == BLOCKS)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    qtbot.wait(TABS_FOLLOW_MS)


@pytest.mark.parametrize("key", KEYS)
def test_tab_comes_to_everything_and_back(
    qtbot: QtBot, window: Window, office: Office, key: str
) -> None:
    bring_sample(office)
    opened(qtbot, window, key)
    wanted = stops(window)
    first = next(each for each in wanted if not isinstance(each, RailButton))

    forwards = tabs_from(first, most=len(wanted) + 5)
    backwards = tabs_from(first, most=len(wanted) + 5, key=Qt.Key.Key_Backtab)

    assert {one_of(each) for each in forwards} == wanted
    assert len(forwards) == len(wanted)
    assert backwards == [first, *reversed(forwards[1:])]


def under_the_eye(window: Window) -> list[tuple[int, int]]:
    """Where each stop stands, as Tab comes to them: the row of the bar first, then downwards."""
    column = window.rail.width() + window.page.beside_list().left() if window.page else 0
    at, chosen_from = window.rail.nextInFocusChain(), stops(window)
    seen: list[tuple[int, int]] = []
    while at is not None and at is not window.rail:
        place = at.mapTo(window, QPoint())
        if at in chosen_from and place.x() >= column:
            seen.append((place.y() // PAGE_BAR_HEIGHT_PX, place.x()))
        at = at.nextInFocusChain()
    return seen


def test_the_verbs_over_a_feed_come_before_its_facts(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    bring_sample(office)
    opened(qtbot, window, "watch")
    window.open(Ref(Subject.FEED, office.feeds.every()[-1].id))
    page = window.page
    assert isinstance(page, WatchPage)
    qtbot.waitUntil(lambda: page.feed_card.thing is not None)

    walked = under_the_eye(window)

    assert [row for row, _x in walked] == sorted(row for row, _x in walked)


@pytest.mark.parametrize("key", ["directory", "watch", "texts", "bulletins", "dossiers"])
def test_the_first_thing_to_do_comes_after_the_head_and_the_filters(
    qtbot: QtBot, window: Window, key: str
) -> None:
    window.go_to(key)
    page = window.page
    assert isinstance(page, ListPage)
    qtbot.waitUntil(page.column.empty.isVisible)
    qtbot.waitUntil(page.column.empty.sample.isVisible)

    walked = tabs_from(page.column.search, most=40)

    first = walked.index(page.column.empty.first)
    filters = {one_of(each) for each in page.column.chips if each.isVisible()}
    assert first > max(walked.index(each) for each in filters)
    begins = [each for each in page.column.empty.findChildren(QAbstractButton) if each.isVisible()]
    under_the_first = sorted(begins, key=QWidget.y)
    assert under_the_first[0] is page.column.empty.first
    assert under_the_first[-1] is page.column.empty.sample
    assert walked[first : first + len(begins)] == under_the_first
