"""Links: any thing of the desk tied to any other, without a foreign key.

A link has no direction.  A row's home dossier is its own ``dossier_id`` column, because
confidentiality follows it; every other tie is here.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Index, Select, and_, delete, or_, select
from sqlalchemy.orm import Mapped

from comms_desk.changes import Change, Ref, Subject
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import each_of
from comms_desk.storage.many import insert_on_conflict
from comms_desk.storage.rows import Base, RowId


class LinkRow(Base):
    """One link; the first side is the lesser in the order of (kind, id)."""

    __tablename__ = "links"
    __table_args__ = (
        Index("uq_links_sides", "first_kind", "first_id", "second_kind", "second_id", unique=True),
        Index("ix_links_second", "second_kind", "second_id"),
    )

    id: Mapped[RowId]
    first_kind: Mapped[Subject]
    first_id: Mapped[int]
    second_kind: Mapped[Subject]
    second_id: Mapped[int]
    by: Mapped[int | None]
    at: Mapped[datetime]


FIRST, SECOND = (LinkRow.first_kind, LinkRow.first_id), (LinkRow.second_kind, LinkRow.second_id)


def link(transaction: Transaction, one: Ref, *others: Ref) -> tuple[Ref, ...]:
    """Tie *others* to *one*; return those that were not tied before."""
    sides = {_ordered(one, other): other for other in others}
    insert = insert_on_conflict(transaction, LinkRow).on_conflict_do_nothing()
    made = insert.returning(*FIRST, *SECOND)
    rows = [
        {
            "first_kind": first.kind,
            "first_id": first.id,
            "second_kind": second.kind,
            "second_id": second.id,
            "by": transaction.actor,
            "at": transaction.now,
        }
        for first, second in sides
    ]
    new = (
        {
            sides[Ref(kind, first), Ref(other_kind, second)]
            for kind, first, other_kind, second in transaction.session.execute(made, rows)
        }
        if rows
        else set()
    )
    _announce(transaction, one, new)
    return tuple(other for other in sides.values() if other in new)


def unlink(transaction: Transaction, one: Ref, *others: Ref) -> tuple[Ref, ...]:
    """Untie *others* from *one*; return those that were tied before."""
    gone = set[Ref]()
    for kind in {other.kind for other in others}:
        ids = [other.id for other in others if other.kind is kind]
        for near, far in ((FIRST, SECOND), (SECOND, FIRST)):
            ties = delete(LinkRow).where(near[0] == one.kind, near[1] == one.id, far[0] == kind)
            those = ties.where(each_of(transaction, far[1], ids)).returning(far[1])
            gone |= {Ref(kind, each) for each in transaction.session.scalars(those)}
    _announce(transaction, one, gone)
    return tuple(other for other in dict.fromkeys(others) if other in gone)


def linked(snapshot: Snapshot, ref: Ref, kind: Subject | None = None) -> tuple[Ref, ...]:
    """Return what is tied to *ref*, the latest first; only things of *kind* when given."""
    return linked_to_each(snapshot, ref.kind, [ref.id], kind).get(ref.id, ())


def linked_to_each(
    snapshot: Snapshot, of: Subject, ids: Iterable[int], kind: Subject | None = None
) -> Mapping[int, tuple[Ref, ...]]:
    """Return what is tied to each thing of kind *of* among *ids*, the latest first."""
    wanted = list(ids)
    tied: list[tuple[int, int, Subject, int]] = []
    for near, far, is_so in (
        (FIRST, SECOND, kind is None or of.value <= kind.value),
        (SECOND, FIRST, kind is None or kind.value <= of.value),
    ):
        if is_so:
            asked = select(LinkRow.id, near[1], *far).where(near[0] == of)
            asked = asked.where(each_of(snapshot, near[1], wanted))
            asked = asked if kind is None else asked.where(far[0] == kind)
            for link, thing, far_kind, far_id in snapshot.session.execute(asked):
                tied.append((link, thing, far_kind, far_id))
    found: dict[int, tuple[Ref, ...]] = {}
    for _link, thing, far_kind, far_id in sorted(tied, reverse=True):
        found[thing] = (*found.get(thing, ()), Ref(far_kind, far_id))
    return found


def ids_linked(to: Ref, kind: Subject) -> Select[int]:
    """The question for the ids of the things of another *kind* that are tied to *to*."""
    if kind.value < to.kind.value:
        near = and_(LinkRow.second_kind == to.kind, LinkRow.second_id == to.id)
        return select(LinkRow.first_id).where(near, LinkRow.first_kind == kind)
    near = and_(LinkRow.first_kind == to.kind, LinkRow.first_id == to.id)
    return select(LinkRow.second_id).where(near, LinkRow.second_kind == kind)


def forget(transaction: Transaction, ref: Ref) -> None:
    """Remove every link of *ref*: it is erased, or has left the bin for good."""
    transaction.session.execute(
        delete(LinkRow).where(
            or_(
                and_(LinkRow.first_kind == ref.kind, LinkRow.first_id == ref.id),
                and_(LinkRow.second_kind == ref.kind, LinkRow.second_id == ref.id),
            )
        )
    )


def _ordered(one: Ref, other: Ref) -> tuple[Ref, Ref]:
    if one == other:
        raise ValueError("a thing is not tied to itself")
    first, second = sorted((one, other), key=lambda ref: (ref.kind.value, ref.id))
    return first, second


def _announce(transaction: Transaction, one: Ref, others: Collection[Ref]) -> None:
    refs = (one, *others) if others else ()
    for kind in {ref.kind for ref in refs}:
        transaction.announce(Change.of(kind, [ref.id for ref in refs if ref.kind is kind]))
