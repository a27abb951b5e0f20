"""What a higher slice may ask of outlets inside its own transaction or snapshot."""

from comms_desk.changes import Change, Subject
from comms_desk.media.outlets import store
from comms_desk.media.outlets.model import NewOutlet, Outlet, OutletId
from comms_desk.storage.database import Snapshot, Transaction


def names(snapshot: Snapshot) -> dict[OutletId, str]:
    """Return the name of every outlet, those in the bin too."""
    return store.names(snapshot)


def keys(snapshot: Snapshot) -> dict[str, OutletId]:
    """Return every outlet outside the bin by the folded form of its name."""
    return store.keys(snapshot)


def matching(snapshot: Snapshot, word: str) -> frozenset[OutletId]:
    """Return the outlets in whose names a word begins with *word* (folded)."""
    return store.matching(snapshot, word)


def get(snapshot: Snapshot, outlet: OutletId) -> Outlet:
    """Return *outlet*.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    return store.value(store.row_of(snapshot, outlet))


def find_or_add(transaction: Transaction, new: NewOutlet) -> OutletId:
    """Return the outlet that has the name of *new*, or add it."""
    found = store.find(transaction, new.name)
    if found is not None:
        return found
    added = store.add(transaction, new)
    transaction.announce(Change.of(Subject.OUTLET, [added]))
    return added
