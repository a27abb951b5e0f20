"""Who signs what: the names of contacts, found in the bylines of articles.

A byline says a name, never a person: what is signed is kept by names, and who bears one is asked
when somebody wants to know.  So articles cost no look at the directory as they arrive, and whoever
is added, renamed, merged or taken out of the bin has signed what they signed.  Private to the
slice; higher ones use `within`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ScalarSelect, select

from comms_desk.media.contacts.model import Byline, ContactId, Signature, spoken_name
from comms_desk.media.contacts.rows import BylineRow, ContactTableRow, PositionTableRow
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import row_of
from comms_desk.storage.many import insert_on_conflict
from comms_desk.text.bylines import names_in


def by_names(
    snapshot: Snapshot, bylines: Iterable[str], *, at: OutletId | None
) -> dict[str, tuple[Byline, ...]]:
    """Return for each of *bylines* the names in it that somebody bears, and who."""
    said = {byline: names_in(byline) for byline in bylines}
    bearers = _bearers(snapshot, {name for names in said.values() for name in names})
    if at is not None:
        shared = {each for several in bearers.values() if len(several) > 1 for each in several}
        there = _working(snapshot, shared, at)
        for name, several in bearers.items():
            here = {each: called for each, called in several.items() if each in there}
            bearers[name] = here or several
    return {
        byline: tuple(
            Byline(name=next(iter(bearers[name].values())), contacts=tuple(bearers[name]))
            for name in names
            if name in bearers
        )
        for byline, names in said.items()
    }


def note(transaction: Transaction, signed: Mapping[str, datetime]) -> None:
    """Note when names were last signed."""
    if not signed:
        return
    put = insert_on_conflict(transaction, BylineRow)
    later = put.on_conflict_do_update(
        index_elements=["name"],
        set_={"last_at": put.excluded.last_at},
        where=BylineRow.last_at < put.excluded.last_at,
    )
    rows = [{"name": name, "last_at": at} for name, at in sorted(signed.items())]
    transaction.session.execute(later, rows)


def signature(snapshot: Snapshot, contact: ContactId) -> Signature | None:
    """Return how what *contact* signs is known."""
    name = row_of(snapshot, ContactTableRow, contact).signs_as
    if not name:
        return None
    namesakes = [each for each in _bearers(snapshot, {name})[name] if each != contact]
    if not namesakes:
        return Signature(name=name)
    own = _outlets(snapshot, [contact])
    return Signature(name=name, elsewhere=_outlets(snapshot, namesakes) - own)


def last_byline() -> ScalarSelect[datetime]:
    """Return when the contact of a row of contacts last signed."""
    signed = select(BylineRow.last_at).where(BylineRow.name == ContactTableRow.signs_as)
    return signed.correlate(ContactTableRow).scalar_subquery()


def _bearers(snapshot: Snapshot, names: Iterable[str]) -> dict[str, dict[ContactId, str]]:
    """Return who outside the bin bears each of *names*, the oldest first, and as it is spelled."""
    row = ContactTableRow
    borne = select(row.signs_as, row.id, row.given_name, row.family_name).where(
        row.signs_as.in_(sorted(names)), row.binned_at.is_(None)
    )
    found: dict[str, dict[ContactId, str]] = defaultdict(dict)
    for name, contact, *called in snapshot.session.execute(borne.order_by(row.id)):
        found[name][ContactId(contact)] = spoken_name(*called)
    return found


def _working(snapshot: Snapshot, contacts: Iterable[int], at: OutletId) -> frozenset[int]:
    """Return which of *contacts* work or worked *at* an outlet."""
    held = select(PositionTableRow.contact).where(
        PositionTableRow.contact.in_(sorted(contacts)), PositionTableRow.outlet == at
    )
    return frozenset(snapshot.session.scalars(held))


def _outlets(snapshot: Snapshot, contacts: Iterable[int]) -> frozenset[OutletId]:
    """Return where *contacts* work or worked."""
    held = select(PositionTableRow.outlet).where(
        PositionTableRow.contact.in_(sorted(contacts)), PositionTableRow.outlet.is_not(None)
    )
    return frozenset(OutletId(each) for each in snapshot.session.scalars(held) if each is not None)
