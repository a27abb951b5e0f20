"""Rows of the examples of watches.  Private to the slice, like its store."""

from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import ThemeId
from comms_desk.media.themes.remembered import (
    EXAMPLE_CHARACTERS,
    Example,
    ExampleWanted,
    NewExample,
)
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import here
from comms_desk.storage.rows import BinnedRow, ShortText, unique_outside_bin
from comms_desk.storage.values import columns_of, value_of


class ExampleRow(BinnedRow):
    """An example of a watch, in its own words; *article* is gone before it, as a rule."""

    SUBJECT: ClassVar = Subject.EXAMPLE
    CALLED: ClassVar = ("title",)
    __tablename__ = "examples"
    __table_args__ = (
        unique_outside_bin("uq_examples_article_id_watch_id", "article_id", "watch_id"),
    )

    watch: Mapped[int] = mapped_column(
        "watch_id", ForeignKey("watches.id", ondelete="CASCADE"), index=True
    )
    article: Mapped[int | None] = mapped_column(
        "article_id", ForeignKey("articles.id", ondelete="SET NULL"), index=True
    )
    wanted: Mapped[ExampleWanted]
    title: Mapped[ShortText]
    text: Mapped[str]
    outlet: Mapped[ShortText]
    author: Mapped[ShortText]
    language: Mapped[str]
    moment: Mapped[datetime | None]
    by: Mapped[int | None]
    at: Mapped[datetime]


def example(row: ExampleRow) -> Example:
    """The value of *row*."""
    return value_of(Example, row)


def add(transaction: Transaction, new: NewExample) -> ExampleRow:
    """Add an example, with as much of its text as examples keep."""
    kept = {"text": new.text[:EXAMPLE_CHARACTERS]}
    row = ExampleRow(**columns_of(new, **kept), by=transaction.actor, at=transaction.now)
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(Subject.EXAMPLE, [row.id]))
    return row


def of_article(snapshot: Snapshot, article: ArticleId, watch: ThemeId) -> ExampleRow | None:
    """The example of *watch* that *article* is."""
    wanted = here(ExampleRow).where(ExampleRow.article == article, ExampleRow.watch == watch)
    return snapshot.session.scalars(wanted).first()


def every(snapshot: Snapshot, watches: Iterable[ThemeId]) -> tuple[Example, ...]:
    """The examples of *watches*, what must be caught first, the latest first."""
    rows = snapshot.session.scalars(
        here(ExampleRow)
        .where(ExampleRow.watch.in_(tuple(watches)))
        .order_by(ExampleRow.wanted, ExampleRow.id.desc())
    )
    return tuple(map(example, rows))


def required(snapshot: Snapshot, watch: ThemeId) -> frozenset[ArticleId]:
    """The articles on the desk that *watch* must catch."""
    wanted = select(ExampleRow.article).where(
        ExampleRow.watch == watch,
        ExampleRow.wanted == ExampleWanted.MUST,
        ExampleRow.article.is_not(None),
        ExampleRow.binned_at.is_(None),
    )
    return frozenset(ArticleId(each) for each in snapshot.session.scalars(wanted) if each)
