"""The sample desk is offered on a bare desk alone, loaded once, and taken away."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.settings import SettingSection
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame import list_page
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.frame.pages import PLACES
from comms_desk.ui.settings.page import SettingsPage
from comms_desk.ui.settings.storage_card import StorageCard
from comms_desk.ui.shell.window import Window
from comms_desk.ui.today.page import TodayPage
from tests.support.samples import bring_sample
from tests.support.windows import held_answers, held_writes
from tests.ui.keys import click
from tests.ui.streets import StreetsPage, said_instead_of_rows, streets

LISTS = [place.key for place in PLACES if place.is_on_rail and place.key != "today"]


@pytest.fixture
def window(qtbot: QtBot, errands: Errands) -> Iterator[Window]:
    made = Window(errands)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


@pytest.fixture
def page(qtbot: QtBot, sqlite_database: Database, tmp_path: Path) -> Iterator[StreetsPage]:
    with streets(qtbot, sqlite_database, tmp_path) as made:
        made.streets = ()
        yield made


def went_to(qtbot: QtBot, window: Window, key: str) -> ListPage[Any]:
    window.go_to(key)
    page = window.page
    assert isinstance(page, ListPage)
    qtbot.waitUntil(page.column.empty.isVisible)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    return page


@pytest.mark.parametrize("key", LISTS)
def test_it_is_offered_where_the_whole_desk_is_bare(qtbot: QtBot, window: Window, key: str) -> None:
    page = went_to(qtbot, window, key)

    qtbot.waitUntil(page.column.empty.sample.isVisible)


@pytest.mark.parametrize("key", LISTS)
def test_it_is_not_offered_where_only_the_page_is_empty(
    qtbot: QtBot, office: Office, window: Window, key: str
) -> None:
    office.audience.add(NewEmployee(family_name="Roy"))

    page = went_to(qtbot, window, key)

    assert page.column.empty.first.isVisible()
    assert not page.column.empty.sample.isVisible()


def test_the_lesson_is_there_before_it_is_known_whether_the_desk_is_bare(
    qtbot: QtBot, page: StreetsPage
) -> None:
    with held_answers(list_page, "is_bare") as answered:
        page.shown()
        qtbot.waitUntil(answered.is_set)

        assert "A city has streets." in said_instead_of_rows(page)
        assert page.column.empty.isVisible()
        assert not page.column.empty.sample.isVisible()
    qtbot.waitUntil(page.column.empty.sample.isVisible)


def test_it_is_not_offered_to_who_finds_nothing(qtbot: QtBot, page: StreetsPage) -> None:
    page.shown()
    qtbot.waitUntil(page.column.empty.sample.isVisible)

    page.column.search.setText("Nowhere")
    qtbot.waitUntil(lambda: "Nowhere" in said_instead_of_rows(page))
    page.shown()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert not page.column.empty.sample.isVisible()


def test_it_is_no_longer_offered_once_another_page_has_filled_the_desk(
    qtbot: QtBot, office: Office, window: Window
) -> None:
    page = went_to(qtbot, window, "dossiers")
    qtbot.waitUntil(page.column.empty.sample.isVisible)
    window.go_to("today")
    office.audience.add(NewEmployee(family_name="Roy"))

    window.go_to("dossiers")

    qtbot.waitUntil(lambda: not page.column.empty.sample.isVisible())
    assert page.column.empty.isVisible()


def test_today_no_longer_says_that_a_desk_with_employees_is_empty(
    qtbot: QtBot, office: Office, window: Window
) -> None:
    window.go_to("today")
    page = window.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(page.empty.isVisible)

    window.go_to("bulletins")
    office.audience.add(NewEmployee(family_name="Roy"))
    qtbot.waitUntil(lambda: window.errands.is_idle)
    window.go_to("today")

    qtbot.waitUntil(lambda: not page.empty.isVisible())


def test_it_is_loaded_once_however_often_it_is_pressed(
    qtbot: QtBot, office: Office, window: Window
) -> None:
    page = went_to(qtbot, window, "dossiers")
    qtbot.waitUntil(page.column.empty.sample.isVisible)

    with held_writes(window.errands):
        click(page.column.empty.sample)
        click(page.column.empty.sample)
    qtbot.waitUntil(lambda: page.column.list.shown > 0)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    assert office.audience.search(limit=1).total == 60
    assert not window.error.isVisible()
    assert window.toast.accessibleName().startswith("The sample desk is loaded")


def test_what_was_put_on_the_desk_meanwhile_has_it_refused_in_words(
    qtbot: QtBot, office: Office, window: Window
) -> None:
    page = went_to(qtbot, window, "dossiers")
    qtbot.waitUntil(page.column.empty.sample.isVisible)
    office.audience.add(NewEmployee(family_name="Roy"))

    click(page.column.empty.sample)

    qtbot.waitUntil(window.error.isVisible)
    assert window.error.words.startswith("The sample desk was not loaded")
    assert not window.toast.isVisible()
    assert office.dossiers.search().total == 0


def test_it_is_taken_away_from_the_settings_and_offered_there_no_more(
    qtbot: QtBot, office: Office, window: Window
) -> None:
    bring_sample(office)
    (roy, *_others) = office.contacts.export()
    office.contacts.edit(roy.id, FieldChange("note", roy.note, "Le matin"))
    window.go_to("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    page.show_section(SettingSection.DATA)
    card = page.cards[SettingSection.DATA]
    assert isinstance(card, StorageCard)
    qtbot.waitUntil(card.remove.isVisible)

    click(card.remove)
    assert window.toast.accessibleName().startswith("The sample desk is being taken away")

    qtbot.waitUntil(lambda: not card.remove.isVisible())
    assert window.toast.accessibleName().startswith("The sample desk was taken away.")
    assert roy.name in window.toast.accessibleName()
    assert [each.id for each in office.contacts.export()] == [roy.id]


def test_where_there_is_none_the_palette_says_so(qtbot: QtBot, window: Window) -> None:
    (command,) = (each for each in window.commands() if each.label == "Take the sample desk away")

    command.act()

    qtbot.waitUntil(window.error.isVisible)
    assert window.error.words.startswith("There is no sample desk here")
