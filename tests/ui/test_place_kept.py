"""Where one was in a list, after a search that was given up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.storage.database import Database
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.shell.window import Window
from comms_desk.ui.watch.page import WatchPage
from tests.support.samples import bring_sample
from tests.ui.keys import press
from tests.ui.streets import StreetsPage, shown, streets, titles


@pytest.fixture
def page(qtbot: QtBot, sqlite_database: Database, tmp_path: Path) -> Iterator[StreetsPage]:
    with streets(qtbot, sqlite_database, tmp_path) as made:
        yield made


@pytest.fixture
def window(office: Office, window: Window) -> Window:
    bring_sample(office)
    return window


@pytest.mark.parametrize("key", ["watch", "bulletins", "dossiers"])
def test_a_search_that_is_given_up_leaves_one_where_one_was(
    qtbot: QtBot, window: Window, key: str
) -> None:
    window.go_to(key)
    page = window.page
    assert isinstance(page, ListPage)
    rows = page.column.list
    qtbot.waitUntil(lambda: rows.shown > 0 and window.errands.is_idle)
    if rows.chosen is None:
        page.next_row()
    qtbot.waitUntil(lambda: page.card_of is not None and window.errands.is_idle)
    before, page_before = rows.chosen, rows.shown

    page.focus_search()
    page.column.search.setText("zzzz")
    page.column.search.ask()
    qtbot.waitUntil(page.column.empty.isVisible)
    press(page.column.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: rows.shown == page_before and window.errands.is_idle)

    assert rows.chosen == before
    press(page.column.search, Qt.Key.Key_Escape)
    assert rows.list.hasFocus()


def test_the_card_is_not_read_again_for_its_row_being_back(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)
    page.card_of = Ref(Subject.CONTACT, 42)
    page.column.search.setText("Street 00")
    qtbot.waitUntil(lambda: len(titles(page)) == 10)
    assert page.column.list.chosen is None

    page.column.search.empty()
    page.search("")
    qtbot.waitUntil(lambda: page.column.list.chosen == 42)

    assert page.picked == []


def test_no_row_is_chosen_for_a_card_behind_what_is_being_written(
    qtbot: QtBot, window: Window
) -> None:
    window.go_to("watch")
    page = window.page
    assert isinstance(page, WatchPage)
    rows = page.column.list
    qtbot.waitUntil(lambda: rows.shown > 0)
    page.next_row()
    qtbot.waitUntil(lambda: page.card.mention is not None and window.errands.is_idle)
    page.new()
    page.column.search.setText("zzzz")
    page.column.search.ask()
    qtbot.waitUntil(page.column.empty.isVisible)

    page.column.search.empty()
    page.search("")
    qtbot.waitUntil(lambda: rows.shown > 0 and window.errands.is_idle)

    assert rows.chosen is None
