"""The card of a contact is read first and edited second."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import Contact, NewContact, NewPosition
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.model import FieldChange
from comms_desk.ui.directory.contact_card import ContactCard, ContactView
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit import look as tokens
from comms_desk.ui.kit.elided import ElidedLine
from comms_desk.ui.kit.fields import CardField
from comms_desk.ui.kit.layout import BODY_SIDE_PX
from tests.support.windows import BRISK, guarded
from tests.ui.keys import click, press, type_words
from tests.ui.opener import Opener

DAY = date(2026, 11, 24)
SCHEMES = ("tel", "mailto")


@pytest.fixture
def card(qtbot: QtBot, office: Office) -> Iterator[ContactCard]:
    errands = Errands(lambda: guarded(office), pauses=BRISK)
    made = ContactCard(errands)
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show()
    yield made
    errands.close()


@pytest.fixture
def opener() -> Iterator[Opener]:
    made = Opener()
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, made, "take")  # type: ignore[arg-type] # the stub
    yield made
    for scheme in SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)


def read(card: ContactCard, office: Office, new: NewContact) -> Contact:
    contact = office.contacts.add(new)
    card.show_view(ContactView(contact=contact, current=contact.current(DAY)))
    return contact


def again(card: ContactCard, office: Office, contact: Contact) -> None:
    now = office.contacts.get(contact.id)
    card.show_view(ContactView(contact=now, current=now.current(DAY)))


def shown(card: ContactCard) -> list[str]:
    """The facts that have a place of their own on the card."""
    return [name for name, field in card.fields.items() if field.isVisible()]


def test_a_contact_is_read_in_one_run_of_text_and_edited_once_it_is_pressed(
    card: ContactCard, office: Office, qtbot: QtBot
) -> None:
    outlet = office.outlets.add(NewOutlet(name="Télé-Cité")).id
    held = NewPosition(outlet=outlet, title="journaliste", beats=("Hôtel de ville",))
    read(card, office, NewContact(given_name="Rosalie", family_name="Côté", positions=(held,)))
    assert card.sheet.headline.text() == "Rosalie Côté"
    assert card.sheet.under.text() == "journaliste, Télé-Cité · Hôtel de ville"
    assert shown(card) == ["language", "scope"]

    click(card.sheet.headline)

    assert shown(card)[:2] == ["given_name", "family_name"]
    assert not card.sheet.headline.isVisible()
    given = card.fields["given_name"].editor
    qtbot.waitUntil(given.hasFocus)
    type_words(given, "Rose")
    press(given, Qt.Key.Key_Return)
    assert card.sheet.headline.hasFocus()
    assert card.sheet.headline.text() == "Rose Côté"
    assert shown(card) == ["language", "scope"]


@pytest.mark.parametrize("title", ["Pigiste", "journaliste pigiste", "freelance"])
def test_a_freelancer_is_not_said_twice_to_be_one(
    card: ContactCard, office: Office, title: str
) -> None:
    i18n.use("fr")

    read(card, office, NewContact(family_name="Roy", positions=(NewPosition(title=title),)))

    assert card.sheet.under.text() == title


def test_a_name_that_is_refused_stays_to_be_mended(
    card: ContactCard, office: Office, qtbot: QtBot
) -> None:
    read(card, office, NewContact(family_name="Okafor"))
    card.sheet.open("family_name")
    family = card.fields["family_name"].editor
    assert isinstance(family, QLineEdit)
    family.selectAll()
    type_words(family, ".")

    press(family, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: card.fields["family_name"].refusal != "")
    assert card.fields["family_name"].isVisible()
    assert not card.sheet.headline.isVisible()


def test_what_one_came_for_is_pressed_and_copied(
    card: ContactCard, office: Office, opener: Opener
) -> None:
    then = NewPosition(phones=("514 872-9999",), ended_on=date(2020, 1, 1))
    now = NewPosition(
        phones=("(514) 872-1234 p. 12",), emails=(Address.parse("a.okafor@cite.example"),)
    )
    read(card, office, NewContact(family_name="Okafor", positions=(then, now)))
    phone, address = card.sheet.presses._buttons
    assert phone.text() == "514 872-1234, ext. 12"
    assert phone.accessibleName() == "Call 514 872-1234, ext. 12"

    press(phone, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    click(phone)
    press(address, Qt.Key.Key_Return)

    assert QGuiApplication.clipboard().text() == "514 872-1234, ext. 12"
    assert opener.opened == ["tel:+15148721234;ext=12", "mailto:a.okafor@cite.example"]


def test_facts_without_a_value_wait_behind_one_line(
    card: ContactCard, office: Office, qtbot: QtBot
) -> None:
    contact = read(card, office, NewContact(family_name="Okafor"))
    assert "note" not in shown(card)

    click(card.sheet.add)
    note = card.fields["note"].editor
    type_words(note, "by phone")
    card.save_now()

    assert "note" in shown(card)
    assert not card.sheet.add.isVisible()
    qtbot.waitUntil(lambda: office.contacts.get(contact.id).note == "by phone")
    read(card, office, NewContact(family_name="Obi"))
    assert "note" not in shown(card)


def test_all_words_of_a_card_stand_on_one_edge(card: ContactCard, office: Office) -> None:
    held = NewPosition(title="journaliste", phones=("514 872-1234",))
    read(card, office, NewContact(family_name="Okafor", note="by phone", positions=(held,)))
    (position,) = card.positions.values()

    hanging = [card.sheet.headline, card.sheet.under, card.fields["note"], position.sheet.under]
    standing = [card.sheet.presses._buttons[0], position.title, card.outlet]

    edges = {left(card, each) + tokens.HANG_PX for each in hanging}
    edges |= {left(card, each) + each.contentsMargins().left() for each in standing}
    assert edges == {BODY_SIDE_PX}


def left(card: ContactCard, widget: QWidget) -> int:
    return widget.mapTo(card, widget.rect().topLeft()).x()


def test_a_tall_card_leaves_what_it_does_not_need_at_its_foot(
    card: ContactCard, office: Office, qtbot: QtBot
) -> None:
    read(card, office, NewContact(family_name="Okafor", note="by phone"))
    card.resize(560, 600)
    note = card.fields["note"]
    qtbot.waitUntil(lambda: note.y() > 0)
    place = note.mapTo(card, note.rect().topLeft())

    card.resize(560, 1_000)
    qtbot.waitUntil(lambda: card.scrolled.viewport().height() > 900)

    assert note.mapTo(card, note.rect().topLeft()) == place
    assert note.height() == note.sizeHint().height()


def test_telephones_are_read_alike_and_edited_as_they_were_typed(
    card: ContactCard, office: Office, qtbot: QtBot
) -> None:
    typed = ("(514)872.1234 p. 12", "514 872-1234, poste 13", "à rappeler : 311")
    held = NewPosition(phones=typed)
    contact = read(card, office, NewContact(family_name="Okafor", positions=(held,)))
    (position,) = card.positions.values()
    position.sheet.open_all()
    field = position.fields["phones"]
    editor = field.editor
    assert isinstance(editor, ElidedLine)
    said = "514 872-1234, ext. 12 · 514 872-1234, ext. 13 · à rappeler : 311"
    assert editor.said(editor.text()) == editor.toolTip() == said
    assert editor.text() == ", ".join(typed)

    editor.setFocus()
    editor.setCursorPosition(len(editor.text()))
    type_words(editor, ", 438 872-1234")
    position.saver.save_now()
    qtbot.waitUntil(lambda: position.saver.is_idle)

    assert field.refusal == ""
    assert office.contacts.get(contact.id).positions[0].phones == (*typed, "438 872-1234")


def test_a_line_paints_what_it_says_until_somebody_goes_into_it(qtbot: QtBot) -> None:
    field = CardField("phones", "Telephone", said=str.upper)
    qtbot.addWidget(field)
    other = CardField("phones", "Telephone")
    qtbot.addWidget(other)
    for each, value in ((field, "abc"), (other, "ABC")):
        each.show_value(value)
        each.resize(200, 60)

    assert field.editor.grab().toImage() == other.editor.grab().toImage()


def test_a_reason_that_bars_nobody_is_kept_and_says_so(
    card: ContactCard, office: Office, qtbot: QtBot
) -> None:
    contact = read(card, office, NewContact(family_name="Côté"))
    card.sheet.open("do_not_contact_reason")
    reason = card.fields["do_not_contact_reason"]
    type_words(reason.editor, "À sa demande")
    press(reason.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not reason.is_unsaved)

    again(card, office, contact)

    assert reason.remark == "This reason bars nobody: say “Do not contact”."
    assert office.contacts.get(contact.id).do_not_contact_reason == "À sa demande"
    assert reason.refusal == ""
    (said,) = (each for each in reason.findChildren(QLabel) if each.text() == reason.remark)
    qtbot.waitUntil(said.isVisible)
    press(reason.editor, Qt.Key.Key_Escape)
    office.contacts.edit(contact.id, FieldChange("do_not_contact", False, True))
    again(card, office, contact)
    assert reason.remark == ""
    assert len(reason.findChildren(QLabel)) == 1


def test_what_is_refused_is_said_in_the_place_of_the_remark(qtbot: QtBot) -> None:
    field = CardField("reason", "Reason", note_px=15)
    qtbot.addWidget(field)
    field.show()
    field.show_value("À sa demande")
    field.say_remark("It bars nobody.")

    field.refused("It is too long.")
    assert [each.text() for each in field.findChildren(QLabel)][1:] == ["It is too long."]

    field.kept("À sa demande")
    assert [each.text() for each in field.findChildren(QLabel)][1:] == ["It bars nobody."]
    field.say_remark("")
    assert len(field.findChildren(QLabel)) == 1
