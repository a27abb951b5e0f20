"""Rows of reviews.  Private to the slice."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import ClassVar, override

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    SQLColumnExpression,
    Text,
    UniqueConstraint,
    delete,
    func,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, synonym

from comms_desk.changes import Subject
from comms_desk.i18n import Language
from comms_desk.mail import within as outbox
from comms_desk.mail.model import MessageId
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.reviews.model import OF_THE_DAY, ItemState
from comms_desk.storage import links
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import Act, HoldReach
from comms_desk.storage.rows import Base, RowId, RuledRow, ShortText, TextTuple


class ReviewRow(RuledRow):
    """A review, or an addendum; *edition* is what was issued, as JSON.

    Issued, it is archived: what a rule says is counted from then.
    """

    __tablename__ = "reviews"
    __table_args__ = (
        UniqueConstraint("day", "language", "number"),
        Index(None, "message_id"),
    )
    SUBJECT: ClassVar = Subject.REVIEW
    CALLED = ("called",)
    COUNTED_FROM = Act.EDITED, "issued"
    SEALED = "edition", "digest"

    day: Mapped[date]
    language: Mapped[Language]
    number: Mapped[int]
    closes_at: Mapped[datetime]
    highlights: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    agenda: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    sections: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    begun_at: Mapped[datetime]
    issued_at: Mapped[datetime | None]
    issued_by: Mapped[int | None]
    edition: Mapped[str | None] = mapped_column(Text)
    digest: Mapped[str]
    message_id: Mapped[int | None] = mapped_column(ForeignKey("messages.id", ondelete="SET NULL"))
    archived_at: Mapped[datetime | None] = synonym("issued_at")
    archived_by: Mapped[int | None] = synonym("issued_by")

    @property
    def called(self) -> str:
        """What the record of its destruction calls it, in either language."""
        addendum = f", addendum {self.number - OF_THE_DAY}" if self.number > OF_THE_DAY else ""
        return f"{self.day.isoformat()}{addendum} ({self.language})"

    @property
    def is_given_up(self) -> bool:
        """Whether it was altered, and given up: without a digest nothing is what was issued."""
        return self.issued_at is not None and not self.digest and self.message_id is None

    @classmethod
    @override
    def reached(
        cls, row_id: SQLColumnExpression[int], reach: HoldReach
    ) -> Iterator[ColumnElement[bool]]:
        """Yield that a letter of it went to them, or then."""
        yield from outbox.reached(cls.SUBJECT, row_id, reach)

    @override
    def refuse_while_held(self, snapshot: Snapshot) -> None:
        """Let it be destroyed only once no letter of it, no test either, waits or is on the wire.

        Raises:
            LettersLeaving: One does.
        """
        outbox.refuse_while_leaving(snapshot, self.ref, also=self._tests(snapshot))

    @override
    def erase(self, transaction: Transaction) -> None:
        """Delete it with what was kept for it, its messages and their letters, tests too."""
        outbox.erase_about(transaction, self.ref, also=self._tests(transaction))
        transaction.session.execute(delete(ReviewRow).where(ReviewRow.id == self.id))

    def _tests(self, snapshot: Snapshot) -> list[MessageId]:
        tests = links.linked(snapshot, self.ref, Subject.MESSAGE)
        return [MessageId(each.id) for each in tests]


class ItemRow(Base):
    """An article of a review, under its section; *position* is its place among all of them."""

    __tablename__ = "review_items"
    __table_args__ = (UniqueConstraint("review_id", "article_id"),)

    id: Mapped[RowId]
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id", ondelete="CASCADE"))
    article_id: Mapped[int] = mapped_column(
        ForeignKey("articles.id", ondelete="CASCADE"), index=True
    )
    section: Mapped[ShortText]
    position: Mapped[int]
    summary: Mapped[str] = mapped_column(Text)
    wants_excerpt: Mapped[bool]
    state: Mapped[ItemState]

    @property
    def article(self) -> ArticleId:
        """The article that it is."""
        return ArticleId(self.article_id)


def of_day(snapshot: Snapshot, day: date, language: Language) -> list[ReviewRow]:
    """Return the review of a day and its addenda, in their order."""
    those = select(ReviewRow).where(ReviewRow.day == day, ReviewRow.language == language)
    return list(snapshot.session.scalars(those.order_by(ReviewRow.number)))


def left_between(
    snapshot: Snapshot, first: date, before: date, language: Language
) -> list[ReviewRow]:
    """Return the reviews from the *first* day on, *before* that one, that have letters."""
    those = select(ReviewRow).where(ReviewRow.day >= first, ReviewRow.day < before)
    sent = those.where(ReviewRow.language == language, ReviewRow.message_id.is_not(None))
    return list(snapshot.session.scalars(sent))


def given_up(snapshot: Snapshot) -> frozenset[int]:
    """Return the reviews that were given up: see `ReviewRow.is_given_up`."""
    those = select(ReviewRow.id).where(ReviewRow.issued_at.is_not(None), ReviewRow.digest == "")
    return frozenset(snapshot.session.scalars(those.where(ReviewRow.message_id.is_(None))))


def last_issue(snapshot: Snapshot, language: Language, *, before: date) -> datetime | None:
    """Return when a review of a day *before* that one was issued last; None: none ever was."""
    former = select(func.max(ReviewRow.issued_at)).where(
        ReviewRow.language == language, ReviewRow.day < before
    )
    return snapshot.session.scalar(former)


def usual_sections(snapshot: Snapshot, language: Language) -> tuple[str, ...]:
    """Return the sections of the review that was issued last, in their order."""
    last = (
        select(ReviewRow.sections)
        .where(ReviewRow.language == language, ReviewRow.issued_at.is_not(None))
        .order_by(ReviewRow.issued_at.desc(), ReviewRow.id.desc())
    )
    return snapshot.session.scalars(last).first() or ()


def every(day: date | None = None) -> Select[ReviewRow]:
    """Return the question for all reviews, or for those of a *day*."""
    return select(ReviewRow) if day is None else select(ReviewRow).where(ReviewRow.day == day)


def issued(besides: int | None) -> Select[ReviewRow]:
    """Return the question for all that were issued, *besides* that one."""
    those = every().where(ReviewRow.issued_at.is_not(None))
    return those if besides is None else those.where(ReviewRow.id != besides)


LATEST_FIRST = ReviewRow.day, ReviewRow.id
"""The order of a list."""


def items(snapshot: Snapshot, reviews: Iterable[int]) -> list[ItemRow]:
    """Return the items of *reviews*, in the order in which they are read."""
    those = select(ItemRow).where(ItemRow.review_id.in_(tuple(reviews)))
    return list(snapshot.session.scalars(those.order_by(ItemRow.position, ItemRow.id)))


def counts(snapshot: Snapshot, reviews: Iterable[int]) -> dict[int, int]:
    """Return how many articles are kept for each of *reviews*."""
    counted = (
        select(ItemRow.review_id, func.count())
        .where(ItemRow.review_id.in_(tuple(reviews)), ItemRow.state == ItemState.KEPT)
        .group_by(ItemRow.review_id)
    )
    return dict(iter(snapshot.session.execute(counted)))
