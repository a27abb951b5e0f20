"""A box to tick is seen in both themes, ticked and not."""

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.check import Check
from comms_desk.ui.kit.look import DARK, LIGHT, Colours, look


def painted(check: Check) -> QImage:
    return check.grab().toImage()


def has(image: QImage, colour: str) -> bool:
    wanted = QColor(colour).rgb()
    return any(
        image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height())
    )


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_the_box_wears_our_edge_and_its_tick_our_accent(qtbot: QtBot, palette: Colours) -> None:
    look().force(palette)
    check = Check("Attirer mon attention")
    qtbot.addWidget(check)

    assert has(painted(check), palette.edge)
    assert not has(painted(check), palette.accent)
    check.setChecked(True)
    assert has(painted(check), palette.accent)
