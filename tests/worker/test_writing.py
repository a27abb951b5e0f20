"""Answers that wait to be digested are bounded, and taken up together."""

import asyncio
from threading import Event

from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.fetch import Answer
from comms_desk.media.feeds.model import DueFeed, NewFeed
from comms_desk.storage.database import Database
from comms_desk.worker.writing import BACKLOG_BYTES, Watchers, Writer

ANSWERS = 6
LARGE = BACKLOG_BYTES // 4
SOON_S = 10


def large_answer(feed: DueFeed) -> Answer:
    """Return one small entry, and one that is too large to be taken in."""
    small = f"<item><title>Titre</title><guid>{feed.id}</guid></item>"
    large = f"<item><title>{'a' * LARGE}</title></item>"
    body = f"<rss><channel><title>Une</title>{small}{large}</channel></rss>"
    return Answer(address=feed.address, body=body.encode())


def a_writer(database: Database, *, total: int, commits: list[int]) -> Writer:
    watchers = Watchers(
        permit=None, after_commit=lambda: None, progress=lambda done, _total: commits.append(done)
    )
    return Writer(
        ArticleDesk(database),
        watchers,
        total=total,
        stop=Event(),
        loop=asyncio.get_running_loop(),
    )


def due_feeds(database: Database, count: int) -> list[DueFeed]:
    feeds = FeedDesk(database)
    feeds.add_all(NewFeed(address=f"https://journal{number}.example/") for number in range(count))
    return list(feeds.due())


def test_no_more_is_read_while_the_answers_that_wait_hold_too_much(database: Database) -> None:
    due = due_feeds(database, ANSWERS)
    backlogs: list[int] = []

    async def ask(feed: DueFeed, writer: Writer) -> None:
        await writer.room()
        writer.digest(feed, large_answer(feed), b"hash")
        backlogs.append(writer.backlog_bytes)

    async def everything() -> Writer:
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
