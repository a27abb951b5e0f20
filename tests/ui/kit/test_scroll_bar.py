"""A scroll bar lies over the content, and is seen while one scrolls or points."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar
from pytestqt.qtbot import QtBot
from shiboken6 import invalidate

from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.rows import Row
from comms_desk.ui.kit.scroll_bar import WIDTH_PX


@pytest.fixture
def rows(qtbot: QtBot) -> RowList:
    made = RowList("Streets")
    qtbot.addWidget(made)
    made.setGeometry(400, 400, 300, 200)  # nobody points at it
    made.rows.replace([Row(key=at, title=f"Street {at}") for at in range(60)])
    made.show()
    return made


def test_it_takes_no_room_and_is_seen_while_one_scrolls(qtbot: QtBot, rows: RowList) -> None:
    assert rows.viewport().width() == rows.width()
    assert not rows.bar.isVisible()

    rows.verticalScrollBar().setValue(200)

    assert rows.bar.isVisible()
    assert rows.bar.geometry().right() == rows.rect().right()
    assert rows.bar.width() == WIDTH_PX
    qtbot.waitUntil(lambda: not rows.bar.isVisible())


def test_its_handle_is_taken_hold_of(qtbot: QtBot, rows: RowList) -> None:
    rows.verticalScrollBar().setValue(1)
    middle = QPoint(WIDTH_PX // 2, int(rows.bar.handle.center().y()))

    QTest.mousePress(rows.bar, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(rows.bar, QPoint(WIDTH_PX // 2, rows.bar.height()))
    QTest.mouseRelease(rows.bar, Qt.MouseButton.LeftButton)

    bar = rows.verticalScrollBar()
    assert bar.value() > bar.maximum() // 2


def test_where_all_is_in_sight_there_is_none(qtbot: QtBot, rows: RowList) -> None:
    rows.verticalScrollBar().setValue(200)

    rows.rows.replace([Row(key=1, title="Rachel")])

    qtbot.waitUntil(lambda: not rows.bar.isVisible())


def test_it_goes_on_over_a_bar_that_qt_has_put_in_the_place_of_its_own(rows: RowList) -> None:
    rows.setVerticalScrollBar(QScrollBar())
    rows.verticalScrollBar().setRange(0, 1_000)

    rows.bar.show()

    assert rows.bar.grab().width() == WIDTH_PX
    assert rows.bar.handle.height() > 0


def test_it_is_painted_over_a_bar_of_which_python_has_let_go(rows: RowList) -> None:
    rows.verticalScrollBar().setValue(200)
    invalidate(rows.verticalScrollBar())

    assert rows.bar.handle.top() > 0
    assert rows.bar.grab().width() == WIDTH_PX
