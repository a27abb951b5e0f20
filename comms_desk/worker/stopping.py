"""How the worker learns that it must stop: the only module that touches signals.

A child stops at the end of its standard input, which comes when its window closes or is
killed, on every system.  A service's standard input is nothing, so it stops on a signal.
What is on the wire is finished first; a second signal is obeyed at once.
"""

import os
import signal
import sys
from threading import Event, Thread
from types import FrameType

STDIN = 0
SIGNALS = ("SIGINT", "SIGTERM", "SIGBREAK")


def at_end_of_stdin(stop: Event) -> None:
    """Set *stop* once standard input ends; whatever comes in before is nothing to us."""
    Thread(target=_wait_for_end, args=(stop,), name="stdin", daemon=True).start()


def at_signal(stop: Event) -> None:
    """Set *stop* at the first signal that asks to stop; the second one ends the process."""

    def obey(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for name in SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), obey)


def ignore_interrupts() -> None:
    """Leave Ctrl+C to the window: its terminal sends it to the child too."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _wait_for_end(stop: Event) -> None:
    # Not through sys.stdin: a thread that waits in it blocks the interpreter's exit.
    try:
        while os.read(STDIN, 4096):
            pass
    except OSError as error:
        sys.stderr.write(f"standard input failed: {error}\n")
    stop.set()
