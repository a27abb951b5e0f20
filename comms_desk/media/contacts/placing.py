"""A position begun, and another ended by it, in the transaction of a higher slice.

Private to the slice; higher ones use `within`.
"""

from datetime import date

from comms_desk.changes import Change, Subject
from comms_desk.media.contacts import store
from comms_desk.media.contacts.model import ContactId, NewPosition, PositionId, check_dates
from comms_desk.media.contacts.rows import ContactTableRow
from comms_desk.storage import edits
from comms_desk.storage.database import Transaction
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Edit, FieldChange


def begin(transaction: Transaction, contact: ContactId, new: NewPosition) -> PositionId:
    """Add a position, which has no address, to *contact*."""
    added = store.add_position(transaction, contact, new)
    transaction.announce(Change.of(Subject.CONTACT, [contact]))
    return added


def end(transaction: Transaction, position: PositionId, on: date) -> Edit:
    """Have a position be over since that day, or since it began, if that was later."""
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
