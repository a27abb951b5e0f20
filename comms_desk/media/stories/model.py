"""What a story is: articles that tell the same news, one of them the original.

The worker groups what is near by its words.  A person may take an article out of its story, or
put two together: what a person said stands, whatever arrives later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.media.articles.model import Article, ArticleId

StoryId = NewType("StoryId", int)

WINDOW = timedelta(days=4)
"""How long after an article its copies are looked for."""


class NotInAStory(CommsDeskError):
    """The article is alone: there is nothing to take it out of."""

    what = N_("This article is alone: no other tells the same news.")
    way_out = N_("Choose one of the articles that are shown as the same story.")

    article: int


class SameStoryAlready(CommsDeskError):
    """The two articles are of one story already."""

    what = N_("These two articles are the same story already.")
    way_out = N_("Choose an article of another story.")

    article: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A story as a list says it.

    Attributes:
        articles: All of them, the first seen first.
        media: How many outlets they come from.
    """

    id: StoryId
    original: ArticleId
    articles: tuple[ArticleId, ...]
    media: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One article of a story.

    Attributes:
        at: When it appeared.
        is_original: Whether it was the first, and takes up no other.
        is_dispatch: Whether it says that a news agency wrote it.
        is_by_hand: Whether a person put it there.
    """

    article: Article
    at: datetime
    is_original: bool
    is_dispatch: bool
    is_by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles that tell the same news, the original first, then as they came."""

    id: StoryId
    copies: tuple[Copy, ...]
    media: int

    @property
    def original(self) -> Article:
        """The first of them."""
        return self.copies[0].article


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryPlace:
    """Where an article stands among the stories.

    Attributes:
        story: Its story; None: it is alone.
        is_by_hand: Whether a person put it there.
    """

    article: ArticleId
    story: StoryId | None
    is_by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a person did to a story, and what undoes it.

    Attributes:
        places: Where each article that moved had been.
        kept_apart: The pairs that were told apart by it.
        let_together: The pairs that were apart before, and no more.
    """

    places: tuple[StoryPlace, ...]
    kept_apart: tuple[tuple[ArticleId, ArticleId], ...] = ()
    let_together: tuple[tuple[ArticleId, ArticleId], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """What one round of grouping did.

    *moved* are the articles whose story is another now; *is_done* says that nothing waits.
    """

    texts: int = 0
    moved: tuple[ArticleId, ...] = ()
    is_done: bool = True
    is_stopped: bool = False


def pair(one: int, other: int) -> tuple[ArticleId, ArticleId]:
    """Return two articles in the order in which pairs are kept."""
    return ArticleId(min(one, other)), ArticleId(max(one, other))


def pairs(ones: Sequence[int], others: Sequence[int]) -> tuple[tuple[ArticleId, ArticleId], ...]:
    """Return each of *ones* with each of *others*."""
    return tuple(pair(one, other) for one in ones for other in others if one != other)
