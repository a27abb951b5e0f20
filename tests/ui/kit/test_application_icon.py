"""A desktop knows the program: its icon in every size, its name, its menu entry."""

from configparser import ConfigParser

from pytestqt.qtbot import QtBot

from comms_desk.paths import APP_NAME, resource
from comms_desk.ui.kit import icons


def test_the_icon_is_drawn_in_every_size_that_bars_ask_for(qtbot: QtBot) -> None:
    icon = icons.application()

    assert {size.width() for size in icon.availableSizes()} == set(icons.APPLICATION_PX)
    corner = icon.pixmap(64).toImage()
    assert corner.pixelColor(32, 4).name().upper() == "#1D4E89"
    assert corner.pixelColor(0, 0).alpha() == 0


def test_the_menu_entry_names_the_window_and_the_icon_that_there_are() -> None:
    entry = ConfigParser(interpolation=None)
    entry.optionxform = str  # type: ignore[assignment,method-assign]
    entry.read(resource("desktop", f"{APP_NAME}.desktop"), encoding="utf-8")

    said = entry["Desktop Entry"]
    assert said["StartupWMClass"] == said["Exec"] == said["Icon"] == APP_NAME
    assert said["Name[fr]"] == "Pupitre"
    assert resource("desktop", f"{said['Icon']}.svg").is_file()
