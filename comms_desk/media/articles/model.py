"""What an article is, and how it is known again.

Its id says when it came: the second of its first sight × 2^20 + a sequence, fixed for ever,
so that "newest first" is the order of ids.  On a feed's first poll only, the moment that
the feed claims is believed when it is earlier: those entries had been there for a while.
What it said is kept in versions; a mention points at one of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.feeds.model import FeedId, Poll
from comms_desk.media.outlets.model import OutletId

if TYPE_CHECKING:
    from comms_desk.media.articles.shown_entries import ShownEntries
    from comms_desk.media.feeds.parse import FeedEntry

ArticleId = NewType("ArticleId", int)
TextId = NewType("TextId", int)
"""A version of an article's text; later ones are higher: it is the watches' cursor."""

SEQUENCE_BITS = 20
BEFORE_FULL = "\n\n"
"""What stands between the words of the feed and those of the page."""


class ArticleOrigin(StrEnum):
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

    what = N_("There is no article number {article}.")
    way_out = N_("It may have been removed since the list was shown: show it again.")

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
    """The outlet's name, or else what the first to bring it calls it."""
    author: str
    language: str
    published_at: datetime | None
    """What its feed claims."""
    moment: datetime
    """When it was first seen; see `moment_of`."""
    version: int
    is_read: bool
    origin: ArticleOrigin = ArticleOrigin.FEED
    via: str = ""
    """Who or what brought it, where no feed did: a vendor, a person of the desk."""

    @property
    def on_air_at(self) -> datetime | None:
        """When a clip was heard; None of what is read, and where nobody knows."""
        return self.published_at if self.origin is ArticleOrigin.CLIP else None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArticle:
    """An article that no feed brings: a person or a vendor's alert does.

    Attributes:
        source: What its outlet is called, where the directory has none of that name.
        published_at: When it was on air or in print; None: nobody knows.
        author: Who signs it, or who spoke.
    """

    origin: ArticleOrigin
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
    full: str = ""
    """What its page says, as long as it is kept; see `FullText`."""

    @property
    def all_text(self) -> str:
        """All that is read of it: what its feed says, then what its page says."""
        return f"{self.text}{BEFORE_FULL}{self.full}" if self.full else self.text

    @property
    def full_begins_at(self) -> int:
        """Where in `all_text` its page begins."""
        return len(self.text) + len(BEFORE_FULL)

    def quoting(self, marks: Iterable[tuple[int, int]]) -> str:
        """What may outlive its page: the feed's words, and the paragraphs where *marks* stand."""
        standing, begin, quoted = tuple(marks), self.full_begins_at, [self.text]
        for paragraph in self.full.split(BEFORE_FULL):
            end = begin + len(paragraph)
            if any(start < end and stop > begin for start, stop in standing):
                quoted.append(paragraph)
            begin = end + len(BEFORE_FULL)
        return BEFORE_FULL.join(filter(None, quoted))


class Missing(StrEnum):
    """Why the page of an article gave no text; the values are stored."""

    BARRED = "barred"
    """The site's robots.txt asks programs to stay away."""
    REFUSED = "refused"
    """The server would not show it: to subscribers alone, perhaps."""
    GONE = "gone"
    PRIVATE = "private"
    """The address leads to a private machine."""
    ASTRAY = "astray"
    """It sends elsewhere again and again, or its address is none."""
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    TOO_HEAVY = "too_heavy"
    """Reading it took too much memory or time."""
    UNREACHABLE = "unreachable"
    FAILING = "failing"
    """The server failed, or asks to come back later."""
    NO_PAGE = "no_page"
    """It is something else: a PDF, a sound."""
    NO_TEXT = "no_text"
    """A page without an article in it: a script may make it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedPage:
    """A page to be read for the full text of its article; *tries* were made before."""

    article: ArticleId
    link: str
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPage:
    """What became of a page that was wanted.

    *missing* says why there is no text; it is tried again at *again_at*, if at all.
    """

    article: ArticleId
    text: str = ""
    for_subscribers: bool = False
    missing: Missing | None = None
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FullText:
    """What the desk has of an article's page: its text, or that it waits, or why there is none.

    It stays within the desk: no review nor export holds it (docs/watch.md).
    """

    article: ArticleId
    link: str
    text: str
    for_subscribers: bool
    """Only the beginning is there: the rest is for subscribers."""
    missing: Missing | None
    waits: bool
    """Whether its page is still to be asked."""
    fetched_at: datetime | None
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What one poll brought, or a part of it: the oldest part comes first.

    Attributes:
        entries: In the document's order, as a rule the newest first.
        shown: What the whole document shows; None: *entries* are all of it.
        may_be_gap: These are the oldest entries of a document whose entries were all unseen.
        is_last: Nothing more follows from this poll: what it taught may be stored.
    """

    poll: Poll
    entries: "tuple[FeedEntry, ...]" = ()
    shown: "ShownEntries | None" = None
    may_be_gap: bool = False
    is_last: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenDeliveries:
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
