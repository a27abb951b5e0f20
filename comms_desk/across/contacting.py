"""What a contact's card says beyond their desk: whether one may write, and who made sure of it."""

from typing import TYPE_CHECKING

from comms_desk.across import things
from comms_desk.changes import Ref
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import Contact, ContactId

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.storage.model import Edit, FieldChange


def verified_by(office: "Office", contact: Contact) -> str:
    """Return the name of who last made sure of what is said of *contact*; empty: nobody knows."""
    if contact.verified_on is None:
        return ""
    day = contact.verified_on.isoformat()
    edits = office.contacts.history(contact.id)
    by = next(
        (each.by for each in edits if each.field == "verified_on" and each.after == day), None
    )
    return "" if by is None else office.people.names({by}).get(by, "")


def edit_contact(office: "Office", contact: Ref, change: "FieldChange") -> "Edit":
    """Change one field of *contact*, as a person does by hand.

    Who may be written to again has their addresses taken off the exclusion list; an undo or an
    import never does that.

    Raises:
        CommsDeskError: What the desk of contacts refuses.
    """
    edit = things.change(office, contact, change)
    if change.field == "do_not_contact" and not change.after:
        for position in office.contacts.get(ContactId(contact.id)).positions:
            for email in position.emails:
                office.outbox.allow(Address.stored(email))
    return edit
