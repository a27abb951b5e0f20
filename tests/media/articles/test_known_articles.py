"""What the desk recalls of articles as entries arrive, and under which numbers it keeps them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from comms_desk.clock import StillClock
from comms_desk.media.articles import known_articles
from comms_desk.media.articles.known_articles import KnownArticle
from comms_desk.media.articles.likeness import Title, page_of, words_of
from comms_desk.media.articles.model import SEQUENCE_BITS, ArticleId, Delivery, moment_of
from comms_desk.media.articles.store import AppearanceRow, ArticleSequenceRow
from comms_desk.media.feeds.model import NewFeed, Poll
from comms_desk.media.feeds.parse import About
from comms_desk.storage.database import Database
from tests.media.articles.test_article_desk import Newsroom, entry

TITLE, LINK = "Le budget est déposé", "https://journal.example/1"
NUMBERS = 1 << SEQUENCE_BITS


@pytest.fixture
def newsroom(database: Database) -> Newsroom:
    return Newsroom(database)


def one(newsroom: Newsroom, *texts: str) -> ArticleId:
    """Deliver an article in each of *texts*, one after the other."""
    (number,) = newsroom.deliver([entry(text=texts[0])]).new
    for text in texts[1:]:
        assert newsroom.deliver([entry(text=text)]).changed == (number,)
    return number


def test_an_article_is_recalled_as_it_stands_and_no_other(newsroom: Newsroom) -> None:
    number = one(newsroom, "Une version.", "Une autre.")
    newsroom.deliver([entry("g2", title="Incendie", link="", text="Deux blessés.")])

    with newsroom.database.transaction() as transaction:
        (article,) = known_articles.articles(transaction, [number, ArticleId(7)]).values()
        told = known_articles.told(transaction, article)

    assert (article.id, article.version, article.title.text) == (number, 2, TITLE)
    assert (article.link, article.page) == (LINK, page_of(entry()))
    assert list(article.forms.values()) == [words_of(TITLE, "Une autre.")]
    assert told is not None
    assert told.text == "Une autre."


@pytest.mark.parametrize(
    ("title", "text", "ever", "now"),
    [
        (TITLE, "Une version.", True, False),
        (TITLE, "Une autre.", True, True),
        (TITLE, "Deux blessés.", False, False),
        ("Incendie", "Deux blessés.", False, False),
        ("Incendie", "Une autre.", False, False),
    ],
)
def test_what_an_article_has_said_and_what_it_says_now(
    newsroom: Newsroom, title: str, text: str, *, ever: bool, now: bool
) -> None:
    number = one(newsroom, "Une version.", "Une autre.")
    newsroom.deliver([entry("g2", title="Incendie", link="", text="Deux blessés.")])

    with newsroom.database.transaction() as transaction:
        article = known_articles.articles(transaction, [number])[number]

        assert known_articles.has_said(transaction, article, title, text) is ever
        assert known_articles.has_said(transaction, article, title, text, only_now=True) is now


def test_what_an_article_says_since_it_was_read_is_recalled_too(newsroom: Newsroom) -> None:
    said = [words_of(TITLE, "Une version."), words_of(TITLE, "Une autre.")]
    article = KnownArticle(1, 3, Title(TITLE), LINK, b"", None, said=said)

    with newsroom.database.transaction() as transaction:
        ever = [
            known_articles.has_said(transaction, article, TITLE, text)
            for text in ("Une version.", "Une autre.", "Une troisième.")
        ]
        now = [
            known_articles.has_said(transaction, article, TITLE, text, only_now=True)
            for text in ("Une version.", "Une autre.")
        ]

    assert (ever, now) == ([True, True, False], [False, True])


@pytest.mark.parametrize(("length", "is_compared"), [(50_000, True), (50_001, False)])
def test_a_text_is_compared_up_to_a_length(
    newsroom: Newsroom, length: int, *, is_compared: bool
) -> None:
    number = one(newsroom, "a" * length)

    with newsroom.database.transaction() as transaction:
        article = known_articles.articles(transaction, [number])[number]
        told = known_articles.told(transaction, article)

    assert (told is not None) is is_compared


def test_of_the_articles_of_one_page_the_newest_hundred_are_recalled(newsroom: Newsroom) -> None:
    bulletin = [entry(f"g{n}", title=f"Point {n} " * 3) for n in range(101)]
    *newest, oldest = sorted(newsroom.deliver(bulletin).new, reverse=True)
    newsroom.deliver([entry("autre", link="https://journal.example/2", title="Incendie")])

    with newsroom.database.transaction() as transaction:
        recalled = known_articles.articles_on(transaction, [page_of(entry())])

    assert len(newest) == 100
    assert sorted(recalled, reverse=True) == newest
    assert oldest not in recalled


def test_an_entry_that_changes_leaves_what_is_known_of_the_others(newsroom: Newsroom) -> None:
    other = entry("g2", title="Incendie", link="", text="Deux blessés.")
    newsroom.deliver([entry(), other])
    newsroom.deliver([entry()], to=newsroom.montreal)

    newsroom.deliver([entry(text="Une autre."), other])

    assert sorted(newsroom.titles()) == [other.title, TITLE]
    with newsroom.database.snapshot() as snapshot:
        known = [
            (row.feed_id, row.text_hash) for row in snapshot.session.scalars(select(AppearanceRow))
        ]
    assert sorted(known) == sorted(
        [
            (newsroom.une, words_of(TITLE, "Une autre.")),
            (newsroom.une, words_of(other.title, other.text)),
            (newsroom.montreal, words_of(TITLE, entry().text)),
        ]
    )


def test_numbers_go_on_from_one_arrival_to_the_next_and_begin_again(
    newsroom: Newsroom, clock: StillClock
) -> None:
    (first,) = newsroom.deliver([entry("a", link="")]).new
    clock.advance(timedelta(seconds=1))
    with newsroom.database.transaction() as transaction:
        transaction.session.execute(update(ArticleSequenceRow).values(next=NUMBERS - 2))

    others = [entry(f"b{n}", title=f"Autre {n}", link="") for n in range(3)]
    taken = newsroom.deliver(others)

    (again,) = newsroom.deliver([entry("c", title="Incendie", link="")]).new
    assert first % NUMBERS == 0
    assert [number % NUMBERS for number in taken.new] == [NUMBERS - 2, NUMBERS - 1, 0]
    assert again % NUMBERS == 1
    assert {moment_of(number) for number in (*taken.new, again)} == {clock.now()}
    with newsroom.database.snapshot() as snapshot:
        (counter,) = snapshot.session.scalars(select(ArticleSequenceRow))
    assert (counter.id, counter.next) == (1, 2)


@pytest.mark.parametrize(
    ("of_feed", "of_document", "language"),
    [("fr", "en", "fr"), ("", "en", "en"), ("", None, "")],
)
def test_an_article_is_in_the_language_of_its_feed_or_else_of_its_document(
    newsroom: Newsroom, of_feed: str, of_document: str | None, language: str
) -> None:
    address = "https://c.example/rss"
    added = newsroom.feeds.add(NewFeed(address=address, language=of_feed))
    (feed,) = newsroom.feeds.due(only=[added.id])
    about = None if of_document is None else About(language=of_document)
    poll = Poll(feed=feed, body_hash=b"h", fingerprints=b"12345678", about=about)

    newsroom.articles.take_in([Delivery(poll=poll, entries=(entry(),))])

    (article,) = newsroom.articles.search().rows
    assert article.language == language
