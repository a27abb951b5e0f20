"""One gesture stops all that is scheduled; nothing is lost, and it is let go whole or by thing."""

from datetime import timedelta

import pytest

from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.errors import Overtaken, Overtaking
from comms_desk.mail.freezes import FreezeDesk
from comms_desk.mail.last_check import prove
from comms_desk.mail.message import Purpose
from comms_desk.mail.model import (
    AlreadyFrozen,
    FreezeUnexplained,
    Frozen,
    LetterState,
    NotFrozen,
)
from comms_desk.storage.database import Database
from tests.mail.outbox_support import LUC, RELEASE, TAKEN, ZOE, Worker, account, queued, state

HOUR = timedelta(hours=1)
BULLETIN = Ref(Subject.BULLETIN, 7)


def test_what_is_about_something_waits_while_all_is_frozen(database: Database) -> None:
    account(database)
    queued(database, about=RELEASE)
    queued(database, LUC, about=BULLETIN, purpose=Purpose.BULLETIN)
    desk = FreezeDesk(database)
    desk.freeze("Panne d’aqueduc")
    worker = Worker(database)

    assert worker.claim() == ()
    assert worker.departures.waiting() == ()
    assert OutboxDesk(database).counts()[LetterState.QUEUED] == 2


def test_a_test_to_oneself_leaves_all_the_same(database: Database) -> None:
    account(database)
    FreezeDesk(database).freeze("Panne d’aqueduc")
    queued(database)

    assert Worker(database).claimed() == [ZOE.bare]


def test_what_is_queued_meanwhile_waits_too(database: Database) -> None:
    account(database)
    FreezeDesk(database).freeze("Panne d’aqueduc")
    queued(database, about=RELEASE)

    assert Worker(database).claim() == ()


def test_lifted_everything_leaves_but_what_is_under_embargo(
    database: Database, clock: StillClock
) -> None:
    account(database)
    EmbargoDesk(database).place(RELEASE, until=clock.now() + HOUR, ends_when="")
    queued(database, about=RELEASE)
    queued(database, LUC, about=BULLETIN)
    desk = FreezeDesk(database)
    frozen = desk.freeze("Panne d’aqueduc")
    worker = Worker(database)
    assert worker.claim() == ()

    was = desk.lift(freeze=frozen.id)

    assert was.letters == 2
    assert desk.current() is None
    assert worker.claimed() == [LUC.bare]
    clock.advance(HOUR)
    assert Worker(database, "an hour later").claimed() == [ZOE.bare]


def test_an_embargo_that_ends_under_a_freeze_lets_nothing_go(
    database: Database, clock: StillClock
) -> None:
    account(database)
    EmbargoDesk(database).place(RELEASE, until=clock.now() + HOUR, ends_when="")
    queued(database, about=RELEASE)
    FreezeDesk(database).freeze("Panne d’aqueduc")
    clock.advance(2 * HOUR)

    assert Worker(database).claim() == ()


def test_what_is_let_go_leaves_alone(database: Database) -> None:
    account(database)
    queued(database, about=RELEASE)
    queued(database, LUC, about=BULLETIN)
    desk = FreezeDesk(database)
    desk.freeze("Panne d’aqueduc")

    now = desk.let_go(BULLETIN)

    assert [each.about for each in now.let_go] == [BULLETIN]
    assert now.held == (Frozen(about=RELEASE, letters=1),)
    assert Worker(database).claimed() == [LUC.bare]


def test_what_was_let_go_under_one_freeze_is_stopped_by_the_next(database: Database) -> None:
    account(database)
    queued(database, about=RELEASE)
    desk = FreezeDesk(database)
    desk.freeze("Panne d’aqueduc")
    desk.let_go(RELEASE)
    desk.lift()

    again = desk.freeze("Deuxième panne")

    assert again.let_go == ()
    assert Worker(database).claim() == ()


def test_a_freeze_stops_a_letter_on_the_wire_before_its_dot(database: Database) -> None:
    account(database)
    queued(database, about=RELEASE)
    desk = FreezeDesk(database)
    worker = Worker(database)
    (claim,) = worker.claim()
    desk.freeze("Panne d’aqueduc")

    with pytest.raises(Overtaken) as caught:
        prove(database, claim, token=worker.lease.token)
    worker.departures.settle(worker.account, claim, caught.value)

    assert caught.value.why is Overtaking.FREEZE
    assert state(database, claim.letter) is LetterState.QUEUED
    assert worker.claim() == ()
    desk.lift()
    assert worker.claimed() == [ZOE.bare]


def test_a_letter_that_the_server_took_as_the_freeze_came_is_sent(database: Database) -> None:
    account(database)
    queued(database, about=RELEASE)
    worker = Worker(database)
    (claim,) = worker.claim()
    prove(database, claim, token=worker.lease.token)
    FreezeDesk(database).freeze("Panne d’aqueduc")

    worker.departures.settle(worker.account, claim, TAKEN)

    assert state(database, claim.letter) is LetterState.SENT


def test_what_was_let_go_may_end_and_what_was_not_may_not(database: Database) -> None:
    account(database)
    queued(database, about=RELEASE)
    queued(database, LUC, about=BULLETIN)
    worker = Worker(database)
    first, second = worker.claim()
    desk = FreezeDesk(database)
    desk.freeze("Panne d’aqueduc")
    desk.let_go(RELEASE)

    prove(database, first, token=worker.lease.token)
    with pytest.raises(Overtaken):
        prove(database, second, token=worker.lease.token)


def test_a_second_worker_is_stopped_as_the_first(database: Database, clock: StillClock) -> None:
    account(database)
    queued(database, about=RELEASE)
    first = Worker(database)
    (claim,) = first.claim()
    FreezeDesk(database).freeze("Panne d’aqueduc")
    clock.advance(HOUR)
    second = Worker(database, "another computer")
    second.departures.take_over(second.lease.token)

    first.departures.settle(first.account, claim, Overtaken(Overtaking.FREEZE))

    assert state(database, claim.letter) is LetterState.QUEUED
    assert second.claim() == ()


def test_it_is_frozen_once_with_a_reason(database: Database) -> None:
    desk = FreezeDesk(database)
    with pytest.raises(FreezeUnexplained):
        desk.freeze(" \n")
    first = desk.freeze("Panne\nd’aqueduc")

    with pytest.raises(AlreadyFrozen) as caught:
        desk.freeze("Une autre raison")

    assert first.reason == caught.value.reason == "Panne d’aqueduc"


def test_nothing_is_lifted_that_does_not_hold(database: Database) -> None:
    desk = FreezeDesk(database)
    with pytest.raises(NotFrozen):
        desk.lift()
    with pytest.raises(NotFrozen):
        desk.let_go(RELEASE)
    read = desk.freeze("Panne d’aqueduc")
    desk.let_go(RELEASE)
    with pytest.raises(NotFrozen):
        desk.let_go(RELEASE)
    desk.lift()
    desk.freeze("Deuxième panne")

    with pytest.raises(NotFrozen):
        desk.lift(freeze=read.id)


def test_who_freezes_and_who_lets_go_is_kept(database: Database) -> None:
    account(database)
    desk = FreezeDesk(database)

    frozen = desk.freeze("Panne d’aqueduc")
    let_go = desk.let_go(RELEASE).let_go[0]

    assert (frozen.by, frozen.at) == (database.actor, database.clock.now())
    assert (let_go.by, let_go.at) == (database.actor, database.clock.now())


def test_a_freeze_is_announced_with_what_it_lets_go(database: Database) -> None:
    desk = FreezeDesk(database)
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    frozen = desk.freeze("Panne d’aqueduc")
    desk.let_go(RELEASE)
    desk.lift()

    freeze = Change.of(Subject.FREEZE, [frozen.id])
    assert heard == [freeze, freeze, Change.of(RELEASE.kind, [RELEASE.id]), freeze]
