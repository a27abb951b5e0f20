"""Simulated weeks of feeds that publish as newsrooms do, asked as the schedule says.

The clock stands still and is moved; nothing is fetched.  Each source has its articles per
hour of the city, on working days and at week-ends; some come in bursts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.feeds.errors import FeedTrouble
from comms_desk.media.feeds.health import FeedState, Health, judged
from comms_desk.media.feeds.model import DueFeed, FeedId, Poll
from comms_desk.media.feeds.polls import Morning, Schedule
from comms_desk.media.feeds.rhythm import BUCKETS, bucket_of, learnt

MONDAY = datetime(2026, 11, 2, 5, tzinfo=UTC)
"""Midnight in the city."""
MORNING = Morning.from_text("05:00-07:30")
INTERVAL = timedelta(minutes=15)

LIVELY = dict.fromkeys(range(6, 23), 6.0) | {23: 1.0, 0: 0.5, 5: 2.0}
DAYTIME = dict.fromkeys(range(8, 18), 1.0)
LOCAL = dict.fromkeys(range(9, 17), 0.12)
WEEKLY = dict.fromkeys(range(9, 17), 0.02)


def rates(working: Mapping[int, float], week_end: float = 0.4) -> tuple[float, ...]:
    """Return the articles an hour of *working* days, and *week_end* as many at week-ends."""
    return tuple(
        working.get(bucket % 24, 0.0) * (week_end if bucket >= 24 else 1.0)
        for bucket in range(BUCKETS)
    )


def published(
    usual: tuple[float, ...], *, days: int, seed: int, burst: int = 1
) -> Iterator[datetime]:
    """Yield when a source publishes; *burst* articles follow each other within the hour."""
    chance = Random(seed)
    moment, end = MONDAY, MONDAY + timedelta(days=days)
    most = max(usual) / burst
    while (moment := moment + timedelta(hours=chance.expovariate(most))) < end:
        if chance.random() * most * burst < usual[bucket_of(moment.astimezone(CITY_ZONE))]:
            yield moment
            for _ in range(burst - 1):
                yield moment + timedelta(minutes=chance.uniform(1, 50))


@dataclass(slots=True)
class Source:
    """A source as the desk knows it, which asks itself at each of its hours."""

    number: int
    articles: list[datetime]
    are_dated: bool = True
    wait: timedelta = timedelta()
    trouble: FeedTrouble | None = None
    now: datetime = MONDAY
    rhythm: bytes | None = None
    answered_at: datetime | None = None
    new_at: datetime | None = None
    failures: int = 0
    polls: list[datetime] = field(default_factory=list)
    late: list[tuple[datetime, timedelta]] = field(default_factory=list)

    def ask(self) -> datetime:
        """Ask it at its *now*; return when it is due again."""
        self.polls.append(self.now)
        before = self.answered_at
        fresh = [
            each
            for each in self.articles
            if (before or self.now - timedelta(days=2)) < each <= self.now
        ]
        feed = DueFeed(
            id=FeedId(self.number),
            address="https://a.example/rss",
            outlet=None,
            language="",
            etag="",
            last_modified="",
            body_hash=b"",
            fingerprints=b"",
            answered_at=before,
            failures=self.failures,
            rhythm=self.rhythm,
        )
        poll = Poll(feed=feed, wait=self.wait, trouble=self.trouble)
        if self.trouble is None:
            self.failures = 0
            self.answered_at = self.now
            if fresh:
                appeared = [each if self.are_dated else None for each in fresh]
                self.rhythm = learnt(self.rhythm, appeared, answered_at=before, now=self.now)
                self.new_at = self.now
                if before is not None:
                    self.late += [(each, self.now - each) for each in fresh]
        due = Schedule(self.now, INTERVAL, MORNING).due_at(poll, self.rhythm)
        self.failures += self.trouble is not None
        return due

    def live(self, *, until: datetime) -> None:
        """Ask it whenever it is due."""
        while self.now < until:
            self.now = self.ask()

    def health(self) -> Health:
        """Say how it fares."""
        return judged(
            FeedState(
                is_paused=False,
                is_stopped=False,
                is_on_trial=False,
                trouble=self.trouble,
                answered_at=self.answered_at,
                new_at=self.new_at,
                rhythm=self.rhythm,
                gap=None,
            )
        )
