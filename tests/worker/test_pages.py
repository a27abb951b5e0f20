"""Pages are read politely and within bounds: one that hurts costs its own article alone."""

import asyncio
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import NoReturn

import pytest
from sqlalchemy import event

from comms_desk.clock import StillClock
from comms_desk.jobs.model import LeaseLost
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.full.full_text_rows import AGAIN_AFTER
from comms_desk.media.articles.full.site_visits import PAGE_LIMIT_BYTES, PAUSE, ROBOTS_KEPT
from comms_desk.media.articles.model import ArticleId, Delivery, FullText, Missing
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.model import FullTextWhen, NewFeed, Poll
from comms_desk.media.feeds.parse import FeedEntry
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage.database import Database, Transaction
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.worker.pages import PageReader
from tests.media.themes.newsroom import BUDGET, HOCKEY, WatchRoom
from tools.tour import feed_server as serving
from tools.tour.feed_server import FeedServer, Page

HOSTS = tuple(f"127.0.0.{number}" for number in range(1, 21))
"""Each page has a site of its own: no test waits for a pause."""
BRIEF_S = 5.0
HTML = "text/html; charset=utf-8"
TEXT = "La Ville de Montréal n’a pas répondu aux questions du journal, jeudi, à l’hôtel de ville."
WORDS = " ".join([TEXT] * 3)
GOOD = f"<html><body><nav>Accueil</nav><article><p>{WORDS}</p></article></body></html>"


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer(hosts=HOSTS) as server:
        yield server


@dataclass(slots=True)
class Reading:
    """A desk with a feed that wants full texts, and the sites of its articles."""

    database: Database
    server: FeedServer
    articles: ArticleDesk = field(init=False)
    reader: PageReader = field(init=False)
    _numbers: "count[int]" = field(default_factory=count)

    def __post_init__(self) -> None:
        DeskSettings(self.database).set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
        self.articles = ArticleDesk(self.database)
        self.reader = PageReader(
            feeds=FeedDesk(self.database), articles=self.articles, whole_page_s=BRIEF_S
        )
        new = NewFeed(address="https://depeche.example/rss", full_text=FullTextWhen.BEFORE)
        FeedDesk(self.database).add(new)

    def bring(self, page: Page | str, *, host: str = "") -> ArticleId:
        """Have the feed bring an article whose page is *page*, or at the address that it is."""
        number = next(self._numbers)
        link = page if isinstance(page, str) else ""
        if not isinstance(page, str):
            self.server.serve(f"/{number}", page)
            link = self.server.address(f"/{number}", host or HOSTS[number % len(HOSTS)])
        entry = FeedEntry(
            key=f"e{number}",
            title=f"Article {number}",
            link=link,
            summary="",
            text="",
            author="",
            published_at=None,
        )
        (feed,) = FeedDesk(self.database).due(all_of_them=True)
        poll = Poll(feed=feed, body_hash=b"h", fingerprints=b"12345678")
        (new,) = self.articles.take_in([Delivery(poll=poll, entries=(entry,))]).new
        return new

    def of(self, article: ArticleId) -> FullText:
        found = self.articles.full_text(article)
        assert found is not None
        return found


@pytest.fixture
def reading(sqlite_database: Database, server: FeedServer) -> Reading:
    return Reading(sqlite_database, server)


def hurtful() -> dict[str, tuple[Page, Missing]]:
    page = b"<html><body><article>"
    return {
        "50 MB": (serving.spaces(50, content_type=HTML), Missing.TOO_LARGE),
        "said to be 50 MB": (
            serving.feed("", content_type=HTML, headers={"Content-Length": str(50 << 20)}),
            Missing.TOO_LARGE,
        ),
        "bomb": (serving.gzip_bomb(500, content_type=HTML), Missing.TOO_LARGE),
        "drips": (serving.drip(b"a", 0.1, content_type=HTML), Missing.TOO_SLOW),
        "never": (serving.never(), Missing.TOO_SLOW),
        "nested": (
            serving.feed(page + b"<div>" * 100_000 + WORDS.encode(), content_type=HTML),
            Missing.NO_TEXT,
        ),
        "attributes": (
            serving.feed(
                page + b"<p " + b" ".join(b"a%d=1" % n for n in range(250_000)) + b">",
                content_type=HTML,
            ),
            Missing.TOO_HEAVY,
        ),
        "script only": (
            serving.html("<html><body><div id=app></div><script>go()</script></body></html>"),
            Missing.NO_TEXT,
        ),
        "said to be a PDF": (
            serving.feed(GOOD, content_type="application/pdf"),
            Missing.NO_PAGE,
        ),
        "a PDF said to be a page": (
            serving.feed(b"%PDF-1.7\n" + bytes(1000), content_type=HTML),
            Missing.NO_PAGE,
        ),
        "hangs up": (serving.hang_up(), Missing.NO_PAGE),
        "cut": (
            serving.feed(
                gzip.compress(GOOD.encode())[:-9],
                content_type=HTML,
                headers={"Content-Encoding": "gzip"},
            ),
            Missing.NO_PAGE,
        ),
        "gone": (serving.status(410), Missing.GONE),
        "subscribers": (serving.status(402), Missing.REFUSED),
        "private": (serving.redirect("http://10.0.0.1/"), Missing.PRIVATE),
        "endless": (serving.redirect("?again"), Missing.ASTRAY),
        "file": (serving.redirect("file:///etc/passwd"), Missing.PRIVATE),
    }


@pytest.mark.gate
def test_a_page_made_to_hurt_costs_its_own_article_alone(reading: Reading) -> None:
    pages = hurtful()
    hurt = {reading.bring(page): name for name, (page, _missing) in pages.items()}
    good = reading.bring(serving.html(GOOD))

    read = reading.reader.read_wanted()

    assert read == len(hurt) + 1
    assert reading.of(good).text == WORDS
    assert {name: reading.of(each).missing for each, name in hurt.items()} == {
        name: missing for name, (_page, missing) in pages.items()
    }
    assert all(reading.of(each).text == "" for each in hurt)


def test_ten_megabytes_of_one_line_are_refused_and_less_is_cut(reading: Reading) -> None:
    whole = reading.bring(serving.feed(b"<p>" + b"mot " * (10 << 18), content_type=HTML))
    less = PAGE_LIMIT_BYTES // 4 - 10
    part = reading.bring(serving.feed(b"<p>" + b"mot " * less, content_type=HTML))

    reading.reader.read_wanted()

    assert reading.of(whole).missing is Missing.TOO_LARGE
    assert len(reading.of(part).text) == 200_000


def test_a_wrong_word_about_characters_hurts_no_letter(reading: Reading) -> None:
    wrong = reading.bring(serving.feed(GOOD, content_type="text/html; charset=utf-16"))
    unsaid = reading.bring(
        serving.feed(
            GOOD.replace("<body>", '<head><meta charset="windows-1252"></head><body>').encode(
                "cp1252"
            ),
            content_type="text/html",
        )
    )

    reading.reader.read_wanted()

    assert reading.of(wrong).text == reading.of(unsaid).text == WORDS


def test_what_robots_txt_forbids_is_never_asked(reading: Reading) -> None:
    reading.server.serve("/robots.txt", serving.feed("User-agent: *\nDisallow: /0\n"))
    barred = reading.bring(serving.html(GOOD))
    allowed = reading.bring(serving.html(GOOD))

    reading.reader.read_wanted()

    assert reading.of(barred).missing is Missing.BARRED
    assert reading.server.asked("/0") == []
    assert reading.of(allowed).text == WORDS


def test_what_is_forbidden_is_known_at_once_and_needs_no_pause(reading: Reading) -> None:
    reading.server.serve("/robots.txt", serving.feed("User-agent: *\nDisallow: /\n"))
    barred = [reading.bring(serving.html(GOOD), host=HOSTS[0]) for _ in range(3)]

    assert reading.reader.read_wanted() == len(barred)
    assert {reading.of(each).missing for each in barred} == {Missing.BARRED}


def test_nor_is_it_where_a_redirect_leads_to(reading: Reading) -> None:
    reading.server.serve("/robots.txt", serving.feed("User-agent: *\nDisallow: /private\n"))
    reading.server.serve("/private", serving.html(GOOD))
    astray = reading.bring(serving.redirect(reading.server.address("/private", HOSTS[5])))

    reading.reader.read_wanted()

    assert reading.of(astray).missing is Missing.BARRED
    assert reading.server.asked("/private") == []


def test_a_robots_txt_without_end_is_read_so_far(reading: Reading) -> None:
    rules = b"User-agent: *\nDisallow: /0\n"
    reading.server.serve("/robots.txt", serving.feed(rules + b"#\n" * (4 << 20)))
    barred = reading.bring(serving.html(GOOD))
    allowed = reading.bring(serving.html(GOOD))

    reading.reader.read_wanted()

    assert reading.of(barred).missing is Missing.BARRED
    assert reading.of(allowed).text == WORDS


@pytest.mark.parametrize(
    ("page", "missing"),
    [(serving.status(500), Missing.FAILING), (serving.never(), Missing.TOO_SLOW)],
    ids=["fails", "never answers"],
)
def test_where_robots_txt_fails_nothing_is_asked_before_it_answers(
    reading: Reading, clock: StillClock, page: Page, missing: Missing
) -> None:
    reading.server.serve("/robots.txt", page)
    article = reading.bring(serving.html(GOOD))

    reading.reader.read_wanted()

    assert reading.server.asked("/0") == []
    assert (reading.of(article).missing, reading.of(article).waits) == (missing, True)
    reading.server.serve("/robots.txt", serving.status(404))
    clock.advance(AGAIN_AFTER)
    reading.reader.read_wanted()
    assert reading.of(article).text == WORDS


def test_robots_txt_is_asked_once_a_day(reading: Reading, clock: StillClock) -> None:
    reading.server.serve("/robots.txt", serving.feed("User-agent: *\nDisallow:\n"))
    for _ in range(2):
        reading.bring(serving.html(GOOD), host=HOSTS[0])
        reading.reader.read_wanted()
        clock.advance(PAUSE)
    assert len(reading.server.asked("/robots.txt")) == 1

    clock.advance(ROBOTS_KEPT)
    reading.bring(serving.html(GOOD), host=HOSTS[0])
    reading.reader.read_wanted()

    assert len(reading.server.asked("/robots.txt")) == 2


def test_a_site_is_asked_one_page_at_a_time_with_pauses(
    reading: Reading, clock: StillClock
) -> None:
    first, second = (reading.bring(serving.html(GOOD), host=HOSTS[0]) for _ in range(2))

    reading.reader.read_wanted(most_s=0.0)
    assert [reading.of(each).waits for each in (first, second)] == [True, False]

    clock.advance(PAUSE)
    reading.reader.read_wanted()
    assert [reading.of(each).waits for each in (first, second)] == [False, False]


def test_a_site_that_asks_for_patience_has_it(reading: Reading, clock: StillClock) -> None:
    busy = serving.status(429, headers={"Retry-After": "3600"})
    article = reading.bring(busy)
    reading.reader.read_wanted()

    clock.advance(timedelta(minutes=59))
    assert reading.reader.read_wanted() == 0

    clock.advance(timedelta(minutes=1))
    reading.server.serve("/0", serving.html(GOOD))
    assert reading.reader.read_wanted() == 1
    assert reading.of(article).text == WORDS


def test_a_site_that_wishes_longer_pauses_has_them(reading: Reading, clock: StillClock) -> None:
    robots = serving.feed("User-agent: *\nCrawl-delay: 20\n")
    reading.server.serve("/robots.txt", robots)
    first, _second = (reading.bring(serving.html(GOOD), host=HOSTS[0]) for _ in range(2))
    reading.reader.read_wanted(most_s=0.0)

    clock.advance(timedelta(seconds=19))
    assert reading.reader.read_wanted(most_s=0.0) == 0

    clock.advance(timedelta(seconds=1))
    assert reading.reader.read_wanted() == 1
    assert reading.of(first).text == WORDS


def test_a_robots_txt_of_a_gigabyte_is_left_where_enough_was_read(reading: Reading) -> None:
    reading.server.serve("/robots.txt", serving.spaces(1024, content_type="text/plain"))
    article = reading.bring(serving.html(GOOD))

    reading.reader.read_wanted()

    assert reading.of(article).text == WORDS


def test_a_stop_is_heard_while_a_site_is_waited_for(reading: Reading) -> None:
    async def stop(_request: object) -> NoReturn:
        reading.reader.stop.set()
        await asyncio.Event().wait()
        raise AssertionError("never reached")

    article = reading.bring(stop)

    assert reading.reader.read_wanted() == 0
    assert (reading.of(article).waits, reading.of(article).missing) == (True, None)


def test_a_worker_that_lost_its_lease_keeps_nothing(reading: Reading) -> None:
    def lost(_transaction: Transaction) -> None:
        raise LeaseLost(1)

    reading.reader.permit = lost
    article = reading.bring(serving.html(GOOD))

    with pytest.raises(LeaseLost):
        reading.reader.read_wanted()

    assert reading.of(article).waits


def test_where_nothing_is_wanted_nobody_is_asked(reading: Reading) -> None:
    assert reading.reader.read_wanted() == 0
    assert reading.server.transcript == []


def test_where_no_feed_wants_full_texts_a_delivery_asks_nothing_of_them(
    sqlite_database: Database,
) -> None:
    asked: list[str] = []
    room = WatchRoom(sqlite_database)
    event.listen(
        sqlite_database.engine,
        "before_cursor_execute",
        lambda _connection, _cursor, statement, *_more: asked.append(statement),
    )

    room.deliver(BUDGET, HOCKEY)

    assert asked
    assert [each for each in asked if "full_texts" in each] == []
