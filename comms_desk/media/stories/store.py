"""Rows of stories.  Private to the slice."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Select,
    and_,
    delete,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column

from comms_desk.media.articles import within as articles
from comms_desk.media.articles.model import ArticleId, TextId
from comms_desk.media.stories.model import StoryId, StoryPlace
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import each_of
from comms_desk.storage.many import add_all, change_all, insert_on_conflict
from comms_desk.storage.rows import Base, RowId, partial_index

CURSOR = 1
LOADED_AT_ONCE = 5_000


class StoryRow(Base):
    """Articles that tell the same news; *original_id* is the first of them."""

    __tablename__ = "stories"

    id: Mapped[RowId]
    original_id: Mapped[int | None] = mapped_column(
        ForeignKey("articles.id", ondelete="SET NULL"), index=True
    )


class StoryArticleRow(Base):
    """An article that was looked at, and its story if it has one.

    Of one that is older than the window, only what has a story is kept, without its marks.
    """

    __tablename__ = "story_articles"
    __table_args__ = (
        partial_index(
            "ix_story_articles_story_id",
            "story_id",
            "article_id",
            where=text("story_id IS NOT NULL"),
        ),
    )

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    story_id: Mapped[int | None] = mapped_column(ForeignKey("stories.id", ondelete="SET NULL"))
    marks: Mapped[bytes]
    is_by_hand: Mapped[bool]


_MINE, _OTHER = aliased(StoryArticleRow), aliased(StoryArticleRow)


class StorySplitRow(Base):
    """A person said that two articles, the older first, are not the same news."""

    __tablename__ = "story_splits"

    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    other_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
        index=True,
    )
    by: Mapped[int | None]
    at: Mapped[datetime]


class StoryCursorRow(Base):
    """The last text that was looked at; the oldest article whose marks are kept.

    *changes* counts what people did: who thinks meanwhile sees that something moved.
    """

    __tablename__ = "story_cursor"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text_id: Mapped[int]
    kept_from: Mapped[int]
    changes: Mapped[int]


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far the grouping has come."""

    text: TextId
    kept_from: int
    changes: int = 0


def cursor(snapshot: Snapshot) -> Cursor | None:
    """Return how far the grouping has come; None before the first round."""
    row = snapshot.session.get(StoryCursorRow, CURSOR)
    return None if row is None else Cursor(TextId(row.text_id), row.kept_from, row.changes)


def move_cursor(transaction: Transaction, to: Cursor) -> None:
    """Note how far the grouping has come."""
    values = {"text_id": to.text, "kept_from": to.kept_from, "changes": to.changes}
    statement = insert_on_conflict(transaction, StoryCursorRow).values(id=CURSOR, **values)
    transaction.session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=values))


def note_change(transaction: Transaction) -> None:
    """Count what a person just did."""
    transaction.session.execute(update(StoryCursorRow).values(changes=StoryCursorRow.changes + 1))


def marks_since(snapshot: Snapshot, oldest: int) -> Iterator[tuple[int, bytes]]:
    """Yield the article and the marks of all that were looked at, from *oldest* on."""
    rows = snapshot.session.execute(
        select(StoryArticleRow.article_id, StoryArticleRow.marks)
        .where(StoryArticleRow.article_id >= oldest)
        .order_by(StoryArticleRow.article_id)
        .execution_options(yield_per=LOADED_AT_ONCE)
    )
    yield from map(tuple, rows)


def kept(snapshot: Snapshot, ids: Collection[int]) -> dict[ArticleId, StoryPlace]:
    """Return where each of *ids* stands; those that have no row are left out."""
    found: dict[ArticleId, StoryPlace] = {}
    rows = snapshot.session.execute(
        select(
            StoryArticleRow.article_id, StoryArticleRow.story_id, StoryArticleRow.is_by_hand
        ).where(each_of(snapshot, StoryArticleRow.article_id, ids))
    )
    for article, story, by_hand in rows:
        of = None if story is None else StoryId(story)
        found[ArticleId(article)] = StoryPlace(
            article=ArticleId(article), story=of, is_by_hand=by_hand
        )
    return found


def members(snapshot: Snapshot, stories: Collection[int]) -> dict[int, list[ArticleId]]:
    """Return the articles of each of *stories*, the first seen first."""
    found: dict[int, list[ArticleId]] = {}
    rows = snapshot.session.execute(
        select(StoryArticleRow.story_id, StoryArticleRow.article_id)
        .where(each_of(snapshot, StoryArticleRow.story_id, stories))
        .order_by(StoryArticleRow.article_id)
    )
    for story, article in rows:
        found.setdefault(story or 0, []).append(ArticleId(article))
    return found


def originals(snapshot: Snapshot, stories: Collection[int]) -> Mapping[StoryId, ArticleId | None]:
    """Return the original of each of *stories*, where it is still there."""
    rows = snapshot.session.execute(
        select(StoryRow.id, StoryRow.original_id).where(StoryRow.id.in_(stories))
    )
    return {
        StoryId(story): None if original is None else ArticleId(original)
        for story, original in rows
    }


def splits(snapshot: Snapshot, ids: Collection[int]) -> set[tuple[ArticleId, ArticleId]]:
    """Return the pairs that a person told apart, in which one of *ids* stands."""
    if not ids:
        return set()
    first, last = min(ids), max(ids)  # Few are told apart, and *ids* may be thousands.
    one, other = StorySplitRow.article_id, StorySplitRow.other_id
    rows = snapshot.session.execute(
        select(one, other).where(or_(one.between(first, last), other.between(first, last)))
    )
    return {(ArticleId(a), ArticleId(b)) for a, b in rows if a in ids or b in ids}


def add_stories(transaction: Transaction, originals: Sequence[ArticleId]) -> Sequence[StoryId]:
    """Add stories, and return the id of each."""
    rows = ({"original_id": each} for each in originals)
    return [StoryId(each) for each in add_all(transaction, StoryRow, rows)]


def set_originals(transaction: Transaction, originals: Mapping[StoryId, ArticleId]) -> None:
    """Give each of these stories that original."""
    rows = ({"id": story, "original_id": each} for story, each in originals.items())
    change_all(transaction, StoryRow, rows)


def remove_stories(transaction: Transaction, stories: Collection[int]) -> None:
    """Remove *stories*; what is left in them is alone."""
    if not stories:
        return
    transaction.session.execute(
        update(StoryArticleRow)
        .where(StoryArticleRow.story_id.in_(stories))
        .values(story_id=None, is_by_hand=False)
    )
    transaction.session.execute(delete(StoryRow).where(StoryRow.id.in_(stories)))


def note_marks(transaction: Transaction, marks: Mapping[ArticleId, bytes]) -> None:
    """Store the marks of articles; where they are there already, the others are left."""
    if not marks:
        return
    statement = insert_on_conflict(transaction, StoryArticleRow)
    transaction.session.execute(
        statement.on_conflict_do_update(
            index_elements=["article_id"], set_={"marks": statement.excluded["marks"]}
        ),
        [
            {"article_id": article, "story_id": None, "marks": each, "is_by_hand": False}
            for article, each in marks.items()
        ],
    )


def put(transaction: Transaction, places: Mapping[ArticleId, tuple[StoryId | None, bool]]) -> None:
    """Put each article in that story, None for alone; the flag: a person put it there."""
    if not places:
        return
    statement = insert_on_conflict(transaction, StoryArticleRow)
    changed = ("story_id", "is_by_hand")
    transaction.session.execute(
        statement.on_conflict_do_update(
            index_elements=["article_id"],
            set_={column: statement.excluded[column] for column in changed},
        ),
        [
            {"article_id": article, "story_id": story, "marks": b"", "is_by_hand": by_hand}
            for article, (story, by_hand) in places.items()
        ],
    )


def keep_apart(transaction: Transaction, told: Iterable[tuple[ArticleId, ArticleId]]) -> None:
    """Remember that the pairs *told* are not the same news."""
    absent = insert_on_conflict(transaction, StorySplitRow).on_conflict_do_nothing()
    by, at = transaction.actor, transaction.now
    rows = [{"article_id": one, "other_id": other, "by": by, "at": at} for one, other in told]
    if rows:
        transaction.session.execute(absent, rows)


def let_together(transaction: Transaction, told: Iterable[tuple[ArticleId, ArticleId]]) -> None:
    """Forget that the pairs *told* are not the same news."""
    for one, other in told:
        transaction.session.execute(
            delete(StorySplitRow).where(
                and_(StorySplitRow.article_id == one, StorySplitRow.other_id == other)
            )
        )


def let_go(transaction: Transaction, *, kept_from: int, to: int) -> None:
    """Forget the marks of what is older than *to*, and all of it that has no story."""
    old = (StoryArticleRow.article_id >= kept_from, StoryArticleRow.article_id < to)
    transaction.session.execute(
        delete(StoryArticleRow).where(*old, StoryArticleRow.story_id.is_(None))
    )
    transaction.session.execute(update(StoryArticleRow).where(*old).values(marks=b""))


def newest(snapshot: Snapshot, *, before: int | None, since: int, limit: int) -> list[StoryId]:
    """Return the stories whose first article is at least *since*, the newest first."""
    wanted = select(StoryRow.id, StoryRow.original_id).where(StoryRow.original_id >= since)
    if before is not None:
        wanted = wanted.where(StoryRow.original_id < before)
    rows = snapshot.session.execute(wanted.order_by(StoryRow.original_id.desc()).limit(limit))
    return [StoryId(story) for story, _ in rows]


def stories_of(snapshot: Snapshot, ids: Collection[int]) -> Select[int | None]:
    """Return the question for the stories of the articles *ids*."""
    return select(_MINE.story_id).where(each_of(snapshot, _MINE.article_id, ids))


def told(
    snapshot: Snapshot, stories: Collection[int] | Select[int | None]
) -> Iterator[tuple[StoryId, ArticleId | None, ArticleId, int]]:
    """Yield of each article of *stories*, the first seen first, its story and the original of that.

    And its outlet: a feed without one is its own.
    """
    rows = snapshot.session.execute(
        select(StoryRow.id, StoryRow.original_id, StoryArticleRow.article_id, articles.SOURCE)
        .join(StoryArticleRow, StoryArticleRow.story_id == StoryRow.id)
        .join(articles.ID.table, StoryArticleRow.article_id == articles.ID)
        .where(StoryRow.id.in_(stories))
        .order_by(StoryArticleRow.article_id)
    )
    for story, original, article, source in rows:
        whose = None if original is None else ArticleId(original)
        yield StoryId(story), whose, ArticleId(article), source


def is_first(
    article: ColumnElement[int], is_listed: Callable[[ColumnElement[int]], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """Return the condition that no article of the same story was seen before and is listed."""
    earlier = (
        select(_OTHER.article_id)
        .join(_MINE, and_(_MINE.story_id == _OTHER.story_id, _OTHER.article_id < _MINE.article_id))
        .where(_MINE.article_id == article, is_listed(_OTHER.article_id.expression))
    )
    return ~earlier.exists()


def key_of(article: ColumnElement[int]) -> ColumnElement[int]:
    """Return what is the same for the articles of one story, and no others."""
    story = select(-_MINE.story_id).where(_MINE.article_id == article).scalar_subquery()
    return func.coalesce(story, article)
