"""When a feed is asked again: as often as it publishes, and more before the press review.

Pure.  A lively feed is asked more often than the desk's interval and a quiet one more
seldom, both within bounds; from the morning's first hour on every feed is asked at least at
the interval.  Never sooner than politeness and the server's own wishes allow.
"""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.feeds.errors import AskedToWait
from comms_desk.media.feeds.model import Poll
from comms_desk.media.feeds.rhythm import HOUR_S, Rhythm, spans

SHORTEST_INTERVAL = timedelta(minutes=10)
"""Politeness: no feed is asked more often, whatever the settings say."""
LONGEST_INTERVAL = timedelta(hours=12)
LIVELIEST = 2 / 3
QUIETEST = 4
"""A feed is asked at least once in so many intervals, however quiet."""
AWAITED_AN_HOUR = 2.0
"""What is expected of an unknown feed; it is asked at the interval."""
DOUBLINGS = 6
SPREAD = 0.1
"""A feed waits up to this much longer, so that a thousand do not all fall due at once."""
_KNUTH = 2_654_435_761


@dataclass(frozen=True, slots=True)
class Morning:
    """The hours of the city before the press review leaves, at which more is asked."""

    begins: time
    ends: time

    @classmethod
    def from_text(cls, text: str) -> "Morning | None":
        """Read ``05:00-07:30``; None for none."""
        if not text:
            return None
        begins, ends = (time.fromisoformat(each) for each in text.split("-"))
        return cls(begins, ends)

    def until(self, now: datetime) -> timedelta:
        """Return how long until it begins; nothing while it lasts."""
        local = now.astimezone(CITY_ZONE)
        if self.begins <= local.time() < self.ends:
            return timedelta()
        day = local.date() + timedelta(days=local.time() >= self.begins)
        return datetime.combine(day, self.begins, CITY_ZONE) - now


@dataclass(slots=True)
class Schedule:
    """What is asked when, as of *now*; made once for all the feeds of a round."""

    now: datetime
    interval: timedelta
    morning: Morning | None = None
    _hours: tuple[tuple[float, int], ...] = field(init=False)
    _until_morning: timedelta | None = field(init=False)

    def __post_init__(self) -> None:
        """Look at the hours ahead."""
        self.interval = max(self.interval, SHORTEST_INTERVAL)
        self._hours = tuple(spans(self.now, self.interval * QUIETEST))
        self._until_morning = None if self.morning is None else self.morning.until(self.now)

    def due_at(self, poll: Poll, rhythm: bytes | None) -> datetime:
        """Return when the feed of *poll* will be asked again.

        Each failure in a row doubles the interval, up to half a day; a server's own wish
        (Retry-After, max-age, ttl) is granted when it is longer.
        """
        part = (poll.feed.id * _KNUTH % 2**32) / 2**32
        if not poll.failed:
            wait = self._usual(rhythm)
        else:
            wait = self.interval * 2 ** min(poll.feed.failures, DOUBLINGS)
            wait = max(min(wait, LONGEST_INTERVAL), self.interval)
        wait *= 1 + SPREAD * part
        if self._until_morning is not None and self._may_be_hurried(poll):
            wait = min(wait, max(self._until_morning + self.interval * part, self.interval))
        wishes = max(poll.wait, poll.feed.ttl if poll.ttl is None else poll.ttl)
        until = getattr(poll.trouble, "until", None)
        if until is not None:
            wishes = max(wishes, until - self.now)
        return self.now + max(wait, wishes * (1 + SPREAD * part))

    def _may_be_hurried(self, poll: Poll) -> bool:
        """Whether the morning asks: of what fails once, and never where patience was asked."""
        if not poll.failed:
            return True
        return bool(self._until_morning) and not isinstance(poll.trouble, AskedToWait)

    def _usual(self, kept: bytes | None) -> timedelta:
        """Return how long it takes until there is likely something new, within bounds."""
        rhythm = Rhythm.from_bytes(kept)
        if rhythm is None:
            return self.interval
        later_s = self.now.timestamp() - rhythm.at
        awaited = AWAITED_AN_HOUR * self.interval.total_seconds() / HOUR_S
        wait_s = 0.0
        for span_s, bucket in self._hours:
            an_hour = rhythm.an_hour(bucket, later_s=later_s, prior=AWAITED_AN_HOUR)
            needed_s = awaited / an_hour * HOUR_S
            if needed_s <= span_s:
                wait_s += needed_s
                break
            wait_s += span_s
            awaited -= an_hour * span_s / HOUR_S
        return max(timedelta(seconds=wait_s), self.interval * LIVELIEST, SHORTEST_INTERVAL)
