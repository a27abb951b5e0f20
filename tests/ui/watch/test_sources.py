"""The head of the watch says whether anything was missed; a press shows which sources."""

from datetime import timedelta
from pathlib import Path

from pytestqt.qtbot import QtBot

from comms_desk.across.office import Office
from comms_desk.changes import Ref, Subject
from comms_desk.media.articles.model import Delivery
from comms_desk.media.feeds.desk import starter
from comms_desk.media.feeds.errors import FeedNotFound, FeedTrouble
from comms_desk.media.feeds.model import FeedId, NewFeed, Poll
from comms_desk.media.feeds.opml import read_list
from comms_desk.storage.model import FieldChange
from comms_desk.ui.watch import feed_rows
from comms_desk.ui.watch.page import WatchPage
from tests.ui.keys import click
from tests.ui.watch.showing import shown


def told(
    office: Office, address: str, *, days_old: int = 0, trouble: FeedTrouble | None = None
) -> FeedId:
    """Follow a feed that answers with an article so old, or fails."""
    feed = office.feeds.add(NewFeed(address=address, title=address.split("/")[2])).id
    (due,) = office.feeds.due(only=[feed])
    date = office.database.clock.now() - timedelta(days=days_old)
    poll = Poll(feed=due, trouble=trouble)
    if trouble is None:
        poll = Poll(feed=due, body_hash=b"h", appeared=(date,))
    office.articles.take_in([Delivery(poll=poll)])
    return feed


def test_the_head_counts_what_may_be_missing_and_leads_to_it(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    good = told(office, "https://bon.example/rss")
    shown(qtbot, page)
    qtbot.waitUntil(lambda: page.sources.text() == "No gap")

    office.feeds.edit(good, FieldChange("paused", before=False, after=True))
    qtbot.waitUntil(lambda: page.sources.text() == "Feeds")
    office.feeds.edit(good, FieldChange("paused", before=True, after=False))

    waiting = office.feeds.add(NewFeed(address="https://neuf.example/rss")).id
    qtbot.waitUntil(lambda: page.sources.text() == "Feeds: 1 not read yet")
    office.feeds.put_in_bin(waiting)

    dead = told(office, "https://mort.example/rss", days_old=400)
    lost = told(
        office, "https://perdu.example/rss", trouble=FeedNotFound("https://perdu.example/rss")
    )

    qtbot.waitUntil(lambda: page.sources.text() == "Feeds: 1 silent, 1 failing")
    click(page.sources)
    listed = page.feed_panel.feeds.rows
    qtbot.waitUntil(lambda: [row.key for row in listed.rows()] == [lost, dead, good])
    rows = list(listed.rows())
    assert [row.group for row in rows] == ["To look at", "To look at", "Followed"]
    assert [tag.text for row in rows for tag in row.tags] == ["moved", "silent"]
    assert rows[1].detail == "nothing new for 400\u00a0d"


def test_an_empty_desk_is_offered_the_newsrooms_of_montreal(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    shown(qtbot, page)
    assert page.sources.text() == "Feeds"
    click(page.sources)
    panel = page.feed_panel
    qtbot.waitUntil(panel.starter.isVisible)
    count = len(starter())
    assert panel.starter.text() == f"Try Montréal’s newsrooms ({count})"

    click(panel.starter)

    qtbot.waitUntil(lambda: panel.said.text() == f"{count} feeds are being tried.")
    qtbot.waitUntil(lambda: len(panel.feeds.rows.rows()) == count)
    assert not panel.starter.isVisible()
    assert len(office.feeds.due()) == count


def test_a_desk_with_feeds_of_its_own_is_offered_those_that_it_never_had(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    first, second, third = starter()[:3]
    moved = office.feeds.add(second)
    change = FieldChange("address", moved.address, "https://ailleurs.example/rss")
    office.feeds.edit(moved.id, change)
    office.feeds.add(first)
    office.feeds.put_in_bin(office.feeds.add(third).id)
    shown(qtbot, page)
    click(page.sources)
    panel = page.feed_panel
    count = len(starter()) - 3
    qtbot.waitUntil(lambda: panel.starter.text() == f"Try Montréal’s newsrooms ({count})")

    click(panel.starter)

    qtbot.waitUntil(lambda: len(panel.feeds.rows.rows()) == count + 2)
    qtbot.waitUntil(lambda: not panel.starter.isVisible())


def test_those_that_did_not_answer_are_greyed_with_their_reason_and_offered_again(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    told(office, "https://bon.example/rss")
    address = "https://perdu.example/rss"
    office.feeds.add_all(starter())
    for tried in office.feeds.every():
        if tried.answered_at is None:
            office.feeds.put_in_bin(tried.id)
    lost = office.feeds.add(NewFeed(address=address, title="Perdu", on_trial=True)).id
    (due,) = office.feeds.due(only=[lost])
    office.articles.take_in([Delivery(poll=Poll(feed=due, trouble=FeedNotFound(address)))])
    shown(qtbot, page)
    click(page.sources)
    panel = page.feed_panel

    qtbot.waitUntil(lambda: panel.starter.text() == "Try again the one that did not answer")
    assert panel._count.text() == "1 of 2 feeds followed · no gap"
    (row,) = (each for each in panel.feeds.rows.rows() if each.key == lost)
    assert (row.group, row.detail, row.strong) == (
        "Tried, not followed",
        "there is nothing at its address",
        False,
    )
    assert [each.id for each in office.feeds.due()] == []

    click(panel.starter)

    qtbot.waitUntil(lambda: [each.id for each in office.feeds.due()] == [lost])


def test_the_list_is_written_for_any_feed_reader(
    qtbot: QtBot, page: WatchPage, office: Office, tmp_path: Path
) -> None:
    outlet = "Le Fleuve"
    new = NewFeed(
        address="https://a.example/rss",
        title="Une",
        outlet_name=outlet,
        language="fr",
        folder="Presse / Locale",
    )
    office.feeds.add(new)
    shown(qtbot, page)
    click(page.sources)
    panel = page.feed_panel
    file = tmp_path / "sources.opml"

    for _time in range(2):
        panel._place_chosen(str(file))
        qtbot.waitUntil(lambda: panel.said.text().startswith("1 feed written in"))

    written = read_list(file.read_bytes(), name=file.name)
    assert written.feeds == (new,)
    assert b'title="Presse"' in file.read_bytes()
    qtbot.waitUntil(lambda: len(list(tmp_path.glob("*.opml"))) == 2)


def test_the_card_of_a_feed_that_moved_looks_for_it_on_its_site(
    qtbot: QtBot, page: WatchPage, office: Office
) -> None:
    address = "http://localhost:1/perdu/rss"
    good = told(office, "https://bon.example/rss")
    lost = told(office, address, trouble=FeedNotFound(address))
    shown(qtbot, page)
    page.open(Ref(Subject.FEED, good))
    qtbot.waitUntil(lambda: page.feed_card.ref == Ref(Subject.FEED, good))
    assert not page.feed_card.seek.isVisible()
    page.open(Ref(Subject.FEED, lost))
    qtbot.waitUntil(page.feed_card.seek.isVisible)
    assert page.feed_card.again.text() == "Try again"

    click(page.feed_card.seek)

    assert page.right.currentWidget() is page.feed_panel
    assert page.feed_panel.address.text() == "http://localhost:1/"
    qtbot.waitUntil(page.feed_panel.error.isVisible)


def test_the_card_of_a_silent_feed_says_what_to_do(office: Office) -> None:
    dead = told(office, "https://mort.example/rss", days_old=400)

    view = feed_rows.view_of(office.feeds.get(dead), [])

    assert view.trouble == ""
    assert view.silence.startswith("Nothing new for 400\u00a0d. If its site has news")
    assert "Next reading: " in view.fares
