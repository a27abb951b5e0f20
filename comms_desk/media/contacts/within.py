"""What a higher slice may ask of contacts inside its own transaction or snapshot.

That includes to begin a position, and to end another by it.
"""

from collections.abc import Mapping
from datetime import date, datetime

from comms_desk.changes import Change, Subject
from comms_desk.media.contacts import bylines, store
from comms_desk.media.contacts.model import (
    ContactId,
    NewContact,
    NewPosition,
    PositionId,
    check_dates,
)
from comms_desk.media.contacts.rows import ContactTableRow
from comms_desk.storage import bin as storage_bin
from comms_desk.storage import edits
from comms_desk.storage.database import Transaction
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Edit, FieldChange

signature = bylines.signature
borne = bylines.borne
held = bylines.held
quiet = bylines.quiet
last_signed = bylines.last_signed
answers = bylines.answers
answer = bylines.answer
take_back = bylines.take_back


def begin(transaction: Transaction, contact: ContactId, new: NewPosition) -> PositionId:
    """Add a position, which has no address, to *contact*."""
    added = store.add_position(transaction, contact, new)
    transaction.announce(Change.of(Subject.CONTACT, [contact]))
    return added


def end(transaction: Transaction, position: PositionId, on: date) -> Edit:
    """End a position on that day, or when it began, if that was later."""
    row = store.position_row(transaction, position)
    began = row.held_from
    return change(
        transaction,
        position,
        FieldChange("ended_on", row.ended_on, on if began is None else max(on, began)),
    )


def change(transaction: Transaction, position: PositionId, wanted: FieldChange) -> Edit:
    """Change a day of a position.

    Raises:
        EditConflict: Somebody changed it since.
    """
    row = store.position_row(transaction, position)
    edit = edits.apply(transaction, row.ref, row, wanted)
    check_dates(row.started_on, row.ended_on)
    store.refresh(transaction, row_of(transaction, ContactTableRow, row.contact))
    transaction.announce(Change.of(Subject.CONTACT, [row.contact]))
    return edit


def remove(transaction: Transaction, position: PositionId) -> None:
    """Remove a position that was a mistake."""
    row = store.position_row(transaction, position)
    store.remove_position(transaction, row)
    transaction.announce(Change.of(Subject.CONTACT, [row.contact]))


begin_position = begin
end_position = end
change_position = change
remove_position = remove
get = store.get


def add(transaction: Transaction, new: NewContact) -> ContactId:
    """Add a contact, whose positions have no address."""
    added = store.add(transaction, new)
    transaction.announce(Change.of(Subject.CONTACT, [added]))
    return added


def put_in_bin(transaction: Transaction, contact: ContactId) -> None:
    """Put *contact* in the bin."""
    row = row_of(transaction, ContactTableRow, contact)
    store.take_out_of_index(transaction, [contact])
    storage_bin.put_in(transaction, row)


def note_bylines(transaction: Transaction, signed: Mapping[str, datetime]) -> None:
    """Note when names, as `text.bylines.names_in` compares them, were last signed."""
    bylines.note(transaction, signed)
