"""Right before a letter's end everything that let it leave is asked again."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Overtaken, Overtaking
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.last_check import prove
from comms_desk.mail.model import Claim, Decision, ExclusionReason, LetterState
from comms_desk.storage.database import Database, url_of_file
from tests.mail.outbox_support import MINUTE, RELEASE, ZOE, Worker, account, queued, state

HOUR = timedelta(hours=1)

type Meanwhile = Callable[[Database, Claim], None]


def another_worker_takes_over(database: Database, _claim: Claim) -> None:
    """The first one sleeps for longer than a lease lasts."""
    clock = database.clock
    assert isinstance(clock, StillClock)
    clock.advance(HOUR)
    other = Worker(database, "another computer")
    other.departures.take_over(other.lease.token)


def a_person_says_again(database: Database, claim: Claim) -> None:
    another_worker_takes_over(database, claim)
    OutboxDesk(database).decide(claim.letter, Decision.SEND_AGAIN)


def a_person_says_leave(database: Database, claim: Claim) -> None:
    another_worker_takes_over(database, claim)
    OutboxDesk(database).decide(claim.letter, Decision.LEAVE)


def an_embargo_is_placed(database: Database, _claim: Claim) -> None:
    EmbargoDesk(database).place(
        RELEASE, until=database.clock.now() + HOUR, ends_when="until the news conference"
    )


def everything_is_frozen(database: Database, _claim: Claim) -> None:
    FreezeDesk(database).freeze("Panne d’aqueduc")


def nobody_writes_to_her_any_more(database: Database, _claim: Claim) -> None:
    OutboxDesk(database).suppress(ZOE, because=ExclusionReason.ASKED)


def the_message_is_withdrawn(database: Database, claim: Claim) -> None:
    OutboxDesk(database).cancel(claim.message)


def the_account_goes_out_of_use(database: Database, _claim: Claim) -> None:
    desk = AccountDesk(database)
    desk.retire(desk.every()[0].id, cancel_letters=True)


MEANWHILE: dict[Meanwhile, tuple[Overtaking, LetterState]] = {
    another_worker_takes_over: (Overtaking.LEASE, LetterState.QUEUED),
    a_person_says_again: (Overtaking.LEASE, LetterState.QUEUED),
    a_person_says_leave: (Overtaking.LEASE, LetterState.UNCERTAIN),
    an_embargo_is_placed: (Overtaking.EMBARGO, LetterState.QUEUED),
    everything_is_frozen: (Overtaking.FREEZE, LetterState.QUEUED),
    nobody_writes_to_her_any_more: (Overtaking.EXCLUSION, LetterState.WITHHELD),
    the_message_is_withdrawn: (Overtaking.DECISION, LetterState.CANCELLED),
    the_account_goes_out_of_use: (Overtaking.DECISION, LetterState.CANCELLED),
}


def test_a_letter_that_nothing_has_overtaken_may_leave(database: Database) -> None:
    account(database)
    queued(database, about=RELEASE)
    worker = Worker(database)
    (claim,) = worker.claim()

    prove(database, claim, token=worker.lease.token)


@pytest.mark.parametrize("meanwhile", MEANWHILE, ids=lambda each: each.__name__)
def test_what_came_while_a_letter_was_on_the_wire_holds_it_back(
    database: Database, meanwhile: Meanwhile
) -> None:
    account(database)
    queued(database, about=RELEASE)
    worker = Worker(database)
    (claim,) = worker.claim()
    meanwhile(database, claim)
    why, becomes = MEANWHILE[meanwhile]

    with pytest.raises(Overtaken) as caught:
        prove(database, claim, token=worker.lease.token)
    worker.departures.settle(worker.account, claim, caught.value)

    assert caught.value.why is why
    assert state(database, claim.letter) is becomes


def test_an_old_attempt_is_not_the_new_one(database: Database, clock: StillClock) -> None:
    account(database)
    queued(database)
    worker = Worker(database)
    (first,) = worker.claim()
    a_person_says_again(database, first)
    clock.advance(HOUR)
    other = Worker(database, "another computer")
    (second,) = other.claim()

    with pytest.raises(Overtaken):
        prove(database, first, token=other.lease.token)
    prove(database, second, token=other.lease.token)


def test_who_signed_the_embargo_is_proven_to_have_signed(
    database: Database, clock: StillClock
) -> None:
    account(database)
    desk = EmbargoDesk(database)
    desk.place(RELEASE, until=clock.now() + HOUR, ends_when="until the news conference")
    desk.grant(RELEASE, ZOE.bare, signed_by="Zoé Tremblay")
    queued(database, about=RELEASE)
    worker = Worker(database)
    (claim,) = worker.claim()

    prove(database, claim, token=worker.lease.token)


def test_what_holds_a_letter_back_lets_its_account_go_on(database: Database) -> None:
    account(database)
    queued(database, about=RELEASE)
    worker = Worker(database)
    (claim,) = worker.claim()

    worker.departures.settle(worker.account, claim, Overtaken(Overtaking.STANDSTILL))

    assert worker.claimed() == [ZOE.bare]


def test_what_is_held_back_time_and_again_is_tried_once_a_minute(
    database: Database, clock: StillClock
) -> None:
    account(database)
    queued(database)
    worker = Worker(database)
    for _twice in range(2):
        (claim,) = worker.claim()
        worker.departures.settle(worker.account, claim, Overtaken(Overtaking.STANDSTILL))

    assert worker.claim() == ()
    clock.advance(MINUTE)
    assert worker.claimed() == [ZOE.bare]


def test_a_letter_that_an_embargo_held_back_leaves_when_that_is_over(
    database: Database, clock: StillClock
) -> None:
    account(database)
    queued(database, about=RELEASE)
    worker = Worker(database)
    (claim,) = worker.claim()
    an_embargo_is_placed(database, claim)
    worker.departures.settle(worker.account, claim, Overtaken(Overtaking.EMBARGO))

    assert worker.claim() == ()
    clock.advance(HOUR + MINUTE)
    assert worker.claimed() == [ZOE.bare]


def test_a_letter_to_whom_nobody_writes_any_more_is_withheld_in_the_end(
    database: Database,
) -> None:
    account(database)
    queued(database)
    worker = Worker(database)
    (claim,) = worker.claim()
    nobody_writes_to_her_any_more(database, claim)
    worker.departures.settle(worker.account, claim, Overtaken(Overtaking.EXCLUSION))

    assert worker.claim() == ()
    assert state(database, claim.letter) is LetterState.WITHHELD


def test_a_database_that_cannot_say_lets_nothing_leave(database: Database, tmp_path: Path) -> None:
    account(database)
    queued(database)
    worker = Worker(database)
    (claim,) = worker.claim()
    away = Database(url_of_file(tmp_path / "nowhere" / "desk.sqlite3"))

    with pytest.raises(Overtaken) as caught:
        prove(away, claim, token=worker.lease.token)
    away.dispose()

    assert caught.value.why is Overtaking.UNPROVEN
