"""Letters on their way while the database fails: none is lost, refused or sent again."""

from collections.abc import Callable, Iterator, Sequence
from threading import Event
from typing import override

import pytest

from comms_desk.clock import StillClock
from comms_desk.errors import CommsDeskError
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LEASE_LASTS
from comms_desk.jobs.reports import Failed, Report
from comms_desk.keys import Keys
from comms_desk.mail.departures import Departures, Ended
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Envelope, Receipt, TurnsDown, nobody
from comms_desk.mail.model import AccountId, Claim, LetterState, Message, MessageId
from comms_desk.storage.database import Database
from comms_desk.storage.errors import (
    StorageBusy,
    StorageDamaged,
    StorageFull,
    StorageUnreachable,
)
from comms_desk.worker.letters import Postman
from tests.mail.outbox_support import TAKEN, account, queued, readers, state

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

    def send(
        self, envelope: Envelope, *, prove: Callable[[], None], turn_down: TurnsDown = nobody
    ) -> Receipt:
        self.before()
        self.taken += envelope.recipients
        return TAKEN

    def lives(self) -> bool:
        return self.is_open

    def close(self) -> None:
        self.is_open = False


class FailingDepartures(Departures):
    """The worker's side of an outbox whose database fails when a test says so."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.messages_read: list[MessageId] = []
        self.message_failures: list[CommsDeskError] = []
        self.settle_failures: list[CommsDeskError] = []
        self.claim_answers_lost: list[CommsDeskError] = []

    @override
    def message(self, message: MessageId) -> Message:
        if self.message_failures:
            raise self.message_failures.pop()
        self.messages_read.append(message)
        return super().message(message)

    @override
    def claim(self, token: int, account: AccountId, *, most: int) -> tuple[Claim, ...]:
        claims = super().claim(token, account, most=most)
        if self.claim_answers_lost:
            raise self.claim_answers_lost.pop()
        return claims

    @override
    def settle_all(self, ended: Sequence[Ended]) -> tuple[LetterState, ...]:
        if self.settle_failures:
            raise self.settle_failures.pop()
        return super().settle_all(ended)


class Office:
    """A postman with a lease, a willing door and a database that fails."""

    def __init__(self, database: Database) -> None:
        self.stop = Event()
        self.said: list[Report] = []
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


@pytest.mark.parametrize("failure", FAILURES)
def test_what_became_of_a_letter_is_recorded_once_the_database_is_back(
    database: Database, office: Office, failure: CommsDeskError
) -> None:
    account(database)
    (letter,) = queued(database).letters
    office.departures.settle_failures = [failure, failure]

    assert office.postman.send_all() == 1

    sent = OutboxDesk(database).letter(letter)
    assert (sent.state, sent.receipt) == (LetterState.SENT, f"{TAKEN.code} {TAKEN.text}")
    assert office.door.taken == ["zoe@journal.example"]
    said = [line.error for line in office.said if isinstance(line, Failed)]
    assert said == ([] if isinstance(failure, StorageBusy) else [type(failure).__name__])


def test_a_database_that_drops_every_line_during_a_send_loses_no_receipt(
    postgresql_database: Database,
) -> None:
    office = Office(postgresql_database)
    account(postgresql_database)
    (letter,) = queued(postgresql_database).letters
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    mine = "WHERE pid <> pg_backend_pid() AND datname = current_database()"

    def drop_every_line() -> None:
        with postgresql_database.engine.connect() as connection:
            connection.exec_driver_sql(f"{others} {mine}")

    office.door.before = drop_every_line
    office.postman.send_all()
    office.postman.close()

    assert state(postgresql_database, letter) is LetterState.SENT
    assert office.door.taken == ["zoe@journal.example"]


def test_a_stop_while_the_database_is_away_leaves_the_letter_to_a_person(
    database: Database, office: Office, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    away = StorageUnreachable("desk", "gone")
    office.departures.settle_failures = [away] * 9
    office.door.before = office.stop.set

    with pytest.raises(StorageUnreachable):
        office.postman.send_all()

    clock.advance(LEASE_LASTS)
    assert Office(database).postman.take_over() == 1
    assert state(database, letter) is LetterState.UNCERTAIN


def test_a_claim_whose_answer_was_lost_waits_for_a_person_and_is_on_today(
    database: Database, office: Office
) -> None:
    account(database)
    (letter,) = queued(database).letters
    office.departures.claim_answers_lost = [StorageUnreachable("desk", "no answer")]
    with pytest.raises(StorageUnreachable):
        office.postman.send_all()
    assert state(database, letter) is LetterState.SENDING

    assert office.postman.send_all() == 0

    (undecided,) = OutboxDesk(database).letters(undecided=True).rows
    assert (undecided.id, undecided.state) == (letter, LetterState.UNCERTAIN)
    assert office.door.taken == []


def test_a_bug_of_the_records_leaves_no_letter_between_two_lists(
    database: Database, office: Office
) -> None:
    account(database)
    queued(database, *readers(3))
    bug = [ZeroDivisionError()]
    settle_all = office.departures.settle_all

    def settle_once_badly(ended: Sequence[Ended]) -> tuple[LetterState, ...]:
        if bug:
            raise bug.pop()
        return settle_all(ended)

    office.departures.settle_all = settle_once_badly  # type: ignore[method-assign]
    with pytest.raises(ZeroDivisionError):
        office.postman.send_all()

    office.postman.send_all()

    counts = OutboxDesk(database).counts()
    assert (counts[LetterState.UNCERTAIN], counts[LetterState.SENT]) == (1, 2)
    assert len(office.door.taken) == 3


def test_a_message_is_read_once_however_many_lines_write_its_letters(
    database: Database, office: Office
) -> None:
    account(database, lines=8)
    queued(database, *readers(24))

    assert office.postman.send_all() == 24

    assert len(office.departures.messages_read) == 1
