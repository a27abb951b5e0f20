"""A page that lists: read page by page, the latest question alone answered, a row wanted chosen."""

import threading
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import override

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.keys import Keys
from comms_desk.paths import Paths
from comms_desk.settings import PersonSettings
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy
from comms_desk.storage.paging import Page as Rows
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.layout import CardPane, TwoPanes
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.list_page import ListPage, Question, counted, file_in, written
from tests.ui.keys import click, press, type_words

STREETS = tuple(f"Street {number:03}" for number in range(250))
SLOW = "slow"


class StreetsPage(ListPage[Rows[Row]]):
    """Streets by their number; a search for SLOW waits at a gate.

    What stands beside them is made soon once a test says so, not while it is set up.
    """

    PARTS = ("card", "panel")

    KEY = "directory"
    SHOWS = frozenset({Subject.CONTACT})

    def __init__(self, errands: Errands) -> None:
        super().__init__(errands, "Street", first="Add a street", lesson="A city has streets.")
        self.gate = threading.Event()
        self.asked: list[tuple[object | None, int]] = []
        self.searched: list[str] = []
        self.picked: list[int] = []
        self.cards_read = 0
        self.dropped: list[Path] = []
        self.begun = 0
        self.is_busy = False
        self.streets = STREETS
        self.column.add_chip("Even", "even")
        self.column.add_chip("All", None, checked=True)
        self.made: list[str] = []
        self.fill(TwoPanes(self.column, self.right))

    @cached_property
    def card(self) -> CardPane:
        self.made.append("card")
        return self.beside(CardPane("Choose a street."))

    @cached_property
    def panel(self) -> CardPane:
        self.made.append("panel")
        return self.beside(CardPane("Choose a file."))

    @override
    def question(self, searched: str, *, after: object | None, limit: int) -> Question[Rows[Row]]:
        self.asked.append((after, limit))
        self.searched.append(searched)
        is_busy, words, even = self.is_busy, searched, self.column.filter == "even"
        keys = [
            key
            for key, name in enumerate(self.streets)
            if (words in name or words == SLOW) and not (even and key % 2)
        ]

        def job(_office: Office) -> Rows[Row]:
            if words == SLOW:
                assert self.gate.wait(10)
            if is_busy:
                raise StorageBusy(waited_s=1)
            first = 0 if after is None else keys.index(int(str(after))) + 1
            read = tuple(keys[first : first + limit])
            more = first + limit < len(keys)
            return written(
                Rows(rows=read, total=len(keys), next_key=read[-1] if more else None),
                lambda key: Row(key=key, title=STREETS[key]),
            )

        return job

    @override
    def say_found(self, found: Rows[Row]) -> None:
        self.column.count.setText(counted(found))

    @override
    def none_match(self, searched: str) -> str:
        return f"No street is called {searched}." if searched else ""

    @override
    def pick(self, key: int) -> None:
        self.picked.append(key)

    @override
    def read_card(self) -> None:
        self.cards_read += 1

    @override
    def new(self) -> None:
        self.begun += 1

    @override
    def dropping(self, data: QMimeData) -> Callable[[], None] | None:
        file = file_in(data, frozenset({".csv"}))
        return None if file is None else partial(self.dropped.append, file)


@pytest.fixture
def page(qtbot: QtBot, sqlite_database: Database, tmp_path: Path) -> Iterator[StreetsPage]:
    paths = Paths.under(tmp_path)
    settings = PersonSettings.read(paths.settings_file)
    office = Office(sqlite_database, paths=paths, settings=settings, keys=Keys())
    errands = Errands(lambda: office)
    made = StreetsPage(errands)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    yield made
    made.gate.set()
    errands.close()


def titles(page: StreetsPage) -> list[str]:
    return [row.title for row in page.column.list.list.rows.rows()]


def shown(qtbot: QtBot, page: StreetsPage) -> None:
    page.shown()
    qtbot.waitUntil(lambda: len(titles(page)) == page.FIRST_ROWS)
    page.make_soon(*page.PARTS)


def scroll_to_the_end(qtbot: QtBot, page: StreetsPage) -> None:
    bar = page.column.list.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > bar.value())
    bar.setValue(bar.maximum())


def type_and_pause_not(page: StreetsPage, words: str) -> None:
    """Have *words* in the search box that it has not asked for yet."""
    page.column.search.blockSignals(True)
    page.column.search.setText(words)
    page.column.search.blockSignals(False)


def said_instead_of_rows(page: StreetsPage) -> str:
    return " ".join(
        label.text() for label in page.column.empty.findChildren(Label) if label.isVisible()
    )


def test_a_page_is_there_before_what_stands_beside_its_list(
    qtbot: QtBot, page: StreetsPage
) -> None:
    page.make_soon(*page.PARTS)
    assert page.column.isVisible()
    assert page.made == []

    qtbot.waitUntil(lambda: page.made == ["card", "panel"])

    assert page.right.currentWidget() is page.card


def test_what_is_needed_sooner_is_made_at_once_and_once(qtbot: QtBot, page: StreetsPage) -> None:
    page.make_soon(*page.PARTS)
    panel = page.panel
    assert page.made == ["panel"]
    assert not panel.isVisible()

    qtbot.waitUntil(page.card.isVisible)
    qtbot.wait(20)

    assert page.made == ["panel", "card"]


def test_what_is_shown_sooner_stays_in_front(qtbot: QtBot, page: StreetsPage) -> None:
    page.make_soon(*page.PARTS)
    page.right.setCurrentWidget(page.panel)

    qtbot.waitUntil(lambda: page.made == ["panel", "card"])

    assert page.right.currentWidget() is page.panel


def test_what_follows_is_read_as_the_end_nears(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)
    assert page.column.count.text() == "250"

    scroll_to_the_end(qtbot, page)
    qtbot.waitUntil(lambda: len(titles(page)) == 200)
    scroll_to_the_end(qtbot, page)

    qtbot.waitUntil(lambda: titles(page) == list(STREETS))
    assert [after for after, _limit in page.asked] == [None, 99, 199]


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

    assert page.asked == [(None, 100), (None, 100)]
    assert titles(page) == list(STREETS[:100])


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


def test_a_list_read_again_is_as_long_as_it_was_shown(qtbot: QtBot, page: StreetsPage) -> None:
    shown(qtbot, page)
    scroll_to_the_end(qtbot, page)
    qtbot.waitUntil(lambda: len(titles(page)) == 200)
    qtbot.waitUntil(lambda: page.made != [])
    read_before = page.cards_read
    assert read_before == 0, "nothing stood beside the list when it was first read"

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
