"""The only place that asks the machine what time it is.

Every moment in the program is an aware UTC datetime.  What a person reads is turned to
Montréal's time by `i18n`, at the last moment.
"""

import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Whatever can say what time it is."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class SharedClock:
    """The machine's clock, held back while it is ahead of the server's that a team shares.

    One computer whose clock is fast would otherwise send for all of them before an embargo
    is over.  A slow one stays slow: late is not early.
    """

    machine: Clock = field(default_factory=SystemClock)
    ahead_by: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the present moment, aware and in UTC."""
        return self.machine.now() - self.ahead_by

    def hear(self, server: datetime) -> None:
        """Compare with the moment that the *server* has just said."""
        self.ahead_by = max(timedelta(), self.machine.now() - server)


def _running_s() -> float:
    """Seconds by a counter that runs during sleep, where the system has one."""
    if sys.platform == "linux":
        seconds = time.clock_gettime(time.CLOCK_BOOTTIME)
    elif sys.platform == "darwin":
        seconds = time.clock_gettime(time.CLOCK_MONOTONIC)  # unlike Linux's, it runs then
    else:
        seconds = time.monotonic()  # so do both that Windows has behind it
    return seconds


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Counts seconds from where it is made, those that the computer sleeps through included.

    `time.monotonic` stands still during sleep on Linux and macOS; a counter of the system's
    that does not is asked, and the wall clock beside it.  Where they differ (somebody set the
    clock), the longer counts.
    """

    counter_s: float = field(default_factory=_running_s)
    wall_s: float = field(default_factory=time.time)

    def seconds(self) -> float:
        """How many seconds have passed at least, as far as any clock knows."""
        return max(_running_s() - self.counter_s, abs(time.time() - self.wall_s))


@dataclass(slots=True)
class StillClock:
    """A clock that moves only when told: for tests, and for pictures of an invented morning."""

    at: datetime

    def __post_init__(self) -> None:
        """Refuse a naive moment."""
        if self.at.tzinfo is None:
            raise ValueError("a moment must say its time zone")
        self.at = self.at.astimezone(UTC)

    def now(self) -> datetime:
        """Return the moment at which the clock stands."""
        return self.at

    def advance(self, by: timedelta) -> None:
        """Move the clock by *by*."""
        self.at += by
