"""An inquiry from the moment when it comes until it is answered."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import (
    Basis,
    Hour,
    NewInquiry,
    NotOpen,
    OthersWait,
    Reporter,
    View,
)
from comms_desk.media.inquiries.moments import (
    NOBODY,
    Attribution,
    EndedBefore,
    Holder,
    How,
    NewMoment,
    NotYet,
    Resolution,
    Status,
    What,
)
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange

NINE = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
"""In Montréal, winter."""


def test_an_inquiry_goes_from_received_to_answered(database: Database) -> None:
    desk = InquiryDesk(database)
    new = NewInquiry(
        title="Coût du contrat de déneigement",
        questions=("Combien?", "Et l’an dernier?"),
        reporters=(Reporter(name="Zoé Tremblay"),),
        outlet_name="The Gazette",
        received_at=NINE,
        deadline=Hour(at=NINE.replace(hour=20), basis=Basis.GIVEN),
    )
    inquiry = desk.add(new).id
    assert desk.get(inquiry).status is Status.RECEIVED
    desk.record(inquiry, NewMoment(what=What.ACKNOWLEDGED, how=How.PHONE))
    assert desk.get(inquiry).status is Status.ACKNOWLEDGED
    service = Holder(body="Service de la concertation")
    desk.record(inquiry, NewMoment(what=What.HANDED, holder=service))
    assert (desk.get(inquiry).status, desk.get(inquiry).holder) == (Status.CONSULTING, service)
    desk.edit(inquiry, FieldChange("answer", "", "48 M$."))
    desk.record(inquiry, NewMoment(what=What.APPROVED, text="48 M$."))
    assert desk.get(inquiry).status is Status.APPROVED
    desk.edit(inquiry, FieldChange("answer", "48 M$.", "48 M$, taxes comprises."))
    assert desk.get(inquiry).status is Status.CONSULTING
    answered = NewMoment(
        what=What.ANSWERED,
        how=How.PHONE,
        text="48 M$, taxes comprises.",
        resolution=Resolution.ANSWERED,
        attribution=Attribution.CITY,
    )
    moment = desk.record(inquiry, answered)
    assert desk.get(inquiry).status is Status.ANSWERED
    with pytest.raises(NotOpen):
        desk.record(inquiry, answered)
    desk.take_back(moment.id)
    assert desk.get(inquiry).status is Status.CONSULTING
    desk.put_back(moment.id)
    assert desk.search().rows == ()
    assert [each.id for each in desk.search(view=View.ENDED).rows] == [inquiry]
    assert [each.id for each in desk.search("tremblay").rows] == [inquiry]


def test_the_first_due_comes_first(database: Database) -> None:
    desk = InquiryDesk(database)
    hours = (22, 15, None, 18)
    for hour in hours:
        due = Hour() if hour is None else Hour(at=NINE.replace(hour=hour), basis=Basis.GIVEN)
        desk.add(NewInquiry(title=f"{hour}", received_at=NINE, deadline=due))

    # Of which nobody knows the hour: 17 h in Montréal, 22 h UTC.
    assert [each.title for each in desk.search().rows] == ["15", "18", "22", "None"]


def test_each_question_has_its_own_holder_and_hour(database: Database) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget", questions=("Un?", "Deux?"), received_at=NINE))
    roads = Holder(body="Voirie")
    desk.record(inquiry.id, NewMoment(what=What.HANDED, holder=roads, part=2))
    early = NINE.replace(hour=16)
    desk.edit_question(inquiry.parts[0].id, FieldChange("due_at", None, early))

    found = desk.get(inquiry.id)
    assert [each.holder for each in found.parts] == [NOBODY, roads]
    assert (found.holder, found.due_at) == (NOBODY, early)


ANSWERED = NewMoment(
    what=What.ANSWERED,
    how=How.PHONE,
    text="48 M$.",
    resolution=Resolution.ANSWERED,
    attribution=Attribution.CITY,
)


def test_an_answer_to_one_question_leaves_the_others_open(database: Database) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget", questions=("Un?", "Deux?"))).id

    desk.record(inquiry, replace(ANSWERED, part=1))

    assert desk.get(inquiry).is_open


def test_who_comes_back_waits_anew(database: Database, clock: StillClock) -> None:
    desk = InquiryDesk(database)
    due = Hour(at=clock.now() + timedelta(hours=1), basis=Basis.GIVEN)
    inquiry = desk.add(NewInquiry(title="Budget", deadline=due)).id
    desk.edit(inquiry, FieldChange("answer", "", "48 M$."))
    desk.record(inquiry, NewMoment(what=What.ACKNOWLEDGED, how=How.PHONE))
    desk.record(inquiry, NewMoment(what=What.APPROVED, text="48 M$."))
    desk.record(inquiry, ANSWERED)
    clock.advance(timedelta(hours=3))

    desk.record(inquiry, NewMoment(what=What.FOLLOWED_UP, text="Et en 2024?"))

    found = desk.get(inquiry)
    assert found.status is Status.RECEIVED, "the answer that left is not one to the new question"
    assert found.due_at is None
    assert not found.is_late(clock.now())


def test_what_was_forgotten_is_noted_where_it_belongs(
    database: Database, clock: StillClock
) -> None:
    desk = InquiryDesk(database)
    inquiry = desk.add(NewInquiry(title="Budget")).id
    clock.advance(timedelta(hours=3))
    desk.record(inquiry, ANSWERED)
    hour_ago = clock.now() - timedelta(hours=1)

    desk.record(inquiry, NewMoment(what=What.HANDED, holder=Holder(body="Voirie"), at=hour_ago))

    hours = desk.course(inquiry).hours(clock.now())
    assert hours == {NOBODY: timedelta(hours=2), Holder(body="Voirie"): timedelta(hours=1)}
    withdrawn = NewMoment(what=What.CLOSED, resolution=Resolution.WITHDRAWN, at=hour_ago)
    with pytest.raises(EndedBefore):
        desk.record(inquiry, replace(withdrawn, at=hour_ago - timedelta(minutes=1)))
    with pytest.raises(NotYet):
        desk.record(inquiry, replace(withdrawn, at=clock.now() + timedelta(hours=1)))


def test_the_hour_at_which_clocks_are_set_back_counts_twice(
    database: Database, clock: StillClock
) -> None:
    desk = InquiryDesk(database)
    clock.at = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
    came = datetime(2026, 11, 1, 1, 30, tzinfo=CITY_ZONE)
    again = came.replace(fold=1)
    inquiry = desk.add(NewInquiry(title="Nuit", received_at=came)).id

    desk.record(inquiry, NewMoment(what=What.HANDED, holder=Holder(body="SIM"), at=again))

    assert desk.course(inquiry).hours(clock.now())[NOBODY] == timedelta(hours=1)


def test_the_one_whose_answer_others_wait_for_stays(database: Database) -> None:
    desk = InquiryDesk(database)
    lead, other = (desk.add(NewInquiry(title=each)).id for each in ("Le Devoir", "La Presse"))
    desk.join(other, lead)

    with pytest.raises(OthersWait):
        desk.put_in_bin(lead)
    desk.put_in_bin(other)
    desk.put_in_bin(lead)
    assert desk.take_out_of_bin(other).joined_to is None
