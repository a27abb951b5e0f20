"""The rows of the lease and of commands.  Private to this slice."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Ref
from comms_desk.jobs.model import CommandKind, Lease, WorkerCommand
from comms_desk.storage.database import Snapshot
from comms_desk.storage.rows import Base, RowId
from comms_desk.storage.values import value_of


class LeaseRow(Base):
    """The lease on one kind of work; a row stays when it is released, for its token."""

    __tablename__ = "leases"

    work: Mapped[str] = mapped_column(primary_key=True)
    token: Mapped[int]
    holder: Mapped[str]
    taken_at: Mapped[datetime]
    until: Mapped[datetime]


class CommandRow(Base):
    """Something asked of the worker."""

    __tablename__ = "commands"

    id: Mapped[RowId]
    kind: Mapped[CommandKind]
    ref: Mapped[str | None]
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)


def lease_row(snapshot: Snapshot, work: str) -> LeaseRow | None:
    """Return the lease on *work*, held or not."""
    return snapshot.session.get(LeaseRow, work)


def waiting(snapshot: Snapshot) -> Sequence[CommandRow]:
    """Return what is asked and not done, the oldest first."""
    return snapshot.session.scalars(
        select(CommandRow).where(CommandRow.done_at.is_(None)).order_by(CommandRow.id)
    ).all()


def lease(row: LeaseRow, *, idle_since: datetime | None = None) -> Lease:
    """Turn a row into its value."""
    return value_of(Lease, row, idle_since=idle_since)


def command(row: CommandRow) -> WorkerCommand:
    """Turn a row into its value."""
    return value_of(WorkerCommand, row, ref=Ref.from_text(row.ref) if row.ref else None)
