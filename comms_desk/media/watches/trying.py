"""What a query would find among the newest articles, before it is a watch.

The window asks this at each pause of whoever writes one.  Little is read at a time, an answer
is marked only where it is shown, and after so many words it is asked of no older article.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import batched

from comms_desk.changes import Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.watches import store
from comms_desk.media.watches.model import WatchId, document
from comms_desk.media.watches.names import Asked
from comms_desk.media.watches.understood import ask_one
from comms_desk.storage import fulltext
from comms_desk.storage.database import Snapshot
from comms_desk.text.matching import answers
from comms_desk.text.query.contrast import sought

TRIED_ARTICLES = 5_000
TRIED_CHARACTERS = 20_000_000
BATCH = 50


@dataclass(slots=True)
class Told:
    """What was found: *answering* counts all, *found* holds the newest."""

    examined: int = 0
    answering: int = 0
    found: list[store.Found] = field(default_factory=list)


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
    told = Told(examined=len(newest))
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


def _down_to(article: ArticleId, newest: Sequence[ArticleId]) -> int:
    """How many of *newest* (the newest first) are *article* or newer."""
    return bisect_right(newest, -article, key=lambda each: -each)
