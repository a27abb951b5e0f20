"""Who signed an article, from its card to theirs."""

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.model import NewContact
from comms_desk.ui.kit.controls import Button
from comms_desk.ui.watch.page import WatchPage
from tests.ui.keys import click
from tests.ui.watch.showing import opened, shown


@pytest.mark.usefixtures("room")
def test_the_author_of_an_article_opens_the_card_of_who_signed_it(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    author = NewContact(given_name="Camille", family_name="Ostiguy Roy")
    contact = office.contacts.add(author).id
    shown(qtbot, page)
    opened(qtbot, page)
    qtbot.waitUntil(page.card.authors.isVisible)

    (go,) = page.card.authors.findChildren(Button)
    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(go)

    assert go.text() == "Camille Ostiguy Roy"
    assert wanted.args == [Ref(Subject.CONTACT, contact)]


@pytest.mark.usefixtures("room")
def test_an_author_whose_name_several_bear_opens_nobody(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    for _ in range(2):
        office.contacts.add(NewContact(given_name="Camille", family_name="Ostiguy-Roy"))
    shown(qtbot, page)
    opened(qtbot, page)
    qtbot.waitUntil(page.card.authors.isVisible)

    assert page.card.authors.findChildren(Button) == []
    assert [each.text() for each in page.card.authors.findChildren(QLabel)] == [
        "2 contacts are called Camille Ostiguy-Roy"
    ]
