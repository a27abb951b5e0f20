"""What the worker says to its window: whole lines of JSON, on a private copy of fd 1.

Standard output itself is pointed at standard error, so that nothing that prints can cut a
line in two.  Lines are hints: they are written by a thread of their own, and left out while
a window that hangs does not read, so that no letter ever waits for a window.
"""

import io
import os
import sys
from contextlib import suppress
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import BinaryIO, cast, override

from comms_desk.changes import Change
from comms_desk.jobs import reports

STDOUT = 1
STDERR = 2
WAITING_LINES = 1000
LAST_WORDS_S = 1.0
DEAF_FOR_S = 2.0
"""A window that closes may have said first that its worker is to finish: it is heard by then."""


class Speaker:
    """Says lines to nobody; the base of what says them to somebody."""

    def say(self, line: reports.Report) -> None:
        """Say *line*, if anybody listens."""

    def changed(self, change: Change) -> None:
        """Say that something was committed: a listener for the database's announcer."""
        self.say(reports.DeskChanged(change))

    def let_go(self, finish: Event) -> None:
        """Say that this goes on without its window, and set *finish*."""
        finish.set()
        self.say(reports.State(reports.Doing.FINISHING))

    def close(self) -> None:
        """Say what still waits."""


class LineSpeaker(Speaker):
    """Says lines on the standard output that this process was started with."""

    def __init__(self, deaf: Event, *, finish: Event | None = None) -> None:
        """Take standard output; *deaf* is set once nobody listens, unless *finish* was."""
        self._deaf = deaf
        self._finish = finish or Event()
        self._lines: Queue[str | None] = Queue(WAITING_LINES)
        self._out = _take_stdout()
        self._thread = Thread(target=self._write, name="lines", daemon=True)
        self._thread.start()

    @override
    def say(self, line: reports.Report) -> None:
        """Have *line* written soon, unless too many wait already."""
        with suppress(Full):
            self._lines.put_nowait(reports.write(line))

    @override
    def let_go(self, finish: Event) -> None:
        """Say so; what is printed goes nowhere from now on: whoever heard it closes."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        for output in (STDOUT, STDERR):
            os.dup2(nowhere, output)
        os.close(nowhere)
        super().let_go(finish)

    @override
    def close(self) -> None:
        """Write what waits, for a second at most."""
        with suppress(Full):
            self._lines.put_nowait(None)
        self._thread.join(LAST_WORDS_S)

    def _write(self) -> None:
        while True:
            written: list[str] = []
            line = self._lines.get()
            with suppress(Empty):
                while line is not None:
                    written.append(line)
                    line = self._lines.get_nowait()
            try:
                self._out.write("".join(f"{each}\n" for each in written).encode("ascii"))
                self._out.flush()
            except OSError:
                if not self._finish.wait(DEAF_FOR_S):
                    self._deaf.set()
                return
            if line is None:
                return


def _take_stdout() -> BinaryIO:
    """Return a private copy of standard output, and point fd 1 at standard error."""
    sys.stdout.flush()
    out = cast(BinaryIO, io.BufferedWriter(io.FileIO(os.dup(STDOUT), "wb")))
    os.dup2(STDERR, STDOUT)
    return out
