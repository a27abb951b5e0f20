"""What the window makes a step at a time, answering between two of them.

A page is hundreds of small things, and nobody waits for most of them: the cards beside a
list, the pages that nobody went to yet.  Made in one go they would hold the window up for as
long as it takes to notice; made in steps, one after another in all the window, they do not.
"""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from shiboken6 import isValid

BETWEEN_STEPS_MS = 4
"""The window answers between two steps."""

Step = Callable[[], None]


class Steps(QObject):
    """The steps that are still to be done, in the order asked.

    Signals:
        done: The last of them was done; nothing waits.
    """

    done = Signal()

    def __init__(self) -> None:
        """Wait for the first step."""
        super().__init__()
        self._waiting: deque[tuple[QObject, Step]] = deque()
        self._next = QTimer(self, singleShot=True, interval=BETWEEN_STEPS_MS)
        self._next.timeout.connect(self._take)

    @property
    def are_done(self) -> bool:
        """Whether nothing waits."""
        return not self._waiting

    def add(self, owner: QObject, *steps: Step) -> None:
        """Do each of *steps* in a slot of its own, as long as *owner* is alive."""
        self._waiting.extend((owner, step) for step in steps)
        self._go_on()

    def add_first(self, owner: QObject, step: Step) -> None:
        """Do *step* in a slot of its own before any other: somebody looks at what it shows."""
        self._waiting.appendleft((owner, step))
        self._go_on()

    def _go_on(self) -> None:
        if not self._next.isActive():
            self._next.start()

    @Slot()
    def _take(self) -> None:
        owner, step = self._waiting.popleft()
        if self._waiting:  # before the step: one that fails stops no other
            self._next.start()
        try:
            if isValid(owner):
                step()
        finally:
            if not self._waiting:
                self.done.emit()


_STEPS: list[Steps] = []


def steps() -> Steps:
    """Return the one order of steps of this process."""
    if not _STEPS:
        _STEPS.append(Steps())
    return _STEPS[0]
