"""What is opened in the Directory stays open, whatever else goes to the bin or comes back."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import ContactId, NewContact
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.storage.errors import NotFound
from comms_desk.ui.directory.page import DirectoryPage
from tests.support.windows import held_answers, held_writes
from tests.ui.directory.showing import camille, chosen, shown, titles


def nguyen(office: Office) -> ContactId:
    return office.contacts.add(NewContact(family_name="Nguyen", given_name="Bao")).id


def test_a_contact_opened_while_another_goes_to_the_bin_stays_open(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    binned, kept = camille(office), nguyen(office)
    shown(page, qtbot, 2)
    chosen(page, qtbot, binned)

    with qtbot.waitSignal(page.undoable), held_writes(page.errands):
        page.contact_card._bin.click()
        chosen(page, qtbot, kept)

    assert page.contact_card.thing is not None
    assert page.contact_card.thing.id == kept


def test_a_contact_opened_while_an_addition_is_undone_stays_open(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    kept = nguyen(office)
    shown(page, qtbot, 1)
    with qtbot.waitSignal(page.undoable) as added:
        page.new()
    qtbot.waitUntil(lambda: page.contact_card.saver.id not in {None, kept})
    assert added.args is not None

    with held_writes(page.errands):
        added.args[1]()
        chosen(page, qtbot, kept)
    qtbot.waitUntil(lambda: len(titles(page)) == 1)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.contact_card.thing is not None
    assert page.contact_card.thing.id == kept


def test_a_contact_that_the_list_does_not_reach_stays_open_when_it_is_read_again(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    for number in range(page.FIRST_ROWS):
        office.contacts.add(NewContact(family_name=f"Abel {number:03}"))
    last = nguyen(office)
    shown(page, qtbot, page.FIRST_ROWS)
    page.step(1)
    qtbot.waitUntil(lambda: page.contact_card.thing is not None)

    page.open(Ref(Subject.CONTACT, last))
    qtbot.waitUntil(lambda: page.errands.is_idle)
    page.refresh()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.contact_card.thing is not None
    assert page.contact_card.thing.id == last


def test_what_came_back_of_the_other_list_is_shown_at_once_and_chosen_no_more(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)
    with qtbot.waitSignal(page.undoable) as removed:
        page.contact_card._bin.click()
    assert removed.args is not None
    page.column.check(Subject.OUTLET)
    qtbot.waitUntil(lambda: titles(page) == ["Métro-Nord"])

    removed.args[1]()

    qtbot.waitUntil(lambda: titles(page) == ["Théorêt-Roy, Camille"])
    qtbot.waitUntil(lambda: page.contact_card.saver.id == contact)
    assert page.wanted is None


def test_a_contact_read_before_the_bin_is_not_shown_after(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    shown(page, qtbot, 1)
    chosen(page, qtbot, contact)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    with held_answers(ContactDesk, "get") as read:
        page.read_card()
        qtbot.waitUntil(read.is_set)
        with qtbot.waitSignal(page.undoable):
            page.contact_card._bin.click()
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.contact_card.thing is None


def test_a_contact_that_is_still_read_is_not_shown_among_the_outlets(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    first, second = camille(office), nguyen(office)
    shown(page, qtbot, 2)
    chosen(page, qtbot, first)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    with held_answers(ContactDesk, "get") as read:
        page.column.list.choose(second)
        qtbot.waitUntil(read.is_set)
        page.column.check(Subject.OUTLET)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.contact_card.thing is not None
    assert page.contact_card.thing.id == first


def test_a_contact_that_is_gone_closes_no_outlet(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    contact = camille(office)
    outlet = office.outlets.add(NewOutlet(name="Le Nord")).id
    page.open(Ref(Subject.OUTLET, outlet))
    qtbot.waitUntil(lambda: page.outlet_card.thing is not None)

    page._gone(NotFound(Ref(Subject.CONTACT, contact)))

    assert page.outlet_card.thing is not None


def test_a_contact_chosen_while_the_list_of_one_just_opened_is_read_stays_open(
    page: DirectoryPage, office: Office, qtbot: QtBot
) -> None:
    kept, opened = nguyen(office), camille(office)
    shown(page, qtbot, 2)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    with held_answers(ContactDesk, "search") as listed:
        page.open(Ref(Subject.CONTACT, opened))
        qtbot.waitUntil(listed.is_set)
        chosen(page, qtbot, kept)
    qtbot.waitUntil(lambda: page.errands.is_idle)

    assert page.contact_card.thing is not None
    assert page.contact_card.thing.id == kept
    assert page.column.list.chosen == kept
