"""A line takes an inquiry in, over whatever has the screen, without a hand on the mouse."""

from datetime import datetime

import pytest
from PySide6.QtCore import QRect, Qt
from pytestqt.qtbot import QtBot

from comms_desk.across.capture import Captured
from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.model import Basis, InquiryTab
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.ui.frame.capture_box import CaptureBox
from comms_desk.ui.frame.commands import matching
from comms_desk.ui.frame.errands import Errands
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.kit.strip import place
from comms_desk.ui.shell.window import Window
from tests.support.windows import held_writes
from tests.ui.keys import press, type_words

NOW = datetime(2026, 11, 24, 9, 20, tzinfo=CITY_ZONE)


@pytest.fixture
def box(qtbot: QtBot, errands: Errands, office: Office) -> CaptureBox:
    office.outlets.add(NewOutlet(name="La Presse", also_called=("LaPresse",)))
    made = CaptureBox(errands, clock=StillClock(NOW))
    qtbot.addWidget(made)
    made.show()
    made.read_directory()
    made.line.setText("LaPresse")
    qtbot.waitUntil(lambda: shown(made)[:1] == ["La Presse"])
    made.line.clear()
    return made


def shown(box: CaptureBox) -> list[str]:
    return [each.words for each in box.parts()]


def unsure(box: CaptureBox) -> list[str]:
    return [each.words for each in box.parts() if not each.is_sure]


def type_in(box: CaptureBox, line: str) -> None:
    box.line.setText(line)


def enter(qtbot: QtBot, box: CaptureBox) -> Captured:
    with qtbot.waitSignal(box.noted) as noted:
        press(box.line, Qt.Key.Key_Return)
    assert noted.args is not None
    captured = noted.args[0]
    assert isinstance(captured, Captured)
    return captured


def test_chips_say_what_is_understood_and_which_of_it_is_not_sure(box: CaptureBox) -> None:
    type_in(box, "LaPresse théorêt cout neige 514 555 0142 photos tombée 11 rappeler")

    plain = [each.replace("\u00a0", " ") for each in shown(box)]
    assert plain == [
        "La Presse",
        "théorêt?",
        "514 555-0142",
        "“cout neige”",
        "Images",
        "deadline 11 a.m.",
        "By phone",
    ]
    assert unsure(box) == ["théorêt?"]

    type_in(box, "LaPresse av. 8h neige")
    assert [each.replace("\u00a0", " ") for each in unsure(box)] == ["deadline tomorrow at 8 a.m.?"]


def test_enter_notes_what_is_typed_incomplete_too(
    qtbot: QtBot, box: CaptureBox, office: Office
) -> None:
    type_in(box, "neige")

    inquiry = enter(qtbot, box).inquiry

    assert (inquiry.title, inquiry.outlet_name, inquiry.reporters) == ("Neige", "", ())
    assert inquiry.deadline.basis is Basis.ASSUMED
    assert box.line.text() == ""
    assert shown(box) == []
    assert office.inquiries.search(view=InquiryTab.ALL).total == 1


def test_a_second_enter_before_the_answer_notes_nothing_more(
    qtbot: QtBot, box: CaptureBox, errands: Errands, office: Office
) -> None:
    type_in(box, "neige")

    with qtbot.waitSignal(box.noted), held_writes(errands):
        for _time in range(3):
            press(box.line, Qt.Key.Key_Return)
        box.line.setText("neige, encore")

    assert office.inquiries.search(view=InquiryTab.ALL).total == 1
    assert box.line.text() == "neige, encore"


def test_whoever_is_new_comes_into_the_directory_by_their_chip_alone(
    qtbot: QtBot, box: CaptureBox, office: Office
) -> None:
    type_in(box, "LaPresse Priya Raman taxes")
    assert box.chips()["Priya Raman"].accessibleName() == "Add to the directory: Priya Raman"
    assert not box.chips()["Priya Raman"].isChecked()
    enter(qtbot, box)
    assert office.contacts.search().total == 0

    type_in(box, "LaPresse Priya Raman taxes")
    box.chips()["Priya Raman"].click()
    enter(qtbot, box)

    assert [each.name for each in office.contacts.search().rows] == ["Priya Raman"]
    assert not box.chips()


def test_without_a_line_enter_does_nothing(qtbot: QtBot, box: CaptureBox, office: Office) -> None:
    for typed in ("", "   "):
        type_in(box, typed)
        press(box.line, Qt.Key.Key_Return)

    assert shown(box) == []
    assert office.inquiries.search(view=InquiryTab.ALL).total == 0


def test_what_is_typed_is_there_the_next_time_the_program_runs_until_it_is_noted(
    qtbot: QtBot, box: CaptureBox, errands: Errands, office: Office
) -> None:
    type_in(box, "neige, av. 15h")
    qtbot.waitUntil(lambda: bool(office.forms.every(Subject.INQUIRY)))

    after = CaptureBox(errands, clock=StillClock(NOW))
    qtbot.addWidget(after)
    after.show()
    qtbot.waitUntil(lambda: after.line.text() == "neige, av. 15h")
    enter(qtbot, after)

    qtbot.waitUntil(lambda: not office.forms.every(Subject.INQUIRY))


# ── The strip ─────────────────────────────────────────────────────────────────────────


def test_the_strip_comes_by_its_keys_and_escape_keeps_what_is_typed(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    window.go_to("today")
    press(
        window,
        Qt.Key.Key_D,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    strip, box = window.capturing.strip, window.capturing.box
    qtbot.waitUntil(strip.isVisible)
    assert strip.geometry() == place(window.geometry(), strip.height())
    assert strip.windowType() is Qt.WindowType.Dialog
    assert strip.windowFlags() & Qt.WindowType.WindowStaysOnTopHint
    qtbot.waitUntil(box.line.hasFocus)

    type_words(box.line, "Zoe neige")
    press(box.line, Qt.Key.Key_Escape)
    assert not strip.isVisible()
    assert office.inquiries.search(view=InquiryTab.ALL).total == 0

    ((_, command),) = matching(window.commands(), "Note an inquiry")
    command.act()
    assert box.line.text() == "Zoe neige"
    with qtbot.waitSignal(box.noted):
        press(box.line, Qt.Key.Key_Return)

    assert not strip.isVisible()
    assert window.toast.accessibleName() == "Inquiry noted: Neige"
    assert office.inquiries.search(view=InquiryTab.ALL).total == 1


def test_the_strip_stands_on_the_screen_whatever_its_size() -> None:
    assert place(QRect(0, 0, 1920, 1000), 120) == QRect(600, 200, 720, 120)
    assert place(QRect(100, 50, 640, 400), 120) == QRect(100, 130, 640, 120)


def test_ctrl_enter_in_the_strip_notes_it_and_opens_it(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    window.go_to("today")
    window.capturing.ask()
    box = window.capturing.box
    type_words(box.line, "Zoe neige")

    with qtbot.waitSignal(box.noted) as noted:
        press(box.line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert noted.args is not None
    page = window.page
    assert isinstance(page, InquiriesPage)
    ref = Ref(Subject.INQUIRY, noted.args[0].inquiry.id)
    qtbot.waitUntil(lambda: page.card.ref == ref and page.column.list.chosen == ref.id)
    qtbot.waitUntil(lambda: not page._stale and page.errands.is_idle)
    assert page.column.list.list.hasFocus()
    assert not window.capturing.strip.isVisible()
    assert window.toast.accessibleName() == "Inquiry noted: Neige"
