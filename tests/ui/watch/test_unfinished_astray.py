"""A change half written is gone on with only on the watch that it was begun from."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.themes.desk import ThemeDesk
from comms_desk.media.themes.model import Theme
from comms_desk.storage.errors import StorageBusy
from comms_desk.storage.model import FieldChange
from comms_desk.ui.watch.page import WatchPage
from comms_desk.ui.watch.theme_form import TypedTheme, UnfinishedTheme
from tests.media.themes.newsroom import WatchRoom
from tests.ui.keys import click
from tests.ui.watch.halves import HALF, closed, left, on, parks_of, rest, saved
from tests.ui.watch.showing import shown


def test_a_change_of_a_watch_of_another_desk_is_gone_on_with_as_a_new_one(
    qtbot: QtBot,
    page: WatchPage,
    room: WatchRoom,
    office: Office,
    next_page: Callable[[], WatchPage],
) -> None:
    parks = parks_of(room)
    theirs = replace(parks, name="Hockey", query="canadien*")
    typed = replace(TypedTheme.of(theirs), alert=True)
    left(office, UnfinishedTheme(theirs, typed))
    shown(qtbot, page)
    rest(qtbot, page)
    panel = page.theme_panel

    assert on(panel) == typed
    assert panel.error.words == (
        "The watch “Hockey” was replaced or removed while you were changing it."
    )
    page._edit_theme(parks)
    assert on(panel) == TypedTheme.of(parks)
    closed(qtbot, page)
    again = next_page()
    again.new()
    assert again.theme_panel.error.isVisible()
    with qtbot.waitSignal(again.undoable):
        click(again.theme_panel.accept)

    assert room.watches.get(parks.id) == parks
    assert "Hockey" in {each.name for each in room.watches.every()}


def test_a_change_of_another_desk_is_one_again_when_that_desk_is_back(
    qtbot: QtBot,
    page: WatchPage,
    room: WatchRoom,
    office: Office,
    next_page: Callable[[], WatchPage],
) -> None:
    parks = parks_of(room)
    left(office, UnfinishedTheme(parks, replace(TypedTheme.of(parks), alert=True)))
    room.watches.edit(parks.id, FieldChange("name", "Parcs", "Jardins"))
    shown(qtbot, page)
    rest(qtbot, page)
    assert page.theme_panel.error.isVisible()
    saved(qtbot, page)
    closed(qtbot, page)
    room.watches.edit(parks.id, FieldChange("name", "Jardins", "Parcs"))

    again = next_page()
    assert not again.theme_panel.error.isVisible()
    with qtbot.waitSignal(again.undoable):
        click(again.theme_panel.accept)

    assert room.watches.get(parks.id).alert


@pytest.mark.usefixtures("room")
def test_a_desk_that_is_busy_takes_up_what_was_begun_a_little_later(
    qtbot: QtBot, page: WatchPage, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    left(office, UnfinishedTheme(None, HALF), in_front=False)

    def busy(_desk: ThemeDesk) -> tuple[Theme, ...]:
        raise StorageBusy(waited_s=1)

    page.show()
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(ThemeDesk, "every", busy)
        page.theme_panel.take_up()
        qtbot.waitUntil(lambda: page.errands.is_idle)
        assert on(page.theme_panel) == TypedTheme()

    qtbot.waitUntil(lambda: on(page.theme_panel) == HALF)
