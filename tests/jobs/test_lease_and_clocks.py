"""Two workers whose clocks disagree: one works at a time, and nothing is claimed twice."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import timedelta

import pytest

from comms_desk.clock import StillClock
from comms_desk.jobs import within
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LEASE_LASTS, LEASE_RENEWED_EVERY_S, Lease, LeaseHeld, LeaseLost
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.departures import Departures
from comms_desk.mail.desk import OutboxDesk
from comms_desk.mail.model import Claim, LetterState
from comms_desk.storage.database import Database
from tests.mail.outbox_support import TAKEN, account, queued, readers, state

HOUR = timedelta(hours=1)
LASTS_S = LEASE_LASTS.total_seconds()


class Computer:
    """A computer of the team: its own clock, its own count of seconds, the same database."""

    def __init__(self, name: str, shared: Database, *, ahead: timedelta = timedelta()) -> None:
        self.name = name
        self.clock = StillClock(shared.clock.now() + ahead)
        self.seconds = 0.0
        self.database = Database(shared.url, clock=self.clock)
        self.jobs = JobDesk(self.database, seconds=lambda: self.seconds)
        self.departures = Departures(self.database)
        self.lease: Lease | None = None

    def take(self) -> Lease:
        self.lease = self.jobs.take(self.name)
        return self.lease

    def claim(self, most: int = 1) -> tuple[Claim, ...]:
        assert self.lease is not None
        to = AccountDesk(self.database).every()[0].id
        return self.departures.claim(self.lease.token, to, most=most)

    def wait(self, seconds: float) -> None:
        self.seconds += seconds
        self.clock.advance(timedelta(seconds=seconds))

    def close(self) -> None:
        self.database.dispose()


Joins = Callable[..., Computer]


@pytest.fixture
def joins(database: Database) -> Iterator[Joins]:
    with ExitStack() as stack:

        def join(name: str, *, ahead: timedelta = timedelta()) -> Computer:
            return stack.enter_context(closing(Computer(name, database, ahead=ahead)))

        yield join


def wait(seconds: float, *computers: Computer) -> None:
    for computer in computers:
        computer.wait(seconds)


def assert_fenced_off(computer: Computer) -> None:
    """Whoever comes with an older token claims nothing, writes nothing, keeps nothing."""
    lease = computer.lease
    assert lease is not None
    with pytest.raises(LeaseLost):
        computer.claim()
    with pytest.raises(LeaseLost):
        computer.departures.take_over(lease.token)
    with pytest.raises(LeaseLost):
        computer.jobs.renew(lease)
    with pytest.raises(LeaseLost), computer.database.transaction() as transaction:
        within.check(transaction, lease.token)


def test_a_dead_worker_whose_clock_was_ahead_is_waited_for_as_long_as_a_lease(
    database: Database, joins: Joins
) -> None:
    ahead, right = joins("ahead", ahead=HOUR), joins("right")
    account(database)
    queued(database)
    dead = ahead.take()
    with pytest.raises(LeaseHeld):
        right.take()
    right.wait(LASTS_S - 1)
    with pytest.raises(LeaseHeld):
        right.take()

    right.wait(1)

    assert right.take().token > dead.token
    assert_fenced_off(ahead)
    assert len(right.claim()) == 1


def test_a_worker_whose_clock_is_ahead_keeps_its_lease_while_it_lives(joins: Joins) -> None:
    ahead, right = joins("ahead", ahead=HOUR), joins("right")
    lease = ahead.take()

    for _ in range(20):
        wait(LEASE_RENEWED_EVERY_S * 4, ahead, right)
        with pytest.raises(LeaseHeld):
            right.take()
        ahead.jobs.renew(lease)


def test_a_clock_that_was_set_right_holds_nobody_up_for_years(
    database: Database, joins: Joins
) -> None:
    before = joins("before", ahead=9 * 365 * timedelta(days=1))
    before.take()
    after = joins("after")
    with pytest.raises(LeaseHeld):
        after.take()

    after.wait(LASTS_S)

    assert after.take().until <= database.clock.now() + 2 * LEASE_LASTS


def test_a_lease_given_back_is_free_at_once_however_far_ahead_the_clock_was(joins: Joins) -> None:
    ahead, right = joins("ahead", ahead=HOUR), joins("right")
    ahead.jobs.release(ahead.take())

    assert right.jobs.holder() is None
    assert right.take().holder == "right"
    ahead.jobs.release(ahead.lease or right.take())
    with pytest.raises(LeaseHeld):
        joins("late").take()


def test_a_worker_whose_clock_is_behind_loses_its_lease_and_does_no_harm(
    database: Database, joins: Joins
) -> None:
    behind, right = joins("behind", ahead=-HOUR), joins("right")
    account(database)
    long_due = database.clock.now() - 2 * HOUR
    first, second = queued(database, *readers(2), due_at=long_due).letters
    behind.take()
    (on_the_wire,) = behind.claim()

    right.take()

    assert_fenced_off(behind)
    (other,) = right.claim()
    assert (on_the_wire.letter, other.letter) == (first, second)
    assert state(database, first) is LetterState.UNCERTAIN
    to = AccountDesk(database).every()[0].id
    assert behind.departures.settle(to, on_the_wire, TAKEN) is LetterState.SENT
    assert right.claim() == ()
    with pytest.raises(LeaseHeld):
        behind.take()


@pytest.mark.parametrize("seed", range(6))
def test_no_letter_is_claimed_twice_whatever_the_clocks_and_whoever_sleeps(
    database: Database, joins: Joins, seed: int
) -> None:
    chance = random.Random(seed)
    skews = chance.choices([-9 * HOUR, -HOUR, -LEASE_LASTS, timedelta(), LEASE_LASTS, HOUR], k=3)
    team = [joins(f"worker {place}", ahead=skew) for place, skew in enumerate(skews)]
    account(database)
    long_due = database.clock.now() - 10 * HOUR
    letters = queued(database, *readers(25), due_at=long_due).letters
    claimed: list[int] = []
    newest = 0

    def act(computer: Computer, what: str) -> None:
        nonlocal newest
        lease = computer.lease
        if what == "take":
            token = computer.take().token
            assert token > newest
            newest = token
        elif lease is not None and what == "claim":
            claims = computer.claim(chance.randint(1, 3))
            assert lease.token == newest
            claimed.extend(claim.letter for claim in claims)
        elif lease is not None and what == "renew":
            assert computer.jobs.renew(lease).token == newest
        elif lease is not None and what == "release":
            computer.jobs.release(lease)

    for _ in range(120):
        wait(chance.choice([0, 1, 10, 50]), *team)
        what = chance.choice(["take", "take", "claim", "claim", "renew", "release"])
        try:
            act(chance.choice(team), what)
        except (LeaseHeld, LeaseLost):
            continue

    assert len(claimed) == len(set(claimed)) > 0
    attempts = {OutboxDesk(database).letter(letter).attempts for letter in letters}
    assert attempts <= {0, 1}
