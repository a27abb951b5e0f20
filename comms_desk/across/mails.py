"""Mails of journalists, read by what the desk knows, and taken in."""

from pathlib import Path

from comms_desk.across import Office
from comms_desk.across.known import known
from comms_desk.mail.bounces.files import mail_in
from comms_desk.mail.folder import Read
from comms_desk.media.inquiries.mails.reading import read_mail, read_text
from comms_desk.media.inquiries.proposal import Kind, Proposal
from comms_desk.media.inquiries.taking_in import TakenIn


def proposed(office: Office, raw: bytes) -> Proposal:
    """Return what the mail *raw* proposes.

    Raises:
        MailTooLarge: It is larger than what is kept.
    """
    return read_mail(raw, known=known(office), now=office.database.clock.now())


def take_in_mail(office: Office, raw: bytes) -> TakenIn:
    """Take in the mail *raw*, as somebody who drops it means it.

    Raises:
        MailTooLarge: It is larger than what is kept.
    """
    return office.inquiries.take_in(proposed(office, raw))


def read_from_folder(office: Office, file: Path) -> Read:
    """Take in the mail *file* of the folder where mails are saved, unless it asks nothing.

    Raises:
        CommsDeskError: It is no mail, or cannot be read or kept now.
    """
    proposal = proposed(office, mail_in(file))
    if proposal.kind is Kind.NOT_A_QUESTION:
        return Read(messages=0, is_done=False)
    office.inquiries.take_in(proposal)
    return Read(messages=1, is_done=True)


def take_in_text(office: Office, text: str) -> TakenIn:
    """Take in the *text* of a mail that was copied and pasted."""
    now = office.database.clock.now()
    return office.inquiries.take_in(read_text(text, known=known(office), now=now))
