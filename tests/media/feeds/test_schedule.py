"""A source is asked as often as it publishes, more before the press review, never rudely."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.feeds import errors
from comms_desk.media.feeds.polls import SHORTEST_INTERVAL, Morning, Schedule
from tests.media.feeds.weeks import (
    DAYTIME,
    INTERVAL,
    LIVELY,
    LOCAL,
    MONDAY,
    MORNING,
    Source,
    published,
    rates,
)

WEEKS = timedelta(weeks=3)
LAST_WEEK = MONDAY + timedelta(weeks=2)
SECOND = timedelta(seconds=1)


def lived(usual: dict[int, float], **how: bool) -> Source:
    articles = sorted(published(rates(usual), days=WEEKS.days, seed=3))
    source = Source(7, articles, **how)  # type: ignore[arg-type]
    source.live(until=MONDAY + WEEKS)
    return source


def in_the_morning(moment: datetime) -> bool:
    assert MORNING is not None
    return not MORNING.until(moment)


def polls_a_day(source: Source) -> float:
    return sum(each > LAST_WEEK for each in source.polls) / 7


def lateness(source: Source) -> list[timedelta]:
    return sorted(late for published_at, late in source.late if published_at > LAST_WEEK)


def test_a_lively_source_is_asked_often_and_a_quiet_one_seldom() -> None:
    lively, daytime, local = lived(LIVELY), lived(DAYTIME), lived(LOCAL)

    assert 95 < polls_a_day(lively) < 110
    assert 30 < polls_a_day(daytime) < 45
    assert 25 < polls_a_day(local) < 35


def test_what_is_new_is_seen_soon() -> None:
    lively, local = lateness(lived(LIVELY)), lateness(lived(LOCAL))

    assert sum(lively, timedelta()) / len(lively) < timedelta(minutes=7)
    assert lively[len(lively) * 95 // 100] < timedelta(minutes=15)
    assert local[-1] < timedelta(minutes=70)


@pytest.mark.parametrize("usual", [LIVELY, DAYTIME, LOCAL])
def test_nobody_is_asked_rudely_nor_forgotten(usual: dict[int, float]) -> None:
    waits = [after - before for before, after in pairwise(lived(usual).polls)]

    assert min(waits) >= SHORTEST_INTERVAL
    assert max(waits) < timedelta(minutes=70)


@pytest.mark.parametrize("usual", [LIVELY, LOCAL])
def test_before_the_press_review_every_source_is_asked_each_quarter_of_an_hour(
    usual: dict[int, float],
) -> None:
    polls = lived(usual).polls
    mornings = {each.astimezone(CITY_ZONE).date() for each in polls if in_the_morning(each)}

    assert len(mornings) == WEEKS.days
    for day in mornings:
        asked = [e for e in polls if in_the_morning(e) and e.astimezone(CITY_ZONE).date() == day]
        begins = datetime(day.year, day.month, day.day, 5, tzinfo=CITY_ZONE)
        assert asked[0] - begins <= INTERVAL + SECOND
        assert len(asked) >= 9
        assert max(b - a for a, b in pairwise(asked)) < timedelta(minutes=17)


def test_a_source_without_dates_is_asked_as_one_with_them() -> None:
    assert abs(polls_a_day(lived(DAYTIME)) - polls_a_day(lived(DAYTIME, are_dated=False))) < 3


def test_an_unknown_source_is_asked_at_the_desks_interval_and_each_at_its_own_moment() -> None:
    waits = {Source(number, []).ask() - MONDAY for number in range(1, 100)}

    assert min(waits) >= INTERVAL
    assert max(waits) < INTERVAL * 1.1
    assert len(waits) > 90


def test_the_servers_wish_is_granted_in_the_morning_too() -> None:
    source = Source(1, [], wait=timedelta(hours=6), now=datetime(2026, 11, 24, 10, tzinfo=UTC))

    assert source.ask() - source.now >= timedelta(hours=6)


def test_the_morning_hurries_nobody_who_asked_for_patience() -> None:
    night = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    slow = errors.ServerFailed("https://a.example/rss", status=500)
    busy = errors.AskedToWait("https://a.example/rss", status=429, until=None)

    failing, patient = (
        Source(1, [], trouble=trouble, failures=5, now=night) for trouble in (slow, busy)
    )

    assert failing.ask() - night < timedelta(minutes=46)
    assert patient.ask() - night > timedelta(hours=7)
    failing.now = night + timedelta(hours=1)
    assert failing.ask() - failing.now > timedelta(hours=7)


def test_a_desk_without_a_morning_asks_as_at_any_hour() -> None:
    assert Morning.from_text("") is None
    source = Source(1, [], trouble=errors.FeedNotFound("https://a.example/rss"), failures=5)
    source.ask()

    assert Schedule(source.now, INTERVAL).interval == INTERVAL


def test_the_morning_is_the_citys_in_winter_and_in_summer() -> None:
    assert MORNING is not None

    assert not MORNING.until(datetime(2026, 11, 24, 10, tzinfo=UTC))
    assert not MORNING.until(datetime(2026, 7, 24, 9, tzinfo=UTC))
    assert MORNING.until(datetime(2026, 7, 24, 11, 30, tzinfo=UTC)) == timedelta(hours=21.5)
