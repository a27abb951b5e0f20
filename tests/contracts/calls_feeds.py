"""Example calls of feeds and articles."""

from collections.abc import Iterator

from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.model import Delivery
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import NewFeed, Poll
from comms_desk.media.feeds.parse import Entry
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes


def entry(key: str) -> Entry:
    return Entry(
        key=key, title=key, link="", summary="", text="Texte", author="", published_at=None
    )


def calls(database: Database) -> Iterator[Call]:
    desk = FeedDesk(database)
    une = desk.add(NewFeed(address="https://a.example/rss", title="Une")).id
    removed = desk.add(NewFeed(address="https://b.example/rss")).id
    gone = desk.add(NewFeed(address="https://d.example/rss")).id
    desk.remove(removed)
    title = FieldChange("title", "Une", "La Une")
    yield writes(FeedDesk.add, lambda: desk.add(NewFeed(address="https://c.example/rss")))
    yield writes(FeedDesk.add_all, lambda: desk.add_all([NewFeed(address="https://e.example/r")]))
    yield reads(FeedDesk.get, lambda: desk.get(une))
    yield reads(FeedDesk.every, desk.every)
    yield reads(FeedDesk.failing, desk.failing)
    yield reads(FeedDesk.cut_short, desk.cut_short)
    yield reads(FeedDesk.gaps, desk.gaps)
    yield reads(FeedDesk.due, desk.due)
    yield reads(FeedDesk.is_due, desk.is_due)
    yield reads(FeedDesk.allowed_networks, desk.allowed_networks)
    yield reads(FeedDesk.interval, desk.interval)
    yield writes(FeedDesk.edit, lambda: desk.edit(une, title))
    yield writes(FeedDesk.ask_again, lambda: desk.ask_again(une))
    yield writes(FeedDesk.remove, lambda: desk.remove(gone))
    yield writes(FeedDesk.restore, lambda: desk.restore(removed))

    articles = ArticleDesk(database)
    person = PeopleDesk(database).recognise("ada").id
    (feed,) = desk.due(only=[une])
    (known,) = articles.take_in([Delivery(poll=Poll(feed=feed), entries=(entry("a"),))]).new
    more = Delivery(poll=Poll(feed=feed), entries=(entry("b"),))
    yield writes(ArticleDesk.take_in, lambda: articles.take_in([more]))
    yield reads(ArticleDesk.page, articles.page)
    yield reads(ArticleDesk.by_ids, lambda: articles.by_ids([known]))
    yield reads(ArticleDesk.text, lambda: articles.text(known))
    yield writes(ArticleDesk.mark_read, lambda: articles.mark_read([known], person=person))
    yield writes(ArticleDesk.mark_unread, lambda: articles.mark_unread([known], person=person))
