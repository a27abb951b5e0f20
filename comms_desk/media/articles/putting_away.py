"""Articles that no feed brings, put in the bin, taken out of it, or erased with what they say.

What a feed has shown meanwhile stays.  Private to the slice, like its store; higher slices come
in by `within`.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select, update

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import store
from comms_desk.media.articles.full import full_text_rows
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.articles.store import AppearanceRow, ArticleRow
from comms_desk.storage import fulltext
from comms_desk.storage.database import Transaction


def put_in_bin(transaction: Transaction, articles: Iterable[ArticleId]) -> None:
    """Have *articles* be in no list, and found by nothing; what a feed has shown since stays."""
    ids = _but_shown(transaction, articles)
    _mark(transaction, ids, is_binned=True)
    fulltext.remove(transaction, Subject.ARTICLE, ids)


def take_out_of_bin(transaction: Transaction, articles: Iterable[ArticleId]) -> None:
    """Have *articles* be listed and found again."""
    ids = tuple(articles)
    _mark(transaction, ids, is_binned=False)
    full_text_rows.index(transaction, ids)


def erase(transaction: Transaction, articles: Iterable[ArticleId]) -> None:
    """Remove *articles* for good, but for those that a feed has shown since."""
    store.erase(transaction, _but_shown(transaction, articles))


def _but_shown(transaction: Transaction, articles: Iterable[ArticleId]) -> list[ArticleId]:
    """Return those of *articles* that no feed has shown."""
    ids = tuple(articles)
    shown = select(AppearanceRow.article_id).where(AppearanceRow.article_id.in_(ids))
    kept = set(transaction.session.scalars(shown))
    return [each for each in ids if each not in kept]


def _mark(transaction: Transaction, ids: Sequence[ArticleId], *, is_binned: bool) -> None:
    at = transaction.now if is_binned else None
    transaction.session.execute(
        update(ArticleRow).where(ArticleRow.id.in_(ids)).values(binned_at=at)
    )
    transaction.announce(Change.of(Subject.ARTICLE, ids))
