"""Rows of lists and of who stands in the fixed ones.  Private to the slice."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple, override

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    SQLColumnExpression,
    delete,
    exists,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.lists.conditions import read_filter, write_filter
from comms_desk.media.lists.model import (
    FIXED,
    MEMBERS,
    List,
    ListId,
    ListKind,
    ListMember,
    ListNameTaken,
    NewList,
    list_key,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import each_of, here
from comms_desk.storage.many import add_all
from comms_desk.storage.model import HoldReach
from comms_desk.storage.rows import Base, BinnedRow, ByBytes, RowId, ShortText, unique_outside_bin
from comms_desk.storage.values import columns_of, value_of


class ListRow(BinnedRow):
    """One list; *sort_key* is its folded name, *filter* empty where it is fixed."""

    SUBJECT = Subject.LIST
    __tablename__ = "lists"
    __table_args__ = (unique_outside_bin("uq_lists_sort_key", "sort_key"),)

    sort_key: Mapped[str] = mapped_column(ByBytes)
    name: Mapped[ShortText]
    kind: Mapped[ListKind]
    rank: Mapped[int]
    early_minutes: Mapped[int]
    filter: Mapped[str]
    note: Mapped[str]

    @classmethod
    @override
    def reached(
        cls, row_id: SQLColumnExpression[int], reach: HoldReach
    ) -> Iterator[ColumnElement[bool]]:
        """Yield that they are in it by their address alone, or were."""
        if reach.keys:
            yield exists().where(MemberRow.list_id == row_id, MemberRow.address_key.in_(reach.keys))
            yield edits.once_had(cls.SUBJECT, row_id, MEMBERS, reach.keys)
            yield edits.once_had(cls.SUBJECT, row_id, FIXED, reach.keys)


class MemberRow(Base):
    """Who stands in a fixed list: a contact, the newsroom of an outlet, or an address.

    It goes with either; of the three only one is said.
    """

    __tablename__ = "list_members"
    __table_args__ = (
        Index("uq_list_members_list_id_contact", "list_id", "contact", unique=True),
        Index("uq_list_members_list_id_outlet", "list_id", "outlet", unique=True),
        Index("uq_list_members_list_id_address_key", "list_id", "address_key", unique=True),
    )

    id: Mapped[RowId]
    list_id: Mapped[int] = mapped_column(ForeignKey("lists.id", ondelete="CASCADE"))
    contact: Mapped[int | None] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), index=True
    )
    outlet: Mapped[int | None] = mapped_column(
        ForeignKey("outlets.id", ondelete="CASCADE"), index=True
    )
    address_key: Mapped[str | None]
    address: Mapped[str]
    name: Mapped[ShortText]


IN_ORDER = ListRow.rank, ListRow.sort_key, ListRow.id
"""In which lists leave, and are shown."""

# ── Read ──────────────────────────────────────────────────────────────────────────────


def value(row: ListRow) -> List:
    """Turn a row into the value that leaves the slice."""
    return value_of(List, row, filter=read_filter(row.filter) if row.filter else None)


def every(snapshot: Snapshot, among: Iterable[ListId] | None = None) -> tuple[List, ...]:
    """Return every list outside the bin, or those *among* which one asks, in their order."""
    wanted = here(ListRow)
    if among is not None:
        wanted = wanted.where(each_of(snapshot, ListRow.id, among))
    return tuple(map(value, snapshot.session.scalars(wanted.order_by(*IN_ORDER))))


def refuse_taken(snapshot: Snapshot, name: str, *, but: ListId | None = None) -> None:
    """Refuse *name* when a list other than *but* has it.

    Raises:
        ListNameTaken: Another list has that name.
    """
    called = select(ListRow.id).where(
        ListRow.binned_at.is_(None), ListRow.sort_key == list_key(name), ListRow.id != (but or 0)
    )
    if snapshot.session.scalar(called) is not None:
        raise ListNameTaken(name)


def free_name(snapshot: Snapshot, name: str) -> str:
    """Return *name*, with the first number after it by which no other list is called."""
    called = select(ListRow.sort_key).where(ListRow.binned_at.is_(None))
    taken = set(snapshot.session.scalars(called))
    numbered = (name if number == 1 else f"{name} {number}" for number in count(1))
    return next(each for each in numbered if list_key(each) not in taken)


def members(snapshot: Snapshot, of: ListId) -> list[ListMember]:
    """Return who stands in a fixed list, in the order in which they were put there."""
    return list(map(_member, _rows(snapshot, of)))


def keys_in(snapshot: Snapshot, of: ListId) -> Iterator[Ref | str]:
    """Yield who stands in a fixed list: what they are, or the key of a bare address."""
    for row in _rows(snapshot, of):
        member = _member(row)
        yield member.ref or row.address_key or ""


def contacts_in(of: ListId) -> Select[int | None]:
    """Return the question for the contacts that were put in a fixed list."""
    return select(MemberRow.contact).where(MemberRow.list_id == of, MemberRow.contact.is_not(None))


def outlets_in(of: ListId) -> Select[int | None]:
    """Return the question for the outlets whose newsrooms were put in a fixed list."""
    return select(MemberRow.outlet).where(MemberRow.list_id == of, MemberRow.outlet.is_not(None))


def address_keys_in(of: ListId) -> Select[str | None]:
    """Return the question for the keys of the bare addresses in a fixed list."""
    return select(MemberRow.address_key).where(
        MemberRow.list_id == of, MemberRow.address_key.is_not(None)
    )


def holding(snapshot: Snapshot, ref: Ref, keys: Iterable[str]) -> tuple[ListId, ...]:
    """Return the fixed lists outside the bin in which a contact or an outlet stands.

    Be it by a bare address, of one of these *keys*.
    """
    who = MemberRow.contact if ref.kind is Subject.CONTACT else MemberRow.outlet
    asked = (
        select(MemberRow.list_id)
        .join(ListRow, ListRow.id == MemberRow.list_id)
        .where(
            or_(who == ref.id, MemberRow.address_key.in_(list(keys))), ListRow.binned_at.is_(None)
        )
    )
    return tuple(map(ListId, snapshot.session.scalars(asked)))


def _member(row: "_Standing") -> ListMember:
    if row.contact is not None:
        return ListMember(ref=Ref(Subject.CONTACT, row.contact))
    if row.outlet is not None:
        return ListMember(ref=Ref(Subject.OUTLET, row.outlet))
    return ListMember(address=Address.stored(row.address, name=row.name))


# ── Write ─────────────────────────────────────────────────────────────────────────────


def add(transaction: Transaction, new: NewList) -> ListRow:
    """Add a list, in which nobody is yet.

    Raises:
        ListNameTaken: Another list has that name.
    """
    refuse_taken(transaction, new.name)
    said = "" if new.filter is None else write_filter(new.filter)
    row = ListRow(**columns_of(new, filter=said, sort_key=list_key(new.name)))
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(Subject.LIST, [row.id]))
    return row


def put_members(
    transaction: Transaction, of: ListId, members: Sequence[ListMember]
) -> tuple[int, tuple[ListMember, ...]]:
    """Put those of *members*, each said once, in a fixed list who are not in it.

    Returns:
        The id of the first row, 0 where there is none; and those who were put in.
    """
    known = {_key(each) for each in _rows(transaction, of)}
    fresh = [each for each in members if _key_of(each) not in known]
    if not fresh:
        return 0, ()
    added = add_all(transaction, MemberRow, (_columns(of, each) for each in fresh))
    return added.start, tuple(fresh)


def take_out_members(
    transaction: Transaction, of: ListId, members: Iterable[ListMember]
) -> tuple[int, tuple[ListMember, ...]]:
    """Take those of *members* who stand in a fixed list out of it.

    Returns:
        The id of the first row that went, 0 where there was none; and those who were taken out.
    """
    wanted = {_key_of(each) for each in members}
    gone = [row for row in _rows(transaction, of) if _key(row) in wanted]
    if not gone:
        return 0, ()
    out = tuple(map(_member, gone))
    ids = [row.id for row in gone]
    transaction.session.execute(
        delete(MemberRow).where(each_of(transaction, MemberRow.id, ids)),
        execution_options={"synchronize_session": False},
    )
    transaction.session.expire_all()
    return min(ids), out


type _Key = tuple[int | None, int | None, str | None]


class _Standing(NamedTuple):
    """What is read of a row: of thousands, no objects are made that know their session."""

    id: int
    contact: int | None
    outlet: int | None
    address_key: str | None
    address: str
    name: str


_READ = [MemberRow.__table__.c[each] for each in _Standing._fields]


def _rows(snapshot: Snapshot, of: ListId) -> list[_Standing]:
    asked = select(*_READ).where(MemberRow.list_id == of).order_by(MemberRow.id)
    return list(map(_Standing._make, snapshot.session.execute(asked)))


def _key(row: _Standing) -> _Key:
    return row.contact, row.outlet, row.address_key


def _key_of(member: ListMember) -> _Key:
    said = _columns(ListId(0), member)
    return said["contact"], said["outlet"], said["address_key"]


def _columns(of: ListId, member: ListMember) -> dict[str, Any]:
    ref, address = member.ref, member.address
    return {
        "list_id": of,
        "contact": ref.id if ref and ref.kind is Subject.CONTACT else None,
        "outlet": ref.id if ref and ref.kind is Subject.OUTLET else None,
        "address_key": address.key if address else None,
        "address": address.bare if address else "",
        "name": address.name if address else "",
    }
