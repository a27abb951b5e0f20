"""No field of a contact is lost by an import that says nothing of it, nor by export and import."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.i18n import Language
from comms_desk.imports.model import RowFate
from comms_desk.mail.address import Address
from comms_desk.media.contacts.exporting import in_table
from comms_desk.media.contacts.model import Contact, ContactId, NewContact, NewPosition, Position
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.places import Scope
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.text.approximate import SPRING, Approximate
from comms_desk.text.spreadsheet import write_table, write_workbook
from tests.support.mornings import office_on

OF_THE_DESK = {"id", "positions", "outlet", "outlet_name"}
"""What no file says, or says in its own way."""


@pytest.fixture
def contact(office: Office) -> ContactId:
    """A contact of whom every field says something."""
    outlet = office.outlets.add(NewOutlet(name="Métro")).id
    position = NewPosition(
        outlet=outlet,
        title="journaliste",
        beats=("budget", "logement"),
        started_on=Approximate(2023, SPRING, is_about=True),
        ended_on=date(2099, 1, 1),
        emails=(Address.parse("zoe@metro.example"),),
        phones=("514 872-1234",),
    )
    return office.contacts.add(
        NewContact(
            family_name="Théorêt-Roy",
            given_name="Zoé",
            form_of_address="Mme",
            language=Language.ENGLISH,
            scope=Scope.of_boroughs(["VDN"]),
            note="Le matin.",
            do_not_contact=True,
            do_not_contact_reason="À sa demande, au téléphone",
            verified_on=date(2026, 3, 4),
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
    assert said(held(after)) == said(held(before))


def test_where_somebody_worked_and_since_when_is_brought_back(office: Office) -> None:
    metro = office.outlets.add(NewOutlet(name="Métro")).id
    positions = (
        NewPosition(outlet=metro, title="chroniqueur", started_on=Approximate(2021, 3)),
        NewPosition(outlet=metro, title="chroniqueur", ended_on=Approximate(2015)),
        NewPosition(
            outlet=metro,
            title="stagiaire",
            started_on=Approximate(2009, is_about=True),
            ended_on=Approximate(2010, SPRING),
        ),
        NewPosition(title="pigiste", started_on=date(2016, 1, 1), ended_on=Approximate(2021)),
    )
    new = NewContact(family_name="Roy", given_name="Luc", positions=positions)
    contact = office.contacts.add(new).id
    before = office.contacts.get(contact)
    file = write_table(*in_table(office.contacts.export()))
    office.contacts.put_in_bin(contact)

    bring_in(office, file)
    (row,) = office.contacts.search("Luc", limit=10).rows
    after = office.contacts.get(row.id)
    again = office.imports.plan(Subject.CONTACT, file, file_name="liste.csv", chosen=None)

    assert list(map(said, after.positions)) == list(map(said, before.positions))
    assert {row.fate for row in again.rows} == {RowFate.SAME}


def test_a_file_says_since_when_in_words_and_what_is_no_date_is_left_out(office: Office) -> None:
    bring_in(
        office,
        "Civilité;Nom;Prénom;Média;Courriel;Depuis;Jusqu'à\n"
        "Mme;Roy;Zoé;Métro;zoe@metro.example;depuis 2 ans;\n"
        "M.;Roy;Luc;Écho;luc@echo.example;vers 2019;mars 2024\n"
        ";Zhao;Ada;Écho;ada@echo.example;longtemps;\n".encode(),
    )

    zoe, luc, ada = (
        office.contacts.get(office.contacts.search(each).rows[0].id)
        for each in ("zoé", "luc", "ada")
    )
    assert (zoe.form_of_address, held(zoe).started_on) == (
        "Mme",
        Approximate(2024, 11, is_about=True),
    )
    assert (held(luc).started_on, held(luc).ended_on) == (
        Approximate(2019, is_about=True),
        Approximate(2024, 3),
    )
    assert luc.current(date(2026, 11, 24)) == ()
    assert (ada.form_of_address, held(ada).started_on) == ("", None)
    (made,) = office.imports.search().rows
    (left,) = office.imports.left_out(made.id).rows
    assert [each.error for each in left.reasons] == ["BadApproximateDate"]


def test_an_older_file_does_not_unsay_that_a_card_was_verified(
    office: Office, contact: ContactId
) -> None:
    for day in ("2025-01-01", "2026-11-01"):
        bring_in(office, f"Nom;Prénom;Média;Vérifiée le\nThéorêt-Roy;Zoé;Métro;{day}\n".encode())

    assert office.contacts.get(contact).verified_on == date(2026, 11, 1)
    bring_in(office, "Nom;Prénom;Média;Vérifiée le\nThéorêt-Roy;Zoé;Métro;2024-01-01\n".encode())
    assert office.contacts.get(contact).verified_on == date(2026, 11, 1)


def test_who_left_since_is_no_longer_there(office: Office, contact: ContactId) -> None:
    before = held(office.contacts.get(contact))
    office.contacts.edit_position(before.id, FieldChange("ended_on", before.ended_on, None))

    bring_in(
        office,
        "Nom;Prénom;Média;Fonction;Jusqu'à\n"
        "Théorêt-Roy;Zoé;Métro;journaliste;octobre 2026\n".encode(),
    )

    after = office.contacts.get(contact)
    assert held(after).ended_on == Approximate(2026, 10)
    assert after.current(date(2026, 11, 24)) == ()
    assert [row.title for row in office.contacts.search("Théorêt").rows] == [""]
