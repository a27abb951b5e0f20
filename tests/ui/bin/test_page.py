"""The bin as a page: what is in it, of every kind, and the way back for one or many."""

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.contacts.model import NewContact
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.ui.bin.page import BinPage
from comms_desk.ui.shell.window import Window
from tests.ui.keys import click, press


def binned(office: Office) -> DossierId:
    contact = office.contacts.add(NewContact(given_name="Ève", family_name="Roy"))
    office.contacts.put_in_bin(contact.id)
    dossier = office.dossiers.add(NewDossier(code="NEIGE", name="Déneigement")).id
    office.dossiers.put_in_bin(dossier)
    return dossier


def shown(window: Window, qtbot: QtBot, count: int) -> BinPage:
    window.go_to("bin")
    page = window.page
    assert isinstance(page, BinPage)
    qtbot.waitUntil(lambda: len(titles(page)) == count)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    return page


def titles(page: BinPage) -> list[str]:
    return [row.title for row in page.column.list.list.rows.rows()]


def test_what_is_chosen_is_put_back_and_the_rest_stays(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    dossier = binned(office)
    page = shown(window, qtbot, 2)
    assert titles(page) == ["NEIGE Déneigement", "Ève Roy"]

    page.next_row()
    assert page.what.text() == "NEIGE Déneigement"
    assert ", kept until " in page.until.text()
    click(page.put_back)

    qtbot.waitUntil(lambda: titles(page) == ["Ève Roy"])
    assert office.dossiers.get(dossier).name == "Déneigement"
    assert "NEIGE Déneigement" in window.toast.accessibleName()


def test_several_are_put_back_at_once_and_one_whose_name_is_taken_stays_and_is_said(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    binned(office)
    office.dossiers.add(NewDossier(code="NEIGE", name="Une autre"))
    page = shown(window, qtbot, 2)

    page.column.list.setFocus()
    press(page.column.list.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert page.what.text() == "2 things"
    click(page.put_back)

    qtbot.waitUntil(lambda: titles(page) == ["NEIGE Déneigement"])
    qtbot.waitUntil(page.error.isVisible)
    assert [contact.name for contact in office.contacts.export()] == ["Ève Roy"]


def test_the_bin_is_searched_by_the_words_of_a_name(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    binned(office)
    page = shown(window, qtbot, 2)

    page.column.search.setText("eve")
    page.column.search.ask()

    qtbot.waitUntil(lambda: titles(page) == ["Ève Roy"])
    page.column.search.setText("zz")
    page.column.search.ask()
    qtbot.waitUntil(lambda: titles(page) == [])


def test_no_button_of_the_rail_is_lit_while_the_bin_is_in_front(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    window.go_to("dossiers")
    assert window.rail._buttons["dossiers"].isChecked()

    window.go_to("bin")
    assert not any(button.isChecked() for button in window.rail._buttons.values())

    window.go_to("watch")
    assert [key for key, button in window.rail._buttons.items() if button.isChecked()] == ["watch"]
    qtbot.waitUntil(lambda: window.errands.is_idle)
