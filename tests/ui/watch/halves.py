"""Watches half written: what a window types of one, leaves and finds."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from comms_desk.media.watches.model import Watch
from comms_desk.ui.kit.steps import steps
from comms_desk.ui.watch.begun import Begun, Held, Kept, parse, write
from comms_desk.ui.watch.watch_panel import WatchPanel
from comms_desk.ui.watch.writing import Typed
from comms_desk.ui.watch_page import WatchPage
from tests.media.watches.newsroom import WatchRoom
from tests.ui.keys import type_words

HALF = Typed(name="Hockey", query="(canadien", ignored=("hors jeu",), alert=True)


def rest(qtbot: QtBot, page: WatchPage) -> None:
    """Wait until the parts of the page are made, and nothing is asked any more."""
    qtbot.waitUntil(lambda: steps().are_done and page.errands.is_idle)
    assert "watch_panel" in vars(page)


def write_half(page: WatchPage) -> None:
    page.new()
    panel = page.watch_panel
    type_words(panel.name, HALF.name)
    type_words(panel.query, HALF.query)
    panel.ignored.setPlainText(HALF.ignored[0])
    panel.alert.setChecked(HALF.alert)


def saved(qtbot: QtBot, page: WatchPage) -> None:
    page.leaving()
    qtbot.waitUntil(lambda: not page.errands.unwritten)


def closed(qtbot: QtBot, page: WatchPage) -> None:
    """Close the window; its files are held no longer, as if its process had ended."""
    saved(qtbot, page)
    page.close()
    keeper = page.watch_panel._keeper
    for held in (keeper._own, *keeper._taken):
        held.let_go()


def left(folder: Path, *half: Begun, in_front: bool = True) -> Path:
    """Leave a file as a window does that is gone; return it."""
    own = Held()
    write(folder, own, Kept(half, in_front=in_front))
    own.let_go()
    return own.file(folder)


def files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json"))


def kept(folder: Path) -> list[Kept]:
    return [parse(file.read_bytes())[0] for file in files(folder)]


def parks_of(room: WatchRoom) -> Watch:
    return next(watch for watch in room.watches.every() if watch.name == "Parcs")


def on(panel: WatchPanel) -> Typed:
    return panel._typed
