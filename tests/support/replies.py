"""What was approved and answered, noted without being asked for; and replies that went wrong."""

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.errors import LetterRefused, OutcomeUnknown, Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Letter, NewAccount, Recipient
from comms_desk.media.inquiries import within
from comms_desk.media.inquiries.model import Inquiry, InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import (
    Attribution,
    Channel,
    Moment,
    MomentKind,
    NewMoment,
    Resolution,
)
from comms_desk.planning.dossiers.model import DossierId
from comms_desk.storage.database import Database


def said_of(database: Database, inquiry: InquiryId, new: NewMoment) -> Moment:
    """Have *new* be said of *inquiry* as `replies` says it, whether or not it may."""
    with database.transaction() as transaction:
        row = within.row(transaction, inquiry)
        return within.moment(within.record(transaction, row, new))


def answered(
    office: Office, title: str, text: str, *questions: str, dossier: DossierId | None = None
) -> Inquiry:
    """Return an inquiry to which the City answered *text*."""
    new = NewInquiry(title=title, questions=questions, dossier=dossier)
    inquiry = office.inquiries.add(new)
    said_of(
        office.database,
        inquiry.id,
        NewMoment(
            what=MomentKind.ANSWERED,
            how=Channel.EMAIL,
            text=text,
            resolution=Resolution.ANSWERED,
            attribution=Attribution.CITY,
        ),
    )
    return office.inquiries.get(inquiry.id)


def reply_in_vain(office: Office, inquiry: InquiryId) -> tuple[Letter, Letter]:
    """Return the letter that says that *inquiry* came, refused, and the answer, uncertain."""
    sender = Address(local="medias", domain="ville.example")
    account = office.accounts.add(
        NewAccount(name="Médias", sender=sender, facts={"host": "smtp.ville.example"})
    )
    to = Address(local="zoe", domain="journal.example")
    for text in ("Bien reçu.", "Voici."):
        office.outbox.send(
            NewMessage(subject="Re : déneigement", text=text),
            [Recipient(to=to)],
            about=Ref(Subject.INQUIRY, inquiry),
        )
    answered, came = office.outbox.letters().rows
    told = NewMoment(what=MomentKind.ACKNOWLEDGED, how=Channel.EMAIL, letter=came.id)
    office.inquiries.record(inquiry, told)
    said = NewMoment(
        what=MomentKind.ANSWERED,
        how=Channel.EMAIL,
        text="Voici.",
        resolution=Resolution.ANSWERED,
        attribution=Attribution.CITY,
        letter=answered.id,
    )
    said_of(office.database, inquiry, said)
    departures = Departures(office.database)
    lease = JobDesk(office.database).take("test")
    first, second = departures.claim(lease.token, account.id, most=2)
    departures.settle(account.id, first, LetterRefused(Stage.RECIPIENT, 550, "5.1.1 unknown"))
    departures.settle(account.id, second, OutcomeUnknown("smtp.ville.example", "closed"))
    return came, answered
