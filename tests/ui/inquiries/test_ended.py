"""What the card of an inquiry says of what became of it, and the files that came with it."""

from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.media.inquiries.model import Inquiry
from comms_desk.media.inquiries.moments import LateCause, MomentKind, NewMoment, Resolution
from comms_desk.media.inquiries.reading.directory_index import DirectoryIndex
from comms_desk.media.inquiries.reading.mail import read_mail
from comms_desk.ui.inquiries.page import InquiriesPage
from comms_desk.ui.kit.controls import Button
from tests.ui.inquiries.showing import done, happened, opened
from tests.ui.keys import click, press

MAIL = (
    b"From: Zoe Tremblay <zoe@devoir.example>\r\nSubject: Snow\r\n"
    b"Message-ID: <1@devoir.example>\r\n"
    b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    b"--x\r\nContent-Type: text/plain\r\n\r\nHow much is the snow?\r\n"
    b"--x\r\nContent-Type: audio/mpeg; name=voice.mp3\r\n"
    b"Content-Disposition: attachment; filename=voice.mp3\r\n\r\nsound\r\n"
    b"--x\r\nContent-Type: application/octet-stream\r\n"
    b"Content-Disposition: attachment; filename=run.exe\r\n\r\nMZ\r\n--x--\r\n"
)


def test_a_missed_one_says_so_and_asks_why_until_somebody_says(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry, clock: StillClock
) -> None:
    clock.advance(timedelta(hours=5))
    missed = NewMoment(
        what=MomentKind.CLOSED, resolution=Resolution.MISSED, reason="Nobody was free"
    )
    office.inquiries.record(snow.id, missed)
    opened(qtbot, page, snow.id)
    lines = [each.line.title for each in page.card.consultations.lines.all()]
    assert lines == ["Missed, Nobody was free"]
    assert "somebody is to say why" in page.card.late.findChildren(QLabel)[0].text()

    click(page.card.late.findChildren(Button)[0])
    panel = page.card.verbs.late_panel
    assert not panel.verb.isEnabled()
    panel.cause.choose(LateCause.WORKLOAD)
    undo = done(qtbot, page, lambda: click(panel.verb))

    assert happened(office, snow.id)[-1] is MomentKind.LATE
    assert not page.card.late.isVisible()
    undo()
    qtbot.waitUntil(lambda: office.inquiries.get(snow.id).owes_cause)


def test_one_closed_as_missed_before_its_hour_is_not_said_to_be_late(
    qtbot: QtBot, page: InquiriesPage, office: Office, snow: Inquiry
) -> None:
    missed = NewMoment(
        what=MomentKind.CLOSED, resolution=Resolution.MISSED, reason="Nobody was free"
    )
    office.inquiries.record(snow.id, missed)

    opened(qtbot, page, snow.id)

    said = page.card.late.findChildren(QLabel)[0].text()
    assert said == "It was missed: somebody is to say why."


def test_what_came_with_it_is_saved_and_only_what_is_read_is_offered_to_be_opened(
    qtbot: QtBot, page: InquiriesPage, office: Office, clock: StillClock
) -> None:
    taken = office.inquiries.take_in(read_mail(MAIL, known=DirectoryIndex(), now=clock.now()))
    opened(qtbot, page, taken.inquiry.id)
    shown = page.card.files.lines.all()
    assert [each.line.title for each in shown] == [
        "Snow, 24 novembre 2026, 7\u00a0h\u00a030.eml",
        "voice.mp3",
        "run.exe",
    ]

    with qtbot.waitSignal(page.file_made) as heard:
        press(shown[1], Qt.Key.Key_Return)
    file = Path(heard.args[1])
    assert file.read_bytes().strip() == b"sound"
    with qtbot.waitSignal(page.undoable) as only_said:
        press(shown[2], Qt.Key.Key_Return)
    assert only_said.args[1] is None
    assert (file.parent / "run.exe").exists()
