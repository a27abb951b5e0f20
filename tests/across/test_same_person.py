"""A colleague is named before they sign in; as they do, they are that person if they say so."""

from pathlib import Path

import pytest

from comms_desk.across import same_person
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.inquiries.moments import Holder, MomentKind, NewMoment
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.planning.people.model import NewPerson, Person, PersonId, SignedInBefore
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange, NewHold
from tests.support.asked_of_desks import course_of
from tests.support.mornings import office_on


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


@pytest.fixture
def eve(office: Office) -> Person:
    return office.people.add(NewPerson(name="Ève Lavoie", email="elavoie@ville.example"))


def sign_in(office: Office, login: str) -> Person:
    person = office.people.recognise(login)
    office.database.act_as(person.id)
    return person


def test_what_was_given_a_colleague_who_never_signed_in_is_theirs_as_they_say_who_they_are(
    office: Office, eve: Person
) -> None:
    inquiry = office.inquiries.add(NewInquiry(title="Neige")).id
    office.inquiries.record(
        inquiry, NewMoment(what=MomentKind.HANDED, holder=Holder(person=eve.id))
    )
    office.inquiries.edit(inquiry, FieldChange("spokesperson", None, eve.id))
    dossier = office.dossiers.add(NewDossier(code="NEIGE", name="Neige", lead=eve.id)).id
    edit = office.dossiers.edit(dossier, FieldChange("lead", eve.id, None))
    before = office.inquiries.get(inquiry)
    me = sign_in(office, "VILLE\\elavoie")
    assert same_person.may_be(office) == (eve,)

    joined = same_person.is_me(office, eve.id)

    assert (joined.id, joined.name, joined.logins) == (me.id, "Ève Lavoie", ("elavoie",))
    assert joined.email == "elavoie@ville.example"
    after = office.inquiries.get(inquiry)
    assert after.holder == Holder(person=me.id)
    assert after.spokesperson == me.id
    assert after.deadline == before.deadline
    assert course_of(office.inquiries, inquiry).holder == Holder(person=me.id)
    assert [each.name for each in office.people.every(active_only=False)] == ["anne", "Ève Lavoie"]
    office.dossiers.edit(dossier, office.dossiers.history(dossier)[0].change.inverse())
    assert office.dossiers.get(dossier).lead == me.id
    with pytest.raises(NotFound):
        office.dossiers.edit(dossier, FieldChange("lead", me.id, edit.change.before))


def test_what_is_held_of_a_colleague_is_held_of_who_they_are(office: Office, eve: Person) -> None:
    held = office.holds.place(NewHold(over=Ref(Subject.PERSON, eve.id), reason="Demande d’accès"))
    me = sign_in(office, "VILLE\\elavoie")

    same_person.is_me(office, eve.id)

    (hold,) = office.holds.every()
    assert (hold.id, hold.over) == (held.id, Ref(Subject.PERSON, me.id))


def test_nobody_is_taken_for_a_colleague_by_name_alone(office: Office, eve: Person) -> None:
    me = sign_in(office, "elavoie")

    renamed = office.people.rename(me.id, "Eve Lavoie")

    assert renamed.id != eve.id
    assert same_person.may_be(office, "eve lavoie") == (eve,)
    assert eve in office.people.every()


@pytest.mark.parametrize("said", ["Ève Lavoie", "EVE LAVOIE", "elavoie@ville.example"])
def test_a_colleague_is_found_by_name_or_by_address(office: Office, eve: Person, said: str) -> None:
    sign_in(office, "u1234")

    assert same_person.may_be(office) == ()
    assert same_person.may_be(office, said) == (eve,)


def test_who_signs_in_with_a_login_of_their_own_is_nobody_else(office: Office) -> None:
    anne = PersonId(office.database.actor or 0)
    office.people.rename(anne, "Anne Tremblay")
    sign_in(office, "atremblay")
    assert same_person.may_be(office, "Anne Tremblay") == ()

    with pytest.raises(SignedInBefore):
        same_person.is_me(office, anne)


def test_nothing_is_handed_to_somebody_who_is_no_more(office: Office, eve: Person) -> None:
    inquiry = office.inquiries.add(NewInquiry(title="Neige")).id
    same_person.is_me(office, eve.id)

    with pytest.raises(NotFound):
        office.inquiries.record(
            inquiry, NewMoment(what=MomentKind.HANDED, holder=Holder(person=eve.id))
        )
