"""Mails of journalists, read by what the desk knows, and taken in."""

from typing import TYPE_CHECKING

from comms_desk.across.known import known
from comms_desk.media.inquiries.mails.reading import read_mail, read_text
from comms_desk.media.inquiries.proposal import Proposal
from comms_desk.media.inquiries.taking_in import TakenIn

if TYPE_CHECKING:
    from comms_desk.across.office import Office


def proposed(office: "Office", raw: bytes) -> Proposal:
    """Return what the mail *raw* proposes.

    Raises:
        MailTooLarge: It is larger than what is kept.
    """
    return read_mail(raw, known=known(office), now=office.database.clock.now())


def take_in_mail(office: "Office", raw: bytes) -> TakenIn:
    """Take in the mail *raw*, as somebody who drops it means it.

    Raises:
        MailTooLarge: It is larger than what is kept.
        StorageBusy: Another process held the lock too long; try again.
    """
    return office.inquiries.take_in(proposed(office, raw))


def take_in_text(office: "Office", text: str) -> TakenIn:
    """Take in the *text* of a mail that was copied and pasted.

    Raises:
        StorageBusy: Another process held the lock too long; try again.
    """
    now = office.database.clock.now()
    return office.inquiries.take_in(read_text(text, known=known(office), now=now))
