"""Themes call once, never in the night, after it in one summary; a spike once while it lasts."""

from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk.across.alerts import Alerts, AlertsTold, to_be_told
from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.themes.model import NewTheme
from comms_desk.settings import QUIET_HOURS
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tests.support.mornings import office_on

SNOW = ("Neige", "La Ville déneige.")
A_LOOK = timedelta(seconds=30)


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    """A desk at 7:30, its person there."""
    return office_on(database, tmp_path)


class Window:
    """Somebody's window: it looks, and remembers up to where it told."""

    def __init__(self, office: Office, clock: StillClock) -> None:
        self.office, self.clock, self.heard = office, clock, AlertsTold()
        self.room = WatchRoom(office.database)
        self.look()

    def look(self, after: timedelta = A_LOOK) -> Alerts:
        self.clock.advance(after)
        found = to_be_told(self.office, self.heard)
        self.heard = found.heard
        return found

    def brings(self, *told: tuple[str, str]) -> None:
        self.room.deliver(*told)
        self.room.catch_up()


@pytest.fixture
def window(office: Office, clock: StillClock) -> Window:
    made = Window(office, clock)
    made.room.watches.add(NewTheme(name="Budget", query="budget", alert=True))
    made.room.watches.add(NewTheme(name="Neige", query="neige", alert=True))
    made.room.watches.add(NewTheme(name="Hockey", query="perdu"))
    return made


def named(alerts: Alerts) -> dict[str, int]:
    return {name: number for _id, name, number in alerts.themes}


def test_new_mentions_of_themes_that_alert_are_told_once(window: Window) -> None:
    window.brings(BUDGET, SNOW, SNOW, HOCKEY)

    first, second = window.look(), window.look()

    assert named(first) == {"Neige": 2, "Budget": 1}
    assert len(first.articles) == 3
    assert first.held_since is None
    assert not second


def test_what_was_there_before_the_first_look_calls_nobody(
    office: Office, clock: StillClock, window: Window
) -> None:
    window.brings(BUDGET)

    first, heard = to_be_told(office, AlertsTold()), to_be_told(office, AlertsTold()).heard
    window.brings(SNOW)

    assert not first
    assert named(to_be_told(office, heard)) == {"Neige": 1}


def test_nothing_is_told_at_night_and_all_of_it_once_after(window: Window) -> None:
    before = window.look()
    window.look(timedelta(hours=14))  # 21:31
    since = window.heard.at
    window.clock.advance(timedelta(hours=2))
    window.brings(BUDGET, SNOW)
    at_night = window.look()
    window.clock.advance(timedelta(hours=3))
    window.brings(SNOW)
    still = window.look()

    morning = window.look(timedelta(hours=4))
    again = window.look()

    assert not any((before, at_night, still))
    assert named(morning) == {"Neige": 2, "Budget": 1}
    assert morning.held_since == since
    assert not again


def test_the_person_says_which_hours_are_quiet(window: Window, office: Office) -> None:
    office.settings.set(QUIET_HOURS, "")
    window.look(timedelta(hours=18))  # 1:31

    window.brings(SNOW)

    assert named(window.look()) == {"Neige": 1}


def test_what_is_read_before_it_could_be_told_is_no_news(window: Window, office: Office) -> None:
    (snow,) = window.room.deliver(SNOW)
    window.room.catch_up()
    window.room.articles.mark_read([snow], person=window.room.reader)
    office.database.act_as(window.room.reader)

    assert not window.look()


def test_a_theme_that_is_made_tells_nothing_of_what_had_come(window: Window) -> None:
    window.brings(HOCKEY)
    window.look()
    window.clock.advance(timedelta(hours=2))

    window.room.watches.add(NewTheme(name="Canadien", query="canadien*", alert=True))
    window.room.catch_up()

    assert not window.look()


def weeks_of_snow(window: Window, each: int) -> None:
    for week in range(8):
        window.brings(*[(f"Neige {week} {number}", "Bon.") for number in range(each)])
        window.look(timedelta(weeks=1))
    window.look()


def test_a_spike_is_told_once_while_it_lasts_whether_its_theme_alerts_or_not(
    window: Window,
) -> None:
    (snow,) = (each for each in window.room.watches.every() if each.name == "Neige")
    window.room.watches.edit(snow.id, FieldChange(field="alert", before=True, after=False))
    weeks_of_snow(window, 2)

    window.brings(*[(f"Neige à {number}", "Bon.") for number in range(20)])
    first = window.look()
    window.brings(*[(f"Neige encore {number}", "Bon.") for number in range(20)])
    later = [window.look(timedelta(minutes=20)) for _ in range(9)]

    ((name, spike),) = first.spikes
    assert (name, spike.stories, spike.usual) == ("Neige", 20, 2)
    assert first.themes == ()
    assert not any(each.spikes for each in later)


def test_a_spike_of_the_night_is_in_the_summary_of_the_morning(window: Window) -> None:
    for week in range(8):
        window.clock.advance(timedelta(hours=17))  # 0:30
        window.brings(*[(f"Neige {week} {number}", "Bon.") for number in range(2)])
        window.look(timedelta(days=7) - timedelta(hours=17))
    window.clock.advance(timedelta(hours=17))
    window.brings(*[(f"Neige à {number}", "Bon.") for number in range(20)])
    at_night = window.look()

    morning = window.look(timedelta(hours=7))

    assert not at_night
    assert [name for name, _spike in morning.spikes] == ["Neige"]
    assert morning.held_since is not None
