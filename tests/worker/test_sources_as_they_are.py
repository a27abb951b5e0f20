"""Servers that refuse, move, vanish and lie; clocks that are set back; computers that sleep."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from comms_desk.clock import StillClock
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.errors import MovedOnAnother
from comms_desk.media.feeds.health import Verdict
from comms_desk.media.feeds.model import Feed, FeedId, NewFeed
from comms_desk.settings import ALLOWED_NETWORKS
from comms_desk.storage.database import Database
from comms_desk.storage.desk_settings import DeskSettings
from comms_desk.storage.model import FieldChange
from comms_desk.worker.polling import Polling
from tools.tour import feed_server as serving
from tools.tour.feed_server import FeedServer

TEN_IN_THE_EVENING = datetime(2026, 11, 24, 3, tzinfo=UTC)
HALF_PAST_SIX = datetime(2026, 11, 24, 11, 30, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[FeedServer]:
    with FeedServer() as server:
        yield server


class Desk:
    """A desk whose worker polls what is due, minute after minute."""

    def __init__(self, database: Database, clock: StillClock, server: FeedServer) -> None:
        DeskSettings(database).set(ALLOWED_NETWORKS, ("127.0.0.0/8",))
        self.clock = clock
        self.server = server
        self.feeds = FeedDesk(database)
        self.polling = Polling(feeds=self.feeds, articles=ArticleDesk(database))

    def add(self, path: str, page: serving.Page, *, on_trial: bool = False) -> FeedId:
        address = self.server.serve(path, page)
        return self.feeds.add(NewFeed(address=address, on_trial=on_trial)).id

    def asked(self, path: str) -> int:
        return len(self.server.asked(path))

    def live(self, time: timedelta) -> None:
        """Poll what is due, every ten minutes, until *time* has passed."""
        until = self.clock.now() + time
        while self.clock.now() < until:
            self.polling.run()
            self.clock.advance(timedelta(minutes=10))

    def is_at(self, moment: datetime) -> None:
        self.clock.advance(moment - self.clock.now())


@pytest.fixture
def desk(database: Database, clock: StillClock, server: FeedServer) -> Desk:
    return Desk(database, clock, server)


def items(*numbers: int, date: datetime | None = None) -> serving.Page:
    written = "".join(
        f"<item><title>Titre {each}</title><guid isPermaLink='false'>{each}</guid>"
        + (f"<pubDate>{format_datetime(date - timedelta(hours=each))}</pubDate>" if date else "")
        + "</item>"
        for each in numbers
    )
    return serving.feed(f"<rss version='2.0'><channel><title>Une</title>{written}</channel></rss>")


def fares(desk: Desk, feed: FeedId) -> tuple[Feed, Verdict]:
    found = desk.feeds.get(feed)
    return found, found.health.verdict


def test_a_server_that_says_too_many_requests_is_left_in_peace(desk: Desk) -> None:
    busy = desk.add("/busy", serving.status(429, {"Retry-After": "7200"}))
    silent = desk.add("/silent", serving.status(429))

    desk.live(timedelta(hours=4))

    assert desk.asked("/busy") == 2
    assert desk.asked("/silent") < 6
    assert {fares(desk, each)[1] for each in (busy, silent)} == {Verdict.FAILING}


def test_a_source_that_fails_once_is_no_hole_in_the_watch(desk: Desk) -> None:
    feed = desk.add("/rss", serving.status(502))
    desk.live(timedelta(minutes=10))

    assert fares(desk, feed)[1] is Verdict.FAILING
    assert desk.feeds.standing().is_whole

    desk.live(timedelta(minutes=30))

    assert desk.feeds.standing().broken == 1


def test_many_sources_that_fail_at_once_are_said_at_once(desk: Desk) -> None:
    for each in range(20):
        desk.add(f"/good/{each}", serving.status(502) if each < 2 else items(each))
    desk.live(timedelta(minutes=10))

    assert desk.feeds.standing().is_whole

    for each in range(3):
        desk.add(f"/down/{each}", serving.status(503))
    desk.live(timedelta(minutes=3))

    assert desk.feeds.standing().broken == 5


def test_a_source_that_has_moved_is_followed_and_its_history_says_so(desk: Desk) -> None:
    desk.server.serve("/new", items(1, 2))
    feed = desk.add("/old", serving.redirect("/new", 301))

    desk.live(timedelta(hours=1))

    found, verdict = fares(desk, feed)
    assert found.address.endswith("/new")
    assert verdict is Verdict.GOOD
    assert desk.asked("/old") == 1
    (edit,) = desk.feeds.history(feed)
    assert (edit.field, edit.before) == ("address", desk.server.address("/old"))


def test_a_source_that_has_moved_onto_another_goes_on_being_read_and_says_so(desk: Desk) -> None:
    there = desk.add("/new", items(1, 2))
    feed = desk.add("/old", serving.redirect("/new", 301))

    desk.live(timedelta(hours=1))

    found, verdict = fares(desk, feed)
    assert (verdict, found.failures, found.answered_at is None) == (Verdict.DOUBLE, 0, False)
    told = MovedOnAnother(desk.server.address("/old"), target=desk.server.address("/new"))
    assert found.trouble == told.to_text()
    assert [each.id for each in desk.feeds.failing()] == [feed]
    assert desk.feeds.standing().is_whole
    asked = desk.asked("/old")

    desk.feeds.put_in_bin(there)
    desk.live(timedelta(hours=2))

    found, verdict = fares(desk, feed)
    assert (found.address, verdict) == (desk.server.address("/new"), Verdict.GOOD)
    assert desk.asked("/old") == asked + 1


def test_two_sources_that_move_to_one_address_at_once_are_both_kept(desk: Desk) -> None:
    desk.server.serve("/new", items(1, 2))
    both = [desk.add(path, serving.redirect("/new", 301)) for path in ("/a", "/b")]

    desk.live(timedelta(hours=1))

    assert {fares(desk, each)[1] for each in both} == {Verdict.GOOD, Verdict.DOUBLE}


def test_a_source_that_has_moved_onto_a_paused_one_is_not_followed_twice(desk: Desk) -> None:
    there = desk.add("/new", items(1, 2))
    desk.feeds.edit(there, FieldChange("paused", before=False, after=True))
    feed = desk.add("/old", serving.redirect("/new", 301))

    desk.live(timedelta(hours=1))

    assert fares(desk, feed)[1] is Verdict.GOOD


def test_a_source_that_is_gone_is_not_asked_again(desk: Desk) -> None:
    feed = desk.add("/gone", serving.status(410))

    desk.live(timedelta(hours=12))

    assert desk.asked("/gone") == 1
    assert fares(desk, feed)[1] is Verdict.STOPPED


def test_dates_of_the_future_do_not_hide_that_a_source_is_alive(desk: Desk) -> None:
    feed = desk.add("/rss", items(1, 2, 3, date=desk.clock.now() + timedelta(days=900)))

    desk.live(timedelta(hours=1))

    found, verdict = fares(desk, feed)
    assert verdict is Verdict.GOOD
    assert found.new_at is not None
    assert found.new_at <= desk.clock.now()


def test_a_source_that_died_years_ago_is_silent_from_the_first_reading(desk: Desk) -> None:
    feed = desk.add("/rss", items(1, 2, 3, date=desk.clock.now() - timedelta(days=700)))

    desk.live(timedelta(minutes=10))

    assert fares(desk, feed)[1] is Verdict.LATE


def test_a_clock_set_back_by_a_day_silences_no_source(desk: Desk) -> None:
    feed = desk.add("/rss", items(1))
    desk.live(timedelta(hours=2))
    before = desk.asked("/rss")

    desk.clock.advance(timedelta(days=-1))
    desk.live(timedelta(hours=2))

    assert desk.asked("/rss") > before + 2
    assert fares(desk, feed)[1] is Verdict.GOOD


def test_what_rolled_over_while_the_computer_slept_is_a_gap_until_the_next_morning(
    desk: Desk,
) -> None:
    desk.is_at(TEN_IN_THE_EVENING - timedelta(hours=1))
    lively, quiet = desk.add("/lively", items(1, 2, 3)), desk.add("/quiet", items(1, 2, 3))
    desk.live(timedelta(hours=1))
    desk.server.serve("/lively", items(7, 8, 9))

    desk.is_at(HALF_PAST_SIX)
    desk.live(timedelta(minutes=30))

    assert fares(desk, lively)[1] is Verdict.GAP
    assert fares(desk, quiet)[1] is Verdict.GOOD
    together = desk.feeds.standing()
    assert (together.gaps, together.late, together.broken, together.is_whole) == (1, 0, 0, False)
    desk.is_at(HALF_PAST_SIX + timedelta(hours=25))
    assert desk.feeds.standing().is_whole
    assert len(desk.feeds.gaps()) == 1


def test_each_source_is_asked_at_once_when_the_computer_wakes_and_then_each_quarter_of_an_hour(
    desk: Desk,
) -> None:
    desk.is_at(TEN_IN_THE_EVENING - timedelta(hours=1))
    desk.add("/quiet", items(1))
    desk.live(timedelta(hours=1))
    before = desk.asked("/quiet")

    desk.is_at(HALF_PAST_SIX)
    desk.polling.run()
    assert desk.asked("/quiet") == before + 1

    desk.live(timedelta(hours=1))
    assert desk.asked("/quiet") >= before + 3


def test_of_a_starter_list_what_answers_is_followed_and_the_rest_is_offered_again(
    desk: Desk,
) -> None:
    good = desk.add("/rss", items(1), on_trial=True)
    lost = desk.add("/lost", serving.status(404), on_trial=True)
    slow = desk.add("/slow", serving.status(500), on_trial=True)

    desk.live(timedelta(hours=24))

    assert desk.asked("/lost") == 1
    assert desk.asked("/slow") == 3
    assert fares(desk, good)[1] is Verdict.GOOD
    assert {fares(desk, each)[1] for each in (lost, slow)} == {Verdict.UNANSWERED}
    assert desk.feeds.failing() == ()
    together = desk.feeds.standing()
    assert (together.feeds, together.unanswered, together.is_whole) == (3, 2, True)

    desk.server.serve("/lost", items(4))
    assert set(desk.feeds.try_again()) == {lost, slow}
    desk.live(timedelta(minutes=10))

    assert fares(desk, lost)[1] is Verdict.GOOD
    assert fares(desk, slow)[1] is Verdict.UNANSWERED
    desk.server.serve("/rss", serving.status(404))
    desk.live(timedelta(hours=2))
    assert fares(desk, good)[1] is Verdict.MOVED
