"""The freeze: one gesture stops all that is scheduled to leave, on every text and bulletin.

While one holds, no letter of a message that is about something is claimed, and one on the wire is
stopped before its final dot.  Letters stay in the queue and nothing is lost: once the freeze is
lifted, of everything or of one thing, they leave as if it had never been, what is under embargo
at the end of it.  A message that is about nothing, as a test to oneself, goes on.
"""

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, exists, func, not_, select

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail.model import (
    AlreadyFrozen,
    Freeze,
    FreezeId,
    FreezeUnexplained,
    Frozen,
    LetGo,
    LetterState,
    NotFrozen,
)
from comms_desk.mail.store import FreezeLiftRow, FreezeRow, LetterRow, MessageRow
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.rows import Base
from comms_desk.text.lines import on_one_line

if TYPE_CHECKING:
    from sqlalchemy import SQLColumnExpression

ON_THEIR_WAY = (LetterState.QUEUED, LetterState.SENDING)
_freezes, _lifts = (Base.metadata.tables[row.__tablename__] for row in (FreezeRow, FreezeLiftRow))
_stopped = Base.metadata.tables[MessageRow.__tablename__].alias("stopped")
"""Under a name of its own: the query may read messages too."""
_OPEN = select(FreezeRow).where(FreezeRow.lifted_at.is_(None)).order_by(FreezeRow.id).limit(1)


class FreezeDesk:
    """Stops all sending, and lets it go on: all of it, or one thing."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def current(self) -> Freeze | None:
        """Return the freeze that holds, with what waits under it; None when nothing is frozen."""
        with self._database.snapshot() as snapshot:
            return current(snapshot)

    def freeze(self, reason: str) -> Freeze:
        """Stop all that is scheduled to leave, from now on, because of *reason*.

        Raises:
            FreezeUnexplained: *reason* says nothing.
            AlreadyFrozen: Somebody did before.
        """
        reason = on_one_line(reason).strip()
        if not reason:
            raise FreezeUnexplained
        with self._database.transaction(durable=True) as transaction:
            row = _open(transaction)
            if row is not None:
                raise AlreadyFrozen(row.reason, row.at)
            row = FreezeRow(reason=reason, by=transaction.actor, at=transaction.now)
            transaction.session.add(row)
            transaction.session.flush()
            _announce(transaction, row)
            return _value(transaction, row)

    def lift(self, *, freeze: FreezeId | None = None) -> Freeze:
        """Let everything leave again; return the freeze as it was, with what waited.

        Args:
            freeze: Only if it is this one that holds, which somebody read; None: whichever does.

        Raises:
            NotFrozen: Nothing is frozen, or not by that one.
        """
        with self._database.transaction(durable=True) as transaction:
            row = _holding(transaction)
            if freeze is not None and row.id != freeze:
                raise NotFrozen
            was = _value(transaction, row)
            row.lifted_by, row.lifted_at = transaction.actor, transaction.now
            _announce(transaction, row)
            return was

    def let_go(self, about: Ref) -> Freeze:
        """Let what is about *about* leave, while all the rest is stopped.

        Raises:
            NotFrozen: Nothing is frozen, or that was let go before.
        """
        with self._database.transaction(durable=True) as transaction:
            row = _holding(transaction)
            session = transaction.session
            if session.get(FreezeLiftRow, (row.id, str(about))) is not None:
                raise NotFrozen
            lift = FreezeLiftRow(
                freeze_id=row.id, about=str(about), by=transaction.actor, at=transaction.now
            )
            session.add(lift)
            session.flush()
            _announce(transaction, row)
            transaction.announce(Change.of(about.kind, [about.id]))
            return _value(transaction, row)


def holds(snapshot: Snapshot) -> bool:
    """Whether sending is frozen, but of what was let go."""
    return _open(snapshot) is not None


def stops(message: "SQLColumnExpression[int]") -> ColumnElement[bool]:
    """Return the condition that a freeze stops the letters of *message*, a column of ids."""
    let_go = exists().where(_lifts.c.freeze_id == _freezes.c.id, _lifts.c.about == _stopped.c.about)
    let_go = let_go.correlate(_freezes, _stopped)
    frozen = exists().where(_freezes.c.lifted_at.is_(None), not_(let_go))
    return exists().where(_stopped.c.id == message, _stopped.c.about.is_not(None), frozen)


def held(snapshot: Snapshot) -> frozenset[Ref]:
    """Return the things whose letters a freeze stops."""
    if not holds(snapshot):
        return frozenset()
    found = snapshot.session.scalars(
        select(MessageRow.about)
        .join(LetterRow, LetterRow.message_id == MessageRow.id)
        .where(LetterRow.state.in_(ON_THEIR_WAY), stops(LetterRow.message_id))
        .distinct()
    )
    return frozenset(Ref.from_text(about) for about in found if about)


def current(snapshot: Snapshot) -> Freeze | None:
    """Return the freeze that holds, with what waits under it."""
    row = _open(snapshot)
    return None if row is None else _value(snapshot, row)


def _open(snapshot: Snapshot) -> FreezeRow | None:
    return snapshot.session.scalars(_OPEN).one_or_none()


def _holding(transaction: Transaction) -> FreezeRow:
    row = _open(transaction)
    if row is None:
        raise NotFrozen
    return row


def _value(snapshot: Snapshot, row: FreezeRow) -> Freeze:
    session = snapshot.session
    lifts = session.scalars(
        select(FreezeLiftRow)
        .where(FreezeLiftRow.freeze_id == row.id)
        .order_by(FreezeLiftRow.at, FreezeLiftRow.about)
    )
    count: Any = func.count()
    held = session.execute(
        select(MessageRow.about, count)
        .join(LetterRow, LetterRow.message_id == MessageRow.id)
        .where(LetterRow.state.in_(ON_THEIR_WAY), stops(LetterRow.message_id))
        .group_by(MessageRow.about)
        .order_by(count.desc(), MessageRow.about)
    )
    return Freeze(
        id=FreezeId(row.id),
        reason=row.reason,
        by=row.by,
        at=row.at,
        let_go=tuple(
            LetGo(about=Ref.from_text(each.about), by=each.by, at=each.at) for each in lifts
        ),
        held=tuple(
            Frozen(about=Ref.from_text(about), letters=letters) for about, letters in held if about
        ),
    )


def _announce(transaction: Transaction, row: FreezeRow) -> None:
    transaction.announce(Change.of(Subject.FREEZE, [row.id]))
