"""What people make of articles as they go through them: stars, notes, and why each was found.

A star and a note are everybody's, with who and when; what the edits of an article say of them
stays.  Tones are `WatchDesk`'s, and what is not pertinent `MemoryDesk`'s.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, TextId
from comms_desk.media.themes import query_names, store
from comms_desk.media.themes.model import Marks, Theme, ThemeId, document
from comms_desk.media.themes.names import Asked, QueryNames, Typed
from comms_desk.storage import edits
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.errors import EditConflict
from comms_desk.storage.model import Act, Edit, FieldChange
from comms_desk.text.matching import Prepared, find

STAR, NOTE = "star", "note"
"""What the edits of an article call them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTerm:
    """A term of a query, or a phrase that is ignored, as it was *typed*, and where it stands.

    *words* are those found there, as they are written there.
    """

    typed: str
    title: Marks
    text: Marks
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyFound:
    """Why a theme found an article: the terms that stand in it, and what was ignored there.

    Without *terms*, it was brought by hand, or was found in words that it has no more.
    """

    watch: Theme
    terms: tuple[FoundTerm, ...] = ()
    ignored: tuple[FoundTerm, ...] = ()


class TriageDesk:
    """Stars and notes of articles, mentions or not."""

    EDITABLE = frozenset({NOTE})
    PARTS: Collection[str] = ()

    def __init__(self, database: Database) -> None:
        self._database = database

    def star(self, *wanted: ArticleId) -> tuple[ArticleId, ...]:
        """Give articles a star, for everybody; return those that had none yet.

        Raises:
            ArticleMissing: There is no such article.
        """
        return self._mark(wanted, store.stamp, is_starred=True)

    def unstar(self, *wanted: ArticleId) -> tuple[ArticleId, ...]:
        """Undo `star`; return those that had one.

        Raises:
            ArticleMissing: There is no such article.
        """
        return self._mark(wanted, store.unstamp, is_starred=False)

    def edit(self, article: ArticleId, change: FieldChange) -> Edit:
        """Write the note of *article*, or with no word take it away; the inverse undoes it.

        Raises:
            ArticleMissing: There is no such article.
            EditConflict: Somebody wrote it since it was read.
        """
        if change.field not in self.EDITABLE:
            raise ValueError(f"{change.field} of an article is not edited")
        before, after = (
            text if text.strip() else ""
            for text in (str(change.before or ""), str(change.after or ""))
        )
        with self._database.transaction() as transaction:
            store.refuse_missing(transaction, [article])
            kept = store.notes(transaction, [article]).get(article)
            stored = kept.text if kept else ""
            if stored not in (before, after):
                raise EditConflict(_ref(article), NOTE, theirs=stored, yours=after)
            store.unstamp(transaction, store.NoteRow, [article])
            if after:
                store.stamp(transaction, store.NoteRow, [article], text=after)
            transaction.announce(Change.of(Subject.MENTION, [article]))
            return edits.note(
                transaction, _ref(article), Act.EDITED, NOTE, before=stored, after=after
            )

    def history(self, article: ArticleId) -> tuple[Edit, ...]:
        """Return what people did to *article*, the latest first."""
        with self._database.snapshot() as snapshot:
            return edits.history(snapshot, _ref(article))

    def subjects(self) -> tuple[str, ...]:
        """Return the subjects that tones were given to, those judged most often first."""
        with self._database.snapshot() as snapshot:
            return store.subjects(snapshot)

    def why(self, article: ArticleId) -> tuple[WhyFound, ...]:
        """Return why each theme found *article*, in the words that it was found in."""
        with self._database.snapshot() as snapshot:
            names = query_names.names(snapshot)
            watches = {each.id: each for each in names.watches}
            return tuple(
                _why(snapshot, names, watches[ThemeId(row.watch_id)], TextId(row.text_id))
                for row in store.marked_in(snapshot, article)
                if row.watch_id in watches
            )

    def _mark(
        self,
        wanted: Sequence[ArticleId],
        put: Callable[
            [Transaction, type[store.StampedRow], Sequence[ArticleId]], tuple[ArticleId, ...]
        ],
        *,
        is_starred: bool,
    ) -> tuple[ArticleId, ...]:
        with self._database.transaction() as transaction:
            store.refuse_missing(transaction, wanted)
            done = put(transaction, store.StarRow, wanted)
            change = FieldChange(STAR, before=not is_starred, after=is_starred)
            edits.note_all(transaction, Act.EDITED, ((_ref(each), change) for each in done))
            transaction.announce(Change.of(Subject.MENTION, done))
            return done


def _why(snapshot: Snapshot, names: QueryNames, watch: Theme, found_in: TextId) -> WhyFound:
    """Ask each term of *watch* alone of the text in which it answered."""
    texts = articles.texts_by_id(snapshot, [found_in])
    if watch.by_hand or not texts:
        return WhyFound(watch=watch)
    try:
        asked: Asked = names.asked(watch.query, watch.ignored, of=watch.key)
        terms, ignored = names.alone(watch.query, watch.ignored)
    except CommsDeskError:
        return WhyFound(watch=watch)
    whole = Prepared(document(texts[0]))
    return WhyFound(
        watch=watch,
        terms=tuple(_held(terms, whole.ignoring(asked[1]))),
        ignored=tuple(_held(ignored, whole)),
    )


def _held(terms: Sequence[Typed], document: Prepared) -> Iterator[FoundTerm]:
    """Yield those of *terms* that stand in *document*, with their places."""
    for typed, tree in dict(terms).items():
        match = find(tree, document)
        if match is not None:
            yield FoundTerm(typed=typed, title=match.title, text=match.text, words=match.words)


def _ref(article: ArticleId) -> Ref:
    return Ref(Subject.ARTICLE, article)
