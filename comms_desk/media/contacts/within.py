"""What a higher slice may ask of contacts inside its own transaction or snapshot."""

from collections.abc import Mapping
from datetime import datetime

from comms_desk.changes import Change, Subject
from comms_desk.media.contacts import placing, signing, store
from comms_desk.media.contacts.model import ContactId, NewContact, Signature
from comms_desk.media.contacts.rows import ContactTableRow
from comms_desk.storage import bin as storage_bin
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import row_of

borne = signing.borne
held = signing.held
quiet = signing.quiet
last_signed = signing.last_signed
answers = signing.answers
answer = signing.answer
take_back = signing.take_back
begin_position = placing.begin
end_position = placing.end
change_position = placing.change
remove_position = placing.remove
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
    signing.note(transaction, signed)


def signature(snapshot: Snapshot, contact: ContactId) -> Signature | None:
    """Return how what *contact* signs is known; None: it is not, or they are gone."""
    return signing.signature(snapshot, contact)
