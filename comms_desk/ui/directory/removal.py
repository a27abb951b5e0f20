"""What the Directory puts in the bin and takes out of it: a contact or an outlet."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.outlets.model import OutletId

if TYPE_CHECKING:
    from comms_desk.across.office import Office


@dataclass(frozen=True, slots=True)
class Removed:
    """What was put in the bin, and what it is called."""

    ref: Ref
    name: str


def put_in_bin(ref: Ref, office: "Office") -> Removed:
    """Put what *ref* points at in the bin, and return its name with it."""
    if ref.kind is Subject.OUTLET:
        outlet = OutletId(ref.id)
        name = office.outlets.get(outlet).name
        office.outlets.put_in_bin(outlet)
    else:
        contact = ContactId(ref.id)
        name = office.contacts.get(contact).name
        office.contacts.put_in_bin(contact)
    return Removed(ref, name)


def take_out_of_bin(ref: Ref, office: "Office") -> Ref:
    """Take what *ref* points at out of the bin, and return *ref*."""
    if ref.kind is Subject.OUTLET:
        office.outlets.take_out_of_bin(OutletId(ref.id))
    else:
        office.contacts.take_out_of_bin(ContactId(ref.id))
    return ref
