"""Which mentions are listed, how many there are, and which of them somebody has read.

Private to the slice, like its store.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from comms_desk.changes import Subject
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import (
    ArticleId,
    first_id_of,
)
from comms_desk.media.themes.model import (
    CITY,
    EVERY_MENTION,
    MentionFilter,
    ThemeId,
    Tone,
)
from comms_desk.media.themes.store import (
    ARTICLE,
    CodingRow,
    IrrelevantRow,
    MentionRow,
    NoteRow,
    StarRow,
    ThemeRow,
)
from comms_desk.planning.dossiers import within as dossiers
from comms_desk.storage import links
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import count_of, each_of
from comms_desk.storage.paging import COUNT_CAP, PageOfRows

type Column = ColumnElement[int]

_OTHER = aliased(MentionRow)
"""Another mention than the one that is listed."""


@dataclass(frozen=True, slots=True)
class Once:
    """By what mentions that tell the same news are listed once.

    Attributes:
        key: What is the same for the articles of one story, and no others.
        is_first: The condition that no article of the story was seen before that is listed.
    """

    key: Callable[[Column], Column]
    is_first: Callable[[Column, Callable[[Column], ColumnElement[bool]]], ColumnElement[bool]]


def mentioned(
    snapshot: Snapshot,
    which: MentionFilter,
    person: int | None,
    *,
    after: object | None,
    limit: int,
    once: Once | None = None,
) -> PageOfRows[int]:
    """Articles that answer watches, the newest first, after a key.

    One walk counts them and finds the page: where few of many are unread it passes them all.
    What was found since the first page is on none that follows, so that no story moves over the
    place where one reads.
    """
    wanted = _distinct(which, person)
    before, seen = _key(after) if after is not None else (None, None)
    if once is not None:
        wanted = wanted.where(
            once.is_first(ARTICLE, lambda other: _is_listed(other, which, person, seen))
        )
        if seen is not None:
            wanted = wanted.where(MentionRow.at <= seen)
    newest = _newest(snapshot, wanted, COUNT_CAP + 1)
    if before is not None:
        wanted = wanted.where(MentionRow.article_id < before)
    found: Sequence[int] = [each for each in newest if before is None or each < before]
    if len(found) <= limit and len(newest) > COUNT_CAP:
        found = _newest(snapshot, wanted, limit + 1)
    return PageOfRows(
        rows=tuple(found[:limit]),
        total=min(len(newest), COUNT_CAP),
        capped=len(newest) > COUNT_CAP,
        next_key=(found[limit - 1], seen or snapshot.now) if len(found) > limit else None,
    )


def count(
    snapshot: Snapshot,
    which: MentionFilter,
    person: int | None,
    *,
    since: datetime | None = None,
    once: Once | None = None,
) -> tuple[int, bool]:
    """How many articles answer watches, or how many stories they are, as `count_of` says it."""
    oldest = 0 if since is None else first_id_of(since)
    wanted = _distinct(replace(which, is_unread=False), person).where(oldest <= ARTICLE)
    if which.is_unread:
        wanted = wanted.where(articles.are_unread(ARTICLE, person))
    if once is not None:
        # Not by distinct keys: PostgreSQL sorts all of them before it counts the first.
        wanted = wanted.where(
            once.is_first(
                ARTICLE,
                lambda other: and_(oldest <= other, _is_listed(other, which, person, None)),
            )
        )
    return count_of(snapshot, wanted)


def unread_of_each(
    snapshot: Snapshot, person: int | None, *, once: Once | None = None
) -> Mapping[ThemeId, int]:
    """How many mentions of each watch, in the bin too, the person has not read."""
    counted = func.count() if once is None else func.count(once.key(ARTICLE).distinct())
    rows = snapshot.session.execute(
        select(MentionRow.watch_id, counted)
        .where(
            articles.are_unread(ARTICLE, person),
            ARTICLE.not_in(articles.in_bin()),
            ~put_aside(ARTICLE).exists(),
        )
        .group_by(MentionRow.watch_id)
    )
    return {ThemeId(watch): number for watch, number in rows}


def listed_among(
    snapshot: Snapshot, ids: Iterable[ArticleId], which: MentionFilter, person: int | None
) -> frozenset[ArticleId]:
    """Return which of the articles *ids* are mentions that *which* asks for."""
    wanted = _distinct(which, person).where(each_of(snapshot, ARTICLE, ids))
    return frozenset(map(ArticleId, snapshot.session.scalars(wanted)))


def unread_up_to(
    snapshot: Snapshot, which: MentionFilter, person: int, up_to: ArticleId, seen_at: datetime
) -> Sequence[int]:
    """Return the articles of *which* mentions that the person has not read, the newest first."""
    wanted = _distinct(replace(which, is_unread=False), person)
    wanted = wanted.where(articles.are_unread(ARTICLE, person))
    there = (MentionRow.article_id <= up_to, MentionRow.at <= seen_at)
    wanted = wanted.where(*there).order_by(MentionRow.article_id.desc())
    return snapshot.session.scalars(wanted).all()


def seen_between(snapshot: Snapshot, since: datetime, until: datetime) -> Sequence[ArticleId]:
    """Return the mentions first seen from *since* to *until*, the oldest first, none put aside."""
    there = MentionRow.article_id.between(first_id_of(since), first_id_of(until) - 1)
    wanted = _distinct(EVERY_MENTION, None).where(there).order_by(MentionRow.article_id)
    return [*map(ArticleId, snapshot.session.scalars(wanted))]


def among(
    snapshot: Snapshot, ids: Iterable[ArticleId], which: MentionFilter, person: int | None
) -> frozenset[ArticleId]:
    """Return which of the articles *ids*, mentions or not, *which* asks for."""
    wanted = select(articles.ID).where(
        articles.ID.in_(tuple(ids)), *_conditions(articles.ID, which, person)
    )
    if which.watch is not None:
        found = select(MentionRow.article_id).where(MentionRow.watch_id == which.watch)
        wanted = wanted.where(articles.ID.in_(found))
    return frozenset(map(ArticleId, snapshot.session.scalars(wanted)))


def of_the_week(snapshot: Snapshot) -> Mapping[ThemeId, int]:
    """Return how many articles of the last seven days each watch found, in the bin too."""
    since = first_id_of(week(snapshot.now))
    counted = select(MentionRow.watch_id, func.count()).where(MentionRow.article_id >= since)
    rows = snapshot.session.execute(counted.group_by(MentionRow.watch_id))
    return {ThemeId(watch): number for watch, number in rows}


def week(now: datetime) -> datetime:
    """When the week that ends *now* began."""
    return now - timedelta(days=7)


def _newest(snapshot: Snapshot, wanted: Select[int], limit: int) -> Sequence[int]:
    newest_first = wanted.order_by(MentionRow.article_id.desc()).limit(limit)
    return snapshot.session.scalars(newest_first).all()


def _key(after: object) -> tuple[int, datetime]:
    match after:
        case (int(article), datetime() as seen):
            return article, seen
        case _:
            raise ValueError(after)


def _distinct(which: MentionFilter, person: int | None) -> Select[int]:
    return (
        select(MentionRow.article_id)
        .where(*_answers(MentionRow, which, person))
        .group_by(MentionRow.article_id)
    )


def _is_listed(
    article: Column, which: MentionFilter, person: int | None, seen: datetime | None
) -> ColumnElement[bool]:
    """Return the condition that an article was a mention that *which* asks for, when *seen*."""
    found = select(_OTHER.article_id).where(_OTHER.article_id == article)
    if seen is not None:
        found = found.where(_OTHER.at <= seen)
    return found.where(*_answers(_OTHER, which, person)).exists()


def _answers(
    row: type[MentionRow], which: MentionFilter, person: int | None
) -> list[ColumnElement[bool]]:
    """What *which* asks of a mention."""
    # A join with the watches would have each engine begin by them, and sort all that they found.
    binned = select(ThemeRow.id).where(ThemeRow.binned_at.is_not(None))
    conditions: list[ColumnElement[bool]] = [
        row.watch_id.not_in(binned),
        row.article_id.expression.not_in(articles.in_bin()),
    ]
    if not which.is_irrelevant:
        # Asked as `articles.is_unread` is.
        article = row.article_id.expression
        conditions.append(put_aside(article).scalar_subquery().is_distinct_from(article))
    if which.watch is not None:
        conditions.append(row.watch_id == which.watch)
    return [*conditions, *_conditions(row.article_id.expression, which, person)]


def _conditions(
    article: ColumnElement[int], which: MentionFilter, person: int | None
) -> list[ColumnElement[bool]]:
    """What *which* asks of an article, whatever found it."""
    conditions: list[ColumnElement[bool]] = []
    if which.is_irrelevant:
        conditions.append(article.in_(select(IrrelevantRow.article_id)))
    if which.is_starred:
        conditions.append(article.in_(select(StarRow.article_id)))
    if which.is_noted:
        conditions.append(article.in_(select(NoteRow.article_id)))
    if which.is_unread:
        conditions.append(articles.is_unread(article, person))
    if which.source is not None:
        of_source = articles.ids_of(which.source)
        # People judge and tie few articles: those are then asked for their source, and not all
        # that are of the source for their tone.
        are_few = replace(which, watch=None, is_unread=False, source=None) != EVERY_MENTION
        conditions.append(
            of_source.where(article == articles.ID).exists() if are_few else article.in_(of_source)
        )
    if which.tone is not None:
        conditions.append(article.in_(_judged(which.tone, person)))
    if which.dossier is not None:
        conditions.append(
            article.in_(links.ids_linked(dossiers.ref(which.dossier), Subject.ARTICLE))
        )
    return conditions


def put_aside(article: ColumnElement[int]) -> Select[int]:
    """The question for the article of a column, where somebody put it aside."""
    return select(IrrelevantRow.article_id).where(IrrelevantRow.article_id == article)


def _judged(tone: Tone, person: int | None) -> Select[int]:
    """The articles of that tone of the City: as the person judged it, or else the last who did."""
    other = aliased(CodingRow)
    overruled = exists().where(
        other.article_id == CodingRow.article_id,
        other.subject == CITY,
        or_(other.person_id == person, other.at > CodingRow.at),
    )
    return select(CodingRow.article_id).where(
        CodingRow.tone == tone,
        CodingRow.subject == CITY,
        or_(CodingRow.person_id == person, ~overruled),
    )
