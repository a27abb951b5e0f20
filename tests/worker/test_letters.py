"""Letters on their way to a real server: in order, once, and durable before the first byte."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import select

from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.reports import Failed, Progress, Report
from comms_desk.keys import Keys
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.bounces.desk import BounceDesk
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.doors import Door, Envelope, Patience, Receipt, SmtpFacts, TurnsDown, nobody
from comms_desk.mail.errors import Stage
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import (
    Account,
    Decision,
    ExclusionReason,
    LetterId,
    LetterState,
    NewAccount,
    Recipient,
)
from comms_desk.mail.smtp import SmtpDoor
from comms_desk.mail.store import LetterRow
from comms_desk.mail.threads import message_ids
from comms_desk.storage.database import Database
from comms_desk.worker.letters import Postman
from tests.mail.bounces.bounce_support import report
from tests.mail.scripted_server import ScriptedServer
from tools.tour.smtp_server import (
    Answer,
    FallSilent,
    Fault,
    HangUp,
    Hold,
    LoopbackSmtpServer,
    recipients,
)

IMPATIENT = Patience(connect_s=5, reply_s=0.5, write_s=5, end_s=0.5)
STAGES_BEFORE_THE_LETTER = [Stage.SENDER, Stage.RECIPIENT, Stage.DATA]


@pytest.fixture
def server() -> Iterator[LoopbackSmtpServer]:
    with LoopbackSmtpServer() as running:
        yield running


def account(
    database: Database, server: LoopbackSmtpServer, *, lines: int = 1, letters_a_minute: int = 1000
) -> Account:
    return AccountDesk(database).add(
        NewAccount(
            name="Presse",
            sender=Address(name="Ville", local="presse", domain="ville.example"),
            facts={"host": server.host, "port": str(server.port), "security": "none"},
            lines=lines,
            letters_a_minute=letters_a_minute,
        )
    )


def queue(database: Database, count: int = 1, *, text: str = "Bonjour {{ name }}") -> list[str]:
    addresses = [Address(local=f"r{number}", domain="ville.example") for number in range(count)]
    OutboxDesk(database).send(
        NewMessage(subject="Communiqué", text=text),
        [Recipient(to=each, values={"name": each.local}) for each in addresses],
    )
    return [each.bare for each in addresses]


class NoTime:
    """A stopwatch on a machine that is never starved."""

    def seconds(self) -> float:
        return 0.0


class Office:
    """A postman with a lease, and what it said."""

    def __init__(self, database: Database) -> None:
        self.stop = Event()
        self.said: list[Report] = []
        self.lease = JobDesk(database).take("postman")
        self.postman = Postman(
            database,
            Keys({}),
            token=self.lease.token,
            stop=self.stop,
            speak=self.said.append,
            door=self._door,
        )

    def _door(self, account: Account, keys: Keys) -> Door:
        return SmtpDoor(
            SmtpFacts.read(account.facts), password=str, patience=IMPATIENT, stopwatch=NoTime
        )


@pytest.fixture
def office(database: Database) -> Iterator[Office]:
    made = Office(database)
    yield made
    made.postman.close()


def counts(database: Database) -> dict[LetterState, int]:
    return {state: count for state, count in OutboxDesk(database).counts().items() if count}


def test_letters_leave_in_order_over_one_line_each_with_its_own_words(
    database: Database, server: LoopbackSmtpServer, office: Office
) -> None:
    account(database, server)
    addresses = queue(database, 5)

    assert office.postman.send_all() == 5

    assert recipients(server.letters) == addresses
    assert b"Bonjour=20=\r\nr3=\r\n" in server.letters[3].content.replace(b" =\r\n", b"=20=\r\n")
    assert len({line for each in server.letters for line in _ids(each.content)}) == 5
    assert server.sessions == 1
    assert counts(database) == {LetterState.SENT: 5}
    assert Progress(office.said[-1].job, 5, 5) == office.said[-1]  # type: ignore[union-attr]
    assert office.postman.send_all() == 0


def test_once_the_others_are_cancelled_nobody_waits_for_them(
    sqlite_database: Database, server: LoopbackSmtpServer
) -> None:
    account(sqlite_database, server)
    outbox = OutboxDesk(sqlite_database)
    queue(sqlite_database, 5)
    hold = Hold()
    server.fail(Stage.END, hold)
    office = Office(sqlite_database)
    sending = Thread(target=office.postman.send_all)
    sending.start()
    assert hold.reached.wait(60)

    outbox.cancel(outbox.letters().rows[0].message)
    hold.go_on()
    sending.join()
    office.postman.close()

    assert recipients(server.letters) == ["r0@ville.example"]
    told = [line for line in office.said if isinstance(line, Progress)]
    assert [(each.done, each.total) for each in told] == [(1, 5), (1, 1)]


def test_who_is_excluded_on_the_way_keeps_no_other_letter_waiting(
    sqlite_database: Database, server: LoopbackSmtpServer
) -> None:
    account(sqlite_database, server)
    addresses = queue(sqlite_database, 4)
    outbox = OutboxDesk(sqlite_database)
    hold = Hold()
    server.fail(Stage.RECIPIENT, hold)
    office = Office(sqlite_database)
    sending = Thread(target=office.postman.send_all)
    sending.start()
    assert hold.reached.wait(60)

    outbox.suppress(Address(local="r0", domain="ville.example"), because=ExclusionReason.ASKED)
    hold.go_on()
    sending.join()
    office.postman.close()

    assert recipients(server.letters) == addresses[1:]
    assert counts(sqlite_database) == {LetterState.SENT: 3, LetterState.WITHHELD: 1}


def _ids(content: bytes) -> list[bytes]:
    return [line for line in content.split(b"\r\n") if line.startswith(b"Message-ID:")]


def test_letters_leave_over_several_lines_at_once(
    database: Database, server: LoopbackSmtpServer, office: Office
) -> None:
    account(database, server, lines=4)
    addresses = queue(database, 21)

    office.postman.send_all()

    assert sorted(recipients(server.letters)) == sorted(addresses)
    assert 1 < server.sessions <= 4
    assert counts(database) == {LetterState.SENT: 21}


@pytest.mark.parametrize("stage", STAGES_BEFORE_THE_LETTER)
def test_no_byte_of_a_letter_reaches_the_server_before_sending_is_durable(
    sqlite_database: Database, tmp_path: Path, server: LoopbackSmtpServer, stage: Stage
) -> None:
    account(sqlite_database, server)
    queue(sqlite_database)
    hold = Hold()
    server.fail(stage, hold)
    office = Office(sqlite_database)
    sending = Thread(target=office.postman.send_all)
    sending.start()
    assert hold.reached.wait(60)

    with closing(sqlite3.connect(tmp_path / "desk.sqlite3")) as another_program:
        found = another_program.execute("SELECT state, attempts FROM letters").fetchall()

    hold.go_on()
    sending.join()
    office.postman.close()
    assert found == [("sending", 1)]
    assert counts(sqlite_database) == {LetterState.SENT: 1}


def test_the_claim_is_made_on_a_connection_that_survives_a_power_cut(
    sqlite_database: Database,
) -> None:
    with sqlite_database.transaction(durable=True) as transaction:
        synchronous = transaction.session.connection().exec_driver_sql("PRAGMA synchronous")
        full = 2
        assert synchronous.scalar() == full


def test_a_server_out_of_reach_never_touches_a_letter(
    database: Database, office: Office, clock: StillClock
) -> None:
    with LoopbackSmtpServer() as gone:
        account(database, gone)
    queue(database)

    assert office.postman.send_all() == 0

    (letter,) = OutboxDesk(database).letters().rows
    assert (letter.state, letter.attempts) == (LetterState.QUEUED, 0)
    (resting,) = AccountDesk(database).every()
    assert resting.resting_until is not None
    assert resting.resting_until > clock.now()
    assert [line.error for line in office.said if isinstance(line, Failed)] == ["ServerUnreachable"]


@pytest.mark.parametrize("stage", [Stage.GREETING, Stage.HELLO, *STAGES_BEFORE_THE_LETTER])
@pytest.mark.parametrize("fault", [HangUp(), FallSilent()])
def test_a_server_that_fails_before_the_letter_leaves_it_queued_and_the_account_resting(
    database: Database,
    server: LoopbackSmtpServer,
    office: Office,
    clock: StillClock,
    stage: Stage,
    fault: Fault,
) -> None:
    account(database, server)
    queue(database)
    server.fail(stage, fault)

    office.postman.send_all()
    assert counts(database) == {LetterState.QUEUED: 1}
    assert office.postman.send_all() == 0
    clock.advance(timedelta(minutes=2))
    assert office.postman.send_all() == 1

    assert len(server.letters) == 1
    assert counts(database) == {LetterState.SENT: 1}


@pytest.mark.parametrize("fault", [HangUp(), HangUp(keeping=True), FallSilent()])
def test_a_server_that_says_nothing_at_the_end_leaves_the_letter_uncertain(
    database: Database,
    server: LoopbackSmtpServer,
    office: Office,
    clock: StillClock,
    fault: Fault,
) -> None:
    account(database, server)
    queue(database, 2)
    server.fail(Stage.END, fault)

    office.postman.send_all()

    assert counts(database) == {LetterState.UNCERTAIN: 1, LetterState.SENT: 1}
    clock.advance(timedelta(days=2))
    assert office.postman.send_all() == 0
    (uncertain,) = OutboxDesk(database).letters(undecided=True).rows
    OutboxDesk(database).decide(uncertain.id, Decision.SEND_AGAIN)
    assert office.postman.send_all() == 1
    assert counts(database) == {LetterState.SENT: 2}


def test_a_deferred_letter_lets_the_others_pass(
    database: Database, server: LoopbackSmtpServer, office: Office, clock: StillClock
) -> None:
    account(database, server)
    queue(database, 3)
    server.fail(Stage.RECIPIENT, Answer("451 4.7.1 Greylisted"))

    office.postman.send_all()
    assert counts(database) == {LetterState.QUEUED: 1, LetterState.SENT: 2}
    assert not [line for line in office.said if isinstance(line, Failed)]
    clock.advance(timedelta(minutes=5))
    office.postman.send_all()

    assert counts(database) == {LetterState.SENT: 3}


def test_a_letter_sent_again_keeps_its_message_id(
    database: Database, server: LoopbackSmtpServer, office: Office
) -> None:
    account(database, server)
    queue(database)
    server.fail(Stage.END, HangUp(keeping=True))
    office.postman.send_all()
    (uncertain,) = OutboxDesk(database).letters().rows

    OutboxDesk(database).decide(uncertain.id, Decision.SEND_AGAIN)
    office.postman.send_all()

    first, second = server.letters
    assert _ids(first.content) == _ids(second.content)


def test_a_stop_is_heard_between_two_letters(
    database: Database, server: LoopbackSmtpServer, office: Office
) -> None:
    account(database, server)
    queue(database, 3)
    hold = Hold()
    server.fail(Stage.DATA, hold)
    sending = Thread(target=office.postman.send_all)
    sending.start()
    assert hold.reached.wait(60)

    office.stop.set()
    hold.go_on()
    sending.join()

    assert counts(database) == {LetterState.SENT: 1, LetterState.QUEUED: 2}


def test_the_accounts_pace_is_kept(
    database: Database, server: LoopbackSmtpServer, office: Office, clock: StillClock
) -> None:
    account(database, server, letters_a_minute=2)
    queue(database, 5)

    assert office.postman.send_all() == 2
    assert office.postman.send_all() == 0
    clock.advance(timedelta(minutes=1))
    assert office.postman.send_all() == 2
    assert len(server.letters) == 4


def test_a_line_that_died_while_idle_costs_no_letter(
    database: Database, server: LoopbackSmtpServer, office: Office
) -> None:
    account(database, server)
    queue(database)
    office.postman.send_all()
    for _, kept in office.postman._kept.values():
        for each in kept:
            each.used_at -= 5
    server.drop_all()

    queue(database)
    assert office.postman.send_all() == 1

    assert counts(database) == {LetterState.SENT: 2}
    assert server.sessions == 2


class BrokenDoor:
    """A door, and its line, with a bug in it."""

    is_open = True

    def open(self) -> "BrokenDoor":
        return self

    def send(
        self, envelope: Envelope, *, prove: Callable[[], None], turn_down: TurnsDown = nobody
    ) -> Receipt:
        raise ZeroDivisionError

    def lives(self) -> bool:
        return self.is_open

    def close(self) -> None:
        self.is_open = False


def test_a_bug_on_the_way_makes_the_letter_uncertain_never_queued(
    database: Database, server: LoopbackSmtpServer, office: Office
) -> None:
    account(database, server)
    queue(database)
    office.postman._door = lambda _account, _keys: BrokenDoor()

    with pytest.raises(ZeroDivisionError):
        office.postman.send_all()

    assert counts(database) == {LetterState.UNCERTAIN: 1}


def test_what_a_server_that_reports_gives_back_closes_that_address(
    database: Database, office: Office
) -> None:
    offers = {"EHLO": b"250-script.example\r\n250 DSN"}
    with ScriptedServer(offers) as server:
        AccountDesk(database).add(
            NewAccount(
                name="Presse",
                sender=Address(local="presse", domain="ville.example"),
                facts={"host": "127.0.0.1", "port": str(server.port), "security": "none"},
                lines=1,
            )
        )
        (address,) = queue(database)
        assert office.postman.send_all() == 1
        office.postman.close()
    (begun,) = (each for each in server.heard if each.startswith("MAIL"))
    given_back = report(address, envelope=begun.partition("ENVID=")[2])
    with database.snapshot() as snapshot:
        (letter,) = (LetterId(each) for each in snapshot.session.scalars(select(LetterRow.id)))
        (in_copy,) = message_ids(snapshot, [letter]).values()

    BounceDesk(database).take_in(report(address, about=in_copy, own_id="<forged@x>"))
    assert list(OutboxDesk(database).suppressions()) == []
    BounceDesk(database).take_in(given_back)

    assert [each.address for each in OutboxDesk(database).suppressions()] == [address]
    assert not any(begun.partition("ENVID=")[2] in each for each in server.heard if each != begun)
