"""A coverage report: what it is asked of, what it says, and how it is counted over articles.

It counts what was seen and what people judged, and nothing else: no advertising value, no
audience, no impression (Barcelona Principles 3.0, 5).  It is made anew each time: none is kept.
Pure: it reads no database and says no word.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.articles.model import ArticleId, ArticleOrigin
from comms_desk.media.coverage.pickup import Pickup
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.outlets.model import OutletKind
from comms_desk.media.themes.model import Tone, Tones
from comms_desk.places import Scope
from comms_desk.planning.dossiers.model import DossierId

MOST_DAYS = 92
"""Of more, weeks are counted: a quarter is read by days still."""
DAYS_OF_A_WEEK = 7


class DaysReversed(CommsDeskError):
    """The last day comes before the first."""

    what = N_("The last day, {until}, comes before the first, {since}.")
    way_out = N_("Give the first day first.")

    since: date
    until: date


class NotReleased(CommsDeskError):
    """The text called *title* has not left: it has no coverage yet."""

    what = N_("“{title}” has not left: it has no coverage yet.")
    way_out = N_("Say since when it is out, if it left otherwise than by the desk.")

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRequest:
    """Of what a report is wanted: of a dossier, of a text that left, else of a period.

    Attributes:
        since: The first day, in the city; None: as far back as there is anything to count.
        until: The last day; None: today.
    """

    dossier: DossierId | None = None
    draft: DraftId | None = None
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse days that no clock goes through.

        Raises:
            DaysReversed: The last comes before the first.
        """
        if self.since is not None and self.until is not None and self.until < self.since:
            raise DaysReversed(self.since, self.until)


class ReportGrouping(StrEnum):
    """By what articles are told apart."""

    OUTLET = "outlet"
    KIND = "kind"
    LANGUAGE = "language"
    TERRITORY = "territory"
    JOURNALIST = "journalist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One article, as it is counted.

    Attributes:
        at: When it appeared, or was on air.
        day: That day, in the city.
        story: The same for the articles of one story, and for no others.
        kind: Of its outlet; None: the directory does not have it.
        territory: What part of the city its outlet covers; None: the directory does not have it.
        language: Its code; "": nobody said.
        journalists: Those who sign.
        tone: That of the City, as it was judged last; None: nobody did.
        toned: That of each subject who is named.
        raters: Who judged that of the City, the last one first.
        is_agreed: Whether several people did, and all said the same.
    """

    article: ArticleId
    at: datetime
    day: date
    story: int
    title: str
    link: str
    outlet: str
    kind: OutletKind | None
    territory: Scope | None
    language: str
    journalists: tuple[str, ...]
    origin: ArticleOrigin
    tone: Tone | None = None
    toned: Tones = ()
    raters: tuple[str, ...] = ()
    is_agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleCounts:
    """Some articles, counted: how many stories, how many articles, and their tones."""

    stories: int
    articles: int
    tones: Mapping[Tone, int]

    @property
    def rated(self) -> int:
        """How many of the articles somebody judged."""
        return sum(self.tones.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What appeared from *first* to *last*, a day or a week: *counted* of it may be nothing."""

    first: date
    last: date
    counted: ArticleCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageReport:
    """What the media made of a dossier, of a text, of a period.

    Attributes:
        asked: What it is of.
        called: The dossier's code and name, or the text's title; "" of a period.
        since: The first day that is counted.
        until: The last one.
        made_at: When it was counted.
        whole: All of it, counted.
        before: As many days before the first, counted; None where it is not of a period.
        spans: Each day from the first to the last; of many days, each week.
        by: Told apart: the most articles first; under "" those that have none.
        toned: Those in which the tone of a subject who is named was judged, by name.
        raters: Who judged, and how many articles.
        twice: How many articles several people judged; *agreed* of them alike.
        rows: The articles themselves, as they appeared.
        pickup: What they took of the text; None where the report is of no text.
    """

    asked: ReportRequest
    called: str
    since: date
    until: date
    made_at: datetime
    whole: ArticleCounts
    before: ArticleCounts | None
    spans: tuple[Span, ...]
    by: Mapping[ReportGrouping, Mapping[str, ArticleCounts]]
    toned: Mapping[str, ArticleCounts]
    raters: Mapping[str, int]
    twice: int
    agreed: int
    rows: tuple[Carried, ...]
    pickup: Pickup | None = None


def report(
    rows: Iterable[Carried],
    asked: ReportRequest,
    *,
    called: str,
    since: date,
    until: date,
    made_at: datetime,
    before: Collection[Carried] | None = None,
    pickup: Pickup | None = None,
) -> CoverageReport:
    """Return what *rows* come to; all of them appeared from *since* to *until*.

    Raises:
        DaysReversed: The last day comes before the first.
    """
    if until < since:
        raise DaysReversed(since, until)
    carried = tuple(sorted(rows, key=lambda each: (each.at, each.article)))
    return CoverageReport(
        asked=asked,
        called=called,
        since=since,
        until=until,
        made_at=made_at,
        whole=counted(carried),
        before=None if before is None else counted(before),
        spans=tuple(_spans(carried, since, until)),
        by={by: _groups(carried, by) for by in ReportGrouping},
        toned=_toned(carried),
        raters=dict(Counter(who for each in carried for who in each.raters).most_common()),
        twice=sum(len(each.raters) > 1 for each in carried),
        agreed=sum(each.is_agreed for each in carried),
        rows=carried,
        pickup=pickup,
    )


def counted(rows: Collection[Carried]) -> ArticleCounts:
    """Count *rows*."""
    judged = Counter(each.tone for each in rows if each.tone is not None)
    return ArticleCounts(
        stories=len({each.story for each in rows}),
        articles=len(rows),
        tones={tone: judged[tone] for tone in Tone if judged[tone]},
    )


def told_apart(rows: Iterable[Carried]) -> Sequence[Sequence[Carried]]:
    """Return *rows* by their stories: the most carried first, each as it appeared."""
    by_story = defaultdict[int, list[Carried]](list)
    for each in rows:
        by_story[each.story].append(each)
    return sorted(by_story.values(), key=lambda some: (-len(some), some[0].at))


def _spans(rows: Iterable[Carried], since: date, until: date) -> Iterator[Span]:
    """Yield each day, or each week, those in which nothing appeared too: a gap is seen as one."""
    step = timedelta(days=1 if (until - since).days < MOST_DAYS else DAYS_OF_A_WEEK)
    of = defaultdict[int, list[Carried]](list)
    for each in rows:
        of[(each.day - since) // step].append(each)
    for number in range((until - since) // step + 1):
        first = since + number * step
        last = min(first + step - timedelta(days=1), until)
        yield Span(first=first, last=last, counted=counted(of.get(number, [])))


def _groups(rows: Iterable[Carried], by: ReportGrouping) -> Mapping[str, ArticleCounts]:
    """Return *rows* counted apart: an article that two people sign is of both."""
    groups = defaultdict[str, list[Carried]](list)
    for each in rows:
        for name in _names(each, by):
            groups[name].append(each)
    told = sorted(groups.items(), key=lambda group: (not group[0], -len(group[1]), group[0]))
    return {name: counted(some) for name, some in told}


def _toned(rows: Iterable[Carried]) -> Mapping[str, ArticleCounts]:
    """Return those judged for each subject who is named, with the tones of that subject."""
    groups = defaultdict[str, list[Carried]](list)
    for each in rows:
        for subject, tone in each.toned:
            groups[subject].append(replace(each, tone=tone))
    told = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return {subject: counted(some) for subject, some in told}


def _names(row: Carried, by: ReportGrouping) -> tuple[str, ...]:
    match by:
        case ReportGrouping.OUTLET:
            return (row.outlet,)
        case ReportGrouping.KIND:
            return ("" if row.kind is None else row.kind.value,)
        case ReportGrouping.LANGUAGE:
            return (row.language,)
        case ReportGrouping.TERRITORY:
            return ("" if row.territory is None else row.territory.to_text(),)
        case ReportGrouping.JOURNALIST:
            return row.journalists or ("",)
