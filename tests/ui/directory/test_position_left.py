"""What is typed in a position is saved, though another contact is shown by then."""

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.errors import StorageBusy
from comms_desk.ui.directory_page import DirectoryPage
from comms_desk.ui.kit.fields import CardField
from tests.support.windows import held_writes
from tests.ui.directory.showing import camille, chosen, shown
from tests.ui.keys import click, tabs_from, type_words


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
    return card.fields[0]


def other(office: Office) -> ContactId:
    return office.contacts.search("nguyen").rows[0].id


def kept(office: Office, contact: ContactId) -> str:
    (position,) = office.contacts.get(contact).positions
    return position.title


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
    (left,) = page.contact_card.positions.values()
    again = left.saver.findChildren(QTimer)

    def busy(*_args: object) -> None:
        raise StorageBusy(waited_s=5.0)

    with monkeypatch.context() as patch:
        patch.setattr(ContactDesk, "edit_position", busy)
        type_words(title(page).editor, "chef ")
        chosen(page, qtbot, other(office))
        qtbot.waitUntil(lambda: any(timer.isActive() for timer in again))
    for timer in again:
        if timer.isActive():
            timer.start(0)
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
        assert title(page).isVisible()
        assert title(page).value == "chef journaliste"
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert kept(office, held) == "chef journaliste"
    assert not title(page).is_unsaved


def test_a_saved_position_s_card_shows_the_next_contact_s(
    page: DirectoryPage, office: Office, qtbot: QtBot, held: ContactId
) -> None:
    journal = office.outlets.add(NewOutlet(name="Journal du Plateau"))
    theirs = office.contacts.add_position(
        other(office), NewPosition(outlet=journal, title="pupitre")
    )
    (card,) = page.contact_card.positions.values()

    chosen(page, qtbot, other(office))

    assert page.contact_card.positions == {theirs: card}
    assert (card.fields[0].value, card.title.text()) == ("pupitre", "Journal du Plateau")
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

    cards = list(page.contact_card.positions.values())
    seen = sorted(cards, key=lambda card: card.mapTo(page, card.rect().topLeft()).y())
    tabs = tabs_from(page.contact_card.family_name.editor, most=100)
    met = [card for at in tabs for card in cards if at is card.fields[0].editor]
    assert met == seen
    assert tabs.index(seen[-1].fields[0].editor) < tabs.index(page.contact_card.outlet)
