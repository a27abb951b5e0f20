"""A spike is said on the chip of its theme, and under the chips while that is listed alone."""

from pytestqt.qtbot import QtBot

from comms_desk.clock import StillClock
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import WatchRoom
from tests.ui.keys import click
from tests.ui.watch.showing import shown


def test_a_spike_is_said_on_its_chip_and_in_the_head(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, clock: StillClock
) -> None:
    snow = room.spike(clock)
    shown(qtbot, page)
    qtbot.waitUntil(lambda: snow.id in page.themes.spikes)
    chip = page.themes.shown[snow.id]
    numbers = "20 stories since 7\u00a0a.m.; usually 2"

    said_of_all = page.themes.spike.isVisible()
    click(chip)

    assert chip.text() == "Neige · 36 · spike"
    assert numbers in chip.toolTip()
    assert numbers in chip.accessibleDescription()
    assert not said_of_all
    assert page.themes.spike.isVisible()
    assert page.themes.spike.text().startswith(f"Spike: {numbers}")
    page.themes.choose(None)
    assert not page.themes.spike.isVisible()
