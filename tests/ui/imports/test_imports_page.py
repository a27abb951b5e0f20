"""Past imports: what became of a file, what was left out of it, and the way back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.imports.model import ImportId
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.imports.page import ROWS_AT_ONCE, ImportsPage
from comms_desk.ui.shell.window import Window
from tests.support.imports import bring_in
from tests.ui.keys import click

HEAD = "Nom;Prénom;Média;Courriel\n"
ADA = "Okafor;Ada;La Dépêche;ada@depeche.example\n"
BAO = "Nguyen;Bao;Le Soir;bao@soir.example\n"
WRONG = "Roy;Luc;Avis;pas une adresse\n"


@pytest.fixture
def page(qtbot: QtBot, errands: Errands) -> Iterator[ImportsPage]:
    made = ImportsPage(errands)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    yield made
    qtbot.waitUntil(lambda: errands.is_idle)


def brought_in(office: Office, *rows: str, file_name: str = "liste.csv") -> ImportId:
    content = (HEAD + "".join(rows)).encode()
    return bring_in(office.database, content, file_name=file_name).id


def opened(page: ImportsPage, qtbot: QtBot, made: ImportId) -> None:
    page.show()
    page.open(Ref(Subject.IMPORT, made))
    qtbot.waitUntil(page.what.isVisible)


def tags(page: ImportsPage) -> list[str]:
    row = page.column.list.list.rows.row(0)
    return [tag.text for tag in row.tags] if row else []


def said(page: ImportsPage) -> str:
    return "\n".join(each.text() for each in page.card.findChildren(QLabel) if each.isVisible())


def test_an_import_says_its_file_when_by_whom_and_what_became_of_its_rows(
    page: ImportsPage, office: Office, qtbot: QtBot
) -> None:
    made = brought_in(office, ADA, WRONG)

    opened(page, qtbot, made)

    words = said(page)
    assert page.what.text() == "liste.csv"
    assert page.when.text().startswith("Contacts · ")
    assert page.counts.text() == "1 new row · 1 row refused"
    assert "Can be undone until December 24, 2026" in words
    assert "line 3 · Luc Roy" in words
    assert "pas une adresse" in words
    rows = page.column.list.list.rows
    qtbot.waitUntil(lambda: rows.row(0) is not None)
    row = rows.row(0)
    assert row is not None
    assert row.detail.startswith("Contacts · 1 row left out")


def test_an_import_of_before_is_undone_and_who_was_changed_since_is_named(
    page: ImportsPage, office: Office, qtbot: QtBot
) -> None:
    made = brought_in(office, ADA, BAO)
    (ada,) = office.contacts.search("ada").rows
    office.contacts.edit(ada.id, FieldChange("note", "", "Le matin"))
    opened(page, qtbot, made)

    with qtbot.waitSignal(page.undoable):
        click(page.undo)
    qtbot.waitUntil(page.undo.isHidden)

    assert [each.name for each in office.contacts.search().rows] == ["Ada Okafor"]
    assert page.stayed.text().startswith("1 contact stays, changed since: Ada Okafor")
    assert page.until.text().startswith("Undone on ")
    qtbot.waitUntil(lambda: tags(page) == ["undone"])


def test_an_import_of_long_ago_is_not_undone(
    page: ImportsPage, office: Office, qtbot: QtBot, clock: StillClock
) -> None:
    made = brought_in(office, ADA)
    clock.advance(timedelta(days=31))

    opened(page, qtbot, made)

    assert not page.undo.isVisible()
    assert page.until.text() == "Could be undone until December 24, 2026"


def test_many_rows_left_out_are_shown_as_so_many_of_all(
    page: ImportsPage, office: Office, qtbot: QtBot
) -> None:
    many = ROWS_AT_ONCE + 3
    made = brought_in(office, ADA, *[WRONG] * many)
    opened(page, qtbot, made)
    assert page.left_out.text() == f"Left out, whole or in part: {ROWS_AT_ONCE} of {many}"

    click(page.more)

    assert page.left_out.text() == f"Left out, whole or in part: {many}"
    assert not page.more.isVisible()


def test_what_was_left_out_is_saved_to_be_mended_and_brought_in_again(
    page: ImportsPage, office: Office, qtbot: QtBot
) -> None:
    made = brought_in(office, ADA, WRONG)
    opened(page, qtbot, made)

    with qtbot.waitSignal(page.file_made) as saved:
        click(page.save)

    said, file = saved.args
    assert said == f"1 row in {file}"
    assert file.name == "liste, left out.csv"
    mended = file.read_bytes().replace(b"pas une adresse", b"luc@avis.example", 2)
    bring_in(office.database, mended)
    assert [each.name for each in office.contacts.search("luc").rows] == ["Luc Roy"]


def test_of_a_file_that_came_whole_nothing_is_saved(
    page: ImportsPage, office: Office, qtbot: QtBot
) -> None:
    opened(page, qtbot, brought_in(office, ADA))

    assert not page.left_out.isVisible()
    assert not page.save.isVisible()


def test_an_import_is_found_by_the_name_of_its_file(
    page: ImportsPage, office: Office, qtbot: QtBot
) -> None:
    brought_in(office, ADA, file_name="Printemps_2026.csv")
    brought_in(office, BAO, file_name="automne.csv")
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: page.column.list.shown == 2)

    page.column.search.setText("printemps_")

    qtbot.waitUntil(lambda: page.column.list.shown == 1)


def test_past_imports_are_a_command_of_the_palette(
    window: Window, sqlite_database: Database, qtbot: QtBot
) -> None:
    window.go_to("directory")
    (command,) = (each for each in window.commands() if "Past imports" in each.label)

    command.act()

    assert isinstance(window.page, ImportsPage)
    qtbot.waitUntil(lambda: window.errands.is_idle)
