"""A line that was typed becomes an inquiry, or what follows on one that is open.

Nobody comes into the directory unless the person says so; then they come in the same gesture.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from comms_desk.media.inquiries.moments import NewMoment, What
from comms_desk.media.inquiries.proposal import Guess, Proposal

if TYPE_CHECKING:
    from comms_desk.across.office import Office
    from comms_desk.media.inquiries.model import Inquiry, Reporter


@dataclass(frozen=True, slots=True, kw_only=True)
class Captured:
    """What became of a line.

    Attributes:
        inquiry: The one that was noted, or that it follows on.
        follows: Whether it was there before.
    """

    inquiry: "Inquiry"
    follows: bool


def capture(
    office: "Office", line: str, read: Proposal, *, is_new_contact: bool = False
) -> Captured:
    """Note the *line* as it was *read*; *is_new_contact*: who asks comes into the directory.

    What is surely about an open inquiry is noted as its follow-up; the rest is a new one,
    incomplete too: what it is about is then the line itself.

    Raises:
        InquiryTitleMissing: Nothing is typed.
        CommsDeskError: What the desks of contacts and of inquiries refuse.
    """
    if read.follows is not None and read.follows.is_sure:
        moment = NewMoment(what=What.FOLLOWED_UP, how=read.channel, text=line.strip())
        office.inquiries.record(read.follows.value, moment)
        return Captured(inquiry=office.inquiries.get(read.follows.value), follows=True)
    if is_new_contact:
        read = replace(read, reporters=tuple(_known(office, read, each) for each in read.reporters))
    named = replace(read, title=read.called() or line)
    return Captured(inquiry=office.inquiries.add(named.new(title=named.called())), follows=False)


def _known(office: "Office", read: Proposal, guess: "Guess[Reporter]") -> "Guess[Reporter]":
    """Return who is guessed as a contact of the directory, where they come in if they must."""
    from comms_desk.media.contacts.model import NewContact, NewPosition

    reporter = guess.value
    if reporter.contact is not None or not reporter.name.strip():
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
    return Guess(value=replace(reporter, contact=contact.id))
