"""What is undone in the Directory goes back where it was, however late the database answers."""

from threading import Event

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.contacts.model import NewContact
from comms_desk.ui.directory.page import DirectoryPage
from tests.ui.directory.showing import camille, chosen, shown
from tests.ui.keys import type_words


def test_a_position_is_put_back_to_whom_it_was(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    theirs = camille(office)
    other = office.contacts.add(NewContact(family_name="Okafor", given_name="Ada")).id
    shown(page, qtbot, 2)
    chosen(page, qtbot, theirs)
    card = page.contact_card
    (position,) = card.positions
    free = Event()
    page.errands.write(None, lambda _office: free.wait(60), card._put_back)
    card.positions[position].remove_wanted.emit(position)
    chosen(page, qtbot, other)
    with qtbot.waitSignal(page.undoable) as removed:
        free.set()

    removed.args[1]()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    (put_back,) = office.contacts.get(theirs).positions
    assert put_back.emails == ("c.theoret@metro.example",)
    assert not office.contacts.get(other).positions


def test_a_position_put_back_leaves_the_outlet_that_is_being_typed(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    theirs = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, theirs)
    card = page.contact_card
    (position,) = card.positions
    with qtbot.waitSignal(page.undoable) as removed:
        card.positions[position].remove_wanted.emit(position)
    type_words(card.outlet, "Le Soir")

    removed.args[1]()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert office.contacts.get(theirs).positions
    assert card.outlet.text() == "Le Soir"
