"""Where contacts are reached today, for a higher slice that writes to many of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import batched

from sqlalchemy import select

from comms_desk.i18n import CITY_ZONE
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import ContactId, spoken_name
from comms_desk.media.contacts.rows import ContactAddressRow, ContactTableRow, PositionTableRow
from comms_desk.media.contacts.search import is_held, newest_first
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.database import Snapshot
from comms_desk.storage.finding import each_of

ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """Where a contact is reached.

    Attributes:
        id: Of the contact.
        name: As it is said.
        given_name: Its first part; empty where it is not known.
        sort_key: What they are sorted by.
        do_not_contact: Whether they are not to be, and
        do_not_contact_reason: why.
        addresses: Of the positions held today, those of the newest first.
        outlets: Where those are, the newest first.
    """

    id: ContactId
    name: str
    given_name: str
    sort_key: str
    do_not_contact: bool
    do_not_contact_reason: str
    addresses: tuple[Address, ...]
    outlets: tuple[OutletId, ...]


def reached(snapshot: Snapshot, contacts: Iterable[int]) -> dict[ContactId, Reached]:
    """Return where each of *contacts* that is not in the bin is reached, by name."""
    ids = list(contacts)
    today = snapshot.now.astimezone(CITY_ZONE).date()
    connection = snapshot.session.connection()
    held = (
        select(PositionTableRow.contact, PositionTableRow.outlet, PositionTableRow.emails)
        .where(*is_held(today), each_of(snapshot, PositionTableRow.contact, ids))
        .order_by(*newest_first())
    )
    theirs: dict[int, list[tuple[int | None, Sequence[str]]]] = defaultdict(list)
    for contact, outlet, emails in connection.execute(held):
        theirs[contact].append((outlet, emails))
    said = (
        select(
            ContactTableRow.id,
            ContactTableRow.given_name,
            ContactTableRow.family_name,
            ContactTableRow.sort_key,
            ContactTableRow.do_not_contact,
            ContactTableRow.do_not_contact_reason,
        )
        .where(ContactTableRow.binned_at.is_(None), each_of(snapshot, ContactTableRow.id, ids))
        .order_by(ContactTableRow.sort_key, ContactTableRow.id)
    )
    return {
        ContactId(contact): Reached(
            id=ContactId(contact),
            name=spoken_name(given_name, family_name),
            given_name=given_name,
            sort_key=sort_key,
            do_not_contact=do_not_contact,
            do_not_contact_reason=reason,
            addresses=tuple(
                Address.stored(each, name=spoken_name(given_name, family_name))
                for each in dict.fromkeys(one for _at, emails in theirs[contact] for one in emails)
            ),
            outlets=tuple(
                dict.fromkeys(OutletId(at) for at, _emails in theirs[contact] if at is not None)
            ),
        )
        for contact, given_name, family_name, sort_key, do_not_contact, reason in (
            connection.execute(said)
        )
    }


def everyone_reached(snapshot: Snapshot) -> tuple[Reached, ...]:
    """Return where each contact that is not in the bin is reached, by name."""
    ids = snapshot.session.scalars(select(ContactTableRow.id))
    return tuple(reached(snapshot, ids).values())


def by_addresses(snapshot: Snapshot, keys: Iterable[str]) -> Mapping[str, ContactId]:
    """Return whose each of the addresses is that have these *keys*, but for those in the bin."""
    found: dict[str, ContactId] = {}
    asked = (
        select(ContactAddressRow.key, ContactAddressRow.contact)
        .join(ContactTableRow, ContactTableRow.id == ContactAddressRow.contact)
        .where(ContactTableRow.binned_at.is_(None))
    )
    for some in batched(keys, ASKED_AT_ONCE):
        rows = snapshot.session.execute(asked.where(ContactAddressRow.key.in_(some)))
        found |= {key: ContactId(contact) for key, contact in rows}
    return found


def barred_in_bin(snapshot: Snapshot, keys: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Return which of *keys* somebody has who is in the bin and not to be contacted.

    With what they are sorted by, and why: put in the bin, nobody has asked for letters again.
    """
    found: dict[str, tuple[str, str]] = {}
    row = ContactTableRow
    asked = (
        select(ContactAddressRow.key, row.sort_key, row.do_not_contact_reason)
        .join(row, row.id == ContactAddressRow.contact)
        .where(row.binned_at.is_not(None), row.do_not_contact.is_(True))
    )
    for some in batched(keys, ASKED_AT_ONCE):
        rows = snapshot.session.execute(asked.where(ContactAddressRow.key.in_(some)))
        found |= {key: (sort_key, reason) for key, sort_key, reason in rows}
    return found


def keys_of(snapshot: Snapshot, contact: ContactId) -> tuple[str, ...]:
    """Return the keys of the addresses that *contact* has or had."""
    asked = select(ContactAddressRow.key).where(ContactAddressRow.contact == contact)
    return tuple(snapshot.session.scalars(asked))
