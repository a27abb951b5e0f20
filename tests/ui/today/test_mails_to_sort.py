"""The mails that wait for a person, on Today: one key takes one, one key leaves one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from comms_desk.across.mails import proposed
from comms_desk.across.office import Office
from comms_desk.media.inquiries.model import InquiryTab
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.today.mails_to_sort import MailsToSort
from comms_desk.ui.today.page import TodayPage
from tests.media.inquiries.corpora import folder_mails
from tests.ui.keys import click


@pytest.fixture
def today(qtbot: QtBot, errands: Errands, office: Office) -> TodayPage:
    made = TodayPage(errands)
    qtbot.addWidget(made)
    made.resize(1104, 772)
    made.show()
    for _expected, name, raw in folder_mails():
        if name in {"a citizen who fell", "invitation to a gala", "phishing"}:
            office.mails_to_sort.add(proposed(office, raw))
    return made


def sorting(qtbot: QtBot, today: TodayPage) -> MailsToSort:
    """Press the line of Today, and return the list that it opens."""
    today.shown()
    qtbot.waitUntil(lambda: bool(today.now.all()))
    (line,) = today.now.all()
    assert line.line.title == "Mails to sort: 3"
    line.click()
    qtbot.waitUntil(lambda: len(today.mails_to_sort.lines.all()) == 3)
    return today.mails_to_sort


def test_enter_takes_one_and_delete_leaves_one(
    qtbot: QtBot, today: TodayPage, office: Office
) -> None:
    card = sorting(qtbot, today)
    fall = card.lines.all()[0]
    assert fall.hasFocus()
    assert fall.line.title == "Chute sur le trottoir"
    assert fall.line.detail.startswith("jtremblay@videotron.example · ")

    with qtbot.waitSignal(today.undoable) as said:
        QTest.keyClick(fall, Qt.Key.Key_Return)
    assert said.args is not None
    assert said.args[0].startswith("Inquiry noted: Chute sur le trottoir")
    qtbot.waitUntil(lambda: len(card.lines.all()) == 2)

    with qtbot.waitSignal(today.undoable) as left:
        QTest.keyClick(card.lines.all()[0], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(card.lines.all()) == 1)
    assert [each.title for each in office.inquiries.search(view=InquiryTab.ALL).rows] == [
        "Chute sur le trottoir"
    ]

    assert left.args is not None
    left.args[1]()
    qtbot.waitUntil(lambda: len(card.lines.all()) == 2)


def test_all_of_them_are_left_with_one_press(
    qtbot: QtBot, today: TodayPage, office: Office
) -> None:
    card = sorting(qtbot, today)

    click(card.leave_all)

    qtbot.waitUntil(lambda: not card.isVisible())
    assert office.mails_to_sort.search().total == 0
    assert office.inquiries.search(view=InquiryTab.ALL).rows == ()


def test_the_list_is_walked_with_the_arrows_and_with_j(qtbot: QtBot, today: TodayPage) -> None:
    card = sorting(qtbot, today)

    QTest.keyClick(card.lines.all()[0], Qt.Key.Key_Down)

    assert card.lines.all()[1].hasFocus()
    today.step(1)
    assert card.lines.all()[2].hasFocus()
