"""A list shows rows page by page, says how many it does not show, and is walked by keys."""

import pytest
from lxml.html import document_fromstring
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.fonts import sized
from comms_desk.ui.kit.row_list import PagedList
from comms_desk.ui.kit.row_painter import (
    MARGIN_PX,
    TITLE_LINE_PX,
    TOP_PX,
    RowPaint,
    RowPainter,
    wrapped,
)
from comms_desk.ui.kit.rows import Row, RowTag
from tests.ui.keys import press

PLAIN = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton


def rows(first: int, last: int, *, group: str = "") -> list[Row]:
    return [
        Row(key=key, title=f"Title {key}", detail="La Presse", group=group)
        for key in range(first, last)
    ]


def shown(qtbot: QtBot) -> PagedList:
    paged = PagedList("Mentions")
    qtbot.addWidget(paged)
    paged.resize(380, 500)
    paged.show()
    return paged


def click_row(paged: PagedList, key: int, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    at = paged.list.visualRect(paged.list.rows.index(paged.list.rows.position_of(key))).center()
    QTest.mouseClick(paged.list.viewport(), LEFT, modifier, at)


def lit(paged: PagedList) -> list[object]:
    chosen = sorted(index.row() for index in paged.list.selectedIndexes())
    return [row.key for position in chosen if (row := paged.list.rows.row(position))]


def cells(html: str) -> list[list[str]]:
    lines = document_fromstring(html).iter("tr")
    return [["".join(map(str, cell.itertext())) for cell in line.iter("td")] for line in lines]


def test_a_cut_list_says_how_many_of_how_many(qtbot: QtBot) -> None:
    paged = shown(qtbot)

    paged.show_first(rows(0, 50), total=1000, next_key=49, capped=True)

    assert "50" in paged.count.text()
    assert paged.count.text().endswith("+")
    assert paged.count.isVisible()


def test_a_whole_list_says_nothing(qtbot: QtBot) -> None:
    paged = shown(qtbot)

    paged.show_first(rows(0, 5), total=5, next_key=None)

    assert not paged.count.isVisible()


def test_the_end_of_a_page_asks_once_for_the_next(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 50), total=100, next_key=49)
    asked: list[object] = []
    paged.more_wanted.connect(asked.append)
    bar = paged.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)

    bar.setValue(bar.maximum())
    bar.setValue(bar.maximum() - 1)

    assert asked == [49]
    paged.show_more(rows(50, 100), total=100, next_key=None)
    assert len(paged.list.rows.rows()) == 100
    assert not paged.count.isVisible()


def test_steps_go_over_the_headings(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(
        [*rows(0, 1, group="Today"), *rows(1, 2, group="Yesterday")], total=2, next_key=None
    )
    picked: list[object] = []
    paged.picked.connect(picked.append)

    paged.step(1)
    paged.step(1)
    paged.step(1)
    paged.step(-1)

    assert picked == [0, 1, 0]


def test_a_heading_does_not_come_twice_across_pages(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 2, group="Today"), total=4, next_key=1)

    paged.show_more(rows(2, 4, group="Today"), total=4, next_key=None)

    assert paged.list.rows.rowCount() == 5


def test_the_chosen_row_stays_chosen_when_the_list_is_read_again(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 5), total=5, next_key=None)
    paged.choose(3)

    paged.show_first(rows(2, 5), total=3, next_key=None)

    assert paged.chosen == 3


def test_a_row_is_copied_as_cells_of_a_table(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    row = Row(key=1, title="Côté, Rosalie", detail="Noovo", tags=(RowTag("do not contact"),))
    paged.show_first([row], total=1, next_key=None)
    paged.choose(1)

    press(paged.list, Qt.Key.Key_C, CONTROL)

    assert QGuiApplication.clipboard().text() == "Côté, Rosalie\tNoovo\tdo not contact"


def test_what_a_row_says_for_a_copy_stands_under_its_headings(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    made = [
        Row(key=key, title=name, detail="Noovo · budget", copied=(("Name", name), ("E-mail", at)))
        for key, (name, at) in enumerate({"Roy": "roy@noovo.example", "Côté": ""}.items())
    ]
    paged.show_first(made, total=2, next_key=None)

    press(paged.list, Qt.Key.Key_C, CONTROL)

    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "Name\tE-mail\nRoy\troy@noovo.example\nCôté\t"
    assert cells(copied.html())[0] == ["Name", "E-mail"]


def test_rows_that_were_not_read_yet_are_asked_for_where_all_are_copied(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.copies_all = True
    paged.show_first(rows(0, 3), total=9, next_key=2)
    paged.choose(1)
    press(paged.list, Qt.Key.Key_A, CONTROL)

    with qtbot.waitSignal(paged.list.all_wanted):
        press(paged.list, Qt.Key.Key_C, CONTROL)

    paged.choose(1)
    press(paged.list, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text().startswith("Title 1")


def test_rows_chosen_together_are_copied_in_the_order_of_the_list(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(
        [*rows(0, 3, group="Today"), *rows(3, 6, group="Yesterday")], total=6, next_key=None
    )
    click_row(paged, 4)

    click_row(paged, 1, CONTROL)
    press(paged.list, Qt.Key.Key_C, CONTROL)

    copied = QGuiApplication.clipboard().mimeData()
    assert copied.text() == "Title 1\tLa Presse\nTitle 4\tLa Presse"
    assert cells(copied.html()) == [["Title 1", "La Presse"], ["Title 4", "La Presse"]]


def test_an_empty_list_leaves_what_was_copied_before(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    QGuiApplication.clipboard().setText("before")

    press(paged.list, Qt.Key.Key_C, CONTROL)

    assert QGuiApplication.clipboard().text() == "before"


def test_all_rows_are_copied_where_all_or_none_is_chosen(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 3), total=3, next_key=None)

    press(paged.list, Qt.Key.Key_C, CONTROL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3

    paged.choose(1)
    press(paged.list, Qt.Key.Key_A, CONTROL)
    press(paged.list, Qt.Key.Key_C, CONTROL)
    assert len(QGuiApplication.clipboard().text().splitlines()) == 3
    assert paged.chosen == 1


def test_a_copy_says_the_whole_day_and_the_tone_in_words(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    row = Row(
        key=1,
        title="Snow",
        glyph="−",
        spoken="negative",
        moment="7 h",
        group="Today",
        at="Nov 24, 7 h",
    )
    paged.show_first([row], total=1, next_key=None)

    press(paged.list, Qt.Key.Key_C, CONTROL)

    assert QGuiApplication.clipboard().text() == "Snow\tnegative\tNov 24, 7 h"


def test_the_page_shows_the_row_reached_last_of_those_chosen_together(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 6), total=6, next_key=None)
    picked: list[object] = []
    paged.picked.connect(picked.append)

    click_row(paged, 1)
    press(paged.list, Qt.Key.Key_Down, SHIFT)
    press(paged.list, Qt.Key.Key_Down, SHIFT)
    press(paged.list, Qt.Key.Key_Up, SHIFT)
    assert (picked, paged.chosen, lit(paged)) == ([1, 2, 3, 2], 2, [1, 2])

    click_row(paged, 5, CONTROL)
    click_row(paged, 5, CONTROL)
    assert (picked[4:], paged.chosen, lit(paged)) == ([5, 2], 2, [1, 2])

    paged.step(1)
    assert (picked[6:], paged.chosen, lit(paged)) == ([3], 3, [3])


def test_a_row_stays_lit_whatever_is_done_beside_it(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 4, group="Today"), total=4, next_key=None)
    click_row(paged, 2)

    click_row(paged, 2, CONTROL)
    assert (paged.chosen, lit(paged)) == (2, [2])
    QTest.mouseClick(paged.list.viewport(), LEFT, pos=QPoint(20, 480))
    assert (paged.chosen, lit(paged)) == (2, [2])
    QTest.mouseClick(paged.list.viewport(), LEFT, pos=QPoint(20, 5))  # the heading
    assert (paged.chosen, lit(paged)) == (2, [2])
    press(paged.list, Qt.Key.Key_Up, CONTROL)
    assert (paged.chosen, lit(paged)) == (1, [1])


def test_rows_read_again_are_chosen_together_still(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 6), total=6, next_key=None)
    click_row(paged, 1)
    click_row(paged, 3, CONTROL)
    click_row(paged, 5, CONTROL)
    picked: list[object] = []
    paged.picked.connect(picked.append)

    paged.show_first(rows(-2, 5), total=7, next_key=None)

    assert lit(paged) == [1, 3]
    assert picked == []


def test_a_long_title_is_shown_whole_on_a_second_line(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    long = Row(
        key=1, title="« Personne ne nous a rappelés », dit un commerçant de la Plaza", detail="x"
    )
    short = Row(key=2, title="Short", detail="x")

    paged.show_first([long, short], total=2, next_key=None)

    index = paged.list.rows.index
    assert (
        paged.list.sizeHintForIndex(index(0)).height()
        > paged.list.sizeHintForIndex(index(1)).height()
    )


def test_a_title_is_read_whole_in_a_narrow_list(qtbot: QtBot) -> None:
    shown(qtbot)
    title = "La Ville dépose un budget de 7,7 milliards, la hausse des taxes limitée à 3,1 %"

    lines = RowPaint()._title_lines(Row(key=1, title=title, moment="5 h 52"), 200)

    assert len(lines) > 2
    assert " ".join(lines) == title


def test_a_row_is_read_aloud_with_its_state() -> None:
    row = Row(key=1, title="Budget", detail="Métro", glyph="−", spoken="negative", moment="7 h 02")

    assert row.aloud() == "Budget, negative, Métro, 7 h 02"


def test_rows_read_again_keep_the_chosen_one_and_pick_none(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 5), total=5, next_key=None)
    paged.choose(2)
    picked: list[object] = []
    paged.picked.connect(picked.append)

    paged.show_first(rows(-1, 5), total=6, next_key=None)

    assert paged.chosen == 2
    assert picked == []
    paged.step(1)
    assert picked == [3]


def test_the_same_rows_read_again_move_nothing(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 50, group="Today"), total=50, next_key=None)
    bar = paged.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)
    paged.choose(3)
    bar.setValue(bar.maximum())
    resets: list[str] = []
    paged.list.rows.modelReset.connect(lambda: resets.append("reset"))

    paged.show_first(rows(0, 50, group="Today"), total=50, next_key=None)
    assert resets == []
    assert bar.value() == bar.maximum()
    assert paged.chosen == 3

    paged.show_first(rows(1, 50, group="Today"), total=49, next_key=None)
    assert resets == ["reset"]


def test_who_scrolled_to_the_end_while_the_list_was_read_again_gets_more(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 50), total=100, next_key=49)
    asked: list[object] = []
    paged.more_wanted.connect(asked.append)
    bar = paged.list.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0)

    paged.expect_first()
    bar.setValue(bar.maximum())
    assert asked == []
    paged.show_first(rows(0, 50), total=100, next_key=49)

    assert asked == [49]


def test_a_row_has_the_height_of_the_lines_that_are_painted(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    words = "Un budget de 7,7 G$ pour le transport et l\u2019habitation en 2027"
    paged.list.rows.replace([Row(key=1, title=words), Row(key=2, title=words, strong=False)])
    painter = paged.list.itemDelegate()
    assert isinstance(painter, RowPainter)

    for width in range(MARGIN_PX * 2 + 1, 640, 7):
        for position, row in enumerate(paged.list.rows.rows()):
            lines = painter.rows._title_lines(row, width - 2 * MARGIN_PX)
            assert painter.height(position, width) == 2 * TOP_PX + len(lines) * TITLE_LINE_PX


def test_a_list_that_takes_the_focus_chooses_no_row_and_steps_to_the_first(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(1, 5), total=4, next_key=None)
    paged.activateWindow()
    qtbot.waitUntil(paged.isActiveWindow)

    paged.setFocus()
    qtbot.waitUntil(paged.list.hasFocus)
    assert paged.list.chosen is None
    paged.step(1)

    assert paged.chosen == 1


@pytest.mark.usefixtures("qapp")
def test_no_line_begins_with_what_parts_two_facts() -> None:
    font = sized(12)
    first = "The server says that it is no longer there"
    room = QFontMetrics(font).horizontalAdvance(first) + 2

    cut = wrapped(f"{first} · it never answered", font, room)

    assert not any(line.startswith("·") for line in cut)
    assert "".join(cut).endswith("it never answered")


def test_home_goes_to_the_first_row_under_its_heading(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(1, 5, group="Late"), total=4, next_key=None)
    paged.choose(3)

    press(paged.list, Qt.Key.Key_Home)

    assert paged.chosen == 1


def test_one_more_row_is_chosen_over_headings_and_let_go_on_the_way_back(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(
        [*rows(1, 3, group="Today"), *rows(3, 5, group="Yesterday")], total=4, next_key=None
    )
    paged.list.stretch(1)
    assert lit(paged) == []
    paged.choose(2)

    paged.list.stretch(1)
    paged.list.stretch(1)
    paged.list.stretch(1)  # there is none
    assert (lit(paged), paged.chosen) == ([2, 3, 4], 4)
    paged.list.stretch(-1)
    assert (lit(paged), paged.chosen) == ([2, 3], 3)
    paged.list.stretch(-1)
    paged.list.stretch(-1)

    assert (lit(paged), paged.chosen) == ([1, 2], 1)


@pytest.mark.parametrize("by_arrows", [False, True])
def test_whoever_walks_sees_two_rows_ahead(qtbot: QtBot, *, by_arrows: bool) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 50), total=50, next_key=None)
    seen = paged.list.viewport().rect()

    def walk(by: int) -> None:
        if by_arrows:
            press(paged.list, Qt.Key.Key_Down if by > 0 else Qt.Key.Key_Up)
        else:
            paged.step(by)

    def is_whole(key: int) -> bool:
        at = paged.list.rows.index(paged.list.rows.position_of(key))
        return seen.contains(paged.list.visualRect(at))

    paged.step(1)
    for key in range(1, 50):
        walk(1)
        assert is_whole(key)
        assert is_whole(min(key + 2, 49))
    for key in range(48, -1, -1):
        walk(-1)
        assert is_whole(key)
        assert is_whole(max(key - 2, 0))


def test_steps_go_on_from_where_the_chosen_row_stood_once_it_has_left(qtbot: QtBot) -> None:
    paged = shown(qtbot)
    paged.show_first(rows(0, 9, group="Today"), total=9, next_key=None)

    def leave(key: int) -> None:
        left = [row for row in paged.list.rows.rows() if row.key != key]
        paged.show_first(left, total=len(left), next_key=None)

    paged.choose(5)
    leave(5)
    leave(4)  # read again meanwhile, and the one over it is gone too
    assert paged.list.chosen is None
    assert paged.step(1)
    assert paged.chosen == 6

    paged.choose(6)
    leave(6)
    assert paged.step(-1)
    assert paged.chosen == 3

    paged.choose(8)
    leave(8)
    assert not paged.step(1)  # it was the last one
    press(paged.list, Qt.Key.Key_Up)
    assert paged.chosen == 7

    leave(7)
    paged.start_over()
    leave(2)
    assert paged.step(1)
    assert paged.chosen == 0  # what is listed since is something else
