"""What is typed in a position is saved, though another contact is shown by then."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.errors import StorageBusy
from comms_desk.storage.model import FieldChange
from comms_desk.ui.directory.contact_card import PositionCard
from comms_desk.ui.directory.page import DirectoryPage
from comms_desk.ui.kit.fields import CardField
from tests.support.windows import held_answers, held_writes
from tests.ui.directory.showing import camille, chosen, shown
from tests.ui.keys import click, press, tabs_from, type_words


@pytest.fixture
def held(page: DirectoryPage, office: Office, qtbot: QtBot) -> ContactId:
    """A contact with one position, whose card is shown, and another one."""
    contact = camille(office)
    office.contacts.add(NewContact(family_name="Nguyen", given_name="Bao"))
    shown(page, qtbot, 2)
    chosen(page, qtbot, contact)
    return contact


def title(page: DirectoryPage) -> CardField:
    (card,) = page.contact_card.positions.values()
    return card.fields["title"]


def other(office: Office) -> ContactId:
    return office.contacts.search("nguyen").rows[0].id


def kept(office: Office, contact: ContactId) -> str:
    (position,) = office.contacts.get(contact).positions
    return position.title


def standing(page: DirectoryPage) -> list[PositionCard]:
    """The cards of the positions, from top to bottom."""
    cards = page.contact_card.positions.values()
    return sorted(cards, key=lambda card: card.mapTo(page, card.rect().topLeft()).y())


def tabs_through(page: DirectoryPage) -> list[PositionCard]:
    """The cards of the positions, in the order in which Tab comes to them."""
    tabs = tabs_from(page.contact_card.sheet.headline, most=100)
    cards = page.contact_card.positions.values()
    return [card for at in tabs for card in cards if at is card.sheet.under]


def test_what_was_typed_last_is_saved_after_its_contact_is_left(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    with held_writes(page.errands):
        type_words(title(page).editor, "chef ")
        title(page).save_now()
        type_words(title(page).editor, "adjoint ")
        chosen(page, qtbot, other(office))
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert kept(office, held) == "chef adjoint journaliste"


def test_what_a_busy_database_did_not_take_is_saved_after_its_contact_is_left(
    page: DirectoryPage,
    office: Office,
    qtbot: QtBot,
    held: ContactId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def busy(*_args: object) -> None:
        raise StorageBusy(waited_s=5.0)

    with monkeypatch.context() as patch:
        patch.setattr(ContactDesk, "edit_position", busy)
        type_words(title(page).editor, "chef ")
        with qtbot.waitSignal(page.errands.not_saved):
            chosen(page, qtbot, other(office))
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert kept(office, held) == "chef journaliste"


def test_a_contact_shown_again_shows_what_is_still_on_its_way_to_a_position(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    with held_writes(page.errands):
        type_words(title(page).editor, "chef ")
        chosen(page, qtbot, other(office))
        assert page.contact_card.positions == {}
        chosen(page, qtbot, held)
        (card,) = page.contact_card.positions.values()
        assert card.sheet.under.isVisible()
        assert card.sheet.under.text().startswith("chef journaliste · ")
        assert title(page).value == "chef journaliste"
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert kept(office, held) == "chef journaliste"
    assert not title(page).is_unsaved


def test_a_saved_position_s_card_shows_the_next_contact_s(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    journal = office.outlets.add(NewOutlet(name="Journal du Plateau")).id
    theirs = office.contacts.add_position(
        other(office), NewPosition(outlet=journal, title="pupitre")
    )
    (card,) = page.contact_card.positions.values()

    chosen(page, qtbot, other(office))

    assert page.contact_card.positions == {theirs: card}
    assert (card.fields["title"].value, card.title.text()) == ("pupitre", "Journal du Plateau")
    assert card.remove.accessibleName() == "Remove the position at Journal du Plateau"
    click(card.remove)
    qtbot.waitUntil(lambda: not office.contacts.get(other(office)).positions)
    assert kept(office, held) == "journaliste"


def test_a_position_whose_save_is_on_its_way_shows_no_other(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    theirs = office.contacts.add_position(other(office), NewPosition(title="pupitre"))
    (typed_in,) = page.contact_card.positions.values()

    with held_writes(page.errands):
        type_words(title(page).editor, "chef ")
        chosen(page, qtbot, other(office))
        assert page.contact_card.positions[theirs] is not typed_in
        assert not typed_in.isVisible()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert kept(office, held) == "chef journaliste"
    assert kept(office, other(office)) == "pupitre"


def test_tab_goes_through_the_positions_as_they_stand(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    first = next(iter(page.contact_card.positions))
    second = office.contacts.add_position(held, NewPosition(title="chronique"))
    qtbot.waitUntil(lambda: second in page.contact_card.positions)
    office.contacts.remove_position(first)
    qtbot.waitUntil(lambda: first not in page.contact_card.positions)
    third = office.contacts.add_position(held, NewPosition(title="pupitre"))
    qtbot.waitUntil(lambda: third in page.contact_card.positions)

    qtbot.waitUntil(lambda: standing(page) == list(page.contact_card.positions.values()))
    assert tabs_through(page) == standing(page)
    tabs = tabs_from(page.contact_card.sheet.headline, most=100)
    last = standing(page)[-1].sheet.under
    assert tabs.index(last) < tabs.index(page.contact_card.outlet)


def test_what_is_pressed_next_is_not_in_the_position_of_somebody_else(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    office.contacts.add_position(other(office), NewPosition(title="pupitre"))
    (card,) = page.contact_card.positions.values()
    card.remove.setFocus()

    chosen(page, qtbot, other(office))

    assert list(page.contact_card.positions.values()) == [card]
    assert not any(each.hasFocus() for each in card.findChildren(QWidget))


def test_undo_in_a_field_never_brings_the_value_of_somebody_else(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    office.contacts.add_position(other(office), NewPosition(title="chef journaliste"))
    type_words(title(page).editor, "chef ")
    page.contact_card.save_now()
    qtbot.waitUntil(lambda: kept(office, held) == "chef journaliste")
    chosen(page, qtbot, other(office))
    assert title(page).value == "chef journaliste"

    press(title(page).editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert title(page).value == "chef journaliste"


def test_tab_follows_positions_that_change_places(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    office.contacts.add_position(held, NewPosition(title="chronique"))
    qtbot.waitUntil(lambda: len(page.contact_card.positions) == 2)
    before = list(page.contact_card.positions)
    last = office.contacts.get(held).positions[-1]

    office.contacts.edit_position(
        last.id, FieldChange("started_on", last.started_on, date(2001, 1, 1))
    )
    qtbot.waitUntil(lambda: list(page.contact_card.positions) != before)
    qtbot.waitUntil(lambda: standing(page) == list(page.contact_card.positions.values()))

    assert tabs_through(page) == standing(page)


def test_who_adds_a_position_goes_on_in_it(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    card = page.contact_card
    type_words(card.outlet, "Radio Rive")
    press(card.outlet, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(card.positions) == 2)

    added = next(each for each in card.positions.values() if each.title.text() == "Radio Rive")
    qtbot.waitUntil(added.fields["title"].editor.hasFocus)
    qtbot.waitUntil(lambda: not added.visibleRegion().isEmpty())
    type_words(added.fields["title"].editor, "pupitre")
    card.save_now()
    qtbot.waitUntil(lambda: page.errands.is_idle)
    titles = {position.title for position in office.contacts.get(held).positions}
    assert titles == {"journaliste", "pupitre"}


def test_a_card_read_before_a_save_shows_what_was_saved(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    with held_writes(page.errands):
        type_words(title(page).editor, "chef ")
        chosen(page, qtbot, other(office))
        reading = held_answers(office.contacts, "get")
        answered = reading.__enter__()
        page.column.list.choose(held)
        assert answered.wait(60)
    qtbot.waitUntil(lambda: page.errands.unwritten == 0)
    reading.__exit__(None, None, None)

    qtbot.waitUntil(lambda: page.contact_card.saver.id == held)

    assert title(page).value == "chef journaliste"
