"""How a feed fares: whether it answers, and whether it is silent for longer than its habit.

Pure.  A silence is measured up to the feed's last answer, never up to now: what nobody asked
is not the feed's silence.  A night is none either, for a feed that never publishes at night:
what counts is how many articles were to be expected meanwhile.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from comms_desk.media.feeds import errors
from comms_desk.media.feeds.rhythm import Habit, Rhythm

KNOWN_AFTER = timedelta(days=3)
KNOWN_FROM = 3
"""So many articles, and so long a time, tell a habit."""
BY_CHANCE_WEEKS = 100
"""A silence is remarkable when chance alone has one as long in so many weeks,"""
LONGER_THAN_EVER = 2
"""and when it is so much longer than the feed's longest of late."""
IN_A_BURST = 4
"""Where articles come by themselves the longest silence is about so many times the usual one."""
LEAST_SILENCE = timedelta(hours=2)
SILENT_AT_LAST = timedelta(days=45)
"""Without a habit, so long a silence is remarkable."""
GAP_SHOWN = timedelta(hours=24)
"""What may have been missed is news until the next morning."""
AT_ONCE_LEAST = 3
AT_ONCE_OF = 10
"""So many feeds at the least, and one in so many, fail by chance together hardly ever."""


class Verdict(StrEnum):
    """How a feed fares, the worst first."""

    STOPPED = "stopped"
    """It is gone, as its server says, or its address is none: a person must look."""
    MOVED = "moved"
    """There is nothing at its address any more."""
    FAILING = "failing"
    DOUBLE = "double"
    """It has moved to where another feed of the desk is: what it has comes twice."""
    LATE = "late"
    """It answers, and has had nothing new for longer than is its habit."""
    GAP = "gap"
    """All that it showed was replaced between two readings."""
    UNANSWERED = "unanswered"
    """Of a starter list, and it never answered: it is not followed until somebody asks again."""
    PAUSED = "paused"
    NEW = "new"
    GOOD = "good"


BROKEN = frozenset({Verdict.STOPPED, Verdict.MOVED, Verdict.FAILING})
NOT_READ = frozenset({Verdict.STOPPED, Verdict.UNANSWERED, Verdict.PAUSED})
_MOVED = (errors.FeedNotFound, errors.NoFeedFound, errors.TooManyRedirects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a feed fares, with its numbers.

    Attributes:
        silence: From its last article to its last answer.
        usual: How long the next article usually takes to come, after one at that hour.
        a_week: How many articles a week are usual; None while its habit is not known.
        gap: Since yesterday, when articles may have come and gone unseen.
    """

    verdict: Verdict
    silence: timedelta | None = None
    usual: timedelta | None = None
    a_week: float | None = None
    gap: tuple[datetime, datetime] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """What polling knows of a feed, as far as it tells how the feed fares."""

    is_paused: bool
    is_stopped: bool
    is_on_trial: bool
    trouble: errors.FeedTrouble | None
    answered_at: datetime | None
    new_at: datetime | None
    rhythm: bytes | None
    gap: tuple[datetime, datetime] | None


def judged(feed: FeedState) -> Health:
    """Say how *feed* fares."""
    rhythm = Rhythm.from_bytes(feed.rhythm)
    habit, longest = None, 0.0
    if rhythm is not None and rhythm.seen >= KNOWN_FROM and rhythm.watched >= KNOWN_AFTER:
        habit, longest = rhythm.habit(), rhythm.longest
    silence = usual = None
    if feed.answered_at is not None and feed.new_at is not None:
        silence = max(timedelta(), feed.answered_at - feed.new_at)
        if habit is not None:
            usual = habit.wait(feed.new_at, articles=max(1.0, longest / IN_A_BURST))
    return Health(
        verdict=_verdict(feed, habit, longest, silence),
        silence=silence,
        usual=usual,
        a_week=None if habit is None else habit.a_week,
        gap=feed.gap,
    )


def _verdict(
    feed: FeedState, habit: Habit | None, longest: float, silence: timedelta | None
) -> Verdict:
    if feed.trouble is not None and feed.is_on_trial:
        return Verdict.UNANSWERED if feed.is_stopped else Verdict.NEW
    if feed.is_stopped:
        return Verdict.STOPPED
    if feed.is_paused:
        return Verdict.PAUSED
    if isinstance(feed.trouble, errors.MovedOnAnother):
        return Verdict.DOUBLE
    if feed.trouble is not None:
        return Verdict.MOVED if isinstance(feed.trouble, _MOVED) else Verdict.FAILING
    if feed.answered_at is None:
        return Verdict.NEW
    if silence is not None and _is_remarkable(feed, habit, longest, silence):
        return Verdict.LATE
    return Verdict.GOOD if feed.gap is None else Verdict.GAP


def _is_remarkable(
    feed: FeedState, habit: Habit | None, longest: float, silence: timedelta
) -> bool:
    """Whether chance alone would hardly ever make the feed silent for so long."""
    if habit is None:
        return silence >= SILENT_AT_LAST
    if silence < LEAST_SILENCE or feed.new_at is None:
        return False
    by_chance = math.log(BY_CHANCE_WEEKS * max(1.0, habit.a_week))
    awaited = habit.awaited(feed.new_at, feed.new_at + silence)
    return awaited > max(by_chance, longest * LONGER_THAN_EVER)
