"""Example calls of feeds and articles."""

from collections.abc import Iterator

from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.model import Delivery, ReadPage
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.contracts.calls import Call, reads, writes


def entry(key: str) -> FeedEntry:
    return FeedEntry(
        key=key, title=key, link="", summary="", text="Texte", author="", published_at=None
    )


def calls(database: Database) -> Iterator[Call]:
    desk = FeedDesk(database)
    une = desk.add(NewFeed(address="https://a.example/rss", title="Une")).id
    removed = desk.add(NewFeed(address="https://b.example/rss")).id
    gone = desk.add(NewFeed(address="https://d.example/rss")).id
    desk.put_in_bin(removed)
    title = FieldChange("title", "Une", "La Une")
    yield writes(desk.add, lambda: desk.add(NewFeed(address="https://c.example/rss")))
    yield writes(desk.add_all, lambda: desk.add_all([NewFeed(address="https://e.example/r")]))
    yield reads(desk.get, lambda: desk.get(une))
    yield reads(desk.every, desk.every)
    yield reads(desk.untried, desk.untried)
    yield reads(desk.failing, desk.failing)
    yield reads(desk.cut_short, desk.cut_short)
    yield reads(desk.gaps, desk.gaps)
    yield reads(desk.due, desk.due)
    yield reads(desk.is_due, desk.is_due)
    yield reads(desk.allowed_networks, desk.allowed_networks)
    yield reads(desk.standing, desk.standing)
    yield writes(desk.edit, lambda: desk.edit(une, title))
    yield writes(desk.ask_again, lambda: desk.ask_again(une))
    yield writes(desk.try_again, desk.try_again)
    yield reads(desk.history, lambda: desk.history(une))
    yield writes(desk.put_in_bin, lambda: desk.put_in_bin(gone))
    yield writes(desk.take_out_of_bin, lambda: desk.take_out_of_bin(removed))

    articles = ArticleDesk(database)
    person = PeopleDesk(database).recognise("ada").id
    (feed,) = desk.due(only=[une])
    (known,) = articles.take_in([Delivery(poll=Poll(feed=feed), entries=(entry("a"),))]).new
    more = Delivery(poll=Poll(feed=feed), entries=(entry("b"),))
    yield writes(articles.take_in, lambda: articles.take_in([more]))
    yield reads(articles.search, articles.search)
    yield reads(articles.by_ids, lambda: articles.by_ids([known]))
    yield reads(articles.text, lambda: articles.text(known))
    page = ReadPage(article=known, text="Page")
    yield reads(articles.full_text, lambda: articles.full_text(known))
    yield reads(articles.wanted_pages, articles.wanted_pages)
    yield writes(articles.keep_pages, lambda: articles.keep_pages([page]))
    yield writes(articles.forget_full_texts, articles.forget_full_texts)
    yield writes(articles.mark_read, lambda: articles.mark_read([known], person=person))
    yield writes(articles.mark_unread, lambda: articles.mark_unread([known], person=person))
