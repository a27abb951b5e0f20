"""Whatever a feed publishes, each title is found, and what was polled once is not new again."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, count

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comms_desk.across.search import Search
from comms_desk.media.articles import digest
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.model import Delivery, TakenDeliveries
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.fetch import FeedAnswer
from comms_desk.media.feeds.model import NewFeed
from comms_desk.storage.database import Database
from comms_desk.text.fold import tokens
from tests.media.articles.station import Item, document

pytestmark = pytest.mark.long

FEEDS = ("https://journal.example/une", "https://journal.example/mtl")
WORDS = ("incendie", "budget", "à", "Montréal", "neige", "grève", "deux", "3")
KEYS = ("", "x", "1", "2", "https://journal.example/", "tag:journal.example,2026:4")
LINKS = ("", "https://journal.example/bulletin", "https://journal.example/a", "/b")
TEXTS = ("", "Deux blessés.", "Deux blessés. Le feu est éteint.", "Une hausse de 3 %.")
DATES = ("", "2026-11-25T07:00:00-05:00", "2026-11-26T07:00:00-05:00", "2026-11-26T08:00:00-05:00")

items = st.builds(
    Item,
    title=st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join),
    key=st.sampled_from(KEYS),
    link=st.sampled_from(LINKS),
    text=st.sampled_from(TEXTS),
    at=st.sampled_from(DATES),
)
papers = st.lists(items, min_size=1, max_size=7, unique=True)


class Paper:
    """A desk that is given a document as its feed's server answers, without a network."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.articles = ArticleDesk(database)
        self.feeds = FeedDesk(database)
        self.look = count()
        self.ids = self.feeds.add_all(NewFeed(address=address) for address in FEEDS).new

    def poll(self, published: Sequence[Item], feed: int = 0) -> TakenDeliveries:
        """Take *published* in; no byte of any entry is as it was before."""
        return self.articles.take_in(self._deliveries(published, feed))

    def poll_at_once(self, *published: Sequence[Item]) -> TakenDeliveries:
        """Take in what each feed has published, in one transaction, as a round does."""
        each = (self._deliveries(one, feed) for feed, one in enumerate(published))
        return self.articles.take_in([*chain.from_iterable(each)])

    def _deliveries(self, published: Sequence[Item], feed: int) -> list[Delivery]:
        (due,) = self.feeds.due(only=[self.ids[feed]])
        body = document(published, look=next(self.look)).encode()
        answer = FeedAnswer(address=due.address, body=body)
        return list(digest.digest(due, answer, digest.body_hash(answer)))

    def is_found(self, title: str) -> bool:
        query = " ".join(f'"{word}"' for word in tokens(title))
        return bool(Search(self.database).articles(query).rows)

    def titles(self) -> list[str]:
        return sorted(each.title for each in self.articles.search(limit=500).rows)


class Undone(Exception):
    """The example is over: nothing of it stays."""


@contextmanager
def an_example(database: Database) -> Iterator[Paper]:
    """Give a desk on which nothing has been polled yet."""
    with suppress(Undone), database.all_or_nothing():
        yield Paper(database)
        raise Undone


anew = settings(max_examples=60)


@anew
@given(published=papers)
def test_every_entry_of_a_document_is_found_by_a_search_of_its_title(
    database: Database, published: list[Item]
) -> None:
    with an_example(database) as desk:
        desk.poll(published)

        assert [item.title for item in published if not desk.is_found(item.title)] == []


@anew
@given(published=papers, again=st.randoms(use_true_random=False))
@example([Item("neige", "x"), Item("neige", "x", text=TEXTS[1])], None)
@example([Item("neige", "x", LINKS[1]), Item("neige", "x", LINKS[2])], None)
@example(
    [
        Item("incendie incendie", link=LINKS[1], text=TEXTS[1]),
        Item("incendie", "x"),
        Item("incendie", "x", LINKS[1], TEXTS[2]),
    ],
    None,
)
def test_a_document_polled_again_in_any_order_brings_nothing(
    sqlite_database: Database, published: list[Item], again: object
) -> None:
    with an_example(sqlite_database) as desk:
        desk.poll(published)

        shuffled = list(reversed(published))
        if again is not None:
            again.shuffle(shuffled)  # type: ignore[attr-defined]

        assert desk.poll(shuffled) == TakenDeliveries()


@settings(anew, derandomize=True)  # ADR 14, "what is not held": some of many thousands are not
@given(documents=st.lists(papers, min_size=1, max_size=4))
def test_as_documents_follow_each_other_each_shows_all_its_titles_and_none_twice(
    sqlite_database: Database, documents: list[list[Item]]
) -> None:
    with an_example(sqlite_database) as desk:
        for published in documents:
            desk.poll(published)

            assert [item.title for item in published if not desk.is_found(item.title)] == []
            assert desk.poll(published[::-1]) == TakenDeliveries()


@anew
@given(one=papers, other=papers)
@example(
    [Item("budget", "x"), Item("budget", "x", LINKS[1], TEXTS[1])],
    [Item("incendie budget", link=LINKS[1])],
)
def test_what_two_feeds_show_is_all_found_and_not_twice(
    sqlite_database: Database, one: list[Item], other: list[Item]
) -> None:
    with an_example(sqlite_database) as desk:
        desk.poll(one, 0)
        desk.poll(other, 1)

        assert [each.title for each in (*one, *other) if not desk.is_found(each.title)] == []
        assert desk.poll(one, 0) == desk.poll(other, 1) == TakenDeliveries()


@anew
@given(published=papers, half=st.integers(1, 6))
def test_a_document_polled_in_two_halves_is_the_document_polled_whole(
    sqlite_database: Database, published: list[Item], half: int
) -> None:
    """Each entry with an id and a page of its own; others are told apart by what stands beside."""
    own = [
        Item(item.title, f"key-{number}", f"https://journal.example/{number}", item.text)
        for number, item in enumerate(published)
    ]
    with an_example(sqlite_database) as desk:
        desk.poll(own[half:])
        desk.poll(own[:half])
        in_halves = desk.titles()

        assert desk.poll(own) == TakenDeliveries()

        assert in_halves == sorted(item.title for item in own)
