"""Instruments for the window: who calls a desk from its thread, and how long a slot holds it.

`guarded` wraps an office so that every public method of every desk fails when called in the
window's thread.  `Stints` hears how long the event loop goes without being able to rest: no
slot is longer than the longest stint.
"""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, cast

from PySide6.QtCore import QAbstractEventDispatcher, QObject, Slot

from comms_desk.across.office import Office

PLAIN_PARTS = frozenset({"database", "paths", "settings", "keys", "close"})
"""What an office has besides desks."""


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


class Stints(QObject):
    """How long the event loop worked without rest, in milliseconds, while it was watched.

    A busy machine stretches a stint; *processor_ms* is what the window itself computed in it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.all_ms: list[float] = []
        self.processor_ms: list[float] = []
        self._woke_at: float | None = None
        self._computed_at = 0.0

    @property
    def longest_ms(self) -> float:
        """The longest stint, in milliseconds."""
        return max(self.all_ms, default=0.0)

    @Slot()
    def woke(self) -> None:
        """Note when the loop began to work."""
        self._woke_at = time.perf_counter()
        self._computed_at = time.thread_time()

    @Slot()
    def rests(self) -> None:
        """Note that the loop has nothing more to do."""
        if self._woke_at is not None:
            self.all_ms.append((time.perf_counter() - self._woke_at) * 1000)
            self.processor_ms.append((time.thread_time() - self._computed_at) * 1000)
            self._woke_at = None

    def __enter__(self) -> Self:
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.awake.connect(self.woke)
        dispatcher.aboutToBlock.connect(self.rests)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher is not None
        dispatcher.awake.disconnect(self.woke)
        dispatcher.aboutToBlock.disconnect(self.rests)
