"""The image of a block is painted as it is now, though it is scaled once only."""

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from comms_desk.ui.bulletins.picture_field import PictureField


def painted(field: PictureField) -> str:
    return field.grab().toImage().pixelColor(20, 20).name()


def image(colour: str) -> QImage:
    made = QImage(1200, 900, QImage.Format.Format_RGB32)
    made.fill(QColor(colour))
    return made


def test_another_image_of_the_same_size_takes_the_place_of_the_first(qtbot: QtBot) -> None:
    field = PictureField()
    qtbot.addWidget(field)
    field.resize(400, 300)
    field.show()

    field.show_image(image("#1d4e89"))
    assert painted(field) == "#1d4e89"
    assert painted(field) == "#1d4e89"
    field.show_image(image("#8a1c1c"))
    assert painted(field) == "#8a1c1c"
