"""A line that was typed becomes an inquiry, or what follows on one that is open.

Nobody comes into the directory, and no outlet, unless the person says so by name; then they come
in the same gesture: all of it is kept, or nothing, and `take_back` undoes it as one.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from comms_desk.across import Office, things
from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.inquiries.moments import MomentId, MomentKind, NewMoment
from comms_desk.media.inquiries.reading.proposal import Guess, InquiryProposal, NamedOutlet
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import NewOutlet

if TYPE_CHECKING:
    from comms_desk.media.inquiries.model import Inquiry, Reporter
    from comms_desk.storage.model import FormKey, UnfinishedForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What became of a line.

    Attributes:
        inquiry: The one that was noted, or that it follows on.
        followed: What was noted on one that was there before; None: it is a new one.
        added: What came in: a new inquiry, whoever asks, their outlet.
    """

    inquiry: "Inquiry"
    followed: MomentId | None = None
    added: tuple[Ref, ...] = ()


def capture(
    office: Office,
    line: str,
    read: InquiryProposal,
    *,
    adds: Collection[str] = (),
    ends: "tuple[FormKey, UnfinishedForm | None] | None" = None,
) -> Captured:
    """Note the *line* as it was *read*.

    What is surely about an open inquiry is noted as its follow-up; the rest is a new one,
    incomplete too: what it is about is then the line itself.

    Args:
        office: Where.
        line: As typed.
        read: What was read in it.
        adds: The names in *read* of those who come into the directory.
        ends: The form in which it was typed, and the one that this went on with: kept no longer.

    Raises:
        InquiryTitleMissing: Nothing is typed.
        CommsDeskError: What the desks of outlets, of contacts and of inquiries refuse.
    """
    with office.database.all_or_nothing():
        if ends is not None:
            key, taken = ends
            office.forms.forget(key, taken=taken)
        if read.follows is not None and read.follows.is_sure:
            noted = NewMoment(what=MomentKind.FOLLOWED_UP, how=read.channel, text=line.strip())
            one = read.follows.value.id
            moment = office.inquiries.record(one, noted)
            return Captured(inquiry=office.inquiries.get(one), followed=moment.id)
        added: list[Ref] = []
        if read.outlet is not None and read.outlet.value.name in adds:
            read = replace(read, outlet=_outlet(office, read.outlet.value.name, added))
        comes = partial(_reporter, office, read, adds, added)
        read = replace(read, reporters=tuple(map(comes, read.reporters)))
        named = replace(read, title=read.called() or line)
        inquiry = office.inquiries.add(named.new(title=named.called(), typed=line))
        return Captured(inquiry=inquiry, added=(Ref(Subject.INQUIRY, inquiry.id), *reversed(added)))


def take_back(office: Office, captured: Captured) -> None:
    """Undo *captured*: what came in goes to the bin, all of it or nothing.

    Raises:
        CommsDeskError: What the desks refuse: letters leave, others wait, somebody needs it.
    """
    if captured.followed is not None:
        office.inquiries.take_back(captured.followed)
    else:
        things.put_in_bin(office, captured.added)


def _outlet(office: Office, name: str, added: list[Ref]) -> Guess[NamedOutlet]:
    """Return the outlet of that *name*, which comes in unless it has meanwhile."""
    with office.database.snapshot() as snapshot:
        found = outlets.called(snapshot, name)
    if found is None:
        found = office.outlets.add(NewOutlet(name=name)).id
        added.append(Ref(Subject.OUTLET, found))
    return Guess(value=NamedOutlet(id=found, name=name))


def _reporter(
    office: Office,
    read: InquiryProposal,
    adds: Collection[str],
    added: list[Ref],
    guess: "Guess[Reporter]",
) -> "Guess[Reporter]":
    """Return who is guessed as a contact of the directory, where they come in if they must."""
    reporter = guess.value
    if reporter.contact is not None or not reporter.name.strip() or reporter.name not in adds:
        return guess
    given_name, _space, family_name = reporter.name.rpartition(" ")
    position = NewPosition(
        outlet=None if read.outlet is None else read.outlet.value.id, phones=read.phones[:1]
    )
    contact = office.contacts.add(
        NewContact(
            given_name=given_name,
            family_name=family_name,
            language=read.language,
            positions=(position,) if position.outlet or position.phones else (),
        )
    )
    added.append(Ref(Subject.CONTACT, contact.id))
    return Guess(value=replace(reporter, contact=contact.id))
