"""What an article is, and how it is known again.

Its id says when it came: the second of its first sight × 2^20 + a sequence, fixed for ever,
so that "newest first" is the order of ids.  On a feed's first poll only, the moment that
the feed claims is believed when it is earlier: those entries had been there for a while.
What it said is kept in versions; a mention points at one of them.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from comms_desk.errors import CommsDeskError
from comms_desk.media.feeds.model import FeedId, Poll
from comms_desk.media.outlets.model import OutletId

if TYPE_CHECKING:
    from comms_desk.media.articles.shown import Shown
    from comms_desk.media.feeds.parse import Entry

ArticleId = NewType("ArticleId", int)
TextId = NewType("TextId", int)
"""A version of an article's text; later ones are higher: it is the watches' cursor."""

SEQUENCE_BITS = 20


class Origin(StrEnum):
    """How an article came to the desk; the values are stored."""

    FEED = "feed"
    CLIP = "clip"
    """Heard or seen by a person of the desk: radio, television."""
    LINK = "link"
    PASTE = "paste"
    ALERT = "alert"
    """Of a vendor: Eureka, Cision, Meltwater, Google."""


class ArticleMissing(CommsDeskError):
    """There is no such article."""

    article: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One line of a list of articles."""

    id: ArticleId
    title: str
    link: str
    summary: str
    outlet: OutletId | None
    outlet_name: str
    """The outlet's name, or else what whoever first brought it calls it."""
    author: str
    language: str
    published_at: datetime | None
    """What its feed claims."""
    moment: datetime
    """When it was first seen; see `moment_of`."""
    version: int
    is_read: bool
    origin: Origin = Origin.FEED
    via: str = ""
    """Who or what brought it, where no feed did: a vendor, a person of the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article that no feed brings: a person or a vendor's alert does.

    Attributes:
        source: What its outlet is called, where the directory has none of that name.
        published_at: When it was on air or in print; None: nobody knows.
        author: Who signs it, or who spoke.
    """

    origin: Origin
    title: str
    via: str = ""
    link: str = ""
    text: str = ""
    outlet: OutletId | None = None
    source: str = ""
    author: str = ""
    language: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """One version of what an article says, with what a query may ask about it."""

    id: TextId
    article: ArticleId
    version: int
    title: str
    text: str
    outlet: str
    author: str
    language: str
    link: str
    moment: datetime
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one poll brought, or a part of it: the oldest part comes first.

    Attributes:
        entries: In the document's order, as a rule the newest first.
        shown: What the whole document shows; None: *entries* are all of it.
        may_be_gap: These are the oldest entries of a document of which none had been seen.
        is_last: Nothing more follows from this poll: what it taught may be stored.
    """

    poll: Poll
    entries: "tuple[Entry, ...]" = ()
    shown: "Shown | None" = None
    may_be_gap: bool = False
    is_last: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of some deliveries."""

    new: tuple[ArticleId, ...] = ()
    changed: tuple[ArticleId, ...] = ()
    gaps: tuple[FeedId, ...] = ()


def moment_of(article: int) -> datetime:
    """Return the moment that an article's id says."""
    return datetime.fromtimestamp(article >> SEQUENCE_BITS, UTC)


def first_id_of(moment: datetime) -> int:
    """Return the lowest id that an article of *moment* may have."""
    return int(moment.timestamp()) << SEQUENCE_BITS
