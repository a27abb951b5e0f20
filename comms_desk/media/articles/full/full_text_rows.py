"""Full texts as rows: wanted, read or missing, asked about by the themes, forgotten.

What a page says stands in the index beside what its feed says for as long as it is kept, so
that a search finds what the themes find.  Private to the slice, like its store.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from comms_desk.changes import Subject
from comms_desk.media.articles.model import (
    ArticleId,
    ArticleMissing,
    FullText,
    Missing,
    ReadPage,
    WantedPage,
    first_id_of,
)
from comms_desk.media.articles.store import ArticleRow, FullTextRow, latest_texts
from comms_desk.storage import fulltext, holds
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.many import insert_on_conflict

PATIENCE = timedelta(minutes=5)
"""Themes that are to be asked of a full text wait no longer for its page."""
FRESH = timedelta(days=2)
"""Of older articles, as a feed's first document is full of, no page is asked."""
MOST_TRIES = 2
AGAIN_AFTER = timedelta(minutes=15)

_PASSING = frozenset({Missing.TOO_SLOW, Missing.UNREACHABLE, Missing.FAILING})
"""What may have mended itself by the second try."""


def is_fresh(snapshot: Snapshot, article: int) -> bool:
    """Whether *article* came so lately that its page may be asked."""
    return article >= first_id_of(snapshot.now - FRESH)


def want(transaction: Transaction, ids: Sequence[int], *, themes_wait: bool) -> None:
    """Queue the pages of *ids* to be read; where *themes_wait*, the themes are asked after."""
    if not ids:
        return
    ask_at = transaction.now + PATIENCE if themes_wait else None
    transaction.session.execute(
        insert_on_conflict(transaction, FullTextRow).on_conflict_do_nothing(),
        [
            {
                "article_id": each,
                "text": "",
                "for_subscribers": False,
                "missing": None,
                "tries": 0,
                "fetch_at": transaction.now,
                "ask_at": ask_at,
            }
            for each in ids
        ],
    )


def want_of_mentions(
    transaction: Transaction, ids: Iterable[ArticleId], *, feeds: Sequence[int]
) -> None:
    """Queue the pages of those of *ids* that one of *feeds* brought, to be read."""
    fresh = [each for each in ids if is_fresh(transaction, each)]
    if fresh and feeds:
        of_those = select(ArticleRow.id).where(
            ArticleRow.id.in_(fresh), ArticleRow.feed_id.in_(feeds), ArticleRow.link != ""
        )
        want(transaction, transaction.session.scalars(of_those).all(), themes_wait=False)


def wanted(snapshot: Snapshot, *, limit: int) -> tuple[WantedPage, ...]:
    """Return pages to be read now: those first that themes wait for, then the newest."""
    rows = snapshot.session.execute(
        select(FullTextRow.article_id, ArticleRow.link, FullTextRow.tries)
        .join_from(FullTextRow, ArticleRow, FullTextRow.article_id == ArticleRow.id)
        .where(FullTextRow.fetch_at <= snapshot.now)
        .order_by(FullTextRow.ask_at.is_(None), FullTextRow.article_id.desc())
        .limit(limit)
    )
    return tuple(
        WantedPage(article=ArticleId(article), link=link, tries=tries)
        for article, link, tries in rows
    )


def keep(transaction: Transaction, page: ReadPage, *, kept: timedelta) -> None:
    """Note what became of a page; the themes are asked where there is a text, or none will come.

    A page that fails is tried `MOST_TRIES` times at most.
    """
    row = transaction.session.get(FullTextRow, page.article)
    if row is None or row.fetch_at is None:
        return
    now = transaction.now
    row.tries += 1
    row.missing = page.missing
    row.fetch_at = None
    if page.missing in _PASSING and row.tries < MOST_TRIES:
        row.fetch_at = max(page.again_at or now, now + AGAIN_AFTER)
        return
    row.text, row.for_subscribers = page.text, page.for_subscribers
    row.fetched_at, row.expires_at = now, now + kept
    if page.text or row.ask_at is not None:
        row.ask_at = now
    transaction.session.flush()
    if page.text:
        index(transaction, [page.article])


def forget(transaction: Transaction, *, limit: int) -> tuple[ArticleId, ...]:
    """Forget the texts that were kept long enough, *limit* at most; return whose they were.

    Those of articles that a hold reaches stay.
    """
    old = transaction.session.scalars(
        select(FullTextRow.article_id)
        .where(FullTextRow.expires_at <= transaction.now, FullTextRow.ask_at.is_(None))
        .where(~holds.over(transaction, Subject.ARTICLE, FullTextRow.article_id))
        .order_by(FullTextRow.expires_at)
        .limit(limit)
    ).all()
    ids = tuple(map(ArticleId, old))
    if ids:
        transaction.session.execute(delete(FullTextRow).where(FullTextRow.article_id.in_(ids)))
        index(transaction, ids)
    return ids


def index(transaction: Transaction, ids: Sequence[ArticleId]) -> None:
    """Index all that is kept of *ids*; what is no article stays out."""
    texts = latest_texts(transaction, ids)
    fulltext.put(
        transaction,
        Subject.ARTICLE,
        (fulltext.entry(each.article, each.title, each.all_text) for each in texts),
    )


def index_again(transaction: Transaction, ids: Sequence[ArticleId]) -> None:
    """Index the full texts of *ids* again, whose other words were just put in."""
    kept = transaction.session.scalars(
        select(FullTextRow.article_id).where(
            FullTextRow.article_id.in_(ids), FullTextRow.text != ""
        )
    ).all()
    if kept:
        index(transaction, list(map(ArticleId, kept)))


def get(snapshot: Snapshot, article: ArticleId) -> FullText | None:
    """Return what there is of the page of *article*; None where it was never wanted.

    Raises:
        ArticleMissing: There is no such article.
    """
    link = snapshot.session.scalar(select(ArticleRow.link).where(ArticleRow.id == article))
    if link is None:
        raise ArticleMissing(article)
    row = snapshot.session.get(FullTextRow, article)
    if row is None:
        return None
    return FullText(
        article=article,
        link=link,
        text=row.text,
        for_subscribers=row.for_subscribers,
        missing=row.missing,
        waits=row.fetch_at is not None,
        fetched_at=row.fetched_at,
        expires_at=row.expires_at,
    )


def for_subscribers(snapshot: Snapshot, ids: Iterable[ArticleId]) -> frozenset[ArticleId]:
    """Return those of *ids* whose page showed its beginning alone: the rest is for subscribers."""
    gated = select(FullTextRow.article_id).where(
        FullTextRow.article_id.in_(tuple(ids)), FullTextRow.for_subscribers
    )
    return frozenset(map(ArticleId, snapshot.session.scalars(gated)))


# ── what the themes are asked ───────────────────────────────────────────────────────────────


def held(snapshot: Snapshot, ids: Sequence[ArticleId]) -> frozenset[ArticleId]:
    """Return those of *ids* about which the themes are asked later, with their full text."""
    there = select(FullTextRow.article_id).where(
        FullTextRow.article_id.in_(ids), FullTextRow.ask_at.is_not(None)
    )
    return frozenset(map(ArticleId, snapshot.session.scalars(there)))


def to_ask(snapshot: Snapshot, *, limit: int) -> Mapping[ArticleId, datetime]:
    """Return the articles about which the themes are to be asked now, and since when."""
    rows = snapshot.session.execute(
        select(FullTextRow.article_id, FullTextRow.ask_at)
        .where(FullTextRow.ask_at <= snapshot.now)
        .order_by(FullTextRow.ask_at, FullTextRow.article_id)
        .limit(limit)
    )
    return {ArticleId(article): ask_at for article, ask_at in rows if ask_at is not None}


def asked(transaction: Transaction, seen: Mapping[ArticleId, datetime]) -> None:
    """Note that the themes were asked of what was *seen*; what came since is asked later."""
    if not seen:
        return
    rows = transaction.session.execute(
        select(FullTextRow.article_id, FullTextRow.ask_at).where(FullTextRow.article_id.in_(seen))
    )
    done = [article for article, ask_at in rows if seen[ArticleId(article)] == ask_at]
    if done:
        transaction.session.execute(
            update(FullTextRow).where(FullTextRow.article_id.in_(done)).values(ask_at=None)
        )
