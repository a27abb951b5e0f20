"""What inquiries teach: few figures, each true, and none of a person."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from comms_desk.across.inquiry_figures import (
    NOBODY,
    OFFICE,
    FigureGrouping,
    InquiryCounts,
    Lasted,
    inquiry_figures,
)
from comms_desk.across.inquiry_tables import in_file, tables
from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.media.inquiries.model import Basis, Hour, InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    Holder,
    LateCause,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.media.outlets.model import NewOutlet, OutletKind
from comms_desk.planning.dossiers.model import NewDossier
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


def ask(
    office: Office, hours: float | None = 3, *, came: datetime = NINE, **said: Any
) -> InquiryId:
    hour = Hour() if hours is None else Hour(at=came + timedelta(hours=hours), basis=Basis.GIVEN)
    new = NewInquiry(title="Neige", deadline=hour, received_at=came, **said)
    return office.inquiries.add(new).id


def at(office: Office, inquiry: InquiryId, hours: float, what: MomentKind, **said: object) -> None:
    moment = NewMoment(what=what, at=NINE + timedelta(hours=hours), **said)  # type: ignore[arg-type]
    said_of(office.database, inquiry, moment)


def answer(office: Office, inquiry: InquiryId, hours: float) -> None:
    at(
        office,
        inquiry,
        hours,
        MomentKind.ANSWERED,
        how=Channel.PHONE,
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
    at(office, late, 5, MomentKind.LATE, cause=LateCause.WORKLOAD)
    answer(office, ask(office, None), 6)
    at(office, ask(office), 6, MomentKind.CLOSED, resolution=Resolution.MISSED)
    ask(office, 20)

    found = inquiry_figures(office, since=DAY, until=DAY)

    assert (found.received, found.still_open) == (5, 1)
    assert (found.answered, found.with_hour, found.in_time) == (3, 2, 1)
    assert (found.late_causes, found.late_unexplained) == ({LateCause.WORKLOAD: 1}, 1)
    assert found.resolutions == {Resolution.ANSWERED: 3, Resolution.MISSED: 1}
    assert found.to_answer == Lasted(number=3, total=720, median=None, each=(120, 240, 360))


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
        at(office, inquiry, hours, MomentKind.HANDED, holder=holder)
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

    assert Lasted.of(hours[:4]) == Lasted(
        number=4, total=600, median=None, each=(60, 120, 180, 240)
    )
    assert Lasted.of(hours) == Lasted(number=5, total=900, median=180, each=())
    assert Lasted.of([]) == Lasted(number=0, total=0, median=None, each=())


def test_they_are_told_apart_by_outlet_kind_language_dossier_and_month(office: Office) -> None:
    radio = office.outlets.add(NewOutlet(name="98,5", kind=OutletKind.RADIO)).id
    snow = office.dossiers.add(NewDossier(code="NEIGE-27", name="Déneigement")).id
    october = NINE - timedelta(days=30)
    answer(office, ask(office, outlet=radio, dossier=snow), 2)
    answer(office, ask(office, outlet=radio), 4)
    ask(office, outlet_name="Le Petit Pivot", language=Language.ENGLISH, came=october)

    found = inquiry_figures(office, since=october.date(), until=DAY)

    received = {
        by: {name: each.received for name, each in of.items()} for by, of in found.by.items()
    }
    assert received == {
        FigureGrouping.OUTLET_KIND: {"radio": 2, "": 1},
        FigureGrouping.LANGUAGE: {"fr": 2, "en": 1},
        FigureGrouping.DOSSIER: {"": 2, "NEIGE-27 · Déneigement": 1},
        FigureGrouping.MONTH: {"2026-10": 1, "2026-11": 2},
    }
    assert list(found.by[FigureGrouping.MONTH]) == ["2026-10", "2026-11"]
    on_radio = found.by[FigureGrouping.OUTLET_KIND]["radio"]
    assert (on_radio.in_time, on_radio.with_hour, on_radio.still_open) == (1, 2, 0)
    assert on_radio.to_answer.each == (120, 240)
    assert all(isinstance(each, InquiryCounts) for of in found.by.values() for each in of.values())


def test_a_night_on_which_clocks_are_set_back_is_as_long_as_it_was(office: Office) -> None:
    half_past_midnight = datetime(2026, 11, 1, 4, 30, tzinfo=UTC)
    inquiry = ask(office, 4, came=half_past_midnight)
    three = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
    answer(office, inquiry, (three - NINE) / timedelta(hours=1))

    found = inquiry_figures(office, since=date(2026, 11, 1), until=date(2026, 11, 1))

    assert found.to_answer.each == (210,)
    assert found.waited[NOBODY].total == 210
    assert (found.in_time, list(found.by[FigureGrouping.MONTH])) == (1, ["2026-11"])


def test_what_is_asked_of_the_database_does_not_grow_with_the_inquiries(office: Office) -> None:
    snow = office.dossiers.add(NewDossier(code="NEIGE-27", name="Déneigement")).id
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    def questions() -> int:
        asked.clear()
        event.listen(Engine, "before_cursor_execute", note)
        inquiry_figures(office, since=DAY, until=DAY)
        event.remove(Engine, "before_cursor_execute", note)
        return len(asked)

    ask(office, outlet_name="La Une", dossier=snow)
    few = questions()
    for number in range(30):
        ask(office, outlet_name=f"Le Journal {number}", dossier=snow)

    assert questions() == few


def test_tables_and_file_say_all_that_was_found(office: Office) -> None:
    answer(office, ask(office), 2)
    at(office, ask(office), 6, MomentKind.CLOSED, resolution=Resolution.MISSED)

    found = inquiry_figures(office, since=DAY, until=DAY)

    assert [(table.title, len(table.bars)) for table in tables(found)] == [
        ("Où elles ont attendu", 1),
        ("Pourquoi elles étaient en retard", 1),
        ("Comment elles ont pris fin", 2),
        ("Par genre de média", 1),
        ("Par langue", 1),
        ("Par dossier", 1),
        ("Par mois", 1),
    ]
    headings, rows = in_file(found)
    assert {len(row) for row in rows} == {len(headings)}
    waited = rows[[row[0] for row in rows].index("Où elles ont attendu")]
    assert waited[1:3] == ["Sans responsable", 2]
    assert waited[-3:] == [480, None, "120; 360"]


def test_nothing_is_said_of_days_without_an_inquiry(office: Office) -> None:
    found = inquiry_figures(office, since=DAY, until=DAY)

    assert tables(found) == ()
    assert (found.received, found.to_answer.number) == (0, 0)
