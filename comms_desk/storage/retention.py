"""Rules of destruction, and the record of what they destroyed.

A public body's retention schedule says how long it keeps what it sent (Archives Act, RLRQ
c. A-21.1).  A rule names that schedule, who signed it and when; one runs at a time for a kind.
It destroys nothing by itself: a person applies it.  A rule that has ended stays, and so does
each record: it names what was destroyed, and holds nothing of what it said.
"""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import RuleEnded, RuleRuns, RuleUnknown
from comms_desk.storage.model import Archived, Destruction, DestructionRule, NewRule, RuleId
from comms_desk.storage.paging import PageOfRows
from comms_desk.storage.rows import Base, RowId, ShortText, partial_index
from comms_desk.text.fold import is_called, tokens

RULE_FACTS = ("kind", "years", "reference", "signed_by", "signed_on", "added_by", "added_at")
_RUNS = text("ended_at IS NULL")


class RuleRow(Base):
    """A rule of destruction."""

    __tablename__ = "retention_rules"
    __table_args__ = (partial_index("uq_retention_rules_kind", "kind", where=_RUNS, unique=True),)

    id: Mapped[RowId]
    kind: Mapped[Subject]
    years: Mapped[int]
    reference: Mapped[ShortText]
    signed_by: Mapped[ShortText]
    signed_on: Mapped[date]
    added_by: Mapped[int | None]
    added_at: Mapped[datetime]
    ended_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]


class DestructionRow(Base):
    """Something that was destroyed: by its name, never by its content."""

    __tablename__ = "destructions"
    __table_args__ = (Index("ix_destructions_kind_row_id", "kind", "row_id"),)

    id: Mapped[RowId]
    rule_id: Mapped[int] = mapped_column(ForeignKey("retention_rules.id"), index=True)
    kind: Mapped[Subject]
    row_id: Mapped[int]
    name: Mapped[ShortText]
    archived_at: Mapped[datetime]
    by: Mapped[int | None]
    at: Mapped[datetime]


def add(transaction: Transaction, new: NewRule) -> DestructionRule:
    """Add a rule.

    Raises:
        RuleRuns: Another rule of its kind has not ended.
    """
    other = of_kind(transaction, new.kind)
    if other is not None:
        raise RuleRuns(new.kind, other.id, other.reference)
    row = RuleRow(
        kind=new.kind,
        years=new.years,
        reference=new.reference.strip(),
        signed_by=new.signed_by.strip(),
        signed_on=new.signed_on,
        added_by=transaction.actor,
        added_at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(new.kind))
    return _rule(row)


def end(transaction: Transaction, rule: RuleId) -> DestructionRule:
    """Have *rule* destroy nothing any more, unless it has ended.

    Raises:
        RuleUnknown: There is none.
    """
    row = _row(transaction, rule)
    if row.ended_at is None:
        row.ended_by, row.ended_at = transaction.actor, transaction.now
        transaction.session.flush()
        transaction.announce(Change.of(row.kind))
    return _rule(row)


def running(snapshot: Snapshot, rule: RuleId) -> DestructionRule:
    """Return *rule*, by which something may be destroyed.

    Raises:
        RuleUnknown, RuleEnded: There is none, or it destroys nothing any more.
    """
    row = _row(snapshot, rule)
    if row.ended_at is not None:
        raise RuleEnded(rule, row.ended_at)
    return _rule(row)


def of_kind(snapshot: Snapshot, kind: Subject) -> DestructionRule | None:
    """Return the rule that runs for the things of *kind*."""
    asked = select(RuleRow).where(RuleRow.kind == kind, RuleRow.ended_at.is_(None))
    row = snapshot.session.scalars(asked).first()
    return None if row is None else _rule(row)


def rules(snapshot: Snapshot) -> tuple[DestructionRule, ...]:
    """Return every rule, the last added first."""
    return tuple(map(_rule, snapshot.session.scalars(select(RuleRow).order_by(RuleRow.id.desc()))))


def record(transaction: Transaction, rule: DestructionRule, gone: Archived) -> Destruction:
    """Record that *gone* was destroyed by *rule*, in the name of the acting person."""
    row = DestructionRow(
        rule_id=rule.id,
        kind=gone.ref.kind,
        row_id=gone.ref.id,
        name=gone.name,
        archived_at=gone.at,
        by=transaction.actor,
        at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    return _destruction(row, rule)


def destroyed(
    snapshot: Snapshot, words: str = "", *, rule: RuleId | None = None, limit: int | None
) -> PageOfRows[Destruction]:
    """Return what was destroyed and is called *words*, by *rule* if one is given, the last first.

    All of it without a *limit*.
    """
    asked = select(DestructionRow)
    if rule is not None:
        asked = asked.where(DestructionRow.rule_id == rule)
    last_first = asked.order_by(DestructionRow.id.desc())
    if wanted := tokens(words):
        names = last_first.with_only_columns(DestructionRow.id, DestructionRow.name)
        called = [each for each, name in snapshot.session.execute(names) if is_called(name, wanted)]
        total, found = len(called), last_first.where(DestructionRow.id.in_(called[:limit]))
    else:
        counted = asked.with_only_columns(func.count(), maintain_column_froms=True)
        total, found = snapshot.session.scalar(counted) or 0, last_first.limit(limit)
    by_id = {rule.id: rule for rule in rules(snapshot)}
    return PageOfRows(
        rows=tuple(
            _destruction(row, by_id[RuleId(row.rule_id)]) for row in snapshot.session.scalars(found)
        ),
        total=total,
    )


def carry_over(
    transaction: Transaction, those: Iterable[DestructionRule], gone: Iterable[Destruction]
) -> None:
    """Have a restored desk have exactly the rules *those*, and the records *gone* beside its own.

    A rule that only the restored desk has, which is a stranger's then, destroys nothing here.
    """
    session = transaction.session
    own = list(session.scalars(select(RuleRow)))
    for row in own:
        row.ended_at = row.ended_at or transaction.now
    session.flush()
    rows: dict[DestructionRule, RuleRow] = {}
    for rule in those:
        facts = {name: getattr(rule, name) for name in RULE_FACTS}
        row = next((row for row in own if _facts(row) == facts), None) or RuleRow(**facts)
        row.ended_by, row.ended_at = rule.ended_by, rule.ended_at
        session.add(row)
        session.flush()
        rows[rule] = row
    kept = {(row.kind, row.row_id, row.at) for row in session.scalars(select(DestructionRow))}
    for each in gone:
        if (each.ref.kind, each.ref.id, each.at) not in kept:
            session.add(
                DestructionRow(
                    rule_id=rows[each.rule].id,
                    kind=each.ref.kind,
                    row_id=each.ref.id,
                    name=each.name,
                    archived_at=each.archived_at,
                    by=each.by,
                    at=each.at,
                )
            )
    session.flush()


def _facts(row: RuleRow) -> dict[str, object]:
    """Return what makes a rule the same in two desks: its number is not enough."""
    return {name: getattr(row, name) for name in RULE_FACTS}


def _row(snapshot: Snapshot, rule: RuleId) -> RuleRow:
    row = snapshot.session.get(RuleRow, rule)
    if row is None:
        raise RuleUnknown(rule)
    return row


def _rule(row: RuleRow) -> DestructionRule:
    return DestructionRule(
        id=RuleId(row.id),
        kind=row.kind,
        years=row.years,
        reference=row.reference,
        signed_by=row.signed_by,
        signed_on=row.signed_on,
        added_by=row.added_by,
        added_at=row.added_at,
        ended_by=row.ended_by,
        ended_at=row.ended_at,
    )


def _destruction(row: DestructionRow, rule: DestructionRule) -> Destruction:
    return Destruction(
        ref=Ref(row.kind, row.row_id),
        name=row.name,
        archived_at=row.archived_at,
        rule=rule,
        by=row.by,
        at=row.at,
    )
