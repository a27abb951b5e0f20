"""A round of polling takes in what is new, whatever some of the feeds do."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Event, Thread

import pytest

from comms_desk.clock import StillClock
from comms_desk.jobs.desk import JobDesk
from comms_desk.jobs.model import LEASE_LASTS, LeaseLost
from comms_desk.jobs.within import check
from comms_desk.media.articles.desk import ARTICLES_AT_ONCE, ArticleDesk
from comms_desk.media.feeds import errors
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.health import Verdict
from comms_desk.media.feeds.model import FeedId, NewFeed
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.worker.answer_writer import Round
from comms_desk.worker.polling import Polling
from tools.tour import feed_server as serving
from tools.tour.feed_server import FeedServer

SOON_S = 30


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


class Watch:
    """A desk that polls the feed server."""

    def __init__(self, database: Database, server: FeedServer) -> None:
        DeskSettings(database).set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
        self.server = server
        self.feeds = FeedDesk(database)
        self.articles = ArticleDesk(database)
        self.polling = Polling(feeds=self.feeds, articles=self.articles)

    def add(self, path: str, page: serving.Page) -> FeedId:
        return self.feeds.add(NewFeed(address=self.server.serve(path, page))).id

    def poll(self) -> Round:
        return self.polling.run(all_of_them=True)

    def titles(self) -> list[str]:
        return [article.title for article in self.articles.search(limit=1_000).rows]

    def trouble(self, feed: FeedId) -> type[object]:
        return type(self.feeds.get(feed).what_failed())


@pytest.fixture
def watch(database: Database, server: FeedServer) -> Watch:
    return Watch(database, server)


def rss(*numbers: int, title: str = "Titre", head: str = "") -> str:
    items = "".join(
        f"<item><title>{title} {number}</title><guid isPermaLink='false'>{number}</guid>"
        f"<description>Texte {number}</description></item>"
        for number in numbers
    )
    return f"<rss version='2.0'><channel><title>La Une</title>{head}{items}</channel></rss>"


def test_a_round_takes_in_what_is_new_and_only_that(watch: Watch) -> None:
    feed = watch.add("/rss", serving.feed(rss(2, 1), etag='"1"'))
    assert watch.poll().new_articles == 2

    assert watch.poll().unchanged == 1

    watch.server.serve("/rss", serving.feed(rss(3, 2, 1), etag='"2"'))
    assert watch.poll().new_articles == 1
    assert watch.titles()[0] == "Titre 3"
    assert [each.status for each in watch.server.asked("/rss")] == [200, 304, 200]
    assert watch.feeds.get(feed).title == "La Une"


def test_the_same_bytes_without_validators_are_nothing_new(watch: Watch) -> None:
    watch.add("/rss", serving.feed(rss(1)))
    watch.poll()

    assert watch.poll() == Round(feeds=1, unchanged=1)


def test_a_long_document_comes_in_small_commits_in_its_order(watch: Watch) -> None:
    commits: list[int] = []
    watch.polling.progress = lambda done, _total: commits.append(done)
    numbers = range(3 * ARTICLES_AT_ONCE + 30, 0, -1)
    watch.add("/rss", serving.feed(rss(*numbers)))

    assert watch.poll().new_articles == len(numbers)

    assert watch.titles() == [f"Titre {number}" for number in numbers]
    assert len(commits) >= 4


@pytest.mark.parametrize(
    ("cut", "at_first", "then"),
    [
        (f"<item><title>Trop</title><description>{'a' * (1 << 20)}</description></item>", 1, 1),
        ("<item><title>La même</title></item>" * 2_002, 3, 4),
        (
            f"<item><title>Creux</title><description>{'&lt;div>' * 20_000}</description></item>",
            1,
            1,
        ),
    ],
    ids=["too large", "too many", "read, and too deep"],
)
def test_what_is_left_out_of_a_document_is_said_at_each_poll(
    watch: Watch, cut: str, at_first: int, then: int
) -> None:
    def page(*numbers: int) -> serving.Page:
        return serving.feed(rss(*numbers).replace("</channel>", f"{cut}</channel>"))

    feed = watch.add("/rss", page(1))
    assert watch.poll().left_out == at_first
    watch.server.serve("/rss", page(2, 1))

    assert watch.poll().left_out == then

    assert watch.feeds.get(feed).left_out.total == then
    assert [each.id for each in watch.feeds.cut_short()] == [feed]
    watch.server.serve("/rss", serving.feed(rss(3, 2, 1)))
    assert watch.poll().left_out == 0
    assert watch.feeds.cut_short() == ()


def test_feeds_that_fail_never_stop_the_others(watch: Watch) -> None:
    bad: dict[FeedId, type[object]] = {
        watch.add("/gone", serving.status(410)): errors.FeedGone,
        watch.add("/html", serving.html()): errors.NotAFeed,
        watch.add("/broken", serving.feed("<rss><channel><item>")): errors.BrokenFeed,
        watch.add("/bomb", serving.entity_bomb()): errors.DangerousFeed,
        watch.add("/gzip", serving.gzip_bomb(30)): errors.FeedTooLarge,
        watch.add("/spaces", serving.spaces(30)): errors.FeedTooLarge,
        watch.add("/loop", serving.redirect("/loop")): errors.TooManyRedirects,
        watch.add("/private", serving.redirect("http://10.0.0.1/")): errors.RefusedAddress,
        watch.add("/hang", serving.hang_up()): errors.Unreachable,
        watch.add("/500", serving.status(500)): errors.ServerFailed,
    }
    watch.add("/good", serving.feed(rss(1)))

    done = watch.poll()

    assert watch.titles() == ["Titre 1"]
    assert done.failed == len(bad)
    assert {feed: watch.trouble(feed) for feed in bad} == bad


def test_a_feed_that_is_gone_is_stopped_and_shown(watch: Watch) -> None:
    feed = watch.add("/rss", serving.status(410))

    watch.poll()
    watch.poll()

    assert watch.feeds.get(feed).health.verdict is Verdict.STOPPED
    assert len(watch.server.asked("/rss")) == 1
    assert [each.id for each in watch.feeds.failing()] == [feed]


def test_a_permanent_move_is_stored_and_a_temporary_one_is_not(watch: Watch) -> None:
    new = watch.server.serve("/new", serving.feed(rss(1)))
    moved = watch.add("/moved", serving.redirect("/new", 308))
    elsewhere = watch.add("/elsewhere", serving.redirect("/other", 302))
    watch.server.serve("/other", serving.feed(rss(2)))

    watch.poll()

    assert watch.feeds.get(moved).address == new
    assert watch.feeds.get(elsewhere).address.endswith("/elsewhere")


def test_a_feeds_own_wish_for_patience_is_granted(watch: Watch, clock: StillClock) -> None:
    page = serving.feed(rss(1, head="<ttl>120</ttl>"), etag='"1"')
    feed = watch.add("/rss", page)

    for _ in ("read", "unchanged"):
        watch.poll()
        assert watch.feeds.get(feed).due_at >= clock.now() + timedelta(hours=2)
        clock.advance(timedelta(hours=3))


def test_a_night_without_polling_is_said_to_be_a_gap(watch: Watch, clock: StillClock) -> None:
    feed = watch.add("/rss", serving.feed(rss(3, 2, 1)))
    watch.poll()
    clock.advance(timedelta(hours=9))
    watch.server.serve("/rss", serving.feed(rss(9, 8, 7)))

    assert watch.poll().gaps == 1

    (gap,) = watch.feeds.gaps()
    assert (gap.feed, gap.until - gap.since) == (feed, timedelta(hours=9))


def test_a_stop_is_heard_while_a_server_dawdles(watch: Watch) -> None:
    arrived = Event()
    page = serving.never()

    async def slow(request: object) -> object:
        arrived.set()
        return await page(request)  # type: ignore[arg-type]

    watch.add("/slow", slow)  # type: ignore[arg-type]
    watch.add("/good", serving.feed(rss(1)))
    rounds: list[Round] = []
    polling = Thread(target=lambda: rounds.append(watch.poll()))
    polling.start()
    assert arrived.wait(SOON_S)

    watch.polling.stop.set()
    polling.join(SOON_S)

    assert not polling.is_alive()
    assert rounds[0].is_stopped


def test_a_host_that_dawdles_holds_up_no_other(database: Database) -> None:
    with FeedServer(hosts=("127.0.0.1", "127.0.0.2")) as server:
        watch = Watch(database, server)
        for number in range(40):
            watch.add(f"/slow/{number}", serving.never())
        server.serve("/good", serving.feed(rss(1)))
        watch.feeds.add(NewFeed(address=server.address("/good", "127.0.0.2")))
        committed = Event()
        watch.polling.after_commit = committed.set
        polling = Thread(target=watch.poll)
        polling.start()

        came = committed.wait(SOON_S)
        asked = {asked.path for asked in server.transcript if asked.host == "127.0.0.1"}
        watch.polling.stop.set()
        polling.join(SOON_S)

    assert came
    assert watch.titles() == ["Titre 1"]
    assert len(asked) <= 2


def test_the_watches_look_after_each_commit_that_brought_texts(watch: Watch) -> None:
    looks: list[int] = []
    watch.polling.after_commit = lambda: looks.append(len(watch.titles()))
    watch.add("/rss", serving.feed(rss(1)))

    watch.poll()
    watch.poll()

    assert looks == [1]


def test_a_worker_that_lost_its_lease_writes_nothing(
    watch: Watch, database: Database, clock: StillClock
) -> None:
    jobs = JobDesk(database)
    old = jobs.take("old")
    clock.advance(LEASE_LASTS + timedelta(seconds=1))
    jobs.take("new")
    watch.polling.permit = lambda transaction: check(transaction, old.token)
    watch.add("/rss", serving.feed(rss(1)))

    with pytest.raises(LeaseLost):
        watch.poll()

    assert watch.titles() == []
    assert len(watch.feeds.due()) == 1


def test_only_the_feeds_asked_for_are_asked(watch: Watch) -> None:
    one = watch.add("/one", serving.feed(rss(1)))
    watch.add("/two", serving.feed(rss(2)))

    watch.polling.run(only=[one])

    assert watch.titles() == ["Titre 1"]


def test_nothing_due_is_nothing_done(watch: Watch) -> None:
    assert watch.polling.run() == Round()
