"""A text, a list of three people of whom two have an address, and the page that sends it."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.mail.model import NewAccount
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.media.lists.model import ListId, NewList
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.texts.page import TextsPage
from tests.support.releases import FOOT


@pytest.fixture
def people(office: Office) -> tuple[Ref, ...]:
    """Three contacts, one of whom has no address; and an account."""
    sender = Address(name="Ville", local="presse", domain="ville.example")
    office.accounts.add(
        NewAccount(name="Presse", sender=sender, facts={"host": "smtp.ville.example"})
    )
    made = []
    for given, family, address in (
        ("Zoé", "Tremblay", "zoe@journal.example"),
        ("Luc", "Roy", "luc@radio.example"),
        ("Ada", "Singh", ""),
    ):
        contact = office.contacts.add(NewContact(given_name=given, family_name=family))
        emails = (Address.parse(address),) if address else ()
        office.contacts.add_position(contact.id, NewPosition(emails=emails, title="Journaliste"))
        made.append(Ref(Subject.CONTACT, contact.id))
    return tuple(made)


@pytest.fixture
def agencies(office: Office, people: tuple[Ref, ...]) -> ListId:
    made = office.lists.add(NewList(name="Agences", rank=10)).id
    office.lists.put_members(made, people)
    return made


@pytest.fixture
def text(office: Office) -> Draft:
    return office.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, title="Budget 2027", text="La Ville **agit**.\n", **FOOT)
    )


@pytest.fixture
def page(qtbot: QtBot, errands: Errands, text: Draft, agencies: ListId) -> TextsPage:
    """The Texts page with that text in front; there is a list."""
    made = TextsPage(errands)
    qtbot.addWidget(made)
    errands.changed.connect(made.changed)
    made.resize(1104, 760)
    made.show()
    made.shown()
    made.open(text.ref)
    qtbot.waitUntil(lambda: made.card.draft is not None)
    return made
