"""Work done apart: in a process that may die, take too long or take too much, and harm nothing.

A reader written in another language can abort on a hostile file, and a bomb of a few kilobytes
can fill the memory.  Whatever opens such files does so in a child process, which is given the
bytes, is watched while it works, and gives bytes back.  At its standard error it may say how far
it is, in lines of two numbers ("4000 10000", 0 for a total that it does not know): whoever waits
is told, and may stop it.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from threading import Event, Thread
from time import monotonic
from typing import Protocol, Self

from comms_desk.errors import CommsDeskError

WATCHED_EVERY_S = 0.02
CHUNK_BYTES = 1 << 20
LINE_BYTES = 200
"""No sign of getting on is longer; what is was meant for nobody."""
NO_WINDOW: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)
"""On Windows a child would open a console for a moment."""


_SIGN = re.compile(rb"(\d{1,12}) (\d{1,12})\s*")


class WorkTooLong(CommsDeskError):
    """Work apart was stopped after *seconds*: in all, or without getting on."""

    seconds: float


class WorkTooHeavy(CommsDeskError):
    """Work apart was stopped where it took more than *limit* bytes of memory, or gave as many."""

    limit: int


class WorkStopped(CommsDeskError):
    """Whoever waited for work apart wants it no more."""


class WorkDied(CommsDeskError):
    """Work apart ended by itself, without an answer."""

    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What work apart may take: memory and answer in bytes.

    *seconds* pass at most without a sign that it gets on, *most_seconds* in all.
    """

    seconds: float
    most_seconds: float
    memory: int
    answer: int


class Onlooker(Protocol):
    """Who waits for long work; it is called in other threads than the one that waits."""

    @property
    def wants_stop(self) -> bool:
        """Whether the work is wanted no more."""

    def told(self, done: int, total: int) -> None:
        """Hear how far it is, of about *total*; 0: nobody knows of how much."""


class Patient:
    """An onlooker who waits to the end, whatever it takes."""

    wants_stop = False

    def told(self, done: int, total: int) -> None:
        """Hear it, and do nothing."""


PATIENT = Patient()


def run_apart(
    module: str,
    given: bytes,
    bounds: Bounds,
    arguments: Sequence[str] = (),
    *,
    onlooker: Onlooker = PATIENT,
) -> bytes:
    """Run *module* with *given* at its standard input, and return what it writes.

    Raises:
        WorkStopped: *onlooker* wants it no more.
        WorkTooLong: It was not done in time, or did not get on.
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
                stderr=subprocess.PIPE,
                creationflags=NO_WINDOW,
            ) as child,
            _Watch(child, bounds, onlooker) as watch,
        ):
            answer = watch.answer()
    if child.returncode:
        raise WorkDied(child.returncode)
    return answer


class _Watch:
    """Ends a child that takes too long or too much, or that nobody waits for any more."""

    def __init__(
        self, child: "subprocess.Popen[bytes]", bounds: Bounds, onlooker: Onlooker
    ) -> None:
        self._child = child
        self._bounds = bounds
        self._onlooker = onlooker
        self._why: CommsDeskError | None = None
        self._heard_at = monotonic()
        self._is_over = Event()
        self._watcher = Thread(target=self._watch, name="watch over a child", daemon=True)
        self._listener = Thread(target=self._listen, name="listen to a child", daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        self._listener.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._watcher.join()
        if self._child.poll() is None:
            self._child.kill()
            self._child.wait()
        self._listener.join()

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

    def _listen(self) -> None:
        """Hear how far the child is; what it says twice is no sign that it gets on."""
        assert self._child.stderr is not None  # noqa: S101 - it is a pipe
        last = b""
        while line := self._child.stderr.readline(LINE_BYTES):
            sign = _SIGN.fullmatch(line)
            if sign is not None and line != last:
                last, self._heard_at = line, monotonic()
                self._onlooker.told(int(sign[1]), int(sign[2]))

    def _watch(self) -> None:
        from psutil import NoSuchProcess, Process

        bounds, begun_at = self._bounds, monotonic()
        try:
            process = Process(self._child.pid)
            while not self._is_over.wait(WATCHED_EVERY_S):
                # On Windows the python of a venv runs the true one as a child of its own.
                those = process, *process.children(recursive=True)
                if self._onlooker.wants_stop:
                    self._end(WorkStopped())
                elif sum(each.memory_info().rss for each in those) > bounds.memory:
                    self._end(WorkTooHeavy(bounds.memory))
                elif monotonic() > self._heard_at + bounds.seconds:
                    self._end(WorkTooLong(bounds.seconds))
                elif monotonic() > begun_at + bounds.most_seconds:
                    self._end(WorkTooLong(bounds.most_seconds))
        except NoSuchProcess:
            return

    def _end(self, why: CommsDeskError) -> None:
        self._why = self._why or why
        self._child.kill()
