"""What the desk knows of the entries that arrive: read at once, before anything is decided.

Private to the slice, like its store.  An article's text is read when somebody asks for it:
few entries come so near to an article that their texts have to be compared.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import func, select, tuple_

from comms_desk.media.articles.likeness import Title, Told
from comms_desk.media.articles.store import LATEST, AppearanceRow, ArticleRow, ArticleTextRow
from comms_desk.storage.database import Transaction

MOST_ON_A_PAGE = 100
"""Of the articles that one page has been, the newest that an entry is compared with."""

Key = tuple[int, bytes]
"""A feed, and the hash of an entry's key."""


@dataclass(slots=True)
class Appearance:
    """A feed has shown an entry, as the article of that id, in these words, on this page."""

    key: Key
    article: int | None
    words: bytes
    page: bytes


@dataclass(slots=True)
class Known:
    """An article that entries may be about, as it stands.

    *forms* has the words in which it was shown last, by feed and key.
    """

    id: int
    version: int
    title: Title
    link: str
    page: bytes
    forms: dict[Key, bytes] = field(default_factory=dict)
    told: Told | None = None


def appearances(transaction: Transaction, keys: Collection[Key]) -> dict[Key, Appearance]:
    """Return what was seen under *keys*."""
    if not keys:
        return {}
    rows = transaction.session.execute(
        select(
            AppearanceRow.feed_id,
            AppearanceRow.entry_key,
            AppearanceRow.article_id,
            AppearanceRow.text_hash,
            AppearanceRow.link_key,
        ).where(tuple_(AppearanceRow.feed_id, AppearanceRow.entry_key).in_(list(keys)))
    )
    return {(row[0], row[1]): Appearance((row[0], row[1]), *row[2:]) for row in rows}


def articles_on(transaction: Transaction, pages: Collection[bytes]) -> list[int]:
    """Return the articles that led to *pages* last, of each page the newest."""
    if not pages:
        return []
    newest_first = func.row_number().over(
        partition_by=ArticleRow.link_key, order_by=ArticleRow.id.desc()
    )
    placed = (
        select(ArticleRow.id, newest_first.label("place"))
        .where(ArticleRow.link_key.in_(list(pages)))
        .subquery()
    )
    wanted = select(placed.c.id).where(placed.c.place <= MOST_ON_A_PAGE)
    return list(transaction.session.scalars(wanted))


def articles(transaction: Transaction, ids: Iterable[int]) -> dict[int, Known]:
    """Return the articles *ids*, by id; those that are gone are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    session = transaction.session
    rows = session.execute(
        select(
            ArticleRow.id,
            ArticleRow.version,
            ArticleTextRow.title,
            ArticleRow.link,
            ArticleRow.link_key,
        )
        .join_from(ArticleRow, ArticleTextRow, LATEST)
        .where(ArticleRow.id.in_(wanted))
        .order_by(ArticleRow.id)
    )
    found = {row[0]: Known(row[0], row[1], Title(row[2]), row[3], row[4]) for row in rows}
    forms = session.execute(
        select(
            AppearanceRow.article_id,
            AppearanceRow.feed_id,
            AppearanceRow.entry_key,
            AppearanceRow.text_hash,
        ).where(AppearanceRow.article_id.in_(wanted))
    )
    for article, feed, key, words in forms:
        if article in found:
            found[article].forms[feed, key] = words
    return found


def told(transaction: Transaction, article: Known) -> Told:
    """Return what *article* says in its latest version."""
    if article.told is None:
        text = transaction.session.scalar(
            select(ArticleTextRow.text).where(
                ArticleTextRow.article_id == article.id, ArticleTextRow.version == article.version
            )
        )
        article.told = Told(article.title, text or "")
    return article.told


def has_said(transaction: Transaction, article: Known, title: str, text: str) -> bool:
    """Say whether a version of *article* had this title and this text."""
    found = transaction.session.scalar(
        select(ArticleTextRow.id)
        .where(
            ArticleTextRow.article_id == article.id,
            ArticleTextRow.title == title,
            ArticleTextRow.text == text,
        )
        .limit(1)
    )
    return found is not None
