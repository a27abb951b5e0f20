"""Contacts who are not to be contacted: the outbox hears of them, and of their addresses.

A letter to an address that was nobody's as it was queued, and is theirs by now, is withheld too.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from comms_desk.changes import Ref, Subject
from comms_desk.mail import within as outbox
from comms_desk.media.contacts.rows import ContactAddressRow, ContactTableRow
from comms_desk.storage.database import Transaction
from comms_desk.storage.finding import each_of


def bar(transaction: Transaction, notes: Mapping[Ref, str]) -> None:
    """Note that nobody of *notes*, which say why, is to be contacted."""
    if not notes:
        return
    row = ContactAddressRow
    asked = select(row.key, row.contact).where(
        each_of(transaction, row.contact, [ref.id for ref in notes])
    )
    held = {
        key: Ref(Subject.CONTACT, contact) for key, contact in transaction.session.execute(asked)
    }
    outbox.bar_all(transaction, notes, at=held)


def keep_bars(transaction: Transaction, rows: Iterable[ContactTableRow]) -> None:
    """Bar those of *rows* who are not to be contacted, with the reason, and no other."""
    marked = {row.ref: row.do_not_contact_reason if row.do_not_contact else None for row in rows}
    known = outbox.barred(transaction, marked)
    said = {ref: each.note for ref, each in known.items()}
    barred = {ref: why for ref, why in marked.items() if why is not None}
    bar(transaction, dict(barred.items() - said.items()))
    outbox.unbar_all(transaction, said.keys() - barred.keys())
