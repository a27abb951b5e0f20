"""Search over everything that the feeds brought: the index proposes, the matcher decides.

The newest comes first.  Where the index says all that the query says, it is believed and
counts are exact up to the cap; otherwise each proposal is read and asked, and a count that
was not finished is said to be a lower bound.  It never gives back half a page in silence:
a page that stops early says where to go on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import batched

from comms_desk.changes import Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import (
    Article,
    ArticleId,
    ArticleMissing,
    ArticleText,
    first_id_of,
)
from comms_desk.media.themes import within as watches
from comms_desk.media.themes.model import EVERY_MENTION, Marks, MentionFilter, document
from comms_desk.storage import fulltext
from comms_desk.storage.database import Database, Snapshot
from comms_desk.storage.paging import COUNT_CAP, PageOfRows
from comms_desk.text.matching import Match, MatchedDocument, answers, find, midnight
from comms_desk.text.query import And, Since, Tree, Until, Words, all_of, any_of
from comms_desk.text.query.tree import walk

PAGE = 50
BATCH = 60
MOST_AT_ONCE = 2_000
COUNTED_TO_THE_END = 120
"""Up to so many proposals, all are read for the sake of the count, though the page is full."""

MAX_READ = 20_000
MAX_READ_CHARACTERS = 50_000_000
"""How many proposals one page may read before it says that there may be more, and how long."""

LEAST_LETTERS = 3
"""Fewer begin too many words for the index to go through, where others tell what to read."""

READ_AT_ONCE = 100
"""So many texts are held in memory, however many are proposed at once."""

EVERYTHING = Since(date.min)
"""What an index is asked when the days are all that a query says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """An article with the words that answered; without marks where it answers no more."""

    article: Article
    text: ArticleText
    title_marks: Marks
    text_marks: Marks
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Bounded:
    """A query, apart from the days that ids already tell; *tree* is None without words."""

    tree: Tree | None
    from_id: int | None
    before_id: int | None
    after: int | None
    """Where the page before ended."""

    @property
    def goes_on_before(self) -> int | None:
        """The id below which this page begins."""
        bounds = [bound for bound in (self.before_id, self.after) if bound is not None]
        return min(bounds, default=None)


class Search:
    """Finds articles by a query of the desk's language."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def articles(
        self,
        query: str | Tree,
        which: MentionFilter = EVERY_MENTION,
        *,
        after: object | None = None,
        limit: int = PAGE,
    ) -> PageOfRows[Article]:
        """Return the articles that answer *query*, the newest first.

        The total counts all of them, up to the cap; on a later page of a query that the index
        cannot say (NEAR, exact forms, fields), it counts those that follow.

        Args:
            query: As typed, or understood.
            which: Only those, mentions or not.
            after: The `next_key` of the page before.
            limit: How many at most.

        Raises:
            QueryError: The query is not understood.
        """
        with self._database.snapshot() as snapshot:
            tree = watches.tree(snapshot, query) if isinstance(query, str) else query
            question = _question(tree, after)
            found = self._found(snapshot, question, limit, which)
            noted = self._those(snapshot, _noted(snapshot, question), which)
            return self._with_noted(snapshot, found, noted, question, limit) if noted else found

    def marked(self, query: str, article: ArticleId) -> Marked:
        """Return *article* in its latest words, with those that answer *query*.

        Raises:
            ArticleMissing: There is no such article.
            QueryError: The query is not understood.
        """
        with self._database.snapshot() as snapshot:
            tree = watches.tree(snapshot, query)
            texts = articles.latest_texts(snapshot, [article])
            shown = articles.by_ids(snapshot, [article], person=self._database.actor)
        if not texts or not shown:
            raise ArticleMissing(article)
        match = find(tree, document(texts[0])) or Match(title=(), text=(), words=())
        return Marked(
            article=shown[0],
            text=texts[0],
            title_marks=match.title,
            text_marks=match.text,
            words=match.words,
        )

    def _found(
        self, snapshot: Snapshot, question: _Bounded, limit: int, which: MentionFilter
    ) -> PageOfRows[Article]:
        """Return the articles that answer by their own words."""
        tree = question.tree
        if which != EVERY_MENTION or not (tree is None or fulltext.is_exact(snapshot, tree)):
            return self._asked(snapshot, question, tree or EVERYTHING, limit, which)
        rest = None if tree is None else _without_letters(tree)
        if tree is not None and rest is not None and self._are_few(snapshot, question, rest):
            return self._asked(snapshot, question, tree, limit, which, among=rest)
        return self._believed(snapshot, question, limit)

    def _with_noted(
        self,
        snapshot: Snapshot,
        found: PageOfRows[Article],
        noted: Sequence[ArticleId],
        question: _Bounded,
        limit: int,
    ) -> PageOfRows[Article]:
        """Return *found* with those of *noted*, found by their notes alone, that stand there."""
        last = found.next_key if isinstance(found.next_key, int) else 0
        before = question.goes_on_before
        here = (each for each in noted if last <= each and (before is None or each < before))
        among = sorted({*(each.id for each in found.rows), *here}, reverse=True)
        shown = among[:limit]
        return replace(
            found,
            rows=articles.by_ids(snapshot, shown, person=self._database.actor),
            total=min(found.total + len(noted), COUNT_CAP),
            next_key=shown[-1] if len(among) > limit else found.next_key,
        )

    def _believed(self, snapshot: Snapshot, question: _Bounded, limit: int) -> PageOfRows[Article]:
        is_first = question.after is None
        ids = fulltext.propose(
            snapshot,
            Subject.ARTICLE,
            question.tree or EVERYTHING,
            limit=max(limit, COUNT_CAP if is_first else 0) + 1,
            before_id=question.goes_on_before,
            from_id=question.from_id,
        )
        if is_first:  # one question for both: it is its words that take the index long
            return self._page(snapshot, ids, limit, total=len(ids), is_whole=len(ids) <= COUNT_CAP)
        total = fulltext.count(
            snapshot,
            Subject.ARTICLE,
            question.tree or EVERYTHING,
            at_most=COUNT_CAP + 1,
            from_id=question.from_id,
            before_id=question.before_id,
        )
        return self._page(snapshot, ids, limit, total=total, is_whole=total <= COUNT_CAP)

    def _asked(
        self,
        snapshot: Snapshot,
        question: _Bounded,
        tree: Tree,
        limit: int,
        which: MentionFilter,
        *,
        among: Tree | None = None,
    ) -> PageOfRows[Article]:
        """Return what answers *tree* of what is proposed for *among*, a part of it, or for it."""
        found: list[int] = []
        total = read = characters = 0
        few = self._are_few(snapshot, question, among or tree)
        last_read: int | None = None
        doubtful = _doubtful(snapshot, tree)
        for some in _proposed(snapshot, question, among or tree):
            read, last_read = read + len(some), some[-1]
            texts = articles.latest_texts(snapshot, self._those(snapshot, some, which))
            characters += sum(len(each.title) + len(each.all_text) for each in texts)
            right = [each.article for each in texts if answers(doubtful, document(each))]
            total += len(right)
            found.extend(right[: limit + 1 - len(found)])
            is_full = len(found) > limit and not few
            is_long = read >= MAX_READ or characters >= MAX_READ_CHARACTERS
            if is_full or is_long or total > COUNT_CAP:
                break
        else:
            return self._page(snapshot, found, limit, total=total, is_whole=True)
        page = self._page(snapshot, found, limit, total=total, is_whole=False)
        if page.next_key is None:
            return replace(page, next_key=last_read)
        return page

    def _those(
        self, snapshot: Snapshot, ids: Sequence[ArticleId], which: MentionFilter
    ) -> Sequence[ArticleId]:
        """Return those of *ids* that *which* asks for."""
        if which == EVERY_MENTION:
            return ids
        asked = watches.among(snapshot, ids, which, self._database.actor)
        return [each for each in ids if each in asked]

    def _are_few(self, snapshot: Snapshot, question: _Bounded, tree: Tree) -> bool:
        """Whether so little is proposed that all of it can be counted."""
        proposed = fulltext.count(
            snapshot,
            Subject.ARTICLE,
            tree,
            at_most=COUNTED_TO_THE_END + 1,
            from_id=question.from_id,
            before_id=question.goes_on_before,
        )
        return proposed <= COUNTED_TO_THE_END

    def _page(
        self, snapshot: Snapshot, ids: list[int], limit: int, *, total: int, is_whole: bool
    ) -> PageOfRows[Article]:
        shown = list(map(ArticleId, ids[:limit]))
        return PageOfRows(
            rows=articles.by_ids(snapshot, shown, person=self._database.actor),
            total=min(total, COUNT_CAP),
            capped=not is_whole,
            next_key=shown[-1] if len(ids) > limit else None,
        )


def _question(tree: Tree, after: object | None) -> _Bounded:
    """*tree*, with the days that all of it asks for as bounds of ids."""
    from_ids: list[int] = []
    before_ids: list[int] = []
    rest: list[Tree] = []
    for part in tree.parts if isinstance(tree, And) else (tree,):
        match part:
            case Since(day):
                from_ids.append(first_id_of(midnight(day)))
            case Until(day):
                before_ids.append(first_id_of(midnight(day)))
            case _:
                rest.append(part)
    return _Bounded(
        all_of(rest) if rest else None,
        from_id=max(from_ids, default=None),
        before_id=min(before_ids, default=None),
        after=after if isinstance(after, int) else None,
    )


def _noted(snapshot: Snapshot, question: _Bounded) -> Sequence[ArticleId]:
    """Return the articles that answer with the words of their notes, and not without.

    Notes are few, and those without a word that is looked for are skipped.
    """
    tree = question.tree
    words = [each for each in walk(tree) if isinstance(each, Words)] if tree else []
    if tree is None or not words:
        return ()
    looked_for, from_id, before_id = any_of(words), question.from_id or 0, question.before_id
    notes = {
        article: note.text
        for article, note in watches.notes(snapshot).items()
        if from_id <= article and (before_id is None or article < before_id)
        if answers(looked_for, MatchedDocument(text=note.text))
    }
    found: list[ArticleId] = []
    for some in batched(notes, READ_AT_ONCE):
        for text in articles.latest_texts(snapshot, some):
            told = document(text)
            with_note = replace(told, text=f"{told.text}\n\n{notes[text.article]}")
            if answers(tree, with_note) and not answers(tree, told):
                found.append(text.article)
    return found


def _without_letters(tree: Tree) -> Tree | None:
    """Return the part of *tree* that the index finds soon; None where it is all of it, or nothing.

    For the words that a letter or two begin the index goes through all those that are so begun:
    0.07 s over 100,000 articles.
    """
    if not isinstance(tree, And):
        return None
    rest = [part for part in tree.parts if not _is_letters(part)]
    return all_of(rest) if rest and len(rest) < len(tree.parts) else None


def _is_letters(part: Tree) -> bool:
    return isinstance(part, Words) and part.prefix and len(part.tokens[-1]) < LEAST_LETTERS


def _doubtful(snapshot: Snapshot, tree: Tree) -> Tree:
    """The part of *tree* that the index has not settled."""
    if not isinstance(tree, And):
        return tree
    return all_of(
        [part for part in tree.parts if not fulltext.is_exact(snapshot, part)] or tree.parts
    )


def _proposed(
    snapshot: Snapshot, question: _Bounded, tree: Tree
) -> Iterator[tuple[ArticleId, ...]]:
    """What the index proposes, a few at a time, the newest first."""
    before_id, limit = question.goes_on_before, BATCH
    while True:
        ids = fulltext.propose(
            snapshot,
            Subject.ARTICLE,
            tree,
            limit=limit,
            before_id=before_id,
            from_id=question.from_id,
        )
        if not ids:
            return
        before_id = ids[-1]
        yield from batched(map(ArticleId, ids), READ_AT_ONCE)
        if len(ids) < limit:
            return
        limit = min(limit * 2, MOST_AT_ONCE)
