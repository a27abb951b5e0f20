"""Letters on their way through a door with a bug in it: the others go on, and none leaves twice."""

import logging
from collections.abc import Callable, Iterator
from threading import Event

import pytest

from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.reports import Failed, Report
from comms_desk.keys import Keys
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Envelope, Receipt, TurnsDown, nobody
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import Account, LetterState, NewAccount, Recipient
from comms_desk.mail.trouble import Unexplained
from comms_desk.storage.database import Database
from comms_desk.worker.letters import Postman
from tests.mail.outbox_support import MINUTE, TAKEN

BROKEN, WELL = "Bulletin", "Presse"


class DoorOf:
    """The door of an account, and its line: it breaks where the test says so, if at all."""

    def __init__(self, *, opens: bool = True, sends: bool = True) -> None:
        self.is_open = True
        self.opens, self.sends = opens, sends
        self.taken: list[str] = []

    def open(self) -> "DoorOf":
        if not self.opens:
            raise ZeroDivisionError
        self.is_open = True
        return self

    def send(
        self, envelope: Envelope, *, prove: Callable[[], None], turn_down: TurnsDown = nobody
    ) -> Receipt:
        if not self.sends:
            raise ZeroDivisionError
        self.taken += envelope.recipients
        return TAKEN

    def lives(self) -> bool:
        return self.is_open

    def close(self) -> None:
        self.is_open = False


class Office:
    """A postman for two accounts, each with a door and three letters."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.doors = {BROKEN: DoorOf(), WELL: DoorOf()}
        self.said: list[Report] = []
        for name in (BROKEN, WELL):
            sender = Address(local=name.lower(), domain="ville.example")
            facts = {"host": "smtp.ville.example"}
            added = AccountDesk(database).add(NewAccount(name=name, sender=sender, facts=facts))
            to = [Address(local=f"{name.lower()}{each}", domain="ville.example") for each in "abc"]
            OutboxDesk(database).send(
                NewMessage(subject=name, text=name),
                [Recipient(to=each) for each in to],
                account=added.id,
            )
        self.postman = Postman(
            database,
            Keys({}),
            token=JobDesk(database).take("postman").token,
            stop=Event(),
            speak=self.said.append,
            door=lambda account, _keys: self.doors[account.name],
        )

    def account(self, name: str) -> Account:
        (found,) = [each for each in AccountDesk(self.database).every() if each.name == name]
        return found

    def counts(self) -> dict[LetterState, int]:
        counted = OutboxDesk(self.database).counts()
        return {state: count for state, count in counted.items() if count}


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    made = Office(database)
    yield made
    made.postman.close()


def test_a_door_that_breaks_as_it_opens_lets_its_account_rest_and_no_other(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.doors[BROKEN].opens = False

    assert office.postman.send_all() == 3

    assert len(office.doors[WELL].taken) == 3
    assert office.counts() == {LetterState.QUEUED: 3, LetterState.SENT: 3}
    resting = office.account(BROKEN)
    assert resting.resting_until == office.database.clock.now() + MINUTE
    assert resting.trouble is not None
    assert isinstance(resting.trouble.to_error(), Unexplained)
    assert [line.error for line in office.said if isinstance(line, Failed)] == ["Unexplained"]
    assert [each.levelno for each in caplog.records if each.exc_info] == [logging.ERROR]


def test_a_bug_on_the_way_makes_one_letter_uncertain_and_not_the_whole_queue(
    office: Office,
) -> None:
    office.doors[BROKEN].sends = False

    with pytest.raises(ZeroDivisionError):
        office.postman.send_all()

    assert office.postman.send_all() == 0
    assert office.counts() == {
        LetterState.UNCERTAIN: 1,
        LetterState.QUEUED: 2,
        LetterState.SENT: 3,
    }
    assert office.account(BROKEN).resting_until is not None


def test_an_account_whose_door_is_mended_sends_the_rest_once(office: Office) -> None:
    office.doors[BROKEN].opens = False
    office.postman.send_all()
    office.doors[BROKEN].opens = True
    office.database.clock.advance(MINUTE)  # type: ignore[attr-defined]

    assert office.postman.send_all() == 3

    assert office.counts() == {LetterState.SENT: 6}
    assert office.account(BROKEN).trouble is None
