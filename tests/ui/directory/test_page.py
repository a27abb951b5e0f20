"""The Directory page: found, edited in place, imported after a dry run, and undone."""

from datetime import date
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.places import BOROUGHS, Scope
from comms_desk.storage.model import FieldChange
from comms_desk.storage.paging import COUNT_CAP
from comms_desk.ui.directory.outlet_card import PEOPLE_SHOWN
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.kit.controls import Label
from tests.support.bars import bars
from tests.ui.directory.showing import camille, chosen, shown, titles
from tests.ui.keys import click, press, type_words

FILE = (
    "Nom;Prénom;Média;Courriel\r\n"
    "Okafor;Ada;La Dépêche;ada@depeche.example\r\n"
    "Rossi;Elena;Corriere;pas une adresse\r\n"
)


def test_an_empty_directory_teaches_the_first_thing_to_do(
    page: DirectoryPage, qtbot: QtBot
) -> None:
    page.shown()

    qtbot.waitUntil(page.column.empty.isVisible)

    assert page.column.empty.first.isVisible()
    qtbot.waitUntil(page.column.empty.sample.isVisible)


def test_contacts_are_found_as_one_types(page: DirectoryPage, office: Office, qtbot: QtBot) -> None:
    camille(office)
    office.contacts.add(NewContact(family_name="Nguyen", given_name="Bao"))
    shown(page, qtbot, 2)
    assert titles(page) == ["Nguyen, Bao", "Théorêt-Roy, Camille"]

    page.focus_search()
    type_words(page.column.search, "metro")

    qtbot.waitUntil(lambda: titles(page) == ["Théorêt-Roy, Camille"])
    page.column.search.setText("zzz")
    qtbot.waitUntil(page.column.empty.isVisible)
    assert not page.column.empty.first.isVisible()


def test_a_card_is_edited_in_place_and_saved(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)
    editor = page.contact_card.fields["family_name"].editor
    assert isinstance(editor, QLineEdit)

    editor.selectAll()
    type_words(editor, "Roy")
    press(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: titles(page) == ["Roy, Camille"])
    assert office.contacts.get(contact).family_name == "Roy"


def test_a_position_is_edited_in_place_and_a_bad_address_says_so(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)
    (card,) = page.contact_card.positions.values()
    emails = card.fields["emails"]
    assert isinstance(emails.editor, QLineEdit)

    emails.editor.end(False)
    type_words(emails.editor, ", nowhere")
    emails.save_now()
    qtbot.waitUntil(lambda: any("nowhere" in label.text() for label in emails.findChildren(Label)))
    emails.editor.setText("c.theoret@metro.example, c@pige.example")
    emails.save_now()

    qtbot.waitUntil(
        lambda: (
            office.contacts.get(contact).positions[0].emails
            == ("c.theoret@metro.example", "c@pige.example")
        )
    )


def test_do_not_contact_bars_somebody_and_is_taken_back(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)
    letters = page.contact_card.fields["do_not_contact"]

    letters.editor.setCurrentIndex(1)  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: bars(office.database).keys() == {Ref(Subject.CONTACT, contact)})
    qtbot.waitUntil(lambda: not letters.is_unsaved)
    letters.editor.setCurrentIndex(0)  # type: ignore[attr-defined]

    qtbot.waitUntil(lambda: bars(office.database) == {})
    assert not office.contacts.get(contact).do_not_contact


def test_somebody_else_s_change_is_shown_beside_what_is_typed(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)
    field = page.contact_card.fields["family_name"]
    assert isinstance(field.editor, QLineEdit)
    field.editor.setText("Mine")
    office.contacts.edit(contact, FieldChange("family_name", "Théorêt-Roy", "Theirs"))

    field.save_now()

    qtbot.waitUntil(
        lambda: field.is_unsaved and office.contacts.get(contact).family_name == "Theirs"
    )
    assert field.value == "Mine"


def test_a_contact_goes_to_the_bin_and_comes_back(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)

    with qtbot.waitSignal(page.undoable) as done:
        page.contact_card._bin.click()
    qtbot.waitUntil(page.column.empty.isVisible)
    assert done.args is not None
    assert done.args[0] == "Camille Théorêt-Roy is in the bin"
    done.args[1]()

    qtbot.waitUntil(lambda: titles(page) == ["Théorêt-Roy, Camille"])


def test_contacts_that_are_chosen_together_go_to_the_bin_and_come_back_together(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    for name in ("Aubin", "Cohen", "Okafor", "Zhao"):
        office.contacts.add(NewContact(family_name=name))
    shown(page, qtbot, 4)
    rows = page.column.list.list
    first = rows.rows.rows()[0].key
    page.column.list.choose(first)
    qtbot.waitUntil(lambda: page.contact_card.ref == Ref(Subject.CONTACT, cast("int", first)))
    for _each in range(2):
        press(rows, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    third = rows.chosen
    qtbot.waitUntil(lambda: page.contact_card.ref == Ref(Subject.CONTACT, cast("int", third)))

    with qtbot.waitSignal(page.undoable) as said:
        page.contact_card.bin_wanted.emit(page.contact_card.ref)

    assert said.args is not None
    assert said.args[0] == "3 contacts are in the bin"
    qtbot.waitUntil(lambda: titles(page) == ["Zhao"])
    assert page.contact_card.ref is None
    said.args[1]()
    qtbot.waitUntil(lambda: titles(page) == ["Aubin", "Cohen", "Okafor", "Zhao"])


def test_a_new_contact_takes_the_name_searched_for(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    page.shown()
    page.column.search.setText("Ada Okafor")

    page.new()

    qtbot.waitUntil(lambda: titles(page) == ["Okafor, Ada"])
    qtbot.waitUntil(lambda: page.contact_card.thing is not None)
    assert page.contact_card.fields["given_name"].value == "Ada"


def test_a_position_is_added_at_an_outlet_by_its_name(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)

    type_words(page.contact_card.outlet, "la depeche")
    press(page.contact_card.outlet, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(page.contact_card.positions) == 2)
    assert {each.outlet_name for each in office.contacts.get(contact).positions} == {
        "Métro-Nord",
        "la depeche",
    }


def test_a_removed_position_comes_back(page: DirectoryPage, office: Office, qtbot: QtBot) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)
    (card,) = page.contact_card.positions.values()

    with qtbot.waitSignal(page.undoable) as done:
        click(card.remove)
    qtbot.waitUntil(lambda: not page.contact_card.positions)
    assert done.args is not None
    done.args[1]()

    qtbot.waitUntil(lambda: len(page.contact_card.positions) == 1)


def test_a_dropped_file_is_shown_first_then_imported_then_undone(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "liste.csv"
    file.write_bytes(FILE.encode("cp1252"))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    page.shown()

    page.dropEvent(
        QDropEvent(
            QPoint(5, 5).toPointF(),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(page.panel.isVisible)
    rows = page.panel.list.list.rows.rows()
    assert [(row.title, row.tags[0].text) for row in rows] == [
        ("Elena Rossi", "refused"),
        ("Ada Okafor", "new"),
    ]
    assert "pas une adresse" in rows[0].detail
    assert office.contacts.search().rows == ()
    with qtbot.waitSignal(page.undoable) as done:
        click(page.panel.accept)
    qtbot.waitUntil(lambda: titles(page) == ["Okafor, Ada"])
    assert done.args is not None
    done.args[1]()

    qtbot.waitUntil(page.column.empty.isVisible)
    assert office.contacts.search().rows == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(2000)),
        ("carte.vcf", b"BEGIN:VCARD\r\nFN:Lise\r\nEND:VCARD\r\n"),
        ("liste.xlsx", b"PK\x03\x04[Content_Types].xml"),
    ],
)
def test_a_dropped_file_that_is_no_table_is_a_sentence_where_its_rows_would_be(
    page: DirectoryPage, qtbot: QtBot, tmp_path: Path, name: str, content: bytes
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(file))])
    page.shown()

    act = page.dropping(dropped)
    assert act is not None
    act()

    qtbot.waitUntil(page.panel.error.isVisible)
    assert page.panel.error.words.startswith(name)
    assert not page.panel.accept.isEnabled()


def test_outlets_are_listed_and_edited_too(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    camille(office)
    (outlet,) = office.outlets.search().rows
    shown(page, qtbot, 1)

    page.open(Ref(Subject.OUTLET, outlet.id))
    qtbot.waitUntil(lambda: titles(page) == ["Métro-Nord"])
    qtbot.waitUntil(lambda: page.outlet_card.saver.id == outlet.id)
    page.outlet_card.fields["kind"].editor.setCurrentIndex(1)  # type: ignore[attr-defined]

    qtbot.waitUntil(lambda: office.outlets.get(outlet.id).kind.value == "weekly")


def test_the_card_of_an_outlet_says_who_works_there_and_opens_them(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    (outlet,) = office.outlets.search().rows
    empty = office.outlets.add(NewOutlet(name="Zénith")).id
    shown(page, qtbot, 1)
    page.open(Ref(Subject.OUTLET, outlet.id))
    card = page.outlet_card
    qtbot.waitUntil(lambda: card.ref == Ref(Subject.OUTLET, outlet.id))
    (line,) = card.people.all()
    assert (line.line.title, line.line.detail) == ("Camille Théorêt-Roy", "journaliste")
    assert not card.count.isVisible()

    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(line)

    assert wanted.args == [Ref(Subject.CONTACT, contact)]
    page.open(Ref(Subject.OUTLET, empty))
    qtbot.waitUntil(lambda: card.ref == Ref(Subject.OUTLET, empty))
    assert not card.people.isVisible()


def test_the_card_of_an_outlet_says_how_many_of_its_people_it_shows(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    outlet = office.outlets.add(NewOutlet(name="Radio Rive")).id
    for number in range(PEOPLE_SHOWN + 2):
        held = (NewPosition(outlet=outlet),)
        office.contacts.add(NewContact(family_name=f"Roy {number:02}", positions=held))
    page.shown()

    page.open(Ref(Subject.OUTLET, outlet))

    qtbot.waitUntil(page.outlet_card.count.isVisible)
    assert len(page.outlet_card.people.all()) == PEOPLE_SHOWN
    assert page.outlet_card.count.text() == f"{PEOPLE_SHOWN} of {PEOPLE_SHOWN + 2}"


def test_j_and_k_go_through_the_list(page: DirectoryPage, office: Office, qtbot: QtBot) -> None:
    contact = camille(office)
    other = office.contacts.add(NewContact(family_name="Zhao")).id
    shown(page, qtbot, 2)

    page.next_row()
    assert page.column.list.chosen == contact
    page.next_row()
    assert page.column.list.chosen == other
    page.previous_row()

    assert page.column.list.chosen == contact
    qtbot.waitUntil(lambda: page.contact_card.saver.id == contact)


def test_everything_that_takes_the_focus_has_a_name(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)

    nameless = [
        widget
        for widget in page.findChildren(QLineEdit)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName()
    ]

    assert nameless == []


def test_an_import_being_looked_at_stays_when_something_changes(
    page: DirectoryPage, office: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)
    file = tmp_path / "liste.csv"
    file.write_bytes(FILE.encode("cp1252"))
    page.plan_import(file)
    qtbot.waitUntil(page.panel.isVisible)

    office.contacts.add(NewContact(family_name="Nguyen", given_name="Bao"))
    qtbot.waitUntil(lambda: len(titles(page)) == 2)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.panel.isVisible()


def test_the_name_of_a_new_contact_is_typed_over(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    page.shown()
    page.column.search.setText("Bao Nguyen")
    given, family = page.contact_card.fields["given_name"], page.contact_card.fields["family_name"]

    page.new()
    qtbot.waitUntil(given.editor.hasFocus)
    qtbot.waitUntil(lambda: page.errands.is_idle)
    type_words(given.editor, "Ada")
    press(given.editor, Qt.Key.Key_Tab)
    assert family.editor.hasFocus()
    type_words(family.editor, "Okafor")

    assert (given.value, family.value) == ("Ada", "Okafor")


def test_a_search_leaves_the_card_of_whom_it_does_not_find(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    office.contacts.add(NewContact(family_name="Nguyen", given_name="Bao"))
    shown(page, qtbot, 2)
    chosen(page, qtbot, contact)

    page.column.search.setText("nguyen")

    qtbot.waitUntil(lambda: titles(page) == ["Nguyen, Bao"])
    assert page.contact_card.thing is None


def test_a_scope_of_several_boroughs_is_read_whole(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    several = Scope.of_boroughs(each.code for each in BOROUGHS[:2])
    contact = office.contacts.add(NewContact(family_name="Nguyen", scope=several)).id
    shown(page, qtbot, 1)

    chosen(page, qtbot, contact)

    scope = page.contact_card.fields["scope"]
    assert scope.value == several.to_text()
    assert BOROUGHS[1].name in scope.editor.currentText()  # type: ignore[attr-defined]


def test_plus_makes_an_outlet_too_whatever_is_listed(
    qtbot: QtBot, page: DirectoryPage, office: Office
) -> None:
    page.shown()
    contact, outlet, fixed, filter_, _starter = page.new_one.menu().actions()
    assert (contact.text(), outlet.text()) == ("New contact", "New outlet")
    assert (fixed.text(), filter_.text()) == ("New list", "New filter")

    outlet.trigger()

    qtbot.waitUntil(lambda: office.outlets.search().total == 1)
    qtbot.waitUntil(lambda: page.outlet_card.ref is not None)
    assert page.column.filter is Subject.OUTLET


def test_contacts_are_copied_each_fact_in_its_cell_under_its_heading(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    outlet = office.outlets.add(NewOutlet(name="Métro-Nord")).id
    held = NewPosition(
        outlet=outlet,
        title="journaliste",
        beats=("budget", "logement"),
        emails=(Address.parse("c.theoret@metro.example"),),
        phones=("514 872-1234",),
    )
    left = NewPosition(emails=(Address.parse("old@metro.example"),), ended_on=date(2020, 1, 1))
    office.contacts.add(
        NewContact(family_name="Théorêt", positions=(held, left), do_not_contact=True)
    )
    shown(page, qtbot, 1)

    press(page.column.list.list, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()] == [
        ["Name", "Outlet", "Job title", "Beats", "E-mail", "Phone", "Contacting"],
        [
            *("Théorêt", "Métro-Nord", "journaliste", "budget; logement"),
            *("c.theoret@metro.example", "514 872-1234", "Do not contact"),
        ],
    ]


def test_all_contacts_are_copied_however_many_are_shown(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    names = "\n".join(f"Roy {number:04}" for number in range(COUNT_CAP + 3))
    file = f"Nom de famille\n{names}\n".encode()
    office.imports.apply(office.imports.plan(Subject.CONTACT, file, file_name="roy.csv"))
    shown(page, qtbot, DirectoryPage.FIRST_ROWS)
    rows = page.column.list.list
    rows.setFocus()
    press(rows, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)

    with qtbot.waitSignal(page.undoable) as said:
        press(rows, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert said.args is not None
    assert said.args[0] == "Copied: 1,003 contacts"
    copied = QGuiApplication.clipboard().text().splitlines()
    assert [copied[1].split("\t")[0], copied[-1].split("\t")[0]] == ["Roy 0000", "Roy 1002"]
