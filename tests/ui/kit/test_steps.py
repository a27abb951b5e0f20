"""Steps: one at a time, in the order asked, the window answering between two."""

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot

from comms_desk.ui.kit.steps import Steps


@pytest.fixture
def steps() -> Iterator[Steps]:
    made = Steps()
    yield made
    made.deleteLater()


def test_the_window_answers_between_two_steps(qtbot: QtBot, steps: Steps) -> None:
    done: list[str] = []
    beats = QTimer(interval=0)
    beats.timeout.connect(lambda: done.append("beat"))
    beats.start()

    steps.add(steps, partial(done.append, "one"), partial(done.append, "two"))
    assert done == []
    qtbot.waitUntil(lambda: steps.are_done)

    between = done[done.index("one") : done.index("two")]
    assert "beat" in between


def test_what_somebody_looks_at_comes_before_what_waits(qtbot: QtBot, steps: Steps) -> None:
    done: list[str] = []

    steps.add(steps, partial(done.append, "one"), partial(done.append, "two"))
    steps.add_first(steps, partial(done.append, "looked at"))
    assert not steps.are_done
    qtbot.waitUntil(lambda: steps.are_done)

    assert done == ["looked at", "one", "two"]


def test_a_step_that_asks_for_more_is_not_the_last(qtbot: QtBot, steps: Steps) -> None:
    done: list[str] = []
    rested: list[int] = []
    steps.done.connect(lambda: rested.append(len(done)))

    steps.add(steps, lambda: steps.add(steps, partial(done.append, "more")))
    qtbot.waitUntil(lambda: rested != [])

    assert rested == [1]


def test_a_step_that_fails_stops_no_other(qtbot: QtBot, steps: Steps) -> None:
    done: list[str] = []

    def fails() -> None:
        raise ValueError("a bug")

    steps.add(steps, fails, partial(done.append, "after"))
    with qtbot.captureExceptions() as bugs:
        qtbot.waitUntil(lambda: done == ["after"])

    assert [kind for kind, _error, _trace in bugs] == [ValueError]


def test_a_last_step_that_fails_is_the_last_all_the_same(qtbot: QtBot, steps: Steps) -> None:
    rested: list[bool] = []
    steps.done.connect(lambda: rested.append(steps.are_done))

    def fails() -> None:
        raise ValueError("a bug")

    steps.add(steps, fails)
    with qtbot.captureExceptions() as bugs:
        qtbot.waitUntil(lambda: rested == [True])

    assert [kind for kind, _error, _trace in bugs] == [ValueError]


def test_a_step_whose_owner_is_gone_is_not_done(qtbot: QtBot, steps: Steps) -> None:
    done: list[str] = []
    gone = QObject()

    steps.add(gone, partial(done.append, "gone"))
    steps.add(steps, partial(done.append, "here"))
    gone.deleteLater()
    qtbot.waitUntil(lambda: steps.are_done)

    assert done == ["here"]
