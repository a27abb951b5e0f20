"""A page that lists: the latest question alone answered, of the words asked for last."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from comms_desk.changes import Ref, Subject
from comms_desk.storage.database import Database
from comms_desk.ui.kit.look import LIGHT
from comms_desk.ui.kit.row_list import RowList
from tests.ui.keys import click, press, type_words
from tests.ui.streets import (
    SLOW,
    STREETS,
    StreetsPage,
    said_instead_of_rows,
    scroll_to_the_end,
    shown,
    streets,
    titles,
    type_and_pause_not,
)


@pytest.fixture
def page(qtbot: QtBot, sqlite_database: Database, tmp_path: Path) -> Iterator[StreetsPage]:
    with streets(qtbot, sqlite_database, tmp_path) as made:
        yield made


def test_a_late_answer_is_dropped(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)
    page.column.search.setText(SLOW)
    page.column.search.ask()

    page.column.search.setText("Street 00")
    page.column.search.ask()
    qtbot.waitUntil(lambda: titles(page) == list(STREETS[:10]))
    page.gate.set()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert titles(page) == list(STREETS[:10])


def test_a_list_scrolled_while_a_search_is_on_its_way_mixes_no_rows(
    qtbot: QtBot, page: StreetsPage
) -> None:
    shown(qtbot, page)
    page.column.search.setText(SLOW)
    page.column.search.ask()

    scroll_to_the_end(qtbot, page)
    page.gate.set()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.asked == [(None, 100), (None, 100), (99, 100)]  # the end is in sight still
    assert page.searched == ["", SLOW, SLOW]
    assert titles(page) == list(STREETS[:200])


def test_what_is_typed_and_not_asked_yet_is_not_read_on_nor_read_again(
    qtbot: QtBot, page: StreetsPage
) -> None:
    shown(qtbot, page)

    type_and_pause_not(page, "Street 00")
    scroll_to_the_end(qtbot, page)
    qtbot.waitUntil(lambda: titles(page) == list(STREETS[:200]))
    page.refresh()
    page.column.search.ask()

    qtbot.waitUntil(lambda: titles(page) == list(STREETS[:10]))
    assert page.asked == [(None, 100), (99, 100), (None, 200), (None, 100)]
    assert page.searched == ["", "", "", "Street 00"]


def test_what_is_typed_and_taken_back_before_it_is_asked_leaves_the_list_as_it_was(
    qtbot: QtBot, page: StreetsPage
) -> None:
    shown(qtbot, page)

    type_and_pause_not(page, "Street 00")
    page.refresh()
    press(page.column.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.column.search.words == ""
    assert titles(page) == list(STREETS[:100])


def test_words_typed_again_after_all_was_shown_are_asked_again(
    qtbot: QtBot, page: StreetsPage
) -> None:
    shown(qtbot, page)
    page.column.search.setText("Street 00")
    qtbot.waitUntil(lambda: len(titles(page)) == 10)

    page.want(Ref(Subject.CONTACT, 42))
    page.column.search.setText("Street 00")
    press(page.column.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(titles(page)) == 10)
    assert page.searched == ["", "Street 00", "", "Street 00"]


def test_an_answer_is_said_to_be_of_the_words_that_were_asked(
    qtbot: QtBot, page: StreetsPage
) -> None:
    shown(qtbot, page)
    page.column.search.setText("Avenue")
    page.column.search.ask()

    type_and_pause_not(page, "Avenue du Parc")
    qtbot.waitUntil(page.column.empty.isVisible)

    assert said_instead_of_rows(page) == "No street is called Avenue."


def test_a_search_without_an_answer_says_so_and_an_empty_page_teaches(
    qtbot: QtBot, page: StreetsPage
) -> None:
    shown(qtbot, page)
    page.column.search.setText("Avenue")
    qtbot.waitUntil(page.column.empty.isVisible)
    assert said_instead_of_rows(page) == "No street is called Avenue."
    assert not page.column.empty.first.isVisible()

    page.streets = ()
    page.column.search.clear()
    qtbot.waitUntil(page.column.empty.first.isVisible)
    click(page.column.empty.first)

    assert said_instead_of_rows(page) == "A city has streets."
    assert page.begun == 1


def edge_of_the_first(rows: RowList) -> QColor:
    """The colour at the left edge of the first row, which says that it is chosen."""
    middle = rows.visualRect(rows.rows.index(0)).center().y()
    return rows.viewport().grab().toImage().pixelColor(1, middle)


def test_what_enter_takes_of_a_search_is_lit_and_then_chosen(
    qtbot: QtBot, page: StreetsPage
) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    shown(qtbot, page)
    rows, search = page.column.list.list, page.column.search
    search.setFocus()
    assert rows.offered == -1
    type_words(search, "Street 00")
    search.ask()
    qtbot.waitUntil(lambda: titles(page) == list(STREETS[:10]))
    assert rows.offered == 0
    assert edge_of_the_first(rows) == QColor(LIGHT.selected), "no row whose card is not shown"

    press(search, Qt.Key.Key_Return)

    assert rows.hasFocus()
    assert page.column.list.chosen == rows.rows.rows()[0].key
    assert edge_of_the_first(rows) == QColor(LIGHT.accent)


def test_enter_waits_for_the_answer_to_its_words(qtbot: QtBot, page: StreetsPage) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    shown(qtbot, page)
    search = page.column.search
    search.setFocus()
    type_words(search, "Street 00")

    press(search, Qt.Key.Key_Return)
    assert page.column.list.chosen is None

    qtbot.waitUntil(lambda: titles(page) == list(STREETS[:10]))
    qtbot.waitUntil(page.column.list.list.hasFocus)
    assert page.column.list.chosen is not None


def test_enter_asks_again_for_words_that_had_no_answer(qtbot: QtBot, page: StreetsPage) -> None:
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    shown(qtbot, page)
    search = page.column.search
    search.setFocus()
    page.is_busy = True
    type_words(search, "Street 00")
    search.ask()
    qtbot.waitUntil(page.error.isVisible)

    page.is_busy = False
    press(search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: titles(page) == list(STREETS[:10]))
    qtbot.waitUntil(page.column.list.list.hasFocus)
    assert page.searched == ["", "Street 00", "Street 00"]
    press(search, Qt.Key.Key_Return)
    assert page.searched == ["", "Street 00", "Street 00"], "what was answered is not asked again"
