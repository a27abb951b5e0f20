"""An account, letters in its outbox, and a worker as far as the outbox knows one."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from comms_desk.changes import Ref, Subject
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Departures
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Receipt
from comms_desk.mail.message import NewMessage, Purpose
from comms_desk.mail.model import (
    Account,
    Claim,
    LetterId,
    LetterState,
    NewAccount,
    Queued,
    Recipient,
)
from comms_desk.storage.database import Database

MINUTE = timedelta(minutes=1)
RELEASE = Ref(Subject.DRAFT, 41)
ZOE = Address(name="Zoé", local="zoe", domain="journal.example")
LUC = Address(local="luc", domain="radio.example")
TAKEN = Receipt(code=250, text="2.0.0 taken as 1")


def account(database: Database, *, letters_a_minute: int = 1000, lines: int = 8) -> Account:
    return AccountDesk(database).add(
        NewAccount(
            name="Presse",
            sender=Address(name="Ville", local="presse", domain="ville.example"),
            facts={"host": "smtp.ville.example"},
            letters_a_minute=letters_a_minute,
            lines=lines,
        )
    )


def queued(
    database: Database,
    *to: Address,
    due_at: datetime | None = None,
    about: Ref | None = None,
    purpose: Purpose = Purpose.LETTER,
) -> Queued:
    return OutboxDesk(database).send(
        NewMessage(subject="Communiqué", text="Bonjour", purpose=purpose),
        [Recipient(to=each) for each in (to or (ZOE,))],
        due_at=due_at,
        about=about,
    )


def readers(count: int) -> Iterable[Address]:
    return [Address(local=f"reader{number}", domain="ville.example") for number in range(count)]


class Worker:
    """A worker as far as the outbox knows one."""

    def __init__(self, database: Database, name: str = "worker") -> None:
        self.departures = Departures(database)
        self.lease = JobDesk(database).take(name)
        self.account = AccountDesk(database).every()[0].id

    def claim(self, most: int = 64) -> tuple[Claim, ...]:
        return self.departures.claim(self.lease.token, self.account, most=most)

    def claimed(self, most: int = 64) -> list[str]:
        return [claim.to.bare for claim in self.claim(most)]


def state(database: Database, letter: LetterId) -> LetterState:
    return OutboxDesk(database).letter(letter).state
