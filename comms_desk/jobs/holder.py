"""Who holds the lease, or the database: which process of which computer, and whether it lives.

A worker that was killed on this computer is known to be dead at once, by its process id and
the moment at which it started; one on another computer only when its lease runs out.  Names
say little of which computer it is: cloned images share theirs.  It is this one only when its
network address and the moment at which it was switched on are this one's too.
"""

import logging
import os
import platform
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from threading import Event, Thread
from uuid import getnode

import psutil
from sqlalchemy import text

from comms_desk.errors import CommsDeskError
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LEASE_RENEWED_EVERY_S, Lease, LeaseLost
from comms_desk.storage import engines
from comms_desk.storage.database import Database
from comms_desk.storage.errors import STORAGE_FAILURES, DatabaseHeld

SAME_START_S = 2.0
"""Two readings of one start, of a process or of a computer, may differ by so much."""
SERVICE = " service"
FINISHING = " finishing"
"""Said by one whose window has closed."""

_WHO_HOLDS = """
    SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = :lock
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

log = logging.getLogger(__name__)


@contextmanager
def lease_held(jobs: JobDesk, *, renewed_every_s: float = LEASE_RENEWED_EVERY_S) -> Iterator[Lease]:
    """Hold the lease meanwhile, for a command that does one thing, however long it takes.

    A lease that is lost all the same is found out by what claims or stores with its token.

    Raises:
        LeaseHeld: A worker that is alive has it.
    """
    lease = jobs.take(this_process(), is_dead=is_dead)
    with lease_kept(jobs, lease, lost=lambda _error: None, renewed_every_s=renewed_every_s):
        yield lease


@contextmanager
def lease_kept(
    jobs: JobDesk,
    lease: Lease,
    *,
    lost: Callable[[LeaseLost], None],
    renewed_every_s: float = LEASE_RENEWED_EVERY_S,
) -> Iterator[None]:
    """Renew *lease* meanwhile, and give it back; *lost* hears, in a thread, that it is gone."""
    done = Event()

    def renew() -> None:
        while not done.wait(renewed_every_s):
            try:
                jobs.renew(lease)
            except LeaseLost as error:
                lost(error)
                return
            except CommsDeskError as error:
                log.warning("the lease was not renewed: %s", error)

    renewing = Thread(target=renew, name="lease")
    renewing.start()
    try:
        yield
    finally:
        done.set()
        renewing.join()
        try:
            jobs.release(lease)
        except CommsDeskError as error:
            log.warning("the lease runs out by itself: %s", error)


def this_process(*, as_service: bool = False) -> str:
    """Return this process's name as a holder: computer, address, its start, process, start.

    One that the system started says so at the end.
    """
    started = psutil.Process().create_time()
    name = f"{_name()} {_address()} {psutil.boot_time():.0f} {os.getpid()} {started:.0f}"
    return name + SERVICE if as_service else name


def is_service(holder: str) -> bool:
    """Whether *holder* was started by the system of its computer, and by no window."""
    return holder.endswith(SERVICE)


def is_finishing(holder: str) -> bool:
    """Whether the window of *holder* has closed: it sends what is due, and ends."""
    return holder.endswith(FINISHING)


def is_here(holder: str) -> bool:
    """Whether *holder* is, or was, a process of this computer."""
    match _facts(holder):
        case [name, address, _switched_on, _process, _started]:
            return name == _name() and address == _address()
        case _:
            return False


def is_dead(holder: str) -> bool:
    """Whether *holder* was a process of this computer, since its start, that runs no more."""
    process = _process_here(holder)
    return process is not None and not _runs(*process)


def is_alive(holder: str) -> bool:
    """Whether *holder* is a process of this computer that runs."""
    process = _process_here(holder)
    return process is not None and _runs(*process)


def who_holds(database: Database, *, since: datetime) -> DatabaseHeld:
    """Return what is known of the process that has held the write lock of *database* since then.

    A server knows whose it is.  Of a file nobody but the system does: it is a process of this
    computer that has the file open and is suspended, where there is one.
    """
    process, computer, is_suspended = 0, "", False
    with suppress(*STORAGE_FAILURES):
        if database.is_sqlite:
            process = _suspended_over(Path(database.url.database or ""))
            is_suspended = process != 0
        else:
            with database.snapshot() as snapshot:
                found = snapshot.session.scalar(text(_WHO_HOLDS), {"lock": engines.WRITE_LOCK})
            match (found or "").split(" ", 2):
                case [engines.APPLICATION, number, name] if number.isdecimal():
                    process, computer = int(number), name if name != platform.node() else ""
                    is_suspended = not computer and _is_suspended(process)
                case _:
                    pass
    return DatabaseHeld(since, process, computer, is_suspended)


def _suspended_over(file: Path) -> int:
    """Return a process that is suspended with *file* open, 0 where none is."""
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):
            is_other = process.pid != os.getpid() and process.status() == psutil.STATUS_STOPPED
            if is_other and file.resolve() in {Path(each.path) for each in process.open_files()}:
                return process.pid
    return 0


def _is_suspended(process: int) -> bool:
    with suppress(psutil.Error):
        return psutil.Process(process).status() == psutil.STATUS_STOPPED
    return False


def _process_here(holder: str) -> tuple[int, int] | None:
    """Return the process of *holder* and its start; None: it is not of here, or of before."""
    name, *facts = _facts(holder)
    if name != _name() or not all(fact.isdecimal() for fact in facts[1:]):
        return None
    match facts:
        case [address, switched_on, process, started]:
            here = address == _address()
            if not here or abs(psutil.boot_time() - int(switched_on)) > SAME_START_S:
                return None
            return int(process), int(started)
        case _:
            return None


def _facts(holder: str) -> list[str]:
    return holder.removesuffix(SERVICE).removesuffix(FINISHING).rsplit(" ", 4)


def _runs(process: int, started: int) -> bool:
    try:
        found = psutil.Process(process)
        if found.status() == psutil.STATUS_ZOMBIE:
            return False
        return abs(found.create_time() - started) <= SAME_START_S
    except psutil.NoSuchProcess:
        return False
    except psutil.AccessDenied:
        return True


def _name() -> str:
    return platform.node() or "?"


def _address() -> str:
    """Return the address of a network card; without any, one of this process only."""
    return f"{getnode():012x}"
