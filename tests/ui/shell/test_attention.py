"""A theme that calls says so over the foot of the window, once, and opens what it is about."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.alerts import Alerts
from comms_desk.across.alerts import AlertsTold as Told
from comms_desk.across.office import Office
from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.articles.model import ArticleId
from comms_desk.media.themes.model import NewTheme, ThemeId
from comms_desk.media.themes.spikes import Spike
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.shell.attention import Attention, alerts_said
from comms_desk.ui.shell.window import Window
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.ui.keys import click

SIX_TWENTY = datetime(2026, 11, 28, 11, 20, tzinfo=UTC)
SPIKE = Spike(
    watch=ThemeId(2),
    since=SIX_TWENTY - timedelta(minutes=20),
    until=SIX_TWENTY + timedelta(minutes=40),
    stories=14,
    usual=3,
    weeks=8,
)


def looking(qtbot: QtBot, window: Window, alerted: list[QWidget] | None = None) -> Attention:
    """Return who has looked once."""
    draws = alerted if alerted is not None else []
    attention = Attention(window.errands, window, alert=draws.append)
    qtbot.waitUntil(lambda: bool(window.memory.heard.at))
    return attention


def room_of(office: Office) -> WatchRoom:
    room = WatchRoom(office.database)
    room.watches.add(NewTheme(name="Ville", query="budget", alert=True))
    room.watches.add(NewTheme(name="Hockey", query="perdu"))
    return room


def test_new_mentions_of_a_theme_that_alerts_are_said_and_opened(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    room = room_of(office)
    alerted: list[QWidget] = []
    attention = looking(qtbot, window, alerted)
    focused = window.focusWidget()
    budget, hockey = room.deliver(BUDGET, HOCKEY)
    room.catch_up()

    with qtbot.waitSignal(attention.said) as said:
        attention.hear(Change.of(Subject.MENTION, [budget, hockey]))

    assert said.args == ["1 new mention: Ville (1)"]
    assert attention.bar.isVisible()
    assert window.focusWidget() is focused
    assert len(alerted) == (0 if window.isActiveWindow() else 1)
    with qtbot.assertNotEmitted(attention.said, wait=100):
        attention.look()
    assert attention.bar.isVisible(), "it is not read yet"
    (opens,) = (
        each for each in attention.bar.findChildren(Button) if each.accessibleName() == "Open"
    )
    click(opens)
    assert not attention.bar.isVisible()
    assert window.memory.recent[0] == Ref(Subject.MENTION, budget)


def test_what_is_read_since_is_called_for_no_more(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    room = room_of(office)
    attention = looking(qtbot, window)
    (budget,) = room.deliver(BUDGET)
    room.catch_up()
    with qtbot.waitSignal(attention.said):
        attention.look()
    assert attention.bar.isVisible()

    office.told_once.read(budget)
    attention.look()

    qtbot.waitUntil(attention.bar.isHidden)


def test_what_another_process_found_is_said_as_it_is_noticed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    """The service, say, or another computer: no line of a worker comes from there."""
    room = room_of(office)
    attention = looking(qtbot, window)
    room.deliver(BUDGET)
    room.catch_up()

    with qtbot.waitSignal(attention.said):
        window.stirred.emit()


def test_a_window_that_is_opened_again_tells_nothing_twice(
    qtbot: QtBot, window: Window, office: Office, errands: Errands, tmp_path: Path
) -> None:
    room = room_of(office)
    attention = looking(qtbot, window)
    room.deliver(BUDGET)
    room.catch_up()
    with qtbot.waitSignal(attention.said):
        attention.look()
    window.memory.write(tmp_path / "window.json")
    again = Window(errands, memory=Memory.read(tmp_path / "window.json"))
    qtbot.addWidget(again)

    assert again.memory.heard == window.memory.heard
    second = Attention(errands, again)
    with qtbot.assertNotEmitted(second.said, wait=200):
        second.look()


def test_it_lies_over_a_reminder_and_under_the_toast(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    from comms_desk.ui.shell.reminders import Reminding

    room = room_of(office)
    reminding = Reminding(window.errands, window)
    attention = looking(qtbot, window)
    room.deliver(BUDGET)
    room.catch_up()
    with qtbot.waitSignal(attention.said):
        attention.look()

    reminding.call("Due soon", may_open=False)
    window.toast.offer("Done", lambda: None)

    reminder, bar, toast = (
        each.geometry() for each in (reminding.bar, attention.bar, window.toast)
    )
    assert toast.bottom() < bar.top()
    assert bar.bottom() < reminder.top()
    reminding.bar.close_it()
    assert attention.bar.geometry().bottom() == reminder.bottom()


def alerts(**more: object) -> Alerts:
    return Alerts(heard=Told(), **more)  # type: ignore[arg-type]


def test_a_spike_is_said_with_its_numbers() -> None:
    i18n.use("fr")
    found = alerts(spikes=(("Neige", SPIKE),))

    going, over = (
        alerts_said(found, SIX_TWENTY),
        alerts_said(found, SIX_TWENTY + timedelta(hours=1)),
    )

    assert going == (
        "Pic, Neige\u00a0: 14 sujets depuis 6\u00a0h; d’habitude 3 entre 6\u00a0h et 7\u00a0h"
        " (8\u00a0derniers samedis)"
    )
    assert over == (
        "Pic, Neige\u00a0: 14 sujets entre 6\u00a0h et 7\u00a0h; d’habitude 3"
        " (8\u00a0derniers samedis)"
    )


def test_a_night_is_one_summary() -> None:
    i18n.use("fr")
    found = alerts(
        articles=tuple(ArticleId(each) for each in range(11)),
        themes=((ThemeId(1), "Budget", 3), (ThemeId(2), "Neige", 8)),
        spikes=(("Neige", SPIKE),),
        held_since=SIX_TWENTY - timedelta(hours=9),
    )

    assert alerts_said(found, SIX_TWENTY) == (
        "12 alertes depuis hier à 21\u00a0h\u00a020\u00a0: Budget (3), Neige (8), pic\u00a0: Neige"
    )
    assert alerts_said(alerts(held_since=SIX_TWENTY), SIX_TWENTY) == ""
