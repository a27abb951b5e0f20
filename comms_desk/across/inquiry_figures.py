"""What the inquiries of some days teach: answered in time, where they waited, why they were late.

Nothing is counted by person: the office is one holder.  A few durations are said as they are: the
median of three is no figure.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from statistics import median
from typing import TYPE_CHECKING, Self

from comms_desk.across import Office
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.inquiries.moments import Course, Holder, LateCause, Resolution

if TYPE_CHECKING:
    from comms_desk.storage.database import Snapshot

type Found = Sequence[tuple[Inquiry, Course]]

FEW = 5
"""Fewer durations have no median: each is said."""
OFFICE, NOBODY = "office", "nobody"


class FigureGrouping(StrEnum):
    """By what inquiries are told apart: never by who has them."""

    OUTLET_KIND = "outlet kind"
    LANGUAGE = "language"
    DOSSIER = "dossier"
    MONTH = "month"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasted:
    """Some durations, in minutes: all together, their *median*, or *each* where they are few."""

    number: int
    total: int
    median: int | None
    each: tuple[int, ...]

    @classmethod
    def of(cls, durations: Iterable[timedelta]) -> "Lasted":
        """Return the figure of *durations*."""
        minutes = sorted(max(0, int(each.total_seconds() // 60)) for each in durations)
        is_few = len(minutes) < FEW
        return cls(
            number=len(minutes),
            total=sum(minutes),
            median=None if is_few else int(median(minutes)),
            each=tuple(minutes) if is_few else (),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryCounts:
    """Some inquiries, counted.

    Attributes:
        received: How many; *still_open* of them are.
        answered: How many were; *in_time* of the *with_hour* whose hour somebody knew.
        to_acknowledge: How long until the person who asked was told that it came.
        to_answer: How long until the answer left.
    """

    received: int
    still_open: int
    answered: int
    with_hour: int
    in_time: int
    to_acknowledge: Lasted
    to_answer: Lasted

    @classmethod
    def of(cls, found: Found, now: datetime) -> Self:
        """Count those that were *found*, as they stand *now*."""
        answered = [(inquiry, course) for inquiry, course in found if course.answered_at]
        timed = [inquiry for inquiry, _course in answered if inquiry.due_at is not None]
        return cls(
            received=len(found),
            still_open=sum(course.is_open for _inquiry, course in found),
            answered=len(answered),
            with_hour=len(timed),
            in_time=sum(not inquiry.is_late(now) for inquiry in timed),
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
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class InquiryFigures(InquiryCounts):
    """The inquiries that were received from *since* to *until*, both days counted.

    Attributes:
        late_causes: Why those that were answered late, or missed, were; of *late_unexplained*
            of them nobody said.
        resolutions: How those that ended did.
        waited: How long each holder had one: `OFFICE`, `NOBODY` or a body outside by its name.
        by: The same of each kind of outlet and language by its value, dossier by what it is
            called, month as 2026-11; of those that have none under "".
    """

    since: date
    until: date
    late_causes: Mapping[LateCause, int]
    late_unexplained: int
    resolutions: Mapping[Resolution, int]
    waited: Mapping[str, Lasted]
    by: Mapping[FigureGrouping, Mapping[str, InquiryCounts]]


def inquiry_figures(office: Office, *, since: date, until: date) -> InquiryFigures:
    """Return the figures of the inquiries received from *since* to *until*, in the city's days."""
    from comms_desk.media.inquiries.case.past_inquiries import courses

    now = office.database.clock.now()
    with office.database.snapshot() as snapshot:
        found = list(
            courses(snapshot, since=_begins(since), before=_begins(until + timedelta(days=1)))
        )
        told_apart = _told_apart(snapshot, found)
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
    whole = InquiryCounts.of(found, now)
    return InquiryFigures(
        **{each.name: getattr(whole, each.name) for each in fields(InquiryCounts)},
        since=since,
        until=until,
        late_causes=Counter(course.cause for course in late if course.cause is not None),
        late_unexplained=sum(course.cause is None for course in late),
        resolutions=Counter(
            course.resolution for _inquiry, course in found if course.resolution is not None
        ),
        waited={name: Lasted.of(each) for name, each in sorted(waited.items())},
        by={
            by: {name: InquiryCounts.of(some, now) for name, some in groups.items()}
            for by, groups in told_apart.items()
        },
    )


def _told_apart(snapshot: "Snapshot", found: Found) -> Mapping[FigureGrouping, Mapping[str, Found]]:
    """Return those that were *found* in their groups: months in order, else the largest first."""
    from comms_desk.media.outlets import within as outlets
    from comms_desk.planning.dossiers import within as dossiers

    asking = {inquiry.outlet for inquiry, _course in found if inquiry.outlet is not None}
    kinds = {each.id: each.kind.value for each in outlets.every(snapshot, asking)}
    about = {inquiry.dossier for inquiry, _course in found if inquiry.dossier is not None}
    called = {key: f"{of.code} · {of.name}" for key, of in dossiers.some(snapshot, about).items()}
    groups: dict[FigureGrouping, dict[str, list[tuple[Inquiry, Course]]]] = {
        by: defaultdict(list) for by in FigureGrouping
    }
    for inquiry, course in found:
        for by, name in {
            FigureGrouping.OUTLET_KIND: kinds.get(inquiry.outlet, "") if inquiry.outlet else "",
            FigureGrouping.LANGUAGE: inquiry.language.value,
            FigureGrouping.DOSSIER: called.get(inquiry.dossier, "") if inquiry.dossier else "",
            FigureGrouping.MONTH: f"{inquiry.received_at.astimezone(CITY_ZONE):%Y-%m}",
        }.items():
            groups[by][name].append((inquiry, course))
    return {
        by: dict(
            sorted(
                named.items(), key=lambda each: 0 if by is FigureGrouping.MONTH else -len(each[1])
            )
        )
        for by, named in groups.items()
    }


def _by_name(hours: Mapping[Holder, timedelta]) -> Mapping[str, timedelta]:
    """Return how long the office, nobody, and each body outside had one inquiry."""
    found: dict[str, timedelta] = defaultdict(timedelta)
    for holder, lasted in hours.items():
        if lasted > timedelta():
            found[OFFICE if holder.person is not None else holder.body or NOBODY] += lasted
    return found


def _begins(day: date) -> datetime:
    return datetime.combine(day, time.min, CITY_ZONE)
