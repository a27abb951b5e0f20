"""What a higher slice may ask of outlets inside its own transaction or snapshot."""

from collections.abc import Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import ColumnElement

from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.outlets import store
from comms_desk.media.outlets.model import NewOutlet, Outlet, OutletId
from comms_desk.storage import bin as storage_bin
from comms_desk.storage import edits, many, uses, word_index
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.edits import ChangedFields
from comms_desk.storage.finding import here, row_of
from comms_desk.storage.model import Edit

called = store.called
names = store.names
keys = store.keys
addresses = store.addresses
words = store.words

CALLED = frozenset({"name", "also_called"})
"""The fields by which an outlet is found, and those who work there."""


def every(snapshot: Snapshot, among: Iterable[int] | None = None) -> tuple[Outlet, ...]:
    """Return every outlet outside the bin, or those *among* which one asks."""
    return tuple(map(store.value, store.every(snapshot, among)))


def found(snapshot: Snapshot, words: str, among: range | None = None) -> tuple[OutletId, ...]:
    """Return the outlets that the Directory finds by *words*, by name."""
    rows = snapshot.session.scalars(store.having(snapshot, words, among).order_by(*store.BY_NAME))
    return tuple(OutletId(row.id) for row in rows)


def add_all(transaction: Transaction, outlets: Iterable[NewOutlet]) -> range:
    """Add outlets whose names no other has; return their ids in that order."""
    added = many.add_all(transaction, store.OutletRow, map(store.columns, outlets))
    if added:
        transaction.announce(Change.of(Subject.OUTLET, added))
    return added


def apply_all(transaction: Transaction, changed: Sequence[ChangedFields]) -> range:
    """Change fields of many outlets, which hold what *changed* says; return the edits' ids."""
    if changed:
        transaction.announce(Change.of(Subject.OUTLET, (each.ref.id for each in changed)))
    noted = edits.apply_all(transaction, store.OutletRow, changed)
    _called_anew(transaction, (each.ref for each in changed if _renames(each)))
    return noted


def _renames(changed: ChangedFields) -> bool:
    return not CALLED.isdisjoint(each.field for each in changed.changes)


def _called_anew(transaction: Transaction, outlets: Iterable[Ref]) -> None:
    """Index those who work at *outlets* by what these are called now."""
    transaction.session.flush()
    for each in outlets:
        word_index.called_anew(transaction, each)


def revert(transaction: Transaction, edited: Iterable[Edit]) -> tuple[str, ...]:
    """Put back what stood before those of *edited* that are of outlets.

    Returns:
        The names of those that had a field changed since, which stays.
    """
    edited = tuple(edited)
    reverted = edits.revert(transaction, store.OutletRow, edited, among=here(store.OutletRow))
    _called_anew(transaction, (each.ref for each in edited if each.field in CALLED))
    named = store.names(transaction)
    return tuple(dict.fromkeys(named[OutletId(ref.id)] for ref in reverted.kept))


def get(snapshot: Snapshot, outlet: OutletId) -> Outlet:
    """Return *outlet*.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    return store.value(row_of(snapshot, store.OutletRow, outlet))


def find_or_add(transaction: Transaction, new: NewOutlet) -> OutletId:
    """Return the outlet that has the name of *new*, or add it."""
    found = store.find(transaction, new.name)
    return store.add(transaction, new).id if found is None else found


def put_unneeded_in_bin(
    transaction: Transaction,
    outlets: Collection[int],
    *,
    held: AbstractSet[int] = frozenset(),
    holding: ColumnElement[Any] | None = None,
) -> tuple[str, ...]:
    """Put in the bin those of *outlets* that nothing needs and nobody has changed.

    Args:
        transaction: What it is done in.
        outlets: Those that are asked about; one that is in the bin already is passed over.
        held: Those that somebody works at, which the slice of positions knows.
        holding: The column of those positions; None: those who work there need it.

    Returns:
        The names of those that stay, the oldest first.
    """
    needed = uses.needed(transaction, store.OutletRow, outlets, but=holding) | held
    names = store.outside_bin(transaction, outlets)
    gone = [each for each in names if each not in needed]
    if gone:
        storage_bin.put_all_in(transaction, store.OutletRow, gone)
        transaction.announce(Change.of(Subject.OUTLET, gone))
    return tuple(name for each, name in names.items() if each in needed)


def take_out_of_bin(
    transaction: Transaction, outlets: Iterable[OutletId]
) -> tuple[tuple[Outlet, ...], dict[OutletId, OutletId]]:
    """Take those of *outlets* that are in the bin out of it; one that is not is passed over.

    Returns:
        Those that came out; and for each whose name another one has by now, which stays in
        the bin, the one that has it.
    """
    came: list[Outlet] = []
    replaced: dict[OutletId, OutletId] = {}
    for row in store.rows_in_bin(transaction, outlets):
        namesake = store.find(transaction, row.name)
        if namesake is None:
            storage_bin.take_out(transaction, row)
            came.append(store.value(row))
        else:
            replaced[OutletId(row.id)] = namesake
    return tuple(came), replaced
