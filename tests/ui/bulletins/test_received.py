"""Who received a bulletin, and what became of each letter, is read from its card."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.internal.bulletins.model import BulletinId
from comms_desk.mail.model import LetterState
from comms_desk.ui.bulletins import bulletin_card
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.kit.look import Hue
from tests.mail.bounces.bounce_support import FULL, proven, report
from tests.mail.outbox_support import TAKEN, Worker
from tests.ui.bulletins.shown import NEW, TEXT, hire, open_account, shown
from tests.ui.keys import click


@pytest.fixture
def sent(office: Office) -> BulletinId:
    """A bulletin of which one letter has left, and one is on its way."""
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    office.bulletins.send(bulletin)
    worker = Worker(office.database)
    worker.departures.settle(worker.account, worker.claim()[0], TAKEN)
    return bulletin


def test_who_received_a_bulletin_is_listed_with_the_fate_of_each_letter(
    page: BulletinsPage, office: Office, qtbot: QtBot, sent: BulletinId
) -> None:
    shown(page, qtbot, sent)

    click(page.card.received)

    dialog = page.card.list_of_received
    qtbot.waitUntil(lambda: dialog.letters.shown == 2)
    assert dialog.title.text() == "Entre nous, no.\u00a041: recipients"
    assert dialog.count.text() == "2 recipients"
    assert not dialog.letters.count.isVisible()
    rows = {row.title: row for row in dialog.letters.list.rows.rows()}
    states = {each.to.name: each.state for each in office.outbox.letters().rows}
    assert rows.keys() == states.keys() == {"Roy", "Diallo"}
    for name, row in rows.items():
        said = "Accepted by server" if states[name] is LetterState.SENT else "Being sent"
        assert [tag.text for tag in row.tags] == [said]
        assert f"{name.lower()}@ville.example" in row.detail
    dialog.accept()


def test_a_letter_that_came_back_says_so_and_in_what_words(
    office: Office, sent: BulletinId
) -> None:
    (left,) = office.outbox.letters(states=[LetterState.SENT]).rows

    office.bounces.take_in(report(left.to.bare, FULL))
    soft = bulletin_card.letter_row(office.outbox.letter(left.id))
    office.bounces.take_in(proven(office.database, left.to.bare, own_id="<r2@mx.example>"))
    hard = bulletin_card.letter_row(office.outbox.letter(left.id))

    assert [(each.text, each.tone) for each in soft.tags] == [("Bounce (soft)", Hue.AMBER)]
    assert [(each.text, each.tone) for each in hard.tags] == [("Bounce (hard)", Hue.RED)]
    assert hard.detail.endswith("550 5.1.1 User unknown")


def test_a_long_list_of_recipients_says_how_many_it_shows(
    page: BulletinsPage,
    qtbot: QtBot,
    sent: BulletinId,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bulletin_card, "RECEIVED_ROWS", 1)
    monkeypatch.setattr(bulletin_card, "RECEIVED_LIST_PX", 40)
    shown(page, qtbot, sent)

    click(page.card.received)

    dialog = page.card.list_of_received
    qtbot.waitUntil(dialog.letters.count.isVisible)
    assert dialog.letters.count.text() == "1 of 2"
    dialog.letters._ask()
    qtbot.waitUntil(lambda: dialog.letters.shown == 2)
    dialog.accept()


def test_a_bulletin_that_was_not_sent_has_no_recipients_to_read(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    shown(page, qtbot, office.bulletins.add(NEW, [TEXT]).id)

    assert not page.card.received.isVisible()
