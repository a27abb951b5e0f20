"""How often a feed publishes, by the hour of the day, on working days and at week-ends.

Pure, and compact: 48 counts: a fortnight of them is remembered and the rest fades.  It is
written only when there is something new; what nobody could see teaches nothing.
"""

import math
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

from comms_desk.i18n import CITY_ZONE

HOURS = 24
BUCKETS = 2 * HOURS
WEEK_END = frozenset({5, 6})
MEMORY = timedelta(days=14)
"""After so long a count weighs a third."""
LOOKED_BACK = timedelta(days=28)
"""How old the entries of a first document may be and still tell a rhythm."""
UNSEEN = timedelta(hours=3)
"""Between two answers so far apart an entry without a date may have come at any hour."""
LEAST_DATED = 3
LONGEST_KEPT = 50.0
FORESEEN = timedelta(weeks=8)
"""A feed that publishes less is not known by its habits."""
WEEK = timedelta(weeks=1)
PRIOR_WEIGHT = 0.5
"""What is expected of an unknown feed counts as half an hour of what was seen."""
DAY = timedelta(days=1)
HOUR_S = 3_600.0
MEMORY_S = MEMORY.total_seconds()
_DAYS_OF_WEEK = (5 / 7, 2 / 7)
_FORM = struct.Struct(f"<ddf{BUCKETS}f")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What a feed was seen to publish.

    Attributes:
        since: From when on it was watched, in seconds of the epoch.
        at: When it last had something new: the counts are as of then.
        longest: Its longest silence of late, as the articles that were to be expected meanwhile:
            what comes in bursts has long ones between them.
        counts: How many articles appeared in each hour, the older ones counting less.
    """

    since: float
    at: float
    longest: float
    counts: tuple[float, ...]

    @classmethod
    def from_bytes(cls, kept: bytes | None) -> Self | None:
        """Read what `to_bytes` wrote; None where nothing is known."""
        if kept is None or len(kept) != _FORM.size:
            return None
        since, at, longest, *counts = _FORM.unpack(kept)
        return cls(since, at, longest, tuple(counts))

    def to_bytes(self) -> bytes:
        """Return it in as few bytes as it needs."""
        return _FORM.pack(self.since, self.at, self.longest, *self.counts)

    @property
    def seen(self) -> float:
        """How many articles it rests on, the older ones counting less."""
        return sum(self.counts)

    @property
    def watched(self) -> timedelta:
        """How long it had been watched when it last had something new."""
        return timedelta(seconds=max(0.0, self.at - self.since))

    def an_hour(self, bucket: int, *, later_s: float, prior: float) -> float:
        """Return how many articles are usual in an hour of *bucket*.

        That is *later_s* after the last of them, as the counts have faded by then; *prior* is
        what is expected of a feed that is little known.
        """
        fading = math.exp(-later_s / MEMORY_S) if later_s > 0 else 1.0
        hours = self._hours(bucket, later_s) + PRIOR_WEIGHT
        return (self.counts[bucket] * fading + prior * PRIOR_WEIGHT) / hours

    def _hours(self, bucket: int, later_s: float) -> float:
        """Return how many hours of *bucket* were watched, the older ones counting less."""
        watched_s = max(0.0, self.at + later_s - self.since)
        days = MEMORY / DAY * (1 - math.exp(-watched_s / MEMORY_S))
        return days * _DAYS_OF_WEEK[bucket // HOURS]

    def habit(self) -> "Habit":
        """Return what was usual when it last had something new."""
        hours = [self._hours(0, 0.0)] * HOURS + [self._hours(HOURS, 0.0)] * HOURS
        if not hours[0]:
            return Habit(self.counts)
        return Habit(tuple(count / of for count, of in zip(self.counts, hours, strict=True)))


@dataclass(frozen=True, slots=True)
class Habit:
    """How many articles an hour are usual, in each hour of working days and of week-ends."""

    rates: tuple[float, ...]

    @property
    def a_week(self) -> float:
        """How many articles a week are usual."""
        return 5 * sum(self.rates[:HOURS]) + 2 * sum(self.rates[HOURS:])

    def wait(self, moment: datetime, *, articles: float = 1.0) -> timedelta | None:
        """Return how long after *moment* some *articles* were to be expected.

        None: none is foreseen.

        Nights and week-ends count: what never publishes then is not awaited.
        """
        a_week = self.a_week
        if a_week < articles:
            return WEEK * articles / a_week if FORESEEN * a_week > WEEK * articles else None
        waited_s = 0.0
        for span_s, bucket in spans(moment, 2 * WEEK):
            more = self.rates[bucket] * span_s / HOUR_S
            if more >= articles:
                waited_s += span_s * articles / more
                break
            articles -= more
            waited_s += span_s
        return timedelta(seconds=waited_s)

    def awaited(self, since: datetime, until: datetime) -> float:
        """Return how many articles were to be expected between two moments."""
        weeks, rest = divmod(max(timedelta(), until - since), WEEK)
        some = sum(self.rates[bucket] * span_s for span_s, bucket in spans(since, rest))
        return weeks * self.a_week + some / HOUR_S


def learnt(
    kept: bytes | None,
    appeared: Sequence[datetime | None],
    *,
    answered_at: datetime | None,
    now: datetime,
) -> bytes:
    """Return the rhythm after the articles that *appeared*, each at the date that it claims.

    A date counts when it lies between the last answer and now.  Without one that does, the
    article came at some time between the two; but one that is days old came of a site that
    was made anew, as a rule with all the others, and says nothing of its habits.
    """
    known = Rhythm.from_bytes(kept)
    if known is None or answered_at is None or known.at > now.timestamp() + DAY.total_seconds():
        return _begun(appeared, now).to_bytes()
    begin = min(answered_at, now)
    dated = [each for each in appeared if each is not None and begin < each <= now]
    others = sum(each is None or each > now or begin - DAY < each <= begin for each in appeared)
    since = known.since
    if others and now - begin > UNSEEN:
        since += (now - begin).total_seconds()
    elif others:
        part = (now - begin) / others
        dated += [begin + part * (place + 0.5) for place in range(others)]
    at = max(known.at, now.timestamp())
    fading = math.exp((known.at - at) / MEMORY_S)
    longest = max(known.longest * fading, _silence(known, min(dated, default=begin)))
    counts = [each * fading for each in known.counts]
    for each in dated:
        counts[bucket_of(each.astimezone(CITY_ZONE))] += 1.0
    return Rhythm(min(since, at), at, longest, tuple(counts)).to_bytes()


def bucket_of(local: datetime) -> int:
    """Return the place of an hour of the city among the counts."""
    return local.hour + (HOURS if local.weekday() in WEEK_END else 0)


def spans(moment: datetime, ahead: timedelta) -> Iterator[tuple[float, int]]:
    """Yield the hours from *moment* on, as seconds and a place among the counts.

    The clocks of the night in which they change are not followed: it is an hour, twice a year.
    """
    left_s = ahead.total_seconds()
    local = moment.astimezone(CITY_ZONE)
    span_s = HOUR_S - local.minute * 60 - local.second - local.microsecond / 1e6
    hour, day = local.hour, local.weekday()
    while left_s > 0:
        yield (min(left_s, span_s)), hour + (HOURS if day in WEEK_END else 0)
        left_s -= span_s
        span_s = HOUR_S
        hour += 1
        if hour == HOURS:
            hour, day = 0, (day + 1) % 7


def _begun(appeared: Sequence[datetime | None], now: datetime) -> Rhythm:
    """Return the rhythm that a first document tells, by its dates, if they can be believed."""
    nothing = (0.0,) * BUCKETS
    seconds = now.timestamp()
    dated = sorted(
        each for each in appeared if each is not None and now - LOOKED_BACK < each <= now
    )
    if len(dated) < LEAST_DATED or len({each.astimezone(UTC).time() for each in dated}) == 1:
        return Rhythm(seconds, seconds, 0.0, nothing)
    first = dated[0].timestamp()
    counts = list(nothing)
    for each in dated[1:]:
        counts[bucket_of(each.astimezone(CITY_ZONE))] += math.exp(
            (each.timestamp() - seconds) / MEMORY_S
        )
    return Rhythm(first, seconds, 0.0, tuple(counts))


def _silence(known: Rhythm, until: datetime) -> float:
    """Return how many articles were to be expected in the silence that ended at *until*.

    A source that had died and came back has not that for a habit: it is bounded.
    """
    last = datetime.fromtimestamp(known.at, UTC)
    if until - last < UNSEEN:
        return 0.0
    return min(known.habit().awaited(last, until), LONGEST_KEPT)
