"""Letters that left, and reports that they did not arrive."""

from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.compose import new_message_id
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import LetterId
from comms_desk.storage.database import Database
from tests.mail.outbox_support import TAKEN, ZOE, Worker, account, queued

HARD = ("5.1.1", "550 5.1.1 User unknown")
FULL = ("5.2.2", "552 5.2.2 mailbox full")


def sent(database: Database, to: Address = ZOE) -> LetterId:
    """Return a letter that the server took."""
    if not AccountDesk(database).every():
        account(database)
    letter = queued(database, to).letters[0]
    worker = Worker(database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)
    JobDesk(database).release(worker.lease)
    return letter


def message_id(database: Database, letter: LetterId) -> str:
    found = OutboxDesk(database).letter(letter)
    message = OutboxDesk(database).message(found.message)
    sender = Address(local="presse", domain="ville.example")
    return new_message_id(int(letter), secret=message.secret, sender=sender)


def proven(database: Database, to: str, said: tuple[str, str] = HARD, *, own_id: str) -> bytes:
    """Return a report that bears the Message-ID of the last letter to an address."""
    letters = OutboxDesk(database).letters(limit=100).rows
    last = max(each.id for each in letters if each.to.bare == to)
    return report(to, said, about=message_id(database, last), own_id=own_id)


def report(
    to: str,
    said: tuple[str, str] = HARD,
    *,
    about: str = "",
    envelope: str = "",
    own_id: str = "<r1@mx.example>",
    date: str = "Tue, 24 Nov 2026 12:00:00 +0000",
) -> bytes:
    status, sentence = said
    original = f"Message-ID: {about}\r\nTo: {to}\r\n" if about else f"To: {to}\r\n"
    named = f"Original-Envelope-Id: {envelope}\r\n" if envelope else ""
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: presse@ville.example\r\nDate: {date}\r\n"
        f"Message-ID: {own_id}\r\nSubject: Undelivered Mail Returned to Sender\r\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"
        "--b\r\nContent-Type: text/plain\r\n\r\nYour message could not be delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n"
        f"{named}\r\n"
        f"Final-Recipient: rfc822; {to}\r\nAction: failed\r\nStatus: {status}\r\n"
        f"Diagnostic-Code: smtp; {sentence}\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\n{original}\r\n--b--\r\n"
    ).encode()


def withdrawal(sender: str, own_id: str = "<w1@journal.example>") -> bytes:
    return (
        f"From: Zoé <{sender}>\r\nTo: presse@ville.example\r\nMessage-ID: {own_id}\r\n"
        "Subject: Re: Communique\r\n\r\nRetrait\r\n\r\n> Bonjour\r\n"
    ).encode()
