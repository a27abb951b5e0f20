"""Addresses from which something came back, and whose they are.

It reads through the desks and decides nothing.  An address that its contact, or newsroom, had as
the letter left and that nobody has any more was replaced: there is nothing left to ask.
"""

from collections.abc import Collection
from dataclasses import dataclass

from comms_desk.across import Office
from comms_desk.across.things import find
from comms_desk.changes import Ref, Subject
from comms_desk.mail.bounces.model import AddressToDecide


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """An address about which somebody must decide; *ref* and *name* of the contact who has it."""

    asked: AddressToDecide
    ref: Ref | None
    name: str


def came_back(office: Office, *, among: Collection[str] | None = None) -> tuple[CameBack, ...]:
    """Return the addresses about which somebody must decide, the latest first, and whose.

    *among* are the only ones that are looked at, in their compared form; None: all.
    """
    from comms_desk.mail.bounces import within as bounces
    from comms_desk.media.contacts.reached import by_addresses
    from comms_desk.media.outlets import within as outlets

    asked = office.bounces.waiting() if among is None else office.bounces.about(among)
    if not asked:
        return ()
    with office.database.snapshot() as snapshot:
        theirs = by_addresses(snapshot, [each.address for each in asked])
        nobodys = {each.address for each in asked}.difference(theirs)
        had = bounces.for_whom(snapshot, nobodys)
        replaced = had.keys() - outlets.addresses(snapshot) if had else frozenset[str]()
    found = []
    for each in asked:
        if each.address in replaced:
            continue
        contact = theirs.get(each.address)
        ref = None if contact is None else Ref(Subject.CONTACT, int(contact))
        thing = None if ref is None else find(office, ref)
        found.append(CameBack(asked=each, ref=ref, name=thing.title if thing else ""))
    return tuple(found)
