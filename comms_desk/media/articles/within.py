"""What a higher slice may ask of articles inside its own transaction or snapshot.

It also puts articles that no feed brought in the bin, takes them out of it, or erases them.
"""

from collections.abc import Iterable, Sequence
from itertools import batched

from sqlalchemy import func, select, update

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import signed, store
from comms_desk.media.articles.full import full_text_rows
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.model import FullTextWhen
from comms_desk.storage import fulltext
from comms_desk.storage.database import Snapshot, Transaction

texts_after = store.texts_after
latest_texts = store.latest_texts
texts_by_id = store.texts_by_id
text_before = store.text_before
texts_there = store.texts_there
last_text = store.last_text
held = full_text_rows.held
to_ask = full_text_rows.to_ask
asked = full_text_rows.asked
ids_before = store.ids_before
newest = store.newest
count_from = store.count_from
by_ids = store.by_ids
for_subscribers = full_text_rows.for_subscribers
read_by = store.read_by
ids_of = store.ids_of
in_bin = store.in_bin
outlets_of = store.outlets_of
is_unread = store.is_unread
are_unread = store.are_unread
signed_often = signed.signed_often
signed_at = signed.signed_at
times_signed = signed.times_signed
has_published = signed.has_published

THERE_AT_ONCE = 500
ID = store.ArticleRow.id.expression
"""The column of the articles' ids."""
SOURCE = func.coalesce(store.ArticleRow.outlet_id, -store.ArticleRow.feed_id, ID)
"""Tells the media of articles apart: their outlet, or else their feed, or each by itself."""
PUBLISHED_AT = store.ArticleRow.published_at.expression
"""The column of what feeds claim."""


def there(snapshot: Snapshot, ids: Iterable[int]) -> frozenset[ArticleId]:
    """Return which of *ids* are still articles, in the bin or not."""
    return frozenset(
        ArticleId(each)
        for some in batched(ids, THERE_AT_ONCE)
        for each in snapshot.session.scalars(select(ID).where(ID.in_(some)))
    )


def want_full_texts(transaction: Transaction, ids: Iterable[ArticleId]) -> None:
    """Queue the pages of *ids*, mentions now, whose feed wants them read of mentions only."""
    reading = feeds.reading_pages(transaction, FullTextWhen.MENTIONS)
    if reading:
        full_text_rows.want_of_mentions(transaction, ids, feeds=reading)


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
