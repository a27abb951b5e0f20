"""What a higher slice may ask of lists inside its own transaction or snapshot."""

from collections.abc import Iterable, Sequence

from comms_desk.changes import Ref, Subject
from comms_desk.mail.address import Address
from comms_desk.media.lists import addressees as addressing
from comms_desk.media.lists import store
from comms_desk.media.lists.model import Addressee, List, ListId, ListMember, list_key
from comms_desk.storage.database import Snapshot
from comms_desk.storage.errors import NotFound


def some(snapshot: Snapshot, lists: Sequence[ListId]) -> tuple[List, ...]:
    """Return *lists*, in the order in which they leave.

    Raises:
        NotFound: One of them is not on the desk.
    """
    found = store.every(snapshot, lists)
    gone = set(lists) - {each.id for each in found}
    if gone:
        raise NotFound(Ref(Subject.LIST, min(gone)))
    return found


def called(snapshot: Snapshot, name: str) -> List | None:
    """Return the list that has *name*, whatever its case and accents."""
    key = list_key(name)
    return next((each for each in store.every(snapshot) if list_key(each.name) == key), None)


def addressees(
    snapshot: Snapshot, lists: Sequence[ListId], *, also: Iterable[Ref | Address] = ()
) -> tuple[Addressee, ...]:
    """Return whom one writes to by *lists*, and who is left out and why: each person once.

    They come in the order of the lists' ranks, and within a list by name; those who are named
    *also* after them.  Who is in several has all of those lists.  Two persons who share an
    address, that of their newsroom, are two addressees: one letter is for both
    (`mail.model.Recipient`).

    Raises:
        NotFound: One of *lists* is not on the desk.
        NoSuchMember: A ref of *also* is neither a contact's nor an outlet's.
    """
    return addressing.addressees(snapshot, some(snapshot, lists), tuple(map(ListMember.of, also)))
