"""What stands around an article on its card: who signed it, what the City said, what was asked."""

from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.contacts.model import NewContact
from comms_desk.media.inquiries.model import NewInquiry
from comms_desk.ui.kit.line import Lines
from comms_desk.ui.watch.page import WatchPage
from tests.media.themes.newsroom import BUDGET, WatchRoom
from tests.support.replies import answered
from tests.ui.keys import click
from tests.ui.watch.showing import opened, shown

CAMILLE = NewContact(given_name="Camille", family_name="Ostiguy Roy")


def titles(lines: Lines) -> list[str]:
    return [each.line.title for each in lines.all()]


def test_who_signed_an_article_stands_by_it_with_their_last_ones_and_each_opens(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office
) -> None:
    contact = office.contacts.add(CAMILLE).id
    shown(qtbot, page)
    article = opened(qtbot, page)
    signed = page.card.around.signed
    qtbot.waitUntil(signed.isVisible)

    name, *pieces = signed.all()
    assert name.line.title == "Camille Ostiguy Roy"
    assert [each.line.title for each in pieces] == [
        "La Ville dépose son budget",
        "Le Canadien perd",
    ]
    for line, ref in ((name, Ref(Subject.CONTACT, contact)), (pieces[0], pieces[0].line.key)):
        with qtbot.waitSignal(page.open_wanted) as wanted:
            click(line)
        assert wanted.args == [ref]
    assert room.articles.text(article).article == article


@pytest.mark.usefixtures("room")
def test_a_name_that_several_bear_is_said_and_opens_nobody(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    for _ in range(2):
        office.contacts.add(CAMILLE)
    shown(qtbot, page)
    opened(qtbot, page)

    assert "2 contacts are called Camille Ostiguy Roy" in page.card.byline.text()
    assert not page.card.around.signed.isVisible()


def test_what_the_city_said_and_what_the_outlet_asked_stand_by_an_article(
    qtbot: QtBot, page: WatchPage, room: WatchRoom, office: Office, clock: StillClock
) -> None:
    answer = answered(office, "Budget", "La Ville a déposé son budget hier.")
    asked = office.inquiries.add(
        NewInquiry(title="Le budget de la Ville", outlet_name="La Dépêche")
    )
    clock.advance(timedelta(hours=1))
    room.deliver(BUDGET)
    room.catch_up()
    shown(qtbot, page)
    opened(qtbot, page)
    around = page.card.around
    qtbot.waitUntil(around.said.isVisible)

    assert titles(around.said) == ["Budget"]
    assert titles(around.asked) == ["Le budget de la Ville"]
    (said,), (inquiry,) = around.said.all(), around.asked.all()
    assert said.line.detail.startswith("Answer · November 24, 2026")
    for line, ref in ((said, answer.id), (inquiry, asked.id)):
        with qtbot.waitSignal(page.open_wanted) as wanted:
            click(line)
        assert wanted.args == [Ref(Subject.INQUIRY, ref)]
