"""A spike is found, with its numbers; years of ordinary press have few; little is never one."""

import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from math import exp

import pytest

from comms_desk.clock import StillClock
from comms_desk.media.stories.desk import StoryDesk
from comms_desk.media.themes import within
from comms_desk.media.themes.memory import MemoryDesk
from comms_desk.media.themes.model import NewTheme, ThemeId
from comms_desk.media.themes.spikes import (
    HOURS,
    WEEKS,
    Spike,
    SpikeHours,
    begin_of,
    hour_of,
    spike,
    weeks_known,
)
from comms_desk.storage.database import Database
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom

SATURDAY_SIX = datetime(2026, 11, 28, 11, 0, tzinfo=UTC)
"""Six in the city, in winter."""
ALL = frozenset(range(1, WEEKS + 1))
THEME = ThemeId(1)
HOURS_A_WEEK = 24 * 7
YEARS = 2
HOUR = timedelta(hours=1)


def counted(now: datetime, this_week: Mapping[int, int], past: Sequence[int]) -> dict[int, int]:
    """Return counts: of *this_week* by hours ago, and of the hour of now in *past* weeks."""
    compared = SpikeHours.at(now)
    counts = {compared.ends[0] - ago: number for ago, number in this_week.items()}
    return counts | {compared.ends[week]: number for week, number in enumerate(past, 1)}


def found(now: datetime, counts: Mapping[int, int], weeks: frozenset[int] = ALL) -> Spike | None:
    return spike(THEME, counts, SpikeHours.at(now), weeks)


def test_fourteen_where_three_are_usual_is_a_spike_with_its_numbers() -> None:
    now = SATURDAY_SIX + timedelta(minutes=20)

    one = found(now, counted(now, {0: 14}, [3, 2, 4, 3, 5, 3, 2, 3]))

    assert one == Spike(
        watch=THEME,
        since=SATURDAY_SIX,
        until=SATURDAY_SIX + timedelta(hours=1),
        stories=14,
        usual=3,
        weeks=8,
    )


def test_a_spike_of_the_hour_before_is_still_one() -> None:
    now = SATURDAY_SIX + timedelta(hours=1, minutes=5)
    compared = SpikeHours.at(now)
    past = {end - 1: 3 for end in compared.ends[1:]}

    one = found(now, {compared.ends[0] - 1: 14, **past})

    assert one is not None
    assert (one.since, one.stories) == (SATURDAY_SIX, 14)


def test_what_is_slow_to_rise_is_seen_over_three_hours() -> None:
    now = SATURDAY_SIX + timedelta(minutes=59)

    one = found(now, counted(now, {0: 4, 1: 4, 2: 4}, []))

    assert one is not None
    assert (one.stories, one.usual, one.until - one.since) == (12, 0, timedelta(hours=3))


@pytest.mark.parametrize("mentions", range(5))
def test_fewer_than_five_are_never_a_spike(mentions: int) -> None:
    assert found(SATURDAY_SIX, counted(SATURDAY_SIX, {0: mentions}, [])) is None


def test_twice_the_usual_is_none_however_much_there_is() -> None:
    assert found(SATURDAY_SIX, counted(SATURDAY_SIX, {0: 200}, [100] * 8)) is None


def test_one_busy_week_hides_nothing() -> None:
    past = [3, 3, 2, 4, 9, 3, 3, 2]

    assert found(SATURDAY_SIX, counted(SATURDAY_SIX, {0: 16}, past)) is not None


def test_weeks_of_which_nothing_is_known_are_compared_with_nothing() -> None:
    counts = counted(SATURDAY_SIX, {0: 20}, [3] * 8)

    assert found(SATURDAY_SIX, counts, frozenset({1, 2, 3})) is None
    four = found(SATURDAY_SIX, counts, frozenset({1, 2, 3, 4}))

    assert four is not None
    assert four.weeks == 4


def test_a_week_in_which_nothing_came_or_that_was_not_asked_is_not_known() -> None:
    compared = SpikeHours.at(SATURDAY_SIX)
    came = [compared.ends[week] - 1 for week in (1, 2, 3, 5, 7)]
    asked_since = SATURDAY_SIX - timedelta(weeks=6)

    known = weeks_known(compared, came, asked_since=asked_since)

    assert known == {1, 2, 3, 5}
    assert weeks_known(compared, came, asked_since=None) == {1, 2, 3, 5, 7}


def test_the_same_hour_by_the_citys_clocks_is_compared_over_a_change_of_season() -> None:
    monday = datetime(2026, 11, 9, 12, 30, tzinfo=UTC)  # 7:30 in winter

    compared = SpikeHours.at(monday)

    assert begin_of(compared.ends[1]) == datetime(2026, 11, 2, 12, 0, tzinfo=UTC)
    assert begin_of(compared.ends[2]) == datetime(2026, 10, 26, 11, 0, tzinfo=UTC)


def press(seed: int, a_day: float, *, strays: float, copies: float) -> list[int]:
    """Return the mentions of each hour of some years of an ordinary theme.

    It has busy mornings, calm nights and Sundays; days *stray*, and each piece has copies with
    that chance, and those theirs.
    """
    dice = random.Random(seed)
    of_hour = [0.15] * 5 + [1.6] * 4 + [1.2] * 9 + [0.7] * 6
    hours = []
    for day in range((52 * YEARS + WEEKS) * 7):
        busy = exp(dice.gauss(0, strays) - strays**2 / 2) * (0.5 if day % 7 >= 5 else 1)
        for weight in of_hour:
            pieces = poisson(dice, a_day / sum(of_hour) * weight * busy * (1 - copies))
            hours.append(pieces + sum(copied(dice, copies) for _ in range(pieces)))
    return hours


def poisson(dice: random.Random, mean: float) -> int:
    left, number = dice.random(), 0
    floor = exp(-mean)
    while left > floor:
        left *= dice.random()
        number += 1
    return number


def copied(dice: random.Random, chance: float) -> int:
    number = 0
    while dice.random() < chance:
        number += 1
    return number


BEGIN = datetime(2024, 1, 1, 5, 0, tzinfo=UTC)


def seen_at(hours: Sequence[int], at: int, *, times: int = 1) -> Spike | None:
    """Return what is found at the end of the hour *at*, its last three made so many times more."""
    counts = {}
    for week in range(WEEKS + 1):
        end = at - week * HOURS_A_WEEK
        for hour in range(end - HOURS + 1, end + 1):
            counts[hour] = hours[hour] * (times if week == 0 else 1)
    ends = tuple(at - week * HOURS_A_WEEK for week in range(WEEKS + 1))
    return spike(THEME, counts, SpikeHours(ends), ALL)


def spikes_a_year(hours: Sequence[int]) -> float:
    """Return how many spikes are seen in a year, those that go on counted once."""
    number, over = 0, -1
    for at in range(WEEKS * HOURS_A_WEEK + HOURS, len(hours)):
        if seen_at(hours, at) is not None:
            number += at > over
            over = at + HOURS
    return number / YEARS


@pytest.mark.parametrize("a_day", [1, 5, 25, 100])
def test_years_of_ordinary_press_have_few_spikes(a_day: int) -> None:
    calm = press(a_day, a_day, strays=0.0, copies=0.0)
    uneven = press(a_day, a_day, strays=0.3, copies=0.0)

    assert spikes_a_year(calm) <= 1
    assert spikes_a_year(uneven) <= 8


def test_copies_of_wires_make_more_of_them_and_still_less_than_one_a_week() -> None:
    assert spikes_a_year(press(25, 25, strays=0.3, copies=0.3)) <= 40


@pytest.mark.parametrize(("usual", "least"), [(3, 0.95), (8, 0.99), (20, 1.0)])
def test_five_times_the_usual_is_found(usual: int, least: float) -> None:
    dice = random.Random(usual)
    tried = [
        [
            [poisson(dice, usual * (5 if week == 0 else 1)) for _ in range(HOURS)]
            for week in range(WEEKS + 1)
        ]
        for _ in range(300)
    ]
    ends = tuple(1_000_000 - week * HOURS_A_WEEK for week in range(WEEKS + 1))

    seen = [
        spike(
            THEME,
            {
                ends[week] - ago: number
                for week, hours in enumerate(one)
                for ago, number in enumerate(hours)
            },
            SpikeHours(ends),
            ALL,
        )
        for one in tried
    ]

    assert sum(each is not None for each in seen) >= least * len(seen)


# ── On a desk ─────────────────────────────────────────────────────────────────────────


def test_a_desk_says_the_spike_of_a_theme_and_of_no_other(
    database: Database, clock: StillClock
) -> None:
    room = WatchRoom(database)
    room.watches.add(NewTheme(name="Budget", query="budget"))
    snow = room.spike(clock)
    room.deliver(HOCKEY, BUDGET)
    room.catch_up()

    ((name, one),) = room.spikes().items()

    assert (name, one.watch) == ("Neige", snow.id)
    assert (one.stories, one.usual, one.weeks) == (20, 2, 8)
    assert hour_of(one.since) == hour_of(clock.now())


def test_stories_are_counted_once_and_what_was_put_aside_is_not(
    database: Database, clock: StillClock
) -> None:
    room = WatchRoom(database)
    room.spike(clock)
    with database.snapshot() as snapshot:
        now = clock.now()
        today = within.seen_between(snapshot, now - HOUR, now + HOUR)
    stories = StoryDesk(database)

    for copy in today[1:5]:
        stories.join(copy, today[0])
    MemoryDesk(database, room.watches).mark_irrelevant(today[0], *today[5:8])

    (one,) = room.spikes().values()  # a story of five, the first of it aside, and twelve others
    assert (one.stories, one.usual) == (13, 2)


def test_a_theme_is_not_compared_with_weeks_of_which_it_was_not_asked(
    database: Database, clock: StillClock
) -> None:
    room = WatchRoom(database)
    room.spike(clock)

    room.watches.add(NewTheme(name="Déneigement", query="déneige"))
    before = list(room.spikes())
    room.catch_up()

    assert before == ["Neige"]
    # It is asked of all that is here by now; of the first week, not from the first hour on.
    assert {name: one.weeks for name, one in room.spikes().items()} == {
        "Neige": 8,
        "Déneigement": 7,
    }
