"""Letters on their way while the database fails: none is lost, refused or sent again."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest

from comms_desk.errors import CommsDeskError
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.lines import Line
from comms_desk.keys import Keys
from comms_desk.mail.departures import Departures, Outcome
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Envelope, Receipt
from comms_desk.mail.model import AccountId, Claim, LetterState, Message, MessageId
from comms_desk.storage.database import Database
from comms_desk.storage.errors import (
    StorageBusy,
    StorageDamaged,
    StorageFull,
    StorageUnreachable,
)
from comms_desk.worker.letters import Postman
from tests.mail.outbox_support import TAKEN, account, queued, state

FAILURES = [
    StorageBusy(5.0),
    StorageUnreachable("desk", "the server restarts"),
    StorageFull("desk"),
    StorageDamaged("desk", "a page is not sound"),
]


class WillingDoor:
    """A door, and its line, that takes whatever it is handed."""

    def __init__(self) -> None:
        self.is_open = True
        self.taken: list[str] = []
        self.before: Callable[[], None] = lambda: None

    def open(self) -> "WillingDoor":
        self.is_open = True
        return self

    def send(self, envelope: Envelope) -> Receipt:
        self.before()
        self.taken.append(envelope.recipient)
        return TAKEN

    def lives(self) -> bool:
        return self.is_open

    def close(self) -> None:
        self.is_open = False


class FailingDepartures(Departures):
    """The worker's side of an outbox whose database fails when a test says so."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.message_failures: list[CommsDeskError] = []
        self.settle_failures: list[CommsDeskError] = []
        self.claim_answers_lost: list[CommsDeskError] = []

    def message(self, message: MessageId) -> Message:
        if self.message_failures:
            raise self.message_failures.pop()
        return super().message(message)

    def claim(self, token: int, account: AccountId, *, most: int) -> tuple[Claim, ...]:
        claims = super().claim(token, account, most=most)
        if self.claim_answers_lost:
            raise self.claim_answers_lost.pop()
        return claims

    def settle(self, account: AccountId, claim: Claim, outcome: Outcome) -> LetterState:
        if self.settle_failures:
            raise self.settle_failures.pop()
        return super().settle(account, claim, outcome)


class Office:
    """A postman with a lease, a willing door and a database that fails."""

    def __init__(self, database: Database) -> None:
        self.stop = Event()
        self.said: list[Line] = []
        self.door = WillingDoor()
        self.departures = FailingDepartures(database)
        self.postman = Postman(
            database,
            Keys({}),
            token=JobDesk(database).take("postman").token,
            stop=self.stop,
            speak=self.said.append,
            door=lambda _account, _keys: self.door,
        )
        self.postman._departures = self.departures


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    made = Office(database)
    yield made
    made.postman.close()


@pytest.mark.parametrize("failure", FAILURES)
def test_a_letter_that_could_not_be_read_was_never_tried_and_stays_queued(
    database: Database, office: Office, failure: CommsDeskError
) -> None:
    account(database)
    (letter,) = queued(database).letters
    office.departures.message_failures = [failure]

    with pytest.raises(type(failure)):
        office.postman.send_all()

    assert (state(database, letter), office.door.taken) == (LetterState.QUEUED, [])
    assert OutboxDesk(database).letter(letter).trouble is None
    office.postman.send_all()
    assert state(database, letter) is LetterState.SENT
    assert office.door.taken == ["zoe@journal.example"]


def test_a_door_that_fails_like_a_database_leaves_the_letter_uncertain(
    database: Database, office: Office
) -> None:
    account(database)
    (letter,) = queued(database).letters

    def fail() -> None:
        raise StorageUnreachable("desk", "a door of another kind")

    office.door.before = fail
    office.postman.send_all()

    assert state(database, letter) is LetterState.UNCERTAIN
