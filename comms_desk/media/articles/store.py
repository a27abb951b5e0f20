"""Rows of articles.  Private to the slice: higher slices use `within`."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any, override

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    SQLColumnExpression,
    UniqueConstraint,
    and_,
    delete,
    exists,
    func,
    or_,
    select,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.articles.model import (
    Article,
    ArticleId,
    ArticleMissing,
    ArticleOrigin,
    ArticleText,
    Missing,
    TextId,
    moment_of,
)
from comms_desk.media.contacts.model import Signature
from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.model import FeedId
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage import fulltext, links
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import each_of, page_of
from comms_desk.storage.many import insert_on_conflict
from comms_desk.storage.model import HoldReach
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.rows import Base, ByBytes, RowId, ShortText, partial_index

SUMMARY_LIMIT = 1_000
FORGOTTEN_AT_ONCE = 1_000


class ArticleRow(Base):
    """One article; *version* is that of its latest text.

    What a person noted is in the bin, from *binned_at* on, with the clip that they made of it.
    """

    __tablename__ = "articles"
    __table_args__ = (
        partial_index("ix_articles_binned_at", "binned_at", where=text("binned_at IS NOT NULL")),
    )
    IN_FULLTEXT = Subject.ARTICLE

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    link: Mapped[str]
    link_key: Mapped[bytes] = mapped_column(index=True)
    feed_id: Mapped[int | None] = mapped_column(
        ForeignKey("feeds.id", ondelete="SET NULL"), index=True
    )
    outlet_id: Mapped[int | None] = mapped_column(
        ForeignKey("outlets.id", ondelete="SET NULL"), index=True
    )
    author: Mapped[str]
    language: Mapped[str]
    published_at: Mapped[datetime | None]
    version: Mapped[int]
    origin: Mapped[ArticleOrigin] = mapped_column(default=ArticleOrigin.FEED)
    via: Mapped[ShortText] = mapped_column(default="")
    source: Mapped[ShortText] = mapped_column(default="")
    binned_at: Mapped[datetime | None]

    @classmethod
    @override
    def reached(
        cls, row_id: SQLColumnExpression[int], reach: HoldReach
    ) -> Iterator[ColumnElement[bool]]:
        """Yield that they signed it."""
        if reach.signatures:
            yield exists().where(
                SignedRow.article_id == row_id, SignedRow.name.in_(reach.signatures)
            )


class ArticleTextRow(Base):
    """One version of what an article says; ids grow with time, and are a cursor."""

    __tablename__ = "article_texts"
    __table_args__ = (UniqueConstraint("article_id", "version"),)

    id: Mapped[RowId]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id", ondelete="CASCADE"))
    version: Mapped[int]
    title: Mapped[str]
    summary: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]


class FullTextRow(Base):
    """What an article's page says, or that it is to be read, and when the themes are asked."""

    __tablename__ = "full_texts"
    KEPT_WITH = Subject.ARTICLE, "article_id"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    text: Mapped[str]
    for_subscribers: Mapped[bool]
    missing: Mapped[Missing | None]
    tries: Mapped[int]
    fetch_at: Mapped[datetime | None] = mapped_column(index=True)
    ask_at: Mapped[datetime | None] = mapped_column(index=True)
    fetched_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None] = mapped_column(index=True)


class AppearanceRow(Base):
    """A feed's entry was seen, and as which article; it outlives the article."""

    __tablename__ = "appearances"
    __table_args__ = (Index("ix_appearances_article_id", "article_id"),)

    feed_id: Mapped[int] = mapped_column(
        ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    entry_key: Mapped[bytes] = mapped_column(primary_key=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id", ondelete="SET NULL"))
    text_hash: Mapped[bytes]
    link_key: Mapped[bytes]


class SignedRow(Base):
    """An article is signed with a name, as `text.bylines` compares names."""

    __tablename__ = "article_bylines"
    __table_args__ = (Index("ix_article_bylines_article_id_name", "article_id", "name"),)

    name: Mapped[str] = mapped_column(ByBytes, primary_key=True)
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    )


class ArticleSequenceRow(Base):
    """The one counter behind the last 20 bits of articles' ids."""

    __tablename__ = "article_sequence"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    next: Mapped[int]


class ReadingRow(Base):
    """A person has read an article."""

    __tablename__ = "readings"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    at: Mapped[datetime]


LATEST = and_(
    ArticleTextRow.article_id == ArticleRow.id, ArticleTextRow.version == ArticleRow.version
)


def search(
    snapshot: Snapshot,
    *,
    person: int | None,
    feed: FeedId | None,
    signature: Signature | None = None,
    after: object | None,
    limit: int,
) -> PageOfRows[Article]:
    """Return articles, the newest first, after a key."""
    wanted = select(ArticleRow.id).where(ArticleRow.binned_at.is_(None))
    if signature is not None:
        wanted = wanted.where(*_signed(signature))
    if feed is not None:
        of_feed = select(AppearanceRow.article_id).where(AppearanceRow.feed_id == feed)
        wanted = wanted.where(ArticleRow.id.in_(of_feed))
    found = page_of(snapshot, wanted, ArticleRow.id, after=after, limit=limit, last_first=True)
    return found.showing(by_ids(snapshot, [ArticleId(each) for each in found.rows], person=person))


def _signed(signature: Signature) -> Iterator[ColumnElement[bool]]:
    """Yield the conditions that an article is signed so."""
    names = select(SignedRow.article_id).where(SignedRow.name == signature.name)
    yield ArticleRow.id.in_(names)
    if signature.elsewhere:
        others = ArticleRow.outlet_id.in_(sorted(signature.elsewhere))
        yield or_(ArticleRow.outlet_id.is_(None), ~others)


def by_ids(
    snapshot: Snapshot, ids: Sequence[ArticleId], *, person: int | None = None
) -> tuple[Article, ...]:
    """Return the articles *ids*, in that order; those that are gone are left out."""
    if not ids:
        return ()
    rows = snapshot.session.execute(
        select(
            ArticleRow.id,
            ArticleTextRow.title,
            ArticleTextRow.summary,
            func.substr(ArticleTextRow.text, 1, SUMMARY_LIMIT),
            ArticleRow.link,
            ArticleRow.outlet_id,
            ArticleRow.feed_id,
            ArticleRow.author,
            ArticleRow.language,
            ArticleRow.published_at,
            ArticleRow.version,
            ArticleRow.origin,
            ArticleRow.via,
            ArticleRow.source,
        )
        .join_from(ArticleRow, ArticleTextRow, LATEST)
        .where(each_of(snapshot, ArticleRow.id, ids), ArticleRow.binned_at.is_(None))
    ).all()
    names = _Names(snapshot, ((row[5], row[6]) for row in rows))
    read = read_by(snapshot, person, ids)
    found = {
        row[0]: Article(
            id=ArticleId(row[0]),
            title=row[1],
            summary=row[2] or row[3],
            link=row[4],
            outlet=None if row[5] is None else OutletId(row[5]),
            outlet_name=names.of(row[5], row[6]) or row[13],
            author=row[7],
            language=row[8],
            published_at=row[9],
            moment=moment_of(row[0]),
            version=row[10],
            is_read=row[0] in read,
            origin=row[11],
            via=row[12],
        )
        for row in rows
    }
    return tuple(found[each] for each in ids if each in found)


def read_by(
    snapshot: Snapshot, person: int | None, ids: Iterable[ArticleId]
) -> frozenset[ArticleId]:
    """Return which of *ids* the person has read."""
    if person is None:
        return frozenset()
    rows = snapshot.session.scalars(
        select(ReadingRow.article_id).where(
            ReadingRow.person_id == person, each_of(snapshot, ReadingRow.article_id, ids)
        )
    )
    return frozenset(map(ArticleId, rows))


def is_unread(article: ColumnElement[int], person: int | None) -> ColumnElement[bool]:
    """Return the condition that the person has not read the article of a column.

    It is asked of one article after the other: a caller for the newest of them walks no
    further.  PostgreSQL takes a NOT EXISTS for a join with all that was ever read; and that hardly
    any row is NULL, so that it would sort all of them rather than walk until there are enough.
    """
    return _reading(article, person).scalar_subquery().is_distinct_from(article)


def are_unread(article: ColumnElement[int], person: int | None) -> ColumnElement[bool]:
    """Return the condition of `is_unread`, for a question about all articles at once."""
    return ~_reading(article, person).exists()


def _reading(article: ColumnElement[int], person: int | None) -> Select[int]:
    return select(ReadingRow.article_id).where(
        ReadingRow.person_id == person, ReadingRow.article_id == article
    )


def ids_of(source: Ref) -> Select[int]:
    """Return the question for the ids of the articles of *source*, an outlet or a feed."""
    of = ArticleRow.outlet_id if source.kind is Subject.OUTLET else ArticleRow.feed_id
    return select(ArticleRow.id).where(of == source.id)


def in_bin() -> Select[int]:
    """Return the question for the ids of the articles that went to the bin with a clip."""
    return select(ArticleRow.id).where(ArticleRow.binned_at.is_not(None))


def outlets_of(snapshot: Snapshot, ids: Select[int]) -> tuple[OutletId, ...]:
    """Return the outlets of the articles that the question *ids* selects, each once."""
    asked = select(ArticleRow.outlet_id).where(
        ArticleRow.id.in_(ids), ArticleRow.outlet_id.is_not(None)
    )
    return tuple(OutletId(each) for each in snapshot.session.scalars(asked.distinct()) if each)


def note_readings(transaction: Transaction, person: int, ids: Iterable[ArticleId]) -> None:
    """Note that the person has read *ids*, which are there."""
    absent = insert_on_conflict(transaction, ReadingRow).on_conflict_do_nothing()
    rows = [{"person_id": person, "article_id": each, "at": transaction.now} for each in ids]
    if rows:
        transaction.session.execute(absent, rows)


def forget_readings(transaction: Transaction, person: int, ids: Sequence[ArticleId]) -> None:
    """Note that the person has not read *ids* after all."""
    for some in batched(ids, FORGOTTEN_AT_ONCE):
        transaction.session.execute(
            delete(ReadingRow).where(
                ReadingRow.person_id == person, ReadingRow.article_id.in_(some)
            )
        )


def forget_signatures(transaction: Transaction, article: ArticleId) -> None:
    """Take every signature off *article*."""
    transaction.session.execute(delete(SignedRow).where(SignedRow.article_id == article))


def erase(transaction: Transaction, articles: Sequence[ArticleId]) -> None:
    """Remove *articles* for good, with all that is noted of them."""
    fulltext.remove(transaction, Subject.ARTICLE, articles)
    transaction.session.execute(delete(ArticleRow).where(ArticleRow.id.in_(articles)))
    for each in articles:
        links.forget(transaction, Ref(Subject.ARTICLE, each))
    transaction.announce(Change.of(Subject.ARTICLE, articles))


def texts_after(snapshot: Snapshot, cursor: TextId, *, limit: int) -> tuple[ArticleText, ...]:
    """Return the texts that came after *cursor*, in order: new articles and new versions."""
    return _texts(snapshot, ArticleTextRow.id > cursor, limit=limit)


def latest_texts(snapshot: Snapshot, ids: Sequence[ArticleId]) -> tuple[ArticleText, ...]:
    """Return the latest text of each of *ids*, in that order; the gone are left out."""
    if not ids:
        return ()
    those = each_of(snapshot, ArticleRow.id, ids)
    texts = _texts(snapshot, those, ArticleTextRow.version == ArticleRow.version)
    found = {each.article: each for each in texts}
    return tuple(found[each] for each in ids if each in found)


def texts_by_id(snapshot: Snapshot, ids: Sequence[TextId]) -> tuple[ArticleText, ...]:
    """Return those versions, in the order of their ids; the gone are left out."""
    return _texts(snapshot, each_of(snapshot, ArticleTextRow.id, ids)) if ids else ()


def texts_there(snapshot: Snapshot, ids: Sequence[TextId]) -> frozenset[TextId]:
    """Return which of those versions are still there."""
    if not ids:
        return frozenset()
    wanted = select(ArticleTextRow.id).where(ArticleTextRow.id.in_(ids))
    return frozenset(map(TextId, snapshot.session.scalars(wanted)))


def last_text(snapshot: Snapshot) -> TextId:
    """Return the cursor of the newest text; 0 when there is none."""
    return TextId(snapshot.session.scalar(select(func.max(ArticleTextRow.id))) or 0)


def text_before(snapshot: Snapshot, article: int) -> TextId:
    """Return the cursor of the newest text of an article older than *article*; 0: none."""
    older = select(func.max(ArticleTextRow.id)).where(ArticleTextRow.article_id < article)
    return TextId(snapshot.session.scalar(older) or 0)


def ids_before(
    snapshot: Snapshot, before: ArticleId | None = None, *, limit: int
) -> tuple[ArticleId, ...]:
    """Return ids of articles, the newest first, lower than *before*."""
    wanted = select(ArticleRow.id).order_by(ArticleRow.id.desc()).limit(limit)
    if before is not None:
        wanted = wanted.where(ArticleRow.id < before)
    return tuple(map(ArticleId, snapshot.session.scalars(wanted)))


def newest(snapshot: Snapshot, *, limit: int) -> tuple[int, ArticleId | None]:
    """Return how many articles there are, *limit* at most, and the oldest of the newest so many."""
    ordered = select(ArticleRow.id).order_by(ArticleRow.id.desc())
    oldest = snapshot.session.scalar(ordered.offset(limit - 1).limit(1))
    if oldest is not None:
        return limit, ArticleId(oldest)
    count, first = snapshot.session.execute(select(func.count(), func.min(ArticleRow.id))).one()
    return count, ArticleId(first) if count else None


def count_from(snapshot: Snapshot, article: ArticleId) -> int:
    """Return how many articles are *article* or newer."""
    counted = select(func.count()).select_from(ArticleRow).where(ArticleRow.id >= article)
    return snapshot.session.scalar(counted) or 0


def get_text(snapshot: Snapshot, article: ArticleId) -> ArticleText:
    """Return the latest text of *article*.

    Raises:
        ArticleMissing: There is none.
    """
    found = latest_texts(snapshot, [article])
    if not found:
        raise ArticleMissing(article)
    return found[0]


class _Names:
    """What an article's outlet is called: few outlets and feeds, many articles."""

    def __init__(
        self, snapshot: Snapshot, sources: Iterable[tuple[int | None, int | None]]
    ) -> None:
        asked = tuple(sources)
        of_outlets = {OutletId(outlet) for outlet, _ in asked if outlet is not None}
        self._outlets = outlets.names(snapshot, of_outlets) if of_outlets else {}
        of_feeds = {feed for outlet, feed in asked if feed and outlet not in self._outlets}
        self._feeds = feeds.titles(snapshot, of_feeds) if of_feeds else {}

    def of(self, outlet: int | None, feed: int | None) -> str:
        """Return the outlet's name, or else the feed's title."""
        name = None if outlet is None else self._outlets.get(OutletId(outlet))
        if name is None and feed is not None:
            name = self._feeds.get(feed)
        return name or ""


def _texts(snapshot: Snapshot, *where: Any, limit: int | None = None) -> tuple[ArticleText, ...]:
    rows = snapshot.session.execute(
        select(
            ArticleTextRow.id,
            ArticleTextRow.article_id,
            ArticleTextRow.version,
            ArticleTextRow.title,
            ArticleTextRow.text,
            ArticleRow.outlet_id,
            ArticleRow.feed_id,
            ArticleRow.author,
            ArticleRow.language,
            ArticleRow.link,
            ArticleRow.published_at,
            FullTextRow.text,
            ArticleRow.source,
        )
        .join_from(ArticleTextRow, ArticleRow, ArticleTextRow.article_id == ArticleRow.id)
        .outerjoin(FullTextRow, FullTextRow.article_id == ArticleTextRow.article_id)
        .where(*where)
        .order_by(ArticleTextRow.id)
        .limit(limit)
    ).all()
    names = _Names(snapshot, ((row[5], row[6]) for row in rows))
    return tuple(
        ArticleText(
            id=TextId(row[0]),
            article=ArticleId(row[1]),
            version=row[2],
            title=row[3],
            text=row[4],
            outlet=names.of(row[5], row[6]) or row[12],
            author=row[7],
            language=row[8],
            link=row[9],
            moment=moment_of(row[1]),
            published_at=row[10],
            full=row[11] or "",
        )
        for row in rows
    )
