"""Widgets and layouts one under the other or side by side, as they are said."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.controls import Label
from comms_desk.ui.kit.stacks import STRETCH, PlacedWidget, abreast, at_left, filling, stacked


def test_parts_stand_in_order_with_the_gap_asked_for_and_no_edges(qtbot: QtBot) -> None:
    whole, above, below = QWidget(), QWidget(), QWidget()
    qtbot.addWidget(whole)
    above.setFixedHeight(10)
    below.setFixedHeight(20)

    stacked(above, 5, below, STRETCH, inside=whole, gap_px=3)
    whole.resize(50, 100)
    whole.show()

    assert above.geometry().getRect() == (0, 0, 50, 10)
    assert below.geometry().getRect() == (0, 10 + 3 + 5, 50, 20)


def test_what_fills_takes_the_room_that_is_left(qtbot: QtBot) -> None:
    whole, word, line, mark = QWidget(), QWidget(), QWidget(), QWidget()
    qtbot.addWidget(whole)
    word.setFixedSize(30, 10)
    mark.setFixedSize(4, 4)

    abreast(
        stacked(at_left(word)),
        filling(line),
        PlacedWidget(mark, where=Qt.AlignmentFlag.AlignBottom),
        inside=whole,
        gap_px=0,
        edges_px=(1, 2, 3, 4),
    )
    whole.resize(100, 50)
    whole.show()

    assert line.geometry().getRect() == (1 + 30, 2, 100 - 1 - 30 - 4 - 3, 50 - 2 - 4)
    assert mark.geometry().bottom() == 50 - 4 - 1


def test_without_a_gap_of_its_own_a_row_has_that_of_the_layout_around(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    row = abreast(Label("a"), Label("b"))

    stacked(row, inside=whole, gap_px=7)

    assert row.spacing() == 7
