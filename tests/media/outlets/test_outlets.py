"""Outlets: known by their names, found as one types."""

from dataclasses import fields
from datetime import date

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.outlets import within
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import (
    NewOutlet,
    OutletKind,
    OutletLanguage,
    OutletNameMissing,
    OutletNameTaken,
    OutletReach,
    ReviewLicence,
)
from comms_desk.places import Scope
from comms_desk.storage.database import Database
from comms_desk.storage.errors import EditConflict, NotFound, TakenSince
from comms_desk.storage.model import FieldChange

FULL = NewOutlet(
    name="Journal des Érables",
    also_called=("J. des É.", "98,5"),
    kind=OutletKind.WEEKLY,
    language=OutletLanguage.BOTH,
    reach=OutletReach.LOCAL,
    scope=Scope.of_boroughs(["VDN", "LAS"]),
    owner_group="Groupe Boréal",
    deadlines="mardi 16 h",
    website="journal.example",
    review_licence=ReviewLicence.EXCERPT,
    licence_until=date(2027, 6, 30),
    emails=(Address.parse("redaction@journal.example"),),
    phones=("514 555-0100",),
    note="Fermé le lundi.\nAppeler la rédaction.",
)


def test_every_field_of_an_outlet_survives_the_database(database: Database) -> None:
    desk = OutletDesk(database)

    outlet = desk.get(desk.add(FULL).id)

    for field in fields(NewOutlet):
        if field.name != "emails":
            assert getattr(outlet, field.name) == getattr(FULL, field.name)
    assert outlet.emails == ("redaction@journal.example",)


def test_an_outlet_is_found_by_the_beginning_of_any_word_of_its_name(database: Database) -> None:
    desk = OutletDesk(database)
    desk.add(FULL)
    desk.add(NewOutlet(name="The Pointe Courier"))

    assert [each.name for each in desk.search("erab").rows] == ["Journal des Érables"]
    assert [each.name for each in desk.search("cour poi").rows] == ["The Pointe Courier"]
    assert desk.search("rabl").rows == ()


def test_an_outlet_is_found_by_what_people_call_it(database: Database) -> None:
    desk = OutletDesk(database)
    journal = desk.add(NewOutlet(name="Le Journal de Montréal", also_called=("JdM", "J. de Mtl")))
    desk.add(NewOutlet(name="La Presse"))

    assert desk.search("jdm").rows == (journal,)
    assert desk.search("mtl journ").rows == (journal,)
    assert desk.search("dm").rows == ()
    desk.edit(journal.id, FieldChange("also_called", ("JdM", "J. de Mtl"), ("Le Journal",)))
    assert desk.search("jdm").rows == ()


def test_what_an_outlet_is_called_decides_only_where_none_has_that_name(
    database: Database,
) -> None:
    desk = OutletDesk(database)
    canadian = desk.add(NewOutlet(name="La Presse canadienne", also_called=("PC", "La Presse")))
    presse = desk.add(NewOutlet(name="La Presse"))
    gone = desk.add(NewOutlet(name="Parc Courrier", also_called=("P. Courrier",)))
    desk.put_in_bin(gone.id)

    with database.snapshot() as snapshot:
        assert within.called(snapshot, "pc") == canadian.id
        assert within.called(snapshot, "LA PRESSE") == presse.id
        assert within.called(snapshot, "p courrier") is None
        assert within.called(snapshot, "…") is None


def test_outlets_come_by_name_a_page_at_a_time(database: Database) -> None:
    desk = OutletDesk(database)
    for name in ("Zénith", "élan", "Avis", "Écho", "Bulle"):
        desk.add(NewOutlet(name=name))

    first = desk.search(limit=3)
    rest = desk.search(after=first.next_key, limit=3)

    assert [each.name for each in first.rows] == ["Avis", "Bulle", "Écho"]
    assert [each.name for each in rest.rows] == ["élan", "Zénith"]
    assert (first.total, rest.next_key) == (5, None)


def test_two_outlets_cannot_have_one_name_but_one_in_the_bin_lets_go_of_it(
    database: Database,
) -> None:
    desk = OutletDesk(database)
    first = desk.add(NewOutlet(name="L’Écho")).id

    with pytest.raises(OutletNameTaken):
        desk.add(NewOutlet(name="L'ECHO"))
    desk.put_in_bin(first)
    desk.add(NewOutlet(name="L'ECHO"))

    with pytest.raises(NotFound):
        desk.get(first)
    with pytest.raises(TakenSince):
        desk.take_out_of_bin(first)


def test_an_edit_is_undone_by_its_inverse_and_a_stale_one_conflicts(database: Database) -> None:
    desk = OutletDesk(database)
    outlet = desk.add(NewOutlet(name="L’Écho")).id
    change = FieldChange("name", "L’Écho", "L’Écho du Nord")

    edit = desk.edit(outlet, change)
    assert [each.name for each in desk.search("nord").rows] == ["L’Écho du Nord"]
    with pytest.raises(EditConflict):
        desk.edit(outlet, FieldChange("name", "L’Écho", "L’Écho du Sud"))
    desk.edit(outlet, edit.change.inverse())

    assert edit.ref == Ref(Subject.OUTLET, outlet)
    assert desk.get(outlet).name == "L’Écho"
    assert desk.search("nord").rows == ()


def test_what_is_typed_as_an_outlet_goes_to_the_bin_comes_out_with_it(database: Database) -> None:
    desk = OutletDesk(database)
    outlet = desk.add(NewOutlet(name="L’Écho")).id
    desk.put_in_bin(outlet)

    desk.edit(outlet, FieldChange("name", "L’Écho", "L’Écho du Nord"))

    assert desk.search("nord").rows == ()
    desk.take_out_of_bin(outlet)
    assert desk.get(outlet).name == "L’Écho du Nord"


def test_a_name_without_a_letter_is_no_name(database: Database) -> None:
    desk = OutletDesk(database)
    outlet = desk.add(NewOutlet(name="L’Écho")).id

    with pytest.raises(OutletNameMissing):
        NewOutlet(name=" – ")
    with pytest.raises(OutletNameMissing):
        desk.edit(outlet, FieldChange("name", "L’Écho", "…"))


def test_a_plus_is_a_word_of_the_name(database: Database) -> None:
    desk = OutletDesk(database)
    paper = desk.add(NewOutlet(name="La Presse")).id

    screen = desk.find_or_add(NewOutlet(name="La Presse+"))

    assert screen != paper
    assert desk.find_or_add(NewOutlet(name="la presse +")) == screen
    assert {each.name for each in desk.search("presse").rows} == {"La Presse", "La Presse+"}
