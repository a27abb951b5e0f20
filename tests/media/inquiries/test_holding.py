"""Who does the work of an inquiry holds it; who approves its answer does not keep it."""

from importlib import import_module

import pytest
from sqlalchemy import update

from comms_desk.media.inquiries.moments import NOBODY, Channel, Holder, MomentKind, NewMoment
from comms_desk.media.inquiries.rows import InquiryRow
from comms_desk.storage.database import Database
from tests.media.inquiries.asked import CITY, TEXT, Newsroom

revision = import_module("comms_desk.storage.migrations.versions.0046_named_before_they_sign_in")


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


def test_who_worked_on_it_before_the_upgrade_holds_it(office: Newsroom) -> None:
    told, taken_back, handed = office.asked(), office.asked(), office.asked()
    acknowledged = NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.PHONE)
    office.desk.record(told, acknowledged)
    office.desk.take_back(office.desk.record(taken_back, acknowledged).id)
    office.write(handed)
    office.desk.record(handed, NewMoment(what=MomentKind.HANDED, holder=Holder(person=office.bao)))
    office.database.act_as(office.bao)
    office.replies.approve(handed, TEXT)
    roads = Holder(body="Voirie")
    with_roads = office.asked()
    office.desk.record(with_roads, NewMoment(what=MomentKind.HANDED, holder=roads))
    every = (told, taken_back, handed, with_roads)
    before = {each: office.desk.get(each) for each in every}
    with office.database.transaction() as transaction:
        for inquiry, person in ((told, None), (handed, office.bao)):
            transaction.session.execute(
                update(InquiryRow).where(InquiryRow.id == inquiry).values(holder_person=person)
            )
    assert office.desk.get(told).holder == NOBODY

    with office.database.transaction() as transaction:
        revision.hold(transaction.session.connection())

    assert {each: office.desk.get(each) for each in every} == before
    assert before[told].holder == before[handed].holder == Holder(person=office.ada)
    assert (before[taken_back].holder, before[with_roads].holder) == (NOBODY, roads)
