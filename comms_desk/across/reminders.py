"""What is said of the hour of an inquiry before it comes: once for each hour, never in the night.

It is said some minutes before, as many times as the person set.  What should have been said in
the quiet hours, or while the computer slept, is said once after.  An hour that was moved is
another hour; a clock that jumps back says nothing twice, since what was said is remembered and
not when.
"""

from collections.abc import Collection, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta

from comms_desk.across import Office
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.model import InquiryId

MISSED_WITHIN = timedelta(hours=24)
"""What passed before that is on Today, and no news."""
OPEN_SINCE = timedelta(days=7)
"""What waits longer is reminded of no more, were it on air only now: it is on Today all along."""
MOST_AWAITED = 200
MOST_REMEMBERED = 2_000
"""Ten reminders of each of those: what waits is not forgotten and said again."""


@dataclass(frozen=True, slots=True)
class ReminderSaid:
    """What was said: for an inquiry and its hour, so many *minutes* before it."""

    inquiry: InquiryId
    hour: datetime
    minutes: int


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours of the city in which nothing is said, from *start* to *end*; equal: there are none.

    They may go over midnight.
    """

    start: int
    end: int

    @classmethod
    def read(cls, text: str) -> "Quiet":
        """Return the hours of the setting *text*, ``22-6``; of "" none."""
        start, end = map(int, text.split("-")) if text else (0, 0)
        return cls(start, end)

    def __contains__(self, moment: datetime) -> bool:
        """Whether *moment* is one of them."""
        hour = moment.astimezone(CITY_ZONE).hour
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """An open inquiry that has an *hour*; *came_at* is when nobody could be reminded before."""

    inquiry: InquiryId
    title: str
    outlet: str
    hour: datetime
    is_doubtful: bool
    came_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminders:
    """What is to be said now: hours that come, and hours that passed unsaid.

    *remembered* is all that was said so far, with this; *waiting* all that has an hour.
    """

    coming: tuple[Awaited, ...]
    passed: tuple[Awaited, ...]
    remembered: frozenset[ReminderSaid]
    waiting: tuple[Awaited, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to say."""
        return bool(self.coming or self.passed)


def reminders(
    awaited: Iterable[Awaited],
    *,
    now: datetime,
    before: Collection[int],
    quiet: Quiet,
    said: AbstractSet[ReminderSaid],
) -> Reminders:
    """Return what is to be said *now*, of what is *awaited*.

    Args:
        awaited: The open inquiries that have an hour.
        now: By the desk's clock.
        before: How many minutes before an hour it is said.
        quiet: When nothing is.
        said: What was already.
    """
    waiting = tuple(sorted(awaited, key=lambda each: (each.hour, each.inquiry)))
    if now in quiet:
        return Reminders(coming=(), passed=(), remembered=frozenset(said), waiting=waiting)
    coming: list[Awaited] = []
    passed: list[Awaited] = []
    fresh: set[ReminderSaid] = set()
    for each in waiting:
        crossed = {
            ReminderSaid(each.inquiry, each.hour, minutes)
            for minutes in _crossed(each, now, before)
        }
        if crossed <= said:
            continue
        fresh |= crossed
        if each.hour > now:
            coming.append(each)
        elif each.hour > now - MISSED_WITHIN:
            passed.append(each)
    return Reminders(
        coming=tuple(coming),
        passed=tuple(passed),
        remembered=frozenset(said) if not fresh else _kept(said | fresh),
        waiting=waiting,
    )


def _crossed(awaited: Awaited, now: datetime, before: Collection[int]) -> Iterable[int]:
    """Yield the minutes before the hour that are over, and that were not when it came."""
    for minutes in before:
        if awaited.came_at < awaited.hour - timedelta(minutes=minutes) <= now:
            yield minutes


def _kept(said: AbstractSet[ReminderSaid]) -> frozenset[ReminderSaid]:
    """Return the part of *said* that is remembered: that of the latest hours."""
    latest = sorted(said, key=lambda each: (each.hour, each.inquiry, each.minutes), reverse=True)
    return frozenset(latest[:MOST_REMEMBERED])


def to_be_said(office: Office, said: AbstractSet[ReminderSaid]) -> Reminders:
    """Return what is to be said now to the person of *office*, by their settings.

    It is of what no colleague has: what nobody has, or a service, is everybody's.
    """
    from comms_desk.media.inquiries.case.waiting import waiting
    from comms_desk.media.inquiries.model import Basis
    from comms_desk.settings import QUIET_HOURS, REMIND_BEFORE

    before, quiet = office.settings.get(REMIND_BEFORE), office.settings.get(QUIET_HOURS)
    now = office.database.clock.now()
    with office.database.snapshot() as snapshot:
        until = now + timedelta(minutes=max(before, default=0)) + timedelta(days=1)
        since = now - OPEN_SINCE
        found = waiting(snapshot, before=until, since=since, mine=True, limit=MOST_AWAITED)
    hours = ((each, each.hour) for each in found.rows)
    awaited = (
        Awaited(
            inquiry=each.id,
            title=each.title,
            outlet=each.outlet_name,
            hour=hour.at,
            is_doubtful=hour.basis is Basis.UNSURE,
            came_at=each.received_at,
        )
        for each, hour in hours
        if hour.at is not None
    )
    return reminders(awaited, now=now, before=before, quiet=Quiet.read(quiet), said=said)
