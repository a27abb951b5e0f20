"""Watches: added, edited, asked of what arrives; and the mentions that they find."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import override

from comms_desk.changes import Change, Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.watches import catching, listing, naming, store, trying, views
from comms_desk.media.watches.facts import FACTS
from comms_desk.media.watches.model import (
    CITY,
    EVERY_MENTION,
    Caught,
    Judged,
    Mention,
    MentionFilter,
    NewWatch,
    Tone,
    Tried,
    Watch,
    WatchId,
    WatchIsOurs,
    name_key,
    watch_name,
)
from comms_desk.media.watches.names import Names
from comms_desk.media.watches.understood import Understood
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage import links
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import Page

TEXTS_AT_ONCE = 250
"""The most that one transaction asks about: whoever types waits behind it."""

TRIES = 2
"""How often a round is thought over without the lock, when something moved each time."""

MOST_TERMS = 60
"""So many terms of a query that is tried are counted one by one, the first ones."""

PAGE = 50


class WatchDesk(BinnedDesk[store.WatchRow, WatchId, Watch]):
    """The watches of the desk and their mentions.

    What a person has read and judged is the acting person's (`Database.act_as`).
    """

    ROW = store.WatchRow
    EDITABLE = frozenset(fact.field for fact in FACTS)

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self._understood = Understood(Names())

    # Watches

    def add(self, new: NewWatch) -> Watch:
        """Add a watch; `catch_up` will then ask it of the newest articles too.

        Raises:
            NameTaken: Another watch, or a list, has that name.
            QueryError: A name in its query is not understood.
            NoSuchWordList: A phrase to ignore is the name of no list.
        """
        with self._database.transaction() as transaction:
            naming.refuse_taken(transaction, [new.name])
            key = name_key(new.name)
            naming.names(transaction).asked(new.query, new.ignored, of=key)
            row = store.add(transaction, new)
            naming.ask_again(transaction, [key], WatchId(row.id))
            transaction.announce(Change.of(Subject.WATCH, [row.id]))
            return store.watch(row)

    def every(self) -> tuple[Watch, ...]:
        """Return every watch, the surest first, then by name."""
        with self._database.snapshot() as snapshot:
            return store.every(snapshot)

    def broken(self) -> tuple[tuple[Watch, CommsDeskError], ...]:
        """Return the watches that this version does not understand: they find nothing."""
        with self._database.snapshot() as snapshot:
            understood = self._ready(snapshot)
        return tuple(
            (watch, understood.broken[watch.id])
            for watch in understood.names.watches
            if watch.id in understood.broken
        )

    def try_out(self, new: NewWatch, *, limit: int = PAGE) -> Tried:
        """Say what a watch would find among the newest articles, without adding it."""
        with self._database.snapshot() as snapshot:
            names = naming.names(snapshot)
            query = names.asked(new.query, new.ignored, of=name_key(new.name))
            told = trying.ask(snapshot, query, shown=limit)
            shown = views.tried(snapshot, new.grade, told.found, self._database.actor)
            terms, erased = names.alone(new.query, new.ignored)
            return Tried(
                examined=told.examined,
                answering=told.answering,
                found=shown,
                days=told.days,
                terms=tuple(trying.alone(snapshot, told.newest, terms[:MOST_TERMS])),
                erased=tuple(trying.alone(snapshot, told.newest, erased[:MOST_TERMS])),
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
            found = catching.think(seen, stop)
            if found is None:
                return Caught(is_done=False, is_stopped=True)
            with self._database.transaction() as transaction:
                if permit is not None:
                    permit(transaction)
                caught = catching.write(transaction, seen, found)
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
    ) -> Page[Mention]:
        """Return articles that answer watches, the newest first.

        Args:
            which: Only those.
            after: The `next_key` of the page before.
            limit: How many at most.
        """
        person = self._database.actor
        with self._database.snapshot() as snapshot:
            found = listing.mentioned(snapshot, which, person, after=after, limit=limit)
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
    def _value(self, snapshot: Snapshot, row: store.WatchRow) -> Watch:
        return store.watch(row)

    @override
    def _change(self, transaction: Transaction, row: store.WatchRow, change: FieldChange) -> Edit:
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
            WatchIsOurs: It is the desk's own.
        """
        _refuse_ours(row)
        key, otherwise = row.name_key, None
        if change.field == "name":
            name = watch_name(str(change.after))
            change = FieldChange(field="name", before=change.before, after=name)
            naming.refuse_taken(transaction, [name], but=row.ref)
            row.name_key = name_key(name)
        elif change.field in ("query", "ignored"):
            asked = {"query": row.query, "ignored": row.ignored, change.field: change.after}
            query, ignored = str(asked["query"]), views.phrases(asked["ignored"])
            otherwise = naming.answered_otherwise(transaction, row, query, ignored)
        edit = super()._change(transaction, row, change)
        if change.field in ("query", "ignored"):
            naming.ask_again(transaction, [key], WatchId(row.id), only=otherwise)
        elif key != row.name_key and row.binned_at is None:
            naming.rename(transaction, [key], row.name)
        return edit

    @override
    def _put_in(self, transaction: Transaction, row: store.WatchRow) -> None:
        """Put *row* in the bin; its mentions go and come back with it.

        Raises:
            StillNamed: Another query names it.
            WatchIsOurs: It is the desk's own.
        """
        _refuse_ours(row)
        naming.refuse_named(transaction, row.name, [row.name_key])
        super()._put_in(transaction, row)
        transaction.announce(Change.of(Subject.MENTION))

    @override
    def _take_out(self, transaction: Transaction, row: store.WatchRow) -> None:
        """Take *row* out of the bin, to be asked of what came meanwhile.

        Raises:
            TakenSince: Another watch, or a list, has its name by now.
        """
        naming.refuse_taken_since(transaction, row.ref, [row.name])
        super()._take_out(transaction, row)
        naming.look_back(transaction, row)
        naming.ask_again(transaction, [row.name_key])
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
            found = catching.think(seen, stop)
            if found is None:
                return Caught(is_done=False, is_stopped=True)
            return catching.write(transaction, seen, found) or Caught(is_done=False)

    def _see(self, snapshot: Snapshot, limit: int) -> catching.Seen | None:
        if not catching.waits(snapshot):
            return None
        return catching.see(snapshot, self._ready(snapshot), limit=limit)

    def _ready(self, snapshot: Snapshot) -> Understood:
        """The watches, understood; the work is kept until one, or a list, changes."""
        names = naming.names(snapshot)
        if not self._understood.is_of(names):
            self._understood = Understood(names)
        return self._understood


def _refuse_ours(row: store.WatchRow) -> None:
    if row.by_hand:
        raise WatchIsOurs


def _refs(articles: Sequence[ArticleId]) -> Iterator[Ref]:
    return (Ref(Subject.ARTICLE, each) for each in articles)
