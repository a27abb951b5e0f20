"""Pages opened, closed and resized hundreds of times while their timers run: nothing breaks.

Each warning of Qt or Python, and each exception in a slot or in what paints, fails the test.
"""

import ast
import random
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from comms_desk.across.office import Office
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.pages import PLACES
from comms_desk.ui.shell.window import Window
from tests.support.gate import times
from tests.support.samples import bring_sample
from tests.support.windows import BRISK, guarded

pytestmark = pytest.mark.long

UI = Path(__file__).parents[2] / "comms_desk" / "ui"
TIMES, WINDOWS = times(50, locally=15), times(3, locally=2)
"""How often each page is resized in one window, and in how many windows it is opened and closed."""


def test_each_painter_ends_whatever_is_raised_under_it() -> None:
    """One that is still open as its widget is painted again can end the process."""
    left_open = []
    for file in UI.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        held = {
            id(item.context_expr)
            for node in ast.walk(tree)
            if isinstance(node, ast.With)
            for item in node.items
        }
        left_open += [
            f"{file.relative_to(UI).as_posix()}:{node.lineno}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and getattr(node.func, "id", "") == "QPainter"
            and id(node) not in held
        ]

    assert left_open == []


@pytest.mark.parametrize("key", [place.key for place in PLACES])
def test_a_page_is_opened_closed_and_resized_hundreds_of_times(
    qtbot: QtBot, office: Office, key: str
) -> None:
    bring_sample(office)
    chance = random.Random(key)
    for _ in range(WINDOWS):
        errands = Errands(lambda: guarded(office), pauses=BRISK)
        window = Window(errands)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.go_to(key)
        for _at in range(TIMES):
            window.resize(chance.randint(900, 1_900), chance.randint(600, 1_100))
            _stir(window, chance)
            if not chance.randrange(10):
                window.go_to("today")
                QApplication.processEvents()
                window.go_to(key)
            QApplication.processEvents()
        for timer in window.findChildren(QTimer):
            if timer.isActive():
                timer.timeout.emit()
        qtbot.waitUntil(lambda: errands.is_idle)  # noqa: B023 - asked at once
        window.close()
        errands.close()
        delete(window)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def _stir(window: Window, chance: random.Random) -> None:
    """Scroll and point at one of the areas that are seen, and walk the list."""
    areas = [each for each in window.findChildren(QAbstractScrollArea) if each.isVisible()]
    if areas:
        area = chance.choice(areas)
        at = QPointF(area.rect().center())
        QApplication.sendEvent(area, QEnterEvent(at, at, area.mapToGlobal(at)))
        bar = area.verticalScrollBar()
        bar.setValue(chance.randint(bar.minimum(), max(bar.minimum(), bar.maximum())))
    if window.page is not None and not chance.randrange(5):
        window.page.next_row()
