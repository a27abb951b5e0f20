"""The people of the office."""

import dataclasses

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.mail.errors import BadAddress
from comms_desk.planning.people import within
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import (
    LoginTaken,
    NewPerson,
    PersonId,
    PersonKind,
    PersonNameMissing,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.edits import FieldChange
from comms_desk.storage.errors import NotFound


@pytest.fixture
def people(database: Database) -> PeopleDesk:
    return PeopleDesk(database)


def test_every_field_of_a_person_survives_the_database(people: PeopleDesk) -> None:
    added = people.add(
        NewPerson(
            name="Ève Lavoie",
            kind=PersonKind.PRESS_SECRETARY,
            logins=("elavoie",),
            active=False,
            email="elavoie@ville.example",
        )
    )

    kept = people.get(added.id)

    assert kept == added
    assert dataclasses.asdict(kept) == {
        "id": added.id,
        "name": "Ève Lavoie",
        "kind": PersonKind.PRESS_SECRETARY,
        "logins": ("elavoie",),
        "active": False,
        "email": "elavoie@ville.example",
        "is_here": False,
    }


def test_somebody_is_added_the_first_time_they_open_the_desk(people: PeopleDesk) -> None:
    first = people.recognise("elavoie")

    assert people.recognise("elavoie") == first
    assert first.name == "elavoie"


@pytest.mark.parametrize(
    "spelling", ["ELAVOIE", "VILLE\\elavoie", "elavoie@ville.example", " elavoie "]
)
def test_a_login_is_one_whatever_the_system_writes_around_it(
    people: PeopleDesk, spelling: str
) -> None:
    assert people.recognise(spelling).id == people.recognise("elavoie").id


def test_a_login_is_one_persons(people: PeopleDesk) -> None:
    people.add(NewPerson(name="Ève Lavoie", logins=("elavoie",)))

    with pytest.raises(LoginTaken) as refused:
        people.add(NewPerson(name="Paul Roy", logins=("elavoie",)))

    assert refused.value.holder == "Ève Lavoie"


def test_a_person_may_have_two_computers(people: PeopleDesk) -> None:
    person = people.add(NewPerson(name="Ève Lavoie", logins=("elavoie", "elavoie-laptop")))

    assert people.recognise("elavoie").id == people.recognise("elavoie-laptop").id == person.id


def test_somebody_who_left_keeps_their_name(people: PeopleDesk) -> None:
    person = people.add(NewPerson(name="Paul Roy"))

    people.edit(person.id, FieldChange("active", True, False))

    assert people.every() == ()
    assert [each.name for each in people.every(active_only=False)] == ["Paul Roy"]
    assert people.names([person.id]) == {person.id: "Paul Roy"}


def test_a_blank_name_is_refused(people: PeopleDesk) -> None:
    with pytest.raises(PersonNameMissing):
        NewPerson(name="  ")

    person = people.add(NewPerson(name="Paul Roy"))
    with pytest.raises(PersonNameMissing):
        people.edit(person.id, FieldChange("name", "Paul Roy", ""))


def test_nobody_has_an_unknown_id(people: PeopleDesk) -> None:
    with pytest.raises(NotFound):
        people.get(PersonId(404))


def test_people_are_listed_by_name_accents_or_not(people: PeopleDesk) -> None:
    for name in ("Zoé Roy", "Ève Lavoie", "andré Côté"):
        people.add(NewPerson(name=name))

    assert [each.name for each in people.every()] == ["andré Côté", "Ève Lavoie", "Zoé Roy"]


def test_whom_a_login_made_is_renamed_and_the_old_name_stays_in_history(
    people: PeopleDesk, database: Database
) -> None:
    person = people.recognise("VILLE\\elavoie")
    assert not person.is_named

    renamed = people.rename(person.id, " Ève Lavoie ")

    assert (renamed.name, renamed.is_named) == ("Ève Lavoie", True)
    assert people.recognise("elavoie") == renamed
    with database.snapshot() as snapshot:
        past = edits.history(snapshot, Ref(Subject.PERSON, person.id))
    assert [(each.before, each.after) for each in past] == [("VILLE\\elavoie", "Ève Lavoie")]


def test_somebody_who_has_no_login_is_named(people: PeopleDesk) -> None:
    assert people.add(NewPerson(name="Paul")).is_named


def test_nobody_is_called_by_a_login(people: PeopleDesk, database: Database) -> None:
    root, other = people.recognise("root"), people.recognise("mtremblay")
    database.act_as(root.id)

    assert people.get(root.id).called == "Cet ordinateur"
    assert people.get(other.id).called == "Quelqu’un de l’équipe (mtremblay)"
    assert people.names([root.id, other.id]) == {
        root.id: "Cet ordinateur",
        other.id: "Quelqu’un de l’équipe (mtremblay)",
    }
    with database.snapshot() as snapshot:
        assert within.given_names(snapshot, [root.id, other.id]) == {}


def test_a_colleague_is_named_with_an_address_and_no_login(people: PeopleDesk) -> None:
    paul = people.add(NewPerson(name="Paul Roy", email=" Paul Roy <proy@ville.example> "))

    assert (paul.email, paul.logins, paul.called) == ("proy@ville.example", (), "Paul Roy")
    people.edit(paul.id, FieldChange("email", "proy@ville.example", ""))
    assert people.get(paul.id).email == ""
    with pytest.raises(BadAddress):
        people.edit(paul.id, FieldChange("email", "", "nobody"))
