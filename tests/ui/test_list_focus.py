"""Whose keys they are: the list's once a row is chosen, nobody's before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.model import NewContact
from comms_desk.storage.database import Database
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.shell.window import Window
from tests.ui.keys import press
from tests.ui.streets import StreetsPage, shown, streets

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(qtbot: QtBot, sqlite_database: Database, tmp_path: Path) -> Iterator[StreetsPage]:
    with streets(qtbot, sqlite_database, tmp_path) as made:
        made.activateWindow()
        qtbot.waitUntil(made.isActiveWindow)
        yield made


def test_the_first_rows_that_one_walks_can_be_copied(
    qtbot: QtBot, office: Office, window: Window
) -> None:
    for name in ("Aubin", "Okafor", "Zhao"):
        office.contacts.add(NewContact(family_name=name))
    QGuiApplication.clipboard().setText("before")
    window.go_to("today")
    press(window, Qt.Key.Key_3, CTRL)
    page = window.page
    assert isinstance(page, DirectoryPage)
    qtbot.waitUntil(lambda: page.column.list.shown == 3)

    for _again in range(2):
        focused = window.focusWidget()
        assert focused is not None
        press(focused, Qt.Key.Key_J)
    focused = window.focusWidget()
    assert focused is page.column.list.list
    press(focused, Qt.Key.Key_C, CTRL)

    (_headings, copied) = QGuiApplication.clipboard().text().splitlines()
    assert copied.startswith("Okafor")


def test_a_row_that_nobody_chose_is_not_opened_by_going_to_the_page(
    qtbot: QtBot, page: StreetsPage
) -> None:
    shown(qtbot, page)

    page.focus_list()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.column.list.chosen is None
    assert page.picked == []
    assert not page.column.list.list.hasFocus()


def test_a_row_that_the_page_chooses_has_the_keys(qtbot: QtBot, page: StreetsPage) -> None:
    page.focus_list()

    page.want(Ref(Subject.CONTACT, 3))

    qtbot.waitUntil(lambda: page.column.list.chosen == 3)
    assert page.column.list.list.hasFocus()


def test_what_is_typed_stays_in_the_search_when_a_row_is_chosen(
    qtbot: QtBot, page: StreetsPage
) -> None:
    shown(qtbot, page)
    page.focus_search()

    page.want(Ref(Subject.CONTACT, 3))
    qtbot.waitUntil(lambda: page.column.list.chosen == 3)
    page.next_row()

    assert page.column.search.hasFocus()
