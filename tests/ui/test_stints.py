"""The instrument that says how long the window is held hears whatever holds it."""

import time
from typing import override

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Slot
from pytestqt.qtbot import QtBot

from tests.support.windows import Stints

HOLD_MS = 40


class Holder(QObject):
    """Holds the window, in the slot of a timer or as an event comes."""

    def __init__(self) -> None:
        super().__init__()
        self.held = 0

    @Slot()
    def hold(self) -> None:
        until = time.perf_counter() + HOLD_MS / 1000
        while time.perf_counter() < until:
            pass
        self.held += 1

    @override
    def customEvent(self, event: QEvent) -> None:
        """Hold the window as the event comes."""
        self.hold()


def test_a_slot_that_holds_the_window_is_heard(qtbot: QtBot) -> None:
    holder = Holder()

    with Stints() as stints:
        QTimer.singleShot(10, holder, holder.hold)
        qtbot.waitUntil(lambda: holder.held == 1)

    assert stints.longest_ms >= HOLD_MS - 1
    assert max(stints.processor_ms) > 0


def test_an_event_that_holds_the_window_is_heard(qtbot: QtBot) -> None:
    holder = Holder()

    with Stints() as stints:
        QCoreApplication.postEvent(holder, QEvent(QEvent.Type.User))
        qtbot.waitUntil(lambda: holder.held == 1)

    assert stints.longest_ms >= HOLD_MS - 1
