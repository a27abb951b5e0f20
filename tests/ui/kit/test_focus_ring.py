"""The ring shows where the keyboard went: after Tab, never after a click."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.controls import Button
from comms_desk.ui.kit.dialog import Dialog
from comms_desk.ui.kit.focus_ring import FocusRing
from comms_desk.ui.kit.look import colours
from comms_desk.ui.kit.row_list import RowList
from comms_desk.ui.kit.rows import Row
from tests.ui.keys import click, press


class Scene(QWidget):
    """Two buttons over a list."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.rows = Button("Send"), Button("Leave"), RowList("Streets")
        self.rows.rows.replace([Row(key=1, title="Rachel"), Row(key=2, title="Ontario")])
        column = QVBoxLayout(self)
        for widget in (self.first, self.second, self.rows):
            column.addWidget(widget)
        self.ring = FocusRing(self)

    def ring_colours(self, button: QWidget) -> set[str]:
        """The colours of the ring alone, down the middle of *button*."""
        ring = self.ring._ring
        assert ring is not None
        image = QImage(ring.size(), QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        ring.render(image, QPoint(), QRegion(), QWidget.RenderFlag(0))
        middle = button.width() // 2
        drawn = (image.pixelColor(middle, y) for y in range(image.height()))
        return {each.name().upper() for each in drawn if each.alpha() == 255}

    def row_colours(self, place: int) -> set[str]:
        box = self.rows.visualRect(self.rows.rows.index(place))
        image = self.rows.viewport().grab(box).toImage()
        across = range(box.width() // 2, box.width() - 12)
        return {image.pixelColor(x, y).name().upper() for x in across for y in (0, 1, 30)}


@pytest.fixture
def scene(qtbot: QtBot) -> Scene:
    made = Scene()
    qtbot.addWidget(made)
    made.resize(400, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.first.setFocus()
    return made


def ringed(scene: Scene) -> QWidget | None:
    return scene.ring._around


def test_tab_draws_the_ring_and_a_click_does_not(scene: Scene) -> None:
    press(scene.first, Qt.Key.Key_Tab)
    assert ringed(scene) is scene.second

    click(scene.second)
    assert ringed(scene) is None
    click(scene.first)
    assert scene.first.hasFocus()
    assert ringed(scene) is None


def test_a_ring_goes_with_its_control(scene: Scene) -> None:
    press(scene.first, Qt.Key.Key_Tab)

    scene.second.hide()

    assert ringed(scene) is not scene.second


def test_the_words_of_a_link_are_not_under_its_ring(scene: Scene) -> None:
    scene.second.setProperty("role", "link")
    scene.second.setFixedWidth(60)

    press(scene.first, Qt.Key.Key_Tab)

    assert ringed(scene) is scene.second
    box, words = scene.ring._ring.geometry(), scene.second.geometry()  # type: ignore[union-attr]
    assert (box.left(), box.right()) == (words.left() - 4, words.right() + 4)


def test_a_button_of_the_accents_colour_has_a_ring_that_is_seen(scene: Scene) -> None:
    scene.first.setFocus()
    press(scene.first, Qt.Key.Key_Tab)
    apart = scene.ring_colours(scene.second)
    assert colours().accent in apart
    assert colours().on_accent not in apart

    scene.second.setProperty("role", "primary")
    scene.first.setFocus()
    press(scene.first, Qt.Key.Key_Tab)

    assert ringed(scene) is scene.second
    assert colours().on_accent in scene.ring_colours(scene.second)


def test_of_a_list_the_row_is_ringed_and_never_the_whole(scene: Scene) -> None:
    scene.rows.choose(1)
    scene.second.setFocus()

    press(scene.second, Qt.Key.Key_Tab)

    assert scene.rows.hasFocus()
    assert ringed(scene) is None
    assert colours().accent in scene.row_colours(0)
    assert colours().accent not in scene.row_colours(1)
    click(scene.rows.viewport())
    assert colours().accent not in scene.row_colours(0)


def test_the_chosen_row_is_paler_where_the_keys_are_elsewhere(scene: Scene) -> None:
    scene.rows.choose(1)
    scene.first.setFocus()
    assert colours().chosen_elsewhere in scene.row_colours(0)

    scene.rows.walked_from = scene.first
    scene.rows.viewport().update()
    assert colours().selected in scene.row_colours(0)


def test_a_question_rings_what_enter_takes_also_before_any_tab(qtbot: QtBot, scene: Scene) -> None:
    question = Dialog(scene, "Send it?", "Send")
    question.leave.setFocus()
    question.show()
    qtbot.waitUntil(question.leave.hasFocus)

    assert ringed(scene) is question.leave
    press(question.leave, Qt.Key.Key_Return)
    assert not question.isVisible()
