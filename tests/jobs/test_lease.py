"""One worker at a time, and a worker that slept finds itself fenced off."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.jobs import reports, within
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LEASE_LASTS, CommandKind, LeaseHeld, LeaseLost
from comms_desk.storage.database import Database


def test_only_one_worker_has_the_lease(database: Database) -> None:
    desk = JobDesk(database)
    lease = desk.take("first")

    with pytest.raises(LeaseHeld) as caught:
        desk.take("second")

    assert caught.value.holder == "first"
    assert desk.holder() == lease


def test_a_released_lease_is_free_at_once_and_its_token_is_never_given_again(
    database: Database,
) -> None:
    desk = JobDesk(database)
    first = desk.take("first")
    desk.release(first)

    assert desk.holder() is None
    assert desk.take("second").token > first.token


def test_a_dead_workers_lease_is_taken_over_and_the_dead_is_fenced_off(
    database: Database, clock: StillClock
) -> None:
    desk = JobDesk(database)
    asleep = desk.take("asleep")
    clock.advance(LEASE_LASTS)

    awake = desk.take("awake")

    with pytest.raises(LeaseLost):
        desk.renew(asleep)
    with pytest.raises(LeaseLost), database.transaction() as transaction:
        within.check(transaction, asleep.token)
    with database.transaction() as transaction:
        within.check(transaction, awake.token)
    desk.release(asleep)
    assert desk.holder() == awake


def test_a_renewed_lease_lasts(database: Database, clock: StillClock) -> None:
    desk = JobDesk(database)
    lease = desk.take("worker")
    clock.advance(LEASE_LASTS - timedelta(seconds=1))

    renewed = desk.renew(lease)

    assert renewed.token == lease.token
    assert renewed.until == clock.now() + LEASE_LASTS


def test_a_command_waits_until_it_is_done_and_is_asked_once(database: Database) -> None:
    desk = JobDesk(database)
    feed = Ref(Subject.FEED, 3)

    first = desk.ask(CommandKind.POLL_NOW, feed)
    again = desk.ask(CommandKind.POLL_NOW, feed)
    everything = desk.ask(CommandKind.POLL_NOW)

    assert first == again
    assert [(each.kind, each.ref) for each in desk.waiting()] == [
        (CommandKind.POLL_NOW, feed),
        (CommandKind.POLL_NOW, None),
    ]
    desk.finish([first])
    assert [each.id for each in desk.waiting()] == [everything]


@pytest.mark.parametrize(
    "line",
    [
        reports.State(reports.Doing.WORKING),
        reports.Progress(reports.Job.LETTERS, 3, 400),
        reports.DeskChanged(Change.of(Subject.LETTER, [1, 2])),
        reports.Failed(
            reports.Job.FEEDS, "StorageBusy", "La base est occupée.", "Réessayez\nplus tard."
        ),
    ],
)
def test_a_line_is_read_as_it_was_written(line: reports.Report) -> None:
    written = reports.write(line)

    assert "\n" not in written
    assert reports.read(written.encode()) == line


@given(st.text() | st.sampled_from(['{"line": "new"}', "[]", '{"line": "state"}', "null"]))
def test_what_is_no_line_says_nothing(text: str) -> None:
    assert reports.read(text) is None


def test_a_change_of_very_many_things_is_said_of_all() -> None:
    written = reports.write(reports.DeskChanged(Change.of(Subject.ARTICLE, range(5000))))

    assert len(written) < reports.LINE_LIMIT_BYTES
    assert reports.read(written) == reports.DeskChanged(Change.of(Subject.ARTICLE))
