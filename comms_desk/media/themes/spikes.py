"""A spike: far more stories of a theme in an hour, or in three, than at that hour of past weeks.

The same hours of the same day of the week are compared, eight weeks back: a Saturday at six is no
Tuesday at nine.  The usual number is their median, which one busy week does not move.  How far a
theme's counts stray is learnt from the theme itself, never under what the press does anyway, and
a count is a spike when it would come by chance less than once in a thousand such hours.  Fewer than
five stories never are one, nor is what is not three times the usual.

Stories are counted, each where the first of it came that nobody put aside.  A week in which nothing
at all came at those hours is left out: nobody read the feeds then.  So is what a theme was not
asked of.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import exp, fsum, lgamma, log
from statistics import median, median_high

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.themes.model import ThemeId

WEEKS = 8
LEAST_WEEKS = 4
"""With fewer to compare with, nobody knows what is usual."""
HOURS = 3
HOUR_S = 3600
READ_LATE_AFTER = timedelta(hours=2)
"""What had been published so long before it came was not read as it appeared."""

LEAST_STORIES = 5
LEAST_TIMES = 3
"""How many times the usual it must be."""
BY_CHANCE = 1e-3
PRIOR = 0.5
"""Stories, in all weeks together: a theme that found nothing in eight weeks may bring some."""
PRESS_STRAYS = 1.2
"""Variance by mean: reporters do not write independently of each other."""
DAYS_STRAY = 0.25
"""Of the mean: days are busy and calm."""
MAD_TO_DEVIATION = 1.4826
MEDIAN_KNOWS = 0.64
"""How much of the weeks a median uses."""

type Hour = int
"""Which hour since 1970: those of the city begin with them."""
type Counts = Mapping[Hour, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spike:
    """*stories* of a watch from *since* to *until*; *usual* is the median of as many *weeks*.

    *until* is later than now while the last of its hours goes on.
    """

    watch: ThemeId
    since: datetime
    until: datetime
    stories: int
    usual: int
    weeks: int


@dataclass(frozen=True, slots=True)
class SpikeHours:
    """The hours that are looked at as of a moment: the last three, and theirs in past weeks.

    *ends* has the last hour of the three, of this week first.
    """

    ends: tuple[Hour, ...]

    @classmethod
    def at(cls, now: datetime) -> "SpikeHours":
        """Return those of *now*, on the clocks of the city whatever season they showed."""
        here = now.astimezone(CITY_ZONE).replace(tzinfo=None)
        weeks = (here - timedelta(weeks=week) for week in range(WEEKS + 1))
        return cls(tuple(hour_of(week.replace(tzinfo=CITY_ZONE)) for week in weeks))

    @property
    def spans(self) -> tuple[tuple[datetime, datetime], ...]:
        """From when to when, of this week first."""
        return tuple((begin_of(end - HOURS + 1), begin_of(end + 1)) for end in self.ends)


def hour_of(moment: datetime) -> Hour:
    """Return the hour of *moment*."""
    return int(moment.timestamp()) // HOUR_S


def begin_of(hour: Hour) -> datetime:
    """Return when *hour* begins."""
    return datetime.fromtimestamp(hour * HOUR_S, UTC)


def spike(
    watch: ThemeId, counts: Counts, compared: SpikeHours, weeks: Collection[int]
) -> Spike | None:
    """Return the spike of *watch*, if there is one: of its windows, what is the least by chance.

    Args:
        watch: Whose stories are counted.
        counts: How many there were in each hour, those that had any.
        compared: The hours.
        weeks: Which of the past weeks (1 is the last) can be compared with.
    """
    if len(weeks) < LEAST_WEEKS:
        return None
    past = [_of_three(counts, compared.ends[week]) for week in weeks]
    now = _of_three(counts, compared.ends[0])
    strays = _strays(past)
    found: list[tuple[float, Spike]] = []
    for first, last in ((2, 3), (1, 2), (0, 1), (0, 3)):
        stories = sum(now[first:last])
        before = [sum(each[first:last]) for each in past]
        chance = _chance(stories, before, strays)
        if chance < BY_CHANCE:
            begin = compared.ends[0] - HOURS + 1
            one = Spike(
                watch=watch,
                since=begin_of(begin + first),
                until=begin_of(begin + last),
                stories=stories,
                usual=median_high(before),
                weeks=len(before),
            )
            found.append((chance, one))
    return min(found, key=lambda each: each[0], default=(1.0, None))[1]


def _of_three(counts: Counts, end: Hour) -> Sequence[int]:
    return [counts.get(hour, 0) for hour in range(end - HOURS + 1, end + 1)]


def _strays(past: Sequence[Sequence[int]]) -> float:
    """Return how far the counts of *past* weeks stray around their hour's: variance by mean."""
    usual = [float(median(each)) for each in zip(*past, strict=True)]
    square = fsum((one - of) ** 2 for week in past for one, of in zip(week, usual, strict=True))
    mean = sum(usual) + HOURS * PRIOR / len(past)
    return max(PRESS_STRAYS, square / len(past) / mean)


def _chance(stories: int, before: Sequence[int], strays: float) -> float:
    """Return how probable it is that as many *stories* come with nothing going on."""
    usual = median(before)
    if stories < LEAST_STORIES or stories < LEAST_TIMES * usual:
        return 1.0
    mean = usual + PRIOR / len(before)
    deviation = MAD_TO_DEVIATION * median(abs(each - usual) for each in before)
    variance = max(strays * mean + (DAYS_STRAY * mean) ** 2, deviation**2)
    return _at_least(stories, mean, variance * (1 + 1 / (MEDIAN_KNOWS * len(before))))


def _at_least(count: int, mean: float, variance: float) -> float:
    """Return the chance of *count* or more, by the negative binomial of that mean and variance."""
    size = mean * mean / (variance - mean)
    miss = 1 - mean / variance
    head = size * log(mean / variance)
    fewer = sum(
        exp(head + lgamma(each + size) - lgamma(size) - lgamma(each + 1) + each * log(miss))
        for each in range(count)
    )
    return max(0.0, 1 - fewer)


def weeks_known(
    compared: SpikeHours, came: Iterable[Hour], *, asked_since: datetime | None
) -> frozenset[int]:
    """Return which past weeks can be compared with.

    Args:
        compared: The hours.
        came: The hours in which any article came.
        asked_since: Since when the theme is asked of what comes; None: of all that is here.
    """
    hours = frozenset(came)
    return frozenset(
        week
        for week in range(1, WEEKS + 1)
        if hours.intersection(range(compared.ends[week] - HOURS + 1, compared.ends[week] + 1))
        and (asked_since is None or compared.spans[week][0] >= asked_since)
    )
