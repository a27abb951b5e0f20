"""There is one line to take inquiries in: on its page, or over the rest, half typed or not."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import Inquiry, InquiryTab, NewInquiry
from comms_desk.media.inquiries.moments import MomentKind
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.ui.frame.capture_box import CaptureBox
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.shell.window import Window
from tests.ui.inquiries.showing import happened, read_again, settled, titles
from tests.ui.keys import press, type_words

HELD = Qt.KeyboardModifier.ControlModifier
SHIFT_D = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def ready(qtbot: QtBot, window: Window) -> CaptureBox:
    """Have the line by its keys, once it knows the directory."""
    press(window, Qt.Key.Key_D, SHIFT_D)
    box = window.capturing.box
    qtbot.waitUntil(box.line.hasFocus)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    return box


def noted(qtbot: QtBot, box: CaptureBox) -> None:
    with qtbot.waitSignal(box.noted):
        press(box.line, Qt.Key.Key_Return)


def test_on_its_page_the_keys_go_to_the_line_and_enter_notes_it_there(
    qtbot: QtBot, window: Window, page: InquiriesPage
) -> None:
    box = ready(qtbot, window)
    assert page.place.isAncestorOf(box)
    assert "strip" not in vars(window.capturing)
    top = box.mapTo(page, box.rect().topLeft()).y()
    assert page.new_one.mapTo(page, page.new_one.rect().topLeft()).y() < top
    assert page.column.search.mapTo(page, page.column.search.rect().topLeft()).y() > top

    type_words(box.line, "neige")
    noted(qtbot, box)

    read_again(qtbot, page)
    assert titles(page) == ["Neige"]
    assert window.toast.accessibleName() == "Inquiry noted: Neige"
    assert box.line.hasFocus()
    assert box.line.text() == ""


def test_what_is_half_typed_is_one_thing_in_the_strip_and_on_the_page(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    window.go_to("today")
    box = ready(qtbot, window)
    strip = window.capturing.strip
    assert strip.isAncestorOf(box)
    type_words(box.line, "neige")

    window.go_to("inquiries")

    page = window.page
    assert isinstance(page, InquiriesPage)
    assert page.place.isAncestorOf(box)
    assert box.line.text() == "neige"
    assert not strip.isVisible()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.go_to("today")
    ready(qtbot, window)
    assert strip.isAncestorOf(box)
    noted(qtbot, box)
    assert office.inquiries.search(view=InquiryTab.ALL).total == 1
    assert office.forms.every(Subject.INQUIRY) == ()
    assert page.place.isAncestorOf(box) is False
    window.go_to("inquiries")
    assert page.place.isAncestorOf(box)


def test_while_another_program_has_the_screen_the_strip_comes_and_the_line_goes_home_after(
    qtbot: QtBot, window: Window, page: InquiriesPage
) -> None:
    other = QWidget()
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())

    window.capturing.bring()
    box = window.capturing.box
    qtbot.waitUntil(box.line.hasFocus)
    assert window.capturing.strip.isAncestorOf(box)
    type_words(box.line, "neige")
    window.activateWindow()

    qtbot.waitUntil(lambda: page.place.isAncestorOf(box))
    assert box.line.text() == "neige"
    assert not window.capturing.strip.isVisible()
    window.capturing.bring()
    qtbot.waitUntil(box.line.hasFocus)
    assert page.place.isAncestorOf(box)


def test_escape_keeps_what_is_typed_and_goes_to_the_list(
    qtbot: QtBot, window: Window, page: InquiriesPage, office: Office
) -> None:
    box = ready(qtbot, window)
    type_words(box.line, "neige")

    press(box.line, Qt.Key.Key_Escape)

    assert not box.line.hasFocus()
    assert box.line.text() == "neige"
    qtbot.waitUntil(lambda: bool(office.forms.every(Subject.INQUIRY)))
    assert office.inquiries.search(view=InquiryTab.ALL).total == 0


def test_plus_and_its_keys_go_to_the_line(
    qtbot: QtBot, window: Window, page: InquiriesPage, office: Office
) -> None:
    line = window.capturing.box.line
    for act in (page.new_one.click, lambda: press(page, Qt.Key.Key_N, HELD)):
        page.focus_list()
        assert not line.hasFocus()
        act()
        qtbot.waitUntil(line.hasFocus)
    settled(qtbot, page)
    assert office.inquiries.search(view=InquiryTab.ALL).total == 0


def test_enter_with_ctrl_notes_the_line_and_does_nothing_to_the_card(
    qtbot: QtBot, window: Window, page: InquiriesPage, snow: Inquiry, office: Office
) -> None:
    read_again(qtbot, page)
    box = ready(qtbot, window)
    type_words(box.line, "neige")

    with qtbot.waitSignal(box.noted):
        press(box.line, Qt.Key.Key_Return, HELD)

    read_again(qtbot, page)
    assert happened(office, snow.id) == [MomentKind.RECEIVED]


def test_a_mail_that_is_pasted_in_the_line_is_a_mail(
    qtbot: QtBot, window: Window, page: InquiriesPage, office: Office
) -> None:
    box = ready(qtbot, window)
    QGuiApplication.clipboard().setText("Bonjour,\n\nCombien ira au déneigement cet hiver?\n")

    press(box.line, Qt.Key.Key_V, HELD)

    qtbot.waitUntil(lambda: office.inquiries.search(view=InquiryTab.ALL).total == 1)
    assert box.line.text() == ""
    link = QMimeData()
    link.setUrls([QUrl("https://ledevoir.example/neige")])
    link.setText("ledevoir.example/neige")
    QGuiApplication.clipboard().setMimeData(link)
    press(box.line, Qt.Key.Key_V, HELD)
    assert box.line.text() == "ledevoir.example/neige"


def test_a_mail_that_is_pasted_in_the_strip_as_a_file_is_an_inquiry(
    qtbot: QtBot, window: Window, office: Office, tmp_path: Path
) -> None:
    window.go_to("directory")
    press(window, Qt.Key.Key_D, SHIFT_D)
    box = window.capturing.box
    assert window.capturing.strip.isAncestorOf(box)
    file = tmp_path / "question.eml"
    file.write_bytes(b"From: luc@radio.example\nSubject: Arbres\n\nCombien d'arbres?")
    copied = QMimeData()
    copied.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(copied)

    press(box.line, Qt.Key.Key_V, HELD)

    qtbot.waitUntil(lambda: office.inquiries.search(view=InquiryTab.ALL).total == 1)
    qtbot.waitUntil(lambda: window.errands.is_idle)
    assert box.line.text() == ""
    assert window.capturing.strip.isHidden()


def test_an_outlet_and_a_reporter_who_are_new_come_in_by_their_chips_and_go_by_one_undo(
    qtbot: QtBot, window: Window, page: InquiriesPage, office: Office
) -> None:
    box = ready(qtbot, window)
    box.line.setText("Zoé Tremblay Radio Sorel déneigement av. 15h")
    assert [each.words for each in box.parts()][:2] == ["New outlet: Radio Sorel?", "Zoé Tremblay"]
    press(box.line, Qt.Key.Key_Tab)
    assert window.focusWidget() is box.chips()["Radio Sorel"]
    press(box.chips()["Radio Sorel"], Qt.Key.Key_Space)
    assert box.line.hasFocus()
    box.chips()["Zoé Tremblay"].click()
    noted(qtbot, box)

    [inquiry] = office.inquiries.search(view=InquiryTab.ALL).rows
    [outlet] = office.outlets.every()
    [zoe] = office.contacts.search().rows
    assert (inquiry.outlet, outlet.name) == (outlet.id, "Radio Sorel")
    assert (zoe.name, zoe.outlets) == ("Zoé Tremblay", ("Radio Sorel",))
    window.undo()
    qtbot.waitUntil(lambda: window.toast.accessibleName() == "Addition undone")

    assert office.inquiries.search(view=InquiryTab.ALL).total == 0
    assert office.outlets.every() == ()
    assert office.contacts.search().total == 0


def test_a_follow_up_is_undone_too(
    qtbot: QtBot, window: Window, page: InquiriesPage, office: Office
) -> None:
    office.outlets.add(NewOutlet(name="Le Devoir"))
    before = office.inquiries.add(NewInquiry(title="Déneigement", outlet_name="Le Devoir"))
    box = ready(qtbot, window)
    box.line.setText("Le Devoir relance déneigement")
    noted(qtbot, box)
    assert happened(office, before.id) == [MomentKind.RECEIVED, MomentKind.FOLLOWED_UP]

    window.undo()
    qtbot.waitUntil(lambda: window.toast.accessibleName() == "Addition undone")

    assert happened(office, before.id) == [MomentKind.RECEIVED]


def test_an_hour_that_was_typed_yesterday_is_none_of_today(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    box = CaptureBox(window.errands, clock=clock)
    qtbot.addWidget(box)
    box.line.setText("neige av. 15h")
    box.keep()
    qtbot.waitUntil(lambda: bool(office.forms.every(Subject.INQUIRY)))
    clock.advance(timedelta(days=1))

    after = CaptureBox(window.errands, clock=clock)
    qtbot.addWidget(after)
    after.show()
    qtbot.waitUntil(lambda: after.line.text() == "neige av. 15h")

    unsure = [each.words for each in after.parts() if not each.is_sure]
    assert [each.replace("\u00a0", " ") for each in unsure] == ["deadline yesterday at 3 p.m.?"]


def test_enter_before_the_directory_is_read_finds_the_outlet_all_the_same(
    qtbot: QtBot, window: Window, page: InquiriesPage, office: Office
) -> None:
    devoir = office.outlets.add(NewOutlet(name="Le Devoir"))
    box = window.capturing.box
    box.line.setText("Le Devoir neige")
    assert [each.adds for each in box.parts() if each.adds] == []

    noted(qtbot, box)

    [inquiry] = office.inquiries.search(view=InquiryTab.ALL).rows
    assert (inquiry.title, inquiry.outlet) == ("Neige", devoir.id)
