"""A card saves field by field: never over somebody else's text, never in another card."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts.model import ContactId, NewContact
from comms_desk.storage.database import Database
from comms_desk.storage.errors import AnswerLost, EditConflict, StorageBusy
from comms_desk.storage.model import FieldChange
from comms_desk.ui.frame.editing import FieldSaver
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.kit.fields import CardField, Typed
from tests.support.mornings import office_on
from tests.support.windows import BRISK
from tests.ui.keys import click, press, type_words


class Card:
    """The note of a contact, on a card, and a hand on the writing thread."""

    def __init__(self, office: Office, errands: Errands) -> None:
        self.office, self.errands = office, errands
        self.ada = office.contacts.add(NewContact(family_name="Ada")).id
        self.bao = office.contacts.add(NewContact(family_name="Bao")).id
        self.free = threading.Event()
        self.free.set()
        self.busy = 0
        self.answers_lost = 0
        self.bugs = 0
        self.refuses = False
        self.widget = QWidget()
        self.note = CardField("note", "Note")
        QVBoxLayout(self.widget).addWidget(self.note)
        self.saver = FieldSaver(errands, Subject.CONTACT, self._save, [self.note])

    def show(self, contact: ContactId) -> None:
        self.saver.show_card(contact, {"note": self.office.contacts.get(contact).note})

    def type(self, words: str) -> None:
        press(self.note.editor, Qt.Key.Key_End)
        type_words(self.note.editor, words)
        self.saver.save_now()

    def kept(self, contact: ContactId) -> str:
        return self.office.contacts.get(contact).note

    def _save(self, office: Office, contact: ContactId, typed: Typed) -> object:
        assert self.free.wait(60)
        if self.busy:
            self.busy -= 1
            raise StorageBusy(waited_s=5.0)
        if self.bugs:
            self.bugs -= 1
            raise RuntimeError("a bug")
        if self.refuses:
            raise BadAddress(typed.after)
        change = FieldChange(field=typed.field, before=typed.before, after=typed.after)
        edit = office.contacts.edit(contact, change)
        if self.answers_lost:
            self.answers_lost -= 1
            raise AnswerLost("desk", "gone")
        return edit


@pytest.fixture
def card(qtbot: QtBot, sqlite_database: Database, tmp_path: Path) -> Iterator[Card]:
    office = office_on(sqlite_database, tmp_path)
    errands = Errands(lambda: office, pauses=BRISK)
    made = Card(office, errands)
    qtbot.addWidget(made.widget)
    made.widget.show()
    made.show(made.ada)
    yield made
    made.free.set()
    errands.close()


def test_what_is_typed_is_kept(qtbot: QtBot, card: Card) -> None:
    card.type("Souhaite une entrevue")

    qtbot.waitUntil(lambda: card.kept(card.ada) == "Souhaite une entrevue")
    qtbot.waitUntil(lambda: not card.note.is_unsaved)


def test_two_saves_of_one_hand_never_conflict(qtbot: QtBot, card: Card) -> None:
    card.free.clear()
    card.type("Un")
    card.type(" deux")
    card.type(" trois")
    card.free.set()

    qtbot.waitUntil(lambda: card.kept(card.ada) == "Un deux trois")
    qtbot.waitUntil(lambda: not card.note.is_unsaved)


def test_what_was_typed_in_one_card_never_lands_in_the_next(qtbot: QtBot, card: Card) -> None:
    card.free.clear()
    card.type("Pour Ada")
    card.type(", et encore")
    card.show(card.bao)
    card.type("Pour Bao")
    card.free.set()

    qtbot.waitUntil(lambda: card.kept(card.bao) == "Pour Bao")
    qtbot.waitUntil(lambda: card.kept(card.ada) == "Pour Ada, et encore")


def test_a_conflict_shows_both_texts_and_loses_neither(qtbot: QtBot, card: Card) -> None:
    theirs = FieldChange(field="note", before="", after="Appelée hier")
    card.office.contacts.edit(card.ada, theirs)

    card.type("Ne rappelle pas")

    qtbot.waitUntil(lambda: card.note._conflict is not None)
    assert card.kept(card.ada) == "Appelée hier"
    assert card.note.value == "Ne rappelle pas"


def test_a_busy_database_is_asked_again(qtbot: QtBot, card: Card) -> None:
    card.busy = 2

    card.type("Rappeler")

    qtbot.waitUntil(lambda: card.kept(card.ada) == "Rappeler")


def test_a_busy_database_is_asked_again_for_a_card_that_was_left(qtbot: QtBot, card: Card) -> None:
    card.busy = 1
    card.type("Rappeler")

    card.show(card.bao)

    qtbot.waitUntil(lambda: card.kept(card.ada) == "Rappeler")
    assert card.kept(card.bao) == ""


@pytest.mark.parametrize("is_left", [False, True])
def test_a_save_that_met_a_bug_keeps_nothing_that_is_typed_after_from_being_saved(
    qtbot: QtBot, card: Card, is_left: bool
) -> None:
    card.bugs = 1
    card.free.clear()
    with qtbot.captureExceptions() as raised:
        card.type("Un")
        card.free.set()
        qtbot.waitUntil(lambda: bool(raised))
    assert card.note.is_unsaved

    if is_left:
        card.show(card.bao)
        card.type("Pour Bao")
        qtbot.waitUntil(lambda: card.kept(card.bao) == "Pour Bao")
        card.show(card.ada)
    card.type("Deux")

    qtbot.waitUntil(lambda: card.errands.is_idle and not card.note.is_unsaved)
    assert card.kept(card.ada).endswith("Deux")
    assert card.saver.is_idle


def test_what_was_typed_while_a_save_met_a_bug_is_saved(qtbot: QtBot, card: Card) -> None:
    card.bugs = 1
    card.free.clear()
    with qtbot.captureExceptions() as raised:
        card.type("Un")
        card.type(" deux")
        card.free.set()
        qtbot.waitUntil(lambda: bool(raised))

    qtbot.waitUntil(lambda: card.kept(card.ada) == "Un deux")
    qtbot.waitUntil(lambda: not card.note.is_unsaved)


def test_a_save_whose_answer_was_lost_is_no_conflict_with_oneself(qtbot: QtBot, card: Card) -> None:
    card.free.clear()
    card.answers_lost = 1
    card.type("Rappeler")
    card.type(" lundi")

    card.free.set()

    qtbot.waitUntil(lambda: card.kept(card.ada) == "Rappeler lundi")
    qtbot.waitUntil(lambda: card.errands.is_idle and not card.note.is_unsaved)
    assert not card.note.refusal


def test_a_card_shown_again_shows_what_is_still_on_its_way(qtbot: QtBot, card: Card) -> None:
    card.free.clear()
    card.type("Rappeler")
    card.show(card.bao)
    card.show(card.ada)
    assert card.note.value == "Rappeler"
    card.type(" lundi")
    card.free.set()

    qtbot.waitUntil(lambda: card.errands.is_idle and not card.note.is_unsaved)
    assert card.kept(card.ada) == card.note.value == "Rappeler lundi"
    assert card.kept(card.bao) == ""


def test_a_card_shown_again_shows_what_the_busy_database_has_not_taken(
    qtbot: QtBot, card: Card
) -> None:
    card.busy = 1
    card.type("Rappeler")
    qtbot.waitUntil(lambda: bool(card.errands._held))
    card.show(card.bao)

    card.show(card.ada)
    assert card.note.value == "Rappeler"

    qtbot.waitUntil(lambda: card.errands.is_idle and not card.note.is_unsaved)
    assert card.kept(card.ada) == card.note.value == "Rappeler"


def test_a_conflict_on_a_card_shown_again_shows_both_texts(qtbot: QtBot, card: Card) -> None:
    card.free.clear()
    card.type("Ne rappelle pas")
    card.office.contacts.edit(card.ada, FieldChange(field="note", before="", after="Appelée hier"))
    card.show(card.bao)
    card.show(card.ada)
    card.free.set()

    qtbot.waitUntil(lambda: card.note._conflict is not None)
    assert card.note.value == "Ne rappelle pas"
    assert card.kept(card.ada) == "Appelée hier"


def test_a_conflict_on_a_card_that_was_left_says_the_last_that_was_typed(
    qtbot: QtBot, card: Card
) -> None:
    said: list[CommsDeskError] = []
    card.errands.failed.connect(said.append)
    card.free.clear()
    card.type("Ne rappelle pas")
    card.type(" avant lundi")
    card.office.contacts.edit(card.ada, FieldChange(field="note", before="", after="Appelée hier"))

    card.show(card.bao)
    card.free.set()

    qtbot.waitUntil(lambda: bool(said))
    (conflict,) = said
    assert isinstance(conflict, EditConflict)
    assert (conflict.theirs, conflict.yours) == ("Appelée hier", "Ne rappelle pas avant lundi")


@pytest.mark.parametrize("then", ["the card is left", "the card is read again"])
def test_what_is_put_back_while_its_save_is_on_its_way_stays_put_back(
    qtbot: QtBot, card: Card, then: str
) -> None:
    card.free.clear()
    card.type("a")
    press(card.note.editor, Qt.Key.Key_Backspace)
    if then == "the card is left":
        card.show(card.bao)
    else:
        card.saver.show_card(card.ada, {"note": "a"})  # read after the save, before its answer
        assert card.note.value == ""
    card.free.set()

    qtbot.waitUntil(lambda: card.errands.is_idle and not card.note.is_unsaved)
    assert card.kept(card.ada) == ""


def test_a_value_that_cannot_be_is_said_in_the_field(qtbot: QtBot, card: Card) -> None:
    name = CardField("family_name", "Name")
    qtbot.addWidget(name)
    saver = FieldSaver(card.errands, Subject.CONTACT, card._save, [name])
    saver.show_card(card.ada, {"family_name": "Ada"})
    name.show()

    press(name.editor, Qt.Key.Key_End)
    for _letter in "Ada":
        press(name.editor, Qt.Key.Key_Backspace)
    saver.save_now()

    qtbot.waitUntil(lambda: bool(name.refusal))
    assert name.is_unsaved


def test_what_mends_a_value_that_cannot_be_is_saved(qtbot: QtBot, card: Card) -> None:
    name = CardField("family_name", "Name")
    qtbot.addWidget(name)
    saver = FieldSaver(card.errands, Subject.CONTACT, card._save, [name])
    saver.show_card(card.ada, {"family_name": "Ada"})
    name.show()
    card.free.clear()

    press(name.editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    press(name.editor, Qt.Key.Key_Backspace)
    saver.save_now()
    type_words(name.editor, "Eve")
    saver.save_now()
    card.free.set()

    qtbot.waitUntil(lambda: card.errands.is_idle and not name.is_unsaved)
    assert card.office.contacts.get(card.ada).family_name == "Eve"
    assert not name.refusal


def button(field: CardField, words: str) -> QPushButton:
    return next(each for each in field.findChildren(QPushButton) if each.text() == words)


def conflict_of(field: CardField) -> list[str]:
    """What is said of both texts."""
    assert field._conflict is not None
    return [label.text() for label in field._conflict.findChildren(QLabel)]


def refuse(qtbot: QtBot, card: Card, words: str) -> None:
    """Type *words* where the desk refuses them."""
    card.refuses = True
    card.type(words)
    qtbot.waitUntil(lambda: bool(card.note.refusal))
    card.refuses = False


def test_what_was_refused_is_still_there_with_its_reason_when_one_comes_back(
    qtbot: QtBot, card: Card
) -> None:
    refuse(qtbot, card, "c.theoret@")
    reason = card.note.refusal

    card.show(card.bao)
    assert (card.note.value, card.note.refusal) == ("", "")
    card.show(card.ada)
    assert (card.note.value, card.note.refusal) == ("c.theoret@", reason)

    card.type("metro.example")
    qtbot.waitUntil(lambda: card.kept(card.ada) == "c.theoret@metro.example")
    qtbot.waitUntil(lambda: not card.note.refusal)
    card.show(card.bao)
    card.show(card.ada)
    assert card.note.refusal == ""
    assert card.kept(card.bao) == ""


def test_what_was_refused_once_its_card_was_left_is_there_too(qtbot: QtBot, card: Card) -> None:
    card.free.clear()
    card.refuses = True
    card.type("c.theoret@")
    card.show(card.bao)
    card.free.set()
    qtbot.waitUntil(lambda: card.errands.is_idle)

    card.show(card.ada)

    assert card.note.value == "c.theoret@"
    assert card.note.refusal


def test_what_was_refused_and_then_taken_back_is_forgotten(qtbot: QtBot, card: Card) -> None:
    refuse(qtbot, card, "c.")
    press(card.note.editor, Qt.Key.Key_Backspace)
    press(card.note.editor, Qt.Key.Key_Backspace)
    card.saver.save_now()

    assert (card.note.value, card.note.refusal) == ("", "")
    assert not card.errands.unsaved.every()


@pytest.mark.parametrize("keeps", ["theirs", "yours"])
def test_a_conflict_waits_for_who_left_its_card_with_all_that_they_typed(
    qtbot: QtBot, card: Card, keeps: str
) -> None:
    card.office.contacts.edit(card.ada, FieldChange("note", "", "Appelee hier"))
    card.type("Ne rappelle pas")
    qtbot.waitUntil(lambda: card.note._conflict is not None)
    type_words(card.note.editor, " avant lundi")

    card.show(card.bao)
    assert card.note._conflict is None
    card.office.contacts.edit(card.ada, FieldChange("note", "Appelee hier", "Appelee deux fois"))
    card.show(card.ada)

    assert card.note.value == "Ne rappelle pas avant lundi"
    said = conflict_of(card.note)
    assert "Appelee deux fois" in said
    assert "Ne rappelle pas avant lundi" in said
    click(button(card.note, "Take their version" if keeps == "theirs" else "Keep my version"))
    qtbot.waitUntil(lambda: card.errands.is_idle and not card.note.is_unsaved)
    wanted = "Appelee deux fois" if keeps == "theirs" else "Ne rappelle pas avant lundi"
    assert card.kept(card.ada) == card.note.value == wanted
    card.saver.save_now()
    assert not card.errands.unsaved.every()


def test_what_was_refused_is_no_licence_to_write_over_what_somebody_else_wrote(
    qtbot: QtBot, card: Card
) -> None:
    refuse(qtbot, card, "c.theoret@")
    card.show(card.bao)
    card.office.contacts.edit(card.ada, FieldChange("note", "", "Appelee hier"))
    card.show(card.ada)

    card.type("metro.example")

    qtbot.waitUntil(lambda: card.note._conflict is not None)
    assert card.kept(card.ada) == "Appelee hier"


def test_a_whole_value_that_was_refused_is_asked_again_only_where_somebody_asks(
    qtbot: QtBot, card: Card
) -> None:
    address = CardField("note", "Address", whole=True)
    qtbot.addWidget(address)
    saver = FieldSaver(card.errands, Subject.CONTACT, card._save, [address])
    saver.show_card(card.ada, {"note": ""})
    address.show()
    card.refuses = True
    type_words(address.editor, "https://")
    saver.save_now()
    qtbot.waitUntil(lambda: bool(address.refusal))
    card.refuses = False

    saver.save_now()
    assert card.errands.unwritten == 0

    press(address.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.kept(card.ada) == "https://")


def test_a_whole_value_that_was_mended_before_it_was_refused_is_saved_once_it_is_left(
    qtbot: QtBot, card: Card
) -> None:
    address = CardField("note", "Address", whole=True)
    qtbot.addWidget(address)
    saver = FieldSaver(card.errands, Subject.CONTACT, card._save, [address])
    saver.show_card(card.ada, {"note": ""})
    address.show()
    card.refuses = True
    card.free.clear()
    type_words(address.editor, "https://")
    press(address.editor, Qt.Key.Key_Return)
    type_words(address.editor, "matin.example")
    card.free.set()
    qtbot.waitUntil(lambda: bool(address.refusal))
    card.refuses = False

    saver.save_now()

    qtbot.waitUntil(lambda: card.kept(card.ada) == "https://matin.example")
    qtbot.waitUntil(lambda: not address.refusal)
