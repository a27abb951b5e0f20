"""The mentions, each story once: where the first of it that is listed stands.

A copy that comes later changes no row's place, so that nothing moves under the hand; the story
is unread again, and its row says in how many media it is.  Where the person at this desk wants
each article for itself, nothing is grouped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, moment_of
from comms_desk.media.stories import within as stories
from comms_desk.media.stories.model import Brief
from comms_desk.media.themes import within as watches
from comms_desk.media.themes.desk import PAGE
from comms_desk.media.themes.model import (
    EVERY_MENTION,
    MadeRead,
    Mention,
    MentionFilter,
    Note,
    ThemeId,
)
from comms_desk.media.themes.views import Figures
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.paging import PageOfRows

MOST_READ_AT_ONCE = 5_000
"""Whoever types waits behind it."""
ONCE = watches.Once(key=stories.key_of, is_first=stories.is_first)


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedStory:
    """A mention as it stands in the list, for all of its story.

    Attributes:
        at: When the first of the story that is listed was seen: there it stands.
        mention: The original, where it is listed; else the first that is.  Without a note of its
            own it has that of a copy.
        story: None: it is alone.
        is_unread: Whether any mention of the story is unread.
    """

    at: datetime
    mention: Mention
    story: Brief | None
    is_unread: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing(PageOfRows[ListedStory]):
    """A page of stories; *mentions* counts the articles that are listed so, as *total* does them.

    Where nothing is grouped the two are the same.
    """

    mentions: int
    mentions_are_capped: bool


class ToldOnce:
    """The mentions of the desk, as the person at it wants them listed."""

    def __init__(self, database: Database, *, is_grouped: bool) -> None:
        self._database = database
        self.is_grouped = is_grouped
        self._once = ONCE if is_grouped else None

    def mentions(
        self,
        which: MentionFilter = EVERY_MENTION,
        *,
        after: object | None = None,
        limit: int = PAGE,
    ) -> Listing:
        """Return the stories that *which* mentions are, the newest first.

        Args:
            which: Only those; a story is listed for any of them.
            after: The `next_key` of the page before.
            limit: How many at most.
        """
        person = self._database.actor
        with self._database.snapshot() as snapshot:
            page = watches.mentioned(
                snapshot, which, person, after=after, limit=limit, once=self._once
            )
            rows = self._told(snapshot, [ArticleId(each) for each in page.rows], which)
            mentions, capped = page.total, page.capped
            if self._once is not None and after is None and not page.capped:
                mentions, capped = watches.count(snapshot, which, person)
        return Listing(
            rows=rows,
            total=page.total,
            capped=page.capped,
            next_key=page.next_key,
            mentions=mentions,
            mentions_are_capped=capped,
        )

    def figures(self) -> Figures:
        """Return how much is unread by the acting person, and came this week."""
        with self._database.snapshot() as snapshot:
            return watches.figures(snapshot, self._database.actor, once=self._once)

    def unread_of_each(self) -> Mapping[ThemeId, int]:
        """Return how much of each watch the acting person has not read, if any."""
        with self._database.snapshot() as snapshot:
            return watches.unread_of_each(snapshot, self._database.actor, once=self._once)

    def read(self, *wanted: ArticleId) -> tuple[ArticleId, ...]:
        """Note that the acting person has read those articles, and so their stories."""
        with self._database.transaction() as transaction:
            ids = self._with_copies(transaction, wanted)
            if transaction.actor is not None:
                articles.mark_read(transaction, ids, person=transaction.actor)
                transaction.announce(Change.of(Subject.MENTION, ids))
            return ids

    def copies(self, *wanted: ArticleId) -> tuple[ArticleId, ...]:
        """Return those articles, and the others of their stories where one stands for all."""
        with self._database.snapshot() as snapshot:
            return self._with_copies(snapshot, wanted)

    def read_all(
        self,
        which: MentionFilter,
        *,
        up_to: ArticleId,
        seen_at: datetime,
        most: int = MOST_READ_AT_ONCE,
    ) -> MadeRead:
        """Note that the acting person has read *which* mentions, and so their stories.

        Args:
            which: Those, as far as they are unread.
            up_to: The newest one that the person has seen: what came since stays unread.
            seen_at: When they were read: so does an older article that was found since.
            most: How many at once; the answer says how many there were.
        """
        with self._database.transaction() as transaction:
            if transaction.actor is None:
                raise ValueError("nobody acts")
            unread = watches.unread_up_to(transaction, which, transaction.actor, up_to, seen_at)
            ids = self._with_copies(transaction, [ArticleId(each) for each in unread[:most]])
            read = articles.read_by(transaction, transaction.actor, ids)
            fresh = tuple(each for each in ids if each not in read)
            articles.mark_read(transaction, fresh, person=transaction.actor)
            transaction.announce(Change.of(Subject.MENTION))
            return MadeRead(articles=fresh, total=max(len(unread), len(fresh)))

    def _told(
        self, snapshot: Snapshot, ids: Sequence[ArticleId], which: MentionFilter
    ) -> tuple[ListedStory, ...]:
        """Return the stories whose first listed articles are *ids*."""
        person = self._database.actor
        found = stories.of(snapshot, ids)
        copies = {
            each: found[each].articles if self.is_grouped and each in found else (each,)
            for each in ids
        }
        grouped = [other for some in copies.values() if len(some) > 1 for other in some]
        listed, read = frozenset[ArticleId](), frozenset[ArticleId]()
        notes: Mapping[ArticleId, Note] = {}
        if grouped:
            notes = watches.notes(snapshot, grouped)
            all_read = replace(which, is_unread=False)
            listed = watches.listed_among(snapshot, grouped, all_read, person)
            read = articles.read_by(snapshot, person, listed)
        shown = {each: each for each in ids} | {
            each: brief.original
            for each, brief in found.items()
            if len(copies[each]) > 1 and brief.original in listed
        }
        mentions = {each.id: each for each in watches.mentions(snapshot, [*shown.values()], person)}
        return tuple(
            ListedStory(
                at=moment_of(each),
                mention=_noted(mentions[shown[each]], copies[each], notes),
                story=found.get(each),
                is_unread=(
                    bool(listed.intersection(copies[each]) - read)
                    if len(copies[each]) > 1
                    else not mentions[each].article.is_read
                ),
            )
            for each in ids
            if shown[each] in mentions
        )

    def _with_copies(self, snapshot: Snapshot, ids: Sequence[ArticleId]) -> tuple[ArticleId, ...]:
        if self._once is None:
            return tuple(ids)
        found = stories.of(snapshot, ids)
        copies = (each for article in ids if article in found for each in found[article].articles)
        return tuple(dict.fromkeys((*ids, *copies)))


def _noted(
    mention: Mention, copies: Sequence[ArticleId], notes: Mapping[ArticleId, Note]
) -> Mention:
    """Return *mention* with its own note, or else that of a copy."""
    noted = next((notes[each] for each in copies if each in notes), None)
    return replace(mention, note=noted) if noted and mention.note is None else mention
