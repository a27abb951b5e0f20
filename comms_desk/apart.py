"""Work done apart: in a process that may die, take too long or take too much, and harm nothing.

A reader written in another language can abort on a hostile file, and a bomb of a few kilobytes
can fill the memory.  Whatever opens such files does so in a child process, which is given the
bytes, is watched while it works, and gives bytes back.
"""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from threading import Event, Thread
from time import monotonic
from typing import Self

from comms_desk.errors import CommsDeskError

WATCHED_EVERY_S = 0.02
CHUNK_BYTES = 1 << 20
NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a child would open a console for a moment."""


class WorkTooLong(CommsDeskError):
    """Work apart was stopped after *seconds*."""

    seconds: float


class WorkTooHeavy(CommsDeskError):
    """Work apart was stopped where it took more than *limit* bytes of memory, or gave as many."""

    limit: int


class WorkDied(CommsDeskError):
    """Work apart ended by itself, without an answer."""

    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What work apart may take: memory and answer in bytes."""

    seconds: float
    memory: int
    answer: int


def run_apart(module: str, given: bytes, bounds: Bounds, arguments: Sequence[str] = ()) -> bytes:
    """Run *module* with *given* at its standard input, and return what it writes.

    Raises:
        WorkTooLong: It was not done in time.
        WorkTooHeavy: It took too much memory, or gave too long an answer.
        WorkDied: It crashed.
    """
    command = [sys.executable, "-m", module, *arguments]
    with TemporaryFile() as source:
        source.write(given)
        source.seek(0)
        with (
            subprocess.Popen(  # noqa: S603 - our own program
                command,
                stdin=source,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=NO_WINDOW,
            ) as child,
            _Watch(child, bounds) as watch,
        ):
            answer = watch.answer()
    if child.returncode:
        raise WorkDied(child.returncode)
    return answer


class _Watch:
    """Ends a child that takes too long or too much."""

    def __init__(self, child: "subprocess.Popen[bytes]", bounds: Bounds) -> None:
        self._child = child
        self._bounds = bounds
        self._why: CommsDeskError | None = None
        self._is_over = Event()
        self._watcher = Thread(target=self._watch, name="watch over a child", daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._watcher.join()
        if self._child.poll() is None:
            self._child.kill()
            self._child.wait()

    def answer(self) -> bytes:
        """Return all that the child writes, once it has ended."""
        assert self._child.stdout is not None  # noqa: S101 - it is a pipe
        found = bytearray()
        while part := self._child.stdout.read(CHUNK_BYTES):
            found += part
            if len(found) > self._bounds.answer:
                self._end(WorkTooHeavy(self._bounds.answer))
                break
        self._child.wait()
        self._is_over.set()
        self._watcher.join()
        if self._why is not None:
            raise self._why
        return bytes(found)

    def _watch(self) -> None:
        from psutil import NoSuchProcess, Process

        until = monotonic() + self._bounds.seconds
        try:
            process = Process(self._child.pid)
            while not self._is_over.wait(WATCHED_EVERY_S):
                # On Windows the python of a venv runs the true one as a child of its own.
                those = process, *process.children(recursive=True)
                if sum(each.memory_info().rss for each in those) > self._bounds.memory:
                    self._end(WorkTooHeavy(self._bounds.memory))
                elif monotonic() > until:
                    self._end(WorkTooLong(self._bounds.seconds))
        except NoSuchProcess:
            return

    def _end(self, why: CommsDeskError) -> None:
        self._why = self._why or why
        self._child.kill()
