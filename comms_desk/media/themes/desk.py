"""Watches: added, edited, tried, asked of what arrives; and the mentions that they find.

Matching may take long, and who types waits behind a transaction: so it is done between a
snapshot and a short transaction that writes only where nothing has moved meanwhile.

A query is tried on the newest articles before it is a watch, at each pause of its writer: little is
read at a time, an answer is marked only where it is shown, and after so many words it is asked of
no older article.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import override

from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, ArticleText, TextId, moment_of
from comms_desk.media.themes import mention_list, query_names, store, views
from comms_desk.media.themes.facts import FACTS
from comms_desk.media.themes.model import (
    CITY,
    EVERY_MENTION,
    Alone,
    Caught,
    Judged,
    Mention,
    MentionFilter,
    NewTheme,
    Theme,
    ThemeId,
    ThemeIsOurs,
    ThemeTried,
    Tone,
    document,
    name_key,
    watch_name,
)
from comms_desk.media.themes.names import Asked, QueryNames
from comms_desk.media.themes.understood import Understood, ask_one
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage import fulltext, links
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.matching import answers
from comms_desk.text.query import Tree
from comms_desk.text.query.contrast import sought

TRIED_ARTICLES = 5_000
TRIED_CHARACTERS = 20_000_000
BATCH = 50
READ_ALONE = 100
"""So many texts are read to count one term that the index cannot count."""


CHARACTERS_AT_ONCE = 500_000
"""A round takes no more texts once these hold so much: what is thought over is soon written."""


TEXTS_AT_ONCE = 250
"""The most that one transaction asks about: who types waits behind it."""

TRIES = 2
"""How often a round is thought over without the lock, when something moved each time."""

MOST_TERMS = 60
"""So many terms of a query that is tried are counted one by one, the first ones."""

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """A watch that has not been asked of all the older articles yet.

    *rest_before* is where the next round goes on; None: this one is the last.
    """

    watch: ThemeId
    before: int
    to: int | None
    rest_before: ArticleId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one round is about: texts that arrived, full texts, or older ones for one watch.

    *up_to* is the last text that arrived, asked now or, where its page is read first, later;
    *full* are the articles whose full text is there, or waited for no longer, and since when.
    """

    understood: Understood
    cursor: TextId
    texts: tuple[ArticleText, ...]
    up_to: TextId | None = None
    full: Mapping[ArticleId, datetime] = field(default_factory=dict)
    look_back: LookBack | None = None


def see(snapshot: Snapshot, understood: Understood, *, limit: int) -> Seen | None:
    """Return what the next round is about, *limit* texts at most; None when nothing waits."""
    cursor = store.cursor(snapshot)
    texts = _some(articles.texts_after(snapshot, cursor, limit=limit))
    if texts:
        held = articles.held(snapshot, [each.article for each in texts])
        return Seen(
            understood=understood,
            cursor=cursor,
            texts=tuple(each for each in texts if each.article not in held),
            up_to=texts[-1].id,
        )
    full = articles.to_ask(snapshot, limit=limit)
    if full:
        there = articles.latest_texts(snapshot, list(full))
        texts = _some(there)
        later = {each.article for each in there[len(texts) :]}
        full = {each: at for each, at in full.items() if each not in later}
        return Seen(understood=understood, cursor=cursor, texts=texts, full=full)
    row = store.waiting_to_look_back(snapshot)
    if row is None or row.back_before is None:
        return None
    query = understood.query(ThemeId(row.id))
    ids: list[int] = []
    if query is not None:
        ids = fulltext.propose(
            snapshot,
            Subject.ARTICLE,
            sought(query),
            limit=limit,
            before_id=row.back_before,
            from_id=row.back_to,
        )
    proposed = articles.latest_texts(snapshot, list(map(ArticleId, ids)))
    texts = _some(proposed)
    rest_before = ArticleId(ids[-1]) if len(ids) == limit else None
    if len(texts) < len(proposed):
        rest_before = texts[-1].article
    return Seen(
        understood=understood,
        cursor=cursor,
        texts=texts,
        look_back=LookBack(
            watch=ThemeId(row.id),
            before=row.back_before,
            to=row.back_to,
            rest_before=rest_before,
        ),
    )


def think(seen: Seen, stop: Callable[[], bool]) -> list[store.FoundMatch] | None:
    """Return what answers; None when *stop* said so before all was asked.  Reads no database."""
    if seen.look_back is None:
        return seen.understood.ask(seen.texts, stop)
    query = seen.understood.query(seen.look_back.watch)
    return ask_one(seen.look_back.watch, query, seen.texts, stop) if query else []


def write(transaction: Transaction, seen: Seen, found: list[store.FoundMatch]) -> Caught | None:
    """Store what was *found*, and note what was asked; None, and nothing done, if it moved."""
    names = query_names.names(transaction)
    if not seen.understood.is_of(names) or store.cursor(transaction) != seen.cursor:
        return None
    back = seen.look_back
    row = store.waiting_to_look_back(transaction) if back is not None else None
    if back is not None and (
        row is None or (row.id, row.back_before, row.back_to) != (back.watch, back.before, back.to)
    ):
        return None
    there = articles.texts_there(transaction, [each.text.id for each in found])
    new = store.keep(transaction, [each for each in found if each.text.id in there])
    calling: set[ThemeId] = set()
    if back is None:
        calling = {watch.id for watch in names.watches if watch.alert}
        if seen.up_to is not None:
            store.move_cursor(transaction, seen.up_to)
        articles.asked(transaction, seen.full)
    elif row is not None:
        store.finish_looking_back(transaction, row, back.rest_before)
        if back.rest_before is None:
            transaction.announce(Change.of(Subject.WATCH, [back.watch]))
    if new:
        articles.want_full_texts(transaction, (each.text.article for each in new))
        transaction.announce(Change.of(Subject.MENTION, (each.text.article for each in new)))
    return Caught(
        texts=len(seen.texts),
        mentions=tuple(dict.fromkeys(each.text.article for each in new)),
        alerts=tuple((each.watch, each.text.article) for each in new if each.watch in calling),
        is_done=not waits(transaction),
    )


def waits(snapshot: Snapshot) -> bool:
    """Whether there is a text, a full text or a look back to do."""
    return (
        articles.last_text(snapshot) > store.cursor(snapshot)
        or bool(articles.to_ask(snapshot, limit=1))
        or store.waiting_to_look_back(snapshot) is not None
    )


def _some(texts: tuple[ArticleText, ...]) -> tuple[ArticleText, ...]:
    """The first of *texts*, up to the one with which they hold `CHARACTERS_AT_ONCE`."""
    held = 0
    for number, text in enumerate(texts, 1):
        held += len(text.title) + len(text.all_text)
        if held >= CHARACTERS_AT_ONCE:
            return texts[:number]
    return texts


class ThemeDesk(BinnedDesk[store.ThemeRow, ThemeId, Theme]):
    """The watches of the desk and their mentions.

    What a person has read and judged is the acting person's (`Database.act_as`).
    """

    ROW = store.ThemeRow
    EDITABLE = frozenset(fact.field for fact in FACTS)

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._understood = Understood(QueryNames())

    # Watches

    def add(self, new: NewTheme) -> Theme:
        """Add a watch; `catch_up` will then ask it of the newest articles too.

        Raises:
            NameTaken: Another watch, or a list, has that name.
            QueryError: A name in its query is not understood.
            NoSuchWordList: A phrase to ignore is the name of no list.
        """
        with self._database.transaction() as transaction:
            query_names.refuse_taken(transaction, [new.name])
            key = name_key(new.name)
            query_names.names(transaction).asked(new.query, new.ignored, of=key)
            row = store.add(transaction, new)
            query_names.ask_again(transaction, [key], ThemeId(row.id))
            transaction.announce(Change.of(Subject.WATCH, [row.id]))
            return store.watch(row)

    def every(self) -> tuple[Theme, ...]:
        """Return every watch, the surest first, then by name."""
        with self._database.snapshot() as snapshot:
            return store.every(snapshot)

    def broken(self) -> tuple[tuple[Theme, CommsDeskError], ...]:
        """Return the watches that this version does not understand: they find nothing."""
        with self._database.snapshot() as snapshot:
            understood = self._ready(snapshot)
        return tuple(
            (watch, understood.broken[watch.id])
            for watch in understood.names.watches
            if watch.id in understood.broken
        )

    def try_out(self, new: NewTheme, *, limit: int = PAGE) -> ThemeTried:
        """Say what a watch would find among the newest articles, without adding it."""
        with self._database.snapshot() as snapshot:
            names = query_names.names(snapshot)
            query = names.asked(new.query, new.ignored, of=name_key(new.name))
            told = ask(snapshot, query, shown=limit)
            shown = views.tried(snapshot, new.grade, told.found, self._database.actor)
            terms, erased = names.alone(new.query, new.ignored)
            return ThemeTried(
                examined=told.examined,
                answering=told.answering,
                found=shown,
                days=told.days,
                terms=tuple(alone(snapshot, told.newest, terms[:MOST_TERMS])),
                erased=tuple(alone(snapshot, told.newest, erased[:MOST_TERMS])),
            )

    # Asking

    def catch_up(
        self,
        *,
        limit: int = TEXTS_AT_ONCE,
        permit: Callable[[Transaction], None] | None = None,
        stop: Callable[[], bool] = lambda: False,
    ) -> Caught:
        """Ask the watches about the next texts that arrived, or look back a little.

        Call it again until it is done.  Nothing is asked twice, and asking twice would do no
        harm: a mention is the same one.  No lock is held while matching goes on; where something
        moved meanwhile it begins again, and after `TRIES` it asks of one text under the lock.

        Args:
            limit: How many texts at most, up to `TEXTS_AT_ONCE`.
            permit: Called first, in the transaction: raises when this worker has lost the
                right to write.
            stop: Asked again and again, in the middle of a text too; once it says so it must go
                on saying so.  What was not stored is asked later.

        Raises:
            StorageBusy: Another process held the lock too long; nothing was stored.
        """
        for _ in range(TRIES):
            with self._database.snapshot() as snapshot:
                seen = self._see(snapshot, min(limit, TEXTS_AT_ONCE))
            if seen is None:
                return Caught()
            found = think(seen, stop)
            if found is None:
                return Caught(is_done=False, is_stopped=True)
            with self._database.transaction() as transaction:
                if permit is not None:
                    permit(transaction)
                caught = write(transaction, seen, found)
            if caught is not None:
                return caught
        return self._catch_up_with_one(permit, stop)

    # Mentions

    def mentions(
        self,
        which: MentionFilter = EVERY_MENTION,
        *,
        after: object | None = None,
        limit: int = PAGE,
    ) -> PageOfRows[Mention]:
        """Return articles that answer watches, the newest first.

        Args:
            which: Only those.
            after: The `next_key` of the page before.
            limit: How many at most.
        """
        person = self._database.actor
        with self._database.snapshot() as snapshot:
            found = mention_list.mentioned(snapshot, which, person, after=after, limit=limit)
            ids = [ArticleId(each) for each in found.rows]
            return found.showing(views.mentions(snapshot, ids, person))

    def mention(self, article: ArticleId) -> Mention:
        """Return *article* with what the watches found in it; of no watch, if they found nothing.

        Raises:
            ArticleMissing: There is no such article.
        """
        with self._database.snapshot() as snapshot:
            return views.mention(snapshot, article, self._database.actor)

    def judged(self, ids: Sequence[ArticleId]) -> Mapping[ArticleId, Judged]:
        """Return the tone and the dossiers of each of *ids*, mentions or not."""
        with self._database.snapshot() as snapshot:
            return views.judged(snapshot, ids, self._database.actor)

    def set_tone(self, article: ArticleId, tone: Tone | None, *, of: str = CITY) -> Tone | None:
        """Note how the acting person judges *article* (None takes it back); return the old tone.

        Args:
            article: A mention or not.
            tone: How it treats the City, or the subject named.
            of: That subject; one that was named before is written as it was.

        Raises:
            ArticleMissing: There is no such article.
        """
        return self.set_tones({article: tone}, of=of)[article]

    def set_tones(
        self, wanted: Mapping[ArticleId, Tone | None], *, of: str = CITY
    ) -> Mapping[ArticleId, Tone | None]:
        """Judge several articles as `set_tone` does; return the old tone of each."""
        with self._database.transaction() as transaction:
            if transaction.actor is None:
                raise ValueError("nobody acts")
            store.refuse_missing(transaction, tuple(wanted))
            of = store.subject(transaction, of)
            before = store.set_tones(transaction, transaction.actor, wanted, of)
            transaction.announce(Change.of(Subject.MENTION, wanted))
            return before

    def link(self, article: ArticleId, dossier: DossierId) -> bool:
        """Tie *article* to *dossier*; whether it was not yet."""
        return bool(self.link_all([article], dossier))

    def link_all(self, articles: Sequence[ArticleId], dossier: DossierId) -> tuple[ArticleId, ...]:
        """Tie *articles* to *dossier*; return those that were not yet.

        Raises:
            ArticleMissing: One of them is not there.
        """
        with self._database.transaction() as transaction:
            store.refuse_missing(transaction, articles)
            tied = dossiers.link(transaction, dossier, *_refs(articles))
            transaction.announce(Change.of(Subject.MENTION, articles))
            return tuple(ArticleId(each.id) for each in tied)

    def unlink(self, article: ArticleId, dossier: DossierId) -> bool:
        """Untie *article* from *dossier*; whether it was tied."""
        return bool(self.unlink_all([article], dossier))

    def unlink_all(
        self, articles: Sequence[ArticleId], dossier: DossierId
    ) -> tuple[ArticleId, ...]:
        """Untie *articles* from *dossier*; return those that were tied."""
        with self._database.transaction() as transaction:
            untied = links.unlink(transaction, dossiers.ref(dossier), *_refs(articles))
            transaction.announce(Change.of(Subject.MENTION, articles))
            return tuple(ArticleId(each.id) for each in untied)

    @override
    def _value(self, snapshot: Snapshot, row: store.ThemeRow) -> Theme:
        return store.watch(row)

    @override
    def _change(self, transaction: Transaction, row: store.ThemeRow, change: FieldChange) -> Edit:
        """Change a field of *row*.

        Another query or other ignored phrases: what it had found where the two may differ is
        forgotten, and it is asked again of the newest articles; so is whatever names it.  What
        was read and judged stays with the articles.  Another name is written into the queries
        that name it.

        Raises:
            NameTaken: Another watch, or a list, has the new name.
            QueryError: The new query is not understood.
            IgnoredPhraseWrong: A new phrase to ignore holds no word.
            NoSuchWordList: A new phrase to ignore is the name of no list.
            ThemeIsOurs: It is the desk's own.
        """
        _refuse_ours(row)
        key, otherwise = row.name_key, None
        if change.field == "name":
            name = watch_name(str(change.after))
            change = FieldChange(field="name", before=change.before, after=name)
            query_names.refuse_taken(transaction, [name], but=row.ref)
            row.name_key = name_key(name)
        elif change.field in ("query", "ignored"):
            asked = {"query": row.query, "ignored": row.ignored, change.field: change.after}
            query, ignored = str(asked["query"]), views.phrases(asked["ignored"])
            otherwise = query_names.answered_otherwise(transaction, row, query, ignored)
        edit = super()._change(transaction, row, change)
        if change.field in ("query", "ignored"):
            query_names.ask_again(transaction, [key], ThemeId(row.id), only=otherwise)
        elif key != row.name_key and row.binned_at is None:
            query_names.rename(transaction, [key], row.name)
        return edit

    @override
    def _put_in(self, transaction: Transaction, row: store.ThemeRow) -> None:
        """Put *row* in the bin; its mentions go and come back with it.

        Raises:
            StillNamed: Another query names it.
            ThemeIsOurs: It is the desk's own.
        """
        _refuse_ours(row)
        query_names.refuse_named(transaction, row.name, [row.name_key])
        super()._put_in(transaction, row)
        transaction.announce(Change.of(Subject.MENTION))

    @override
    def _take_out(self, transaction: Transaction, row: store.ThemeRow) -> None:
        """Take *row* out of the bin, to be asked of what came meanwhile.

        Raises:
            TakenSince: Another watch, or a list, has its name by now.
        """
        query_names.refuse_taken_since(transaction, row.ref, [row.name])
        super()._take_out(transaction, row)
        query_names.look_back(transaction, row)
        query_names.ask_again(transaction, [row.name_key])
        transaction.announce(Change.of(Subject.MENTION))

    def _catch_up_with_one(
        self, permit: Callable[[Transaction], None] | None, stop: Callable[[], bool]
    ) -> Caught:
        """Ask of one text under the lock, so that nobody's changes hold it up for ever."""
        with self._database.transaction() as transaction:
            if permit is not None:
                permit(transaction)
            seen = self._see(transaction, 1)
            if seen is None:
                return Caught()
            found = think(seen, stop)
            if found is None:
                return Caught(is_done=False, is_stopped=True)
            return write(transaction, seen, found) or Caught(is_done=False)

    def _see(self, snapshot: Snapshot, limit: int) -> Seen | None:
        if not waits(snapshot):
            return None
        return see(snapshot, self._ready(snapshot), limit=limit)

    def _ready(self, snapshot: Snapshot) -> Understood:
        """The watches, understood; the work is kept until one, or a list, changes."""
        names = query_names.names(snapshot)
        if not self._understood.is_of(names):
            self._understood = Understood(names)
        return self._understood


def _refuse_ours(row: store.ThemeRow) -> None:
    if row.by_hand:
        raise ThemeIsOurs


def _refs(articles: Sequence[ArticleId]) -> Iterator[Ref]:
    return (Ref(Subject.ARTICLE, each) for each in articles)


@dataclass(slots=True)
class TrialResult:
    """What was found: *answering* counts all, *found* holds the newest."""

    examined: int = 0
    answering: int = 0
    found: list[store.FoundMatch] = field(default_factory=list)
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
) -> TrialResult:
    """Ask *query* of the newest articles, and mark the first *shown* that answer."""
    tree, ignored = query
    newest = articles.ids_before(snapshot, limit=TRIED_ARTICLES)
    told = TrialResult(examined=len(newest), newest=newest)
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
                new = ask_one(ThemeId(0), query, [text]) or []
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
