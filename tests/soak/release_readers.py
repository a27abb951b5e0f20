"""Whom the release of a soak is for: invented people, newsrooms that some share, and lists."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from itertools import batched

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.contacts import store as contacts
from comms_desk.media.contacts.model import Contact, NewContact, NewPosition
from comms_desk.media.lists.model import ListId, NewList
from comms_desk.media.outlets.model import NewOutlet, OutletId

AT_ONE_NEWSROOM = 3
NEWSROOM_EVERY = 10
"""One address in so many is a newsroom's, which several people share."""


def invent(office: Office, letters: int, *, own: int) -> dict[str, list[Contact]]:
    """Return who has each of so many addresses; of the first *own*, each is one person's."""
    newsrooms: dict[OutletId, str] = {}

    def everybody() -> Iterator[NewContact]:
        for number in range(letters):
            if number > own and number % NEWSROOM_EVERY == 0:
                address = Address(local=f"nouvelles{number}", domain="media.example")
                new = NewOutlet(name=f"Média {number}", emails=(address,))
                outlet = office.outlets.add(new).id
                newsrooms[outlet] = address.key
                for place in range(AT_ONE_NEWSROOM):
                    held = NewPosition(outlet=outlet)
                    yield NewContact(family_name=f"P{number} {place}", positions=(held,))
            else:
                held = NewPosition(emails=(Address(local=f"r{number}", domain="journal.example"),))
                yield NewContact(family_name=f"R{number}", positions=(held,))

    for some in batched(list(everybody()), 5_000):
        with office.database.transaction() as transaction:
            contacts.add_all(transaction, some)
    people: dict[str, list[Contact]] = defaultdict(list)
    for contact in sorted(office.contacts.export(), key=lambda each: each.id):
        held = contact.positions[0]
        addresses = [Address.parse(each).key for each in held.emails]
        key = addresses[0] if addresses else newsrooms[_at(held.outlet)]
        people[key].append(contact)
    return people


def list_of(
    office: Office, name: str, people: list[Contact], *, rank: int, early: timedelta = timedelta()
) -> ListId:
    """Make a list of *people*, who have it *early*."""
    minutes = int(early.total_seconds() // 60)
    made = office.lists.add(NewList(name=name, rank=rank, early_minutes=minutes)).id
    office.lists.put_members(made, [Ref(Subject.CONTACT, each.id) for each in people])
    return made


def _at(outlet: OutletId | None) -> OutletId:
    assert outlet is not None
    return outlet
