"""A bulletin that was sent is archived from its card, read there, and taken out again."""

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.internal.bulletins.model import BulletinId
from comms_desk.mail.address import Address
from comms_desk.mail.model import LetterState
from comms_desk.ui.bulletins.page import BulletinsPage
from comms_desk.ui.frame.putting_away import ARCHIVED
from comms_desk.ui.kit.controls import Chip
from tests.mail.outbox_support import TAKEN, Worker
from tests.ui.bulletins.shown import NEW, TEXT, hire, open_account, shown, words_of
from tests.ui.keys import click


@pytest.fixture
def sent(office: Office) -> BulletinId:
    open_account(office)
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    office.bulletins.send(bulletin)
    worker = Worker(office.database)
    for claim in worker.claim():
        worker.departures.settle(worker.account, claim, TAKEN)
    return bulletin


def hire_one_more(office: Office) -> None:
    new = NewEmployee(family_name="Nouvelle", email=Address.parse("nouvelle@ville.example"))
    office.audience.add(new)


def test_a_bulletin_that_was_sent_is_archived_and_undo_takes_it_out(
    page: BulletinsPage, office: Office, qtbot: QtBot, sent: BulletinId
) -> None:
    shown(page, qtbot, sent)
    assert page.card._bin.accessibleName() == "Archive"

    with qtbot.waitSignal(page.undoable) as done:
        click(page.card._bin)
    qtbot.waitUntil(page.column.empty.isVisible)
    assert done.args[0] == "“Entre nous, no.\u00a041” is archived"
    assert office.archive.search().total == 1
    done.args[1]()

    qtbot.waitUntil(lambda: page.card.bulletin == sent and page.column.list.isVisible())
    assert office.archive.search().total == 0


def test_an_archived_bulletin_is_listed_alone_and_says_since_when(
    page: BulletinsPage, office: Office, qtbot: QtBot, sent: BulletinId
) -> None:
    hire_one_more(office)
    shown(page, qtbot, sent)
    assert page.card.send.isVisible()
    click(page.card._bin)
    qtbot.waitUntil(page.column.empty.isVisible)

    (chip,) = [each for each in page.column.findChildren(Chip) if each.key == ARCHIVED]
    click(chip)
    qtbot.waitUntil(lambda: page.card.bulletin == sent)

    qtbot.waitUntil(lambda: page.card.recipients is not None)
    assert not page.card.send.isVisible()
    assert page.card.archived._words.text().startswith("Archived on ")
    assert page.card._bin.accessibleName() == "Take out of the archive"
    click(page.card._bin)
    qtbot.waitUntil(lambda: office.archive.search().total == 0)
    qtbot.waitUntil(lambda: page.card._bin.accessibleName() == "Archive")


def test_a_bulletin_that_was_just_archived_is_not_asked_about(
    page: BulletinsPage, office: Office, qtbot: QtBot, sent: BulletinId
) -> None:
    hire_one_more(office)
    shown(page, qtbot, sent)

    click(page.card._bin)
    click(page.card.send)  # it still stands there, until the card hears of the archive
    qtbot.waitUntil(page.error.isVisible)

    assert page.sending.question is None
    assert "is archived" in words_of(page.error)
    assert office.outbox.counts()[LetterState.QUEUED] == 0


def test_a_bulletin_that_nobody_was_sent_goes_to_the_bin(
    page: BulletinsPage, office: Office, qtbot: QtBot
) -> None:
    hire(office)
    bulletin = office.bulletins.add(NEW, [TEXT]).id
    shown(page, qtbot, bulletin)

    assert page.card._bin.accessibleName() == "Put in the bin"
