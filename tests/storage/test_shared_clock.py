"""A team has one clock to go by: a computer whose own is fast sends and shows nothing early."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta

import pytest

from comms_desk.clock import Clock, SharedClock, StillClock, SystemClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.jobs.desk import JobDesk
from comms_desk.mail.accounts import AccountDesk
from comms_desk.mail.departures import Departures
from comms_desk.storage.database import Database
from tests.mail.outbox_support import RELEASE, account, queued

HOUR = timedelta(hours=1)
SOON = timedelta(seconds=30)


class SkewedClock:
    """The machine's clock, fast or slow."""

    def __init__(self, by: timedelta) -> None:
        self.by = by

    def now(self) -> datetime:
        return SystemClock().now() + self.by


class Closing(Database):
    """A database that a test lets go of at its end."""

    def close(self) -> None:
        self.dispose()


Joins = Callable[[Clock | None], Database]


@pytest.fixture
def joins(postgresql_database: Database) -> Iterator[Joins]:
    with ExitStack() as stack:

        def join(machine: Clock | None) -> Database:
            clock = None if machine is None else SharedClock(machine)
            return stack.enter_context(closing(Closing(postgresql_database.url, clock=clock)))

        yield join


def claimed(database: Database) -> int:
    jobs, departures = JobDesk(database), Departures(database)
    lease = jobs.take("a worker", is_dead=lambda _holder: True)
    (sender,) = AccountDesk(database).every()
    return len(departures.claim(lease.token, sender.id, most=9))


def test_a_fast_computer_of_a_team_sends_nothing_before_its_time(joins: Joins) -> None:
    right = joins(None)
    account(right)
    queued(right, due_at=SystemClock().now() + HOUR / 2)

    assert claimed(joins(SkewedClock(HOUR))) == 0


def test_a_fast_computer_of_a_team_breaks_no_embargo(joins: Joins) -> None:
    right = joins(None)
    account(right)
    EmbargoDesk(right).place(RELEASE, until=SystemClock().now() + HOUR / 2, ends_when="")
    queued(right, about=RELEASE)
    fast = joins(SkewedClock(HOUR))

    assert claimed(fast) == 0
    assert EmbargoDesk(fast).of(RELEASE) is not None
    EmbargoDesk(right).lift(RELEASE)
    assert claimed(fast) == 1


def test_a_slow_computer_is_late_and_never_early(joins: Joins) -> None:
    right, slow = joins(None), joins(SkewedClock(-HOUR))
    account(right)
    queued(right, due_at=SystemClock().now() - SOON)

    assert claimed(slow) == 0
    assert claimed(right) == 1


def test_a_slow_computer_sends_what_was_to_leave_at_once(joins: Joins) -> None:
    right, slow = joins(None), joins(SkewedClock(-HOUR))
    account(right)
    queued(right)

    assert claimed(slow) == 1


def test_whatever_is_read_or_written_bears_the_teams_time(joins: Joins) -> None:
    fast = joins(SkewedClock(HOUR))

    with fast.snapshot() as snapshot:
        read_at = snapshot.now
    with fast.transaction() as transaction:
        written_at = transaction.now

    now = SystemClock().now()
    assert now - SOON < read_at <= written_at <= now
    assert fast.clock.now() < now + SOON


def test_a_clock_that_is_set_right_is_held_back_no_more() -> None:
    machine = StillClock(datetime(2026, 11, 24, 13, tzinfo=UTC))
    clock = SharedClock(machine)
    clock.hear(machine.now() - HOUR)
    assert clock.now() == machine.now() - HOUR

    machine.advance(-HOUR)
    clock.hear(machine.now())

    assert clock.now() == machine.now()


def test_a_desk_in_a_file_goes_by_the_computer_it_is_on(
    sqlite_database: Database, postgresql_database: Database
) -> None:
    alone, team = Database(sqlite_database.url), Database(postgresql_database.url)

    assert isinstance(alone.clock, SystemClock)
    assert isinstance(team.clock, SharedClock)
