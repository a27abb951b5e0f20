"""What the Directory lists leaves as a file: all of it, or what a search left, and it is noted."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.imports.workbook import opened
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage import edits
from comms_desk.storage.model import Act
from comms_desk.text.tabular import read_table
from comms_desk.ui.directory.page import DirectoryPage
from tests.ui.directory.showing import shown
from tests.ui.keys import click

NAMES = ("Tremblay", "Roy", "Okafor")


@pytest.fixture
def listed(page: DirectoryPage, office: Office, qtbot: QtBot) -> DirectoryPage:
    """Return the page, with three contacts of one outlet in its list."""
    outlet = office.outlets.add(NewOutlet(name="La Dépêche")).id
    for name in NAMES:
        address = Address.parse(f"{name.lower()}@avis.example")
        work = NewPosition(outlet=outlet, emails=(address,))
        office.contacts.add(NewContact(family_name=name, given_name="=Zoé", positions=(work,)))
    shown(page, qtbot, 3)
    return page


def exported(page: DirectoryPage, qtbot: QtBot, file: Path) -> tuple[str, Path]:
    click(page.take_out)
    dialog = page.window().findChildren(QFileDialog)[-1]
    with qtbot.waitSignal(page.file_made) as made:
        dialog.selectFile(str(file))
        dialog.accept()
    said, where = made.args
    return said, where


def cells(file: Path) -> list[tuple[str, ...]]:
    return [record.cells for record in read_table(opened(file.read_bytes()).content).records]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_all_contacts_leave_by_the_ending_of_the_file_and_it_is_noted(
    listed: DirectoryPage, qtbot: QtBot, office: Office, tmp_path: Path, ending: str
) -> None:
    said, file = exported(listed, qtbot, tmp_path / f"liste.{ending}")

    header, *rows = cells(file)
    assert file == tmp_path / f"liste.{ending}"
    assert sorted(row[header.index("family_name")] for row in rows) == sorted(NAMES)
    assert said == f"3 contacts in {file}"
    with office.database.snapshot() as snapshot:
        noted = snapshot.session.query(edits.EditRow).filter_by(act=Act.EXPORTED).one()
    assert (noted.kind, noted.after) == (Subject.CONTACT, 3)


def test_what_is_exported_comes_in_again_as_what_is_there(
    listed: DirectoryPage, qtbot: QtBot, office: Office, tmp_path: Path
) -> None:
    _said, file = exported(listed, qtbot, tmp_path / "liste.xlsx")

    plan = office.imports.plan(Subject.CONTACT, file.read_bytes(), file_name=file.name)

    assert not plan.does_something
    assert len(plan.rows) == 3


def test_what_a_search_left_leaves_alone_and_says_of_how_many(
    listed: DirectoryPage, qtbot: QtBot, tmp_path: Path
) -> None:
    listed.column.search.have("roy")
    listed.search("roy")
    qtbot.waitUntil(lambda: listed.column.list.shown == 1)

    said, file = exported(listed, qtbot, tmp_path / "roy.csv")

    assert said == f"1 of 3 contacts in {file}"
    assert len(cells(file)) == 2


def test_outlets_leave_where_they_are_listed(
    listed: DirectoryPage, qtbot: QtBot, tmp_path: Path
) -> None:
    listed.column.check(Subject.OUTLET)
    qtbot.waitUntil(lambda: listed.column.list.shown == 1)

    said, file = exported(listed, qtbot, tmp_path / "medias.xlsx")

    assert said == f"1 outlet in {file}"
    assert cells(file)[1][0] == "La Dépêche"


def test_a_file_that_is_there_stays(listed: DirectoryPage, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "liste.csv").write_bytes(b"theirs")

    _said, file = exported(listed, qtbot, tmp_path / "liste.csv")

    assert (tmp_path / "liste.csv").read_bytes() == b"theirs"
    assert file == tmp_path / "liste (2).csv"


def test_a_place_where_nothing_can_be_written_is_said(
    listed: DirectoryPage, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "occupé").write_bytes(b"no folder")

    click(listed.take_out)
    dialog = listed.window().findChildren(QFileDialog)[-1]
    dialog.fileSelected.emit(str(tmp_path / "occupé" / "liste.csv"))

    qtbot.waitUntil(listed.error.isVisible)
    assert "occupé" in listed.error.words


def test_the_palette_knows_it(listed: DirectoryPage) -> None:
    from comms_desk.ui.frame.commands import of_buttons

    assert "Export…" in {command.label for command in of_buttons(listed)}
