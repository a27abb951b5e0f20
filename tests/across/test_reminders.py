"""The hour of an inquiry is said before it comes: once, not at night, whatever the clock does."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.across.office import Office
from comms_desk.across.reminders import (
    MOST_AWAITED,
    MOST_REMEMBERED,
    Awaited,
    Quiet,
    Reminders,
    ReminderSaid,
    reminders,
    to_be_said,
)
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import Basis, Hour, InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import Holder, MomentKind, NewMoment
from comms_desk.settings import QUIET_HOURS, REMIND_BEFORE
from comms_desk.storage.database import Database
from tests.support.mornings import office_on

THREE_PM = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
"""In Montréal, winter."""
NIGHT = Quiet(22, 6)
BEFORE = (120, 30)


def asked(number: int = 1, *, hour: datetime = THREE_PM, came: float = 6) -> Awaited:
    return Awaited(
        inquiry=InquiryId(number),
        title=f"Demande {number}",
        outlet="Le Devoir",
        hour=hour,
        is_doubtful=False,
        came_at=hour - timedelta(hours=came),
    )


def minutes_before(minutes: float) -> datetime:
    return THREE_PM - timedelta(minutes=minutes)


class Listener:
    """Somebody who hears reminders, and remembers them."""

    def __init__(self, *awaited: Awaited) -> None:
        self.awaited = list(awaited)
        self.remembered: frozenset[ReminderSaid] = frozenset()

    def hear(self, now: datetime) -> Reminders:
        found = reminders(self.awaited, now=now, before=BEFORE, quiet=NIGHT, said=self.remembered)
        self.remembered = found.remembered
        return found


def test_each_is_said_two_hours_and_half_an_hour_before_once() -> None:
    one = Listener(asked())

    heard = [bool(one.hear(minutes_before(m))) for m in (121, 120, 119, 31, 30, 29, 0, -10)]

    assert heard == [False, True, False, False, True, False, False, False]


def test_several_are_said_together_the_first_due_first() -> None:
    one = Listener(asked(2, hour=THREE_PM + timedelta(minutes=5)), asked(1))

    found = one.hear(minutes_before(100))

    assert [each.inquiry for each in found.coming] == [1, 2]


def test_an_hour_that_is_moved_is_said_anew() -> None:
    one = Listener(asked())
    one.hear(minutes_before(25))
    later = THREE_PM + timedelta(hours=1)
    one.awaited = [asked(hour=later)]

    assert [each.hour for each in one.hear(minutes_before(20)).coming] == [later]
    one.awaited = [asked()]
    assert not one.hear(minutes_before(20))


def test_a_clock_that_jumps_back_says_nothing_twice() -> None:
    one = Listener(asked())
    assert one.hear(minutes_before(25))

    assert not any(one.hear(minutes_before(m)) for m in (600, 130, 119, 30, 20))


def test_a_computer_that_slept_says_what_it_missed_in_one_line() -> None:
    one = Listener(asked(1), asked(2, hour=THREE_PM + timedelta(hours=2, minutes=20)))
    one.hear(minutes_before(200))

    found = one.hear(THREE_PM + timedelta(minutes=40))

    assert [each.inquiry for each in found.passed] == [1]
    assert [each.inquiry for each in found.coming] == [2]
    assert not one.hear(THREE_PM + timedelta(minutes=41))


def test_what_passed_a_day_ago_is_no_news() -> None:
    assert not Listener(asked()).hear(THREE_PM + timedelta(hours=25))


def test_nothing_is_said_in_the_quiet_hours_and_all_of_it_after() -> None:
    at_seven = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
    one = Listener(asked(hour=at_seven, came=12))

    assert not one.hear(at_seven - timedelta(minutes=90))
    found = one.hear(at_seven - timedelta(minutes=60))

    assert [each.hour for each in found.coming] == [at_seven]


def test_what_comes_an_hour_before_its_hour_is_said_half_an_hour_before_alone() -> None:
    one = Listener(asked(came=1))

    assert not one.hear(minutes_before(59))
    assert one.hear(minutes_before(30))


@pytest.mark.parametrize(
    ("quiet", "hour", "is_quiet"),
    [
        ("22-6", 22, True),
        ("22-6", 5, True),
        ("22-6", 6, False),
        ("22-6", 21, False),
        ("12-13", 12, True),
        ("12-13", 13, False),
        ("6-6", 6, False),
        ("", 3, False),
    ],
)
def test_quiet_hours_are_those_of_the_city_and_may_go_over_midnight(
    quiet: str, hour: int, *, is_quiet: bool
) -> None:
    local = datetime(2026, 7, 2, 4, tzinfo=UTC) + timedelta(hours=hour)

    assert (local in Quiet.read(quiet)) is is_quiet


@given(
    st.lists(st.integers(-500, 2_000), min_size=1, max_size=40),
    st.lists(st.integers(0, 600), min_size=1, max_size=4),
)
def test_no_hour_is_said_more_often_than_asked_whatever_the_clock_does(
    looks: list[int], hours: list[int]
) -> None:
    one = Listener(
        *(
            asked(number, hour=THREE_PM + timedelta(minutes=minutes), came=50)
            for number, minutes in enumerate(hours)
        )
    )
    heard: list[InquiryId] = []

    for minutes in looks:
        found = one.hear(minutes_before(minutes))
        heard += [each.inquiry for each in (*found.coming, *found.passed)]

    assert all(heard.count(each) <= len(BEFORE) for each in heard)


def test_nothing_that_waits_is_forgotten_and_said_again_however_many_there_are() -> None:
    many = [asked(number) for number in range(MOST_AWAITED)]
    before = tuple(range(30, 130, 10))

    first = reminders(many, now=minutes_before(20), before=before, quiet=NIGHT, said=frozenset())

    assert len(first.coming) == MOST_AWAITED
    now, said = minutes_before(19), first.remembered
    assert not reminders(many, now=now, before=before, quiet=NIGHT, said=said)


def test_what_is_remembered_is_bounded() -> None:
    one = Listener(*(asked(number) for number in range(MOST_REMEMBERED)))

    one.hear(minutes_before(10))

    assert len(one.remembered) == MOST_REMEMBERED


# ── On a desk ─────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def office(database: Database, clock: StillClock, tmp_path: Path) -> Office:
    clock.advance(minutes_before(25) - clock.now())
    return office_on(database, tmp_path)


def ask(office: Office, hour: Hour, **otherwise: object) -> InquiryId:
    came = THREE_PM - timedelta(hours=6)
    return office.inquiries.add(
        NewInquiry(title="Déneigement", deadline=hour, received_at=came, **otherwise)  # type: ignore[arg-type]
    ).id


def test_a_desk_reminds_of_what_is_open_and_no_colleague_has(office: Office) -> None:
    hour = Hour(at=THREE_PM, basis=Basis.UNSURE)
    nobodys, theirs, service = (ask(office, hour) for _each in range(3))
    ask(office, Hour())
    bao = Holder(person=office.people.recognise("bao").id)
    office.inquiries.record(theirs, NewMoment(what=MomentKind.HANDED, holder=bao))
    office.inquiries.record(
        service, NewMoment(what=MomentKind.HANDED, holder=Holder(body="Voirie"))
    )
    on_air = Hour(at=THREE_PM, basis=Basis.GIVEN)
    interview = ask(office, Hour(), on_air=on_air)

    found = to_be_said(office, frozenset())

    assert {each.inquiry for each in found.coming} == {nobodys, service, interview}
    doubtful = {each.inquiry: each.is_doubtful for each in found.coming}
    assert (doubtful[nobodys], doubtful[interview]) == (True, False)
    assert not to_be_said(office, found.remembered)


def test_the_settings_of_the_person_say_when(office: Office) -> None:
    ask(office, Hour(at=THREE_PM, basis=Basis.GIVEN))

    office.settings.set(REMIND_BEFORE, [20])
    assert not to_be_said(office, frozenset())
    office.settings.set(REMIND_BEFORE, [60])
    assert to_be_said(office, frozenset())
    office.settings.set(QUIET_HOURS, "14-16")
    assert not to_be_said(office, frozenset())
    office.settings.set(QUIET_HOURS, "")
    office.settings.set(REMIND_BEFORE, [])
    assert not to_be_said(office, frozenset())
