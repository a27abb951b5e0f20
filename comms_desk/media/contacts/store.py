"""Contacts and the positions they hold, read and written.  Private to the slice."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from itertools import batched
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    Text,
    and_,
    delete,
    insert,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Subject
from comms_desk.i18n import Language
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.model import Because
from comms_desk.media.contacts.model import (
    Contact,
    ContactId,
    ContactRow,
    NewContact,
    NewPosition,
    Position,
    PositionId,
    name_key,
    sorted_name,
    spoken_name,
)
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import OutletId, phone_key
from comms_desk.places import Scope
from comms_desk.storage import many, uses
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import Where, here, one_of, page_of, row_of
from comms_desk.storage.many import WRITTEN_AT_ONCE
from comms_desk.storage.paging import Page
from comms_desk.storage.rows import Base, BinnedRow, ByBytes, NamedRow, ShortText, TextTuple
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.fold import tokens
from comms_desk.text.phones import looked_for


class ContactTableRow(BinnedRow):
    """One contact; *sort_key* is the folded name, family name first."""

    SUBJECT = Subject.CONTACT
    CALLED = ("given_name", "family_name")
    __tablename__ = "contacts"
    __table_args__ = (Index("ix_contacts_sort_key_id", "sort_key", "id"),)

    sort_key: Mapped[str] = mapped_column(ByBytes)
    search_text: Mapped[str] = mapped_column(Text)
    family_name: Mapped[ShortText]
    given_name: Mapped[ShortText]
    language: Mapped[Language]
    scope: Mapped[Scope]
    note: Mapped[str] = mapped_column(Text)
    do_not_contact: Mapped[bool]


class PositionTableRow(NamedRow):
    """One position; *outlet* is empty for a freelancer."""

    SUBJECT = Subject.POSITION
    __tablename__ = "positions"

    contact: Mapped[int] = mapped_column(ForeignKey("contacts.id", ondelete="CASCADE"), index=True)
    outlet: Mapped[int | None] = mapped_column(ForeignKey("outlets.id"), index=True)
    title: Mapped[ShortText]
    beats: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    emails: Mapped[tuple[str, ...]] = mapped_column(TextTuple)
    phones: Mapped[tuple[str, ...]] = mapped_column(TextTuple)


class ContactAddressRow(Base):
    """The key of an e-mail address of a contact: two contacts cannot share one."""

    __tablename__ = "contact_addresses"

    contact: Mapped[int] = mapped_column(
        ForeignKey("contacts.id", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(primary_key=True, index=True)


HELD_ASKED_AT_ONCE = 500
READ_AT_ONCE = 1000

# ── Read ──────────────────────────────────────────────────────────────────────────────


def position_row(
    snapshot: Snapshot, position: PositionId, where: Where = Where.HERE
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
        row, (_position(each, names) for each in _positions(snapshot, [row.id])[row.id])
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
    by_name = here(ContactTableRow).order_by(ContactTableRow.sort_key, ContactTableRow.id)
    return tuple(
        _contact(row, sorted(positions[row.id], key=_age, reverse=True))
        for row in session.scalars(by_name, execution_options=few_at_once)
    )


def search(
    snapshot: Snapshot,
    words: str,
    *,
    among: range | None,
    at: OutletId | None,
    after: object | None,
    limit: int,
) -> Page[ContactRow]:
    """Return the contacts that every word of *words* finds, or its number, by name, after a key.

    Those *at* an outlet have a position there today.
    """
    today = snapshot.now.date()
    matching = _matching(snapshot, words)
    if among is not None:
        matching = matching.where(one_of(ContactTableRow.id, among))
    if at is not None:
        matching = matching.where(ContactTableRow.id.in_(_holders(at, today)))
    found = page_of(
        snapshot,
        matching,
        ContactTableRow.sort_key,
        ContactTableRow.id,
        after=after,
        limit=limit,
    )
    positions = _positions(snapshot, [row.id for row in found.rows])
    names = outlets.names(snapshot)
    return found.showing(
        _list_row(
            _contact(
                row,
                (_position(each, names) for each in positions[row.id] if at in {None, each.outlet}),
            ),
            today,
        )
        for row in found.rows
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


def _matching(snapshot: Snapshot, words: str) -> Select[ContactTableRow]:
    wanted = here(ContactTableRow)
    found = [_finds(snapshot, word) for word in tokens(words)]
    number = looked_for(words)
    return wanted.where(or_(_says(number), and_(*found))) if number else wanted.where(*found)


def _finds(snapshot: Snapshot, word: str) -> ColumnElement[bool]:
    at_outlets = outlets.matching(snapshot, word)
    if not at_outlets:
        return _says(word)
    there = select(PositionTableRow.contact).where(PositionTableRow.outlet.in_(at_outlets))
    return or_(_says(word), ContactTableRow.id.in_(there))


def _holders(outlet: OutletId, day: date) -> Select[int]:
    """Return the question for the contacts who have a position at *outlet* on *day*."""
    started, ended = PositionTableRow.started_on, PositionTableRow.ended_on
    return select(PositionTableRow.contact).where(
        PositionTableRow.outlet == outlet,
        or_(started.is_(None), started <= day),
        or_(ended.is_(None), ended >= day),
    )


def _says(word: str) -> ColumnElement[bool]:
    return ContactTableRow.search_text.like(f"% {word}%")


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
    return position.ended_on or date.max, position.started_on or date.min, position.id


def _contact(row: ContactTableRow, positions: Iterable[Position]) -> Contact:
    return value_of(Contact, row, positions=tuple(positions))


def _position(row: PositionTableRow, names: Mapping[OutletId, str]) -> Position:
    outlet = None if row.outlet is None else OutletId(row.outlet)
    return value_of(
        Position, row, outlet=outlet, outlet_name="" if outlet is None else names[outlet]
    )


def _list_row(contact: Contact, today: date) -> ContactRow:
    held = contact.current(today)
    return ContactRow(
        id=contact.id,
        name=contact.name,
        sorted_name=sorted_name(contact.given_name, contact.family_name),
        outlets=tuple(dict.fromkeys(each.outlet_name for each in held if each.outlet_name)),
        title=next((each.title for each in held if each.title), ""),
        beats=tuple(dict.fromkeys(beat for each in held for beat in each.beats)),
        emails=tuple(dict.fromkeys(str(address) for each in held for address in each.emails)),
        phones=tuple(dict.fromkeys(phone for each in held for phone in each.phones)),
        do_not_contact=contact.do_not_contact,
    )


# ── Write ─────────────────────────────────────────────────────────────────────────────


def add(transaction: Transaction, new: NewContact) -> ContactId:
    """Add a contact and the positions that come with it; addresses are not checked here."""
    (added,), _positions = add_all(transaction, [new])
    return ContactId(added)


def add_all(transaction: Transaction, contacts: Iterable[NewContact]) -> tuple[range, range]:
    """Add many contacts as `add` does; return their ids and those of their positions."""
    added, positions = range(0), range(0)
    for some in batched(contacts, WRITTEN_AT_ONCE):
        ids = many.add_all(transaction, ContactTableRow, map(_columns, some))
        paired = [(ContactId(each), new) for each, new in zip(ids, some, strict=True)]
        theirs = add_positions(
            transaction, ((each, position) for each, new in paired for position in new.positions)
        )
        added, positions = many.joined(added, ids), many.joined(positions, theirs)
        addresses = {
            each: {email.key: email for held in new.positions for email in held.emails}
            for each, new in paired
        }
        add_addresses(transaction, ((each, key) for each in addresses for key in addresses[each]))
        barred = (
            email
            for each, new in paired
            if new.do_not_contact
            for email in addresses[each].values()
        )
        outbox.suppress_all(transaction, barred, because=Because.ASKED)
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


def add_addresses(transaction: Transaction, keys: Iterable[tuple[ContactId, str]]) -> None:
    """Note that each contact has the address of that key, which they had not."""
    rows = [{"contact": contact, "key": key} for contact, key in keys]
    if rows:
        transaction.session.execute(insert(ContactAddressRow), rows)


def _columns(new: NewContact) -> dict[str, Any]:
    return columns_of(
        new,
        "positions",
        sort_key=name_key(new.family_name, new.given_name),
        search_text=search_text(new, new.positions),
    )


def _position_columns(contact: int, new: NewPosition) -> dict[str, Any]:
    return columns_of(new, contact=contact, emails=texts(new.emails))


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
    """Remove a position that was a mistake; one that is over gets a last day instead."""
    contact_row = row_of(transaction, ContactTableRow, position.contact)
    transaction.session.delete(position)
    transaction.session.flush()
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
    positions = _positions(transaction, ids)
    known = select(ContactAddressRow.contact, ContactAddressRow.key)
    held = {
        tuple(each) for each in session.execute(known.where(ContactAddressRow.contact.in_(ids)))
    }
    have: dict[tuple[int, str], Address] = {}
    barred: list[Address] = []
    for row in rows:
        theirs = positions[row.id]
        row.sort_key = name_key(row.family_name, row.given_name)
        row.search_text = search_text(row, theirs)
        addresses = {(row.id, each.key): each for each in _addresses(theirs)}
        if row.do_not_contact:
            barred += (addresses[each] for each in sorted(addresses.keys() - held))
        have |= addresses
    gone = sorted(held - have.keys())
    if gone:
        pair = tuple_(ContactAddressRow.contact, ContactAddressRow.key)
        session.execute(delete(ContactAddressRow).where(pair.in_(gone)))
    later = sorted(have.keys() - held)
    add_addresses(transaction, ((ContactId(contact), key) for contact, key in later))
    session.flush()
    outbox.suppress_all(transaction, barred, because=Because.ASKED)


def bar(transaction: Transaction, row: ContactTableRow) -> None:
    """Put every address of a contact who is not to be contacted on the exclusion list.

    An address that they get later is put there by `refresh`.
    """
    addresses = _addresses(_positions(transaction, [row.id])[row.id])
    outbox.suppress_all(transaction, addresses, because=Because.ASKED)


def _addresses(positions: Iterable[PositionTableRow]) -> Iterable[Address]:
    return (Address.stored(email) for each in positions for email in each.emails)


def _add_position(
    transaction: Transaction, contact: ContactTableRow, new: NewPosition
) -> PositionTableRow:
    row = PositionTableRow(**_position_columns(contact.id, new))
    transaction.session.add(row)
    transaction.session.flush()
    return row


class _Named(Protocol):
    """Whoever has a name in two parts."""

    @property
    def given_name(self) -> str: ...

    @property
    def family_name(self) -> str: ...


class _Held(Protocol):
    """A position, whatever shape it has."""

    @property
    def title(self) -> str: ...

    @property
    def beats(self) -> tuple[str, ...]: ...

    @property
    def emails(self) -> tuple[object, ...]: ...

    @property
    def phones(self) -> tuple[str, ...]: ...


def search_text(contact: _Named, positions: Iterable[_Held]) -> str:
    """Return every folded word by which a contact is found, each after a space."""
    words = dict.fromkeys(tokens(f"{contact.given_name} {contact.family_name}"))
    for position in positions:
        said = (position.title, *position.beats, *map(str, position.emails), *position.phones)
        words.update(dict.fromkeys(tokens(" ".join(said))))
        words.update(dict.fromkeys(map(phone_key, position.phones)))
    return " " + " ".join(words)
