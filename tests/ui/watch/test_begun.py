"""A watch that is half written is there again in the next window, after a kill too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.watches.model import Grade
from comms_desk.storage.model import FieldChange
from comms_desk.ui.errands import Errands
from comms_desk.ui.watch import begun
from comms_desk.ui.watch.begun import Begun, Kept
from comms_desk.ui.watch.watch_panel import WatchPanel
from comms_desk.ui.watch.writing import Typed
from comms_desk.ui.watch_page import WatchPage
from tests.media.watches.newsroom import WatchRoom
from tests.support.windows import held_answers
from tests.ui.keys import click, type_words
from tests.ui.watch.showing import opened, shown

HALF = Typed(name="Hockey", query="(canadien", ignored=("hors jeu",), alert=True)


@pytest.fixture
def file(office: Office) -> Path:
    return office.paths.watches_file


@pytest.fixture
def next_page(qtbot: QtBot, errands: Errands) -> Callable[[], WatchPage]:
    """What makes the page of the next window, shown and at rest."""

    def made() -> WatchPage:
        page = WatchPage(errands)
        qtbot.addWidget(page)
        page.resize(1104, 772)
        shown(qtbot, page)
        rest(qtbot, page)
        return page

    return made


def rest(qtbot: QtBot, page: WatchPage) -> None:
    """Wait until the parts of the page are made, and nothing is asked any more."""
    qtbot.waitUntil(lambda: "feed_panel" in vars(page) and page.errands.is_idle)


def write_half(page: WatchPage) -> None:
    page.new()
    panel = page.watch_panel
    type_words(panel.name, HALF.name)
    type_words(panel.query, HALF.query)
    panel.ignored.setPlainText(HALF.ignored[0])
    panel.alert.setChecked(HALF.alert)


def closed(qtbot: QtBot, page: WatchPage) -> None:
    page.leaving()
    qtbot.waitUntil(lambda: not page.errands.unwritten)
    page.close()


def on(panel: WatchPanel) -> Typed:
    return panel._typed


@pytest.mark.usefixtures("room")
def test_a_watch_half_written_is_in_front_again_after_the_window_was_closed(
    qtbot: QtBot, page: WatchPage, next_page: Callable[[], WatchPage]
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)

    closed(qtbot, page)
    again = next_page()

    assert again.right.currentWidget() is again.watch_panel
    assert on(again.watch_panel) == HALF
    again.new()
    assert on(again.watch_panel) == HALF


@pytest.mark.usefixtures("room")
def test_a_watch_half_written_is_kept_while_it_is_typed(
    qtbot: QtBot, page: WatchPage, file: Path
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)

    write_half(page)

    qtbot.waitUntil(lambda: begun.read(file) == Kept((Begun(None, HALF),), in_front=True))


@pytest.mark.usefixtures("room")
def test_what_was_not_in_front_waits_behind_a_new_watch(
    qtbot: QtBot, page: WatchPage, next_page: Callable[[], WatchPage]
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)
    opened(qtbot, page)

    closed(qtbot, page)
    again = next_page()

    assert again.right.currentWidget() is again.card
    again.new()
    assert on(again.watch_panel) == HALF


def test_a_change_half_written_goes_on_over_the_watch_as_it_was(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, next_page: Callable[[], WatchPage]
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    parks = next(watch for watch in room.watches.every() if watch.name == "Parcs")
    page._change_watch(parks)
    page.watch_panel.query.setPlainText("verdun")
    closed(qtbot, page)
    room.watches.edit(parks.id, FieldChange("grade", Grade.TO_CHECK, Grade.KEEP))

    again = next_page()
    assert again.watch_panel.query.toPlainText() == "verdun"
    with qtbot.waitSignal(again.undoable):
        click(again.watch_panel.accept)

    changed = room.watches.get(parks.id)
    assert (changed.query, changed.grade) == ("verdun", Grade.KEEP)


@pytest.mark.usefixtures("room")
def test_what_was_given_up_or_added_is_not_there_again(
    qtbot: QtBot, page: WatchPage, file: Path
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)
    qtbot.waitUntil(file.exists)

    click(page.watch_panel.leave)
    qtbot.waitUntil(lambda: not file.exists())
    page.new()
    type_words(page.watch_panel.name, "Hockey")
    type_words(page.watch_panel.query, "canadien*")
    qtbot.waitUntil(file.exists)
    with qtbot.waitSignal(page.undoable):
        click(page.watch_panel.accept)

    qtbot.waitUntil(lambda: not file.exists())


@pytest.mark.usefixtures("room")
def test_what_is_typed_before_the_file_is_read_loses_neither(
    qtbot: QtBot, page: WatchPage, file: Path, next_page: Callable[[], WatchPage]
) -> None:
    begun.write(file, Kept((Begun(None, HALF),), in_front=True))
    page.show()
    with held_answers(begun, "_read"):
        page.new()
        type_words(page.watch_panel.name, "Neige")
        page.leaving()
        assert page.errands.unwritten
    closed(qtbot, page)

    again = next_page()

    assert on(again.watch_panel) == Typed(name="Neige")
    click(again.watch_panel.leave)
    again.new()
    assert on(again.watch_panel) == HALF


@pytest.mark.usefixtures("room")
def test_a_disk_that_refuses_is_said_and_tried_again(
    qtbot: QtBot, page: WatchPage, file: Path
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    file.parent.write_text("in the way", encoding="utf-8")
    write_half(page)
    qtbot.waitUntil(page.watch_panel.error.isVisible)

    file.parent.unlink()
    type_words(page.watch_panel.name, "!")

    qtbot.waitUntil(file.exists)


@pytest.mark.parametrize("text", ["", "[]", '{"begun": [{}]}', '{"begun": [], "in_front": true}'])
def test_a_broken_file_is_the_same_as_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "watches.json"
    file.write_text(text, encoding="utf-8")

    assert begun.read(file) == Kept()
    assert begun.read(tmp_path / "none.json") == Kept()


def test_every_field_of_a_watch_half_written_survives_the_file(
    tmp_path: Path, room: WatchRoom
) -> None:
    file = tmp_path / "state" / "watches.json"
    kept = Kept(tuple(Begun(each, HALF) for each in room.watches.every()), in_front=True)

    begun.write(file, kept)

    assert begun.read(file) == kept
