"""An article is known again: in another feed, in other words, under a reused id."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from comms_desk.changes import Change, Subject
from comms_desk.clock import StillClock
from comms_desk.media.articles import within as articles
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.model import (
    Article,
    ArticleId,
    ArticleMissing,
    Delivery,
    TakenDeliveries,
    TextId,
    moment_of,
)
from comms_desk.media.articles.store import ArticleTextRow
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import FeedId, NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.model import NewOutlet
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.storage import fulltext
from comms_desk.storage.database import Database
from comms_desk.text.query import parse

YESTERDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def entry(
    key: str = "g1",
    *,
    title: str = "Le budget est déposé",
    link: str = "https://journal.example/1",
    text: str = "La Ville de Montréal a déposé son budget.",
    at: datetime | None = None,
) -> FeedEntry:
    return FeedEntry(
        key=key,
        title=title,
        link=link,
        summary=text[:20],
        text=text,
        author="Jeanne Tremblay",
        published_at=at,
    )


class Newsroom:
    """A desk with two feeds, to which a test delivers entries."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.feeds = FeedDesk(database)
        self.articles = ArticleDesk(database)
        self.une = self.feeds.add(NewFeed(address="https://journal.example/une")).id
        self.montreal = self.feeds.add(NewFeed(address="https://journal.example/mtl")).id

    def deliver(
        self, entries: Sequence[FeedEntry], *, to: FeedId | None = None, may_be_gap: bool = False
    ) -> TakenDeliveries:
        (feed,) = self.feeds.due(only=[to or self.une])
        poll = Poll(feed=feed, body_hash=b"h", fingerprints=b"12345678")
        delivery = Delivery(poll=poll, entries=tuple(entries), may_be_gap=may_be_gap)
        return self.articles.take_in([delivery])

    def titles(self) -> list[str]:
        return [article.title for article in self.articles.search().rows]

    def found(self, words: str) -> list[int]:
        with self.database.snapshot() as snapshot:
            return fulltext.propose(snapshot, Subject.ARTICLE, parse(words), limit=10)


@pytest.fixture
def newsroom(database: Database) -> Newsroom:
    return Newsroom(database)


def test_every_field_of_an_article_survives_the_database(database: Database) -> None:
    outlet = OutletDesk(database).add(NewOutlet(name="Le Journal")).id
    newsroom = Newsroom(database)
    feed = newsroom.feeds.add(
        NewFeed(address="https://c.example/rss", outlet=outlet, language="fr")
    )

    (number,) = newsroom.deliver([entry(at=YESTERDAY)], to=feed.id).new

    (article,) = newsroom.articles.search().rows
    assert article == Article(
        id=number,
        title="Le budget est déposé",
        link="https://journal.example/1",
        summary=article.summary,
        outlet=outlet,
        outlet_name="Le Journal",
        author="Jeanne Tremblay",
        language="fr",
        published_at=YESTERDAY,
        moment=YESTERDAY,
        version=1,
        is_read=False,
    )
    assert article.summary.startswith("La Ville de Montréal")


def test_an_entry_seen_again_is_nothing_new(newsroom: Newsroom) -> None:
    newsroom.deliver([entry()])

    assert newsroom.deliver([entry()]) == TakenDeliveries()
    assert len(newsroom.titles()) == 1


def test_a_new_title_is_a_new_version_and_is_found(newsroom: Newsroom) -> None:
    (number,) = newsroom.deliver([entry()]).new

    taken = newsroom.deliver([entry(title="Le budget est adopté")])

    assert taken == TakenDeliveries(changed=(number,))
    assert newsroom.titles() == ["Le budget est adopté"]
    assert newsroom.articles.text(number).version == 2
    assert newsroom.found("adopté") == [number]
    assert newsroom.found("title:déposé") == []


def test_one_page_in_two_feeds_is_one_article(newsroom: Newsroom) -> None:
    (number,) = newsroom.deliver([entry()]).new
    elsewhere = entry(
        "autre", link="http://www.journal.example/1/", text="La Ville de Montréal a dép…"
    )

    assert newsroom.deliver([elsewhere], to=newsroom.montreal) == TakenDeliveries()

    (article,) = newsroom.articles.search(feed=newsroom.montreal).rows
    assert article.id == number
    assert newsroom.articles.text(number).text.startswith("La Ville")


@pytest.mark.parametrize("text", ["La Ville a déposé son budget.", "mot " * 15_000])
def test_one_page_in_two_feeds_polled_together_is_one_article(
    newsroom: Newsroom, text: str
) -> None:
    both = newsroom.feeds.due(all_of_them=True)
    deliveries = [Delivery(poll=Poll(feed=feed), entries=(entry(text=text),)) for feed in both]

    taken = newsroom.articles.take_in(deliveries)

    assert len(taken.new) == 1
    assert newsroom.articles.search(feed=newsroom.une) == newsroom.articles.search(
        feed=newsroom.montreal
    )


def test_of_two_feeds_polled_together_the_one_that_says_more_keeps_its_words(
    newsroom: Newsroom,
) -> None:
    whole = "La Ville a déposé son budget. On en débat ce soir."
    (number,) = newsroom.deliver([entry(text="La Ville a déposé.")]).new
    newsroom.deliver([entry(text="La Ville a déposé.")], to=newsroom.montreal)
    une, montreal = newsroom.feeds.due(all_of_them=True)

    taken = newsroom.articles.take_in(
        [
            Delivery(poll=Poll(feed=une), entries=(entry(text=whole),)),
            Delivery(poll=Poll(feed=montreal), entries=(entry(text="On en débat."),)),
        ]
    )

    assert taken == TakenDeliveries(changed=(number,))
    assert newsroom.articles.text(number).text == whole
    assert newsroom.articles.text(number).version == 2


def test_a_summary_is_kept_where_the_text_does_not_begin_with_it(newsroom: Newsroom) -> None:
    told = replace(entry(), summary="Sept milliards, et des compressions.")
    newsroom.deliver([told, entry("b", title="Autre", link="")])

    with newsroom.database.snapshot() as snapshot:
        kept = {row.title: row.summary for row in snapshot.session.scalars(select(ArticleTextRow))}

    assert kept == {told.title: told.summary, "Autre": ""}


def test_a_reused_id_is_another_article(newsroom: Newsroom) -> None:
    newsroom.deliver([entry("1")])

    newsroom.deliver([entry("1", title="Incendie", link="https://journal.example/2")])

    assert newsroom.titles() == ["Incendie", "Le budget est déposé"]


def test_an_article_whose_address_follows_its_title_stays_one(newsroom: Newsroom) -> None:
    lasting = "https://journal.example/?p=4"
    (number,) = newsroom.deliver([entry(lasting)]).new

    renamed = entry(lasting, title="Adopté", link="https://journal.example/adopte")
    assert newsroom.deliver([renamed]).changed == (number,)

    assert [row.link for row in newsroom.articles.search().rows] == [
        "https://journal.example/adopte"
    ]


def test_one_id_for_all_the_entries_of_a_feed_loses_none(newsroom: Newsroom) -> None:
    entries = [
        entry("x", title=f"Titre {number}", link=f"https://journal.example/{number}")
        for number in range(4)
    ]

    newsroom.deliver(entries)
    newsroom.deliver(entries)

    assert newsroom.titles() == ["Titre 0", "Titre 1", "Titre 2", "Titre 3"]


def test_a_live_page_of_many_entries_keeps_each(newsroom: Newsroom) -> None:
    live = "https://journal.example/direct"

    newsroom.deliver([entry("2", title="B", link=live), entry("1", title="A", link=live)])

    assert newsroom.titles() == ["B", "A"]


def test_the_newest_is_first_and_a_page_ends_where_the_next_begins(
    newsroom: Newsroom, clock: StillClock
) -> None:
    for number in range(5):
        newsroom.deliver([entry(f"g{number}", title=f"T{number}", link="")])
        clock.advance(timedelta(seconds=1))

    first = newsroom.articles.search(limit=3)
    second = newsroom.articles.search(limit=3, after=first.next_key)

    assert [each.title for each in first.rows] == ["T4", "T3", "T2"]
    assert [each.title for each in second.rows] == ["T1", "T0"]
    assert (first.total, second.next_key) == (5, None)


def test_a_claimed_date_is_believed_on_the_first_poll_only(
    newsroom: Newsroom, clock: StillClock
) -> None:
    future = clock.now() + timedelta(days=9)

    (old,) = newsroom.deliver([entry("a", at=YESTERDAY, link="")]).new
    (late,) = newsroom.deliver([entry("b", at=YESTERDAY, link="")]).new
    (early,) = newsroom.deliver([entry("c", at=future, link="")], to=newsroom.montreal).new

    assert moment_of(old) == YESTERDAY
    assert moment_of(late) == clock.now()
    assert moment_of(early) == clock.now()


def test_a_document_wholly_renewed_is_a_gap_in_the_watch(
    newsroom: Newsroom, clock: StillClock
) -> None:
    newsroom.deliver([entry(f"a{n}", link="") for n in range(3)], may_be_gap=True)
    seen = clock.now()
    clock.advance(timedelta(hours=9))

    taken = newsroom.deliver([entry(f"b{n}", link="") for n in range(3)], may_be_gap=True)

    assert taken.gaps == (newsroom.une,)
    (gap,) = newsroom.feeds.gaps()
    assert (gap.feed, gap.since, gap.until) == (newsroom.une, seen, clock.now())


def test_entries_that_changed_their_look_are_no_gap(newsroom: Newsroom) -> None:
    newsroom.deliver([entry(f"a{n}", link="") for n in range(3)], may_be_gap=True)

    again = [entry(f"a{n}", link="", text="Autrement dit") for n in range(3)]

    assert newsroom.deliver(again, may_be_gap=True).gaps == ()


@pytest.mark.parametrize(
    ("entries", "may_be_gap", "fingerprints"),
    [(3, False, b"12345678"), (2, True, b"12345678"), (3, True, b"")],
    ids=["all of it was read", "a short document", "nothing is remembered of the last one"],
)
def test_what_is_wholly_new_is_no_gap_where_nothing_need_have_been_missed(
    newsroom: Newsroom, entries: int, fingerprints: bytes, *, may_be_gap: bool
) -> None:
    (feed,) = newsroom.feeds.due(only=[newsroom.une])
    before = Poll(feed=feed, body_hash=b"h", fingerprints=fingerprints)
    first = newsroom.articles.take_in([Delivery(poll=before, entries=(entry("a"),))])

    renewed = [entry(f"b{n}", link="") for n in range(entries)]
    taken = newsroom.deliver(renewed, may_be_gap=may_be_gap)

    assert len(first.new) == 1
    assert taken.gaps == ()
    assert newsroom.feeds.gaps() == ()


def test_a_feed_that_never_answered_before_has_no_gap(newsroom: Newsroom) -> None:
    taken = newsroom.deliver([entry(f"a{n}", link="") for n in range(4)], may_be_gap=True)

    assert taken.gaps == ()
    assert newsroom.feeds.gaps() == ()


def test_the_watches_cursor_meets_each_text_once(newsroom: Newsroom) -> None:
    newsroom.deliver([entry("a", link=""), entry("b", link="", title="Autre")])
    with newsroom.database.snapshot() as snapshot:
        texts = articles.texts_after(snapshot, TextId(0), limit=10)
        last = articles.last_text(snapshot)
    newsroom.deliver([entry("a", link="", title="Le budget est revu")])

    with newsroom.database.snapshot() as snapshot:
        later = articles.texts_after(snapshot, last, limit=10)

    assert [each.title for each in texts] == ["Autre", "Le budget est déposé"]
    assert [(each.title, each.version) for each in later] == [("Le budget est revu", 2)]
    assert later[0].outlet == "https://journal.example/une"


def test_reading_is_each_persons_own(newsroom: Newsroom) -> None:
    person = PeopleDesk(newsroom.database).recognise("jeanne").id
    other = PeopleDesk(newsroom.database).recognise("luc").id
    (number,) = newsroom.deliver([entry()]).new

    newsroom.articles.mark_read([number, ArticleId(12)], person=person)
    newsroom.articles.mark_read([number], person=person)

    assert newsroom.articles.search(person=person).rows[0].is_read
    assert not newsroom.articles.search(person=other).rows[0].is_read
    newsroom.articles.mark_unread([number], person=person)
    assert not newsroom.articles.search(person=person).rows[0].is_read


def test_new_articles_are_announced_once_they_are_stored(newsroom: Newsroom) -> None:
    heard: list[Change] = []
    newsroom.database.announcer.subscribe(heard.append)

    (number,) = newsroom.deliver([entry()]).new

    assert Change.of(Subject.ARTICLE, [number]) in heard
    assert Change.of(Subject.FEED, [newsroom.une]) in heard


def test_a_worker_that_lost_its_right_stores_nothing(newsroom: Newsroom) -> None:
    def refuse(transaction: object) -> None:
        raise ArticleMissing(0)

    (feed, _) = newsroom.feeds.due()
    delivery = Delivery(poll=Poll(feed=feed), entries=(entry(),))

    with pytest.raises(ArticleMissing):
        newsroom.articles.take_in([delivery], permit=refuse)

    assert newsroom.titles() == []
    assert len(newsroom.feeds.due()) == 2


def test_an_article_that_is_not_there_says_so(newsroom: Newsroom) -> None:
    with pytest.raises(ArticleMissing):
        newsroom.articles.text(ArticleId(1))
