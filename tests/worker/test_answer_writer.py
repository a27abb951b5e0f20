"""Answers that wait to be digested are bounded, and taken up together."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Event
from typing import override

from comms_desk.media.articles.desk import ARTICLES_AT_ONCE, ArticleDesk
from comms_desk.media.articles.model import Delivery, TakenDeliveries
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.errors import BrokenFeed
from comms_desk.media.feeds.fetch import FeedAnswer
from comms_desk.media.feeds.model import DueFeed, NewFeed
from comms_desk.storage.database import Database, Transaction
from comms_desk.storage.errors import StorageBusy, StorageFull
from comms_desk.worker.answer_writer import BACKLOG_BYTES, BUSY_TRIES, AnswerWriter, Watchers
from tests.support.writers import write

ANSWERS = 6
LARGE = BACKLOG_BYTES // 4
SOON_S = 30
LAST = ARTICLES_AT_ONCE - 1


def large_answer(feed: DueFeed) -> FeedAnswer:
    """Return one small entry, and one that is too large to be taken in."""
    small = f"<item><title>Titre</title><guid>{feed.id}</guid></item>"
    large = f"<item><title>{'a' * LARGE}</title></item>"
    body = f"<rss><channel><title>Une</title>{small}{large}</channel></rss>"
    return FeedAnswer(address=feed.address, body=body.encode())


def small_answer(feed: DueFeed, count: int) -> FeedAnswer:
    """Return *count* small entries, the newest first: the last of the document is the oldest."""
    items = "".join(
        f"<item><title>Titre {number}</title>"
        f"<guid isPermaLink='false'>{feed.id}-{number}</guid></item>"
        for number in range(count)
    )
    body = f"<rss><channel><title>Une</title>{items}</channel></rss>"
    return FeedAnswer(address=feed.address, body=body.encode())


def a_writer(
    database: Database,
    *,
    total: int,
    commits: list[int],
) -> AnswerWriter:
    watchers = Watchers(
        permit=None, after_commit=lambda: None, progress=lambda done, _total: commits.append(done)
    )
    return AnswerWriter(
        ArticleDesk(database),
        watchers,
        total=total,
        stop=Event(),
        loop=asyncio.get_running_loop(),
    )


class BusyAtFirst(ArticleDesk):
    """Stores nothing of the first *times* that it is asked."""

    def __init__(self, database: Database, times: int) -> None:
        super().__init__(database)
        self.times = times

    @override
    def take_in(
        self,
        deliveries: Sequence[Delivery],
        *,
        permit: Callable[[Transaction], None] | None = None,
    ) -> TakenDeliveries:
        if self.times:
            self.times -= 1
            raise StorageBusy(0.0)
        return super().take_in(deliveries, permit=permit)


def due_feeds(database: Database, count: int) -> list[DueFeed]:
    feeds = FeedDesk(database)
    feeds.add_all(NewFeed(address=f"https://journal{number}.example/") for number in range(count))
    return list(feeds.due())


def test_no_more_is_read_while_the_answers_that_wait_hold_too_much(database: Database) -> None:
    due = due_feeds(database, ANSWERS)
    backlogs: list[int] = []

    async def ask(feed: DueFeed, writer: AnswerWriter) -> None:
        await writer.room()
        writer.digest(feed, large_answer(feed), b"hash")
        backlogs.append(writer.backlog_bytes)

    async def everything() -> AnswerWriter:
        writer = a_writer(database, total=ANSWERS, commits=[])
        asking = [asyncio.create_task(ask(feed, writer)) for feed in due]
        await asyncio.sleep(0)
        assert sum(task.done() for task in asking) < ANSWERS
        writer.start()
        await asyncio.wait_for(asyncio.gather(*asking), SOON_S)
        writer.finish()
        await asyncio.to_thread(writer.join)
        return writer

    writer = asyncio.run(everything())

    assert writer.error is None
    assert writer.round.new_articles == ANSWERS
    assert max(backlogs) < BACKLOG_BYTES + 2 * LARGE


def test_what_came_before_the_end_is_committed_together(database: Database) -> None:
    due = due_feeds(database, ANSWERS)
    commits: list[int] = []

    async def everything() -> None:
        writer = a_writer(database, total=ANSWERS, commits=commits)
        for feed in due:
            writer.digest(feed, large_answer(feed), b"hash")
        writer.finish()
        writer.start()
        await asyncio.to_thread(writer.join)

    asyncio.run(everything())

    assert commits == [ANSWERS]


def test_what_cannot_be_stored_costs_its_own_feed_and_no_other(database: Database) -> None:
    due = due_feeds(database, ANSWERS)
    half_a_character = "\udce9"
    answers = [
        (feed, replace(large_answer(feed), etag=half_a_character if number == 1 else '"a"'))
        for number, feed in enumerate(due)
    ]

    writer = write(database, answers)

    assert writer.error is None
    assert writer.round.new_articles == ANSWERS - 1
    assert writer.round.failed == 1
    feeds = FeedDesk(database)
    states = [feeds.get(feed.id).what_failed() for feed in due]
    assert [type(each) for each in states if each is not None] == [BrokenFeed]
    assert isinstance(states[1], BrokenFeed)


def test_when_a_part_of_a_poll_is_not_kept_none_of_what_follows_is(database: Database) -> None:
    (feed,) = due_feeds(database, 1)
    count = 3 * ARTICLES_AT_ONCE
    answers = [(feed, small_answer(feed, count))]

    busy = write(database, answers, articles=BusyAtFirst(database, BUSY_TRIES))
    again = write(database, answers)

    assert busy.error is None
    assert busy.round.new_articles == 0
    assert again.round.new_articles == count


def test_a_feed_given_up_by_a_commit_is_not_added_to_by_the_next(database: Database) -> None:
    few, many = due_feeds(database, 2)
    answers = [(few, small_answer(few, 10)), (many, small_answer(many, ARTICLES_AT_ONCE))]

    busy = write(database, answers, articles=BusyAtFirst(database, BUSY_TRIES))
    due = {feed.id: feed for feed in FeedDesk(database).due(all_of_them=True)}
    again = write(database, [(due[feed.id], answer) for feed, answer in answers])

    assert busy.round.new_articles + again.round.new_articles == 10 + ARTICLES_AT_ONCE


def test_a_feed_of_which_a_part_cannot_be_stored_has_failed(database: Database) -> None:
    few, many = due_feeds(database, 2)
    answers = [(few, small_answer(few, 10)), (many, small_answer(many, ARTICLES_AT_ONCE))]

    class Choosy(ArticleDesk):
        @override
        def take_in(
            self,
            deliveries: Sequence[Delivery],
            *,
            permit: Callable[[Transaction], None] | None = None,
        ) -> TakenDeliveries:
            if any(entry.key == f"{many.id}-{LAST}" for d in deliveries for entry in d.entries):
                raise AssertionError("a bug of ours")
            return super().take_in(deliveries, permit=permit)

    writer = write(database, answers, articles=Choosy(database))

    assert writer.error is None
    assert writer.round.failed == 1
    assert isinstance(FeedDesk(database).get(many.id).what_failed(), BrokenFeed)
    assert FeedDesk(database).get(few.id).what_failed() is None


def test_a_bug_of_the_watches_ends_the_round_and_blames_no_feed(database: Database) -> None:
    due = due_feeds(database, 3)

    def fail() -> None:
        raise AssertionError("a bug of the watches")

    answers = [(feed, small_answer(feed, 2)) for feed in due]
    writer = write(database, answers, after_commit=fail)

    assert isinstance(writer.error, AssertionError)
    assert writer.round.new_articles == 6
    assert all(FeedDesk(database).get(feed.id).what_failed() is None for feed in due)


def test_a_database_that_fails_ends_the_round(database: Database) -> None:
    (feed,) = due_feeds(database, 1)

    class Full(ArticleDesk):
        @override
        def take_in(
            self,
            deliveries: Sequence[Delivery],
            *,
            permit: Callable[[Transaction], None] | None = None,
        ) -> TakenDeliveries:
            raise StorageFull("desk.sqlite")

    writer = write(database, [(feed, large_answer(feed))], articles=Full(database))

    assert isinstance(writer.error, StorageFull)
