"""One round of grouping: what arrived is read, thought over without the lock, then written.

An article is compared with the few that the index says are near it, and joins the story of the
nearest that tells the same news.  What a person said is asked first: two articles told apart are
never of one story again, and one put into a story by hand is not taken out of it.
"""

from array import array
from collections import OrderedDict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, ArticleText, first_id_of
from comms_desk.media.stories import store
from comms_desk.media.stories.likeness import StoryWords, are_related, likeness, original_of
from comms_desk.media.stories.model import WINDOW, Grouped, StoryId, pair, pairs
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.text.shingles import Index

REMEMBERED = 1_000
"""So many articles are not read again to be compared."""
RELOADED_AFTER = 250_000
"""How many more articles the index is given before it is made anew, without what is too old."""
LET_GO_AFTER = 1 << 32
"""What is older than the window is let go in an hour's worth of ids or more."""
MOST_ASKED_FOR_ORIGINAL = 30
"""Of a story of more articles the first so many are asked which of them was the first to tell."""

LEAST, MOST = 2, 200
"""One article alone is no story; what so many say is a form."""
EMPTY: Mapping[ArticleId, Any] = MappingProxyType({})

type Key = int
"""A story: its id, or a negative number while it has none."""


@dataclass(slots=True)
class GroupingMemory:
    """What a process knows of the window: the index, and the articles that it compared last."""

    index: Index
    text: int
    """The last text that it knows."""
    loaded: int
    told: OrderedDict[ArticleId, StoryWords] = field(default_factory=OrderedDict)

    @classmethod
    def load(cls, snapshot: Snapshot, cursor: store.Cursor) -> "GroupingMemory":
        """Return what is stored of the window."""
        index = Index()
        for article, marks in store.marks_since(snapshot, cursor.kept_from):
            index.take(article, array("I", marks))
        return cls(index=index, text=cursor.text, loaded=index.texts)

    def is_of(self, cursor: store.Cursor) -> bool:
        """Whether it knows what was stored up to *cursor*, and little that is too old."""
        return self.text == cursor.text and self.index.texts - self.loaded < RELOADED_AFTER

    def remember(self, told: StoryWords) -> None:
        """Keep what an article says, for those that are near it."""
        self.told[told.text.article] = told
        while len(self.told) > REMEMBERED:
            self.told.popitem(last=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What one round comes to; *to* is the cursor when it is written."""

    cursor: store.Cursor
    to: store.Cursor
    texts: int
    marks: Mapping[ArticleId, bytes]
    stories: Mapping[Key, Sequence[ArticleId]]
    """The articles of each story that changed; of one that is no more, none."""
    originals: Mapping[Key, ArticleId]
    moved: frozenset[ArticleId]


def start(snapshot: Snapshot) -> store.Cursor:
    """Return where the first round begins: at what is of the window."""
    oldest = first_id_of(snapshot.now - WINDOW)
    return store.Cursor(articles.text_before(snapshot, oldest), oldest)


def waits(snapshot: Snapshot, cursor: store.Cursor) -> bool:
    """Whether there is a text to look at."""
    return articles.last_text(snapshot) > cursor.text


def decide(
    snapshot: Snapshot, memory: GroupingMemory, cursor: store.Cursor, texts: Sequence[ArticleText]
) -> Decided:
    """Return what becomes of *texts*, which follow *cursor*."""
    oldest = first_id_of(snapshot.now - WINDOW)
    latest = {text.article: text for text in texts if text.article >= oldest}
    fresh = {article: StoryWords.of(text) for article, text in latest.items()}
    near = {
        article: [
            ArticleId(each)
            for each in memory.index.take(article, told.marks)
            if each >= oldest and each != article
        ]
        for article, told in fresh.items()
    }
    deciding = _Deciding(snapshot, memory, fresh, near)
    for article in fresh:
        deciding.decide(article)
    memory.text = texts[-1].id
    kept_from = oldest if oldest - cursor.kept_from >= LET_GO_AFTER else cursor.kept_from
    changed = {key: tuple(deciding.members.get(key, ())) for key in deciding.changed}
    return Decided(
        cursor=cursor,
        to=store.Cursor(texts[-1].id, kept_from, cursor.changes),
        texts=len(texts),
        marks={article: array("I", told.marks).tobytes() for article, told in fresh.items()},
        stories=changed,
        originals=originals(snapshot, changed, memory.told),
        moved=frozenset(deciding.moved),
    )


def write(transaction: Transaction, decided: Decided) -> Grouped | None:
    """Store what was *decided*; None, and nothing done, where something moved meanwhile."""
    if (store.cursor(transaction) or start(transaction)) != decided.cursor:
        return None
    there = articles.there(transaction, decided.marks)
    store.note_marks(
        transaction, {each: marks for each, marks in decided.marks.items() if each in there}
    )
    written(transaction, decided.stories, decided.originals)
    if decided.to.kept_from > decided.cursor.kept_from:
        store.let_go(transaction, kept_from=decided.cursor.kept_from, to=decided.to.kept_from)
    store.move_cursor(transaction, decided.to)
    if decided.moved:
        transaction.announce(Change.of(Subject.MENTION, decided.moved))
    return Grouped(
        texts=decided.texts,
        moved=tuple(sorted(decided.moved)),
        is_done=not waits(transaction, decided.to),
    )


def written(
    transaction: Transaction,
    stories: Mapping[Key, Sequence[ArticleId]],
    originals: Mapping[Key, ArticleId],
    hands: Mapping[ArticleId, bool] = EMPTY,
) -> None:
    """Give *stories* those articles, and no others; *hands* says which a person put there."""
    told = {key: members for key, members in stories.items() if len(members) >= LEAST}
    new = [key for key in told if key < 0]
    ids = store.add_stories(transaction, [originals[key] for key in new])
    named = {key: StoryId(key) for key in told if key > 0} | dict(zip(new, ids, strict=True))
    store.set_originals(transaction, {StoryId(key): originals[key] for key in told if key > 0})
    kept = store.kept(transaction, {each for members in told.values() for each in members})
    left = store.members(transaction, [key for key in stories if key > 0])
    places: dict[ArticleId, tuple[StoryId | None, bool]] = {
        each: (None, False) for members in left.values() for each in members
    }
    for key, members in told.items():
        for each in members:
            was = kept.get(each)
            hand = hands.get(each, was is not None and was.is_by_hand)
            places[each] = named[key], hand
            if was is not None and (was.story, was.is_by_hand) == places[each]:
                del places[each]
    store.put(transaction, places)
    store.remove_stories(transaction, [key for key in stories if key > 0 and key not in told])


def originals(
    snapshot: Snapshot,
    stories: Mapping[Key, Sequence[ArticleId]],
    told: Mapping[ArticleId, StoryWords] = EMPTY,
) -> dict[Key, ArticleId]:
    """Return the original of each of *stories*."""
    asked = {key: members[:MOST_ASKED_FOR_ORIGINAL] for key, members in stories.items() if members}
    wanted = {each for members in asked.values() for each in members}
    texts = {each: told[each].text for each in wanted if each in told}
    absent = sorted(wanted - texts.keys())
    texts.update((text.article, text) for text in articles.latest_texts(snapshot, absent))
    found: dict[Key, ArticleId] = {}
    for key, members in asked.items():
        there = [texts[each] for each in members if each in texts]
        if there:
            found[key] = original_of(there).article
    return found


class _Deciding:
    """The stories as they stand while one article after the other is decided."""

    def __init__(
        self,
        snapshot: Snapshot,
        memory: GroupingMemory,
        fresh: Mapping[ArticleId, StoryWords],
        near: Mapping[ArticleId, Sequence[ArticleId]],
    ) -> None:
        self.changed: set[Key] = set()
        self.moved: set[ArticleId] = set()
        self._common = memory.index.common
        involved = {*fresh, *(each for some in near.values() for each in some)}
        kept = store.kept(snapshot, involved)
        self._story: dict[ArticleId, Key] = {
            each: row.story for each, row in kept.items() if row.story is not None
        }
        self._by_hand = {each for each, row in kept.items() if row.is_by_hand}
        self.members: dict[Key, list[ArticleId]] = store.members(
            snapshot, set(self._story.values())
        )
        self._story.update((each, key) for key, some in self.members.items() for each in some)
        everyone = involved | self._story.keys()
        self._apart = store.splits(snapshot, everyone)
        self._near = near
        self._told = self._read(snapshot, memory, fresh, involved)
        self._likenesses: dict[tuple[ArticleId, ArticleId], float] = {}
        self._next: Key = -1

    def _read(
        self,
        snapshot: Snapshot,
        memory: GroupingMemory,
        fresh: Mapping[ArticleId, StoryWords],
        involved: Collection[ArticleId],
    ) -> dict[ArticleId, StoryWords]:
        """Return what each article says that may be compared."""
        renewed = [each for each in fresh if each in self._story]
        asked = {*involved, *(other for each in renewed for other in self.members_of(each))}
        told = {each: memory.told[each] for each in asked if each in memory.told} | dict(fresh)
        absent = sorted(asked - told.keys())
        for text in articles.latest_texts(snapshot, absent):
            told[text.article] = StoryWords.of(text)
        for each in told.values():
            memory.remember(each)
        return told

    def members_of(self, article: ArticleId) -> Sequence[ArticleId]:
        """Return the articles of the story of *article*: itself alone, where it has none."""
        key = self._story.get(article)
        return [article] if key is None else self.members[key]

    def decide(self, article: ArticleId) -> None:
        """Find the story of an article that is new, or says something else now."""
        if article in self._by_hand:
            return
        beside = [each for each in self.members_of(article) if each != article]
        if beside and not any(self._likeness(article, each) for each in beside):
            self._leave(article)
        near = self._near[article]
        if len({self._story.get(each) or each for each in near}) > 1:  # the surest first
            near = sorted(near, key=lambda each: -self._likeness(article, each))
        for other in near:
            story = self._story.get(article)
            if story is not None and story == self._story.get(other):
                continue
            if not self._likeness(article, other):
                continue
            if story is None or self._may_bridge(article, other):
                self._join(article, other)

    def _likeness(self, article: ArticleId, other: ArticleId) -> float:
        """Return how sure it is that *other* tells the same news; 0: it does not, or is gone."""
        told = self._told.get(other)
        if told is None:
            return 0.0
        key = pair(article, other)
        if key not in self._likenesses:
            self._likenesses[key] = likeness(self._told[article], told, self._common)
        return self._likenesses[key]

    def _may_bridge(self, article: ArticleId, other: ArticleId) -> bool:
        """Whether *other* may come into a story for being like *article* that just joined it.

        A review of the morning holds the summaries of many stories: they stay apart.
        """
        beside = [each for each in self.members_of(article) if each not in (article, other)]
        there = [self._told[each] for each in beside if each in self._told]
        return any(are_related(each, self._told[other]) for each in there)

    def _join(self, article: ArticleId, other: ArticleId) -> None:
        """Make one story of those of two articles, unless a person told any of them apart."""
        ones, others = self.members_of(article), self.members_of(other)
        if len(ones) + len(others) > MOST or self._are_apart(ones, others):
            return
        key = self._story.get(other)
        from_key = self._story.get(article)
        if key is None:
            key = from_key
        if key is None:
            key, self._next = self._next, self._next - 1
        together = sorted({*ones, *others})
        if from_key is not None and from_key != key:
            self.members[from_key] = []
            self.changed.add(from_key)
        for each in together:
            if self._story.get(each) != key:
                self.moved.add(each)
                self._story[each] = key
        self.members[key] = together
        self.changed.add(key)

    def _are_apart(self, ones: Sequence[ArticleId], others: Sequence[ArticleId]) -> bool:
        """Whether a person told any of *ones* apart from any of *others*."""
        return bool(self._apart) and any(each in self._apart for each in pairs(ones, others))

    def _leave(self, article: ArticleId) -> None:
        """Take *article* out of a story whose news it tells no more."""
        key = self._story.pop(article)
        rest = [each for each in self.members[key] if each != article]
        self.members[key] = rest if len(rest) > 1 else []
        if len(rest) == 1:
            del self._story[rest[0]]
        self.moved.update((article, *rest))
        self.changed.add(key)
