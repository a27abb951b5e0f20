"""Who does the work of an inquiry holds it; who approves its answer does not keep it."""

import pytest

from comms_desk.media.inquiries.moments import NOBODY, Channel, Holder, MomentKind, NewMoment
from comms_desk.storage.database import Database
from tests.media.inquiries.asked import CITY, TEXT, Newsroom


@pytest.fixture
def office(database: Database) -> Newsroom:
    return Newsroom(database)


def test_who_acknowledges_what_nobody_holds_holds_it_until_that_is_taken_back(
    office: Newsroom,
) -> None:
    inquiry = office.asked()
    assert office.desk.get(inquiry).holder == NOBODY

    said = office.desk.record(inquiry, NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.PHONE))

    assert office.desk.get(inquiry).holder == Holder(person=office.ada)
    office.desk.take_back(said.id)
    assert office.desk.get(inquiry).holder == NOBODY
    office.desk.put_back(said.id)
    assert office.desk.get(inquiry).holder == Holder(person=office.ada)


def test_who_notes_a_call_of_what_nobody_holds_holds_it(office: Newsroom) -> None:
    inquiry = office.asked()

    office.desk.record(inquiry, NewMoment(what=MomentKind.CONSULTED, text="La Voirie vérifie."))

    assert office.desk.get(inquiry).holder == Holder(person=office.ada)


def test_what_somebody_holds_stays_theirs_whoever_helps(office: Newsroom) -> None:
    inquiry = office.asked()
    roads = Holder(body="Voirie")
    office.desk.record(inquiry, NewMoment(what=MomentKind.HANDED, holder=roads))

    office.replies.acknowledge(inquiry, office.promised())

    assert office.desk.get(inquiry).holder == roads


def test_who_answers_what_nobody_holds_has_it_as_they_come_back(office: Newsroom) -> None:
    inquiry = office.approved(office.asked())

    office.replies.answer(inquiry, CITY)
    office.desk.record(inquiry, NewMoment(what=MomentKind.FOLLOWED_UP))

    assert office.desk.get(inquiry).holder == Holder(person=office.ada)


def test_who_approves_does_not_keep_it(office: Newsroom) -> None:
    inquiry = office.asked()
    office.write(inquiry)
    office.desk.record(inquiry, NewMoment(what=MomentKind.HANDED, holder=Holder(person=office.bao)))
    assert office.desk.get(inquiry).holder == Holder(person=office.bao)

    office.database.act_as(office.bao)
    approved = office.replies.approve(inquiry, TEXT)

    assert office.desk.get(inquiry).holder == Holder(person=office.ada)
    office.desk.take_back(approved.id)
    assert office.desk.get(inquiry).holder == Holder(person=office.bao)


def test_who_took_it_and_approves_what_another_wrote_keeps_it(office: Newsroom) -> None:
    inquiry = office.asked()
    office.write(inquiry)
    office.database.act_as(office.bao)
    office.desk.record(inquiry, NewMoment(what=MomentKind.HANDED, holder=Holder(person=office.bao)))

    office.replies.approve(inquiry, TEXT)

    assert office.desk.get(inquiry).holder == Holder(person=office.bao)
