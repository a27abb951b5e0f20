"""How the worker learns that it must stop: the only module that touches signals.

A child stops at the end of its standard input, which comes when its window closes or is
killed, on every system; the lines that come before are for `hearing`.  One that was told to
finish goes on after that end, and stops by itself or at a signal.  A service's standard input
is nothing, so it stops on a signal.  What is on the wire is finished first; a second signal is
obeyed at once.
"""

import os
import signal
import sys
from collections.abc import Callable
from threading import Event, Thread
from types import FrameType

from comms_desk.jobs.whispers import FINISH, WHISPER_LIMIT_BYTES

STDIN = 0
SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")
TERMINALS = ("SIGINT", "SIGHUP")


def at_end_of_stdin(
    stop: Event, *, heard: Callable[[bytes], None], finish: Callable[[], None] = lambda: None
) -> None:
    """Set *stop* once standard input ends; each line before that is given to *heard*.

    A line is whole, or still longer than `WHISPER_LIMIT_BYTES` without what was dropped of it.
    Once the word to finish came, *finish* is called, and the end of standard input stops nothing.
    """
    listening = (stop, heard, finish)
    Thread(target=_wait_for_end, args=listening, name="stdin", daemon=True).start()


def at_signal(stop: Event) -> None:
    """Set *stop* at the first signal that asks to stop; the second one ends the process."""

    def obey(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for name in SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), obey)


def as_interrupts() -> None:
    """Have every signal that asks to stop be as Ctrl+C: what was begun is cleared away."""
    for name in (*SIGNALS, "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.default_int_handler)


def ignore_terminal() -> None:
    """Leave Ctrl+C, and a terminal that is closed, to the window: the child is told of both too."""
    for name in TERMINALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _wait_for_end(stop: Event, heard: Callable[[bytes], None], finish: Callable[[], None]) -> None:
    # Not through sys.stdin: a thread that waits in it blocks the interpreter's exit.
    unread, finishes = b"", False
    try:
        while read := os.read(STDIN, 4096):
            *whole, unread = (unread + read).split(b"\n")
            # Of a line without end no more is kept than shows that it is too long.
            unread = unread[: WHISPER_LIMIT_BYTES + 1]
            for line in whole:
                if line == FINISH.strip():
                    finishes = True
                    finish()
                else:
                    heard(line)
    except OSError as error:
        sys.stderr.write(f"standard input failed: {error}\n")
    finally:
        if not finishes:
            stop.set()
