"""Mails that come in, read by what the desk knows and by what they answer.

What somebody drops, pastes or names comes in as they mean it, unless it answers what colleagues
are sent.  What a rule saves into the folder comes in where it says itself that a journalist asks.
All else that a person wrote waits for one.
"""

from collections.abc import Sequence
from pathlib import Path

from comms_desk.across import Office
from comms_desk.across.answers import told_apart
from comms_desk.across.directory_index import known
from comms_desk.mail.bounces.files import mail_in
from comms_desk.mail.folder import Read
from comms_desk.media.inquiries.case.mails_to_sort import MailToSort, MailToSortId
from comms_desk.media.inquiries.case.taking_in import MailTakenIn
from comms_desk.media.inquiries.model import NobodyWrote
from comms_desk.media.inquiries.reading.mail import read_mail, read_text
from comms_desk.media.inquiries.reading.proposal import InquiryProposal

MOST_WORDS_OF_A_REQUEST = 20
"""« Bonjour, veuillez me retirer de votre liste d’envoi. Merci. », with a name under it."""


def proposed(office: Office, raw: bytes) -> InquiryProposal:
    """Return what the mail *raw* proposes.

    Raises:
        MailTooLarge: It is larger than what is kept.
    """
    proposal = read_mail(raw, known=known(office), now=office.database.clock.now())
    return told_apart(office, proposal)


def asks(office: Office, raw: bytes) -> bool:
    """Whether the mail *raw* says more than that its sender wants no more of ours.

    Raises:
        MailTooLarge: It is larger than what is kept.
    """
    proposal = proposed(office, raw)
    is_long = len(proposal.text.split()) > MOST_WORDS_OF_A_REQUEST
    is_theirs = office.mails_to_sort.is_of_an_inquiry(proposal)
    return bool(proposal.questions) or is_long or is_theirs


def take_in_mail(office: Office, raw: bytes) -> MailTakenIn | MailToSort:
    """Take in the mail *raw*, as somebody who drops it means it; a colleague's answer waits.

    Raises:
        MailTooLarge: It is larger than what is kept.
        NobodyWrote: It asks nothing, and is in the thread of no inquiry.
    """
    proposal = proposed(office, raw)
    goes_on = office.mails_to_sort.is_of_an_inquiry(proposal)
    if proposal.is_noise and not goes_on:
        raise NobodyWrote(proposal.called())
    if proposal.is_of_a_colleague and not goes_on:
        return office.mails_to_sort.add(proposal, by_hand=True)
    return office.inquiries.take_in(proposal)


def read_from_folder(office: Office, file: Path) -> Read:
    """Take in the mail *file* of the folder where mails are saved, or have it wait for a person.

    What nobody wrote stays where it is.

    Raises:
        CommsDeskError: It is no mail, or cannot be read or kept now.
    """
    proposal = proposed(office, mail_in(file))
    if proposal.is_noise:
        return Read(messages=0, is_done=False)
    if proposal.is_of_press or office.mails_to_sort.is_of_an_inquiry(proposal):
        office.inquiries.take_in(proposal)
    else:
        office.mails_to_sort.add(proposal)
    return Read(messages=1, is_done=True)


def take_in_sorted(office: Office, mails: Sequence[MailToSortId]) -> tuple[MailTakenIn, ...]:
    """Take in *mails* that waited.  A run that stopped midway may be repeated: each is one.

    Raises:
        MailSorted: One waits no more.
    """
    taken = []
    for each in mails:
        proposal = proposed(office, office.mails_to_sort.original(each))
        taken.append(office.inquiries.take_in(proposal))
        office.mails_to_sort.remove(each)
    return tuple(taken)


def take_in_text(office: Office, text: str) -> MailTakenIn:
    """Take in the *text* of a mail that was copied and pasted."""
    now = office.database.clock.now()
    return office.inquiries.take_in(read_text(text, known=known(office), now=now))
