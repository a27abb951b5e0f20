"""The rail: the name of the page in front stands whole in its box, with air at both sides."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.ui.frame.pages import PLACES
from comms_desk.ui.kit.look import DARK, LIGHT, Colours, look
from comms_desk.ui.shell.rail import AIR_PX, SIDE_PX, Rail, RailButton

KEYS = tuple(place.key for place in PLACES if place.is_on_rail)
EDGE_PX = 3
"""The line of the box, and what its round corners take."""


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("key", KEYS)
def test_the_name_of_the_page_in_front_keeps_clear_of_the_edge(
    qtbot: QtBot, key: str, palette: Colours, language: str
) -> None:
    i18n.use(language)
    look().force(palette)
    rail = Rail(KEYS)
    qtbot.addWidget(rail)
    rail.resize(rail.width(), 600)
    rail.show()

    rail.show_in_front(key)
    (button,) = [each for each in rail.findChildren(RailButton) if each.isChecked()]
    image = button.grab().toImage()

    box_right = button.width() - SIDE_PX
    ground = QColor(palette.surface).rgb()
    middle = range(button.height() // 2 - 8, button.height() // 2 + 8)
    air = range(box_right - AIR_PX, box_right - EDGE_PX)
    assert {image.pixel(x, y) for x in air for y in middle} == {ground}
    assert button.drawn == button.text()


def test_a_name_gives_way_to_what_waits_on_its_page(qtbot: QtBot) -> None:
    i18n.use("fr")
    rail = Rail(KEYS)
    qtbot.addWidget(rail)
    rail.show()

    rail.count("bulletins", 1_200)
    (button,) = [each for each in rail.findChildren(RailButton) if each.key == "bulletins"]

    assert button.drawn.endswith("…")
    assert button.drawn.startswith("Bulletins")
    assert button.accessibleName().startswith("Bulletins internes, ")


@pytest.mark.parametrize(
    ("key", "waiting", "heard"),
    [
        ("watch", 1, "Veille, 1 non lue"),
        ("watch", 1_200, "Veille, 1\u00a0200 non lues"),
        ("today", 4, "Aujourd’hui, 4 à régler"),
    ],
)
def test_what_waits_is_heard_for_what_it_is(
    qtbot: QtBot, key: str, waiting: int, heard: str
) -> None:
    i18n.use("fr")
    button = RailButton(key, 1)
    qtbot.addWidget(button)

    button.count(waiting)

    assert button.accessibleName() == heard
