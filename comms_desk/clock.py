"""The only place that asks the machine what time it is.

Every moment in the program is an aware UTC datetime.  What a person reads is turned to
Montréal's time by `i18n`, at the last moment.
"""

from dataclasses import dataclass
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
class StillClock:
    """A clock that moves only when told: for tests, and for the tour's invented mornings."""

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
