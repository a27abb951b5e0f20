"""What the watches remember: examples, what was not pertinent, and what an edit would change.

After an article that was not pertinent it proposes a phrase that the watch could ignore: the words
that were marked with what stands beside them, up to the next words that say something ("rue de
Verdun", "Canadien de Montréal").
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import override

from comms_desk.changes import Change, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, ArticleMissing, ArticleText, TextId
from comms_desk.media.themes import example_rows, query_names, replay, store, views, word_lists
from comms_desk.media.themes.desk import ThemeDesk
from comms_desk.media.themes.facts import EXAMPLE_FACTS
from comms_desk.media.themes.model import (
    Marks,
    NewWordList,
    Theme,
    ThemeId,
    ThemeIsOurs,
    WordListId,
    document,
    term,
)
from comms_desk.media.themes.names import Asked, QueryNames
from comms_desk.media.themes.remembered import (
    Checked,
    Example,
    ExampleId,
    ExampleWanted,
    Follows,
    IgnoredPhrase,
    NewExample,
    ProposedPhrase,
    Replay,
    Replayed,
    broken,
    refuse_empty,
)
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.text.families import SHORT_WORDS
from comms_desk.text.fold import Folded, fold, tokens
from comms_desk.text.matching import MatchedDocument, Prepared, answers
from comms_desk.text.query import QueryError, Words, any_of, parse_phrase
from comms_desk.text.query.contrast import contrast

MOST_BESIDE = 2
"""So many words that say something are taken on each side of what was marked."""
MOST_MARKS = 12
"""Of more places the first are tried: they say what an article is about."""

_APART = re.compile(r"[.,;:!?()\[\]«»\"“”…|•\n\t]|\s[–—-]\s")
"""No phrase runs over one of these."""


SHOWN = 30
OTHERS_COMPARED = 200
"""So many mentions that were put aside before are looked at for a phrase that they share."""
MOST_REPLAYED = 4
"""So many phrases are replayed before the best is proposed."""
MOST_LOST = 5_000
"""A phrase by which more mentions would go is not proposed."""


class MemoryDesk(BinnedDesk[example_rows.ExampleRow, ExampleId, Example]):
    """The examples of the watches, and what the desk has judged not pertinent."""

    ROW = example_rows.ExampleRow
    EDITABLE = frozenset(fact.field for fact in EXAMPLE_FACTS)

    def __init__(self, database: Database, watches: ThemeDesk) -> None:
        super().__init__(database)
        self._watches = watches
        self._broken: tuple[object, Mapping[ThemeId, int]] = (None, {})
        """What was asked of the examples, and how many did not hold: asked at each refresh."""

    # Examples

    def add(self, new: NewExample) -> Example:
        """Give a watch an example in words of its own.

        Raises:
            NotFound: There is no such watch, or it is in the bin.
        """
        with self._database.transaction() as transaction:
            row_of(transaction, store.ThemeRow, new.watch)
            return example_rows.example(example_rows.add(transaction, new))

    def keep(
        self, article: ArticleId, watches: Sequence[ThemeId], wanted: ExampleWanted
    ) -> tuple[Example, ...]:
        """Make *article*, in its own words, an example of *watches*.

        One that it is already becomes what is *wanted* now.

        Raises:
            ArticleMissing: There is no such article.
            ExampleEmpty: Its title holds no word.
            NotFound: There is no such watch, or it is in the bin.
            ThemeIsOurs: It asks nothing, and finds what is brought to it.
        """
        with self._database.transaction() as transaction:
            return tuple(self._keep(transaction, article, each, wanted) for each in watches)

    def examples(self, watch: ThemeId) -> tuple[Checked, ...]:
        """Return the examples of *watch*, what it must find first, and whether each holds.

        Raises:
            NotFound: There is no such watch, or it is in the bin.
        """
        with self._database.snapshot() as snapshot:
            kept = store.watch(row_of(snapshot, store.ThemeRow, watch))
            query = _query(query_names.names(snapshot), kept)
            examples = example_rows.every(snapshot, [watch])
        return tuple(
            Checked(example=each, holds=query is not None and each.holds(query))
            for each in examples
        )

    def broken(self) -> Mapping[ThemeId, int]:
        """Return how many examples of each watch do not hold, where any does not."""
        with self._database.snapshot() as snapshot:
            names = query_names.names(snapshot)
            examples = example_rows.every(snapshot, [watch.id for watch in names.watches])
        question = (names.questions, examples)
        if self._broken[0] == question:
            return self._broken[1]
        asked = {each.watch for each in examples}
        queries = {each.id: _query(names, each) for each in names.watches if each.id in asked}
        counts: dict[ThemeId, int] = {}
        for each in examples:
            query = queries[each.watch]
            if query is None or not each.holds(query):
                counts[each.watch] = counts.get(each.watch, 0) + 1
        self._broken = question, counts
        return counts

    def replay(
        self,
        watch: ThemeId,
        *,
        query: str,
        ignored: tuple[str, ...],
        shown: int = SHOWN,
        stop: Callable[[], bool] = lambda: False,
    ) -> Replayed:
        """Say what *watch* would find with that query and those phrases, and what no more.

        Args:
            watch: As it is saved.
            query: As it would be.
            ignored: The phrases that it would ignore.
            shown: How many of each are marked.
            stop: Asked again and again; once it says so, no older article is looked at.

        Raises:
            NotFound: There is no such watch, or it is in the bin.
            QueryError: The query is not understood.
            IgnoredPhraseWrong: A phrase to ignore holds no word.
        """
        with self._database.snapshot() as snapshot:
            kept = store.watch(row_of(snapshot, store.ThemeRow, watch))
            names = query_names.names(snapshot)
            new = names.asked(query, ignored, of=kept.key)
            old = names.asked(kept.query, kept.ignored, of=kept.key)
            edited = replace(kept, query=query, ignored=ignored)
            others = [each for each in names.all_users([kept.key]) if each.id != watch]
            following = _following(names, names.with_watch(edited), others)
            pairs = [(old, new), *(pair for _, pair in following)]
            erased = {word for each, _ in pairs[1:] for word in each[1]}
            apart = contrast(old, new)
            if apart is not None and erased:
                # A query within another is asked without what that one ignores.
                apart = any_of([apart, *sorted(erased, key=repr)])
            apart = replay.wherever(apart, (old[0], new[0]), [kept.key], following)
            compared = replay.compare_each(snapshot, apart, pairs, shown=shown, stop=stop)
            told = compared[0]
            follows = _follow(snapshot, following, compared[1:])
            person = self._database.actor
            newly = views.tried(snapshot, kept.grade, told.gained.found, person)
            no_more = views.tried(snapshot, kept.grade, told.lost.found, person)
            examples = example_rows.every(snapshot, [watch])
        would_break = broken(examples, new)
        return Replayed(
            examined=told.examined,
            within=told.within,
            follows=follows,
            gained=len(told.gained.articles),
            lost=len(told.lost.articles),
            newly=newly,
            no_more=no_more,
            broken=would_break,
            breaks=tuple(each for each in would_break if each.holds(old)),
        )

    def replay_list(
        self,
        number: WordListId,
        terms: tuple[str, ...],
        *,
        stop: Callable[[], bool] = lambda: False,
    ) -> Replay:
        """Say what the watches that name a list would find if it held *terms*.

        Args:
            number: Of the list as it is saved.
            terms: Those that it would hold.
            stop: Asked again and again; once it says so, no older article is looked at.

        Raises:
            NotFound: There is no such list, or it is in the bin.
            WordListEmpty: There is no term.
            TermWrong: A term holds no word.
        """
        with self._database.snapshot() as snapshot:
            kept = word_lists.value(row_of(snapshot, word_lists.WordListRow, number))
            NewWordList(name=kept.name, terms=terms, also_called=kept.also_called)
            names = query_names.names(snapshot)
            edited = names.with_list(replace(kept, terms=terms))
            following = _following(names, edited, names.all_users(kept.keys))
            other = {*map(term, kept.terms)} ^ {*map(term, terms)}
            apart = any_of(sorted(other, key=repr)) if other else None
            apart = replay.wherever(apart, (), kept.keys, following)
            pairs = [pair for _, pair in following]
            compared = replay.compare_each(snapshot, apart, pairs, stop=stop)
            return Replay(
                examined=compared[0].examined if compared else 0,
                within=compared[0].within if compared else 0,
                follows=_follow(snapshot, following, compared),
            )

    # What is not pertinent

    def mark_irrelevant(self, *wanted: ArticleId) -> tuple[ArticleId, ...]:
        """Put articles aside as not pertinent, for everybody; return those that were not yet.

        Raises:
            ArticleMissing: There is no such article.
        """
        with self._database.transaction() as transaction:
            store.refuse_missing(transaction, wanted)
            transaction.announce(Change.of(Subject.MENTION, wanted))
            return store.stamp(transaction, store.IrrelevantRow, wanted)

    def mark_pertinent(self, *wanted: ArticleId) -> tuple[ArticleId, ...]:
        """Undo `mark_irrelevant`; return those that were put aside."""
        with self._database.transaction() as transaction:
            transaction.announce(Change.of(Subject.MENTION, wanted))
            return store.unstamp(transaction, store.IrrelevantRow, wanted)

    def proposals(
        self, article: ArticleId, *, stop: Callable[[], bool] = lambda: False
    ) -> tuple[ProposedPhrase, ...]:
        """Return a phrase for each watch that found *article* with which it would not have.

        It holds words that were marked and stands in no mention that somebody rated, starred,
        noted, tied to a dossier or wants found; a watch for which there is none is left out.

        Args:
            article: It was put aside.
            stop: Asked again and again; once it says so, no older article is looked at.
        """
        with self._database.snapshot() as snapshot:
            found = [
                self._proposed(snapshot, row, stop) for row in store.marked_in(snapshot, article)
            ]
        return tuple(each for each in found if each is not None)

    def ignore(self, article: ArticleId, watch: ThemeId, phrase: str) -> IgnoredPhrase:
        """Make *watch* ignore *phrase*, and never find *article* again: that is an example now.

        Raises:
            ArticleMissing: There is no such article.
            NotFound: There is no such watch, or it is in the bin.
            IgnoredPhraseWrong: The phrase holds no word.
        """
        with self._database.all_or_nothing():
            before = self._watches.get(watch).ignored
            after = before if phrase in before else (*before, phrase)
            edit = self._watches.edit(watch, FieldChange("ignored", list(before), list(after)))
            (example,) = self.keep(article, [watch], ExampleWanted.MUST_NOT)
            return IgnoredPhrase(edit=edit, example=example.id)

    @override
    def _value(self, snapshot: Snapshot, row: example_rows.ExampleRow) -> Example:
        return example_rows.example(row)

    @override
    def _change(
        self, transaction: Transaction, row: example_rows.ExampleRow, change: FieldChange
    ) -> Edit:
        """Change a field of *row*.

        Raises:
            ExampleEmpty: No word is left in its title.
        """
        if change.field == "title":
            refuse_empty(str(change.after))
        return super()._change(transaction, row, change)

    def _keep(
        self, transaction: Transaction, article: ArticleId, watch: ThemeId, wanted: ExampleWanted
    ) -> Example:
        if row_of(transaction, store.ThemeRow, watch).by_hand:
            raise ThemeIsOurs
        row = example_rows.of_article(transaction, article, watch)
        if row is None:
            texts = articles.latest_texts(transaction, [article])
            if not texts:
                raise ArticleMissing(article)
            (text,) = texts
            new = NewExample(
                watch=watch,
                wanted=wanted,
                title=text.title,
                text=text.quoting(_marks(transaction, text, watch)),
                outlet=text.outlet,
                author=text.author,
                language=text.language,
                moment=text.moment,
                article=article,
            )
            row = example_rows.add(transaction, new)
        elif row.wanted is not wanted:
            self._change(transaction, row, FieldChange("wanted", row.wanted, wanted))
        return example_rows.example(row)

    def _proposed(
        self, snapshot: Snapshot, row: store.MentionRow, stop: Callable[[], bool]
    ) -> ProposedPhrase | None:
        watch = store.watch(row_of(snapshot, store.ThemeRow, row.watch_id))
        query = _query(query_names.names(snapshot), watch)
        texts = articles.texts_by_id(snapshot, [TextId(row.text_id)])
        if query is None or not texts:
            return None
        told = document(texts[0])
        title = tuple((start, end) for start, end in row.title_marks)
        marks = tuple((start, end) for start, end in row.text_marks)
        candidates = freeing(told, (title, marks), query)
        if not candidates:
            return None
        aside = store.put_aside_of(snapshot, watch.id, limit=OTHERS_COMPARED)
        others = [document(text) for text in articles.latest_texts(snapshot, aside)]
        best = best_first(candidates, told, others)[:MOST_REPLAYED]
        proposed = (_replayed(snapshot, watch, query, each, stop) for each in best)
        return next((each for each in proposed if each is not None), None)


def _marks(snapshot: Snapshot, text: ArticleText, watch: ThemeId) -> Marks:
    """Where *watch* found what it looks for in *text*, as far as that is stored."""
    rows = store.marked_in(snapshot, text.article)
    there = (row for row in rows if (row.watch_id, row.text_id) == (watch, text.id))
    return tuple((start, end) for row in there for start, end in row.text_marks)


@dataclass(frozen=True, slots=True)
class PhraseCandidate:
    """A phrase as it is written; *is_name* where what stands beside begins by a capital."""

    phrase: str
    words: Words
    is_name: bool


def around(text: str, marks: Marks) -> Iterator[PhraseCandidate]:
    """Yield phrases around each of *marks*, those before it first, the shorter first."""
    if not marks:
        return
    folded = fold(text)
    count = len(folded.tokens)
    for start, end in marks[:MOST_MARKS]:
        inside = [n for n in range(count) if folded.starts[n] < end and folded.ends[n] > start]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        before = list(_steps(text, folded, range(first, -1, -1)))
        after = list(_steps(text, folded, range(last, count)))
        for a, b in (
            *((each, last) for each in before),
            *((first, each) for each in after),
            *((one, other) for one in before[:1] for other in after[:1]),
        ):
            phrase = " ".join(text[folded.starts[a] : folded.ends[b]].split())
            beside = [n for n in (a, b) if not first <= n <= last]
            try:
                words = parse_phrase(phrase)
            except QueryError:
                continue
            is_name = all(text[folded.starts[n]].isupper() for n in beside)
            yield PhraseCandidate(phrase, words, is_name)


def freeing(
    document: MatchedDocument, marks: tuple[Marks, Marks], query: Asked
) -> tuple[PhraseCandidate, ...]:
    """Return phrases around *marks* (of title and text) without which *query* finds it no more."""
    tree, ignored = query
    prepared = Prepared(document)
    found: dict[tuple[str, ...], PhraseCandidate] = {}
    for text, places in zip((document.title, document.text), marks, strict=True):
        for each in around(text, places):
            found.setdefault(each.words.tokens, each)
    return tuple(
        each
        for each in found.values()
        if not answers(tree, prepared.ignoring((*ignored, each.words)))
    )


def best_first(
    candidates: Iterable[PhraseCandidate],
    document: MatchedDocument,
    others: Sequence[MatchedDocument],
) -> list[tuple[int, PhraseCandidate]]:
    """Return *candidates*, and how many *others* hold each: those first that most of them do.

    Copies count once, and those of the *document* itself not at all.  Of those that as many hold
    the longest comes first; where none does, one with a name, and else they stay as they were.
    """
    seen = {tuple(tokens(document.title))}
    asked = []
    for other in others:
        title = tuple(tokens(other.title))
        if title not in seen:
            seen.add(title)
            asked.append(Prepared(other))

    def order(told: tuple[int, PhraseCandidate]) -> tuple[int, bool, int]:
        held, each = told
        length = len(each.words.tokens)
        return (-held, False, -length) if held else (0, not each.is_name, 0)

    told = [
        (sum(any(p.holds(each.words) for p in one.passages(None)) for one in asked), each)
        for each in candidates
    ]
    return sorted(told, key=order)


def _steps(text: str, folded: Folded, places: range) -> Iterator[int]:
    """Yield the places of the words that say something, away from the first of *places*."""
    here, said = places[0], 0
    for place in places[1:]:
        near, far = min(here, place), max(here, place)
        if _APART.search(text, folded.ends[near], folded.starts[far]):
            return
        here = place
        if folded.tokens[place] not in SHORT_WORDS:
            yield place
            said += 1
            if said == MOST_BESIDE:
                return


def _replayed(
    snapshot: Snapshot,
    watch: Theme,
    old: Asked,
    held: tuple[int, PhraseCandidate],
    stop: Callable[[], bool],
) -> ProposedPhrase | None:
    """Return what a phrase would cost; None where that is what the desk has kept, or too much."""
    others, candidate = held
    new = (old[0], (*old[1], candidate.words))
    told = replay.compare(snapshot, old, new, shown=0, stop=stop)
    lost = sorted(store.found_by(snapshot, watch.id, told.lost.articles))
    if len(lost) > MOST_LOST:
        return None
    kept = {
        *store.tones(snapshot, lost, None),
        *store.stamps(snapshot, store.StarRow, lost),
        *store.stamps(snapshot, store.NoteRow, lost),
        *example_rows.required(snapshot, watch.id),
    }
    if not kept.isdisjoint(lost) or dossiers.of_each(snapshot, Subject.ARTICLE, lost):
        return None
    irrelevant = store.stamps(snapshot, store.IrrelevantRow, lost)
    read = articles.read_by(snapshot, snapshot.database.actor, lost)
    examples = example_rows.every(snapshot, [watch.id])
    return ProposedPhrase(
        watch=watch.id,
        phrase=candidate.phrase,
        others=others,
        lost=len(lost),
        irrelevant=len(irrelevant),
        read=len(read - irrelevant.keys()),
        breaks=tuple(each for each in broken(examples, new) if each.holds(old)),
        examined=told.examined,
    )


def _following(
    names: QueryNames, edited: QueryNames, watches: Sequence[Theme]
) -> list[tuple[Theme, tuple[Asked, Asked]]]:
    """Return what *watches* ask, and would with *edited* names; not those that ask nothing."""
    asked = ((each, _query(names, each), _query(edited, each)) for each in watches)
    nothing = replay.NOTHING
    return [(each, (old or nothing, new or nothing)) for each, old, new in asked if old or new]


def _follow(
    snapshot: Snapshot,
    following: Sequence[tuple[Theme, tuple[Asked, Asked]]],
    compared: Sequence[replay.ReplayedQueries],
) -> tuple[Follows, ...]:
    """Return what would change in each, where anything would, what changes most first."""
    examples = example_rows.every(snapshot, [watch.id for watch, _ in following])
    found = [
        Follows(
            name=watch.name,
            gained=len(told.gained.articles),
            lost=len(told.lost.articles),
            breaks=tuple(
                each
                for each in examples
                if each.watch == watch.id and each.holds(old) and not each.holds(new)
            ),
        )
        for (watch, (old, new)), told in zip(following, compared, strict=True)
    ]
    changed = (each for each in found if each.gained or each.lost or each.breaks)
    return tuple(sorted(changed, key=lambda each: (-each.gained - each.lost, each.name)))


def _query(names: QueryNames, watch: Theme) -> Asked | None:
    """What *watch* asks; None where it is not understood, or asks nothing."""
    try:
        return names.asked(watch.query, watch.ignored, of=watch.key)
    except CommsDeskError:
        return None
