"""A process that takes the write lock of a desk and keeps it: a test suspends it, then ends it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from comms_desk.storage.database import Database
from tests.support.forked import Forked

HELD = b"held\n"


@contextmanager
def stuck_in_a_write(database: Database) -> Iterator[Forked]:
    """Have a process of this computer be suspended in the middle of a write."""
    url = database.url.render_as_string(hide_password=False)
    child = Forked(["tests.support.stuck_writer", url], env={})
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == HELD
        child.suspend()
        while child.status() != psutil.STATUS_STOPPED:
            pass  # it takes the system a moment
        yield child
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout, child.stderr):
            assert pipe is not None
            pipe.close()


def main(url: str) -> None:
    """Hold the lock until the end."""
    with Database(url).transaction():
        sys.stdout.buffer.write(HELD)
        sys.stdout.buffer.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
