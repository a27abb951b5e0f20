"""After an import is made, left or undone: who has the keyboard, and what is said to stay."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.imports.model import ImportUndone
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.model import OutletKind
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.kit.notices import Toast
from comms_desk.ui.shell.window import Window
from comms_desk.wording.imports import staying
from tests.ui.directory.showing import camille, chosen, shown, titles
from tests.ui.keys import click, press

FILE = "Nom;Prénom;Média;Courriel\r\nOkafor;Ada;La Dépêche;ada@depeche.example\r\n"


def looked_at(page: DirectoryPage, office: Office, qtbot: QtBot, file: Path) -> None:
    """Show what importing one contact would do, over the card of somebody else."""
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)
    file.write_bytes(FILE.encode("cp1252"))
    page.plan_import(file)
    qtbot.waitUntil(page.panel.accept.hasFocus)


def test_the_list_has_the_keyboard_after_an_import(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    looked_at(page, office, qtbot, tmp_path / "liste.csv")

    with qtbot.waitSignal(page.undoable):
        press(page.panel.accept, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: titles(page) == ["Okafor, Ada"])

    assert page.contact_card.isVisible()
    assert page.column.list.list.hasFocus()


def test_the_list_has_the_keyboard_after_an_import_that_is_left(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    looked_at(page, office, qtbot, tmp_path / "liste.csv")

    page.panel.leave.setFocus()
    press(page.panel.leave, Qt.Key.Key_Space)

    assert page.contact_card.isVisible()
    assert page.column.list.list.hasFocus()


def test_a_search_keeps_the_keyboard_when_it_leaves_an_import(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    looked_at(page, office, qtbot, tmp_path / "liste.csv")
    page.focus_search()

    page.step(0)
    page.column.list.list.picked.emit(page.column.list.chosen)

    assert page.contact_card.isVisible()
    assert page.column.search.hasFocus()


def test_an_import_that_is_undone_names_the_outlets_that_stay(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    looked_at(page, office, qtbot, tmp_path / "liste.csv")
    with qtbot.waitSignal(page.undoable) as done:
        press(page.panel.accept, Qt.Key.Key_Space)
    (outlet,) = office.outlets.search("depeche").rows
    position = NewPosition(outlet=outlet.id)
    office.contacts.add(NewContact(family_name="Roy", positions=(position,)))

    with qtbot.waitSignal(page.undoable) as undone:
        done.args[1]()

    assert undone.args == ["1 outlet stays, used or changed since: La Dépêche", None]
    assert [each.name for each in office.outlets.search("depeche").rows] == ["La Dépêche"]


def test_an_import_stays_once_its_toast_has_gone(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    toast = Toast(page)
    page.undoable.connect(toast.offer)
    looked_at(page, office, qtbot, tmp_path / "liste.csv")
    with qtbot.waitSignal(page.undoable):
        press(page.panel.accept, Qt.Key.Key_Space)
    while_shown = toast.may_undo

    toast.close_it()

    assert (while_shown, toast.may_undo) == (True, False)


def test_many_that_stay_are_counted_and_the_first_are_named() -> None:
    undone = ImportUndone(kept=("Ada Okafor",), outlets=("Un", "Deux", "Trois", "Quatre"))

    assert staying(undone, Subject.CONTACT) == (
        "1 contact stays, changed since: Ada Okafor · "
        "4 outlets stay, used or changed since: Un, Deux, Trois…"
    )
    assert not staying(ImportUndone(), Subject.CONTACT)


def test_a_file_that_reaches_nobody_says_so_first_and_reads_what_it_is_told_to(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    shown(page, qtbot, 0)
    file = tmp_path / "liste.csv"
    file.write_text("Nom;Boîte\nZoé Tremblay;zoe@depeche.example\n", "utf-8")

    with qtbot.waitSignal(page.panel.planned):
        page.plan_import(file)
    assert page.panel.error.isVisible()
    assert "“Boîte” seems to hold e-mail addresses" in page.panel.columns.text()

    with qtbot.waitSignal(page.panel.planned):
        press(page.panel.read_too, Qt.Key.Key_Space)
    assert not page.panel.error.isVisible()
    assert not page.panel.read_too.isVisible()
    with qtbot.waitSignal(page.undoable):
        press(page.panel.accept, Qt.Key.Key_Space)
    assert office.contacts.export()[0].positions[0].emails == ("zoe@depeche.example",)


def test_after_an_import_the_list_shows_who_came_until_it_is_undone(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    looked_at(page, office, qtbot, tmp_path / "liste.csv")

    with qtbot.waitSignal(page.undoable):
        press(page.panel.accept, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: titles(page) == ["Okafor, Ada"])
    assert page.came.chip.isVisible()
    assert page.came.chip.isChecked()
    page.panel.undo_import()
    qtbot.waitUntil(lambda: titles(page) == ["Théorêt-Roy, Camille"])
    assert not page.came.chip.isVisible()


def test_a_file_is_of_outlets_where_outlets_are_listed(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    shown(page, qtbot, 0)
    page.column.check(Subject.OUTLET)
    file = tmp_path / "médias.csv"
    file.write_text("Média;Genre\nLe Soir;Quotidien\n", encoding="utf-8")

    page.plan_import(file)
    qtbot.waitUntil(page.panel.accept.hasFocus)
    assert page.panel.title.text() == "Outlets of médias.csv"
    with qtbot.waitSignal(page.undoable):
        press(page.panel.accept, Qt.Key.Key_Space)

    qtbot.waitUntil(lambda: titles(page) == ["Le Soir"])
    assert [each.kind for each in office.outlets.every()] == [OutletKind.DAILY]


def test_past_imports_are_reached_from_a_file_that_is_looked_at(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    looked_at(page, office, qtbot, tmp_path / "liste.csv")

    with qtbot.waitSignal(page.page_wanted) as wanted:
        click(page.panel.past)

    assert wanted.args == ["imports"]


def test_who_came_and_went_since_is_not_taken_for_an_empty_directory(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    looked_at(page, office, qtbot, tmp_path / "liste.csv")
    with qtbot.waitSignal(page.undoable):
        press(page.panel.accept, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: titles(page) == ["Okafor, Ada"])
    (made,) = office.imports.search().rows

    office.imports.undo(made.id)
    page.refresh()

    qtbot.waitUntil(page.column.empty.isVisible)
    shown_now = [each.text() for each in page.column.empty.findChildren(QLabel)]
    assert "Nothing of what was imported is here any more." in shown_now


def test_once_its_toast_has_gone_ctrl_z_says_where_an_import_is_undone(
    window: Window, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    window.go_to("directory")
    page = window.page
    assert isinstance(page, DirectoryPage)
    looked_at(page, office, qtbot, tmp_path / "liste.csv")
    press(page.panel.accept, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.toast.may_undo)
    window.toast.close_it()

    window.undoing.undo()

    said = "“Undo the import”, in Past imports, undoes it for 30 days"
    qtbot.waitUntil(lambda: window.toast.accessibleName() == said)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert len(office.contacts.export()) == 2
