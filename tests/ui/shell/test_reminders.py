"""The hour that comes is said over the foot of the window, once, and opens what it is about."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk import i18n
from comms_desk.across.office import Office
from comms_desk.across.reminders import Awaited
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import Basis, Hour, InquiryId, NewInquiry
from comms_desk.media.inquiries.moments import MomentKind, NewMoment, Resolution
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.frame.memory import Memory
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.shell.reminders import Reminding, line
from comms_desk.ui.shell.window import Window
from tests.ui.keys import click

SEVEN_THIRTY = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
HOUR = SEVEN_THIRTY + timedelta(minutes=20)


@pytest.fixture
def window(qtbot: QtBot, errands: Errands) -> Window:
    made = Window(errands)
    qtbot.addWidget(made)
    made.show()
    return made


def ask(office: Office, hour: datetime = HOUR) -> InquiryId:
    new = NewInquiry(
        title="Déneigement",
        outlet_name="The Gazette",
        received_at=SEVEN_THIRTY - timedelta(hours=9),
        deadline=Hour(at=hour, basis=Basis.GIVEN),
    )
    return office.inquiries.add(new).id


def buttons(reminding: Reminding) -> dict[str, Button]:
    return {each.accessibleName(): each for each in reminding.bar.findChildren(Button)}


def test_it_is_said_once_draws_the_eye_and_opens(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    inquiry = ask(office)
    alerted: list[QWidget] = []
    focused = window.focusWidget()
    reminding = Reminding(window.errands, window, alert=alerted.append)

    with qtbot.waitSignal(reminding.said) as said:
        pass

    assert said.args == ["Due soon: 7:50\u00a0a.m., Déneigement (The Gazette)"]
    assert reminding.bar.isVisible()
    assert window.focusWidget() is focused
    assert len(alerted) == (0 if window.isActiveWindow() else 1)
    with qtbot.assertNotEmitted(reminding.said, wait=100):
        reminding.look()
    click(buttons(reminding)["Open"])
    assert not reminding.bar.isVisible()
    assert window.page is not None
    assert window.page.KEY == "inquiries"
    assert window.memory.recent[0] == Ref(Subject.INQUIRY, inquiry)


def test_a_window_that_is_opened_again_says_nothing_twice(
    qtbot: QtBot, window: Window, office: Office, errands: Errands, tmp_path: Path
) -> None:
    ask(office)
    with qtbot.waitSignal(Reminding(errands, window).said):
        pass
    window.memory.write(tmp_path / "window.json")
    again = Window(errands, memory=Memory.read(tmp_path / "window.json"))
    qtbot.addWidget(again)

    reminding = Reminding(errands, again)

    with qtbot.assertNotEmitted(reminding.said, wait=200):
        reminding.look()
    assert again.memory.reminded == window.memory.reminded


def test_an_hour_that_is_moved_is_said_as_soon_as_it_is(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    inquiry = ask(office, SEVEN_THIRTY + timedelta(hours=5))
    reminding = Reminding(window.errands, window)
    with qtbot.assertNotEmitted(reminding.said, wait=200):
        reminding.look()

    with qtbot.waitSignal(reminding.said) as said:
        office.inquiries.set_hour(inquiry, "deadline", Hour(at=HOUR, basis=Basis.GIVEN))

    assert said.args is not None
    assert "7:50" in said.args[0]


def test_it_goes_as_what_it_is_about_waits_no_more(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    first, last = ask(office), ask(office)
    reminding = Reminding(window.errands, window)
    with qtbot.waitSignal(reminding.said):
        pass
    withdrawn = NewMoment(what=MomentKind.CLOSED, resolution=Resolution.WITHDRAWN)

    office.inquiries.record(first, withdrawn)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert reminding.bar.isVisible()
    office.inquiries.record(last, withdrawn)

    qtbot.waitUntil(reminding.bar.isHidden)


def test_once_the_hour_has_passed_it_is_not_said_to_come(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    ask(office)
    reminding = Reminding(window.errands, window)
    with qtbot.waitSignal(reminding.said):
        pass
    clock.at = HOUR + timedelta(minutes=1)

    with qtbot.assertNotEmitted(reminding.said, wait=100):
        reminding.look()

    passed = "The hour has passed: 7:50\u00a0a.m., Déneigement (The Gazette)"
    qtbot.waitUntil(lambda: reminding.bar.words == passed)
    assert reminding.bar.accessibleName() == passed


def test_it_lies_under_the_toast_and_beside_the_list(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    ask(office)
    window.go_to("inquiries")
    reminding = Reminding(window.errands, window)
    with qtbot.waitSignal(reminding.said):
        pass

    window.toast.offer("Done", lambda: None)

    bar, toast = reminding.bar.geometry(), window.toast.geometry()
    assert toast.bottom() < bar.top()
    assert reminding.bar.room().contains(bar)
    click(buttons(reminding)["Hide this reminder"])
    assert not reminding.bar.isVisible()


def test_several_hours_are_one_line() -> None:
    def awaited(number: int, minutes: int) -> Awaited:
        return Awaited(
            inquiry=InquiryId(number),
            title=f"Demande {number}",
            outlet="",
            hour=SEVEN_THIRTY + timedelta(minutes=minutes),
            is_doubtful=number == 1,
            came_at=SEVEN_THIRTY,
        )

    i18n.use("fr")
    coming = [awaited(number, 10 * number) for number in range(1, 6)]

    said = line(coming, [awaited(9, -60)], SEVEN_THIRTY)

    assert said.replace("\u00a0", " ") == (
        "5 demandes approchent de leur heure : 7 h 40?, Demande 1; 7 h 50, Demande 2; 8 h,"
        " Demande 3; 2 autres — L’heure est passée : 6 h 30, Demande 9"
    )
