"""Ctrl+Z undoes what this person saved last in a card, whichever card or page is in front."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.model import Contact, ContactId, NewContact
from comms_desk.storage.model import FieldChange
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.window import Window
from tests.support.windows import held_writes
from tests.ui.directory.showing import camille, chosen, shown
from tests.ui.keys import press, type_words

UNDO = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier


def directory(window: Window, qtbot: QtBot) -> DirectoryPage:
    window.go_to("directory")
    page = window.page
    assert isinstance(page, DirectoryPage)
    shown(page, qtbot, 2)
    return page


def line(widget: QWidget) -> QLineEdit:
    assert isinstance(widget, QLineEdit)
    return widget


def name_of(office: Office, contact: ContactId) -> str:
    got: Contact = office.contacts.get(contact)
    return got.family_name


def rename(page: DirectoryPage, qtbot: QtBot, contact: ContactId, words: str) -> None:
    chosen(page, qtbot, contact)
    page.contact_card.sheet.open("family_name")
    editor = line(page.contact_card.fields["family_name"].editor)
    editor.selectAll()
    type_words(editor, words)
    press(editor, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: page.errands.is_idle)


def test_edits_of_two_cards_are_undone_the_last_first_from_another_page(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    first, second = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    rename(page, qtbot, first, "Roy")
    rename(page, qtbot, second, "Obi")
    window.go_to("dossiers")

    press(window, *UNDO)
    qtbot.waitUntil(lambda: name_of(office, second) == "Okafor")
    assert name_of(office, first) == "Roy"
    qtbot.waitUntil(lambda: "Okafor" in window.toast.accessibleName())
    press(window, *UNDO)
    qtbot.waitUntil(lambda: name_of(office, first) == "Théorêt-Roy")
    qtbot.waitUntil(lambda: window.errands.is_idle)

    press(window, *UNDO)
    qtbot.waitUntil(lambda: window.toast.accessibleName() == "Nothing to undo")


def test_in_a_field_what_is_not_saved_is_undone_by_the_field_and_the_rest_by_the_window(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")
    editor = line(page.contact_card.fields["given_name"].editor)
    editor.setFocus()
    type_words(editor, "x")

    press(editor, *UNDO)

    assert editor.text() == "Camille"
    assert name_of(office, contact) == "Roy"
    page.contact_card.saver.save_now()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    editor = line(page.contact_card.fields["family_name"].editor)
    editor.setFocus()
    press(editor, *UNDO)
    qtbot.waitUntil(lambda: name_of(office, contact) == "Théorêt-Roy")
    qtbot.waitUntil(lambda: editor.text() == "Théorêt-Roy")


def test_what_was_typed_in_one_go_is_undone_in_one_go(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    chosen(page, qtbot, contact)
    editor = line(page.contact_card.fields["family_name"].editor)
    editor.setFocus()
    for words in ("a", "b"):
        type_words(editor, words)
        page.contact_card.saver.save_now()
        qtbot.waitUntil(lambda: page.errands.is_idle)
    assert len(office.contacts.history(contact)) == 2

    press(page.column.list, *UNDO)

    qtbot.waitUntil(lambda: name_of(office, contact) == "Théorêt-Roy")


def test_a_key_pressed_just_before_is_saved_and_then_undone(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")
    editor = line(page.contact_card.fields["given_name"].editor)
    editor.setFocus()
    editor.selectAll()
    type_words(editor, "Ada")
    press(editor, Qt.Key.Key_Return)

    press(window, *UNDO)

    qtbot.waitUntil(lambda: office.contacts.history(contact)[0].after == "Camille")
    assert name_of(office, contact) == "Roy"


def test_an_undo_asked_while_nothing_can_be_saved_does_not_come_later_over_what_was_typed_since(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor"))
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")

    with held_writes(window.errands):
        press(window, *UNDO)
        qtbot.waitUntil(lambda: not window.undoing.is_wanted)
        editor = line(page.contact_card.fields["family_name"].editor)
        editor.setFocus()
        editor.selectAll()
        type_words(editor, "Cohen")
        press(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert name_of(office, contact) == "Cohen"


def test_what_somebody_else_changed_since_stays_and_is_said(
    qtbot: QtBot, window: Window, office: Office, tmp_path: Path
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")
    office.contacts.edit(contact, FieldChange("family_name", "Roy", "Cohen"))

    press(window, *UNDO)

    qtbot.waitUntil(window.error.isVisible)
    assert name_of(office, contact) == "Cohen"
    assert Ref(Subject.CONTACT, contact) == office.contacts.history(contact)[0].ref


def test_escape_gives_back_what_a_field_said_and_then_leaves_the_card(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    chosen(page, qtbot, contact)
    page.contact_card.edit_name()
    editor = line(page.contact_card.fields["family_name"].editor)
    editor.setFocus()
    editor.selectAll()
    type_words(editor, "Zut")
    page.contact_card.save_now()
    qtbot.waitUntil(lambda: name_of(office, contact) == "Zut")

    press(editor, Qt.Key.Key_Escape)

    assert editor.text() == "Théorêt-Roy"
    assert editor.hasFocus()
    qtbot.waitUntil(lambda: name_of(office, contact) == "Théorêt-Roy")
    press(editor, Qt.Key.Key_Escape)
    headline = page.contact_card.sheet.headline
    assert headline.hasFocus()
    assert headline.text().endswith("Théorêt-Roy")
    press(headline, Qt.Key.Key_Escape)
    assert page.column.list.list.hasFocus()


def test_ctrl_z_after_an_escape_gives_back_what_was_typed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")
    editor = line(page.contact_card.fields["given_name"].editor)
    for is_saved in (False, True):
        page.contact_card.edit_name()
        editor.setFocus()
        editor.selectAll()
        type_words(editor, "Zut")
        if is_saved:
            page.contact_card.save_now()
            qtbot.waitUntil(lambda: office.contacts.get(contact).given_name == "Zut")
        press(editor, Qt.Key.Key_Escape)
        assert editor.text() == "Camille"
        qtbot.waitUntil(lambda: page.errands.is_idle)
        assert office.contacts.get(contact).given_name == "Camille"

        press(editor, *UNDO)

        page.contact_card.save_now()
        qtbot.waitUntil(lambda: office.contacts.get(contact).given_name == "Zut")
        press(window, *UNDO)
        qtbot.waitUntil(lambda: office.contacts.get(contact).given_name == "Camille")
        qtbot.waitUntil(lambda: editor.text() == "Camille")
    assert name_of(office, contact) == "Roy"
