"""A card tells what happened with somebody, and is verified in one gesture."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles.model import Delivery
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.feeds.model import NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.storage.model import FieldChange
from comms_desk.text.approximate import Approximate
from comms_desk.ui.directory.page import DirectoryPage
from tests.ui.directory.showing import camille, chosen, shown
from tests.ui.keys import click

MANY = 20


def publish(office: Office, count: int) -> None:
    feed = office.feeds.add(NewFeed(address="https://echo.example/une")).id
    entries = [
        FeedEntry(
            key=f"https://echo.example/{number}",
            title=f"Article {number}",
            link=f"https://echo.example/{number}",
            summary="",
            text=f"Texte {number}",
            author="Par CAMILLE THÉORÊT-ROY",
            published_at=None,
        )
        for number in range(count, 0, -1)
    ]
    (due,) = office.feeds.due(only=[feed])
    poll = Poll(feed=due, body_hash=b"h", fingerprints=b"12345678")
    office.articles.take_in([Delivery(poll=poll, entries=tuple(entries))])


@pytest.fixture
def opened(office: Office, page: DirectoryPage, qtbot: QtBot) -> Callable[[], ContactId]:
    """What opens the card of Camille, once something happened with her."""

    def made() -> ContactId:
        (row,) = office.contacts.search("camille").rows
        shown(page, qtbot, 1)
        page.show()
        chosen(page, qtbot, row.id)
        return row.id

    return made


def lines(page: DirectoryPage) -> list[str]:
    return [each.line.title for each in page.contact_card.timeline.lines.all()]


def test_what_happened_stands_on_the_card_and_opens(
    office: Office, page: DirectoryPage, qtbot: QtBot, opened: Callable[[], ContactId]
) -> None:
    contact = office.contacts.get(camille(office))
    (held,) = contact.positions
    office.contacts.edit_position(held.id, FieldChange("started_on", None, Approximate(2024, 3)))
    publish(office, 1)
    opened()
    qtbot.waitUntil(lambda: len(lines(page)) == 3)

    assert "Article 1" in lines(page)
    assert "journaliste, Métro-Nord" in lines(page)
    timeline = page.contact_card.timeline
    article, began, edit = (
        next(each for each in timeline.lines.all() if words in each.line.detail)
        for words in ("Article", "Position begun · March 2024", "Edit")
    )
    with qtbot.waitSignal(page.open_wanted) as wanted:
        click(article)
    assert isinstance(wanted.args, list)
    (ref,) = wanted.args
    assert isinstance(ref, Ref)
    assert ref.kind is Subject.MENTION
    click(began)
    (card,) = page.contact_card.positions.values()
    assert card.fields["started_on"].isVisible()
    click(edit)
    assert page.contact_card.history.isVisible()


def test_more_of_it_is_shown_and_stays_while_the_card_changes(
    office: Office, page: DirectoryPage, qtbot: QtBot, opened: Callable[[], ContactId]
) -> None:
    camille(office)
    publish(office, MANY)
    contact = opened()
    timeline = page.contact_card.timeline
    qtbot.waitUntil(lambda: bool(lines(page)))
    assert len(lines(page)) < MANY
    assert timeline.count.text() == f"{len(lines(page))} of {MANY}"

    click(timeline.more)
    qtbot.waitUntil(lambda: len(lines(page)) == MANY)
    clock = office.database.clock
    assert isinstance(clock, StillClock)
    clock.advance(timedelta(minutes=1))
    office.contacts.edit(contact, FieldChange("note", "", "Le matin"))
    page.read_card()

    qtbot.waitUntil(lambda: "Note: nothing → Le matin" in lines(page))
    assert len(lines(page)) == MANY
    assert timeline.more.isVisible()


def test_a_card_is_verified_in_one_gesture_and_that_is_undone(
    office: Office, page: DirectoryPage, qtbot: QtBot, opened: Callable[[], ContactId]
) -> None:
    camille(office)
    contact = opened()
    card = page.contact_card

    with qtbot.waitSignal(page.undoable) as verified:
        click(card.verify)

    assert verified.args is not None
    qtbot.waitUntil(lambda: "Card verified on November 24, 2026" in card.verified.text())
    assert verified.args[0] == "Card verified"
    verified.args[1]()
    qtbot.waitUntil(lambda: office.contacts.get(contact).verified_on is None)
    qtbot.waitUntil(lambda: "Card verified on" not in card.verified.text())


def test_an_empty_directory_begins_with_the_outlets_of_montreal(
    page: DirectoryPage, qtbot: QtBot
) -> None:
    page.show()
    page.shown()
    qtbot.waitUntil(page.column.empty.isVisible)
    empty = page.column.empty
    qtbot.waitUntil(empty.second.isVisible)

    click(empty.second)

    qtbot.waitUntil(lambda: not page.shows_card)
    qtbot.waitUntil(page.panel.accept.isEnabled)
    assert page.panel.subject is Subject.OUTLET
