"""What the tests of the Directory page do first: show it, and choose somebody."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.ui.directory.page import DirectoryPage


def camille(office: Office) -> ContactId:
    outlet = office.outlets.add(NewOutlet(name="Métro-Nord")).id
    position = NewPosition(
        outlet=outlet, title="journaliste", emails=(Address.parse("c.theoret@metro.example"),)
    )
    return office.contacts.add(
        NewContact(family_name="Théorêt-Roy", given_name="Camille", positions=(position,))
    ).id


def titles(page: DirectoryPage) -> list[str]:
    return [row.title for row in page.column.list.list.rows.rows()]


def shown(page: DirectoryPage, qtbot: QtBot, count: int) -> None:
    page.shown()
    qtbot.waitUntil(lambda: len(titles(page)) == count)


def chosen(page: DirectoryPage, qtbot: QtBot, contact: ContactId) -> None:
    page.column.list.choose(contact)
    qtbot.waitUntil(lambda: page.contact_card.saver.id == contact)
