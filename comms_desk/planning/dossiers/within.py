"""What a higher slice may do with dossiers inside its own transaction."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Select

from comms_desk.changes import Ref, Subject
from comms_desk.planning.dossiers import store
from comms_desk.planning.dossiers.model import Dossier, DossierId
from comms_desk.planning.dossiers.store import add, get, ref, some
from comms_desk.storage import links
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import row_of

__all__ = ["add", "get", "link", "of", "of_each", "some", "tied", "unlink"]


def link(transaction: Transaction, dossier: DossierId, thing: Ref) -> bool:
    """Tie *thing* to *dossier*; whether it was not yet.

    Raises:
        NotFound: There is no such dossier, or it is in the bin.
    """
    row_of(transaction, store.DossierRow, dossier)
    return links.link(transaction, ref(dossier), thing)


def unlink(transaction: Transaction, dossier: DossierId, thing: Ref) -> bool:
    """Untie *thing* from *dossier*; whether it was tied."""
    return links.unlink(transaction, ref(dossier), thing)


def tied(dossier: DossierId, kind: Subject) -> Select[int]:
    """Return the question for the ids of the things of *kind* that are tied to *dossier*."""
    return links.ids_linked(ref(dossier), kind)


def of(snapshot: Snapshot, thing: Ref) -> tuple[Dossier, ...]:
    """Return the dossiers to which *thing* is tied, the latest tie first."""
    return of_each(snapshot, thing.kind, [thing.id]).get(thing.id, ())


def of_each(
    snapshot: Snapshot, kind: Subject, ids: Iterable[int]
) -> Mapping[int, tuple[Dossier, ...]]:
    """Return the dossiers of each thing of *kind* among *ids*."""
    tied = links.linked_to_each(snapshot, kind, ids, Subject.DOSSIER)
    known = store.some(snapshot, {each.id for refs in tied.values() for each in refs})
    return {
        thing: tuple(known[each.id] for each in refs if each.id in known)
        for thing, refs in tied.items()
    }
