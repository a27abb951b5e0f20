"""What the inquiries of some days teach: answered in time, where they waited, why they were late.

Nothing is counted by person: the office is one holder.  A few durations are said as they are: the
median of three is no figure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING

from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.moments import Holder, LateCause, Resolution

if TYPE_CHECKING:
    from comms_desk.across.office import Office

FEW = 5
"""Fewer durations have no median: each is said."""
OFFICE, NOBODY = "office", "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasted:
    """Some durations, in minutes: their *median*, or each of them where they are few."""

    number: int
    median: int | None
    each: tuple[int, ...]

    @classmethod
    def of(cls, durations: Iterable[timedelta]) -> "Lasted":
        """Return the figure of *durations*."""
        minutes = sorted(max(0, int(each.total_seconds() // 60)) for each in durations)
        is_few = len(minutes) < FEW
        return cls(
            number=len(minutes),
            median=None if is_few else int(median(minutes)),
            each=tuple(minutes) if is_few else (),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryFigures:
    """The inquiries that were received from *since* to *until*, both days counted.

    Attributes:
        received: How many; *still_open* of them are.
        answered: How many were; *in_time* of the *with_hour* whose hour somebody knew.
        late_causes: Why those that were answered late, or missed, were; of *late_unexplained*
            of them nobody said.
        resolutions: How those that ended did.
        to_acknowledge: How long until whoever asked was told that it came.
        to_answer: How long until the answer left.
        waited: How long each holder had one: `OFFICE`, `NOBODY` or a body outside by its name.
    """

    since: date
    until: date
    received: int
    still_open: int
    answered: int
    with_hour: int
    in_time: int
    late_causes: Mapping[LateCause, int]
    late_unexplained: int
    resolutions: Mapping[Resolution, int]
    to_acknowledge: Lasted
    to_answer: Lasted
    waited: Mapping[str, Lasted]


def inquiry_figures(office: "Office", *, since: date, until: date) -> InquiryFigures:
    """Return the figures of the inquiries received from *since* to *until*, in the city's days."""
    from comms_desk.media.inquiries.courses import courses

    now = office.database.clock.now()
    with office.database.snapshot() as snapshot:
        found = list(
            courses(snapshot, since=_begins(since), before=_begins(until + timedelta(days=1)))
        )
    answered = [(inquiry, course) for inquiry, course in found if course.answered_at is not None]
    timed = [inquiry for inquiry, _course in answered if inquiry.due_at is not None]
    late = [
        course
        for inquiry, course in found
        if course.resolution is Resolution.MISSED
        or (course.answered_at is not None and inquiry.is_late(now))
    ]
    waited: dict[str, list[timedelta]] = defaultdict(list)
    for _inquiry, course in found:
        for name, lasted in _by_name(course.hours(now)).items():
            waited[name].append(lasted)
    return InquiryFigures(
        since=since,
        until=until,
        received=len(found),
        still_open=sum(course.is_open for _inquiry, course in found),
        answered=len(answered),
        with_hour=len(timed),
        in_time=sum(not inquiry.is_late(now) for inquiry in timed),
        late_causes=Counter(course.cause for course in late if course.cause is not None),
        late_unexplained=sum(course.cause is None for course in late),
        resolutions=Counter(
            course.resolution for _inquiry, course in found if course.resolution is not None
        ),
        to_acknowledge=Lasted.of(
            course.acknowledged_at - course.received_at
            for _inquiry, course in found
            if course.acknowledged_at is not None
        ),
        to_answer=Lasted.of(
            course.answered_at - course.asked_at
            for _inquiry, course in answered
            if course.answered_at is not None
        ),
        waited={name: Lasted.of(each) for name, each in sorted(waited.items())},
    )


def _by_name(hours: Mapping[Holder, timedelta]) -> Mapping[str, timedelta]:
    """Return how long the office, nobody, and each body outside had one inquiry."""
    found: dict[str, timedelta] = defaultdict(timedelta)
    for holder, lasted in hours.items():
        if lasted > timedelta():
            found[OFFICE if holder.person is not None else holder.body or NOBODY] += lasted
    return found


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, CITY_ZONE)
