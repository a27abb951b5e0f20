"""The lists of the desk: kept in the order in which they leave, filled, edited, binned.

Who is put in a fixed list and taken out of it, and how a filter becomes one: each is one edit.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import override

from comms_desk.changes import Change, Ref, Subject
from comms_desk.imports.workbook import opened
from comms_desk.mail.address import Address
from comms_desk.media.contacts import conditions as choosing_contacts
from comms_desk.media.lists import addressees, filter_search, store
from comms_desk.media.lists.conditions import Filter, read_filter, write_filter
from comms_desk.media.lists.exporting import COLUMNS, pieces
from comms_desk.media.lists.facts import facts
from comms_desk.media.lists.model import (
    FIXED,
    MEMBERS,
    Addressee,
    FilterMissing,
    List,
    ListId,
    ListIsFilter,
    ListIsFixed,
    ListKind,
    ListMember,
    ListNamed,
    NewList,
    NotPasted,
    Pasted,
    PastedOne,
    People,
    check,
    list_key,
    once,
)
from comms_desk.media.lists.pasted_addresses import PastedPiece, read_pasted
from comms_desk.media.outlets import within as outlets
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import SoughtDesk
from comms_desk.storage.errors import NotFound, StorageReadOnly
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Act, Edit, FieldChange
from comms_desk.storage.paging import PAGE_ROWS
from comms_desk.text.columns import recognise
from comms_desk.text.tabular import read_table


class ListDesk(SoughtDesk[store.ListRow, ListId, List]):
    """To whom the office writes."""

    ROW = store.ListRow
    EDITABLE = frozenset(fact.field for fact in facts())
    FOLDED = "sort_key"
    ORDER = store.IN_ORDER
    PARTS = frozenset({MEMBERS, FIXED})

    def every(self) -> tuple[List, ...]:
        """Return all of them, in the order in which they leave."""
        with self._database.snapshot() as snapshot:
            return store.every(snapshot)

    def names(self) -> tuple[dict[int, str], dict[int, str]]:
        """Return what all outlets and all lists are called, by which a filter is said."""
        with self._database.snapshot() as snapshot:
            lists = {int(each.id): each.name for each in store.every(snapshot)}
            return {int(each): name for each, name in outlets.names(snapshot).items()}, lists

    def beats(self) -> tuple[str, ...]:
        """Return the beats of all contacts today, which a filter may ask for."""
        with self._database.snapshot() as snapshot:
            return choosing_contacts.beats(snapshot)

    def of(self, ref: Ref) -> tuple[List, ...]:
        """Return the lists in which a contact or an outlet is, in the order in which they leave."""
        with self._database.snapshot() as snapshot:
            return addressees.lists_of(snapshot, ref)

    def add(self, new: NewList) -> List:
        """Add a list, in which nobody is yet.

        Raises:
            ListNameTaken: Another list has that name.
            NotFound: Its filter names an outlet or a list that is not on the desk.
        """
        with self._writing() as transaction:
            if new.filter is not None:
                filter_search.refuse_gone(transaction, new.filter)
            return store.value(store.add(transaction, new))

    def free_name(self, name: str) -> str:
        """Return *name*, with the first number after it by which no other list is called."""
        with self._database.snapshot() as snapshot:
            return store.free_name(snapshot, name)

    def from_search(
        self, words: str, kind: Subject, *, name: str, among: range | None = None
    ) -> List:
        """Add a fixed list of all contacts, or all outlets, that the Directory finds by *words*.

        Where a list has that name, the new one has a number after it; of those *among* which one
        looks, where that is said.
        """
        found: Iterable[int]
        with self._database.snapshot() as snapshot:
            if kind is Subject.OUTLET:
                found = outlets.found(snapshot, words, among)
            else:
                found = choosing_contacts.found(snapshot, words, among)
            members = tuple(ListMember(ref=Ref(kind, each)) for each in found)
        with self._writing() as transaction:
            made = store.add(transaction, NewList(name=store.free_name(transaction, name)))
            store.put_members(transaction, ListId(made.id), still_there(transaction, members))
            return store.value(made)

    def members(self, of: ListId, *, after: object | None = None, limit: int = PAGE_ROWS) -> People:
        """Return who is in a list today, by name, and why nothing is sent to some.

        Args:
            of: The list.
            after: The `next_key` of the page before.
            limit: How many at most.

        Raises:
            NotFound: There is no such list.
        """
        every = self._everyone(of)
        begins = after if isinstance(after, int) else 0
        ends = begins + limit
        return People(
            rows=every[begins:ends],
            total=len(every),
            next_key=ends if ends < len(every) else None,
            left_out=sum(1 for each in every if each.left_out is not None),
        )

    def export(self, of: ListId) -> tuple[Addressee, ...]:
        """Return all who are in a list today, and note in the audit that it was exported.

        Of a desk that can only be read it is exported all the same: nothing can be noted there.

        Raises:
            NotFound: There is no such list.
        """
        people = self._everyone(of)
        with suppress(StorageReadOnly), self._database.transaction() as transaction:
            edits.note(transaction, Ref(Subject.LIST, of), Act.EXPORTED, "people")
        return people

    def put_members(self, into: ListId, members: Iterable[Ref | Address]) -> Edit | None:
        """Put *members* in a fixed list; the edit's inverse takes them out.

        Returns:
            None where all of them were in it.

        Raises:
            NotFound: There is no such list, contact or outlet.
            NoSuchMember: One is neither a contact, nor an outlet, nor an address.
            ListIsFilter: Nobody is put in a filter.
        """
        wanted = once(map(ListMember.of, members))
        with self._writing() as transaction:
            row = row_of(transaction, store.ListRow, into)
            return put(transaction, row, wanted)

    def paste(self, into: ListId, text: str) -> Pasted:
        """Put those who stand in a pasted *text* in a fixed list; all of it is accounted for.

        An address of a contact is that contact, one of a newsroom is that outlet.

        Raises:
            NotFound: There is no such list.
            ListIsFilter: Nobody is put in a filter.
            PastedTooMuch: It is more than anybody's address book.
        """
        return self._take_in(into, tuple(read_pasted(text)))

    def bring_in(self, into: ListId, content: bytes, *, worksheet: str | None = None) -> Pasted:
        """Put those who stand in a file in a fixed list, as `paste` does: a CSV, or a workbook.

        A row that `export` wrote is who it was there, where the desk still calls them so.

        Args:
            into: The list.
            content: The file.
            worksheet: Which one of a workbook, by name; None: the first that is a list.

        Raises:
            NotFound: There is no such list.
            ListIsFilter: Nobody is put in a filter.
            CommsDeskError: The file cannot be read, as `ImportDesk.plan` says.
        """
        table = read_table(opened(content, worksheet).content)
        return self._take_in(into, tuple(pieces(recognise(table, COLUMNS).with_rows())))

    def _take_in(self, into: ListId, found: Sequence[PastedPiece]) -> Pasted:
        with self._writing() as transaction:
            row = row_of(transaction, store.ListRow, into)
            refuse_filter(row)
            return paste(transaction, row, tuple(addressees.recognised(transaction, found)))

    def take_out_members(self, of: ListId, members: Iterable[Ref | Address]) -> Edit | None:
        """Take *members* out of a fixed list; the edit's inverse puts them back.

        A contact who stands in it by a bare address goes with that.

        Returns:
            None where none of them was in it.

        Raises:
            NotFound: There is no such list.
            ListIsFilter: Nobody is taken out of a filter.
        """
        with self._writing() as transaction:
            row = row_of(transaction, store.ListRow, of)
            return take_out(transaction, row, addressees.members_of(transaction, of, members))

    def make_fixed(self, of: ListId) -> Edit:
        """Make a filter a fixed list of whom it finds now; the edit's inverse is the filter again.

        Raises:
            NotFound: There is no such list.
            ListIsFixed: It is no filter.
        """
        with self._writing() as transaction:
            row = row_of(transaction, store.ListRow, of)
            return make_fixed(transaction, row)

    def _everyone(self, of: ListId) -> tuple[Addressee, ...]:
        with self._database.snapshot() as snapshot:
            asked = store.value(row_of(snapshot, store.ListRow, of))
            return addressees.addressees(snapshot, [asked])

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
            FilterMissing: It is a fixed list, or would be a filter without any.
            ListIsFixed: What was made fixed is so no more, or a filter again.
            FilterNotUnderstood: What stands for its filter is none.
            ListGoesRound: Its filter would ask for the list itself.
            NotFound: Its filter names an outlet or a list that is not on the desk.
        """
        if change.name == MEMBERS:
            return undo(transaction, row, change)
        if change.name == FIXED:
            return undo_fixed(transaction, row, change)
        if change.field == "filter":
            change = _read_filter(transaction, row, change)
        if change.field == "name":
            store.refuse_taken(transaction, str(change.after), but=ListId(row.id))
        return super()._change(transaction, row, change)

    @override
    def _derive(self, transaction: Transaction, row: store.ListRow) -> None:
        check(row.name, row.rank, row.early_minutes)
        row.sort_key = list_key(row.name)

    @override
    def _put_in(self, transaction: Transaction, row: store.ListRow) -> None:
        """Put a list in the bin.

        Raises:
            ListNamed: The filter of another list names it.
        """
        by = tuple(each.name for each in filter_search.naming(transaction, ListId(row.id)))
        if by:
            raise ListNamed(row.name, by)
        super()._put_in(transaction, row)


def _read_filter(transaction: Transaction, row: store.ListRow, change: FieldChange) -> FieldChange:
    """Read a filter that is to be *row*'s, be it a value or as it is stored."""
    before, after = map(_as_filter, (change.before, change.after))
    if row.kind is not ListKind.FILTER or after is None:
        raise FilterMissing
    filter_search.refuse_gone(transaction, after)
    filter_search.refuse_round(transaction, ListId(row.id), after)
    return FieldChange("filter", write_filter(before) if before else "", write_filter(after))


def _as_filter(said: object) -> Filter | None:
    if isinstance(said, Filter):
        return said
    return read_filter(said) if isinstance(said, str) and said else None


def put(transaction: Transaction, row: store.ListRow, members: Iterable[ListMember]) -> Edit | None:
    """Put *members* in a fixed list; None where all of them were in it.

    Raises:
        NotFound: One is of a contact or an outlet that is not on the desk.
        ListIsFilter: Nobody is put in a filter.
    """
    refuse_filter(row)
    wanted = tuple(members)
    _refuse_unknown(transaction, wanted)
    first, put = store.put_members(transaction, ListId(row.id), wanted)
    return _note(transaction, row, first, put=put) if put else None


def paste(
    transaction: Transaction, row: store.ListRow, read: Sequence[PastedOne | NotPasted]
) -> Pasted:
    """Put those who were *read* in a fixed list."""
    first: dict[Ref | str, PastedOne] = {}
    again: list[PastedOne] = []
    for one in read:
        if isinstance(one, NotPasted):
            continue
        who = one.ref or (one.address.key if one.address else "")
        if who in first:
            again.append(one)
        else:
            first[who] = one
    there = set(store.keys_in(transaction, ListId(row.id)))
    already = tuple(one for who, one in first.items() if who in there)
    fresh = tuple(one for who, one in first.items() if who not in there)
    wanted = (one.ref or one.address for one in fresh)
    edit = put(transaction, row, [ListMember.of(each) for each in wanted if each is not None])
    return Pasted(
        known=tuple(one for one in fresh if one.ref is not None),
        new=tuple(one for one in fresh if one.ref is None),
        already=already,
        again=tuple(again),
        refused=tuple(one for one in read if isinstance(one, NotPasted)),
        edit=edit,
    )


def take_out(
    transaction: Transaction, row: store.ListRow, members: Iterable[ListMember]
) -> Edit | None:
    """Take *members* out of a fixed list; None where none of them was in it.

    Raises:
        ListIsFilter: Nobody is taken out of a filter.
    """
    refuse_filter(row)
    first, gone = store.take_out_members(transaction, ListId(row.id), members)
    return _note(transaction, row, first, gone=gone) if gone else None


def undo(transaction: Transaction, row: store.ListRow, change: FieldChange) -> Edit:
    """Take out who was put in, and put back who was taken out, as far as either is there."""
    refuse_filter(row)
    of = ListId(row.id)
    before, after = map(_read, (change.before, change.after))
    _first, gone = store.take_out_members(transaction, of, before)
    _first, put = store.put_members(transaction, of, still_there(transaction, after))
    return _noted(transaction, row, change.field, gone=gone, put=put)


def make_fixed(transaction: Transaction, row: store.ListRow) -> Edit:
    """Make a filter a fixed list of whom it finds now: one edit, from the filter to its members.

    Raises:
        ListIsFixed: It is no filter.
    """
    if row.kind is not ListKind.FILTER:
        raise ListIsFixed(row.name)
    was = row.filter
    found = filter_search.those(transaction, read_filter(was))
    first = _fix(transaction, row, [ListMember(ref=each) for each in found])
    return _noted_fixed(transaction, row, f"{FIXED} {first}", was=was)


def undo_fixed(transaction: Transaction, row: store.ListRow, change: FieldChange) -> Edit:
    """Make a list that was made fixed the filter again that it was, or that one fixed again.

    Those who were in it go, and stand in the edit: its own inverse brings all of them back.

    Raises:
        ListIsFixed, ListIsFilter: It is what it would become already.
        NotFound: The filter names an outlet or a list that is not on the desk any more.
        ListGoesRound: The filter would ask for the list itself by now.
    """
    if not isinstance(change.after, str):
        if row.kind is not ListKind.FILTER:
            raise ListIsFixed(row.name)
        was = row.filter
        _fix(transaction, row, still_there(transaction, _read(change.after)))
        return _noted_fixed(transaction, row, change.field, was=was)
    refuse_filter(row)
    of, asked = ListId(row.id), read_filter(change.after)
    filter_search.refuse_gone(transaction, asked)
    filter_search.refuse_round(transaction, of, asked)
    _first, gone = store.take_out_members(transaction, of, store.members(transaction, of))
    row.kind, row.filter = ListKind.FILTER, write_filter(asked)
    transaction.announce(Change.of(Subject.LIST, [row.id]))
    return edits.note(
        transaction,
        row.ref,
        Act.EDITED,
        change.field,
        before=tuple(map(str, gone)),
        after=row.filter,
    )


def _fix(transaction: Transaction, row: store.ListRow, members: Sequence[ListMember]) -> int:
    """Make *row* a fixed list of *members*; return the row of the first of them, 0 of nobody."""
    row.kind, row.filter = ListKind.FIXED, ""
    first, _put = store.put_members(transaction, ListId(row.id), members)
    return first


def _noted_fixed(transaction: Transaction, row: store.ListRow, field: str, *, was: str) -> Edit:
    transaction.announce(Change.of(Subject.LIST, [row.id]))
    now = tuple(map(str, store.members(transaction, ListId(row.id))))
    return edits.note(transaction, row.ref, Act.EDITED, field, before=was, after=now)


def _read(said: object) -> tuple[ListMember, ...]:
    texts = said if isinstance(said, list | tuple) else ()
    return once(ListMember.from_text(str(each)) for each in texts)


def _note(
    transaction: Transaction,
    row: store.ListRow,
    first: int,
    *,
    gone: tuple[ListMember, ...] = (),
    put: tuple[ListMember, ...] = (),
) -> Edit:
    """Note who went and who came; the row of the first of them is the number of the edit."""
    return _noted(transaction, row, f"{MEMBERS} {first}", gone=gone, put=put)


def _noted(
    transaction: Transaction,
    row: store.ListRow,
    field: str,
    *,
    gone: tuple[ListMember, ...],
    put: tuple[ListMember, ...],
) -> Edit:
    transaction.announce(Change.of(Subject.LIST, [row.id]))
    before, after = (tuple(map(str, each)) or None for each in (gone, put))
    return edits.note(transaction, row.ref, Act.EDITED, field, before=before, after=after)


def refuse_filter(row: store.ListRow) -> None:
    """Refuse to put somebody in a filter, or to take them out.

    Raises:
        ListIsFilter: It is one.
    """
    if row.kind is ListKind.FILTER:
        raise ListIsFilter(row.name)


def _refuse_unknown(snapshot: Snapshot, members: Iterable[ListMember]) -> None:
    """Refuse a contact or an outlet that is not on the desk.

    Raises:
        NotFound: The first of them.
    """
    wanted = tuple(members)
    known = set(still_there(snapshot, wanted))
    for each in wanted:
        if each not in known and each.ref is not None:
            raise NotFound(each.ref)


def still_there(snapshot: Snapshot, members: Iterable[ListMember]) -> tuple[ListMember, ...]:
    """Return those of *members* that are on the desk; an address always is."""
    wanted = tuple(members)
    refs = [each.ref for each in wanted if each.ref is not None]
    ids = [ref.id for ref in refs if ref.kind is Subject.CONTACT]
    people = choosing_contacts.still_here(snapshot, ids)
    places = outlets.every(snapshot, [ref.id for ref in refs if ref.kind is Subject.OUTLET])
    there = {Ref(Subject.CONTACT, each) for each in people}
    there |= {Ref(Subject.OUTLET, each.id) for each in places}
    return tuple(each for each in wanted if each.ref is None or each.ref in there)
