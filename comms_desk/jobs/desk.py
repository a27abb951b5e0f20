"""The lease on the desk's work, and what is asked of the worker.

A lease says until when it holds by its holder's clock, and clocks differ.  So a lease that
has stood still for as long as a lease lasts, by the *asker's* own count of seconds, is its
dead holder's, whatever it says.  Who is wrong about a lease does no harm: each taking has a
greater token, and whoever comes with an older one claims nothing more.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from time import monotonic

from comms_desk.changes import Change, Ref, Subject
from comms_desk.jobs import store, within
from comms_desk.jobs.model import (
    LEASE_LASTS,
    NOBODY,
    CommandId,
    CommandKind,
    Lease,
    LeaseHeld,
    WorkerCommand,
)
from comms_desk.storage.database import Database


class JobDesk:
    """One worker at a time; commands are rows that it finds."""

    def __init__(self, database: Database, *, seconds: Callable[[], float] = monotonic) -> None:
        """Look after the lease in *database*; *seconds* counts them, whatever the clock says."""
        self._database = database
        self._seconds = seconds
        self._seen: tuple[Lease, float] | None = None

    def take(self, holder: str, *, is_dead: Callable[[str], bool] = lambda _holder: False) -> Lease:
        """Take the lease for *holder* (a process, a computer), with a new token.

        Args:
            holder: Who takes it, as `holder` writes it.
            is_dead: Whether a holder is known to be dead: its lease need not run out.

        Raises:
            LeaseHeld: A worker that is alive has it.
        """
        with self._database.transaction(durable=True) as transaction:
            row = store.lease_row(transaction, within.WORK)
            idle_since = None if row is None else _idle_since(row)
            if row is None:
                row = store.LeaseRow(work=within.WORK, token=0)
                transaction.session.add(row)
            elif row.until > transaction.now and not (
                row.holder == NOBODY or is_dead(row.holder) or self._stands_still(store.lease(row))
            ):
                raise LeaseHeld(row.holder, row.until)
            row.token += 1
            row.holder, row.taken_at = holder, transaction.now
            row.until = transaction.now + LEASE_LASTS
            transaction.session.flush()
            transaction.announce(Change.of(Subject.JOB))
            return store.lease(row, idle_since=idle_since)

    def renew(self, lease: Lease) -> Lease:
        """Keep the lease for a while longer.

        Raises:
            LeaseLost: Another worker has taken over.
        """
        with self._database.transaction() as transaction:
            within.check(transaction, lease.token)
            row = store.lease_row(transaction, within.WORK)
            assert row is not None  # noqa: S101 - checked above
            row.until = transaction.now + LEASE_LASTS
            transaction.session.flush()
            return store.lease(row)

    def note_finishing(self, lease: Lease, *, holder: str) -> None:
        """Say as whom the lease is held from now on: as one whose window has closed.

        Raises:
            LeaseLost: Another worker has taken over.
        """
        with self._database.transaction() as transaction:
            within.check(transaction, lease.token)
            row = store.lease_row(transaction, within.WORK)
            assert row is not None  # noqa: S101 - checked above
            row.holder = holder
            transaction.announce(Change.of(Subject.JOB))

    def release(self, lease: Lease) -> None:
        """Give the lease back, if it is still ours: the next worker need not wait."""
        with self._database.transaction() as transaction:
            row = store.lease_row(transaction, within.WORK)
            if row is not None and row.token == lease.token:
                row.holder, row.until = NOBODY, transaction.now
                transaction.announce(Change.of(Subject.JOB))

    def holder(self) -> Lease | None:
        """Return the lease that is held now, if any: is a worker alive?"""
        with self._database.snapshot() as snapshot:
            row = store.lease_row(snapshot, within.WORK)
            if row is None or row.holder == NOBODY or row.until <= snapshot.now:
                return None
            return store.lease(row)

    def ask(self, kind: CommandKind, ref: Ref | None = None) -> CommandId:
        """Ask something of the worker, once however often it is asked."""
        written = None if ref is None else str(ref)
        with self._database.transaction() as transaction:
            for row in store.waiting(transaction):
                if (row.kind, row.ref) == (kind, written):
                    return CommandId(row.id)
            row = store.CommandRow(
                kind=kind, ref=written, asked_by=transaction.actor, asked_at=transaction.now
            )
            transaction.session.add(row)
            transaction.session.flush()
            transaction.announce(Change.of(Subject.JOB, [row.id]))
            return CommandId(row.id)

    def waiting(self) -> tuple[WorkerCommand, ...]:
        """Return what is asked and not done, the oldest first."""
        with self._database.snapshot() as snapshot:
            return tuple(map(store.command, store.waiting(snapshot)))

    def finish(self, commands: Iterable[CommandId]) -> None:
        """Note that *commands* are done."""
        wanted = set(commands)
        if not wanted:
            return
        with self._database.transaction() as transaction:
            for row in store.waiting(transaction):
                if row.id in wanted:
                    row.done_at = transaction.now
            transaction.announce(Change.of(Subject.JOB, wanted))

    def _stands_still(self, lease: Lease) -> bool:
        """Whether *lease* was seen as it is for as long as one lasts: a renewal changes it."""
        now_s = self._seconds()
        if self._seen is None or self._seen[0] != lease:
            self._seen = (lease, now_s)
        return now_s - self._seen[1] >= LEASE_LASTS.total_seconds()


def _idle_since(row: store.LeaseRow) -> datetime:
    """Return when *row* was given back, or renewed for the last time."""
    return row.until if row.holder == NOBODY else row.until - LEASE_LASTS
