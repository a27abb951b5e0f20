"""A moment is read as of when it is typed, and what is said is what is kept."""

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from comms_desk.clock import StillClock
from comms_desk.ui.kit import moment_field
from comms_desk.ui.kit.moment_field import MomentField
from tests.ui.keys import press, type_words

TUESDAY = datetime(2026, 11, 24, 15, tzinfo=UTC)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> StillClock:
    clock = StillClock(TUESDAY)
    monkeypatch.setattr(moment_field, "SystemClock", lambda: clock)
    return clock


@pytest.fixture
def field(qtbot: QtBot, machine: StillClock) -> MomentField:
    made = MomentField("Until")
    qtbot.addWidget(made)
    made.show_moment(TUESDAY + timedelta(days=7), now=machine.now())
    made.show()
    return made


def retype(field: MomentField, words: str) -> None:
    field.line.selectAll()
    type_words(field.line, words)


def test_tomorrow_is_that_of_the_day_on_which_it_is_typed(
    field: MomentField, machine: StillClock
) -> None:
    machine.advance(timedelta(days=1))

    retype(field, "demain 23 h")

    assert field.moment == datetime(2026, 11, 27, 4, tzinfo=UTC)
    assert field.understood.text().startswith("Thursday, November 26")


def test_what_was_understood_is_kept_however_long_after(
    field: MomentField, machine: StillClock
) -> None:
    retype(field, "demain 23 h")
    said = field.understood.text()

    machine.advance(timedelta(days=2))

    assert field.moment == datetime(2026, 11, 26, 4, tzinfo=UTC)
    assert field.understood.text() == said


def test_a_desk_whose_clock_is_another_says_what_day_it_is(
    field: MomentField, machine: StillClock
) -> None:
    field.show_moment(TUESDAY, now=machine.now() - timedelta(days=1))

    retype(field, "demain 10 h")

    assert field.moment == TUESDAY


def test_there_is_no_day_after_the_last(field: MomentField) -> None:
    retype(field, "9999-12-31 06:00")

    press(field.line, Qt.Key.Key_Up)

    assert field.line.text() == "9999-12-31 06:00"


def test_what_is_only_offered_is_muted_until_it_is_touched(
    field: MomentField, machine: StillClock
) -> None:
    assert field.line.property("role") == ""

    field.show_moment(TUESDAY + timedelta(days=1), now=machine.now(), offered=True)
    assert field.line.property("role") == "offered"
    press(field.line, Qt.Key.Key_Up)

    assert field.line.property("role") == ""
