"""Real worker processes on one desk: started, listened to, suspended and ended."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from types import TracebackType
from typing import Self

import psutil

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.jobs import reports, whispers
from comms_desk.paths import HOME_VARIABLE
from comms_desk.settings import DATABASE_VARIABLE
from comms_desk.storage.database import Database
from comms_desk.storage.errors import StorageBusy
from tests.support.forked import Forked

STARTED_WITHIN_S = 60.0
KILLED_WITHIN_S = 10.0
HURRIED_S = 0.05
"""How long a lock is waited for that whoever sleeps may hold."""
LEASE_LOST = 1
"""How a worker ends from which another has taken over."""
AS_A_CHILD = ("comms_desk", "worker", "--child")

TABLES = {
    Subject.LETTER: "letters",
    Subject.ARTICLE: "articles",
    Subject.FEED: "feeds",
    Subject.MESSAGE: "messages",
}


@dataclass(frozen=True, slots=True)
class Running:
    """A worker's process, and who listens to what it says."""

    process: Forked
    listening: Thread

    def stop(self) -> None:
        """Suspend it, and wait until it is: a signal takes its time."""
        self.process.suspend()
        if sys.platform != "win32":
            os.waitpid(self.process.pid, os.WUNTRACED)


class Workers:
    """The workers of the desk that is *office*, be it a file or a team's database.

    Used as a context, none of them outlives it: one that a failed test forgot is killed.

    Attributes:
        office: What the test itself has open of that desk.
        faults: What went wrong that nobody has caused.
        announced: The rows that workers spoke of.
        command: What starts one: a module, and its words.
        environ: Where they find the desk.
    """

    def __init__(
        self,
        office: Office,
        *,
        command: Sequence[str] = AS_A_CHILD,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.office = office
        self.faults: list[str] = []
        self.announced: dict[Subject, set[int]] = {subject: set() for subject in TABLES}
        self.command = tuple(command)
        self.environ = os.environ | {
            HOME_VARIABLE: str(office.paths.data),
            DATABASE_VARIABLE: office.database.url.render_as_string(hide_password=False),
            **(environ or {}),
        }
        self._not_ended: list[Running] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        """Kill who is left, suspended or not: a pipe that a traceback keeps would keep it alive."""
        for worker in self._not_ended:
            worker.process.kill()
            worker.listening.join(KILLED_WITHIN_S)
        self._not_ended.clear()

    def start(self) -> Running:
        """Start a worker."""
        process = Forked(self.command, self.environ)
        listening = Thread(target=self._hear, args=(process,), daemon=True)
        listening.start()
        worker = Running(process, listening)
        self._not_ended.append(worker)
        return worker

    def suspend(self, worker: Running) -> None:
        """Stop *worker*, yet not in the middle of a transaction: nobody else could write."""
        worker.stop()
        while not _others_can_write(self.office.database, within_s=HURRIED_S):
            worker.process.resume()
            # Until what it was in has ended.
            _others_can_write(self.office.database, within_s=STARTED_WITHIN_S)
            worker.stop()

    def wait(self, worker: Running, seconds: float) -> None:
        """Let *worker* work for so long: it must not end by itself."""
        with suppress(psutil.TimeoutExpired):
            status = worker.process.wait(seconds)
            self.faults.append(f"a worker ended by itself: {status}")

    def close(self, worker: Running) -> None:
        """Have a worker stop as its window would have it: well."""
        self.end_by_itself(worker)
        if (status := worker.process.wait()) != 0:
            self.faults.append(f"a worker ended with {status}")

    def close_over(self, worker: Running) -> None:
        """Close the window of *worker*: it is told to finish, and nobody hears it any more."""
        with suppress(OSError):
            worker.process.stdin.write(whispers.FINISH)
            worker.process.stdin.close()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (worker.process.stdout, worker.process.stderr):
            os.dup2(nowhere, stream.fileno())
        os.close(nowhere)

    def has_finished(self, worker: Running, *, within_s: float) -> bool:
        """Whether *worker*, whose window has closed, ends by itself by then.

        It may have lost its lease, as its log then says: a clock that is turned by an hour ends one
        that is not renewed.
        """
        try:
            status = worker.process.wait(within_s)
        except psutil.TimeoutExpired:
            return False
        if status != 0 and not (status == LEASE_LOST and self._says_it_lost_its_lease(worker)):
            self.faults.append(f"a worker whose window closed ended with {status}")
        return True

    def _says_it_lost_its_lease(self, worker: Running) -> bool:
        """Whether *worker*, which nobody hears any more, has noted that another took over."""
        noted = (self.office.paths.logs / "worker.log").read_text("utf-8").splitlines()
        its_own = [line for line in noted if f" {worker.process.pid} " in line]
        return any("another worker has taken over: LeaseLost" in line for line in its_own)

    def end_by_itself(self, worker: Running, *, may_say: str = "") -> None:
        """Close the line to a worker, and let it do what it still does.

        It may have ended already, and said *may_say* of it.
        """
        with suppress(OSError):
            worker.process.stdin.close()
        self.end(worker, may_say=may_say)

    def end(self, worker: Running, *, may_say: str = "") -> None:
        """Wait for the end of a worker; it had nothing to complain of, but for *may_say*."""
        process = worker.process
        complaints = process.stderr.read().decode("utf-8", "replace")
        process.wait(STARTED_WITHIN_S)
        worker.listening.join()
        self._not_ended.remove(worker)
        for stream in (process.stdin, process.stdout, process.stderr):
            with suppress(OSError):
                stream.close()
        if complaints and not (may_say and may_say in complaints):
            self.faults.append(complaints)

    def _hear(self, process: Forked) -> None:
        for written in process.stdout:
            if not written.endswith(b"\n"):
                continue
            line = reports.read(written)
            if line is None:
                self.faults.append(f"not a line: {written!r}")
            elif isinstance(line, reports.DeskChanged) and line.change.subject in self.announced:
                self.announced[line.change.subject].update(line.change.ids)


def _others_can_write(database: Database, *, within_s: float) -> bool:
    hurried = Database(database.url, busy_timeout_s=within_s)
    try:
        with hurried.transaction():
            return True
    except StorageBusy:
        return False
    finally:
        hurried.dispose()
