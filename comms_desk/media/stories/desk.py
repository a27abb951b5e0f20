"""Stories: articles grouped as they arrive, taken apart and put together by people."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, ArticleMissing, first_id_of
from comms_desk.media.stories import grouping, store, views
from comms_desk.media.stories.model import (
    Grouped,
    Moved,
    NotInAStory,
    SameStoryAlready,
    Story,
    StoryId,
    StoryPlace,
    pairs,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.model import Act
from comms_desk.storage.paging import PageOfRows

TEXTS_AT_ONCE = 250
"""The most that one transaction stores: who types waits behind it."""
TRIES = 3
PAGE = 50
STORY = "story"
"""What the edits of an article call it."""


class StoryDesk:
    """The stories of the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._memory: grouping.GroupingMemory | None = None

    def catch_up(
        self,
        *,
        limit: int = TEXTS_AT_ONCE,
        permit: Callable[[Transaction], None] | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Grouped:
        """Find the stories of the next texts that arrived.

        Call it again until it is done.  Nothing is looked at twice.  No lock is held while it
        thinks; where something moved meanwhile it begins again, and the last time thinks of one
        text under the lock.

        Args:
            limit: How many texts at most.
            permit: Called first, in the transaction: raises when this worker has lost the
                right to write.
            stop: Asked before each round; what was not stored is looked at later.

        Raises:
            StorageBusy: Another process held the lock too long; nothing was stored.
        """
        for _ in range(TRIES):
            if stop():
                return Grouped(is_done=False, is_stopped=True)
            with self._database.snapshot() as snapshot:
                decided, memory = self._decided(snapshot, limit)
            if decided is None:
                return Grouped()
            with self._database.transaction() as transaction:
                if permit is not None:
                    permit(transaction)
                grouped = grouping.write(transaction, decided)
            if grouped is not None:
                self._memory = memory
                return grouped
        with self._database.transaction() as transaction:
            if permit is not None:
                permit(transaction)
            decided, memory = self._decided(transaction, 1)
            grouped = None if decided is None else grouping.write(transaction, decided)
        self._memory = memory
        return grouped or Grouped()

    def story(self, article: ArticleId) -> Story | None:
        """Return the story of *article* with all its articles; None where it is alone."""
        with self._database.snapshot() as snapshot:
            return views.story_of(snapshot, article, self._database.actor)

    def newest(
        self, *, since: datetime | None = None, after: object | None = None, limit: int = PAGE
    ) -> PageOfRows[Story]:
        """Return the stories, the newest first.

        Args:
            since: Only those whose original was seen then or later.
            after: The `next_key` of the page before.
            limit: How many at most.
        """
        oldest = 0 if since is None else first_id_of(since)
        with self._database.snapshot() as snapshot:
            return views.newest(
                snapshot, self._database.actor, since=oldest, after=after, limit=limit
            )

    def split(self, article: ArticleId) -> Moved:
        """Take *article* out of its story, for good; return what undoes it.

        Raises:
            NotInAStory: It is alone.
        """
        with self._database.transaction() as transaction:
            story, members = self._members(transaction, article)
            if story is None:
                raise NotInAStory(article)
            rest = [each for each in members if each != article]
            moved = Moved(places=_places(transaction, members), kept_apart=pairs([article], rest))
            store.keep_apart(transaction, moved.kept_apart)
            self._group(transaction, {story: rest})
            self._note(transaction, article, before=rest, after=[])
            return moved

    def join(self, article: ArticleId, other: ArticleId) -> Moved:
        """Put *article*, with the rest of its story, into that of *other*; return what undoes it.

        Raises:
            ArticleMissing: There is no such article.
            SameStoryAlready: They are of one story.
        """
        with self._database.transaction() as transaction:
            for each in (article, other):
                if not articles.latest_texts(transaction, [each]):
                    raise ArticleMissing(each)
            (left, ones), (story, others) = (
                self._members(transaction, each) for each in (article, other)
            )
            if article == other or (story is not None and story == left):
                raise SameStoryAlready(article)
            apart = store.splits(transaction, [*ones, *others])
            moved = Moved(
                places=_places(transaction, [*ones, *others]),
                let_together=tuple(each for each in pairs(ones, others) if each in apart),
            )
            store.let_together(transaction, moved.let_together)
            stories: dict[grouping.Key, Sequence[ArticleId]] = {} if left is None else {left: ()}
            stories[story or left or -1] = sorted({*ones, *others})
            self._group(transaction, stories, {article: True, other: True})
            self._note(transaction, article, before=ones, after=others)
            return moved

    def undo(self, moved: Moved) -> None:
        """Put everything back as it was before a person split or joined it."""
        with self._database.transaction() as transaction:
            store.let_together(transaction, moved.kept_apart)
            store.keep_apart(transaction, moved.let_together)
            there = {
                text.article
                for text in articles.latest_texts(
                    transaction, [each.article for each in moved.places]
                )
            }
            places = [each for each in moved.places if each.article in there]
            now = store.kept(transaction, [each.article for each in places])
            touched = {row.story for row in now.values() if row.story is not None}
            touched |= {each.story for each in places if each.story is not None}
            stories: dict[grouping.Key, set[ArticleId]] = {key: set() for key in touched} | {
                key: set(each) for key, each in store.members(transaction, touched).items()
            }
            exist = store.originals(transaction, touched)
            for place in places:
                for members in stories.values():
                    members.discard(place.article)
                if place.story is not None:
                    key = place.story if place.story in exist else -place.story
                    stories.setdefault(key, set()).add(place.article)
            self._group(
                transaction,
                {key: sorted(members) for key, members in stories.items()},
                {each.article: each.is_by_hand for each in places},
            )

    def _decided(
        self, snapshot: Snapshot, limit: int
    ) -> tuple[grouping.Decided | None, grouping.GroupingMemory | None]:
        """Return what becomes of the next texts, and what is known once that is stored."""
        cursor = store.cursor(snapshot) or grouping.start(snapshot)
        if not grouping.waits(snapshot, cursor):
            return None, self._memory
        memory, self._memory = self._memory, None  # what is not stored is not known
        if memory is None or not memory.is_of(cursor):
            memory = grouping.GroupingMemory.load(snapshot, cursor)
        texts = articles.texts_after(snapshot, cursor.text, limit=limit)
        return grouping.decide(snapshot, memory, cursor, texts), memory

    def _members(
        self, transaction: Transaction, article: ArticleId
    ) -> tuple[StoryId | None, list[ArticleId]]:
        kept = store.kept(transaction, [article]).get(article)
        if kept is None or kept.story is None:
            return None, [article]
        return kept.story, store.members(transaction, [kept.story])[kept.story]

    def _group(
        self,
        transaction: Transaction,
        stories: Mapping[grouping.Key, Sequence[ArticleId]],
        hands: Mapping[ArticleId, bool] = grouping.EMPTY,
    ) -> None:
        """Store *stories* as a person would have them, with the original of each."""
        originals = grouping.originals(transaction, stories)
        grouping.written(transaction, stories, originals, hands)
        store.note_change(transaction)
        changed = {each for members in stories.values() for each in members}
        transaction.announce(Change.of(Subject.MENTION, changed))

    def _note(
        self,
        transaction: Transaction,
        article: ArticleId,
        *,
        before: Sequence[ArticleId],
        after: Sequence[ArticleId],
    ) -> None:
        edits.note(
            transaction,
            Ref(Subject.ARTICLE, article),
            Act.EDITED,
            STORY,
            before=list(before),
            after=list(after),
        )


def _places(transaction: Transaction, members: Sequence[ArticleId]) -> tuple[StoryPlace, ...]:
    kept = store.kept(transaction, members)
    return tuple(
        kept.get(each, StoryPlace(article=each, story=None, is_by_hand=False)) for each in members
    )
