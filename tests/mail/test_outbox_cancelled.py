"""Cancelled letters: what waits never leaves, what has left or is leaving is not touched."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from comms_desk.clock import StillClock
from comms_desk.errors import CommsDeskError
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.departures import Outcome
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import (
    Deferred,
    HungUp,
    OutcomeUnknown,
    Refused,
    Stage,
)
from comms_desk.mail.model import Claim, Decision, LetterState, MessageId, Queued
from comms_desk.storage.database import Database
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
NEVER = Refused(Stage.RECIPIENT, 550, "5.1.1 Unknown")
WHO_KNOWS = OutcomeUnknown("smtp.ville.example", "timed out")


def message_of(database: Database, letters: Queued) -> MessageId:
    return OutboxDesk(database).letter(letters.letters[0]).message


def test_only_what_waits_is_cancelled(database: Database) -> None:
    account(database)
    letters = queued(database, *readers(6))
    worker, desk = Worker(database), OutboxDesk(database)
    sent, refused, uncertain = worker.claim(most=3)
    worker.departures.settle(worker.account, sent, TAKEN)
    worker.departures.settle(worker.account, refused, NEVER)
    worker.departures.settle(worker.account, uncertain, WHO_KNOWS)
    (on_the_wire,) = worker.claim(most=1)

    assert desk.cancel(message_of(database, letters)) == 2

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
            leaving = {claim.letter for claim in claims}
            states = {letter: state(database, letter) for letter in letters.letters}
            assert {each for each, its in states.items() if its is LetterState.SENDING} == leaving
            assert set(states.values()) <= {LetterState.SENDING, LetterState.CANCELLED}
            assert cancelled == len(states) - len(leaving)


def test_a_claim_that_comes_during_a_cancellation_waits_and_takes_nothing(
    database: Database,
) -> None:
    account(database)
    letters = queued(database, *readers(3))
    message = message_of(database, letters)
    worker = Worker(database)

    with ThreadPoolExecutor(1) as pool:
        with database.transaction(durable=True) as transaction:
            assert outbox.cancel(transaction, message) == 3
            claiming = pool.submit(worker.claim)
        assert claiming.result(timeout=30) == ()


@pytest.mark.parametrize("outcome", [LATER, CUT])
def test_what_comes_back_to_wait_after_a_cancellation_is_cancelled_too(
    database: Database, clock: StillClock, outcome: CommsDeskError
) -> None:
    account(database)
    letters = queued(database, *readers(2))
    worker = Worker(database)
    (claim,) = worker.claim(most=1)
    clock.advance(MINUTE)
    OutboxDesk(database).cancel(message_of(database, letters))

    settled = worker.departures.settle(worker.account, claim, outcome)

    assert settled is LetterState.CANCELLED
    clock.advance(600 * MINUTE)
    assert worker.claim() == ()


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
