"""The outbox: never twice to one address, never early, never again without a person."""

from datetime import timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.errors import CommsDeskError
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LEASE_LASTS, LeaseLost
from comms_desk.mail import within as outbox
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.address import Address
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import (
    AddressNeedsUtf8,
    Deferred,
    HungUp,
    LetterRefused,
    OutcomeUnknown,
    ServerUnreachable,
    Stage,
)
from comms_desk.mail.message import NewMessage
from comms_desk.mail.model import (
    ACCOUNT_RESTS_FOR,
    DEFERRED_AGAIN_AFTER,
    Decision,
    ExclusionReason,
    LetterState,
    NothingToDecide,
    Recipient,
)
from comms_desk.storage.database import Database
from tests.mail.outbox_support import (
    LUC,
    MINUTE,
    RELEASE,
    TAKEN,
    ZOE,
    Worker,
    account,
    queued,
    state,
)


def test_a_letter_goes_from_queued_to_sending_to_sent(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    worker = Worker(database)

    (claim,) = worker.claim()

    assert (claim.letter, claim.to) == (letter, ZOE)
    assert state(database, letter) is LetterState.SENDING
    assert worker.claim() == ()
    worker.departures.settle(worker.account, claim, TAKEN)
    sent = OutboxDesk(database).letter(letter)
    assert (sent.state, sent.sent_at) == (LetterState.SENT, clock.now())
    assert sent.receipt == "250 2.0.0 taken as 1"
    assert worker.claim() == ()


def test_the_same_message_never_goes_twice_to_one_address(database: Database) -> None:
    account(database)
    same = Address(name="Autre nom", local="Zoe", domain="JOURNAL.example".lower())

    with database.transaction() as transaction:
        message = outbox.compose(transaction, NewMessage(subject="s", text="t"))
        first = outbox.queue(transaction, message, to=ZOE)
        again = outbox.queue(transaction, message, to=same)
        both = outbox.queue_all(
            transaction, message, [Recipient(to=ZOE), Recipient(to=LUC), Recipient(to=LUC)]
        )

    assert first == again
    assert (len(both.letters), both.already) == (1, 2)
    assert sorted(Worker(database).claimed()) == ["luc@radio.example", "zoe@journal.example"]


def test_a_letter_stays_until_it_is_due(database: Database, clock: StillClock) -> None:
    account(database)
    queued(database, due_at=clock.now() + MINUTE)
    worker = Worker(database)

    assert worker.claim() == ()
    assert worker.departures.waiting() == ()
    clock.advance(MINUTE)
    assert worker.claimed() == ["zoe@journal.example"]


def test_a_clock_that_was_ahead_holds_back_no_letter_that_was_to_leave_at_once(
    database: Database, clock: StillClock
) -> None:
    account(database)
    now = clock.now()
    clock.advance(timedelta(days=400))
    queued(database)
    queued(database, LUC, due_at=clock.now() + MINUTE)
    clock.advance(now - clock.now())

    assert Worker(database).claimed() == ["zoe@journal.example"]


def test_a_clock_that_was_ahead_holds_back_no_letter_that_is_to_be_sent_again(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    worker = Worker(database)
    (claim,) = worker.claim()
    unknown = OutcomeUnknown("smtp.example", "hung up")
    worker.departures.settle(worker.account, claim, unknown)
    now = clock.now()
    clock.advance(timedelta(days=400))
    OutboxDesk(database).decide(letter, Decision.SEND_AGAIN)
    clock.advance(now - clock.now())

    assert worker.claimed() == ["zoe@journal.example"]


def test_an_embargo_on_what_a_letter_is_about_holds_it_however_it_was_queued(
    database: Database, clock: StillClock
) -> None:
    account(database)
    queued(database, about=RELEASE)
    EmbargoDesk(database).place(RELEASE, until=clock.now() + MINUTE, ends_when="")
    queued(database, LUC)
    worker = Worker(database)

    assert worker.claimed(most=1) == ["luc@radio.example"]
    assert worker.claim() == ()
    clock.advance(MINUTE - timedelta(microseconds=1))
    assert worker.claim() == ()
    clock.advance(timedelta(microseconds=1))
    assert worker.claimed() == ["zoe@journal.example"]


def test_a_lifted_embargo_lets_letters_leave_and_a_moved_one_holds_them_longer(
    database: Database, clock: StillClock
) -> None:
    account(database)
    embargoes = EmbargoDesk(database)
    embargoes.place(RELEASE, until=clock.now() + MINUTE, ends_when="")
    queued(database, about=RELEASE)
    embargoes.place(RELEASE, until=clock.now() + 3 * MINUTE, ends_when="")
    worker = Worker(database)

    clock.advance(2 * MINUTE)
    JobDesk(database).renew(worker.lease)
    assert worker.claim() == ()
    embargoes.lift(RELEASE)
    assert worker.claimed() == ["zoe@journal.example"]


def test_who_signed_the_embargo_gets_the_letter_before(
    database: Database, clock: StillClock
) -> None:
    account(database)
    embargoes = EmbargoDesk(database)
    embargoes.place(RELEASE, until=clock.now() + MINUTE, ends_when="")
    embargoes.grant(RELEASE, "Zoe@Journal.example", signed_by="Zoé Ébène")
    queued(database, LUC, ZOE, about=RELEASE)

    assert Worker(database).claimed() == ["zoe@journal.example"]


def test_the_exclusion_list_is_asked_when_a_letter_is_queued_and_when_it_is_claimed(
    database: Database,
) -> None:
    account(database)
    desk = OutboxDesk(database)
    desk.suppress(ZOE, because=ExclusionReason.ASKED, note="Ne plus écrire")

    first = queued(database, ZOE, LUC)
    assert (len(first.letters), first.withheld) == (1, 1)
    desk.suppress(LUC, because=ExclusionReason.BOUNCED)

    assert desk.counts()[LetterState.WITHHELD] == 2
    assert Worker(database).claim() == ()
    assert {each.address for each in desk.suppressions()} == {ZOE.key, LUC.key}
    assert desk.allow(LUC)
    assert not desk.allow(LUC)


def test_what_a_dead_worker_left_on_the_wire_is_uncertain_and_never_claimed_again(
    database: Database, clock: StillClock
) -> None:
    account(database)
    queued(database, ZOE, LUC)
    dead = Worker(database, "dead")
    (on_the_wire,) = dead.claim(most=1)
    clock.advance(LEASE_LASTS)

    alive = Worker(database, "alive")
    assert alive.departures.take_over(alive.lease.token) == 1

    assert state(database, on_the_wire.letter) is LetterState.UNCERTAIN
    assert alive.claimed() == ["luc@radio.example"]
    with pytest.raises(LeaseLost):
        dead.claim()
    (uncertain,) = OutboxDesk(database).letters(undecided=True).rows
    assert uncertain.id == on_the_wire.letter
    assert uncertain.trouble is not None
    assert uncertain.trouble.error == "WorkerStopped"


def test_a_claim_alone_finds_what_a_dead_worker_left(database: Database, clock: StillClock) -> None:
    account(database)
    (letter,) = queued(database).letters
    Worker(database, "dead").claim()
    clock.advance(LEASE_LASTS)

    assert Worker(database, "alive").claim() == ()
    assert state(database, letter) is LetterState.UNCERTAIN


def test_a_worker_that_slept_through_its_lease_may_still_say_what_it_knows(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    asleep = Worker(database, "asleep")
    (claim,) = asleep.claim()
    clock.advance(LEASE_LASTS)
    awake = Worker(database, "awake")
    awake.departures.take_over(awake.lease.token)
    OutboxDesk(database).decide(letter, Decision.SEND_AGAIN)

    asleep.departures.settle(asleep.account, claim, TAKEN)

    assert state(database, letter) is LetterState.SENT
    assert awake.claim() == ()


def test_late_news_of_an_old_attempt_changes_nothing_of_the_new(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    asleep = Worker(database, "asleep")
    (old,) = asleep.claim()
    clock.advance(LEASE_LASTS)
    awake = Worker(database, "awake")
    awake.departures.take_over(awake.lease.token)
    OutboxDesk(database).decide(letter, Decision.SEND_AGAIN)
    awake.claim()

    asleep.departures.settle(asleep.account, old, LetterRefused(Stage.RECIPIENT, 550, "5.1.1 No"))

    assert state(database, letter) is LetterState.SENDING


@pytest.mark.parametrize(
    "late",
    [
        Deferred(Stage.END, 451, "4.3.0 Later"),
        HungUp("smtp.ville.example", Stage.BODY),
        LetterRefused(Stage.RECIPIENT, 550, "5.1.1 No"),
        OutcomeUnknown("smtp.ville.example", "no answer"),
    ],
)
def test_late_news_of_a_failure_never_undoes_a_persons_decision_to_leave_a_letter(
    database: Database, clock: StillClock, late: CommsDeskError
) -> None:
    account(database)
    (letter,) = queued(database).letters
    asleep = Worker(database, "asleep")
    (claim,) = asleep.claim()
    clock.advance(LEASE_LASTS)
    awake = Worker(database, "awake")
    awake.departures.take_over(awake.lease.token)
    left = OutboxDesk(database).decide(letter, Decision.LEAVE)

    asleep.departures.settle(asleep.account, claim, late)

    assert OutboxDesk(database).letter(letter) == left
    clock.advance(timedelta(hours=1))
    assert awake.claim() == ()
    asleep.departures.settle(asleep.account, claim, TAKEN)
    assert state(database, letter) is LetterState.SENT


def test_only_a_person_sends_an_uncertain_letter_again(
    database: Database, clock: StillClock
) -> None:
    account(database)
    first, second = queued(database, ZOE, LUC).letters
    worker = Worker(database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, OutcomeUnknown("smtp", "no answer"))
    desk = OutboxDesk(database)
    assert worker.claim() == ()

    desk.decide(first, Decision.SEND_AGAIN)
    left = desk.decide(second, Decision.LEAVE)

    assert worker.claimed() == ["zoe@journal.example"]
    assert (left.state, left.decided_at) == (LetterState.UNCERTAIN, clock.now())
    assert desk.letters(undecided=True).rows == ()
    with pytest.raises(NothingToDecide):
        desk.decide(second, Decision.SEND_AGAIN)


def test_a_deferred_letter_waits_longer_each_time_and_is_refused_in_the_end(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    worker = Worker(database)
    later = Deferred(Stage.RECIPIENT, 451, "4.7.1 Greylisted")

    for wait in DEFERRED_AGAIN_AFTER:
        (claim,) = worker.claim()
        assert worker.departures.settle(worker.account, claim, later) is LetterState.QUEUED
        clock.advance(wait - timedelta(seconds=1))
        assert worker.claim() == ()
        clock.advance(timedelta(seconds=1))
    (claim,) = worker.claim()

    assert worker.departures.settle(worker.account, claim, later) is LetterState.REFUSED
    refused = OutboxDesk(database).letter(letter)
    assert refused.trouble is not None
    assert vars(refused.trouble.to_error()) == vars(later)


def test_a_broken_line_leaves_the_letter_queued_and_the_account_rests(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    worker = Worker(database)
    (claim,) = worker.claim()

    worker.departures.settle(worker.account, claim, HungUp("smtp.ville.example", Stage.BODY))

    assert state(database, letter) is LetterState.QUEUED
    assert worker.claim() == ()
    (resting,) = AccountDesk(database).every()
    assert resting.resting_until == clock.now() + ACCOUNT_RESTS_FOR[0]
    assert resting.trouble is not None
    assert vars(resting.trouble.to_error()) == {
        "host": "smtp.ville.example",
        "stage": Stage.BODY,
    }
    clock.advance(ACCOUNT_RESTS_FOR[0])
    until = worker.departures.rest(worker.account, ServerUnreachable("smtp", 465, "refused"))
    assert until == clock.now() + ACCOUNT_RESTS_FOR[1]
    clock.advance(ACCOUNT_RESTS_FOR[1])
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, TAKEN)
    (well,) = AccountDesk(database).every()
    assert (well.resting_until, well.trouble) == (None, None)


def test_a_refusal_by_policy_stops_the_batch(database: Database) -> None:
    account(database)
    queued(database, ZOE, LUC)
    worker = Worker(database)
    (claim,) = worker.claim(most=1)

    refusal = LetterRefused(Stage.RECIPIENT, 550, "5.7.1 Not permitted")
    assert worker.departures.settle(worker.account, claim, refusal) is LetterState.REFUSED

    assert worker.claim() == ()


def test_a_refusal_of_one_recipient_stops_nobody_else(database: Database) -> None:
    account(database)
    queued(database, ZOE, LUC)
    worker = Worker(database)
    (claim,) = worker.claim(most=1)

    worker.departures.settle(worker.account, claim, AddressNeedsUtf8("zoé@x.example"))

    assert worker.claimed() == ["luc@radio.example"]
