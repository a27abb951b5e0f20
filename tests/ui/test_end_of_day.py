"""The end of the day is read from the palette, and sent once by a person's hand."""

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.settings import COPY_TO
from comms_desk.ui.commands import matching
from comms_desk.ui.window import Window
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

    click(question.verb)

    qtbot.waitUntil(lambda: "leaves for the service" in window.toast.accessibleName())
    assert [each.to.bare for each in office.outbox.letters().rows] == ["boite@ville.example"]
