"""Who is put in a fixed list and taken out of it, and how a filter becomes one: each is one edit.

Private to the slice.
"""

from collections.abc import Iterable, Sequence

from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.contacts import choosing as choosing_contacts
from comms_desk.media.lists import choosing, store
from comms_desk.media.lists.conditions import read_filter, write_filter
from comms_desk.media.lists.model import (
    FIXED,
    MEMBERS,
    ListId,
    ListIsFilter,
    ListIsFixed,
    ListKind,
    Member,
    NotPasted,
    Pasted,
    PastedOne,
    once,
)
from comms_desk.media.outlets import within as outlets
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import Act, Edit, FieldChange


def put(transaction: Transaction, row: store.ListRow, members: Iterable[Member]) -> Edit | None:
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
    """Put whoever was *read* in a fixed list."""
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
    edit = put(transaction, row, [Member.of(each) for each in wanted if each is not None])
    return Pasted(
        known=tuple(one for one in fresh if one.ref is not None),
        new=tuple(one for one in fresh if one.ref is None),
        already=already,
        again=tuple(again),
        refused=tuple(one for one in read if isinstance(one, NotPasted)),
        edit=edit,
    )


def take_out(
    transaction: Transaction, row: store.ListRow, members: Iterable[Member]
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
    found = choosing.those(transaction, read_filter(was))
    first = _fix(transaction, row, [Member(ref=each) for each in found])
    return _noted_fixed(transaction, row, f"{FIXED} {first}", was=was)


def undo_fixed(transaction: Transaction, row: store.ListRow, change: FieldChange) -> Edit:
    """Make a list that was made fixed the filter again that it was, or that one fixed again.

    Whoever was in it goes, and stands in the edit: its own inverse brings all of them back.

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
    choosing.refuse_gone(transaction, asked)
    choosing.refuse_round(transaction, of, asked)
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


def _fix(transaction: Transaction, row: store.ListRow, members: Sequence[Member]) -> int:
    """Make *row* a fixed list of *members*; return the row of the first of them, 0 of nobody."""
    row.kind, row.filter = ListKind.FIXED, ""
    first, _put = store.put_members(transaction, ListId(row.id), members)
    return first


def _noted_fixed(transaction: Transaction, row: store.ListRow, field: str, *, was: str) -> Edit:
    transaction.announce(Change.of(Subject.LIST, [row.id]))
    now = tuple(map(str, store.members(transaction, ListId(row.id))))
    return edits.note(transaction, row.ref, Act.EDITED, field, before=was, after=now)


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


def refuse_filter(row: store.ListRow) -> None:
    """Refuse to put somebody in a filter, or to take them out.

    Raises:
        ListIsFilter: It is one.
    """
    if row.kind is ListKind.FILTER:
        raise ListIsFilter(row.name)


def _refuse_unknown(snapshot: Snapshot, members: Iterable[Member]) -> None:
    """Refuse a contact or an outlet that is not on the desk.

    Raises:
        NotFound: The first of them.
    """
    wanted = tuple(members)
    known = set(still_there(snapshot, wanted))
    for each in wanted:
        if each not in known and each.ref is not None:
            raise NotFound(each.ref)


def still_there(snapshot: Snapshot, members: Iterable[Member]) -> tuple[Member, ...]:
    """Return those of *members* that are on the desk; an address always is."""
    wanted = tuple(members)
    refs = [each.ref for each in wanted if each.ref is not None]
    ids = [ref.id for ref in refs if ref.kind is Subject.CONTACT]
    people = choosing_contacts.still_here(snapshot, ids)
    places = outlets.every(snapshot, [ref.id for ref in refs if ref.kind is Subject.OUTLET])
    there = {Ref(Subject.CONTACT, each) for each in people}
    there |= {Ref(Subject.OUTLET, each.id) for each in places}
    return tuple(each for each in wanted if each.ref is None or each.ref in there)
