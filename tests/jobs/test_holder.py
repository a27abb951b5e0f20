"""A command that does one thing holds the lease for as long as that takes, and no longer."""

from datetime import timedelta
from threading import Event
from typing import override

import pytest

from comms_desk.clock import StillClock
from comms_desk.jobs import holder
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.holder import lease_held
from comms_desk.jobs.model import LEASE_LASTS, Lease, LeaseHeld, LeaseLost
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy

WITHIN_S = 60.0
OFTEN_S = 0.01
NEARLY_ALL_OF_IT = LEASE_LASTS - timedelta(seconds=1)


class WatchedJobs(JobDesk):
    """The lease, whose renewals can be waited for, and can fail."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.renewed, self.lost = Event(), Event()
        self.failures: list[StorageBusy] = []

    @override
    def renew(self, lease: Lease) -> Lease:
        try:
            if self.failures:
                raise self.failures.pop()
            return super().renew(lease)
        except LeaseLost:
            self.lost.set()
            raise
        finally:
            self.renewed.set()

    def wait_for_a_renewal(self) -> None:
        """Wait for one that began after this was called."""
        for _ in range(2):
            self.renewed.clear()
            assert self.renewed.wait(WITHIN_S)


def test_a_command_that_takes_longer_than_a_lease_lasts_keeps_it(
    database: Database, clock: StillClock
) -> None:
    jobs, others = WatchedJobs(database), JobDesk(database)

    with lease_held(jobs, renewed_every_s=OFTEN_S) as lease:
        assert lease.holder == holder.this_process()
        for _ in range(3):
            clock.advance(NEARLY_ALL_OF_IT)
            jobs.wait_for_a_renewal()
        with pytest.raises(LeaseHeld):
            others.take("another")

    assert others.take("another").token > lease.token


def test_a_renewal_that_fails_is_tried_again(
    database: Database, clock: StillClock, caplog: pytest.LogCaptureFixture
) -> None:
    jobs = WatchedJobs(database)
    jobs.failures = [StorageBusy(5.0)]

    with lease_held(jobs, renewed_every_s=OFTEN_S) as lease:
        clock.advance(NEARLY_ALL_OF_IT)
        jobs.wait_for_a_renewal()
        renewed = jobs.holder()

    assert renewed is not None
    assert renewed.until > lease.until
    assert "was not renewed" in caplog.text


def test_a_lease_that_was_lost_is_left_to_whoever_has_it(database: Database) -> None:
    jobs, others = WatchedJobs(database), JobDesk(database)

    with lease_held(jobs, renewed_every_s=OFTEN_S):
        taken = others.take("another", is_dead=lambda _holder: True)
        assert jobs.lost.wait(WITHIN_S)

    assert others.holder() == taken


def test_a_process_of_this_computer_is_known_by_its_name_and_its_address() -> None:
    name, address, *rest = holder.this_process().rsplit(" ", 4)
    elsewhere = " ".join((name, "0" * 12 if address != "0" * 12 else "1" * 12, *rest))

    assert holder.is_here(holder.this_process())
    assert not holder.is_here(elsewhere)
    assert not holder.is_here(" ".join(("another", address, *rest)))
    assert not holder.is_here("worker")
    assert not holder.is_here("")
