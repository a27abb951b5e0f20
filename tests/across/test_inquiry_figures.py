"""What inquiries teach: few figures, each true, and none of a person."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk.across.inquiry_figures import NOBODY, OFFICE, Lasted, inquiry_figures
from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import Basis, Hour, InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Holder,
    How,
    LateCause,
    NewMoment,
    Resolution,
    What,
)
from comms_desk.planning.people.model import PersonId
from comms_desk.storage.database import Database
from tests.support.mornings import office_on
from tests.support.replies import said_of

NINE = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
DAY = date(2026, 11, 24)


@pytest.fixture
def office(database: Database, clock: StillClock, tmp_path: Path) -> Office:
    clock.advance(NINE + timedelta(hours=8) - clock.now())
    return office_on(database, tmp_path)


def ask(office: Office, hours: float | None = 3, *, came: datetime = NINE) -> InquiryId:
    hour = Hour() if hours is None else Hour(at=came + timedelta(hours=hours), basis=Basis.GIVEN)
    return office.inquiries.add(NewInquiry(title="Neige", deadline=hour, received_at=came)).id


def at(office: Office, inquiry: InquiryId, hours: float, what: What, **said: object) -> None:
    moment = NewMoment(what=what, at=NINE + timedelta(hours=hours), **said)  # type: ignore[arg-type]
    said_of(office.database, inquiry, moment)


def answer(office: Office, inquiry: InquiryId, hours: float) -> None:
    at(
        office,
        inquiry,
        hours,
        What.ANSWERED,
        how=How.PHONE,
        text="Oui.",
        resolution=Resolution.ANSWERED,
        attribution=Attribution.CITY,
    )


def test_what_was_answered_in_time_is_counted_of_those_whose_hour_was_known(
    office: Office,
) -> None:
    answer(office, ask(office), 2)
    late = ask(office)
    answer(office, late, 4)
    at(office, late, 5, What.LATE, cause=LateCause.WORKLOAD)
    answer(office, ask(office, None), 6)
    at(office, ask(office), 6, What.CLOSED, resolution=Resolution.MISSED)
    ask(office, 20)

    found = inquiry_figures(office, since=DAY, until=DAY)

    assert (found.received, found.still_open) == (5, 1)
    assert (found.answered, found.with_hour, found.in_time) == (3, 2, 1)
    assert (found.late_causes, found.late_unexplained) == ({LateCause.WORKLOAD: 1}, 1)
    assert found.resolutions == {Resolution.ANSWERED: 3, Resolution.MISSED: 1}
    assert found.to_answer == Lasted(number=3, median=None, each=(120, 240, 360))


def test_where_they_waited_is_of_the_office_and_of_bodies_never_of_a_person(
    office: Office,
) -> None:
    me = office.database.actor
    assert me is not None
    bao = office.people.recognise("bao").id
    inquiry = ask(office, 7)
    for hours, holder in (
        (1, Holder(person=PersonId(me))),
        (2, Holder(body="Voirie")),
        (4, Holder(person=bao)),
    ):
        at(office, inquiry, hours, What.HANDED, holder=holder)
    answer(office, inquiry, 5)

    waited = inquiry_figures(office, since=DAY, until=DAY).waited

    assert {name: each.each for name, each in waited.items()} == {
        NOBODY: (60,),
        OFFICE: (120,),
        "Voirie": (120,),
    }


def test_the_days_are_those_of_the_city_and_the_last_is_counted(office: Office) -> None:
    late_evening = datetime(2026, 11, 25, 4, 30, tzinfo=UTC)  # 23 h 30 on the 24th
    ask(office, came=late_evening - timedelta(days=1))
    ask(office, came=late_evening)

    assert inquiry_figures(office, since=DAY, until=DAY).received == 1
    assert inquiry_figures(office, since=DAY - timedelta(days=1), until=DAY).received == 2


def test_a_few_durations_have_no_median() -> None:
    hours = [timedelta(hours=number) for number in range(1, 6)]

    assert Lasted.of(hours[:4]) == Lasted(number=4, median=None, each=(60, 120, 180, 240))
    assert Lasted.of(hours) == Lasted(number=5, median=180, each=())
    assert Lasted.of([]) == Lasted(number=0, median=None, each=())
