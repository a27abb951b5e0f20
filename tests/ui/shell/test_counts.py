"""The rail says what waits on a page that is behind another one."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.media.inquiries.moments import NOBODY, Holder, MomentKind, NewMoment
from comms_desk.media.themes.desk import ThemeDesk
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.shell.counts import RailCounts, read_counts
from comms_desk.ui.shell.rail import RailButton
from comms_desk.ui.shell.window import Window
from tests.support.mornings import spoil


@pytest.fixture
def window(qtbot: QtBot, errands: Errands) -> Window:
    made = Window(errands)
    qtbot.addWidget(made)
    made.show()
    made.go_to("dossiers")
    qtbot.waitUntil(lambda: errands.is_idle)
    return made


def counted(window: Window) -> dict[str, str]:
    return {each.key: each.accessibleName() for each in window.rail.findChildren(RailButton)}


def test_pages_that_were_never_opened_are_counted(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    spoil(office, clock)

    RailCounts(window.errands, window)

    qtbot.waitUntil(lambda: counted(window)["watch"] == "Watch, 6 unread")
    assert counted(window)["today"] == "Today, 4 to act on"


def test_what_changes_is_counted_again_behind_the_page_in_front(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    window.go_to("watch")
    window.go_to("dossiers")
    RailCounts(window.errands, window)._soon.setInterval(1)
    qtbot.waitUntil(lambda: window.errands.is_idle)

    spoil(office, clock)

    qtbot.waitUntil(lambda: counted(window)["watch"] == "Watch, 6 unread")


@pytest.mark.parametrize("in_front", ["dossiers", "today"])
def test_inquiries_that_wait_for_me_or_for_nobody_are_counted(
    qtbot: QtBot, window: Window, office: Office, in_front: str
) -> None:
    for title, holder in (("Snow", NOBODY), ("Bridges", Holder(body="Roads"))):
        inquiry = office.inquiries.add(NewInquiry(title=title))
        office.inquiries.record(inquiry.id, NewMoment(what=MomentKind.HANDED, holder=holder))
    window.go_to(in_front)

    RailCounts(window.errands, window)

    qtbot.waitUntil(lambda: counted(window)["inquiries"] == "Inquiries, 1 to act on")


def test_the_page_in_front_counts_itself(window: Window) -> None:
    window.count_elsewhere("dossiers", 7)

    assert counted(window)["dossiers"] == "Dossiers"


def test_counting_reads_no_mention(
    office: Office, clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoil(office, clock)
    monkeypatch.delattr(ThemeDesk, "mentions")

    assert read_counts(office) == {"today": 4, "watch": 6, "inquiries": 0}
