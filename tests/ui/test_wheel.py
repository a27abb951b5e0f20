"""The wheel scrolls: it chooses nothing, and takes the focus from nobody."""

import re

import pytest
from PySide6.QtCore import QDateTime, QPoint, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDateTimeEdit,
    QScrollBar,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.ui.frame.pages import PLACES
from comms_desk.ui.kit.elided import ElidedChoice
from comms_desk.ui.kit.layout import scrolled
from comms_desk.ui.kit.moment_field import MomentField
from comms_desk.ui.shell.window import Window
from tests.support.samples import bring_sample
from tests.test_architecture import files, name

DOWN, UP = QPoint(0, -120), QPoint(0, 120)
"""One notch of a wheel, as Qt counts it."""
KEYS = tuple(place.key for place in PLACES)
TURNED = "ComboBox|FontComboBox|SpinBox|DoubleSpinBox|DateEdit|TimeEdit|DateTimeEdit|Slider|Dial"
MADE = re.compile(rf"\bQ(?:{TURNED})\(|\(Q(?:{TURNED})\)")
"""What Qt changes where somebody scrolls past, where it is made or is the base of a class."""
SEVERAL = tuple(f"Choice {number}" for number in range(4))


def said(widget: QWidget) -> str | int | QDateTime:
    """What *widget* is at."""
    match widget:
        case QComboBox():
            return widget.currentIndex()
        case MomentField():
            return widget.line.text()
        case QDateTimeEdit():
            return widget.dateTime()
        case QAbstractSpinBox():
            return widget.text()
        case QAbstractSlider():
            return widget.value()
        case _:
            raise AssertionError(widget)


def turn_over(widget: QWidget, notch: QPoint) -> None:
    """Turn the wheel over *widget*, seen or not; what it leaves goes nowhere."""
    at = widget.rect().center().toPointF()
    nothing = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    wheel = QWheelEvent(at, widget.mapToGlobal(at), QPoint(), notch, *nothing, False)
    QApplication.sendEvent(widget, wheel)


def turned_by_a_wheel(page: QWidget) -> list[QWidget]:
    """All in *page* that Qt has a wheel turn, and what looks like it."""
    return [
        each
        for kind in (QComboBox, QAbstractSpinBox, QAbstractSlider, MomentField)
        for each in page.findChildren(kind)
        if not isinstance(each, QScrollBar)
    ]


@pytest.mark.parametrize("key", KEYS)
def test_the_wheel_changes_nothing_on_any_page(
    qtbot: QtBot, window: Window, office: Office, key: str
) -> None:
    bring_sample(office)
    window.go_to(key)
    page = window.page
    assert page is not None
    page.next_row()
    qtbot.waitUntil(lambda: window.errands.is_idle)

    for each in turned_by_a_wheel(page):
        target = each.line if isinstance(each, MomentField) else each
        before = said(each)
        for _time in ("without the focus", "with it"):
            for notch in (DOWN, UP, UP):
                turn_over(target, notch)
                assert said(each) == before, each.accessibleName()
            target.setFocus()


@pytest.mark.parametrize("key", KEYS)
def test_the_wheel_takes_the_focus_from_nobody(
    qtbot: QtBot, window: Window, office: Office, key: str
) -> None:
    bring_sample(office)
    window.go_to(key)
    page = window.page
    assert page is not None
    page.next_row()
    qtbot.waitUntil(lambda: window.errands.is_idle)

    by_wheel = Qt.FocusPolicy.WheelFocus
    ours = [
        type(each).__name__
        for each in page.findChildren(QWidget)
        if each.focusPolicy() & by_wheel == by_wheel and not each.window().isHidden()
    ]

    assert ours == []


@pytest.mark.parametrize("has_focus", [False, True])
def test_the_wheel_over_a_choice_scrolls_what_it_stands_in(qtbot: QtBot, has_focus: bool) -> None:
    form = QWidget()
    column = QVBoxLayout(form)
    choices = [ElidedChoice() for _each in range(30)]
    for choice in choices:
        choice.addItems(SEVERAL)
        column.addWidget(choice)
    area = scrolled(form)
    qtbot.addWidget(area)
    area.resize(300, 200)
    area.show()
    area.activateWindow()
    qtbot.waitUntil(area.isActiveWindow)
    chosen = choices[2]
    (chosen if has_focus else choices[0]).setFocus()

    over = chosen.mapTo(area, chosen.rect().center())
    QTest.wheelEvent(area.windowHandle(), over, DOWN)

    assert area.verticalScrollBar().value() > 0
    assert chosen.currentIndex() == 0
    assert chosen.hasFocus() is has_focus


def test_what_a_wheel_would_turn_is_made_in_one_place_which_lets_it_pass() -> None:
    made = {
        name(file) for file in files("**/*.py") if MADE.search(file.read_text(encoding="utf-8"))
    }

    assert made == {"comms_desk/ui/kit/elided.py"}
