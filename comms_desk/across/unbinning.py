"""The way out of the bin, whatever the slice: by the desk of the thing, which sees to the rest.

Decides nothing: what may come out is for each slice to say.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.internal.audience.model import EmployeeId
from comms_desk.internal.bulletins.model import BulletinId
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.drafting.model import DraftId
from comms_desk.media.feeds.model import FeedId
from comms_desk.media.outlets.model import Outlet, OutletId
from comms_desk.media.watches.model import WatchId
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage.model import Binned


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOut:
    """What came out of the bin, as it stood there, and the *outlets* that came out with it."""

    binned: Binned
    outlets: tuple[Outlet, ...] = ()


_WAYS_OUT: Mapping[Subject, Callable[[Office, int], object]] = {
    Subject.DOSSIER: lambda office, row: office.dossiers.take_out_of_bin(DossierId(row)),
    Subject.OUTLET: lambda office, row: office.outlets.take_out_of_bin(OutletId(row)),
    Subject.FEED: lambda office, row: office.feeds.take_out_of_bin(FeedId(row)),
    Subject.WATCH: lambda office, row: office.watches.take_out_of_bin(WatchId(row)),
    Subject.DRAFT: lambda office, row: office.drafts.take_out_of_bin(DraftId(row)),
    Subject.BULLETIN: lambda office, row: office.bulletins.take_out_of_bin(BulletinId(row)),
    Subject.EMPLOYEE: lambda office, row: office.audience.take_out_of_bin(EmployeeId(row)),
}


def take_out(office: Office, ref: Ref) -> TakenOut:
    """Take what *ref* points at out of the bin, and what it cannot be without.

    Raises:
        NotInBin: It is not there.
        TakenSince: Something else has its name, address or code by now.
        AddressTaken: Another contact has one of their addresses by now.
        StorageBusy: Another process held the lock too long; try again.
    """
    found = office.bin.find(ref)
    if ref.kind is Subject.CONTACT:
        return TakenOut(
            binned=found, outlets=office.contacts.take_out_with_outlets(ContactId(ref.id))
        )
    _WAYS_OUT[ref.kind](office, ref.id)
    return TakenOut(binned=found)
