"""Instruments for the window: who calls a desk from its thread, and how long a slot holds it.

`guarded` wraps an office so that every public method of every desk fails when called in the
window's thread.  `Stints` hears how long the window is held: no slot is longer than the
longest stint.  `held_writes` has what is written answered late, `held_answers` whatever is
asked of one function.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self, cast

from PySide6.QtCore import QObject, Qt, QTimer, Slot

from comms_desk.across.office import Office
from comms_desk.ui.frame.errands import Errands, Pauses
from comms_desk.ui.kit.marked_text import MarkedText

PLAIN_PARTS = frozenset({"database", "paths", "settings", "keys", "close"})
"""What an office has besides desks."""

BRISK = Pauses(
    first_ms=60, looked_every_ms=100, longest_ms=400, tried_every_ms=400, held_after_ms=800
)
"""A database that is away is asked again as often as a test would have it."""

BEAT_MS = 1


class CalledInTheWindow(AssertionError):
    """A desk was called in the window's thread."""


class _GuardedDesk:
    def __init__(self, desk: object) -> None:
        self._desk = desk

    def __getattr__(self, name: str) -> object:
        found = getattr(self._desk, name)
        return _guarded_call(found, name) if callable(found) else found


class _GuardedOffice:
    def __init__(self, office: Office) -> None:
        self._office = office

    def __getattr__(self, name: str) -> object:
        part: object = getattr(self._office, name)
        return part if name in PLAIN_PARTS else _GuardedDesk(part)


def guarded(office: Office) -> Office:
    """Return *office* with desks that refuse the window's thread."""
    return cast("Office", _GuardedOffice(office))


def _guarded_call(call: Callable[..., Any], name: str) -> Callable[..., Any]:
    def checked(*args: Any, **kwargs: Any) -> Any:
        if threading.current_thread() is threading.main_thread():
            raise CalledInTheWindow(name)
        return call(*args, **kwargs)

    return checked


class _Nobody(QObject):
    @Slot(object)
    def hear(self, _answer: object) -> None:
        """Do nothing with the answer."""


@contextmanager
def held_writes(errands: Errands) -> Iterator[None]:
    """Hold back whatever is written meanwhile; it is done, in order, once this is left."""
    gate = threading.Event()
    errands.write(None, lambda _office: gate.wait(60), _Nobody().hear)
    try:
        yield
    finally:
        gate.set()


@contextmanager
def held_answers(owner: object, name: str) -> Iterator[threading.Event]:
    """Hold back what the function *name* of *owner* answers first, until this is left.

    The event that this gives is set once there is an answer to hold back.
    """
    ask, answered, gate = getattr(owner, name), threading.Event(), threading.Event()

    def held(*args: Any, **kwargs: Any) -> Any:
        answer = ask(*args, **kwargs)
        if not answered.is_set():
            answered.set()
            gate.wait(60)
        return answer

    setattr(owner, name, held)
    try:
        yield answered
    finally:
        setattr(owner, name, ask)
        gate.set()


class Stints(QObject):
    """How long the window is held at a time, in milliseconds, while it is watched.

    A beat is wanted every millisecond: how late it comes is how long the window did nothing
    but its slots.  (Neither dispatcher of Qt says when its slots begin and end: `awake` and
    `aboutToBlock` come around a wait, and timers and answers are delivered inside of it.)

    A busy machine stretches a stint; *processor_ms* is what the window itself computed in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.all_ms: list[float] = []
        self.processor_ms: list[float] = []
        self._beat_at = self._computed_at = 0.0
        self._beats = QTimer(self, interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
        self._beats.timeout.connect(self.beat)

    @property
    def longest_ms(self) -> float:
        """The longest stint, in milliseconds."""
        return max(self.all_ms, default=0.0)

    @Slot()
    def beat(self) -> None:
        """Note how late this beat is."""
        now, computed = time.perf_counter(), time.thread_time()
        late_ms = (now - self._beat_at) * 1000 - BEAT_MS
        if late_ms > 0:
            self.all_ms.append(late_ms)
            self.processor_ms.append((computed - self._computed_at) * 1000)
        self._beat_at, self._computed_at = now, computed

    def __enter__(self) -> Self:
        self._beat_at, self._computed_at = time.perf_counter(), time.thread_time()
        self._beats.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.beat()
        self._beats.stop()


def marked(shown: MarkedText) -> list[str]:
    """Return the words that are marked in *shown*."""
    return [selection.cursor.selectedText() for selection in shown.extraSelections()]
