"""What a contact's card says beyond their desk: whether one may write, and who made sure of it.

"Do not contact" bars a person, and puts no address on that list.  It did until bars were known:
those addresses bear no word of why, and a person who lets the contact be written to again means
them too.
"""

from typing import TYPE_CHECKING

from comms_desk.across import Office, things
from comms_desk.changes import Ref
from comms_desk.mail.address import Address
from comms_desk.mail.model import ExclusionReason
from comms_desk.media.contacts.model import Contact, ContactId

if TYPE_CHECKING:
    from comms_desk.storage.model import Edit, FieldChange


def verified_by(office: Office, contact: Contact) -> str:
    """Return the name of who last made sure of what is said of *contact*; empty: nobody knows."""
    if contact.verified_on is None:
        return ""
    day = contact.verified_on.isoformat()
    edits = office.contacts.history(contact.id)
    by = next(
        (each.by for each in edits if each.field == "verified_on" and each.after == day), None
    )
    return "" if by is None else office.people.names({by}).get(by, "")


def edit_contact(office: Office, contact: Ref, change: "FieldChange") -> "Edit":
    """Change one field of *contact*, as a person does by hand.

    Who may be written to again has those of their addresses taken off the exclusion list that
    stand there at their own wish, without a word of why; an undo or an import never does that.

    Raises:
        CommsDeskError: What the desk of contacts refuses.
    """
    edit = things.change(office, contact, change)
    if change.field == "do_not_contact" and not change.after:
        positions = office.contacts.get(ContactId(contact.id)).positions
        theirs = {one.key: one for each in positions for one in map(Address.stored, each.emails)}
        for listed in office.outbox.suppressions():
            if (
                listed.address in theirs
                and listed.because is ExclusionReason.ASKED
                and not listed.note
            ):
                office.outbox.allow(theirs[listed.address])
    return edit
