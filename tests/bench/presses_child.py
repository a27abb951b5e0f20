"""One window, whose pages and cards are opened: prints how long each press took to show its effect.

Run by `bench_presses`, in a process of its own: ``cold`` presses as soon as the first rows
are there and nothing else of the desk is imported, ``warm`` a while later and again and again.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from typing import override

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEvent, QEventLoop, QObject, Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QWidget

from comms_desk.paths import Paths
from comms_desk.ui.app import DeskApp, start
from comms_desk.ui.frame.list_page import ListPage
from comms_desk.ui.shell.window import Window
from comms_desk.ui.today.page import TodayPage
from tests.bench.bench_slots import PAGES, wait
from tests.bench.sizes import sized
from tests.ui.keys import press

GIVE_UP_AFTER_MS = 20_000
SETTLE_MS = sized(3_000, tiny=20)
BETWEEN_MS = sized(50, tiny=5)
ROUNDS = sized(4, tiny=1)
CARDS_A_PAGE = sized(4, tiny=1)

type Press = tuple[str, float, float]
"""What was opened, the milliseconds until its effect was painted, those of them in the window."""


class Paints(QObject):
    """Hears whether a widget was painted since it was asked last."""

    def __init__(self) -> None:
        super().__init__()
        self.of: QWidget | None = None
        self.were_heard = False

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint and isinstance(watched, QWidget) and self.of:
            self.were_heard |= watched is self.of or self.of.isAncestorOf(watched)
        return False


def presses(desk: DeskApp, *, rounds: int) -> Iterator[Press]:
    """Open each page of the rail, then cards of it, as many *rounds*."""
    window, paints = desk.window, Paints()
    app = QCoreApplication.instance()
    assert app is not None
    app.installEventFilter(paints)
    for _round in range(rounds):
        for key in window.rail.keys[:PAGES]:
            yield key, *_timed(partial(window.go_to, key), window, paints)
            wait(BETWEEN_MS)
            if isinstance(window.page, ListPage):
                _until(lambda: window.errands.is_idle)
                for _card in range(CARDS_A_PAGE):
                    yield (
                        f"{key} card",
                        *_timed(partial(press, window, Qt.Key.Key_J), window, paints, card=True),
                    )
                    wait(BETWEEN_MS)


def _timed(
    do: Callable[[], None], window: Window, paints: Paints, *, card: bool = False
) -> tuple[float, float]:
    """Do it, and wait until what was asked for is painted: a page, or the card that was read."""
    began, computed = time.perf_counter(), time.thread_time()
    do()
    page = window.page
    assert page is not None
    if card:
        _until(lambda: window.errands.is_idle)
    paints.of, paints.were_heard = page, False
    page.update()
    _until(lambda: paints.were_heard)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - computed) * 1000


def _until(there: Callable[[], bool]) -> None:
    patience = QDeadlineTimer(GIVE_UP_AFTER_MS)
    while not there():
        assert not patience.hasExpired()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


def _today(desk: DeskApp) -> TodayPage:
    page = desk.window.page
    assert isinstance(page, TodayPage)
    return page


def main() -> None:
    """Start the window, press, and print what was measured."""
    cold = sys.argv[1] == "cold"
    app = QApplication(sys.argv[:1])
    paths = Paths.find()
    paths.window_file.unlink(missing_ok=True)  # else it opens on the page that was left last
    desk = start(app, paths, worker=None)
    spies: list[QSignalSpy] = []
    desk.window.painted.connect(lambda: spies.append(QSignalSpy(_today(desk).rows_shown)))
    _until(lambda: any(spy.count() for spy in spies))
    if not cold:
        wait(SETTLE_MS)
        list(presses(desk, rounds=1))
    print(json.dumps(list(presses(desk, rounds=1 if cold else ROUNDS))), flush=True)
    desk.window.close()


if __name__ == "__main__":
    main()
