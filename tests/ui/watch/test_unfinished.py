"""A watch that is half written is there again in the next window, after a kill too."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.themes.model import Grade
from comms_desk.storage import forms as storage_forms
from comms_desk.storage.model import FieldChange
from comms_desk.ui.watch import theme_form, theme_panel
from comms_desk.ui.watch.page import WatchPage
from comms_desk.ui.watch.theme_form import TypedTheme, UnfinishedTheme
from tests.media.themes.newsroom import WatchRoom
from tests.support.databases import held
from tests.support.windows import held_answers, held_writes
from tests.ui.keys import click, type_words
from tests.ui.watch.halves import (
    HALF,
    closed,
    forms,
    left,
    names,
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

    assert again.right.currentWidget() is again.theme_panel
    assert on(again.theme_panel) == HALF
    again.new()
    assert on(again.theme_panel) == HALF


@pytest.mark.usefixtures("room")
def test_a_watch_half_written_is_kept_while_it_is_typed(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)

    write_half(page)

    qtbot.waitUntil(lambda: [form.fields for form in forms(office)] == [HALF.fields])
    qtbot.waitUntil(lambda: [form.in_front for form in forms(office)] == [True])


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
    assert on(again.theme_panel) == HALF


def test_a_change_half_written_goes_on_over_the_watch_as_it_was(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, next_page: Callable[[], WatchPage]
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    parks = parks_of(room)
    page._edit_theme(parks)
    page.theme_panel.query.setPlainText("verdun")
    closed(qtbot, page)
    room.watches.edit(parks.id, FieldChange("grade", Grade.TO_CHECK, Grade.KEEP))

    again = next_page()
    assert again.theme_panel.query.toPlainText() == "verdun"
    with qtbot.waitSignal(again.undoable):
        click(again.theme_panel.accept)

    changed = room.watches.get(parks.id)
    assert (changed.query, changed.grade) == ("verdun", Grade.KEEP)


@pytest.mark.usefixtures("room")
def test_what_was_given_up_or_added_is_not_there_again(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)
    qtbot.waitUntil(lambda: bool(forms(office)))

    click(page.theme_panel.leave)
    qtbot.waitUntil(lambda: not forms(office))
    page.new()
    type_words(page.theme_panel.name, "Hockey")
    type_words(page.theme_panel.query, "canadien*")
    qtbot.waitUntil(lambda: bool(forms(office)))
    with qtbot.waitSignal(page.undoable):
        click(page.theme_panel.accept)

    qtbot.waitUntil(lambda: not forms(office))


@pytest.mark.usefixtures("room")
def test_what_is_put_back_as_it_was_is_not_half_written(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    left(office, UnfinishedTheme(None, TypedTheme(name="N")))
    shown(qtbot, page)
    rest(qtbot, page)

    page.theme_panel.name.clear()

    qtbot.waitUntil(lambda: not forms(office))


@pytest.mark.usefixtures("room")
def test_a_watch_laid_aside_for_another_is_gone_on_with_after_it(
    qtbot: QtBot,
    page: WatchPage,
    room: WatchRoom,
    office: Office,
    next_page: Callable[[], WatchPage],
) -> None:
    parks = parks_of(room)
    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)
    page._edit_theme(parks)
    page.theme_panel.query.setPlainText("verdun")
    closed(qtbot, page)
    assert [(form.fields["name"], form.in_front) for form in forms(office)] == [
        ("Parcs", True),
        ("Hockey", False),
    ]

    again = next_page()

    assert again.theme_panel.query.toPlainText() == "verdun"
    click(again.theme_panel.leave)
    again.new()
    assert on(again.theme_panel) == HALF


def test_what_was_kept_while_another_was_begun_is_not_half_written_any_more(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    page._edit_theme(parks_of(room))
    page.theme_panel.query.setPlainText("verdun")
    saved(qtbot, page)

    with qtbot.waitSignal(page.undoable), held_writes(page.errands):
        click(page.theme_panel.accept)
        page.new()
        type_words(page.theme_panel.name, "Hockey")
    saved(qtbot, page)

    assert names(office) == ["Hockey"]


@pytest.mark.usefixtures("room")
def test_what_is_typed_before_the_forms_are_read_loses_neither(
    qtbot: QtBot,
    page: WatchPage,
    office: Office,
    next_page: Callable[[], WatchPage],
) -> None:
    left(office, UnfinishedTheme(None, HALF))
    page.show()
    with held_answers(theme_panel, "unfinished"):
        page.new()
        type_words(page.theme_panel.name, "Neige")
        saved(qtbot, page)
    closed(qtbot, page)
    assert sorted(names(office)) == ["Hockey", "Neige"]

    again = next_page()

    assert on(again.theme_panel) == TypedTheme(name="Neige")
    click(again.theme_panel.leave)
    again.new()
    assert on(again.theme_panel) == HALF


@pytest.mark.usefixtures("room")
@pytest.mark.impatient
def test_what_a_busy_database_does_not_take_is_kept_after(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)

    with held(office.database):
        with qtbot.waitSignal(page.errands.not_saved):
            write_half(page)
        assert page.errands.unwritten
    saved(qtbot, page)

    assert names(office) == ["Hockey"]


@pytest.mark.usefixtures("room")
def test_two_windows_never_write_over_each_other(
    qtbot: QtBot, page: WatchPage, office: Office, next_page: Callable[[], WatchPage]
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)
    saved(qtbot, page)

    other = next_page()
    assert on(other.theme_panel) == HALF
    type_words(other.theme_panel.name, " ici")
    saved(qtbot, other)
    assert names(office) == ["Hockey ici"]
    type_words(page.theme_panel.name, " plus")
    saved(qtbot, page)
    assert sorted(names(office)) == ["Hockey ici", "Hockey plus"]
    click(other.theme_panel.leave)
    saved(qtbot, other)

    assert names(office) == ["Hockey plus"]


@pytest.mark.usefixtures("room")
def test_what_another_window_typed_since_is_not_given_up_with_what_was_taken_up(
    qtbot: QtBot, page: WatchPage, office: Office, next_page: Callable[[], WatchPage]
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    write_half(page)
    saved(qtbot, page)
    other = next_page()
    type_words(page.theme_panel.name, " plus")
    saved(qtbot, page)

    click(other.theme_panel.leave)
    saved(qtbot, other)

    assert names(office) == ["Hockey plus"]


@pytest.mark.usefixtures("room")
def test_a_watch_that_one_window_added_is_not_half_written_in_another(
    qtbot: QtBot, page: WatchPage, office: Office, next_page: Callable[[], WatchPage]
) -> None:
    shown(qtbot, page)
    rest(qtbot, page)
    page.new()
    type_words(page.theme_panel.name, "Hockey")
    type_words(page.theme_panel.query, "canadien*")
    saved(qtbot, page)
    other = next_page()
    with qtbot.waitSignal(page.undoable):
        click(page.theme_panel.accept)

    saved(qtbot, page)
    saved(qtbot, other)

    assert forms(office) == ()


@pytest.mark.usefixtures("room")
def test_of_what_several_windows_left_the_one_in_front_is_in_front_again(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    left(office, UnfinishedTheme(None, HALF))
    left(office, UnfinishedTheme(None, TypedTheme(name="Neige")), in_front=False)

    shown(qtbot, page)
    rest(qtbot, page)

    assert page.right.currentWidget() is page.theme_panel
    assert on(page.theme_panel) == HALF
    click(page.theme_panel.leave)
    page.new()
    assert on(page.theme_panel) == TypedTheme(name="Neige")
    saved(qtbot, page)
    assert names(office) == ["Neige"]


@pytest.mark.usefixtures("room")
def test_a_form_that_nobody_understands_holds_nothing_up_and_stays(
    qtbot: QtBot, page: WatchPage, office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    newer = UnfinishedTheme(None, HALF).form(in_front=True)
    office.forms.keep(replace(newer, fields={**newer.fields, "grade": "to_translate"}))
    left(office, UnfinishedTheme(None, TypedTheme(name="Neige")))

    shown(qtbot, page)
    rest(qtbot, page)

    assert on(page.theme_panel) == TypedTheme(name="Neige")
    click(page.theme_panel.leave)
    saved(qtbot, page)
    assert names(office) == ["Hockey"]
    assert "not understood" in caplog.text


@pytest.mark.usefixtures("room")
def test_a_read_that_fails_as_nobody_expects_holds_up_neither_saving_nor_leaving(
    qtbot: QtBot, page: WatchPage, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise OverflowError

    left(office, UnfinishedTheme(None, HALF))
    monkeypatch.setattr(theme_form, "begun_in", broken)
    with qtbot.captureExceptions() as noticed:
        shown(qtbot, page)
        rest(qtbot, page)
        page.new()
        type_words(page.theme_panel.name, "Neige")
        saved(qtbot, page)

    assert [kind for kind, _error, _trace in noticed] == [OverflowError]
    assert sorted(names(office)) == ["Hockey", "Neige"]


@pytest.mark.usefixtures("room")
def test_what_is_too_long_to_be_kept_is_said_as_it_is_typed(
    qtbot: QtBot, page: WatchPage, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_forms, "FORM_LENGTH", 1_000)
    shown(qtbot, page)
    rest(qtbot, page)
    page.new()

    page.theme_panel.query.setPlainText("mot " * 300)
    qtbot.waitUntil(page.theme_panel.error.isVisible)
    assert not forms(office)
    page.theme_panel.query.setPlainText("mot")

    qtbot.waitUntil(lambda: bool(forms(office)))
