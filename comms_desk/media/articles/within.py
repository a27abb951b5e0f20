"""What a higher slice may ask of articles inside its own transaction or snapshot.

It also puts articles that no feed brought in the bin, takes them out of it, or erases them.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import batched

from sqlalchemy import ColumnElement, Select, func, select, update

from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.articles import signed, store
from comms_desk.media.articles.full import full_text_rows
from comms_desk.media.articles.model import Article, ArticleId, ArticleText, TextId
from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.model import FullTextWhen
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage import fulltext
from comms_desk.storage.database import Snapshot, Transaction

THERE_AT_ONCE = 500
ID = store.ArticleRow.id.expression
"""The column of the articles' ids."""
SOURCE = func.coalesce(store.ArticleRow.outlet_id, -store.ArticleRow.feed_id, ID)
"""Tells the media of articles apart: their outlet, or else their feed, or each by itself."""

signed_often = signed.signed_often
signed_at = signed.signed_at
times_signed = signed.times_signed
has_published = signed.has_published
PUBLISHED_AT = store.ArticleRow.published_at.expression
"""The column of what feeds claim."""


def texts_after(snapshot: Snapshot, cursor: TextId, *, limit: int) -> tuple[ArticleText, ...]:
    """Return the texts that came after *cursor*, in order: new articles and new versions."""
    return store.texts_after(snapshot, cursor, limit=limit)


def latest_texts(snapshot: Snapshot, ids: Sequence[ArticleId]) -> tuple[ArticleText, ...]:
    """Return the latest text of each of *ids*, in that order; the gone are left out."""
    return store.latest_texts(snapshot, ids)


def texts_by_id(snapshot: Snapshot, ids: Sequence[TextId]) -> tuple[ArticleText, ...]:
    """Return those versions, in the order of their ids; the gone are left out."""
    return store.texts_by_id(snapshot, ids)


def text_before(snapshot: Snapshot, article: int) -> TextId:
    """Return the cursor of the newest text of an article older than *article*; 0: there is none."""
    return store.text_before(snapshot, article)


def texts_there(snapshot: Snapshot, ids: Sequence[TextId]) -> frozenset[TextId]:
    """Return which of those versions are still there."""
    return store.texts_there(snapshot, ids)


def last_text(snapshot: Snapshot) -> TextId:
    """Return the cursor of the newest text; 0 when there is none."""
    return store.last_text(snapshot)


def there(snapshot: Snapshot, ids: Iterable[int]) -> frozenset[ArticleId]:
    """Return which of *ids* are still articles, in the bin or not."""
    return frozenset(
        ArticleId(each)
        for some in batched(ids, THERE_AT_ONCE)
        for each in snapshot.session.scalars(select(ID).where(ID.in_(some)))
    )


def held(snapshot: Snapshot, ids: Sequence[ArticleId]) -> frozenset[ArticleId]:
    """Return those of *ids* about which the themes are asked later, with their full text."""
    return full_text_rows.held(snapshot, ids)


def to_ask(snapshot: Snapshot, *, limit: int) -> Mapping[ArticleId, datetime]:
    """Return the articles about whose full text the themes are asked now, and since when."""
    return full_text_rows.to_ask(snapshot, limit=limit)


def asked(transaction: Transaction, seen: Mapping[ArticleId, datetime]) -> None:
    """Note that the themes were asked of what `to_ask` gave, where nothing came since."""
    full_text_rows.asked(transaction, seen)


def want_full_texts(transaction: Transaction, ids: Iterable[ArticleId]) -> None:
    """Queue the pages of *ids*, mentions now, whose feed wants them read of mentions only."""
    reading = feeds.reading_pages(transaction, FullTextWhen.MENTIONS)
    if reading:
        full_text_rows.want_of_mentions(transaction, ids, feeds=reading)


def ids_before(
    snapshot: Snapshot, before: ArticleId | None = None, *, limit: int
) -> tuple[ArticleId, ...]:
    """Return ids of articles, the newest first, lower than *before*."""
    return store.ids_before(snapshot, before, limit=limit)


def newest(snapshot: Snapshot, *, limit: int) -> tuple[int, ArticleId | None]:
    """Return how many articles there are, *limit* at most, and the oldest of the newest so many."""
    return store.newest(snapshot, limit=limit)


def count_from(snapshot: Snapshot, article: ArticleId) -> int:
    """Return how many articles are *article* or newer."""
    return store.count_from(snapshot, article)


def by_ids(
    snapshot: Snapshot, ids: Sequence[ArticleId], *, person: int | None = None
) -> tuple[Article, ...]:
    """Return the articles *ids*, in that order, as lists show them."""
    return store.by_ids(snapshot, ids, person=person)


def for_subscribers(snapshot: Snapshot, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    """Return those of *ids* whose page showed its beginning alone: the rest is for subscribers."""
    return full_text_rows.for_subscribers(snapshot, ids)


def read_by(
    snapshot: Snapshot, person: int | None, ids: Iterable[ArticleId]
) -> frozenset[ArticleId]:
    """Return which of *ids* the person has read."""
    return store.read_by(snapshot, person, ids)


def ids_of(source: Ref) -> Select[int]:
    """Return the question for the ids of the articles of *source*, an outlet or a feed."""
    return store.ids_of(source)


def in_bin() -> Select[int]:
    """Return the question for the ids of the articles that went to the bin with a clip."""
    return store.in_bin()


def outlets_of(snapshot: Snapshot, ids: Select[int]) -> tuple[OutletId, ...]:
    """Return the outlets of the articles that the question *ids* selects, each once."""
    return store.outlets_of(snapshot, ids)


def is_unread(article: ColumnElement[int], person: int | None) -> ColumnElement[bool]:
    """Return the condition that the person has not read the article of a column."""
    return store.is_unread(article, person)


def are_unread(article: ColumnElement[int], person: int | None) -> ColumnElement[bool]:
    """Return the condition of `is_unread`, for a question about all articles at once."""
    return store.are_unread(article, person)


def mark_read(transaction: Transaction, ids: Sequence[ArticleId], *, person: int) -> None:
    """Note that *person* has read those articles; once is enough."""
    store.note_readings(transaction, person, ids)


def put_in_bin(transaction: Transaction, articles: Iterable[ArticleId]) -> None:
    """Take *articles* out of every list and search, but for those that a feed has shown since."""
    ids = _but_shown(transaction, articles)
    _mark(transaction, ids, is_binned=True)
    fulltext.remove(transaction, Subject.ARTICLE, ids)


def take_out_of_bin(transaction: Transaction, articles: Iterable[ArticleId]) -> None:
    """List and find *articles* again."""
    ids = tuple(articles)
    _mark(transaction, ids, is_binned=False)
    full_text_rows.index(transaction, ids)


def erase(transaction: Transaction, articles: Iterable[ArticleId]) -> None:
    """Remove *articles* for good, but for those that a feed has shown since."""
    store.erase(transaction, _but_shown(transaction, articles))


def _but_shown(transaction: Transaction, articles: Iterable[ArticleId]) -> list[ArticleId]:
    """Return those of *articles* that no feed has shown."""
    ids = tuple(articles)
    shown = select(store.AppearanceRow.article_id).where(store.AppearanceRow.article_id.in_(ids))
    kept = set(transaction.session.scalars(shown))
    return [each for each in ids if each not in kept]


def _mark(transaction: Transaction, ids: Sequence[ArticleId], *, is_binned: bool) -> None:
    at = transaction.now if is_binned else None
    transaction.session.execute(
        update(store.ArticleRow).where(store.ArticleRow.id.in_(ids)).values(binned_at=at)
    )
    transaction.announce(Change.of(Subject.ARTICLE, ids))
