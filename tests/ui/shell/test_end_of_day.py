"""The end of the day is read from the palette, and sent once by a person's hand."""

from datetime import datetime

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.settings import COPY_TO
from comms_desk.ui.frame.commands import matching
from comms_desk.ui.kit.controls import Label
from comms_desk.ui.shell.window import Window
from comms_desk.ui.today.page import TodayPage
from comms_desk.ui.today.view import EveningKey
from tests.mail.outbox_support import account
from tests.ui.keys import click


def test_the_palette_shows_the_end_of_the_day_and_sends_it_once(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    account(office.database)
    office.desk_settings.set(COPY_TO, "boite@ville.example")
    office.inquiries.add(NewInquiry(title="Neige"))
    ((_rank, command), *_others) = matching(window.commands(), "fin de journée")
    command.act()
    end_of_day = window.end_of_day
    qtbot.waitUntil(lambda: end_of_day.question is not None)
    question = end_of_day.question
    assert question is not None
    assert question.windowTitle().startswith("Fin de journée, mardi 24 novembre 2026")

    assert end_of_day.letter is not None
    shown = end_of_day.letter.text()
    assert "To: boite@ville.example\nFrom: " in shown
    assert "Subject: Fin de journée, mardi 24 novembre 2026" in shown
    assert "Neige" in shown
    said = [each.text() for each in question.findChildren(Label)]
    assert any(each.startswith("This sending depends on this computer") for each in said)

    click(question.verb)

    qtbot.waitUntil(lambda: "leaves for the service" in window.toast.accessibleName())
    assert [each.to.bare for each in office.outbox.letters().rows] == ["boite@ville.example"]


def test_a_long_evening_is_shown_to_its_last_word(
    qtbot: QtBot, window: Window, office: Office
) -> None:
    account(office.database)
    office.desk_settings.set(COPY_TO, "boite@ville.example")
    for place in range(60):
        office.inquiries.add(NewInquiry(title=f"Demande {place} sur la neige de novembre"))

    window.end_of_day.ask()

    qtbot.waitUntil(lambda: window.end_of_day.letter is not None)
    letter, question = window.end_of_day.letter, window.end_of_day.question
    assert letter is not None
    assert question is not None
    assert all(f"Demande {place} sur" in letter.text() for place in range(60))
    assert letter.verticalScrollBar().maximum() > 0
    assert question.height() <= window.height()
    question.reject()


def test_today_offers_to_read_it_before_it_leaves_by_itself(
    qtbot: QtBot, window: Window, office: Office, clock: StillClock
) -> None:
    account(office.database)
    office.desk_settings.set(COPY_TO, "boite@ville.example")
    clock.at = datetime(2026, 11, 24, 15, 30, tzinfo=CITY_ZONE)
    window.go_to("today")
    page = window.page
    assert isinstance(page, TodayPage)
    qtbot.waitUntil(lambda: EveningKey() in [each.line.key for each in page.later.all()])

    page.later.opened.emit(EveningKey())

    qtbot.waitUntil(lambda: window.end_of_day.question is not None)
    question = window.end_of_day.question
    assert question is not None
    said = [each.text() for each in question.findChildren(Label)]
    assert "By itself it leaves at 5\u00a0p.m., as the desk stands then." in said
    click(question.verb)
    page.refresh()
    qtbot.waitUntil(lambda: EveningKey() not in [each.line.key for each in page.later.all()])
