"""A desk is bare until somebody puts anything on it, whatever that is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from comms_desk.across.empty_desk import is_bare, refuse_unless_bare
from comms_desk.across.office import Office
from comms_desk.errors import DeskNotBare
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import NewBulletin
from comms_desk.mail.address import Address
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import NewAccount, Recipient
from comms_desk.media.contacts.model import NewContact
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.feeds.model import NewFeed
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.media.themes.model import NewTheme
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.database import Database
from tests.support.mornings import office_on

PRESS = Address(local="presse", domain="ville.example")


@pytest.fixture
def office(sqlite_database: Database, tmp_path: Path) -> Office:
    return office_on(sqlite_database, tmp_path)


def set_up(office: Office) -> None:
    """Do what is done before anything is put on the desk."""
    facts = {"host": "smtp.ville.example", "port": "25"}
    office.accounts.add(NewAccount(name="Presse", sender=PRESS, facts=facts))
    office.people.add(NewPerson(name="Ève Lavoie", logins=("elavoie",)))


def letter(office: Office) -> None:
    office.outbox.send(NewMessage(subject="Avis", text="Bonjour"), [Recipient(to=PRESS)])


def bulletin(office: Office) -> None:
    day = office.database.clock.now().date()
    office.bulletins.add(NewBulletin(name="Entre nous", number=1, day=day))


def in_the_bin(office: Office) -> None:
    dossier = office.dossiers.add(NewDossier(code="EAU", name="Eau"))
    office.dossiers.put_in_bin(dossier.id)


PUT: dict[str, Callable[[Office], object]] = {
    "a contact": lambda office: office.contacts.add(NewContact(family_name="Okafor")).id,
    "an outlet": lambda office: office.outlets.add(NewOutlet(name="Le Matin")).id,
    "a feed": lambda office: office.feeds.add(NewFeed(address="https://matin.example/rss")),
    "a watch": lambda office: office.themes.add(NewTheme(name="Ville", query="budget")),
    "a text": lambda office: office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="Avis")),
    "a bulletin": bulletin,
    "an employee": lambda office: office.audience.add(NewEmployee(family_name="Diallo")).id,
    "a dossier": lambda office: office.dossiers.add(NewDossier(code="EAU", name="Eau")),
    "a letter": letter,
    "what is in the bin": in_the_bin,
}


@pytest.mark.parametrize("put", PUT.values(), ids=PUT)
def test_a_desk_that_holds_anything_is_not_bare(
    office: Office, put: Callable[[Office], object]
) -> None:
    set_up(office)
    assert is_bare(office)

    put(office)

    assert not is_bare(office)
    with office.database.transaction() as transaction, pytest.raises(DeskNotBare):
        refuse_unless_bare(transaction)
