"""What a screen reader is told: everything that takes the focus is named, as what it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.ui.frame.pages import PLACES
from comms_desk.ui.kit.controls import Chip
from comms_desk.ui.shell.rail import RailButton
from comms_desk.ui.shell.window import Window
from tests.support.samples import bring_sample

KEYS = tuple(place.key for place in PLACES)


def heard(widget: QWidget) -> tuple[str, QAccessible.Role]:
    said = QAccessible.queryAccessibleInterface(widget)
    return said.text(QAccessible.Text.Name), said.role()


@pytest.fixture
def sample(window: Window, office: Office) -> Window:
    bring_sample(office)
    return window


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_and_filters_are_heard_as_one_of_several(
    sample: Window, qtbot: QtBot, language: str
) -> None:
    i18n.use(language)
    sample.go_to("directory")
    offered = [
        *sample.rail.findChildren(RailButton),
        *(each for each in sample.findChildren(Chip) if each.isVisible()),
    ]

    assert {heard(each)[1] for each in offered} == {QAccessible.Role.RadioButton}
    in_front = [each for each in offered if each.isChecked() and isinstance(each, RailButton)]
    assert [each.key for each in in_front] == ["directory"]
    state = QAccessible.queryAccessibleInterface(in_front[0]).state()
    assert state.checked


@pytest.mark.parametrize("key", KEYS)
def test_nothing_that_takes_the_focus_is_unnamed(sample: Window, qtbot: QtBot, key: str) -> None:
    sample.go_to(key)
    page = sample.page
    assert page is not None
    qtbot.waitUntil(lambda: sample.errands.is_idle)
    page.next_row()
    qtbot.waitUntil(lambda: sample.errands.is_idle)

    stops = [
        each
        for each in sample.findChildren(QWidget)
        if each.focusPolicy() is not Qt.FocusPolicy.NoFocus and each.isVisible()
    ]

    assert stops
    assert [each for each in stops if not heard(each)[0].strip()] == []
