"""Garbage with widgets in it is collected in the window's thread."""

import gc
from concurrent.futures import ThreadPoolExecutor
from threading import get_ident
from weakref import finalize

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.ui.shell.garbage import WHOLE_EVERY, Sweeper


class Cycle(QWidget):
    """A widget that holds itself, as a page does through its bound slots."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def allocate_much() -> None:
    for _round in range(200):
        _kept = [[each] for each in range(1000)]


def test_a_widget_dies_in_the_windows_thread_whatever_other_threads_do(qtbot: QtBot) -> None:
    sweeper = Sweeper()
    died_in: list[int] = []
    finalize(Cycle(), lambda: died_in.append(get_ident()))

    with ThreadPoolExecutor(1) as readers:
        readers.submit(allocate_much).result()
    assert not gc.isenabled()
    assert died_in == []
    for _round in range(5):
        sweeper.sweep()

    assert died_in == [get_ident()]


def test_all_is_swept_once_the_person_is_in_another_program(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = [Qt.ApplicationState.ApplicationActive]
    monkeypatch.setattr(QGuiApplication, "applicationState", lambda: states[-1])
    sweeper = Sweeper()
    died: list[bool] = []
    widget = Cycle()
    finalize(widget, lambda: died.append(True))
    gc.collect()
    gc.collect()  # it is of the oldest now
    del widget

    for _round in range(WHOLE_EVERY + 1):
        sweeper.sweep()
    assert died == []
    states.append(Qt.ApplicationState.ApplicationInactive)
    sweeper.sweep()

    assert died == [True]
