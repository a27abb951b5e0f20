"""How often a name signs, and where: the question behind what the directory does not know.

One statement, in an index: the names that sign often enough since some moment, then the articles
of those names alone.  Private to the slice; higher ones use `within`.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, literal_column, select

from comms_desk.media.articles import store
from comms_desk.media.articles.model import Article, ArticleId, first_id_of
from comms_desk.media.articles.store import ArticleRow, SignedRow
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.database import Snapshot

_NAME = SignedRow.name.concat(literal_column("''"))
"""As it is: else SQLite walks the names of all time in their order, for the sake of grouping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """That a name signs at an outlet, with one byline.

    *recent* counts those of *count* that came lately; *first* and *last* are articles.
    """

    name: str
    outlet: OutletId
    byline: str
    count: int
    recent: int
    first: ArticleId
    last: ArticleId


def signed_often(
    snapshot: Snapshot,
    *,
    since: datetime,
    lately: datetime,
    least: int,
    names: Collection[str] | None = None,
) -> Sequence[Signed]:
    """Return where the names sign that sign at least so often *since* a moment.

    Args:
        snapshot: What is read.
        since: From when on.
        lately: From when on an article is recent.
        least: How many articles in all make it often.
        names: Those that are asked about; None: all.
    """
    from_here = SignedRow.article_id >= first_id_of(since)
    if names is not None:
        from_here &= SignedRow.name.in_(sorted(names))
    often = select(_NAME).where(from_here).group_by(_NAME).having(func.count() >= least)
    recent = func.sum(case((SignedRow.article_id >= first_id_of(lately), 1), else_=0))
    of = (SignedRow.name, ArticleRow.outlet_id, ArticleRow.author)
    asked = (
        select(*of, func.count(), recent, func.min(ArticleRow.id), func.max(ArticleRow.id))
        .join(ArticleRow, ArticleRow.id == SignedRow.article_id)
        .where(SignedRow.name.in_(often), from_here)
        .where(ArticleRow.outlet_id.is_not(None), ArticleRow.binned_at.is_(None))
        .group_by(*of)
    )
    return [
        Signed(
            name=name,
            outlet=OutletId(outlet),
            byline=byline,
            count=count,
            recent=lately_too,
            first=ArticleId(first),
            last=ArticleId(last),
        )
        for name, outlet, byline, count, lately_too, first, last in snapshot.session.execute(asked)
    ]


def signed_at(
    snapshot: Snapshot, name: str, outlet: OutletId, *, limit: int
) -> tuple[Article, ...]:
    """Return the last articles that a name signs at *outlet*, the newest first."""
    asked = (
        select(ArticleRow.id)
        .join(SignedRow, SignedRow.article_id == ArticleRow.id)
        .where(SignedRow.name == name, ArticleRow.outlet_id == outlet)
        .where(ArticleRow.binned_at.is_(None))
        .order_by(SignedRow.article_id.desc())
        .limit(limit)
    )
    found = snapshot.session.scalars(asked)
    return store.by_ids(snapshot, [ArticleId(each) for each in found], person=None)


def times_signed(
    snapshot: Snapshot, names: Collection[str], *, since: datetime
) -> Mapping[str, int]:
    """Return how many articles each of *names* signed since then."""
    asked = (
        select(SignedRow.name, func.count())
        .where(SignedRow.name.in_(sorted(names)), SignedRow.article_id >= first_id_of(since))
        .group_by(SignedRow.name)
    )
    return {row[0]: row[1] for row in snapshot.session.execute(asked)}


def has_published(snapshot: Snapshot, outlet: OutletId, since: datetime, until: datetime) -> bool:
    """Whether articles of *outlet* came between two moments."""
    between = ArticleRow.id.between(first_id_of(since), first_id_of(until) - 1)
    asked = select(ArticleRow.id).where(ArticleRow.outlet_id == outlet, between).limit(1)
    return snapshot.session.scalar(asked) is not None
