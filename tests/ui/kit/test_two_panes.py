"""A list gives way in a narrow window, and has its width back in a wide one."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.frame.page import Page
from comms_desk.ui.kit.layout import CardPane, ListColumn, TwoPanes
from comms_desk.ui.kit.notices import EmptyState
from comms_desk.ui.shell.window import Window
from comms_desk.ui.watch.page import WatchPage
from tests.support.samples import bring_sample

WIDE_PX, NARROW_PX = 1200, 848
WANTED_PX, CARD_NEEDS_PX = 460, 440


def list_and_card() -> TwoPanes:
    card = CardPane("Choose one.")
    body = QWidget()
    body.setObjectName("body")
    body.setMinimumWidth(CARD_NEEDS_PX)
    card.body.addWidget(body)
    card.show_card(shown=True)
    column = ListColumn("Watch", "Search", empty=EmptyState("Nothing."))
    return TwoPanes(column, card, list_width_px=WANTED_PX)


@pytest.fixture
def panes(qtbot: QtBot) -> TwoPanes:
    made = list_and_card()
    qtbot.addWidget(made)
    made.resize(WIDE_PX, 600)
    made.show()
    return made


def list_px(panes: TwoPanes) -> int:
    return panes.sizes()[0]


def drag(panes: TwoPanes, by_px: int) -> None:
    handle = panes.handle(1)
    start = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(handle, start + QPoint(by_px, 0))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=handle.rect().center())


def test_a_list_that_gave_way_is_as_wide_as_before_once_there_is_room(panes: TwoPanes) -> None:
    assert list_px(panes) == WANTED_PX
    panes.resize(NARROW_PX, 600)
    assert list_px(panes) < WANTED_PX

    panes.resize(WIDE_PX, 600)

    assert list_px(panes) == WANTED_PX


def test_a_list_that_a_wide_card_narrowed_is_as_wide_as_before_in_a_wider_window(
    qtbot: QtBot, panes: TwoPanes
) -> None:
    (body,) = panes.findChildren(QWidget, "body")
    panes.resize(1000, 600)
    body.setMinimumWidth(540)
    qtbot.waitUntil(lambda: list_px(panes) < WANTED_PX)
    body.setMinimumWidth(CARD_NEEDS_PX)
    qtbot.wait(20)

    panes.resize(WIDE_PX, 600)

    assert list_px(panes) == WANTED_PX


def test_a_list_has_the_width_to_which_it_was_dragged(panes: TwoPanes) -> None:
    drag(panes, -80)
    dragged = list_px(panes)
    assert dragged < WANTED_PX

    panes.resize(NARROW_PX, 600)
    panes.resize(WIDE_PX, 600)

    assert list_px(panes) == dragged


class ListedPage(Page):
    """A page with a list that wants more than a narrow window has."""

    KEY = "watch"

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands)
        self.panes = list_and_card()
        self.fill(self.panes)


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> ListedPage:
    made = ListedPage(errands)
    qtbot.addWidget(made)
    made.resize(NARROW_PX, 600)
    made.show()
    return made


def test_what_is_remembered_of_a_narrow_window_is_the_width_that_is_wanted(
    page: ListedPage,
) -> None:
    assert list_px(page.panes) < WANTED_PX
    kept = page.splitters()

    page.set_splitters(kept)
    page.resize(WIDE_PX, 600)

    assert list_px(page.panes) == WANTED_PX


def test_a_wide_window_after_a_narrow_day_has_its_wide_list(
    qtbot: QtBot, office: Office, errands: Errands, tmp_path: Path
) -> None:
    bring_sample(office)
    first = Window(errands)
    qtbot.addWidget(first)
    first.resize(1024, 640)
    first.show()
    first.go_to("watch")
    watch = first.page
    assert isinstance(watch, WatchPage)
    qtbot.waitUntil(lambda: watch.column.list.shown > 0)
    watch.next_row()
    qtbot.waitUntil(lambda: watch.card.isVisible() and list_of(first) < WANTED_PX)
    first.close()
    first.memory.write(tmp_path / "window.json")

    again = Window(errands, memory=Memory.read(tmp_path / "window.json"))
    qtbot.addWidget(again)
    again.show()
    again.go_to("watch")
    again.resize(1280, 800)

    assert list_of(again) == WANTED_PX
    again.close()


def list_of(window: Window) -> int:
    assert window.page is not None
    (panes,) = window.page.findChildren(TwoPanes)
    return list_px(panes)


def test_a_width_that_nobody_can_have_chosen_is_not_taken(page: ListedPage) -> None:
    page.set_splitters([[]])
    assert page.panes.wanted_px == WANTED_PX

    page.set_splitters([[-5, 3]])

    assert list_px(page.panes) == page.panes.wanted_px > 0
