"""Once an import is made or left, keys are the list's: nothing is typed into the card behind."""

from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.ui.directory_page import DirectoryPage
from tests.ui.directory.showing import camille, chosen, shown, titles
from tests.ui.keys import press

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
    qtbot.waitUntil(lambda: len(titles(page)) == 2)

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
