"""Work done apart: in a process that may die, take too long or take too much, and harm nothing.

A reader written in another language can abort on a hostile file, and a bomb of a few kilobytes
can fill the memory.  Whatever opens such files does so in a child process, which is given the
bytes, is watched while it works, and gives bytes back.  At its standard error it may say how far
it is, in lines of two numbers ("4000 10000", 0 for a total that it does not know): whoever waits
is told, and may stop it.  Where there is much to do, one child is kept for many pieces of work.
"""

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import inf
from tempfile import TemporaryFile
from threading import Event, Thread
from time import monotonic
from typing import IO, TYPE_CHECKING, Protocol, Self, override

from comms_desk.errors import N_, CommsDeskError

if TYPE_CHECKING:
    from psutil import Process

OWN = (sys.executable, "-P", "-m")
"""Never a module of the folder that the desk was started from: whoever put it there would run."""
WATCHED_EVERY_S = 0.02
CHUNK_BYTES = 1 << 20
WORKS_OF_ONE = 500
"""A child that is kept is then replaced: whatever it hoarded goes with it."""
SIZE_BYTES = 8
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

    what = N_("The reading of this file was stopped.")
    way_out = N_("Choose it again to read it to the end.")


class WorkDied(CommsDeskError):
    """Work apart ended by itself, without an answer."""

    what = N_("This file could not be read: the program that opens it stopped.")
    way_out = N_("Save the list as CSV, then choose that file.")

    status: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What work apart may take: memory and answer in bytes.

    *seconds* pass at most without a sign that it gets on, *most_seconds* in all; of the
    processor it has *processor_seconds*, however busy the computer is.
    """

    seconds: float
    most_seconds: float
    processor_seconds: float = inf
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
    command = [*OWN, module, *arguments]
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
            _WatchToTheEnd(child, bounds, onlooker) as watch,
        ):
            answer = watch.answer()
    if child.returncode:
        raise WorkDied(child.returncode)
    return answer


class KeptChild:
    """A child that is kept for much work, one piece after the other; *module* must `serve`.

    It is begun when there is work, and again where it died or had `WORKS_OF_ONE` pieces; what
    it was then working on is lost, and nothing else.
    """

    def __init__(self, module: str, bounds: Bounds) -> None:
        """Begin nothing yet; *bounds* are those of each piece of work."""
        self._module = module
        self._bounds = bounds
        self._child: subprocess.Popen[bytes] | None = None
        self._works = 0

    def work(self, given: bytes) -> bytes:
        """Have *given* worked on, and return the answer.

        Raises:
            WorkTooLong: It was not done in time.
            WorkTooHeavy: It took too much memory, or gave too long an answer.
            WorkDied: It crashed.
        """
        if self._works == WORKS_OF_ONE or (self._child and self._child.poll() is not None):
            self.end()
        child = self._child = self._child or self._begin()
        self._works += 1
        with _Watch(child, self._bounds, PATIENT) as watch:
            try:
                _write(child.stdin, given)
                answer = _read(child.stdout, self._bounds.answer)
            except OSError:
                answer = None
            except WorkTooHeavy as error:
                watch.end(error)
                answer = None
            if answer is None:
                child.wait()
        if answer is not None and watch.why is None:
            return answer
        self.end()
        raise watch.why or WorkDied(child.returncode)

    def end(self) -> None:
        """End the child, if there is one; more work begins another."""
        child, self._child, self._works = self._child, None, 0
        if child is not None:
            child.kill()
            with child:
                child.wait()

    def _begin(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(  # noqa: S603 - our own program
            [*OWN, self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            creationflags=NO_WINDOW,
        )


def serve(work: Callable[[bytes], bytes]) -> None:
    """Do *work* as a child that is `KeptChild`, until nobody gives more."""
    while (given := _read(sys.stdin.buffer, sys.maxsize)) is not None:
        _write(sys.stdout.buffer, work(given))


def _write(stream: IO[bytes] | None, content: bytes) -> None:
    assert stream is not None  # noqa: S101 - it is a pipe
    stream.write(len(content).to_bytes(SIZE_BYTES))
    stream.write(content)
    stream.flush()


def _read(stream: IO[bytes] | None, limit: int) -> bytes | None:
    """Return what `_write` wrote; None where the end came before.

    Raises:
        WorkTooHeavy: It is longer than *limit*.
    """
    assert stream is not None  # noqa: S101 - it is a pipe
    head = stream.read(SIZE_BYTES)
    if len(head) < SIZE_BYTES:
        return None
    size = int.from_bytes(head)
    if size > limit:
        raise WorkTooHeavy(limit)
    content = stream.read(size)
    return content if len(content) == size else None


class _Watch:
    """Ends a child that takes too long or too much, or that nobody waits for any more."""

    def __init__(
        self, child: "subprocess.Popen[bytes]", bounds: Bounds, onlooker: Onlooker
    ) -> None:
        self._child = child
        self._bounds = bounds
        self._onlooker = onlooker
        self.why: CommsDeskError | None = None
        self._heard_at = monotonic()
        self._is_over = Event()
        self._watcher = Thread(target=self._watch, name="watch over a child", daemon=True)

    def __enter__(self) -> Self:
        self._watcher.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._is_over.set()
        self._watcher.join()

    def end(self, why: CommsDeskError) -> None:
        """End the child; the first reason counts."""
        self.why = self.why or why
        self._child.kill()

    def _watch(self) -> None:
        from psutil import NoSuchProcess, Process

        bounds, begun_at = self._bounds, monotonic()
        try:
            process = Process(self._child.pid)
            worked_before = _worked_s((process,))
            while not self._is_over.wait(WATCHED_EVERY_S):
                # On Windows the python of a venv runs the true one as a child of its own.
                those = process, *process.children(recursive=True)
                if self._onlooker.wants_stop:
                    self.end(WorkStopped())
                elif sum(each.memory_info().rss for each in those) > bounds.memory:
                    self.end(WorkTooHeavy(bounds.memory))
                elif _worked_s(those) > worked_before + bounds.processor_seconds:
                    self.end(WorkTooLong(bounds.processor_seconds))
                elif monotonic() > self._heard_at + bounds.seconds:
                    self.end(WorkTooLong(bounds.seconds))
                elif monotonic() > begun_at + bounds.most_seconds:
                    self.end(WorkTooLong(bounds.most_seconds))
        except NoSuchProcess:
            return


def _worked_s(those: "Iterable[Process]") -> float:
    """Return how much of the processor they had, in seconds."""
    times = [each.cpu_times() for each in those]
    return sum(each.user + each.system for each in times)


class _WatchToTheEnd(_Watch):
    """Watches over a child that does one thing, and hears how far it is."""

    @override
    def __enter__(self) -> Self:
        self._listener = Thread(target=self._listen, name="listen to a child", daemon=True)
        self._listener.start()
        return super().__enter__()

    @override
    def __exit__(self, *_error: object) -> None:
        super().__exit__()
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
                self.end(WorkTooHeavy(self._bounds.answer))
                break
        self._child.wait()
        self._is_over.set()
        self._watcher.join()
        if self.why is not None:
            raise self.why
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
