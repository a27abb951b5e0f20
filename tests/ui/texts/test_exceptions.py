"""Who may have a text before its embargo lifts: a contact or an address, by whose signature."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.embargo.model import SignedException
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.drafting.model import Draft
from comms_desk.media.lists.model import NewList
from comms_desk.ui.texts.exceptions import ExceptionDialog, ExceptionsPanel, offered
from comms_desk.ui.texts.page import TextsPage
from tests.ui.keys import click, press, type_words
from tests.ui.texts.pages import NEW, all_written, opened


@pytest.fixture
def text(page: TextsPage, qtbot: QtBot, office: Office, clock: StillClock) -> Draft:
    """A text under embargo, opened; and a contact."""
    draft = office.drafts.add(NEW)
    office.embargoes.place(draft.ref, until=clock.now() + timedelta(hours=2), ends_when="")
    contact = office.contacts.add(NewContact(given_name="Zoé", family_name="Tremblay"))
    position = NewPosition(emails=(Address.parse("zoe@journal.example"),), title="Chroniqueuse")
    office.contacts.add_position(contact.id, position)
    opened(page, qtbot, draft)
    return draft


@pytest.fixture
def panel(page: TextsPage, text: Draft, qtbot: QtBot) -> ExceptionsPanel:
    made = page.card.details.embargo.exceptions
    qtbot.waitUntil(made.isVisible)
    return made


def exceptions(office: Office, text: Draft) -> tuple[SignedException, ...]:
    lock = office.embargoes.of(text.ref)
    assert lock is not None
    return lock.exceptions


def asked(panel: ExceptionsPanel) -> ExceptionDialog:
    click(panel.add)
    assert panel.question is not None
    return panel.question


def test_a_contact_is_chosen_and_signs_by_the_keyboard_alone(
    panel: ExceptionsPanel, page: TextsPage, qtbot: QtBot, office: Office, text: Draft
) -> None:
    question = asked(panel)
    assert "choose whom" in question.verb.text()
    type_words(question.picker.search, "trem")
    press(question.picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(question.signed_by.isVisible)
    assert question.signed_by.text() == "Zoé Tremblay"

    press(question.signed_by, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: len(panel.lines.all()) == 1)
    (granted,) = exceptions(office, text)
    assert (granted.recipient, granted.signed_by) == ("zoe@journal.example", "Zoé Tremblay")
    assert panel.lines.all()[0].line.detail == "signed: Zoé Tremblay"


def test_an_address_that_is_nobodys_needs_a_signature(
    panel: ExceptionsPanel, qtbot: QtBot, office: Office, text: Draft
) -> None:
    question = asked(panel)
    type_words(question.picker.search, "agence@fil.example")
    press(question.picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(question.signed_by.isVisible)
    assert "signature missing" in question.verb.text()
    press(question.signed_by, Qt.Key.Key_Return)
    assert exceptions(office, text) == ()

    type_words(question.signed_by, "M. Roy, Fil de presse")
    click(question.verb)

    qtbot.waitUntil(lambda: len(panel.lines.all()) == 1)
    (granted,) = exceptions(office, text)
    assert granted.recipient == "agence@fil.example"


def test_an_exception_is_taken_back_and_that_is_undone(
    panel: ExceptionsPanel, page: TextsPage, qtbot: QtBot, office: Office, text: Draft
) -> None:
    office.embargoes.grant(text.ref, "zoe@journal.example", signed_by="Zoé", note="lettre")
    page.refresh()
    page.read_card()
    qtbot.waitUntil(lambda: len(panel.lines.all()) == 1)

    with qtbot.waitSignal(panel.undoable) as done:
        panel.lines.away_wanted.emit(panel.lines.all()[0].line.key)
    assert exceptions(office, text) == ()
    assert done.args is not None
    done.args[1]()
    all_written(page, qtbot)

    (again,) = exceptions(office, text)
    assert (again.signed_by, again.note) == ("Zoé", "lettre")


def test_nothing_is_said_of_exceptions_where_no_embargo_holds(
    page: TextsPage, qtbot: QtBot, office: Office
) -> None:
    opened(page, qtbot, office.drafts.add(NEW))

    assert not page.card.details.embargo.exceptions.isVisible()


def test_all_of_a_list_sign_at_once_and_that_is_undone_at_once(
    panel: ExceptionsPanel, page: TextsPage, qtbot: QtBot, office: Office, text: Draft
) -> None:
    made = office.lists.add(NewList(name="Agences"))
    office.lists.put_members(
        made.id, [Address.parse("a@fil.example"), Address.parse("b@fil.example")]
    )
    question = asked(panel)
    type_words(question.picker.search, "agen")
    press(question.picker.search, Qt.Key.Key_Return)
    qtbot.waitUntil(question.signed_by.isVisible)
    assert question.chosen.text() == "Agences · 2 people"
    assert question.signature.text() == "How each of them accepted in writing"

    with qtbot.waitSignal(panel.undoable) as done:
        type_words(question.signed_by, "par courriel")
        click(question.verb)

    assert done.args is not None
    assert done.args[0] == "2 more people may have this text before"
    assert {each.note for each in exceptions(office, text)} == {"par courriel"}
    done.args[1]()
    all_written(page, qtbot)
    assert exceptions(office, text) == ()


def test_how_many_more_contacts_there_are_is_said(office: Office) -> None:
    for number in range(60):
        held = NewPosition(emails=(Address.parse(f"p{number}@fil.example"),))
        emails = (held,) if number % 10 else ()
        office.contacts.add(NewContact(family_name=f"Roy {number}", positions=emails))

    found = offered(office, "")

    assert len(found.rows) < found.total
    assert not found.capped
