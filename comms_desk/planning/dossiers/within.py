"""What a higher slice may do with dossiers inside its own transaction."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select, update

from comms_desk.changes import Change, Ref, Subject
from comms_desk.planning.dossiers import store
from comms_desk.planning.dossiers.model import Dossier, DossierId
from comms_desk.planning.dossiers.store import add, get, ref, some
from comms_desk.storage import edits, links
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import row_of

__all__ = ["add", "get", "link", "of_each", "pass_on", "ref", "some"]


def link(transaction: Transaction, dossier: DossierId, *things: Ref) -> tuple[Ref, ...]:
    """Tie *things* to *dossier*; return those that were not yet.

    Raises:
        NotFound: There is no such dossier, or it is in the bin.
    """
    row_of(transaction, store.DossierRow, dossier)
    return links.link(transaction, ref(dossier), *things)


def pass_on(transaction: Transaction, whose: int, to: int) -> None:
    """Have what person *whose* leads, or led, be led by *to*: they are one and the same."""
    row = store.DossierRow
    led = tuple(transaction.session.scalars(select(row.id).where(row.lead == whose)))
    transaction.session.execute(update(row).where(row.lead == whose).values(lead=to))
    edits.say_instead(transaction, Subject.DOSSIER, "lead", instead_of=whose, say=to)
    transaction.announce(Change.of(Subject.DOSSIER, led))


def of_each(
    snapshot: Snapshot, kind: Subject, ids: Iterable[int]
) -> Mapping[int, tuple[Dossier, ...]]:
    """Return the dossiers to which each of *ids*, of *kind*, is tied, the latest tie first."""
    tied = links.linked_to_each(snapshot, kind, ids, Subject.DOSSIER)
    if not tied:
        return {}
    known = store.some(snapshot, {each.id for refs in tied.values() for each in refs})
    return {
        thing: tuple(known[each.id] for each in refs if each.id in known)
        for thing, refs in tied.items()
    }
