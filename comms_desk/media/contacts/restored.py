"""Contacts in a desk that was restored from a backup: who was barred just before still is.

An id is not enough to know somebody again: after a restore it is given to another.  They are the
contact of that id who has their name or one of their addresses.  Of whom the restored desk does
not know, the addresses go on the exclusion list: they may come in again, under any id.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.model import ExclusionReason
from comms_desk.media.contacts import do_not_contact
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.contacts.rows import ContactAddressRow, ContactTableRow, PositionTableRow
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import FieldChange


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownRefusal:
    """Somebody who is not to be contacted, and the reason."""

    id: ContactId
    sort_key: str
    reason: str
    addresses: tuple[Address, ...]


def barred(snapshot: Snapshot) -> tuple[KnownRefusal, ...]:
    """Return who is not to be contacted, those in the bin too."""
    marked = select(ContactTableRow).where(ContactTableRow.do_not_contact)
    held = select(PositionTableRow.contact, PositionTableRow.emails).join(
        ContactTableRow, ContactTableRow.id == PositionTableRow.contact
    )
    emails: dict[int, dict[str, None]] = {}
    for contact, some in snapshot.session.execute(held.where(ContactTableRow.do_not_contact)):
        emails.setdefault(contact, {}).update(dict.fromkeys(some))
    return tuple(
        KnownRefusal(
            id=ContactId(row.id),
            sort_key=row.sort_key,
            reason=row.do_not_contact_reason,
            addresses=tuple(map(Address.stored, emails.get(row.id, ()))),
        )
        for row in snapshot.session.scalars(marked)
    )


def bar_too(transaction: Transaction, known: Iterable[KnownRefusal]) -> None:
    """Bar who is *known* to be barred in the desk that is replaced."""
    for each in known:
        row = transaction.session.get(ContactTableRow, each.id)
        if row is None or not _is(transaction, row, each):
            listed = outbox.excluded(transaction, [one.key for one in each.addresses])
            fresh = [one for one in each.addresses if one.key not in listed]
            outbox.suppress_all(transaction, fresh, because=ExclusionReason.ASKED, note=each.reason)
        elif not row.do_not_contact:
            for field, said in (("do_not_contact", True), ("do_not_contact_reason", each.reason)):
                change = FieldChange(field, getattr(row, field), said)
                if change.before != change.after:
                    edits.apply(transaction, row.ref, row, change)
            do_not_contact.keep_bars(transaction, [row])


def _is(snapshot: Snapshot, row: ContactTableRow, known: KnownRefusal) -> bool:
    if row.sort_key == known.sort_key:
        return True
    held = select(ContactAddressRow.key).where(ContactAddressRow.contact == row.id)
    keys = set(snapshot.session.scalars(held))
    return any(each.key in keys for each in known.addresses)
