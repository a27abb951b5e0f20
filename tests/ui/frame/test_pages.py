"""What holds for every page: no desk in the window's thread, no box, a name on what is focused."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref
from comms_desk.clock import StillClock
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.frame.page import Page
from comms_desk.ui.frame.pages import PAGE_OF, PLACES
from comms_desk.ui.kit.line import LineButton
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.shell.window import Window
from tests.conftest import MORNING
from tests.support.databases import new_desk, sqlite_at
from tests.support.mornings import SLEPT, office_on, spoil
from tests.support.samples import bring_sample
from tests.support.windows import CalledInTheWindow
from tests.ui.keys import press

SETTLE_MS = 250
KEYS = [place.key for place in PLACES if place.is_on_rail]
CONTROL = Qt.KeyboardModifier.ControlModifier
LETTERS_OF_PAGES = (Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_1, Qt.Key.Key_4)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample desk on a bad morning, made once."""
    home = tmp_path_factory.mktemp("sample")
    clock = StillClock(MORNING)
    database = new_desk(home / "made.sqlite3", clock)
    office = office_on(database, home)
    bring_sample(office)
    spoil(office, clock)
    database.dispose()
    with closing(sqlite3.connect(home / "made.sqlite3")) as connection:
        connection.execute("VACUUM INTO ?", [str(home / "sample.sqlite3")])
    return home / "sample.sqlite3"


@pytest.fixture
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An empty desk; the sample's where the test asks for `sample`."""
    clock = StillClock(MORNING + SLEPT)
    if "sample" in request.fixturenames:
        file = tmp_path / "desk.sqlite3"
        shutil.copyfile(request.getfixturevalue("sample_file"), file)
        database = sqlite_at(file, clock)
    else:
        database = request.getfixturevalue("sqlite_database")
    yield office_on(database, tmp_path)
    database.dispose()


@pytest.fixture
def sample(office: Office) -> Office:
    return office


def rest(qtbot: QtBot, window: Window) -> None:
    """Wait until all is asked that was to be asked, and answered."""
    QApplication.processEvents()
    qtbot.waitUntil(lambda: window.errands.is_idle)


def shown(qtbot: QtBot, window: Window, key: str) -> Page:
    window.go_to(key)
    rest(qtbot, window)
    page = window.page
    assert page is not None
    return page


def nameless(page: QWidget) -> list[str]:
    return [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in page.findChildren(QWidget)
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QScrollArea)
        and widget.focusProxy() is None
        and widget.isVisibleTo(page)
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
        and type(widget).__module__.startswith(("comms_desk", "PySide6"))
        and not _is_part_of_a_control(widget)
    ]


def _is_part_of_a_control(widget: QWidget) -> bool:
    """Whether it is inside a control that has the name: the line of a spin box, a popup."""
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Page):
        if parent.focusPolicy() is not Qt.FocusPolicy.NoFocus and parent.accessibleName():
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize("key", [*KEYS, "settings"])
def test_everything_that_takes_the_focus_has_a_name(
    qtbot: QtBot, sample: Office, window: Window, key: str
) -> None:
    page = shown(qtbot, window, key)
    page.next_row()
    rest(qtbot, window)

    assert nameless(page) == []


@pytest.mark.parametrize("key", [*KEYS, "settings"])
def test_every_list_is_copied_by_its_key(
    qtbot: QtBot, sample: Office, window: Window, key: str
) -> None:
    page = shown(qtbot, window, key)
    page.next_row()
    rest(qtbot, window)

    rows: dict[QWidget, Row] = {
        each: each.line for each in page.findChildren(LineButton) if each.isVisible()
    }
    for each in page.findChildren(RowList):
        row = each.rows.row(each.currentIndex().row())
        if row is not None and each.isVisible():
            rows[each] = row
    assert rows
    for widget, row in rows.items():
        press(widget, Qt.Key.Key_C, CONTROL)
        copied = QApplication.clipboard().mimeData()
        has_headings = isinstance(widget, RowList) and bool(row.copied)
        (*headings, said) = copied.text().splitlines()
        assert said.startswith(row.title) or f"\t{row.title}" in said
        assert headings == ["\t".join(each for each, _cell in row.copied)] * has_headings
        assert copied.html().count("<tr>") == 1 + has_headings


@pytest.mark.parametrize("key", [*KEYS, "settings"])
def test_no_desk_is_called_in_the_window_s_thread_and_no_box_opens(
    qtbot: QtBot, sample: Office, window: Window, key: str
) -> None:
    page = shown(qtbot, window, key)

    with qtbot.captureExceptions() as raised:
        for letter in LETTERS_OF_PAGES:
            press(window, letter)
            rest(qtbot, window)
        press(window, Qt.Key.Key_F, CONTROL)
        page.focus_search()
        page.leaving()
        for subject, place in PAGE_OF.items():
            if place == key:
                page.open(Ref(subject, 1))
        qtbot.wait(SETTLE_MS)

    assert [each for each in raised if issubclass(each[0], CalledInTheWindow)] == []
    assert raised == []
    assert QApplication.activeModalWidget() is None
    assert window.findChildren(QMessageBox) == []


@pytest.mark.parametrize("key", [*KEYS, "settings"])
def test_no_part_of_a_page_takes_the_keys_as_a_window_of_its_own_while_it_is_made(
    qtbot: QtBot, sample: Office, window: Window, key: str
) -> None:
    page = shown(qtbot, window, key)
    for subject, place in PAGE_OF.items():
        if place == key:
            page.open(Ref(subject, 1))
            rest(qtbot, window)

    assert window.isActiveWindow()


def test_a_page_is_in_front_before_what_stands_beside_its_list_is_made(
    qtbot: QtBot, window: Window
) -> None:
    before, after = {}, {}
    for key in KEYS:
        window.go_to(key)
        page = window.page
        if isinstance(page, ListPage):
            before[key] = page.right.count()
            rest(qtbot, window)
            after[key] = page.right.currentIndex()

    blank = 0
    assert before == dict.fromkeys(after, 1)
    assert len(after) == len(KEYS) - 1, "each but Today is a list"
    assert blank not in after.values()


@pytest.mark.parametrize("key", KEYS)
def test_an_empty_page_teaches(qtbot: QtBot, window: Window, key: str) -> None:
    page = shown(qtbot, window, key)

    buttons = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible() and widget.property("role") == "primary"
    ]
    assert buttons, "an empty page has a button that does the first thing"


@pytest.mark.parametrize("key", KEYS)
def test_no_new_thing_needs_a_box(qtbot: QtBot, window: Window, key: str) -> None:
    page = shown(qtbot, window, key)

    with qtbot.captureExceptions() as raised:
        page.new()
        qtbot.wait(SETTLE_MS)

    assert raised == []
    assert QApplication.activeModalWidget() is None
