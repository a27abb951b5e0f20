"""Lines of a few rows: each opens what it says, and what it said as it was pressed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.line import LineButton, Lines
from comms_desk.ui.kit.rows import Row
from tests.ui.keys import click

ADA = Row(key="ada", title="Ada", away="Unlink Ada")
BAO = Row(key="bao", title="Bao", away="Unlink Bao")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def lines(qtbot: QtBot) -> Lines:
    made = Lines()
    made.show_lines([ADA, BAO])
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("kind", [LineButton, Button])
def test_a_press_on_a_line_that_another_takes_the_place_of_does_nothing(
    lines: Lines, kind: type[QAbstractButton]
) -> None:
    heard: list[object] = []
    lines.opened.connect(heard.append)
    lines.away_wanted.connect(heard.append)
    pressed = lines.findChildren(kind)[0]
    QTest.mousePress(pressed, LEFT)

    lines.show_lines([BAO])
    QTest.mouseRelease(pressed, LEFT)

    assert heard == []
    click(pressed)
    assert heard == ["bao"]


def test_a_press_on_a_line_that_is_said_anew_is_heard(lines: Lines) -> None:
    heard: list[object] = []
    lines.opened.connect(heard.append)
    pressed = lines.all()[0]
    QTest.mousePress(pressed, LEFT)

    lines.show_lines([Row(key="ada", title="Ada Okafor"), BAO])
    QTest.mouseRelease(pressed, LEFT)

    assert heard == ["ada"]
