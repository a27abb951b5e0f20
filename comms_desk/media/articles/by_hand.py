"""Articles that no feed brings: a person notes them, or a vendor's alert tells of them.

Private to the slice, like its store; higher slices come in by `within`.  What leads to a page
that an article has been, under a title that is near, is that article; what leads nowhere, the
one of its outlet that was published within a day under the same title.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update

from comms_desk.changes import Change, Subject
from comms_desk.media.articles import known_articles, store
from comms_desk.media.articles.arrival_rows import Rows
from comms_desk.media.articles.incoming import Brought
from comms_desk.media.articles.known_articles import KnownArticle
from comms_desk.media.articles.likeness import digest_of, page_of, words_of
from comms_desk.media.articles.model import ArticleId, ArticleOrigin, NewArticle, first_id_of
from comms_desk.media.articles.store import ArticleRow, SignedRow
from comms_desk.media.feeds.clean import clean_link
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.storage.database import Transaction
from comms_desk.text.bylines import names_in
from comms_desk.text.fold import tokens

ONE_DAY = timedelta(days=1)
MOST_NAMESAKES = 100


@dataclass(frozen=True, slots=True)
class ArrivedArticle:
    """What became of a new article: which it is, and whether it is new indeed."""

    article: ArticleId
    is_new: bool


def take(transaction: Transaction, new: Sequence[NewArticle]) -> tuple[ArrivedArticle, ...]:
    """Store each of *new*, as the article that it is already or as a new one; return them."""
    rows = Rows(transaction)
    brought = [_brought(each) for each in new]
    pages = {each.page for each in brought if each.page}
    known = known_articles.articles(transaction, known_articles.articles_on(transaction, pages))
    came: list[ArrivedArticle] = []
    added: list[tuple[NewArticle, KnownArticle]] = []
    for one, each in zip(new, brought, strict=True):
        found = _met(each, (*known.values(), *(mine for _new, mine in added)))
        if found is None and (one.origin is ArticleOrigin.ALERT or not each.page):
            found = _namesake(transaction, one, each, added)
        if found is None:
            columns = {"feed_id": None, "outlet_id": one.outlet, "language": one.language}
            columns |= {"origin": one.origin, "via": one.via, "source": one.source}
            article = rows.add(each, transaction.now, **columns)
            added.append((one, article))
        came.append(ArrivedArticle(ArticleId((found or article).id), is_new=found is None))
    rows.write()
    if added:
        transaction.announce(Change.of(Subject.ARTICLE, (mine.id for _new, mine in added)))
    return tuple(came)


def say_anew(transaction: Transaction, article: ArticleId, new: NewArticle) -> None:
    """Give *article* what *new* says, from now on."""
    rows, brought = Rows(transaction), _brought(new)
    (known,) = known_articles.articles(transaction, [article]).values()
    if not known_articles.has_said(transaction, known, new.title, new.text, only_now=True):
        rows.version(known, brought)
    rows.write()
    transaction.session.execute(
        update(ArticleRow)
        .where(ArticleRow.id == article)
        .values(
            link=brought.entry.link,
            link_key=brought.page,
            outlet_id=new.outlet,
            author=new.author,
            published_at=new.published_at,
        )
    )
    _sign(transaction, article, new.author)
    transaction.announce(Change.of(Subject.ARTICLE, [article]))


def _brought(new: NewArticle) -> Brought:
    entry = FeedEntry(
        key="",
        title=new.title,
        link=clean_link(new.link),
        summary="",
        text=new.text,
        author=new.author,
        published_at=new.published_at,
    )
    page = page_of(entry)
    if not page and new.origin is ArticleOrigin.ALERT:
        # It leads nowhere: told again, it is known by its outlet, its day and its title.
        day = new.published_at.date() if new.published_at else ""
        page = digest_of(f"{new.outlet or new.source}\0{day}\0{' '.join(tokens(new.title))}")
    return Brought(entry=entry, words=words_of(new.title, new.text), page=page)


def _met(each: Brought, known: Iterable[KnownArticle]) -> KnownArticle | None:
    """Return the newest article on the page of *each* whose title is near."""
    near = [one for one in known if each.page == one.page != b"" and one.title.is_near(each.title)]
    return max(near, key=lambda one: one.id, default=None)


def _namesake(
    transaction: Transaction,
    new: NewArticle,
    each: Brought,
    added: Iterable[tuple[NewArticle, KnownArticle]],
) -> KnownArticle | None:
    """Return the article of that outlet that has its title, published within a day of it."""
    if new.outlet is None or new.published_at is None:
        return None
    for one, known in added:
        at = one.published_at
        is_near = at is not None and abs(at - new.published_at) <= ONE_DAY
        if one.outlet == new.outlet and is_near and known.title.is_same(each.title):
            return known
    around = new.published_at - ONE_DAY, new.published_at + ONE_DAY
    asked = (
        select(ArticleRow.id)
        .where(
            ArticleRow.outlet_id == new.outlet,
            ArticleRow.id >= first_id_of(around[0]),
            ArticleRow.published_at.between(*around),
            ArticleRow.binned_at.is_(None),
        )
        .order_by(ArticleRow.id.desc())
        .limit(MOST_NAMESAKES)
    )
    found = known_articles.articles(transaction, transaction.session.scalars(asked))
    return next((one for one in found.values() if one.title.is_same(each.title)), None)


def _sign(transaction: Transaction, article: ArticleId, author: str) -> None:
    """Note *author* as who signed *article*, and nobody else."""
    store.forget_signatures(transaction, article)
    signed = [{"name": name, "article_id": article} for name in names_in(author)]
    if signed:
        transaction.session.execute(insert(SignedRow.__table__), signed)  # type: ignore[arg-type]
