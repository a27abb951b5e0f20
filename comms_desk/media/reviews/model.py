"""The press review as it is put together: what is kept for it, in which order, in whose words.

There is at most one open review a day and language.  Issued, it is frozen: its `Edition` is kept
word for word with its digest, and what comes after waits for an addendum, with a number of its
own.  Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, override

from comms_desk.changes import Ref, Subject
from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import Language
from comms_desk.mail.message import ReadAgain
from comms_desk.mail.model import AccountId, MessageId
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.lists.model import Addressee
from comms_desk.media.reviews.edition import Edition, EditionEntry

ReviewId = NewType("ReviewId", int)
ItemId = NewType("ItemId", int)

OF_THE_DAY = 1
"""The number of a day's review; its addenda have those that follow."""
LINE_LENGTH = 200
"""Of a line of the agenda, or of the name of a section."""
LINES_MOST = 30
SUMMARY_LENGTH = 2_000
"""Of a summary; thirty words are aimed at, and more is said, not refused."""

type Order = tuple[tuple[str, tuple[ItemId, ...]], ...]
"""The sections by name, one that is empty too, each with its items: as they are read."""


class ItemState(StrEnum):
    """What was made of an item; the values are stored."""

    KEPT = "kept"
    ASIDE = "aside"
    OUT = "out"
    """It was taken out again, and is shown nowhere; kept again it stands where it did."""


class SectionsBy(StrEnum):
    """By what the section of what comes in is proposed; the values are stored."""

    THEME = "theme"
    BOROUGH = "borough"
    OUTLET = "outlet"


class ReviewIssued(CommsDeskError):
    """The review of *day* was issued: it changes no more, and what is new goes to an addendum."""

    what = N_("The review of {day} was issued: it changes no more.")
    way_out = N_("Keep what is new for an addendum.")

    day: date
    number: int


class ReviewChanged(CommsDeskError):
    """The review of *day* is not what its reader was shown any more."""

    what = N_("The review of {day} is not what you saw.")
    way_out = N_("Look at it again, then issue it.")

    day: date


class EditionAltered(CommsDeskError):
    """What is kept of the review of *day*, which was issued, is not what its digest says.

    Unless it has left, its stories may be taken up again.
    """

    day: date
    review: "ReviewId"
    has_left: bool


class ReviewGivenUp(CommsDeskError):
    """The review of *day* was altered, and its stories were taken up: nothing of it leaves."""

    what = N_("The review of {day} was changed outside of the desk, and given up.")
    way_out = N_("Its stories were taken up in the next one.")

    day: date


class NothingKept(CommsDeskError):
    """Nothing is kept for the review of *day*, and nobody said that there is nothing to report."""

    what = N_("Nothing is kept for the review of {day}.")
    way_out = N_("Keep a story, or say that there is nothing to report.")

    day: date


class NotKept(CommsDeskError):
    """The review keeps no story by *article*, about which something is to be said there."""

    what = N_("The review keeps no story by the article {article}.")
    way_out = N_("Keep it first, or name the article by which it is kept.")

    article: ArticleId


class SomethingKept(CommsDeskError):
    """There is said to be nothing to report, and *count* stories are kept for it."""

    count: int


class TooManyLines(CommsDeskError):
    """There are more highlights, or more lines of the agenda, than *most*."""

    most: int


class LineTooLong(CommsDeskError):
    """A line has more than *longest* characters."""

    line: str
    longest: int


class ReadersMissing(CommsDeskError):
    """The list that the review leaves to is not chosen, or there is none called *name*."""

    name: str


class AccountMissing(CommsDeskError):
    """There is no account in use called *name*, by which the review is to leave."""

    what = N_("There is no sending account called {name}.")
    way_out = N_("Choose another in Settings, under Press review.")

    name: str


class NotIssued(CommsDeskError):
    """The review of *day* is still open: only what is frozen leaves."""

    what = N_("The review of {day} is still open.")
    way_out = N_("Issue it first: only what is frozen leaves.")

    day: date


class ReviewMaybeSent(CommsDeskError):
    """The review of *day* may have left before the desk was restored; a person says whether."""

    what = N_("The review of {day} may have been sent before the desk was restored.")
    way_out = N_("Confirm that its readers do not have it, then send.")

    day: date


class SendingChanged(CommsDeskError):
    """What would be sent is not what was looked at any more: the readers, or the account."""

    what = N_("Its readers or its account are not those that you saw.")
    way_out = N_("Look at them again, then send.")


class AllHaveTheReview(CommsDeskError):
    """Nobody is left to send it to: *already* have it, *left_out* are written to by nobody."""

    already: int
    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """What was kept for a review, or put aside from it: an article, which stands for its story.

    Attributes:
        section: Under which heading it stands.
        wants_excerpt: Whether readers are to have the outlet's own words, where they may.
        excerpt: As much of these as the outlet's licence lets readers have; empty: nothing.
        entry: What readers would get of it now.
    """

    id: ItemId
    section: str
    state: ItemState
    wants_excerpt: bool
    excerpt: str
    entry: EditionEntry

    @property
    def article(self) -> ArticleId:
        """The article that was kept."""
        return self.entry.article

    @property
    def words(self) -> int:
        """How many words our summary has."""
        return len(self.entry.summary.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedStory:
    """A story that may be kept, and the section that is proposed for it."""

    section: str
    entry: EditionEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(ReadAgain):
    """A review of the desk, or an addendum.

    Attributes:
        number: 1 is that of the day, those that follow are its addenda.
        closes_at: When it is to leave; of an addendum, when it was begun.
        items: What is kept, section by section in the order in which it is read, then what was
            put aside.
        sections: The names of the sections in their order, the empty ones too.
        issued_by: Who issued it; None: nobody has, or the desk itself.
        edition: What was issued, word for word; None while it is open.
        digest: The SHA-256 of that.
        message: By which it left; None: it has not been sent.
    """

    id: ReviewId
    day: date
    language: Language
    number: int
    closes_at: datetime
    highlights: tuple[str, ...]
    agenda: tuple[str, ...]
    sections: tuple[str, ...]
    items: tuple[ReviewItem, ...]
    issued_at: datetime | None
    issued_by: int | None
    edition: Edition | None
    digest: str
    message: MessageId | None

    @property
    def ref(self) -> Ref:
        """How the desk points at it."""
        return Ref(Subject.REVIEW, self.id)

    @property
    def is_issued(self) -> bool:
        """Whether it is frozen."""
        return self.edition is not None

    @property
    def kept(self) -> tuple[ReviewItem, ...]:
        """What its readers get, in their order."""
        return tuple(each for each in self.items if each.state is ItemState.KEPT)

    @property
    def aside(self) -> tuple[ReviewItem, ...]:
        """What was put aside."""
        return tuple(each for each in self.items if each.state is ItemState.ASIDE)

    @property
    @override
    def leaves(self) -> tuple[object, ...]:
        """What it says, in its words and order: copies may join, and sources may be read."""
        return self.highlights, self.agenda, [_said(item) for item in self.kept]

    @property
    def order(self) -> Order:
        """The sections, each with what is kept under it."""
        return tuple(
            (name, tuple(each.id for each in self.kept if each.section == name))
            for name in self.sections
        )


def _said(item: ReviewItem) -> tuple[object, ...]:
    entry = item.entry
    return item.id, item.section, entry.title, entry.link, entry.summary, entry.excerpt


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewLine:
    """A review in a list.

    Attributes:
        stories: How many are kept for it.
    """

    id: ReviewId
    day: date
    language: Language
    number: int
    closes_at: datetime
    stories: int
    issued_at: datetime | None
    is_sent: bool
    is_given_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JustKept:
    """What was just kept.

    Attributes:
        review: Where: the open review of the day, or its addendum; None: nothing was kept.
        day: Of that review.
        number: As `Review.number`; *begins*: it was begun by these.
        articles: Those that were, and had not been.
        aside: Those of them that had been put aside from it.
        already: Where each of the others stands, itself or a copy of it: in this review, or in
            one that was issued that day.
    """

    review: ReviewId | None
    day: date
    number: int = OF_THE_DAY
    begins: bool = False
    articles: tuple[ArticleId, ...] = ()
    aside: tuple[ArticleId, ...] = ()
    already: Mapping[ArticleId, ReviewId]


@dataclass(frozen=True, slots=True)
class OutOfReview:
    """What was just taken out of *review*: the articles that stood for their stories there."""

    review: ReviewId
    articles: tuple[ArticleId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedReview:
    """What a yes would send: looked at first, and refused where it is another by then.

    Attributes:
        readers: Who is written to, those who share an address next to each other.
        letters: To how many addresses.
        already: How many addresses of the list have it, or it is on its way to them.
        left_out: Who is in the list and is not written to, and why.
        account: What the account is called, with its id.
        last_leaves_at: When the last reader would have it.
        may_be_sent: Whether it may have left before a restore, so that a person must confirm.
    """

    review: ReviewId
    list_name: str
    readers: tuple[Addressee, ...]
    letters: int
    already: int
    left_out: tuple[Addressee, ...]
    account: AccountId
    account_name: str
    last_leaves_at: datetime
    may_be_sent: bool


def moved(order: Order, item: ItemId, section: str, *, at: int) -> Order:
    """Return *order* with *item* as the *at*-th of *section*; a new one stands after the former."""
    names = {name for name, _items in order}
    left: dict[str, list[ItemId]] = {}
    for name, items in order:
        left[name] = [each for each in items if each != item]
        if item in items and section not in names:
            left[section] = []
    left.setdefault(section, []).insert(at, item)
    return tuple((name, tuple(items)) for name, items in left.items())


def section_moved(order: Order, section: str, *, at: int) -> Order:
    """Return *order* with *section* as the *at*-th of them."""
    rest = [each for each in order if each[0] != section]
    rest.insert(at, (section, dict(order).get(section, ())))
    return tuple(rest)


def section_renamed(order: Order, section: str, name: str) -> Order:
    """Return *order* with *section* called *name*; where one is called so already, they are one."""
    renamed: dict[str, tuple[ItemId, ...]] = {}
    for each, items in order:
        called = name if each == section else each
        renamed[called] = (*renamed.get(called, ()), *items)
    return tuple(renamed.items())


def section_placed(
    sections: tuple[str, ...], section: str, usual: tuple[str, ...]
) -> tuple[str, ...]:
    """Return *sections* with *section* where it *usual*ly stands among them, or else at the end."""
    if section in sections or section not in usual:
        return tuple(dict.fromkeys((*sections, section)))
    before = [each for each in usual[: usual.index(section)] if each in sections]
    at = sections.index(before[-1]) + 1 if before else 0
    return (*sections[:at], section, *sections[at:])


def order_of(value: object) -> Order:
    """Return the order that an edit holds: its names and numbers, in lists.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, list | tuple):
        raise TypeError(value)
    return tuple((str(name), tuple(ItemId(int(each)) for each in items)) for name, items in value)


def check_lines(lines: tuple[str, ...], *, most: int, longest: int) -> None:
    """Refuse more lines than are read, or longer ones.

    Raises:
        TooManyLines: There are more than *most*.
        LineTooLong: One has more than *longest* characters.
    """
    if len(lines) > most:
        raise TooManyLines(most)
    for line in lines:
        if len(line) > longest:
            raise LineTooLong(line[:40], longest)
