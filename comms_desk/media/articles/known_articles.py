"""What the desk knows of the entries that arrive: read at once, before anything is decided.

Private to the slice, like its store.  An article's text is read when somebody asks for it:
few entries come so near to an article that their texts have to be compared.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select, tuple_

from comms_desk.media.articles.likeness import EntryWords, Title, words_of
from comms_desk.media.articles.model import ArticleOrigin
from comms_desk.media.articles.store import LATEST, AppearanceRow, ArticleRow, ArticleTextRow
from comms_desk.storage.database import Transaction

MOST_ON_A_PAGE = 100
"""Of the articles that one page has been, the newest that an entry is compared with."""
COMPARED_LIMIT_CHARACTERS = 50_000
"""A longer text is the same as another, or it is not: nobody looks for one in the other."""

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
class KnownArticle:
    """An article that entries may be about, as it stands.

    *forms* has the words in which it was shown last, by feed and key.
    """

    id: int
    version: int
    title: Title
    link: str
    page: bytes
    published_at: datetime | None
    forms: dict[Key, bytes] = field(default_factory=dict)
    told: EntryWords | None = None
    said: list[bytes] = field(default_factory=list)
    """The hashes of the versions that it had since all this was read."""

    def is_shown_by(self, feed: int) -> bool:
        """Whether that feed has shown it."""
        return any(each == feed for each, _key in self.forms)


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
    """Return the articles that led to *pages* last, of each page the newest; none of the bin."""
    if not pages:
        return []
    newest_first = func.row_number().over(
        partition_by=ArticleRow.link_key, order_by=ArticleRow.id.desc()
    )
    placed = (
        select(ArticleRow.id, newest_first.label("place"))
        .where(ArticleRow.link_key.in_(list(pages)), ArticleRow.binned_at.is_(None))
        .subquery()
    )
    wanted = select(placed.c.id).where(placed.c.place <= MOST_ON_A_PAGE)
    return list(transaction.session.scalars(wanted))


def articles_said(transaction: Transaction, said: Iterable[tuple[int, bytes]]) -> list[int]:
    """Return the articles that feeds have shown in those words, for entries without a page.

    No index is kept for it: the appearances of one feed are looked through.
    """
    wanted = list(set(said))
    if not wanted:
        return []
    rows = transaction.session.scalars(
        select(AppearanceRow.article_id).where(
            AppearanceRow.feed_id.in_({feed for feed, _words in wanted}),
            tuple_(AppearanceRow.feed_id, AppearanceRow.text_hash).in_(wanted),
            AppearanceRow.article_id.is_not(None),
        )
    )
    return [each for each in rows if each is not None]


def articles(transaction: Transaction, ids: Iterable[int]) -> dict[int, KnownArticle]:
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
            ArticleRow.published_at,
        )
        .join_from(ArticleRow, ArticleTextRow, LATEST)
        .where(ArticleRow.id.in_(wanted))
        .order_by(ArticleRow.id)
    )
    found = {row[0]: KnownArticle(row[0], row[1], Title(row[2]), *row[3:]) for row in rows}
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


def is_of_alert(transaction: Transaction, article: KnownArticle) -> bool:
    """Say whether no feed has shown *article*, and a vendor's alert told of it."""
    if article.forms:
        return False
    origin = select(ArticleRow.origin).where(ArticleRow.id == article.id)
    return transaction.session.scalar(origin) is ArticleOrigin.ALERT


def told(transaction: Transaction, article: KnownArticle) -> EntryWords | None:
    """Return what *article* says in its latest version; None where that is too long to compare."""
    if article.told is None:
        text = transaction.session.scalar(
            select(ArticleTextRow.text).where(
                ArticleTextRow.article_id == article.id,
                ArticleTextRow.version == article.version,
                func.length(ArticleTextRow.text) <= COMPARED_LIMIT_CHARACTERS,
            )
        )
        if text is None:
            return None
        article.told = EntryWords(article.title, text)
    return article.told if len(article.told.text) <= COMPARED_LIMIT_CHARACTERS else None


def has_said(
    transaction: Transaction,
    article: KnownArticle,
    title: str,
    text: str,
    *,
    only_now: bool = False,
) -> bool:
    """Say whether a version of *article*, or *only_now* its latest, had this title and text."""
    words = words_of(title, text)
    if article.said and (article.said[-1] == words if only_now else words in article.said):
        return True
    wanted = select(ArticleTextRow.id).where(
        ArticleTextRow.article_id == article.id,
        ArticleTextRow.title == title,
        ArticleTextRow.text == text,
    )
    if only_now:
        wanted = wanted.where(ArticleTextRow.version == article.version)
    return transaction.session.scalar(wanted.limit(1)) is not None


def said_under(transaction: Transaction, article: KnownArticle, title: str) -> set[bytes]:
    """Return the hashes of what *article* has said under this title, the last versions of it."""
    texts = transaction.session.scalars(
        select(ArticleTextRow.text)
        .where(
            ArticleTextRow.article_id == article.id,
            ArticleTextRow.title == title,
            func.length(ArticleTextRow.text) <= COMPARED_LIMIT_CHARACTERS,
        )
        .order_by(ArticleTextRow.version.desc())
        .limit(MOST_ON_A_PAGE)
    )
    return {words_of(title, text) for text in texts}
