"""Cancelled letters: what waits never leaves, what has left or is leaving is not touched."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest

from comms_desk.clock import StillClock
from comms_desk.errors import CommsDeskError
from comms_desk.jobs.model import LEASE_LASTS
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Outcome
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import (
    Deferred,
    HungUp,
    LetterRefused,
    OutcomeUnknown,
    Stage,
)
from comms_desk.mail.model import (
    Cancelled,
    Claim,
    Decision,
    LetterId,
    LetterState,
    MessageId,
    Queued,
)
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound, StorageFull
from tests.mail.outbox_support import (
    MINUTE,
    TAKEN,
    ZOE,
    Worker,
    account,
    queued,
    readers,
    state,
)

MOMENTS = 12
"""How often a claim and a cancellation are let go at the same moment."""
LATER = Deferred(Stage.RECIPIENT, 451, "4.7.1 Greylisted")
CUT = HungUp("smtp.ville.example", Stage.BODY)
NEVER = LetterRefused(Stage.RECIPIENT, 550, "5.1.1 Unknown")
WHO_KNOWS = OutcomeUnknown("smtp.ville.example", "timed out")
OURS = StorageFull("desk")


def message_of(database: Database, letters: Queued) -> MessageId:
    return OutboxDesk(database).letter(letters.letters[0]).message


def undecided(database: Database) -> list[LetterId]:
    return [each.id for each in OutboxDesk(database).letters(undecided=True).rows]


def test_only_what_waits_is_cancelled(database: Database) -> None:
    account(database)
    letters = queued(database, *readers(6))
    worker, desk = Worker(database), OutboxDesk(database)
    sent, refused, uncertain = worker.claim(most=3)
    worker.departures.settle(worker.account, sent, TAKEN)
    worker.departures.settle(worker.account, refused, NEVER)
    worker.departures.settle(worker.account, uncertain, WHO_KNOWS)
    (on_the_wire,) = worker.claim(most=1)

    done = desk.cancel(message_of(database, letters))

    assert done == Cancelled(cancelled=2, on_the_wire=1)
    assert [state(database, letter) for letter in letters.letters] == [
        LetterState.SENT,
        LetterState.REFUSED,
        LetterState.UNCERTAIN,
        LetterState.SENDING,
        LetterState.CANCELLED,
        LetterState.CANCELLED,
    ]
    assert worker.claim() == ()
    assert on_the_wire.letter == letters.letters[3]


def test_no_letter_is_cancelled_but_those_that_were_read(database: Database) -> None:
    account(database)
    letters = queued(database, *readers(3))
    message, desk, worker = message_of(database, letters), OutboxDesk(database), Worker(database)
    (on_the_wire,) = worker.claim(most=1)
    read = desk.standing(message)
    assert read.queued == set(letters.letters[1:])
    assert read.on_the_wire == {on_the_wire.letter}
    assert read.counts == desk.counts(message)
    with database.transaction() as transaction:
        added = outbox.queue(transaction, message, to=ZOE)
    elsewhere = queued(database, ZOE).letters[0]

    done = desk.cancel(message, only=read.queued | read.on_the_wire | {elsewhere})

    assert done == Cancelled(cancelled=2, on_the_wire=1)
    assert state(database, added) is LetterState.QUEUED
    assert state(database, elsewhere) is LetterState.QUEUED
    assert desk.cancel(message, only=()) == Cancelled(cancelled=0, on_the_wire=0)


def test_a_cancellation_names_more_letters_than_a_statement_takes(database: Database) -> None:
    account(database)
    letters = queued(database, *readers(1_200))
    desk = OutboxDesk(database)

    done = desk.cancel(message_of(database, letters), only=letters.letters)

    assert done == Cancelled(cancelled=1_200, on_the_wire=0)


def test_a_cancellation_in_several_statements_leaves_out_none_and_touches_no_other(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "CANCELLED_AT_ONCE", 7)
    account(database)
    letters = queued(database, *readers(40))
    desk = OutboxDesk(database)
    named, others = letters.letters[:36], letters.letters[36:]

    done = desk.cancel(message_of(database, letters), only=named)

    assert done == Cancelled(cancelled=36, on_the_wire=0)
    assert {state(database, each) for each in named} == {LetterState.CANCELLED}
    assert {state(database, each) for each in others} == {LetterState.QUEUED}


def test_letters_of_another_message_go_on(database: Database) -> None:
    account(database)
    stopped = queued(database, ZOE)
    queued(database, Address(local="luc", domain="radio.example"))

    OutboxDesk(database).cancel(message_of(database, stopped))

    assert Worker(database).claimed() == ["luc@radio.example"]


def test_a_claim_and_a_cancellation_at_one_moment_share_no_letter(database: Database) -> None:
    account(database, letters_a_minute=10_000)
    worker, desk = Worker(database), OutboxDesk(database)
    start = Barrier(2)

    def at_the_same_moment(call: Callable[[], object]) -> object:
        start.wait(timeout=30)
        return call()

    with ThreadPoolExecutor(2) as pool:
        for _moment in range(MOMENTS):
            letters = queued(database, *readers(40))
            message = message_of(database, letters)
            claiming = pool.submit(at_the_same_moment, partial(worker.claim, most=25))
            cancelling = pool.submit(at_the_same_moment, partial(desk.cancel, message))
            claims, cancelled = claiming.result(timeout=30), cancelling.result(timeout=30)

            assert isinstance(claims, tuple)
            assert isinstance(cancelled, Cancelled)
            leaving = {claim.letter for claim in claims}
            states = {letter: state(database, letter) for letter in letters.letters}
            assert {each for each, its in states.items() if its is LetterState.SENDING} == leaving
            assert set(states.values()) <= {LetterState.SENDING, LetterState.CANCELLED}
            assert cancelled.cancelled == len(states) - len(leaving)
            assert cancelled.on_the_wire == len(leaving)


def test_a_claim_that_comes_during_a_cancellation_waits_and_takes_nothing(
    database: Database,
) -> None:
    account(database)
    letters = queued(database, *readers(3))
    message = message_of(database, letters)
    worker = Worker(database)

    with ThreadPoolExecutor(1) as pool:
        with database.transaction(durable=True) as transaction:
            assert outbox.cancel(transaction, message).cancelled == 3
            claiming = pool.submit(worker.claim)
        assert claiming.result(timeout=30) == ()


@pytest.mark.parametrize("outcome", [LATER, CUT, OURS])
@pytest.mark.parametrize("others_wait", [True, False])
def test_what_comes_back_to_wait_after_a_cancellation_is_cancelled_too(
    database: Database, clock: StillClock, outcome: CommsDeskError, *, others_wait: bool
) -> None:
    account(database)
    letters = queued(database, *readers(2 if others_wait else 1))
    worker = Worker(database)
    (claim,) = worker.claim(most=1)
    OutboxDesk(database).cancel(message_of(database, letters))

    settled = worker.departures.settle(worker.account, claim, outcome)

    assert settled is LetterState.CANCELLED
    assert undecided(database) == []
    clock.advance(600 * MINUTE)
    assert worker.claim() == ()


@pytest.mark.parametrize("moved", [-timedelta(days=1), timedelta(days=1)])
def test_a_cancellation_holds_whatever_the_clocks_say(
    database: Database, clock: StillClock, moved: timedelta
) -> None:
    account(database)
    letters = queued(database, *readers(2))
    worker = Worker(database)
    (claim,) = worker.claim(most=1)
    clock.advance(moved)
    OutboxDesk(database).cancel(message_of(database, letters))
    clock.advance(-moved)

    assert worker.departures.settle(worker.account, claim, CUT) is LetterState.CANCELLED


def test_a_cancellation_of_before_does_not_hold_a_letter_that_a_person_sent_again(
    database: Database, clock: StillClock
) -> None:
    account(database)
    letters = queued(database, *readers(2))
    worker, desk = Worker(database), OutboxDesk(database)
    (claim,) = worker.claim(most=1)
    desk.cancel(message_of(database, letters))
    worker.departures.settle(worker.account, claim, WHO_KNOWS)

    # The clock was set back: the cancellation seems to come after what followed it.
    clock.advance(-MINUTE)
    desk.decide(claim.letter, Decision.SEND_AGAIN)
    (again,) = worker.claim()

    assert worker.departures.settle(worker.account, again, LATER) is LetterState.QUEUED


def test_what_left_or_may_have_left_after_a_cancellation_is_said_as_it_is(
    database: Database,
) -> None:
    account(database)
    letters = queued(database, *readers(4))
    worker = Worker(database)
    claims: tuple[Claim, ...] = worker.claim(most=3)
    OutboxDesk(database).cancel(message_of(database, letters))

    outcomes: tuple[Outcome, ...] = (TAKEN, WHO_KNOWS, NEVER)
    settled = [
        worker.departures.settle(worker.account, claim, outcome)
        for claim, outcome in zip(claims, outcomes, strict=True)
    ]

    assert settled == [LetterState.SENT, LetterState.UNCERTAIN, LetterState.REFUSED]
    assert sorted(undecided(database)) == [claims[1].letter, claims[2].letter]


def test_what_a_dead_worker_left_on_the_wire_of_a_cancelled_message_waits_for_a_person(
    database: Database, clock: StillClock
) -> None:
    account(database)
    (letter,) = queued(database).letters
    (claim,) = Worker(database, "dead").claim()
    OutboxDesk(database).cancel(claim.message)
    clock.advance(LEASE_LASTS)
    alive = Worker(database, "alive")

    assert alive.departures.take_over(alive.lease.token) == 1

    assert undecided(database) == [letter]
    OutboxDesk(database).decide(letter, Decision.SEND_AGAIN)
    assert [each.letter for each in alive.claim()] == [letter]


@pytest.mark.parametrize("is_cancelled_first", [True, False])
@pytest.mark.parametrize("late", [LATER, CUT])
def test_late_news_sends_no_letter_of_a_cancelled_message(
    database: Database, clock: StillClock, late: CommsDeskError, *, is_cancelled_first: bool
) -> None:
    account(database)
    (letter,) = queued(database).letters
    asleep, desk = Worker(database, "asleep"), OutboxDesk(database)
    (claim,) = asleep.claim()
    if is_cancelled_first:
        desk.cancel(claim.message)
    clock.advance(LEASE_LASTS)
    awake = Worker(database, "awake")
    awake.departures.take_over(awake.lease.token)
    if not is_cancelled_first:
        desk.cancel(claim.message)

    asleep.departures.settle(asleep.account, claim, late)

    assert undecided(database) == [letter]
    clock.advance(600 * MINUTE)
    assert Worker(database, "later").claim() == ()


def test_late_news_has_a_letter_of_any_other_message_wait_again(
    database: Database, clock: StillClock
) -> None:
    account(database)
    queued(database)
    asleep = Worker(database, "asleep")
    (claim,) = asleep.claim()
    clock.advance(LEASE_LASTS)
    awake = Worker(database, "awake")
    awake.departures.take_over(awake.lease.token)

    assert asleep.departures.settle(asleep.account, claim, LATER) is LetterState.QUEUED


def test_a_letter_sent_again_by_a_person_after_a_cancellation_goes_on(
    database: Database, clock: StillClock
) -> None:
    account(database)
    letters = queued(database, *readers(2))
    worker, desk = Worker(database), OutboxDesk(database)
    (claim,) = worker.claim(most=1)
    worker.departures.settle(worker.account, claim, WHO_KNOWS)
    desk.cancel(message_of(database, letters))
    clock.advance(MINUTE)

    desk.decide(claim.letter, Decision.SEND_AGAIN)
    (again,) = worker.claim()

    assert again.letter == claim.letter
    assert worker.departures.settle(worker.account, again, LATER) is LetterState.QUEUED


def test_a_decision_to_send_again_is_no_cancellation(database: Database) -> None:
    account(database)
    queued(database)
    worker = Worker(database)
    (claim,) = worker.claim()
    worker.departures.settle(worker.account, claim, WHO_KNOWS)
    OutboxDesk(database).decide(claim.letter, Decision.SEND_AGAIN)
    (again,) = worker.claim()

    assert worker.departures.settle(worker.account, again, CUT) is LetterState.QUEUED


def test_a_message_that_is_not_there_is_not_cancelled_in_silence(database: Database) -> None:
    with pytest.raises(NotFound):
        OutboxDesk(database).cancel(MessageId(41))
