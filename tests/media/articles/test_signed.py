"""Who signed an article: a contact of the directory, whenever they were added to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from comms_desk.clock import StillClock
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.model import Delivery
from comms_desk.media.contacts import bylines as signing
from comms_desk.media.contacts import within as contacts
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import ContactId, NewContact, NewPosition
from comms_desk.media.contacts.rows import ContactTableRow
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import FeedId, NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet, OutletId
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.model import FieldChange
from tests.conftest import MORNING

BOTH = "Par LUC TREMBLAY et Zoé Roy, La Presse canadienne"


class Newsroom:
    """A directory, and two outlets with a feed each, which a test has publish."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.contacts = ContactDesk(database)
        self.articles = ArticleDesk(database)
        feeds, outlets = FeedDesk(database), OutletDesk(database)
        self.outlets = [outlets.add(NewOutlet(name=each)).id for each in ("Écho", "Nord")]
        self.feeds = [
            feeds.add(NewFeed(address=f"https://j{each}.example/une", outlet=each)).id
            for each in self.outlets
        ]
        self._published = 0

    def add(self, given_name: str, family_name: str, *, at: OutletId | None = None) -> ContactId:
        positions = () if at is None else (NewPosition(outlet=at),)
        new = NewContact(given_name=given_name, family_name=family_name, positions=positions)
        return self.contacts.add(new).id

    def publish(self, *bylines: str, feed: FeedId | None = None) -> None:
        entries = []
        for author in bylines:
            self._published += 1
            said = f"Article {self._published}"
            link = f"https://j.example/{self._published}"
            entries.append(
                FeedEntry(
                    key=link,
                    title=said,
                    link=link,
                    summary="",
                    text=said,
                    author=author,
                    published_at=None,
                )
            )
        (due,) = FeedDesk(self.database).due(only=[feed or self.feeds[0]])
        poll = Poll(feed=due, body_hash=b"h", fingerprints=b"12345678")
        self.articles.take_in([Delivery(poll=poll, entries=tuple(reversed(entries)))])

    def signed(self, contact: ContactId) -> Sequence[str]:
        return [each.title for each in self.articles.search(by=contact).rows]

    def last_byline(self, contact: ContactId) -> datetime | None:
        with self.database.snapshot() as snapshot:
            asked = select(signing.last_byline()).where(ContactTableRow.id == contact)
            return snapshot.session.scalar(asked)

    def bearers(self, byline: str, *, at: OutletId | None = None) -> dict[str, set[ContactId]]:
        with self.database.snapshot() as snapshot:
            found = signing.by_names(snapshot, [byline], at=at)[byline]
        return {each.name: set(each.contacts) for each in found}


def test_the_articles_of_a_person_are_found_newest_first(database: Database) -> None:
    newsroom = Newsroom(database)
    luc, zoe = newsroom.add("Luc", "Tremblay"), newsroom.add("Zoé", "Roy")

    newsroom.publish("Tremblay, Luc", BOTH, "Zoë Roy", "Roy")

    assert newsroom.signed(luc) == ["Article 2", "Article 1"]
    assert newsroom.signed(zoe) == ["Article 3", "Article 2"]


def test_who_is_added_or_renamed_later_has_signed_what_arrived_before(database: Database) -> None:
    newsroom = Newsroom(database)
    newsroom.publish(BOTH)

    luc = newsroom.add("Luc", "Gagnon")
    assert newsroom.signed(luc) == []
    assert newsroom.last_byline(luc) is None
    newsroom.contacts.edit(luc, FieldChange("family_name", "Gagnon", "Tremblay"))

    assert newsroom.signed(luc) == ["Article 1"]
    assert newsroom.last_byline(luc) == MORNING


def test_the_last_byline_is_the_newest(database: Database, clock: StillClock) -> None:
    newsroom = Newsroom(database)
    luc = newsroom.add("Luc", "Tremblay")
    newsroom.publish("Luc Tremblay")
    clock.advance(timedelta(days=2))

    newsroom.publish("Zoé Roy", "Luc Tremblay", "Par Luc Tremblay")

    assert newsroom.last_byline(luc) == MORNING + timedelta(days=2)


def test_an_older_article_that_comes_later_is_not_the_last_byline(database: Database) -> None:
    newsroom = Newsroom(database)
    luc = newsroom.add("Luc", "Tremblay")
    newsroom.publish("Luc Tremblay")

    with database.transaction() as transaction:
        contacts.note_bylines(transaction, {"luc tremblay": MORNING - timedelta(days=9)})

    assert newsroom.last_byline(luc) == MORNING


def test_a_byline_says_who_bears_its_names(database: Database) -> None:
    newsroom = Newsroom(database)
    luc, zoe = newsroom.add("Luc", "Tremblay"), newsroom.add("Zoé", "Roy")
    newsroom.add("Jean-Luc", "Tremblay")
    newsroom.add("", "La Presse canadienne")
    gone = newsroom.add("Zoe", "Roy")
    newsroom.contacts.put_in_bin(gone)

    assert newsroom.bearers(BOTH) == {"Luc Tremblay": {luc}, "Zoé Roy": {zoe}}
    assert newsroom.bearers("Tremblay") == {}
    assert newsroom.bearers("") == {}


def test_a_name_that_several_bear_answers_all_of_them(database: Database) -> None:
    newsroom = Newsroom(database)
    echo, nord = newsroom.outlets
    there, elsewhere = newsroom.add("Luc", "Roy", at=echo), newsroom.add("Luc", "Roy", at=nord)

    assert newsroom.bearers("Luc Roy") == {"Luc Roy": {there, elsewhere}}
    assert newsroom.bearers("Luc Roy", at=echo) == {"Luc Roy": {there}}


def test_namesakes_have_each_what_their_outlet_published(database: Database) -> None:
    newsroom = Newsroom(database)
    echo, nord = newsroom.outlets
    first, second = newsroom.add("Luc", "Roy", at=echo), newsroom.add("Luc", "Roy", at=nord)

    newsroom.publish("Luc Roy", feed=newsroom.feeds[0])
    newsroom.publish("Luc Roy", feed=newsroom.feeds[1])

    assert newsroom.signed(first) == ["Article 1"]
    assert newsroom.signed(second) == ["Article 2"]


def test_who_has_half_a_name_has_signed_nothing(database: Database) -> None:
    newsroom = Newsroom(database)
    desk = newsroom.add("", "Roy")

    newsroom.publish("Roy", "Roy Roy")

    assert newsroom.signed(desk) == []
    assert newsroom.last_byline(desk) is None


def test_nobody_has_signed_who_is_in_the_bin(database: Database) -> None:
    newsroom = Newsroom(database)
    luc = newsroom.add("Luc", "Tremblay")
    newsroom.contacts.put_in_bin(luc)

    with pytest.raises(NotFound):
        newsroom.articles.search(by=luc)


def test_a_person_has_as_many_pages_of_articles_as_they_signed(database: Database) -> None:
    newsroom = Newsroom(database)
    luc = newsroom.add("Luc", "Tremblay")
    newsroom.publish(*["Luc Tremblay"] * 3)

    first = newsroom.articles.search(by=luc, limit=2)
    last = newsroom.articles.search(by=luc, limit=2, after=first.next_key)

    assert [each.title for each in (*first.rows, *last.rows)] == [
        "Article 3",
        "Article 2",
        "Article 1",
    ]
    assert (first.total, last.next_key) == (3, None)
