"""The rows of embargoes and of their exceptions.  Private to this slice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from comms_desk.changes import Ref, Subject
from comms_desk.embargo.model import Embargo, SignedException
from comms_desk.storage.database import Snapshot
from comms_desk.storage.rows import Base, RowId, ShortText
from comms_desk.storage.values import value_of


class EmbargoRow(Base):
    """The lock on one thing; there is at most one a thing."""

    __tablename__ = "embargoes"
    __table_args__ = (UniqueConstraint("kind", "row_id"),)

    id: Mapped[RowId]
    kind: Mapped[Subject]
    row_id: Mapped[int]
    until: Mapped[datetime] = mapped_column(index=True)
    ends_when: Mapped[str]
    set_by: Mapped[int | None]
    set_at: Mapped[datetime]
    lifted_by: Mapped[int | None]
    lifted_at: Mapped[datetime | None]
    exceptions: Mapped[list["ExceptionRow"]] = relationship(
        order_by="ExceptionRow.id", cascade="all, delete-orphan", passive_deletes=True
    )


class ExceptionRow(Base):
    """Who may have the thing before."""

    __tablename__ = "embargo_exceptions"
    __table_args__ = (UniqueConstraint("embargo_id", "recipient"),)

    id: Mapped[RowId]
    embargo_id: Mapped[int] = mapped_column(ForeignKey("embargoes.id", ondelete="CASCADE"))
    recipient: Mapped[str]
    signed_by: Mapped[str]
    note: Mapped[str]
    granted_by: Mapped[int | None]
    granted_at: Mapped[datetime]


class EmbargoWordsRow(Base):
    """The words of one thing as numbers: they are held while a lock on it holds.

    Kept of what nothing locks too: a lock is placed without its text at hand.
    """

    __tablename__ = "embargo_words"

    kind: Mapped[Subject] = mapped_column(primary_key=True)
    row_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    title: Mapped[ShortText]
    numbers: Mapped[bytes]
    figures: Mapped[bytes]


class SignedPassageRow(Base):
    """Words of a locked text, as numbers, that somebody let through in one other thing."""

    __tablename__ = "embargo_passages"
    __table_args__ = (Index("ix_embargo_passages_of", "kind", "row_id"),)

    id: Mapped[RowId]
    kind: Mapped[Subject]
    row_id: Mapped[int]
    inside: Mapped[str]
    numbers: Mapped[bytes]
    signed_by: Mapped[str]
    reason: Mapped[str]
    granted_by: Mapped[int | None]
    granted_at: Mapped[datetime]


def passages_of(snapshot: Snapshot, ref: Ref) -> Sequence[SignedPassageRow]:
    """Return what was let through of the words of *ref*."""
    return snapshot.session.scalars(
        select(SignedPassageRow)
        .where(SignedPassageRow.kind == ref.kind, SignedPassageRow.row_id == ref.id)
        .order_by(SignedPassageRow.id)
    ).all()


def words_of(snapshot: Snapshot, ref: Ref) -> EmbargoWordsRow | None:
    """Return what is known of the words of *ref*."""
    return snapshot.session.get(EmbargoWordsRow, (ref.kind, ref.id))


def row_of(snapshot: Snapshot, ref: Ref) -> EmbargoRow | None:
    """Return the lock on *ref*, lifted or not."""
    return snapshot.session.scalars(
        select(EmbargoRow).where(EmbargoRow.kind == ref.kind, EmbargoRow.row_id == ref.id)
    ).one_or_none()


def holding(snapshot: Snapshot) -> Sequence[EmbargoRow]:
    """Return the locks that hold now, the first to lift first."""
    return snapshot.session.scalars(_HOLDING, {"now": snapshot.now}).all()


_HOLDING = (
    select(EmbargoRow)
    .where(EmbargoRow.until > bindparam("now"), EmbargoRow.lifted_at.is_(None))
    .order_by(EmbargoRow.until, EmbargoRow.id)
    .options(selectinload(EmbargoRow.exceptions))
)


def value(row: EmbargoRow) -> Embargo:
    """Turn a row into its value."""
    return value_of(
        Embargo,
        row,
        ref=Ref(row.kind, row.row_id),
        exceptions=tuple(value_of(SignedException, each) for each in row.exceptions),
    )
