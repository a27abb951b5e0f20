"""A watch that is half written is there again in the next window, after a kill too."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.media.watches.model import Grade
from comms_desk.storage.model import FieldChange
from comms_desk.ui.watch import begun, begun_keeper
from comms_desk.ui.watch.begun import Begun, Kept
from comms_desk.ui.watch.writing import Typed
from comms_desk.ui.watch_page import WatchPage
from tests.media.watches.newsroom import WatchRoom
from tests.support.windows import held_answers
from tests.ui.keys import click, type_words
from tests.ui.watch.halves import (
    HALF,
    closed,
    files,
    kept,
    left,
    on,
    parks_of,
    rest,
    saved,
    write_half,
)
from tests.ui.watch.showing import opened, shown


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
    qtbot: QtBot, page: WatchPage, folder: Path
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)

    write_half(page)

    qtbot.waitUntil(lambda: kept(folder) == [Kept((Begun(None, HALF),), in_front=True)])


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
    parks = parks_of(room)
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
    qtbot: QtBot, page: WatchPage, folder: Path
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)
    qtbot.waitUntil(lambda: bool(files(folder)))

    click(page.watch_panel.leave)
    qtbot.waitUntil(lambda: not files(folder))
    page.new()
    type_words(page.watch_panel.name, "Hockey")
    type_words(page.watch_panel.query, "canadien*")
    qtbot.waitUntil(lambda: bool(files(folder)))
    with qtbot.waitSignal(page.undoable):
        click(page.watch_panel.accept)

    qtbot.waitUntil(lambda: not files(folder))


@pytest.mark.usefixtures("room")
def test_what_is_typed_before_the_files_are_read_loses_neither(
    qtbot: QtBot, page: WatchPage, folder: Path, next_page: Callable[[], WatchPage]
) -> None:
    left(folder, Begun(None, HALF))
    page.show()
    with held_answers(begun_keeper, "_read"):
        page.new()
        type_words(page.watch_panel.name, "Neige")
        saved(qtbot, page)
        assert len(files(folder)) == 2
    qtbot.waitUntil(lambda: len(files(folder)) == 1)
    closed(qtbot, page)

    again = next_page()

    assert on(again.watch_panel) == Typed(name="Neige")
    click(again.watch_panel.leave)
    again.new()
    assert on(again.watch_panel) == HALF


@pytest.mark.usefixtures("room")
def test_a_disk_that_refuses_is_said_and_tried_again(
    qtbot: QtBot, page: WatchPage, folder: Path
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    folder.parent.write_text("in the way", encoding="utf-8")
    write_half(page)
    qtbot.waitUntil(page.watch_panel.error.isVisible)

    folder.parent.unlink()
    type_words(page.watch_panel.name, "!")

    qtbot.waitUntil(lambda: bool(files(folder)))


@pytest.mark.usefixtures("room")
def test_two_windows_keep_each_its_own(
    qtbot: QtBot, page: WatchPage, folder: Path, next_page: Callable[[], WatchPage]
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)
    saved(qtbot, page)

    other = next_page()
    other.new()
    assert on(other.watch_panel) == Typed()
    type_words(other.watch_panel.name, "Neige")
    saved(qtbot, other)
    assert {each.begun[0].typed.name for each in kept(folder)} == {"Hockey", "Neige"}
    click(other.watch_panel.leave)
    saved(qtbot, other)

    assert kept(folder) == [Kept((Begun(None, HALF),), in_front=True)]


@pytest.mark.usefixtures("room")
def test_a_watch_that_one_window_added_is_not_half_written_in_another(
    qtbot: QtBot, page: WatchPage, folder: Path, next_page: Callable[[], WatchPage]
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    page.new()
    type_words(page.watch_panel.name, "Hockey")
    type_words(page.watch_panel.query, "canadien*")
    saved(qtbot, page)
    other = next_page()
    with qtbot.waitSignal(page.undoable):
        click(page.watch_panel.accept)

    other.new()
    type_words(other.watch_panel.name, "Neige")
    saved(qtbot, other)
    saved(qtbot, page)

    assert [each.begun[0].typed.name for each in kept(folder)] == ["Neige"]


@pytest.mark.usefixtures("room")
def test_the_windows_before_become_one_and_the_last_is_in_front(
    qtbot: QtBot, page: WatchPage, folder: Path
) -> None:
    left(folder, Begun(None, Typed(name="Neige")), in_front=False)
    left(folder, Begun(None, HALF))

    shown(qtbot, page)
    rest(qtbot, page)

    assert page.right.currentWidget() is page.watch_panel
    qtbot.waitUntil(lambda: len(files(folder)) == 1)
    [all_of_it] = kept(folder)
    assert [each.typed.name for each in all_of_it.begun] == ["Hockey", "Neige"]


@pytest.mark.usefixtures("room")
def test_what_was_taken_up_and_given_up_is_gone_for_good(
    qtbot: QtBot, page: WatchPage, folder: Path
) -> None:
    left(folder, Begun(None, HALF))
    shown(qtbot, page)
    rest(qtbot, page)

    click(page.watch_panel.leave)
    saved(qtbot, page)

    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("room")
def test_a_file_that_is_held_for_a_moment_is_read_again(
    qtbot: QtBot, page: WatchPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, reading = left(folder, Begun(None, HALF)), begun._content
    refused: list[Path] = []

    def held_by_another(file: Path, limit_bytes: int) -> bytes:
        if file == theirs and not refused:
            refused.append(file)
            raise PermissionError(13, "held by the antivirus")
        return reading(file, limit_bytes)

    monkeypatch.setattr(begun, "_content", held_by_another)
    shown(qtbot, page)
    rest(qtbot, page)
    assert refused
    page.new()
    type_words(page.watch_panel.name, "Neige")
    saved(qtbot, page)
    qtbot.waitUntil(lambda: len(files(folder)) == 1)

    [all_of_it] = kept(folder)
    assert [each.typed.name for each in all_of_it.begun] == ["Neige", "Hockey"]


@pytest.mark.usefixtures("room")
@pytest.mark.parametrize("text", ["{}", "[" * 100_000, '{"begun":[],"in_front":1e999}'])
def test_a_file_that_nobody_understands_holds_nothing_up_and_stays(
    qtbot: QtBot,
    page: WatchPage,
    folder: Path,
    caplog: pytest.LogCaptureFixture,
    text: str,
) -> None:
    folder.mkdir(parents=True)
    strange = folder / "strange.json"
    strange.write_text(text, encoding="utf-8")

    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)
    saved(qtbot, page)

    assert strange.read_text(encoding="utf-8") == text
    assert len(files(folder)) == 2
    assert "stays as it stands" in caplog.text


@pytest.mark.usefixtures("room")
def test_a_read_that_fails_as_nobody_expects_holds_up_neither_saving_nor_leaving(
    qtbot: QtBot, page: WatchPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_folder: Path) -> None:
        raise OverflowError

    left(folder, Begun(None, HALF))
    monkeypatch.setattr(begun_keeper, "take_up", broken)
    with qtbot.captureExceptions() as noticed:
        shown(qtbot, page)
        rest(qtbot, page)
        write_half(page)
        saved(qtbot, page)

    assert [kind for kind, _error, _trace in noticed] == [OverflowError]
    assert len(files(folder)) == 2


@pytest.mark.usefixtures("room")
def test_what_is_too_large_to_be_taken_up_again_is_said_as_it_is_typed(
    qtbot: QtBot, page: WatchPage, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(begun, "KEPT_MAX_BYTES", 1_000)
    shown(qtbot, page)
    rest(qtbot, page)
    page.new()

    page.watch_panel.query.setPlainText("mot " * 300)

    qtbot.waitUntil(page.watch_panel.error.isVisible)
    assert not files(folder)
