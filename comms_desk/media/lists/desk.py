"""The lists of the desk: kept in the order in which they leave, filled, edited, binned."""

from collections.abc import Iterable
from typing import override

from comms_desk.changes import Change, Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.contacts import reached as contacts
from comms_desk.media.lists import addressing, store
from comms_desk.media.lists.model import (
    Addressee,
    List,
    ListId,
    ListIsFilter,
    ListKind,
    Member,
    NewList,
    check,
    list_key,
    once,
)
from comms_desk.media.outlets import within as outlets
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import BinnedDesk
from comms_desk.storage.errors import NotFound
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Act, Edit, FieldChange

MEMBERS = "members"
"""What the edits of a list call those who were put in, or taken out."""


class ListDesk(BinnedDesk[store.ListRow, ListId, List]):
    """To whom the office writes."""

    ROW = store.ListRow
    EDITABLE = frozenset({"name", "rank", "early_minutes", "note"})
    PARTS = frozenset({MEMBERS})

    def every(self) -> tuple[List, ...]:
        """Return all of them, in the order in which they leave."""
        with self._database.snapshot() as snapshot:
            return store.every(snapshot)

    def add(self, new: NewList) -> List:
        """Add a list, in which nobody is yet.

        Raises:
            ListNameTaken: Another list has that name.
        """
        with self._writing() as transaction:
            return store.value(store.add(transaction, new))

    def members(self, of: ListId) -> tuple[Addressee, ...]:
        """Return who is in a list today, by name, and why nothing is sent to some.

        Raises:
            NotFound: There is no such list.
        """
        with self._database.snapshot() as snapshot:
            asked = store.value(row_of(snapshot, store.ListRow, of))
            return addressing.addressees(snapshot, [asked])

    def put_members(self, into: ListId, members: Iterable[Ref | Address]) -> Edit | None:
        """Put *members* in a fixed list; the edit's inverse takes them out.

        Returns:
            None where all of them were in it.

        Raises:
            NotFound: There is no such list, contact or outlet.
            NoSuchMember: One is neither a contact, nor an outlet, nor an address.
            ListIsFilter: Nobody is put in a filter.
        """
        wanted = once(map(Member.of, members))
        with self._writing() as transaction:
            row = row_of(transaction, store.ListRow, into)
            return _put(transaction, row, wanted)

    def take_out_members(self, of: ListId, members: Iterable[Ref | Address]) -> Edit | None:
        """Take *members* out of a fixed list; the edit's inverse puts them back.

        Returns:
            None where none of them was in it.

        Raises:
            NotFound: There is no such list.
            ListIsFilter: Nobody is taken out of a filter.
        """
        gone = once(map(Member.of, members))
        with self._writing() as transaction:
            row = row_of(transaction, store.ListRow, of)
            return _take_out(transaction, row, gone)

    @override
    def _value(self, snapshot: Snapshot, row: store.ListRow) -> List:
        return store.value(row)

    @override
    def _change(self, transaction: Transaction, row: store.ListRow, change: FieldChange) -> Edit:
        """Change a field of *row*; what is undone of its members is put in, or taken out.

        Raises:
            ListNameMissing: No letter or digit is in the new name.
            ListNameTaken: Another list has the new name.
            RankOutOfRange, EarlyMinutesOutOfRange: A number is none of those.
        """
        if change.name == MEMBERS:
            return _undo_members(transaction, row, change)
        if change.field == "name":
            store.refuse_taken(transaction, str(change.after), but=ListId(row.id))
        return super()._change(transaction, row, change)

    @override
    def _derive(self, transaction: Transaction, row: store.ListRow) -> None:
        check(row.name, row.rank, row.early_minutes)
        row.sort_key = list_key(row.name)


def _put(transaction: Transaction, row: store.ListRow, members: Iterable[Member]) -> Edit | None:
    _refuse_filter(row)
    wanted = tuple(members)
    _refuse_unknown(transaction, wanted)
    first, put = store.put_members(transaction, ListId(row.id), wanted)
    return _note(transaction, row, first, put=put) if put else None


def _take_out(
    transaction: Transaction, row: store.ListRow, members: Iterable[Member]
) -> Edit | None:
    _refuse_filter(row)
    first, gone = store.take_out_members(transaction, ListId(row.id), members)
    return _note(transaction, row, first, gone=gone) if gone else None


def _undo_members(transaction: Transaction, row: store.ListRow, change: FieldChange) -> Edit:
    """Take out who was put in, and put back who was taken out, as far as either is there."""
    _refuse_filter(row)
    of = ListId(row.id)
    before, after = map(_read, (change.before, change.after))
    _first, gone = store.take_out_members(transaction, of, before)
    _first, put = store.put_members(transaction, of, _still_there(transaction, after))
    return _noted(transaction, row, change.field, gone=gone, put=put)


def _read(said: object) -> tuple[Member, ...]:
    texts = said if isinstance(said, list | tuple) else ()
    return once(Member.from_text(str(each)) for each in texts)


def _note(
    transaction: Transaction,
    row: store.ListRow,
    first: int,
    *,
    gone: tuple[Member, ...] = (),
    put: tuple[Member, ...] = (),
) -> Edit:
    """Note who went and who came; the row of the first of them is the number of the edit."""
    return _noted(transaction, row, f"{MEMBERS} {first}", gone=gone, put=put)


def _noted(
    transaction: Transaction,
    row: store.ListRow,
    field: str,
    *,
    gone: tuple[Member, ...],
    put: tuple[Member, ...],
) -> Edit:
    transaction.announce(Change.of(Subject.LIST, [row.id]))
    before, after = (tuple(map(str, each)) or None for each in (gone, put))
    return edits.note(transaction, row.ref, Act.EDITED, field, before=before, after=after)


def _refuse_filter(row: store.ListRow) -> None:
    if row.kind is ListKind.FILTER:
        raise ListIsFilter(row.name)


def _refuse_unknown(snapshot: Snapshot, members: Iterable[Member]) -> None:
    """Refuse a contact or an outlet that is not on the desk.

    Raises:
        NotFound: The first of them.
    """
    wanted = tuple(members)
    known = set(_still_there(snapshot, wanted))
    for each in wanted:
        if each not in known and each.ref is not None:
            raise NotFound(each.ref)


def _still_there(snapshot: Snapshot, members: Iterable[Member]) -> tuple[Member, ...]:
    """Return those of *members* that are on the desk; an address always is."""
    wanted = tuple(members)
    refs = [each.ref for each in wanted if each.ref is not None]
    people = contacts.reached(snapshot, [ref.id for ref in refs if ref.kind is Subject.CONTACT])
    places = outlets.every(snapshot, [ref.id for ref in refs if ref.kind is Subject.OUTLET])
    there = {Ref(Subject.CONTACT, each) for each in people}
    there |= {Ref(Subject.OUTLET, each.id) for each in places}
    return tuple(each for each in wanted if each.ref is None or each.ref in there)
