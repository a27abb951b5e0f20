"""One dossier whole: what it is home to, what is tied to it, what may be."""

from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk.across import dossier_page
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.planning.dossiers.model import Dossier, NewDossier
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from tests.support.mornings import office_on


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def snow(office: Office) -> Dossier:
    return office.dossiers.add(NewDossier(code="NEIGE", name="Neige"))


def test_a_dossier_shows_the_texts_it_is_home_to_and_what_is_tied(
    office: Office, snow: Dossier
) -> None:
    office.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, language=Language.FRENCH, title="Tempête", dossier=snow.id)
    )
    contact = office.contacts.add(NewContact(family_name="Roy", given_name="Zoé")).id
    outlet = office.outlets.add(NewOutlet(name="Le Matin")).id
    office.dossiers.link(snow.id, Ref(Subject.CONTACT, contact))
    office.dossiers.link(snow.id, Ref(Subject.OUTLET, outlet))

    view = dossier_page.view(office, snow.id)

    assert [thing.title for thing in view.things] == ["Tempête", "Le Matin", "Zoé Roy"]
    assert [thing.is_home for thing in view.things] == [True, False, False]
    assert view.tied == 3


def test_a_contact_is_said_to_work_where_they_work_today(
    office: Office, snow: Dossier, clock: StillClock
) -> None:
    contact = office.contacts.add(NewContact(family_name="Roy", given_name="Zoé")).id
    today = clock.now().astimezone(CITY_ZONE).date()
    for outlet, first, last in (
        ("Le Matin", None, today - timedelta(days=1)),
        ("Radio Rive", None, today + timedelta(days=30)),
        ("Télé-Cité", today + timedelta(days=31), None),
    ):
        at = office.outlets.add(NewOutlet(name=outlet)).id
        office.contacts.add_position(
            contact, NewPosition(outlet=at, started_on=first, ended_on=last)
        )
    office.dossiers.link(snow.id, Ref(Subject.CONTACT, contact))

    view = dossier_page.view(office, snow.id)

    assert [thing.detail for thing in view.things] == ["Radio Rive"]


def test_what_is_in_the_bin_is_not_shown(office: Office, snow: Dossier) -> None:
    contact = office.contacts.add(NewContact(family_name="Roy", given_name="Zoé")).id
    office.dossiers.link(snow.id, Ref(Subject.CONTACT, contact))
    office.contacts.put_in_bin(contact)

    assert dossier_page.view(office, snow.id).things == ()

    office.dossiers.put_in_bin(snow.id)
    with pytest.raises(NotFound):
        dossier_page.view(office, snow.id)


def test_contacts_outlets_and_texts_are_proposed_by_their_names(
    office: Office, snow: Dossier
) -> None:
    office.contacts.add(NewContact(family_name="Matinée", given_name="Zoé"))
    office.outlets.add(NewOutlet(name="Le Matin"))
    office.drafts.add(
        NewDraft(kind=DraftKind.RELEASE, language=Language.FRENCH, title="Matin de tempête")
    )

    office.dossiers.add(NewDossier(code="MATIN", name="Matin"))

    found = dossier_page.proposed(office, "matin").rows

    assert {thing.ref.kind for thing in found} == {
        Subject.CONTACT,
        Subject.OUTLET,
        Subject.DRAFT,
    }
    assert dossier_page.proposed(office, " ").rows == ()
