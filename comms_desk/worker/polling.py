"""One round of the watch: ask the feeds that are due, and store what they bring.

Two threads: the caller's asks (it is an event loop, and never waits for the database), a
second one digests answers and commits them (`writing`).  A feed that fails, in whatever way,
never stops the others.  A stop is heard within a second: what was not committed is asked
again later.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event
from urllib.parse import urlsplit

from comms_desk.across import Office
from comms_desk.media.articles import digest
from comms_desk.media.articles.desk import ArticleDesk
from comms_desk.media.articles.model import Delivery
from comms_desk.media.feeds import errors
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.fetch import AT_ONCE, PER_HOST, FeedRequest, Fetcher
from comms_desk.media.feeds.guard import Guard
from comms_desk.media.feeds.model import DueFeed, FeedId
from comms_desk.storage.database import Transaction
from comms_desk.worker.answer_writer import AnswerWriter, Round, Watchers

LISTEN_EVERY_S = 0.1

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Polling:
    """Polls on behalf of a worker or of a command.

    Attributes:
        permit: Called in each writing transaction; raises when the lease is lost.
        after_commit: Called after each commit that brought texts: the watches look at them.
        progress: Told how many feeds are done, of how many.
    """

    feeds: FeedDesk
    articles: ArticleDesk
    stop: Event = field(default_factory=Event)
    permit: Callable[[Transaction], None] | None = None
    after_commit: Callable[[], object] = lambda: None
    progress: Callable[[int, int], None] = lambda _done, _total: None

    def run(self, *, all_of_them: bool = False, only: Iterable[FeedId] | None = None) -> Round:
        """Ask the feeds that are due, all of them, or *only* these; return what it brought.

        Raises:
            LeaseLost: Another worker has taken over; nothing more was written.
        """
        due = self.feeds.due(all_of_them=all_of_them, only=only)
        if not due or self.stop.is_set():
            return Round(is_stopped=self.stop.is_set())
        return asyncio.run(self._ask_all(due))

    async def _ask_all(self, due: Sequence[DueFeed]) -> Round:
        writer = AnswerWriter(
            self.articles,
            Watchers(permit=self.permit, after_commit=self.after_commit, progress=self.progress),
            total=len(due),
            stop=self.stop,
            loop=asyncio.get_running_loop(),
        )
        writer.start()
        try:
            guard = Guard(self.feeds.allowed_networks())
            async with Fetcher(guard, now=self.articles.clock.now, room=writer.room) as fetcher:
                queues = iter(_queues(due))
                asking = [
                    asyncio.create_task(_ask_queues(fetcher, queues, writer))
                    for _ in range(AT_ONCE)
                ]
                await self._until_asked(asking, writer)
        finally:
            writer.finish()
            await asyncio.to_thread(writer.join)
        if writer.error is not None:
            raise writer.error
        writer.round.is_stopped = self.stop.is_set()
        return writer.round

    async def _until_asked(
        self, asking: Sequence[asyncio.Task[None]], writer: AnswerWriter
    ) -> None:
        pending: set[asyncio.Task[None]] = set(asking)
        while pending:
            done, pending = await asyncio.wait(pending, timeout=LISTEN_EVERY_S)
            for task in done:
                task.result()
            if self.stop.is_set() or writer.error is not None:
                break
        for task in pending:
            task.cancel()
        await asyncio.gather(*pending, return_exceptions=True)


def polling_for(
    office: Office,
    *,
    stop: Event | None = None,
    permit: Callable[[Transaction], None] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Polling:
    """Return a polling of the whole desk: its watches and stories see what each commit brings."""
    stop = stop or Event()
    return Polling(
        feeds=office.feeds,
        articles=office.articles,
        stop=stop,
        permit=permit,
        after_commit=partial(catch_up, office, stop=stop, permit=permit),
        progress=progress,
    )


def catch_up(
    office: Office,
    *,
    stop: Event,
    permit: Callable[[Transaction], None] | None,
) -> int:
    """Ask the watches about what arrived, then group it; how many articles mention something.

    The watches come first: a mention that is alone for a moment is better than none.
    """
    mentions = 0
    is_done = False
    while not (is_done or stop.is_set()):
        caught = office.themes.catch_up(permit=permit, stop=stop.is_set)
        mentions, is_done = mentions + len(caught.mentions), caught.is_done
    is_done = False
    while not (is_done or stop.is_set()):
        is_done = office.stories.catch_up(permit=permit, stop=stop.is_set).is_done
    return mentions


def _queues(due: Iterable[DueFeed]) -> list[list[DueFeed]]:
    """Put the feeds of each host in `PER_HOST` queues; the longest queues come first.

    A queue is asked by one task, one feed after the other: no host holds up another's, and
    what waits to be digested is bounded by the tasks, however many feeds there are.
    """
    hosts: dict[str, list[DueFeed]] = {}
    for feed in due:
        hosts.setdefault(urlsplit(feed.address).netloc, []).append(feed)
    queues = [feeds[number::PER_HOST] for feeds in hosts.values() for number in range(PER_HOST)]
    return sorted(filter(None, queues), key=len, reverse=True)


async def _ask_queues(
    fetcher: Fetcher, queues: Iterator[list[DueFeed]], writer: AnswerWriter
) -> None:
    for queue in queues:
        for feed in queue:
            await _ask(fetcher, feed, writer, keep_open=len(queue) > 1)


async def _ask(fetcher: Fetcher, feed: DueFeed, writer: AnswerWriter, *, keep_open: bool) -> None:
    question = FeedRequest(
        address=feed.address,
        etag=feed.etag,
        last_modified=feed.last_modified,
        keep_open=keep_open,
    )
    try:
        answer = await fetcher.ask(question)
    except errors.FeedTrouble as trouble:
        writer.note(digest.failed(feed, trouble))
    except Exception as error:  # the worker's task boundary: one feed's bug stops no other
        log.exception("asking %s failed in a way that nobody expected", feed.address)
        unknown = errors.Unreachable(feed.address, reason=type(error).__name__)
        writer.note(digest.failed(feed, unknown))
    else:
        whole = digest.body_hash(answer)
        poll = digest.unchanged(feed, answer, whole)
        if poll is not None:
            writer.note(Delivery(poll=poll))
        else:
            await writer.room()
            writer.digest(feed, answer, whole)
