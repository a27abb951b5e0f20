"""Ctrl+Z undoes what this person saved last in a card, whichever card or page is in front."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock
from comms_desk.media.contacts.model import Contact, ContactId, NewContact
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.model import FieldChange
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.shell.window import Window
from tests.internal.written import png
from tests.support.windows import held_writes
from tests.ui.bulletins.shown import NEW, TEXT, hire, open_account
from tests.ui.directory.showing import camille, chosen, shown
from tests.ui.keys import asked_by, click, press, type_words

UNDO = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier
REDO = Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


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


def test_of_two_cards_the_one_that_is_shown_is_undone_and_the_other_is_asked_about(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    first, second = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    rename(page, qtbot, first, "Roy")
    rename(page, qtbot, second, "Obi")
    chosen(page, qtbot, first)

    press(window, *UNDO)
    qtbot.waitUntil(lambda: name_of(office, first) == "Théorêt-Roy")
    qtbot.waitUntil(lambda: "Undone" in window.toast.accessibleName())
    assert name_of(office, second) == "Obi"
    press(window, *UNDO)
    button = asked_by(window.toast, qtbot)

    assert window.toast.accessibleName() == (
        "Nothing to undo here. Undo elsewhere: Family name · Contact “Obi”?"
    )
    press(window, *UNDO)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert name_of(office, second) == "Obi"
    click(button)
    qtbot.waitUntil(lambda: name_of(office, second) == "Okafor")
    qtbot.waitUntil(lambda: window.errands.is_idle)
    press(window, *UNDO)
    qtbot.waitUntil(lambda: window.toast.accessibleName() == "Nothing to undo")


def test_from_a_page_that_shows_nothing_of_it_ctrl_z_asks_and_enter_takes_it(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")
    window.go_to("dossiers")
    assert window.page is not None
    window.page.focus_list()
    before = window.focusWidget()
    assert before is not None

    press(window, *UNDO)
    button = asked_by(window.toast, qtbot)
    assert name_of(office, contact) == "Roy"
    qtbot.waitUntil(button.hasFocus)
    press(button, Qt.Key.Key_Return)

    assert window.focusWidget() is before
    qtbot.waitUntil(lambda: name_of(office, contact) == "Théorêt-Roy")
    qtbot.waitUntil(lambda: window.errands.is_idle)


def test_a_part_of_a_thing_is_undone_with_the_thing_that_is_shown(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact = camille(office)
    office.contacts.add(NewContact(family_name="Okafor"))
    (position,) = office.contacts.get(contact).positions
    page = directory(window, qtbot)
    chosen(page, qtbot, contact)
    edit = office.contacts.edit_position(
        position.id, FieldChange("title", position.title, "Cheffe de pupitre")
    )
    window.errands.edited.emit(edit, "Title")

    press(page.column.list, *UNDO)

    qtbot.waitUntil(lambda: office.contacts.get(contact).positions[0].title == position.title)
    qtbot.waitUntil(lambda: window.errands.is_idle)


def test_each_image_that_was_given_is_undone_by_itself(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    block = NewBlock(kind=BulletinBlockKind.IMAGE, image=png("#B3261E"), image_name="rouge.png")
    bulletin = office.bulletins.add(NEW, [block])
    window.open(Ref(Subject.BULLETIN, bulletin.id))
    for name, colour in (("bleu.png", "#1D4E89"), ("vert.png", "#2E7D32")):
        edit = office.bulletins.set_picture(bulletin.blocks[0].id, png(colour), name=name)
        window.errands.edited.emit(edit, "Image")

    def names() -> list[str]:
        return [each.name for each in office.bulletins.get(bulletin.id).pictures]

    window.undoing.undo()
    qtbot.waitUntil(lambda: names() != ["vert.png"])
    assert names() == ["bleu.png"]
    window.undoing.undo()
    qtbot.waitUntil(lambda: names() == ["rouge.png"])
    qtbot.waitUntil(lambda: window.errands.is_idle)


def test_what_the_toast_says_is_undone_at_once_and_asked_about_once_it_has_gone(
    qtbot: QtBot, window: Window
) -> None:
    undone: list[str] = []
    window.go_to("directory")
    page = window.page
    assert page is not None
    page.undoable.emit("First", partial(undone.append, "first"))
    page.undoable.emit("Second", partial(undone.append, "second"))
    window.go_to("dossiers")

    press(window, *UNDO)
    assert undone == ["second"]
    window.toast.close_it()
    press(window, *UNDO)
    button = asked_by(window.toast, qtbot)
    assert undone == ["second"]
    assert window.toast.accessibleName() == "Nothing to undo here. Undo elsewhere: First?"
    click(button)
    assert undone == ["second", "first"]
    press(window, *REDO)
    assert window.toast.accessibleName() == "Nothing to redo here. Redo elsewhere: First?"


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


def test_whatever_was_done_is_undone_the_last_first_and_twenty_deep(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    undone: list[int] = []
    for each in range(12):
        window.toast.offer(f"Step {each}", partial(undone.append, each))
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")
    for each in range(12, 24):
        window.toast.offer(f"Step {each}", partial(undone.append, each))
    window.toast.offer("The desk is backed up")
    window.toast.close_it()

    for _each in range(12):
        press(window, *UNDO)
    assert undone == list(range(23, 11, -1))
    assert window.toast.accessibleName() == "Undone: Step 12"
    press(window, *UNDO)
    qtbot.waitUntil(lambda: name_of(office, contact) == "Théorêt-Roy")
    qtbot.waitUntil(lambda: window.errands.is_idle)
    for _each in range(12):
        press(window, *UNDO)

    assert undone == list(range(23, -1, -1))
    press(window, *UNDO)
    assert window.toast.accessibleName() == "Nothing to undo"


def test_what_the_toast_undid_itself_is_not_undone_again(qtbot: QtBot, window: Window) -> None:
    undone: list[str] = []
    window.toast.offer("First", lambda: undone.append("first"))
    window.toast.offer("Second", lambda: undone.append("second"))

    window.toast.undo()
    press(window, *UNDO)

    assert undone == ["second", "first"]


def test_what_was_undone_is_done_again_as_long_as_nobody_changed_it_since(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")
    press(window, *UNDO)
    qtbot.waitUntil(lambda: name_of(office, contact) == "Théorêt-Roy")
    qtbot.waitUntil(lambda: window.errands.is_idle)

    press(window, *REDO)
    qtbot.waitUntil(lambda: name_of(office, contact) == "Roy")
    qtbot.waitUntil(lambda: window.errands.is_idle)
    said = window.toast.accessibleName()
    press(window, *UNDO)
    qtbot.waitUntil(lambda: name_of(office, contact) == "Théorêt-Roy")
    qtbot.waitUntil(lambda: window.errands.is_idle)
    office.contacts.edit(contact, FieldChange("family_name", "Théorêt-Roy", "Obi"))
    press(window, *REDO)

    assert said == "Done again: Family name: Théorêt-Roy → Roy · Contact “Camille Roy”"
    qtbot.waitUntil(window.error.isVisible)
    assert name_of(office, contact) == "Obi"


def test_once_something_else_was_done_nothing_is_done_again(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, other = camille(office), office.contacts.add(NewContact(family_name="Okafor")).id
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")
    press(window, *UNDO)
    qtbot.waitUntil(lambda: name_of(office, contact) == "Théorêt-Roy")
    qtbot.waitUntil(lambda: window.errands.is_idle)
    rename(page, qtbot, other, "Obi")

    press(window, *REDO)

    assert window.toast.accessibleName() == "Nothing to redo"
    assert name_of(office, contact) == "Théorêt-Roy"


def test_what_is_no_field_is_to_be_done_again_by_hand(qtbot: QtBot, window: Window) -> None:
    window.toast.offer("Contact put in the bin", lambda: None)
    press(window, *UNDO)

    press(window, *REDO)

    assert window.toast.accessibleName() == "To be done again by hand: Contact put in the bin"


def test_a_field_does_again_what_it_undid_itself(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor"))
    page = directory(window, qtbot)
    chosen(page, qtbot, contact)
    page.contact_card.sheet.open("given_name")
    editor = line(page.contact_card.fields["given_name"].editor)
    editor.setFocus()
    type_words(editor, "x")
    press(editor, *UNDO)

    press(editor, *REDO)

    assert editor.text() == "xCamille"


def test_what_is_undone_out_of_sight_is_named_and_a_press_away(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    contact, _other = camille(office), office.contacts.add(NewContact(family_name="Okafor"))
    page = directory(window, qtbot)
    rename(page, qtbot, contact, "Roy")
    window.go_to("dossiers")

    press(window, *UNDO)
    click(asked_by(window.toast, qtbot))
    qtbot.waitUntil(lambda: name_of(office, contact) == "Théorêt-Roy")
    qtbot.waitUntil(lambda: "Undone" in window.toast.accessibleName())

    assert window.toast.accessibleName() == (
        "Undone: Family name: Roy → Théorêt-Roy · Contact “Camille Théorêt-Roy”"
    )
    (go,) = [each for each in window.toast.findChildren(Button) if each.isVisible()]
    click(go)
    qtbot.waitUntil(lambda: window.page is page)
    qtbot.waitUntil(lambda: page.contact_card.ref == Ref(Subject.CONTACT, contact))


def test_a_name_that_is_emptied_is_said_by_what_it_was(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title=""))
    edit = office.drafts.edit(draft.id, FieldChange("title", "", "Budget 2027"))
    window.errands.edited.emit(edit, "Title")

    window.undoing.undo()

    qtbot.waitUntil(lambda: office.drafts.get(draft.id).title == "")
    said = "Undone: Title: Budget 2027 → nothing · Text “Budget 2027”"
    qtbot.waitUntil(lambda: window.toast.accessibleName() == said)


def test_what_somebody_else_changed_is_said_in_words(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    dossier = office.dossiers.add(NewDossier(code="NEIGE", name="Neige"))
    mine = office.dossiers.edit(dossier.id, FieldChange("status", "open", "dormant"))
    window.errands.edited.emit(mine, "Status")
    me = office.database.actor
    office.database.act_as(office.people.add(NewPerson(name="Amélie Roy")).id)
    office.dossiers.edit(dossier.id, FieldChange("status", "dormant", "closed"))
    office.database.act_as(me)

    window.undoing.undo()

    qtbot.waitUntil(window.error.isVisible)
    assert window.error.words == (
        "Amélie Roy has changed “Status” of “Neige” since, from “Dormant” to “Closed”."
    )
    qtbot.waitUntil(lambda: window.errands.is_idle)


def test_what_was_sent_is_said_once_and_what_came_before_it_is_undone(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    dossier = office.dossiers.add(NewDossier(code="NEIGE", name="Neige"))
    renamed = office.dossiers.edit(dossier.id, FieldChange("name", "Neige", "Déneigement"))
    window.errands.edited.emit(renamed, "Name")
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    (block,) = office.bulletins.get(bulletin).blocks
    for edit in (
        office.bulletins.edit(bulletin, FieldChange("subject", NEW.subject, "Bonjour")),
        office.bulletins.edit_block(block.id, FieldChange("text", block.text, "Salut")),
        office.bulletins.edit_block(block.id, FieldChange("text", "Salut", "Bonsoir")),
    ):
        window.errands.edited.emit(edit, "Text")
    office.bulletins.send(bulletin)

    window.undoing.undo()
    qtbot.waitUntil(lambda: window.errands.is_idle)
    sent = f"“{NEW.name}” was sent: what was sent is not taken back"
    qtbot.waitUntil(lambda: window.toast.accessibleName() == sent)
    assert window.error.isHidden()
    window.undoing.undo()

    qtbot.waitUntil(lambda: office.dossiers.get(dossier.id).name == "Neige")
    qtbot.waitUntil(lambda: window.errands.is_idle)


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
