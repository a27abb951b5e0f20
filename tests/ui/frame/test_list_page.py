"""A page that lists: read page by page, a row wanted chosen, its parts made one by one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from comms_desk.changes import Ref, Subject
from comms_desk.storage.database import Database
from tests.ui.keys import press, type_words
from tests.ui.streets import (
    STREETS,
    StreetsPage,
    scroll_to_the_end,
    shown,
    streets,
    titles,
)


@pytest.fixture
def page(qtbot: QtBot, sqlite_database: Database, tmp_path: Path) -> Iterator[StreetsPage]:
    with streets(qtbot, sqlite_database, tmp_path) as made:
        yield made


def test_what_follows_is_read_as_the_end_nears(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)
    assert page.column.count.text() == "250"

    scroll_to_the_end(qtbot, page)
    qtbot.waitUntil(lambda: len(titles(page)) == 200)
    scroll_to_the_end(qtbot, page)

    qtbot.waitUntil(lambda: titles(page) == list(STREETS))
    assert [after for after, _limit in page.asked] == [None, 99, 199]


def test_a_list_read_again_is_as_long_as_it_was_shown(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)
    scroll_to_the_end(qtbot, page)
    qtbot.waitUntil(lambda: len(titles(page)) == 200)
    read_before = page.cards_read

    page.refresh()

    assert page.asked[-1] == (None, 200)
    assert page.cards_read == read_before + 1
    qtbot.waitUntil(lambda: page.errands.is_idle)
    assert len(titles(page)) == 200


def test_a_row_that_is_wanted_is_chosen_once_it_is_read(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)
    page.column.search.setText("Street 00")
    qtbot.waitUntil(lambda: len(titles(page)) == 10)

    page.want(Ref(Subject.CONTACT, 42))
    qtbot.waitUntil(lambda: page.picked == [42])

    assert page.column.list.chosen == 42
    assert page.column.search.words == ""
    assert page.wanted is None


def test_what_is_wanted_and_not_there_is_not_chosen_by_a_later_list(
    qtbot: QtBot, page: StreetsPage
) -> None:
    shown(qtbot, page)

    page.want(Ref(Subject.CONTACT, 249))
    qtbot.waitUntil(lambda: page.errands.is_idle)
    page.column.search.setText("249")
    qtbot.waitUntil(lambda: titles(page) == ["Street 249"])

    assert page.picked == []
    assert page.column.list.chosen is None


def test_a_filter_narrows_the_list(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)

    page.column.check("even")

    qtbot.waitUntil(lambda: page.column.count.text() == "125")
    assert titles(page)[:2] == ["Street 000", "Street 002"]


def test_rows_that_cannot_be_read_are_an_error_of_the_page(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)

    page.is_busy = True
    page.column.search.setText("Street")

    qtbot.waitUntil(page.error.isVisible)
    assert len(titles(page)) == page.FIRST_ROWS


def test_rows_that_could_not_be_read_are_asked_for_again(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)
    page.is_busy = True
    scroll_to_the_end(qtbot, page)
    qtbot.waitUntil(page.error.isVisible)

    page.is_busy = False
    page.column.list.list.verticalScrollBar().setValue(0)
    scroll_to_the_end(qtbot, page)

    qtbot.waitUntil(lambda: titles(page) == list(STREETS[:200]))


def test_a_list_is_walked_and_its_search_typed_over(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)

    page.next_row()
    page.next_row()
    page.previous_row()
    assert page.picked == [0, 1, 0]
    page.focus_search()
    type_words(page.column.search, "first")
    page.focus_search()
    type_words(page.column.search, "24")
    press(page.column.search, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(titles(page)) == 13)
    assert page.column.search.words == "24"


def test_steps_that_are_faster_than_the_rows_are_made_once_these_are_there(
    qtbot: QtBot, page: StreetsPage
) -> None:
    page.shown()
    page.next_row()
    page.next_row()
    assert page.picked == []

    qtbot.waitUntil(lambda: page.picked == [0, 1])

    page.column.list.choose(99)
    for _each in range(3):
        page.next_row()
    page.in_turn(lambda: page.picked.append(-1))
    qtbot.waitUntil(lambda: page.picked[2:] == [99, 100, 101, 102, -1])
    page.column.list.choose(0)
    page.previous_row()
    assert page.column.list.chosen == 0


def test_steps_to_rows_that_cannot_be_read_are_not_made_later(
    qtbot: QtBot, page: StreetsPage
) -> None:
    page.is_busy = True
    page.shown()
    page.next_row()
    qtbot.waitUntil(page.error.isVisible)

    page.is_busy = False
    page.refresh()

    qtbot.waitUntil(lambda: len(titles(page)) == page.FIRST_ROWS)
    assert page.picked == []


@pytest.mark.parametrize(
    ("way", "picked"), [("filter", [99]), ("words", [99, 100]), ("a thing", [99, 4])]
)
def test_steps_that_waited_for_other_rows_are_not_made_in_those_asked_for_since(
    qtbot: QtBot, page: StreetsPage, way: str, picked: list[int]
) -> None:
    shown(qtbot, page)
    page.column.list.choose(99)
    page.next_row()
    page.in_turn(lambda: page.picked.append(-1))
    assert page.picked == [99]

    if way == "filter":
        page.column.check("even")
    elif way == "words":
        page.column.search.setText("Street 1")
        press(page.column.search, Qt.Key.Key_Return)
    else:
        page.want(Ref(Subject.CONTACT, 4))
    qtbot.waitUntil(lambda: page.errands.is_idle and page.column.list.is_answered)

    assert page.picked == picked


@pytest.mark.parametrize(("name", "is_taken"), [("list.csv", True), ("photo.png", False)])
def test_only_what_the_page_knows_is_taken_when_dropped(
    page: StreetsPage, tmp_path: Path, name: str, is_taken: bool
) -> None:
    file = tmp_path / name
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    event = QDropEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()

    page.dropEvent(event)

    assert event.isAccepted() is is_taken
    assert page.dropped == ([file] if is_taken else [])
