"""What a higher layer may ask of the watches inside its own snapshot."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from comms_desk.media.articles.model import ArticleId
from comms_desk.media.watches import store, views
from comms_desk.media.watches.model import EVERY_MENTION, Mention, MentionFilter, WatchId
from comms_desk.storage.database import Snapshot
from comms_desk.storage.paging import Page

Once = store.Once


def among(
    snapshot: Snapshot, ids: Iterable[ArticleId], which: MentionFilter, person: int | None
) -> frozenset[ArticleId]:
    """Return which of the articles *ids*, mentions or not, *which* asks for."""
    return store.among(snapshot, ids, which, person)


def mentioned(
    snapshot: Snapshot,
    which: MentionFilter,
    person: int | None,
    *,
    after: object | None,
    limit: int,
    once: Once | None,
) -> Page[int]:
    """Return the articles that answer watches, the newest first, each story *once*."""
    return store.mentioned(snapshot, which, person, after=after, limit=limit, once=once)


def mentions(
    snapshot: Snapshot, ids: Sequence[ArticleId], person: int | None
) -> tuple[Mention, ...]:
    """Return the mentions in *ids*, in that order; what answers no watch is left out."""
    return views.mentions(snapshot, ids, person)


def listed_among(
    snapshot: Snapshot, ids: Iterable[ArticleId], which: MentionFilter, person: int | None
) -> frozenset[ArticleId]:
    """Return which of the articles *ids* are mentions that *which* asks for."""
    return store.listed_among(snapshot, ids, which, person)


def count(
    snapshot: Snapshot, which: MentionFilter = EVERY_MENTION, person: int | None = None
) -> tuple[int, bool]:
    """Return how many mentions *which* asks for, as `count_of` says it."""
    return store.count(snapshot, which, person)


def figures(snapshot: Snapshot, person: int | None, *, once: Once | None) -> views.Figures:
    """Count what *person* has not read, and what came in the last seven days."""
    return views.figures(snapshot, person, once=once)


def unread_of_each(
    snapshot: Snapshot, person: int | None, *, once: Once | None
) -> Mapping[WatchId, int]:
    """Return how much of each watch *person* has not read."""
    return store.unread_of_each(snapshot, person, once=once)


def unread_up_to(
    snapshot: Snapshot, which: MentionFilter, person: int, up_to: ArticleId, seen_at: datetime
) -> Sequence[int]:
    """Return the articles of *which* mentions that the person has not read, the newest first."""
    return store.unread_up_to(snapshot, which, person, up_to, seen_at)
