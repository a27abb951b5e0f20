"""One round of the watches: what it is about is read, thought over outside, then written.

Matching may take long, and whoever types waits behind a transaction: so it is done between a
snapshot and a short transaction that writes only where nothing has moved meanwhile.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, ArticleText, TextId
from comms_desk.media.watches import naming, store
from comms_desk.media.watches.model import Caught, WatchId
from comms_desk.media.watches.understood import Understood, ask_one
from comms_desk.storage import fulltext
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.text.query.contrast import sought

CHARACTERS_AT_ONCE = 500_000
"""A round takes no more texts once these hold so much: what is thought over is soon written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBack:
    """A watch that has not been asked of all the older articles yet.

    *rest_before* is where the next round goes on; None: this one is the last.
    """

    watch: WatchId
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
    query = understood.query(WatchId(row.id))
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
            watch=WatchId(row.id),
            before=row.back_before,
            to=row.back_to,
            rest_before=rest_before,
        ),
    )


def think(seen: Seen, stop: Callable[[], bool]) -> list[store.Found] | None:
    """Return what answers; None when *stop* said so before all was asked.  Reads no database."""
    if seen.look_back is None:
        return seen.understood.ask(seen.texts, stop)
    query = seen.understood.query(seen.look_back.watch)
    return ask_one(seen.look_back.watch, query, seen.texts, stop) if query else []


def write(transaction: Transaction, seen: Seen, found: list[store.Found]) -> Caught | None:
    """Store what was *found*, and note what was asked; None, and nothing done, if it moved."""
    names = naming.names(transaction)
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
    calling: set[WatchId] = set()
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
