"""An edit of a watch replayed before it is saved: what it would gain, and what it would lose.

The index is asked only for what the two queries may answer otherwise, and the matcher decides.
Where the index cannot help, fewer articles are looked at; where it proposes more than there is
time for, the newest of them are, and so is said.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import batched

from comms_desk.changes import Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, ArticleText
from comms_desk.media.themes import store
from comms_desk.media.themes.model import Theme, ThemeId, document
from comms_desk.media.themes.names import Asked
from comms_desk.storage import fulltext
from comms_desk.storage.database import Snapshot
from comms_desk.text.matching import Prepared, answers, find
from comms_desk.text.proposal import proposal
from comms_desk.text.query import Not, Tree, Words, all_of, any_of, names_in, parse
from comms_desk.text.query.contrast import contrast, sought
from comms_desk.text.query.tree import In, Near, Or, walk

WITHIN_ARTICLES = 100_000
WITHOUT_INDEX_ARTICLES = 10_000
CHARACTERS = 60_000_000
"""After so many no older article is looked at, whatever time there is."""
BATCH = 100
_A_WORD = Words(("nothing",))
NOTHING: Asked = (all_of([_A_WORD, Not(_A_WORD)]), ())
"""What a watch asks that is not understood: no document answers it."""


@dataclass(slots=True)
class Side:
    """What one of two queries finds alone: every article, and the newest with its marks."""

    query: Asked
    articles: list[ArticleId] = field(default_factory=list)
    found: list[store.FoundMatch] = field(default_factory=list)


@dataclass(slots=True)
class ReplayedQueries:
    """Two queries over the newest articles; see `remembered.Replayed`."""

    within: int
    examined: int
    gained: Side
    lost: Side

    def ask(self, text: ArticleText, prepared: Prepared, *, shown: int) -> None:
        """Note *text* on the side of the one query that it answers, if it is one."""
        alone = [
            (side, asked)
            for side in (self.lost, self.gained)
            if answers(side.query[0], asked := prepared.ignoring(side.query[1]))
        ]
        if len(alone) != 1:
            return
        side, asked = alone[0]
        side.articles.append(text.article)
        if len(side.found) < shown and (match := find(side.query[0], asked)):
            side.found.append(store.FoundMatch(ThemeId(0), text, match))


def compare(
    snapshot: Snapshot,
    old: Asked,
    new: Asked,
    *,
    shown: int,
    stop: Callable[[], bool] = lambda: False,
) -> ReplayedQueries:
    """Ask both queries of the articles where they may differ, the newest first.

    Args:
        snapshot: What is read.
        old: The query as it is.
        new: The query as it would be.
        shown: How many of each side are marked.
        stop: Asked before each text: once it says so, no older one is looked at.
    """
    pairs = [(old, new)]
    return compare_each(snapshot, contrast(old, new), pairs, shown=shown, stop=stop)[0]


def compare_each(
    snapshot: Snapshot,
    apart: Tree | None,
    pairs: Sequence[tuple[Asked, Asked]],
    *,
    shown: int = 0,
    stop: Callable[[], bool] = lambda: False,
) -> Sequence[ReplayedQueries]:
    """Ask each pair of queries of the same articles: of those where *apart* may be true.

    None: they differ nowhere.
    """
    within, ids = _proposed(snapshot, apart)
    compared = [
        ReplayedQueries(within, within, gained=Side(new), lost=Side(old)) for old, new in pairs
    ]
    read = 0
    for some in batched(map(ArticleId, ids), BATCH):
        for text in articles.latest_texts(snapshot, some):
            if read >= CHARACTERS or stop():
                examined = articles.count_from(snapshot, ArticleId(text.article + 1))
                return [replace(each, examined=examined) for each in compared]
            told = document(text)
            prepared = Prepared(told)
            for each in compared:
                each.ask(text, prepared, shown=shown)
            read += len(told.title) + len(told.text)
    return compared


def wherever(
    apart: Tree | None,
    edit: Sequence[Tree],
    keys: Iterable[str],
    following: Sequence[tuple[Theme, tuple[Asked, Asked]]],
) -> Tree | None:
    """Return *apart*, true too where what is *following* asks it of a field, or beside a word.

    And wherever one of these answers that is not understood before the edit, or after.

    Args:
        apart: What is true of each document, taken whole, that an edit decides otherwise.
        edit: The query as it is and as it would be; of a list nothing: *apart* is its terms.
        keys: Those by which what is edited is named.
        following: The watches that name it, or each other, with what they ask and would.
    """
    found = [sought(known) for _, (old, new) in following for known in _alone(old, new)]
    if apart is None:
        return any_of(found) if found else None
    known = {*keys, *(each.key for each, _ in following)}
    scopes = [
        part
        for each, _ in following
        for part in walk(parse(each.query))
        if isinstance(part, In | Near) and any(name.key in known for name in names_in(part))
    ]
    fields = sorted({each.field for each in scopes if isinstance(each, In)})
    found += [apart, *(In(field, apart) for field in fields)]
    if edit and any(isinstance(each, Near) for each in scopes):
        before, after = ({*(each.parts if isinstance(each, Or) else (each,))} for each in edit)
        found += sorted(before ^ after, key=repr)
    return any_of(found)


def _alone(old: Asked, new: Asked) -> tuple[Asked, ...]:
    """Return that of the two which asks something, where the other asks `NOTHING`."""
    return (new,) if old is NOTHING else (old,) if new is NOTHING else ()


def _proposed(snapshot: Snapshot, apart: Tree | None) -> tuple[int, Sequence[int]]:
    """Among how many of the newest articles *apart* is looked for, and which may answer it."""
    if apart is not None and proposal(apart).formula is None:
        ids = articles.ids_before(snapshot, limit=WITHOUT_INDEX_ARTICLES)
        return len(ids), ids
    within, oldest = articles.newest(snapshot, limit=WITHIN_ARTICLES)
    if apart is None or oldest is None:
        return within, ()
    kind, limit = Subject.ARTICLE, WITHIN_ARTICLES
    return within, fulltext.propose(snapshot, kind, apart, limit=limit, from_id=oldest)
