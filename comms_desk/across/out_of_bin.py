"""The way out of the bin, whatever the slice: by the desk of the thing, which sees to the rest.

Decides nothing: what may come out is for each slice to say.
"""

from dataclasses import dataclass

from comms_desk.across.office import Office
from comms_desk.across.things import DESKS
from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.outlets.model import Outlet
from comms_desk.storage.model import Binned


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfBin:
    """What came out of the bin, as it stood there, and the *outlets* that came out with it."""

    binned: Binned
    outlets: tuple[Outlet, ...] = ()


def take_out(office: Office, ref: Ref) -> OutOfBin:
    """Take what *ref* points at out of the bin, and what it cannot be without.

    Raises:
        NotInBin: It is not there.
        TakenSince: Something else has its name, address or code by now.
        AddressTaken: Another contact has one of their addresses by now.
    """
    found = office.bin.find(ref)
    if ref.kind is Subject.CONTACT:
        return OutOfBin(
            binned=found, outlets=office.contacts.take_out_with_outlets(ContactId(ref.id))
        )
    DESKS[ref.kind](office).take_out_of_bin(ref.id)
    return OutOfBin(binned=found)
