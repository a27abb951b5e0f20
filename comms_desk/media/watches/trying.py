"""What a query would find among the newest articles, before it is a watch.

The window asks this at each pause of whoever writes one.  Little is read at a time, an answer
is marked only where it is shown, and after so many words it is asked of no older article.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import batched

from comms_desk.changes import Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, moment_of
from comms_desk.media.watches import store
from comms_desk.media.watches.model import Alone, WatchId, document
from comms_desk.media.watches.names import Asked
from comms_desk.media.watches.understood import ask_one
from comms_desk.storage import fulltext
from comms_desk.storage.database import Snapshot
from comms_desk.text.matching import answers
from comms_desk.text.query import Tree
from comms_desk.text.query.contrast import sought

TRIED_ARTICLES = 5_000
TRIED_CHARACTERS = 20_000_000
BATCH = 50
READ_ALONE = 100
"""So many texts are read to count one term that the index cannot count."""


@dataclass(slots=True)
class Told:
    """What was found: *answering* counts all, *found* holds the newest."""

    examined: int = 0
    answering: int = 0
    found: list[store.Found] = field(default_factory=list)
    newest: Sequence[int] = ()
    """The ids of the articles over which terms are counted, the newest first."""

    @property
    def days(self) -> int:
        """Of how many days the newest articles are, counting one that was only begun."""
        if not self.newest:
            return 1
        lasted = moment_of(self.newest[0]) - moment_of(self.newest[self.examined - 1])
        return 1 + lasted.days


def ask(
    snapshot: Snapshot,
    query: Asked,
    *,
    shown: int,
    most_characters: int = TRIED_CHARACTERS,
) -> Told:
    """Ask *query* of the newest articles, and mark the first *shown* that answer."""
    tree, ignored = query
    newest = articles.ids_before(snapshot, limit=TRIED_ARTICLES)
    told = Told(examined=len(newest), newest=newest)
    ids = fulltext.propose(
        snapshot,
        Subject.ARTICLE,
        sought(query),
        limit=TRIED_ARTICLES,
        from_id=newest[-1] if newest else None,
    )
    read = 0
    for some in batched(map(ArticleId, ids), BATCH):
        texts = articles.latest_texts(snapshot, some)
        for text in texts:
            if len(told.found) < shown:
                new = ask_one(WatchId(0), query, [text]) or []
                told.found += new
                told.answering += len(new)
            else:
                told.answering += answers(tree, document(text), ignored)
            read += len(text.title) + len(text.all_text)
            if read >= most_characters:
                told.examined = _down_to(text.article, newest)
                return told
    return told


def alone(
    snapshot: Snapshot, newest: Sequence[int], trees: Iterable[tuple[str, Tree]]
) -> Iterator[Alone]:
    """Count in how many of the *newest* articles each of *trees* stands, whatever is ignored.

    Where the index cannot say it, the first `READ_ALONE` that it proposes are read.
    """
    for typed, tree in trees:
        if not newest:
            yield Alone(typed=typed, count=0)
        elif fulltext.is_exact(snapshot, tree):
            found = fulltext.count(
                snapshot, Subject.ARTICLE, tree, at_most=len(newest), from_id=newest[-1]
            )
            yield Alone(typed=typed, count=found)
        else:
            ids = fulltext.propose(
                snapshot, Subject.ARTICLE, tree, limit=READ_ALONE + 1, from_id=newest[-1]
            )
            texts = articles.latest_texts(snapshot, list(map(ArticleId, ids[:READ_ALONE])))
            count = sum(answers(tree, document(text)) for text in texts)
            yield Alone(typed=typed, count=count, goes_on=len(ids) > READ_ALONE)


def _down_to(article: ArticleId, newest: Sequence[ArticleId]) -> int:
    """How many of *newest* (the newest first) are *article* or newer."""
    return bisect_right(newest, -article, key=lambda each: -each)
