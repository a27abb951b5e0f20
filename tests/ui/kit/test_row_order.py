"""Rows are given another place by keys or by hand, within their section, across, or with it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.row_order import Ordering
from comms_desk.ui.kit.rows import Row
from tests.ui.keys import press

ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
UP, DOWN = Qt.Key.Key_Up, Qt.Key.Key_Down
ROWS = (
    Row(key=0, title="Essentials"),
    Row(key=1, title="Budget tabled", group="Budget", moves=True),
    Row(key=2, title="Opposition answers", group="Budget", moves=True),
    Row(key=3, title="Snow contract", group="Snow", moves=True),
    Row(key=4, title="Parks", group="Boroughs", moves=True),
)


class Ordered:
    """A list of five rows, four of which move, and what was said of their moves."""

    def __init__(self, qtbot: QtBot) -> None:
        self.list = RowList("Kept")
        qtbot.addWidget(self.list)
        self.ordering = Ordering(self.list)
        self.said: list[tuple[object, ...]] = []
        self.ordering.moved.connect(self._moved)
        self.ordering.section_moved.connect(self._section)
        self.list.resize(380, 600)
        self.list.show()
        self.list.show_again(ROWS)

    def _moved(self, key: object, heading: str, place: int) -> None:
        self.said.append((key, heading, place))

    def _section(self, heading: str, place: int) -> None:
        self.said.append((heading, place))

    @property
    def order(self) -> list[object]:
        model = self.list.rows
        entries = (model.entry(at) for at in range(model.rowCount()))
        return [entry.key if isinstance(entry, Row) else entry for entry in entries]

    def at(self, entry: object, *, below: bool = False) -> QPoint:
        box = self.list.visualRect(self.list.rows.index(self.order.index(entry)))
        return QPoint(200, box.bottom() - 3 if below else box.top() + 3)

    def drag(self, entry: object, to: QPoint) -> None:
        board: QWidget = self.list.viewport()
        QTest.mousePress(board, LEFT, pos=self.at(entry))
        QTest.mouseMove(board, to)
        QTest.mouseRelease(board, LEFT, pos=to)


@pytest.fixture
def ordered(qtbot: QtBot) -> Ordered:
    return Ordered(qtbot)


def test_a_row_goes_down_its_section_then_into_the_next(ordered: Ordered) -> None:
    ordered.list.choose(1)

    press(ordered.list, DOWN, ALT)
    press(ordered.list, DOWN, ALT)

    assert ordered.order == [0, "Budget", 2, "Snow", 1, 3, "Boroughs", 4]
    assert ordered.said == [(1, "Budget", 1), (1, "Snow", 0)]
    assert ordered.list.chosen == 1


def test_a_row_goes_up_to_the_end_of_the_section_before(ordered: Ordered) -> None:
    ordered.list.choose(3)

    press(ordered.list, UP, ALT)

    assert ordered.order == [0, "Budget", 1, 2, 3, "Boroughs", 4]
    assert ordered.said == [(3, "Budget", 2)]


def test_the_first_and_the_last_stay_where_they_are(ordered: Ordered) -> None:
    for key, to in ((1, UP), (4, DOWN), (0, DOWN)):
        ordered.list.choose(key)
        press(ordered.list, to, ALT)
        press(ordered.list, to, ALT | SHIFT)

    assert ordered.order == [0, "Budget", 1, 2, "Snow", 3, "Boroughs", 4]
    assert not ordered.said


def test_a_section_goes_with_all_its_rows(ordered: Ordered) -> None:
    ordered.list.choose(2)

    press(ordered.list, DOWN, ALT | SHIFT)

    assert ordered.order == [0, "Snow", 3, "Budget", 1, 2, "Boroughs", 4]
    assert ordered.said == [("Budget", 1)]
    assert ordered.list.chosen == 2


@pytest.mark.parametrize(
    ("held", "entry", "below", "place"),
    [
        (4, 2, True, ("Budget", 2)),
        (4, 1, False, ("Budget", 0)),
        (1, 3, True, ("Snow", 1)),
        (1, "Snow", True, ("Snow", 0)),
        (3, 0, False, ("Budget", 0)),
        (1, 2, True, ("Budget", 1)),
    ],
)
def test_a_row_is_dragged_where_the_line_shows(
    ordered: Ordered, held: int, entry: object, below: bool, place: tuple[str, int]
) -> None:
    ordered.drag(held, ordered.at(entry, below=below))

    assert ordered.said == [(held, *place)]
    assert ordered.list.chosen == held


def test_a_heading_is_dragged_with_what_it_heads(ordered: Ordered) -> None:
    ordered.drag("Boroughs", ordered.at("Budget"))
    ordered.drag("Budget", QPoint(200, 590))

    assert ordered.order == [0, "Boroughs", 4, "Snow", 3, "Budget", 1, 2]
    assert ordered.said == [("Boroughs", 0), ("Budget", 2)]


def test_escape_leaves_what_is_dragged_where_it_was(ordered: Ordered) -> None:
    board = ordered.list.viewport()
    QTest.mousePress(board, LEFT, pos=ordered.at(4))
    QTest.mouseMove(board, ordered.at(1))

    press(ordered.list, Qt.Key.Key_Escape)
    QTest.mouseRelease(board, LEFT, pos=ordered.at(1))

    assert not ordered.said


def test_a_click_moves_nothing(ordered: Ordered) -> None:
    QTest.mouseClick(ordered.list.viewport(), LEFT, pos=ordered.at(3))

    assert ordered.list.chosen == 3
    assert not ordered.said
