"""A choice is seen to be one: an arrow stands in it, on a card only while it is pointed at."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.elided import ElidedChoice

ARROW_PX = 24


def right_end(choice: ElidedChoice) -> QImage:
    """Return what is painted where the arrow stands."""
    image = choice.grab().toImage()
    return image.copy(image.width() - ARROW_PX, 4, ARROW_PX - 4, image.height() - 8)


def colours(image: QImage) -> int:
    return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})


def test_an_arrow_says_that_it_is_a_choice(qtbot: QtBot) -> None:
    choice = ElidedChoice()
    choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    qtbot.addWidget(choice)
    choice.addItem("STARTTLS")
    choice.resize(200, 32)
    choice.show()
    edged = colours(right_end(choice))

    choice.setProperty("role", "in-place")
    in_place = colours(right_end(choice))

    assert in_place == 1
    assert edged > 1
