"""No field of a contact is lost by an import that says nothing of it, nor by export and import."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.cli.contacts import in_table
from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import Contact, ContactId, NewContact, NewPosition, Position
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.places import Scope
from comms_desk.storage.database import Database
from comms_desk.text.spreadsheet import write_table, write_workbook
from tests.support.mornings import office_on

OF_THE_DESK = {"id", "positions", "outlet", "outlet_name"}
"""What no file says, or says in its own way."""
NOT_IN_A_FILE = {"started_on", "ended_on"}
"""A file says where people work today, not since when."""


@pytest.fixture
def contact(office: Office) -> ContactId:
    """A contact of whom every field says something."""
    outlet = office.outlets.add(NewOutlet(name="Métro")).id
    position = NewPosition(
        outlet=outlet,
        title="journaliste",
        beats=("budget", "logement"),
        started_on=date(2024, 3, 1),
        ended_on=date(2099, 1, 1),
        emails=(Address.parse("zoe@metro.example"),),
        phones=("514 872-1234",),
    )
    return office.contacts.add(
        NewContact(
            family_name="Théorêt-Roy",
            given_name="Zoé",
            language=Language.ENGLISH,
            scope=Scope.of_boroughs(["VDN"]),
            note="Le matin.",
            do_not_contact=True,
            do_not_contact_reason="À sa demande, au téléphone",
            positions=(position,),
        )
    ).id


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


def bring_in(office: Office, content: bytes) -> None:
    plan = office.imports.plan(Subject.CONTACT, content, file_name="liste.csv", chosen=None)
    office.imports.apply(plan)


def said(thing: object, *but: str) -> dict[str, object]:
    """Return what every field of *thing* says."""
    names = {each.name for each in fields(thing)} - {*OF_THE_DESK, *but}  # type: ignore[arg-type]
    return {name: getattr(thing, name) for name in sorted(names)}


def held(contact: Contact) -> Position:
    (position,) = contact.positions
    return position


def test_every_field_of_the_contact_of_these_tests_says_something(
    office: Office, contact: ContactId
) -> None:
    there = office.contacts.get(contact)

    assert all(said(there).values())
    assert all(said(held(there)).values())


def test_an_import_that_says_one_thing_more_leaves_all_the_others(
    office: Office, contact: ContactId
) -> None:
    before = office.contacts.get(contact)

    bring_in(office, "Nom;Prénom;Média;Téléphone\nThéorêt-Roy;Zoé;Métro;438 555-0142\n".encode())

    after = office.contacts.get(contact)
    assert held(after).phones == (*held(before).phones, "438 555-0142"), "the contact was changed"
    assert said(after) == said(before)
    assert said(held(after), "phones") == said(held(before), "phones")


@pytest.mark.parametrize("write", [write_table, write_workbook])
def test_what_is_exported_is_brought_back_whole(
    office: Office, contact: ContactId, write: Callable[..., bytes]
) -> None:
    before = office.contacts.get(contact)
    file = write(*in_table(office.contacts.export()))
    office.contacts.put_in_bin(contact)

    bring_in(office, file)

    (row,) = office.contacts.search(limit=10).rows
    after = office.contacts.get(row.id)
    assert row.id != contact
    assert said(after) == said(before)
    assert held(after).outlet_name == "Métro"
    assert said(held(after), *NOT_IN_A_FILE) == said(held(before), *NOT_IN_A_FILE)
