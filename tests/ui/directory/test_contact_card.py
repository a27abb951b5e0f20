"""The card of a contact reads as a card: the family name follows the given one."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.ui.directory.contact_card import GIVEN_NAME_MOST_PX, ContactCard
from comms_desk.ui.errands import Errands
from comms_desk.ui.kit.elided import ElidedLine
from comms_desk.ui.kit.fields import CardField
from tests.support.windows import guarded
from tests.ui.keys import type_words

WORD_SPACE_PX = 24
"""What may lie between the two names and still be read as a space."""


@pytest.fixture
def card(qtbot: QtBot, office: Office) -> Iterator[ContactCard]:
    errands = Errands(lambda: guarded(office))
    made = ContactCard(errands)
    qtbot.addWidget(made)
    made.resize(560, 600)
    made.show()
    yield made
    errands.close()


def named(card: ContactCard, office: Office, given: str, family: str) -> QLineEdit:
    contact = office.contacts.add(NewContact(given_name=given, family_name=family))
    card.show_view(contact)
    editor = card.fields["given_name"].editor
    assert isinstance(editor, QLineEdit)
    return editor


def gap(card: ContactCard, given: QLineEdit) -> int:
    family = card.fields["family_name"].editor
    words_end = given.mapTo(card, given.rect().topLeft()).x()
    words_end += given.fontMetrics().horizontalAdvance(given.text())
    return family.mapTo(card, family.rect().topLeft()).x() - words_end


def test_the_family_name_follows_the_given_one_as_it_is_typed(
    card: ContactCard, office: Office, qtbot: QtBot
) -> None:
    given = named(card, office, "Ada", "Okafor")
    qtbot.waitUntil(lambda: 0 <= gap(card, given) <= WORD_SPACE_PX)

    given.setFocus()
    given.setCursorPosition(len(given.text()))
    type_words(given, " Chimamanda")

    qtbot.waitUntil(lambda: 0 <= gap(card, given) <= WORD_SPACE_PX)


def test_a_very_long_given_name_leaves_room_for_the_family_name(
    card: ContactCard, office: Office, qtbot: QtBot
) -> None:
    given = named(card, office, "Marie-Antoinette Charlotte Élisabeth", "Ashworth")

    qtbot.waitUntil(lambda: given.width() == GIVEN_NAME_MOST_PX)
    family = card.fields["family_name"].editor
    assert family.width() > family.fontMetrics().horizontalAdvance("Ashworth")


def test_a_tall_card_leaves_what_it_does_not_need_at_its_foot(
    card: ContactCard, office: Office, qtbot: QtBot
) -> None:
    named(card, office, "Ada", "Okafor")
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
    contact = office.contacts.add(NewContact(family_name="Okafor", positions=(held,)))
    card.show_view(contact)
    (position,) = card.positions.values()
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
