"""What a coverage report is asked of, and what it says.

It counts what was seen and what people judged, and nothing else: no advertising value, no
audience, no impression (Barcelona Principles 3.0, 5).  It is made anew each time: none is kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from comms_desk.errors import CommsDeskError
from comms_desk.media.articles.model import ArticleId, Origin
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.outlets.model import OutletKind
from comms_desk.media.watches.model import Tone
from comms_desk.places import Scope
from comms_desk.planning.dossiers.model import DossierId


class DaysReversed(CommsDeskError):
    """The last day comes before the first."""

    since: date
    until: date


class NotReleased(CommsDeskError):
    """The text called *title* has not left: it has no coverage yet."""

    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
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


class By(StrEnum):
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
        tone: As it was judged last; None: nobody did.
        raters: Who judged it, the last one first.
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
    origin: Origin
    tone: Tone | None = None
    raters: tuple[str, ...] = ()
    is_agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
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
    counted: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
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
        raters: Who judged, and how many articles.
        twice: How many articles several people judged; *agreed* of them alike.
        rows: The articles themselves, as they appeared.
    """

    asked: Asked
    called: str
    since: date
    until: date
    made_at: datetime
    whole: Counted
    before: Counted | None
    spans: tuple[Span, ...]
    by: Mapping[By, Mapping[str, Counted]]
    raters: Mapping[str, int]
    twice: int
    agreed: int
    rows: tuple[Carried, ...]
