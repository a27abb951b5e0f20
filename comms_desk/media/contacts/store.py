"""Contacts and the positions they hold, read and written.  Private to the slice."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import batched
from typing import Any

from sqlalchemy import Select, delete, insert, select, tuple_

from comms_desk.changes import Ref, Subject
from comms_desk.facts import PHONES, texts_of
from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.address import Address
from comms_desk.media.contacts import do_not_contact
from comms_desk.media.contacts.facts import FACTS, POSITION_FACTS
from comms_desk.media.contacts.model import (
    Contact,
    ContactId,
    NewContact,
    NewPosition,
    Position,
    PositionId,
    name_key,
    spoken_name,
)
from comms_desk.media.contacts.origins import AddressOrigin, OriginKind
from comms_desk.media.contacts.rows import ContactAddressRow, ContactTableRow, PositionTableRow
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId, phone_key
from comms_desk.planning.people import within as people
from comms_desk.storage import edits, many, uses, word_index
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import RowPlace, here, one_of, row_of
from comms_desk.storage.model import Act, IndexEntry
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.approximate import SomeDay, earliest, latest
from comms_desk.text.bylines import signed_name
from comms_desk.text.fold import tokens

SOUGHT = tuple(fact for fact in FACTS if fact.is_sought)
NUMBERS = tuple(fact for fact in POSITION_FACTS if fact.notation is PHONES)
SOUGHT_OF_POSITIONS = tuple(fact for fact in POSITION_FACTS if fact.is_sought)
HELD_ASKED_AT_ONCE = 500
READ_AT_ONCE = 1000

# ── Read ──────────────────────────────────────────────────────────────────────────────


def position_row(
    snapshot: Snapshot, position: PositionId, where: RowPlace = RowPlace.HERE
) -> PositionTableRow:
    """Return the row of *position*, whose contact is *where* it is looked for.

    Raises:
        NotFound: There is none, or its contact is not there.
    """
    row = row_of(snapshot, PositionTableRow, position)
    row_of(snapshot, ContactTableRow, row.contact, where)
    return row


def get(snapshot: Snapshot, contact: ContactId) -> Contact:
    """Return *contact* with every position.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    row = row_of(snapshot, ContactTableRow, contact)
    names = outlets.names(snapshot)
    return _contact(
        row,
        (_position(each, names) for each in _positions(snapshot, [row.id])[row.id]),
        _origins(snapshot, contact)[row.id],
    )


def everyone(snapshot: Snapshot) -> tuple[Contact, ...]:
    """Return every contact outside the bin, by name: for an export or an import's dry run."""
    names = outlets.names(snapshot)
    session = snapshot.session
    # Each row becomes its value at once: a hundred thousand rows would weigh five times as much.
    few_at_once = {"yield_per": READ_AT_ONCE}
    positions: dict[int, list[Position]] = defaultdict(list)
    for each in session.scalars(select(PositionTableRow), execution_options=few_at_once):
        positions[each.contact].append(_position(each, names))
    origins = _origins(snapshot)
    by_name = here(ContactTableRow).order_by(ContactTableRow.sort_key, ContactTableRow.id)
    return tuple(
        _contact(row, sorted(positions[row.id], key=_age, reverse=True), origins[row.id])
        for row in session.scalars(by_name, execution_options=few_at_once)
    )


def holder(snapshot: Snapshot, address_key: str, *, but: ContactId | None) -> str | None:
    """Return the name of the contact, other than *but*, whose address has that key."""
    found = snapshot.session.execute(
        select(ContactTableRow.given_name, ContactTableRow.family_name)
        .join(ContactAddressRow, ContactAddressRow.contact == ContactTableRow.id)
        .where(
            ContactAddressRow.key == address_key,
            ContactTableRow.binned_at.is_(None),
            ContactTableRow.id != (but or 0),
        )
        .limit(1)
    ).first()
    return None if found is None else spoken_name(*found)


def held(
    snapshot: Snapshot, at: Iterable[OutletId], *, but: Collection[ContactId]
) -> frozenset[OutletId]:
    """Return those of the outlets *at* where somebody other than *but* has a position."""
    holders = select(PositionTableRow.outlet, PositionTableRow.contact)
    found: set[OutletId] = set()
    for some in batched(at, HELD_ASKED_AT_ONCE):
        for outlet, contact in snapshot.session.execute(
            holders.where(PositionTableRow.outlet.in_(some))
        ):
            if outlet is not None and contact not in but:
                found.add(OutletId(outlet))
    return frozenset(found)


def positions_here() -> Select[PositionTableRow]:
    """Return the question for the positions of contacts who are not in the bin."""
    return (
        select(PositionTableRow)
        .join(ContactTableRow, ContactTableRow.id == PositionTableRow.contact)
        .where(ContactTableRow.binned_at.is_(None))
    )


def positions_among(snapshot: Snapshot, ids: range) -> Sequence[PositionTableRow]:
    """Return the positions of *ids*, but for those of contacts in the bin."""
    return snapshot.session.scalars(positions_here().where(one_of(PositionTableRow.id, ids))).all()


def contacts_of(snapshot: Snapshot, positions: Iterable[int]) -> Iterable[ContactId]:
    """Return whose *positions* are, in that order."""
    rows = (snapshot.session.get(PositionTableRow, each) for each in positions)
    return (ContactId(row.contact) for row in rows if row is not None)


def outside_bin(snapshot: Snapshot, ids: range) -> Sequence[ContactId]:
    """Return the contacts of *ids* that are not in the bin."""
    found = select(ContactTableRow.id).where(
        one_of(ContactTableRow.id, ids), ContactTableRow.binned_at.is_(None)
    )
    return [ContactId(each) for each in snapshot.session.scalars(found)]


def changed(
    snapshot: Snapshot, added: range, *, positions: range, altered: AbstractSet[int]
) -> AbstractSet[int]:
    """Return those of *added* that something needs, or that somebody has changed since.

    Args:
        snapshot: What is read.
        added: The contacts that are asked about.
        positions: Those that came with them.
        altered: Those of them that somebody has changed since.
    """
    theirs = select(PositionTableRow.contact, PositionTableRow.id).where(
        one_of(PositionTableRow.contact, added)
    )
    found = {
        contact
        for contact, position in snapshot.session.execute(theirs)
        if position not in positions or position in altered
    }
    return found | uses.needed(snapshot, ContactTableRow, added)


def called(snapshot: Snapshot, contacts: Iterable[ContactId]) -> Iterable[str]:
    """Return the names of *contacts* outside the bin, each once, in that order."""
    rows = (snapshot.session.get(ContactTableRow, each) for each in dict.fromkeys(contacts))
    return (spoken_name(each.given_name, each.family_name) for each in rows if each is not None)


def _positions(snapshot: Snapshot, contacts: Sequence[int]) -> Mapping[int, list[PositionTableRow]]:
    """Return the positions of *contacts*, newest first."""
    wanted = select(PositionTableRow).where(PositionTableRow.contact.in_(contacts))
    found: dict[int, list[PositionTableRow]] = defaultdict(list)
    for row in snapshot.session.scalars(wanted):
        found[row.contact].append(row)
    for rows in found.values():
        rows.sort(key=_age, reverse=True)
    return found


def _age(position: Position | PositionTableRow) -> tuple[date, date, int]:
    held = span(position.started_on, position.ended_on)
    return held["held_until"] or date.max, held["held_from"] or date.min, position.id


def span(started_on: SomeDay | None, ended_on: SomeDay | None) -> dict[str, date | None]:
    """Return the columns that say on which days a position may be held."""
    return {
        "held_from": None if started_on is None else earliest(started_on),
        "held_until": None if ended_on is None else latest(ended_on),
    }


def _contact(
    row: ContactTableRow, positions: Iterable[Position], origins: Iterable[AddressOrigin]
) -> Contact:
    return value_of(Contact, row, positions=tuple(positions), origins=tuple(origins))


def _origins(snapshot: Snapshot, contact: int | None = None) -> Mapping[int, list[AddressOrigin]]:
    """Return where the addresses of *contact* come from, or those of everybody."""
    row = ContactAddressRow
    asked = select(row.contact, row.key, row.how, row.source, row.since).where(
        row.how.is_not(None), row.since.is_not(None)
    )
    if contact is not None:
        asked = asked.where(row.contact == contact)
    found: dict[int, list[AddressOrigin]] = defaultdict(list)
    for whose, key, how, source, since in snapshot.session.execute(asked.order_by(row.key)):
        if how is not None and since is not None:
            found[whose].append(AddressOrigin(address=key, how=how, source=source, on=since))
    return found


def _position(row: PositionTableRow, names: Mapping[OutletId, str]) -> Position:
    outlet = None if row.outlet is None else OutletId(row.outlet)
    return value_of(
        Position, row, outlet=outlet, outlet_name="" if outlet is None else names[outlet]
    )


# ── Write ─────────────────────────────────────────────────────────────────────────────


def add(transaction: Transaction, new: NewContact) -> ContactId:
    """Add a contact and the positions that come with it; addresses are not checked here."""
    (added,), _positions = add_all(transaction, [new])
    return ContactId(added)


def add_all(
    transaction: Transaction, contacts: Iterable[NewContact], *, file_name: str | None = None
) -> tuple[range, range]:
    """Add many contacts as `add` does; return their ids and those of their positions.

    They come from a file of that name, unless somebody types them.
    """
    added, positions = range(0), range(0)
    origin_of = origins_of(transaction, file_name)
    for some in batched(contacts, word_index.ROWS_AT_ONCE):
        columns = list(map(_columns, some))
        ids = many.add_all(transaction, ContactTableRow, columns)
        word_index.put(transaction, Subject.CONTACT, _entries(transaction, ids, columns, some))
        paired = [(ContactId(each), new) for each, new in zip(ids, some, strict=True)]
        theirs = add_positions(
            transaction, ((each, position) for each, new in paired for position in new.positions)
        )
        added, positions = many.joined(added, ids), many.joined(positions, theirs)
        addresses = {
            each: dict.fromkeys(email.key for held in new.positions for email in held.emails)
            for each, new in paired
        }
        said = {each: {one.address: one for one in new.origins} for each, new in paired}
        add_addresses(
            transaction,
            (
                (each, said[each].get(key) or origin_of(key))
                for each in addresses
                for key in addresses[each]
            ),
        )
        do_not_contact.bar(
            transaction,
            {
                Ref(Subject.CONTACT, each): new.do_not_contact_reason
                for each, new in paired
                if new.do_not_contact
            },
        )
    return added, positions


def add_positions(
    transaction: Transaction, positions: Iterable[tuple[ContactId, NewPosition]]
) -> range:
    """Add positions, each to a contact, and nothing that follows from them; return their ids."""
    return many.add_all(
        transaction,
        PositionTableRow,
        (_position_columns(contact, new) for contact, new in positions),
    )


def origins_of(
    transaction: Transaction, file_name: str | None = None
) -> Callable[[str], AddressOrigin]:
    """Return what says where an address that comes now comes from: a file, or who acts."""
    today = transaction.now.astimezone(CITY_ZONE).date()
    how, source = OriginKind.IMPORTED, file_name or ""
    if file_name is None:
        actor = transaction.actor
        how = OriginKind.TYPED
        source = "" if actor is None else people.given_names(transaction, {actor}).get(actor, "")
    return lambda key: AddressOrigin(address=key, how=how, source=source, on=today)


def add_addresses(
    transaction: Transaction, addresses: Iterable[tuple[ContactId, AddressOrigin]]
) -> None:
    """Note that each contact has the address of that origin, which they had not."""
    rows = [
        {
            "contact": contact,
            "key": each.address,
            "how": each.how,
            "source": each.source,
            "since": each.on,
        }
        for contact, each in addresses
    ]
    if rows:
        transaction.session.execute(insert(ContactAddressRow), rows)


def _columns(new: NewContact) -> dict[str, Any]:
    return columns_of(
        new,
        "positions",
        "origins",
        sort_key=name_key(new.family_name, new.given_name),
        search_text=search_text(new, new.positions),
        signs_as=signed_name(new.given_name, new.family_name),
    )


def _position_columns(contact: int, new: NewPosition) -> dict[str, Any]:
    held = span(new.started_on, new.ended_on)
    return columns_of(new, contact=contact, emails=texts(new.emails), **held)


def add_position(transaction: Transaction, contact: ContactId, new: NewPosition) -> PositionId:
    """Add a position to *contact*; addresses are not checked here."""
    contact_row = row_of(transaction, ContactTableRow, contact)
    added = _add_position(transaction, contact_row, new)
    refresh(transaction, contact_row)
    return PositionId(added.id)


def as_new(row: PositionTableRow) -> NewPosition:
    """Return what `add_position` would put back."""
    return value_of(NewPosition, row, emails=tuple(map(Address.stored, row.emails)))


def texts(emails: Iterable[Address]) -> tuple[str, ...]:
    """Return *emails* as a row and an edit hold them."""
    return tuple(each.bare for each in emails)


def remove_position(transaction: Transaction, position: PositionTableRow) -> None:
    """Remove a position that was a mistake; one that is over gets a last day instead.

    What it was, where, and which addresses it ever had, stand in the history of its contact.
    """
    contact_row = row_of(transaction, ContactTableRow, position.contact)
    had = edits.mailboxes_before(transaction, Subject.POSITION, [position.id], "emails")
    at = () if position.outlet is None else (str(Ref(Subject.OUTLET, position.outlet)),)
    was = (position.title, *at, *dict.fromkeys((*position.emails, *had)))
    edits.note(transaction, contact_row.ref, Act.REMOVED, "position", before=was)
    remove_positions(transaction, [position])
    refresh(transaction, contact_row)


def remove_positions(transaction: Transaction, positions: Sequence[PositionTableRow]) -> None:
    """Remove positions, and nothing that follows from them."""
    for position in positions:
        transaction.session.delete(position)
    transaction.session.flush()


def refresh_all(transaction: Transaction, contacts: Iterable[int]) -> None:
    """Write again what is derived from *contacts* and their positions."""
    for some in batched(dict.fromkeys(contacts), HELD_ASKED_AT_ONCE):
        wanted = select(ContactTableRow).where(ContactTableRow.id.in_(some))
        _refresh(transaction, transaction.session.scalars(wanted).all())


def refresh(transaction: Transaction, row: ContactTableRow) -> None:
    """Write again what is derived from *row* and its positions."""
    _refresh(transaction, [row])


def _refresh(transaction: Transaction, rows: Sequence[ContactTableRow]) -> None:
    session, ids = transaction.session, [row.id for row in rows]
    former = [(row.sort_key, row) for row in rows]
    positions = _positions(transaction, ids)
    known = select(ContactAddressRow.contact, ContactAddressRow.key)
    held = {
        tuple(each) for each in session.execute(known.where(ContactAddressRow.contact.in_(ids)))
    }
    have: set[tuple[int, str]] = set()
    for row in rows:
        theirs = positions[row.id]
        for each in theirs:
            days = span(each.started_on, each.ended_on)
            each.held_from, each.held_until = days["held_from"], days["held_until"]
        row.sort_key = name_key(row.family_name, row.given_name)
        row.search_text = search_text(row, theirs)
        row.signs_as = signed_name(row.given_name, row.family_name)
        have |= {(row.id, Address.stored(one).key) for each in theirs for one in each.emails}
    gone = sorted(held - have)
    if gone:
        pair = tuple_(ContactAddressRow.contact, ContactAddressRow.key)
        session.execute(delete(ContactAddressRow).where(pair.in_(gone)))
    later = sorted(have - held)
    if later:
        origin_of = origins_of(transaction)
        add_addresses(transaction, ((ContactId(each), origin_of(key)) for each, key in later))
        fresh = {each for each, _key in later}
        # What waits for an address that somebody who is barred has by now leaves no more.
        barred = (row for row in rows if row.do_not_contact and row.id in fresh)
        do_not_contact.bar(transaction, {row.ref: row.do_not_contact_reason for row in barred})
    session.flush()
    moved = ((key, row.id) for key, row in former if key != row.sort_key)
    word_index.remove(transaction, Subject.CONTACT, moved)
    put_in_index(transaction, ids)


def put_in_index(transaction: Transaction, contacts: Iterable[int]) -> None:
    """Index those of *contacts* who are outside the bin as they stand now."""
    for some in batched(contacts, word_index.ROWS_AT_ONCE):
        entries = ContactTableRow.entries(transaction, some)
        word_index.put(transaction, Subject.CONTACT, entries)


def take_out_of_index(transaction: Transaction, contacts: Iterable[int]) -> None:
    """Take *contacts* out of the index: they are in the bin."""
    keyed = select(ContactTableRow.sort_key, ContactTableRow.id)
    for some in batched(contacts, READ_AT_ONCE):
        rows = transaction.session.execute(keyed.where(ContactTableRow.id.in_(some)))
        word_index.remove(transaction, Subject.CONTACT, ((key, row) for key, row in rows))


def _add_position(
    transaction: Transaction, contact: ContactTableRow, new: NewPosition
) -> PositionTableRow:
    row = PositionTableRow(**_position_columns(contact.id, new))
    transaction.session.add(row)
    transaction.session.flush()
    return row


def search_text(contact: object, positions: Iterable[object]) -> str:
    """Return every folded word by which a contact is found, each after a space."""
    words = dict.fromkeys(tokens(" ".join(texts_of(SOUGHT, contact))))
    for position in positions:
        words.update(dict.fromkeys(tokens(" ".join(texts_of(SOUGHT_OF_POSITIONS, position)))))
        words.update(dict.fromkeys(map(phone_key, texts_of(NUMBERS, position))))
    return " " + " ".join(words)


def _entries(
    snapshot: Snapshot,
    ids: Iterable[int],
    columns: Iterable[Mapping[str, Any]],
    contacts: Sequence[NewContact],
) -> Iterator[IndexEntry]:
    """Yield what the index is to know of new *contacts*, which have these *ids* and *columns*."""
    at = [{each.outlet for each in new.positions if each.outlet is not None} for new in contacts]
    named = outlets.words(snapshot, set().union(*at))
    for each, said, theirs in zip(ids, columns, at, strict=True):
        words = (said["search_text"], *(named[outlet] for outlet in theirs))
        yield IndexEntry(id=each, sort_key=said["sort_key"], words=" ".join(words))
