"""Under which heading of Today a line stands, by its hour and by that of now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from comms_desk.i18n import CITY_ZONE
from comms_desk.ui.kit.rows import Row

NOON = 12
PRESSING = timedelta(minutes=30)
"""What is due so soon is due now."""


class DayHeading(Enum):
    """Under which heading of the day something stands."""

    NOW = "now"
    BEFORE_NOON = "before_noon"
    TODAY = "today"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedLine:
    """A line, its heading, and its hour; None: it stands after those that have one."""

    under: DayHeading
    at: datetime | None
    row: Row


def heading(moment: datetime, now: datetime) -> DayHeading:
    """Return the heading of what happens by itself at *moment*: there is nothing to do now."""
    there, here = moment.astimezone(CITY_ZONE), now.astimezone(CITY_ZONE)
    if there.date() > here.date():
        return DayHeading.LATER
    return DayHeading.BEFORE_NOON if here.hour < NOON > there.hour else DayHeading.TODAY


def heading_due(moment: datetime, now: datetime) -> DayHeading:
    """Return the heading of what somebody must have done by *moment*."""
    return DayHeading.NOW if moment <= now + PRESSING else heading(moment, now)
