"""An inquiry from the moment when it comes until it is answered."""

from datetime import UTC, datetime

import pytest

from comms_desk.media.inquiries.desk import InquiryDesk
from comms_desk.media.inquiries.model import Basis, Hour, NewInquiry, NotOpen, Reporter, View
from comms_desk.media.inquiries.moments import (
    NOBODY,
    Attribution,
    Holder,
    How,
    NewMoment,
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
