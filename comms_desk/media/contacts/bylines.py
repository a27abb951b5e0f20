"""Who signs what: the names of contacts, found in the bylines of articles.

A byline says a name, never a person: what is signed is kept by names, and who bears one is asked
when somebody wants to know.  So articles cost no look at the directory as they arrive, and who
is added, renamed, merged or taken out of the bin has signed what they signed.  Private to the
slice; higher ones use `within`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from itertools import batched

from sqlalchemy import ScalarSelect, delete, func, or_, select

from comms_desk.media.contacts.model import (
    Byline,
    BylineAnswer,
    ContactId,
    NameDecision,
    Signature,
    byline_key,
    spoken_name,
)
from comms_desk.media.contacts.rows import (
    BylineAnswerRow,
    BylineRow,
    ContactTableRow,
    PositionTableRow,
)
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import row_of
from comms_desk.storage.many import insert_on_conflict
from comms_desk.storage.values import value_of
from comms_desk.text.bylines import names_in

READ_AT_ONCE = 500


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
    """Return how what *contact* signs is known; None: it is not, or they are gone."""
    name = row_of(snapshot, ContactTableRow, contact).signs_as
    if not name:
        return None
    namesakes = [each for each in _bearers(snapshot, {name})[name] if each != contact]
    if not namesakes:
        return Signature(name=name)
    own = _outlets(snapshot, [contact])
    return Signature(name=name, elsewhere=_outlets(snapshot, namesakes) - own)


def borne(snapshot: Snapshot, names: Iterable[str]) -> dict[str, dict[ContactId, bool]]:
    """Return who bears each of *names*, and whether they are on the desk, or in the bin."""
    row, found = ContactTableRow, defaultdict[str, dict[ContactId, bool]](dict)
    asked = select(row.signs_as, row.id, row.binned_at.is_(None)).order_by(row.id)
    for some in batched(sorted(names), READ_AT_ONCE):
        for name, contact, is_here in snapshot.session.execute(asked.where(row.signs_as.in_(some))):
            found[name][ContactId(contact)] = is_here
    return found


def held(
    snapshot: Snapshot, contacts: Iterable[ContactId], day: date
) -> dict[ContactId, set[OutletId | None]]:
    """Return at which outlets each of *contacts* works on *day*; None: freelance."""
    row, found = PositionTableRow, defaultdict[ContactId, set[OutletId | None]](set)
    today = select(row.contact, row.outlet).where(
        or_(row.held_from.is_(None), row.held_from <= day),
        or_(row.held_until.is_(None), row.held_until >= day),
    )
    for some in batched(sorted(contacts), READ_AT_ONCE):
        for contact, outlet in snapshot.session.execute(today.where(row.contact.in_(some))):
            found[ContactId(contact)].add(None if outlet is None else OutletId(outlet))
    return found


def last_signed(snapshot: Snapshot, name: str) -> datetime | None:
    """Return when a *name* last signed."""
    return snapshot.session.scalar(select(BylineRow.last_at).where(BylineRow.name == name))


def quiet(snapshot: Snapshot, *, since: datetime, until: datetime) -> dict[str, ContactId]:
    """Return by their name who last signed between two moments, and bears that name alone."""
    row = ContactTableRow
    asked = (
        select(row.signs_as, func.min(row.id))
        .join(BylineRow, BylineRow.name == row.signs_as)
        .where(BylineRow.last_at >= since, BylineRow.last_at < until, row.binned_at.is_(None))
        .group_by(row.signs_as)
        .having(func.count() == 1)
    )
    return {name: ContactId(contact) for name, contact in snapshot.session.execute(asked)}


def answers(snapshot: Snapshot) -> tuple[BylineAnswer, ...]:
    """Return all that was said of names, the latest first."""
    rows = snapshot.session.scalars(select(BylineAnswerRow).order_by(BylineAnswerRow.id.desc()))
    return tuple(
        value_of(
            BylineAnswer, row, outlet=None if row.outlet_id is None else OutletId(row.outlet_id)
        )
        for row in rows
    )


def answer(
    transaction: Transaction, name: str, said: NameDecision, *, spelled: str, at: OutletId | None
) -> int:
    """Note what the acting person says of a *name*; return the answer's id."""
    row = BylineAnswerRow(
        key=byline_key(name),
        name=spelled,
        outlet_id=at,
        said=said,
        by=transaction.actor,
        at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    return row.id


def take_back(transaction: Transaction, answers: Iterable[int]) -> None:
    """Take *answers* back; that somebody was erased stays."""
    row = BylineAnswerRow
    transaction.session.execute(
        delete(row).where(row.id.in_(list(answers)), row.said != NameDecision.ERASED)
    )


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
