"""Accounts side by side: one whose server is slow keeps no letter of another waiting."""

from collections.abc import Iterator, Sequence
from concurrent.futures import wait
from threading import Event
from typing import override

import pytest

from comms_desk.changes import Subject
from comms_desk.errors import CommsDeskError
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LeaseLost
from comms_desk.keys import Keys
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Ended
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import (
    AccountId,
    Claim,
    Decision,
    LetterId,
    LetterState,
    NewAccount,
    Recipient,
)
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageUnreachable
from comms_desk.storage.model import FieldChange
from comms_desk.worker.letters import Postman
from tests.worker.test_letters_storage import FAILURES, FailingDepartures
from tools.tour.smtp_server import Hold, LoopbackSmtpServer, recipients

WITHIN_S = 60.0
SLOW, QUICK = "Bulletin", "Presse"


@pytest.fixture
def slow() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


@pytest.fixture
def quick() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


class ClaimsFail(FailingDepartures):
    """The worker's side of an outbox whose claims fail when a test says so."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.claim_failures: list[CommsDeskError] = []
        self.settle_breaks = False
        self.broke = Event()

    @override
    def settle_all(self, ended: Sequence[Ended]) -> tuple[LetterState, ...]:
        if self.settle_breaks:
            self.settle_breaks = False
            self.broke.set()
            raise ZeroDivisionError
        return super().settle_all(ended)

    @override
    def claim(self, token: int, account: AccountId, *, most: int) -> tuple[Claim, ...]:
        if self.claim_failures:
            raise self.claim_failures.pop()
        return super().claim(token, account, most=most)


class Office:
    """A postman for an account with a slow server, and for one with a quick server."""

    def __init__(self, database: Database, slow: LoopbackSmtpServer, quick: LoopbackSmtpServer):
        self.database = database
        self.outbox = OutboxDesk(database)
        self.accounts = {
            name: self._account(database, name, server)
            for name, server in ((SLOW, slow), (QUICK, quick))
        }
        self.settled = Event()
        database.announcer.subscribe(
            lambda change: self.settled.set() if change.subject is Subject.LETTER else None
        )
        self.departures = ClaimsFail(database)
        self.postman = Postman(
            database,
            Keys({}),
            token=JobDesk(database).take("postman").token,
            stop=Event(),
            speak=lambda _line: None,
        )
        self.postman._departures = self.departures

    def _account(self, database: Database, name: str, server: LoopbackSmtpServer) -> AccountId:
        facts = {"host": server.host, "port": str(server.port), "security": "none"}
        sender = Address(local=name.lower(), domain="ville.example")
        new = NewAccount(name=name, sender=sender, facts=facts, letters_a_minute=1000)
        return AccountDesk(database).add(new).id

    def queue(self, name: str, *to: str) -> tuple[LetterId, ...]:
        recipients = [Recipient(to=Address(local=each, domain="ville.example")) for each in to]
        message = NewMessage(subject=name, text=name)
        return self.outbox.send(message, recipients, account=self.accounts[name]).letters

    def state(self, letter: LetterId) -> LetterState:
        return self.outbox.letter(letter).state

    def send_until_it_fails(self) -> None:
        while True:
            self.postman.send_due()

    def wait_until(self, letter: LetterId, state: LetterState) -> None:
        while True:
            self.settled.clear()
            if self.state(letter) is state:
                return
            assert self.settled.wait(WITHIN_S)


@pytest.fixture
def office(
    database: Database, slow: LoopbackSmtpServer, quick: LoopbackSmtpServer
) -> Iterator[Office]:
    made = Office(database, slow, quick)
    yield made
    made.postman.close()


def test_a_release_leaves_while_another_accounts_server_says_nothing(
    office: Office, slow: LoopbackSmtpServer, quick: LoopbackSmtpServer
) -> None:
    hold = Hold()
    slow.fail(Stage.END, hold)
    first, second = office.queue(SLOW, "zoe", "luc")
    office.postman.send_due()
    assert hold.reached.wait(WITHIN_S)

    (release,) = office.queue(QUICK, "ada")
    office.postman.send_due()
    office.wait_until(release, LetterState.SENT)
    (other,) = office.queue(QUICK, "bao")
    while office.state(other) is LetterState.QUEUED:
        office.postman.send_due()

    office.wait_until(other, LetterState.SENT)
    assert office.state(first) is LetterState.SENDING
    hold.go_on()
    office.postman.send_all()
    assert [office.state(each) for each in (first, second)] == [LetterState.SENT] * 2
    assert len(set(recipients([*slow.letters, *quick.letters]))) == 4


def test_a_busy_account_is_not_begun_twice(office: Office, slow: LoopbackSmtpServer) -> None:
    hold = Hold()
    slow.fail(Stage.END, hold)
    office.queue(SLOW, "zoe", "luc", "ada")
    office.postman.send_due()
    assert hold.reached.wait(WITHIN_S)

    for _ in range(5):
        office.postman.send_due()
    hold.go_on()
    office.postman.send_all()

    assert slow.sessions == 1
    assert sorted(recipients(slow.letters)) == [
        f"{each}@ville.example" for each in ("ada", "luc", "zoe")
    ]


def test_an_account_in_doubt_waits_for_its_own_letters_and_for_no_others(
    office: Office, slow: LoopbackSmtpServer, quick: LoopbackSmtpServer
) -> None:
    hold = Hold()
    slow.fail(Stage.END, hold)
    (in_hand,) = office.queue(SLOW, "zoe")
    office.postman.send_due()
    assert hold.reached.wait(WITHIN_S)
    office.departures.claim_answers_lost = [StorageUnreachable("desk", "no answer")]
    doubtful, waiting = office.queue(QUICK, "ada", "bao")
    office.postman.send_due()
    office.wait_until(doubtful, LetterState.SENDING)
    with pytest.raises(StorageUnreachable):
        office.send_until_it_fails()

    office.postman.send_due()

    office.wait_until(waiting, LetterState.SENT)
    assert [office.state(each) for each in (in_hand, doubtful)] == [
        LetterState.SENDING,
        LetterState.UNCERTAIN,
    ]
    assert recipients(quick.letters) == ["bao@ville.example"]
    hold.go_on()
    office.wait_until(in_hand, LetterState.SENT)
    office.outbox.decide(doubtful, Decision.SEND_AGAIN)
    office.postman.send_all()
    assert recipients(quick.letters) == ["bao@ville.example", "ada@ville.example"]


def test_a_letter_in_hand_is_in_no_doubt_while_another_line_of_its_account_breaks(
    office: Office, quick: LoopbackSmtpServer
) -> None:
    AccountDesk(office.database).edit(office.accounts[QUICK], FieldChange("lines", 1, 2))
    hold = Hold()
    quick.fail(Stage.END, hold)
    letters = office.queue(QUICK, "ada", "bao")
    office.departures.settle_breaks = True
    office.postman.send_due()
    assert hold.reached.wait(WITHIN_S)
    assert office.departures.broke.wait(WITHIN_S)

    for _ in range(5):
        office.postman.send_due()

    assert [office.state(each) for each in letters] == [LetterState.SENDING] * 2
    hold.go_on()
    with pytest.raises(ZeroDivisionError):
        office.postman.send_all()
    office.postman.send_all()
    assert {office.state(each) for each in letters} == {LetterState.SENT, LetterState.UNCERTAIN}
    assert sorted(recipients(quick.letters)) == ["ada@ville.example", "bao@ville.example"]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_claim_that_never_began_holds_its_account_for_one_round(
    office: Office,
    slow: LoopbackSmtpServer,
    quick: LoopbackSmtpServer,
    failure: CommsDeskError,
) -> None:
    hold = Hold()
    slow.fail(Stage.END, hold)
    office.queue(SLOW, "zoe")
    office.postman.send_due()
    assert hold.reached.wait(WITHIN_S)
    office.departures.claim_failures = [failure]
    (release,) = office.queue(QUICK, "ada")
    with pytest.raises(type(failure)):
        office.send_until_it_fails()

    office.postman.send_due()

    office.wait_until(release, LetterState.SENT)
    assert len(slow.letters) == 0
    hold.go_on()


def test_an_account_that_failed_keeps_no_other_from_beginning(
    office: Office, slow: LoopbackSmtpServer, quick: LoopbackSmtpServer
) -> None:
    office.departures.claim_failures = [StorageUnreachable("desk", "no answer")]
    office.queue(SLOW, "zoe")
    office.postman.send_due()
    wait(office.postman._going.values())
    (release,) = office.queue(QUICK, "ada")

    with pytest.raises(StorageUnreachable):
        office.postman.send_due()

    office.wait_until(release, LetterState.SENT)


def test_a_worker_that_another_one_replaced_begins_nothing_more(
    office: Office, quick: LoopbackSmtpServer
) -> None:
    office.departures.claim_failures = [LeaseLost(1)]
    office.queue(SLOW, "zoe")
    office.postman.send_due()
    wait(office.postman._going.values())
    office.queue(QUICK, "ada")

    with pytest.raises(LeaseLost):
        office.postman.send_due()

    assert quick.sessions == 0


def test_a_stop_waits_for_the_letters_of_every_account(
    office: Office, slow: LoopbackSmtpServer
) -> None:
    hold = Hold()
    slow.fail(Stage.END, hold)
    first, second = office.queue(SLOW, "zoe", "luc")
    office.postman.send_due()
    assert hold.reached.wait(WITHIN_S)

    hold.go_on()
    office.postman.close()

    assert office.state(first) is LetterState.SENT
    assert office.state(second) in {LetterState.SENT, LetterState.QUEUED}
