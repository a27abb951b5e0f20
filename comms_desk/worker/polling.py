"""One round of the watch: ask the feeds that are due, and store what they bring.

Two threads: the caller's asks (it is an event loop, and never waits for the database), a
second one digests answers and commits them, at most 50 articles at a time, feeds that
brought nothing being noted many at once.  A feed that fails, in whatever way, never stops
the others.  A stop is heard within a second: what was not committed is asked again later.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, override
from urllib.parse import urlsplit

from comms_desk.media.articles import digest
from comms_desk.media.articles.desk import ARTICLES_AT_ONCE, ArticleDesk
from comms_desk.media.articles.model import Delivery, Taken
from comms_desk.media.feeds import errors
from comms_desk.media.feeds.desk import FeedDesk
from comms_desk.media.feeds.fetch import Answer, Fetcher, Question
from comms_desk.media.feeds.guard import Guard
from comms_desk.media.feeds.model import DueFeed, FeedId, Poll
from comms_desk.storage.database import Transaction
from comms_desk.storage.errors import StorageBusy

if TYPE_CHECKING:
    from comms_desk.across.office import Office

POLLS_AT_ONCE = 250
WAITING_ANSWERS = 16
"""Answers that may wait to be digested; with those being read they bound the memory."""
LISTEN_EVERY_S = 0.1
PATIENCE_S = 0.5
"""How long the writer waits for more before it commits what it has."""
LONGEST_WAIT_S = 3.0
"""How long an answer may wait for others before it is committed."""
BUSY_TRIES = 3

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Round:
    """What a round of polling did."""

    feeds: int = 0
    unchanged: int = 0
    failed: int = 0
    new_articles: int = 0
    changed_articles: int = 0
    gaps: int = 0
    is_stopped: bool = False


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
    after_commit: Callable[[], None] = lambda: None
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
        clock = self.articles.clock
        writer = _Writer(self, total=len(due), loop=asyncio.get_running_loop())
        places = [urlsplit(feed.address).netloc for feed in due]
        hosts = Counter(places)
        writer.start()
        try:
            guard = Guard(self.feeds.allowed_networks())
            async with Fetcher(guard, now=clock.now) as fetcher:
                asking = [
                    asyncio.create_task(self._ask(fetcher, feed, writer, keep=hosts[place] > 1))
                    for feed, place in zip(due, places, strict=True)
                ]
                await self._until_asked(asking, writer)
        finally:
            writer.finish()
            await asyncio.to_thread(writer.join)
        if writer.error is not None:
            raise writer.error
        writer.round.is_stopped = self.stop.is_set()
        return writer.round

    async def _until_asked(self, asking: Sequence[asyncio.Task[None]], writer: "_Writer") -> None:
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

    async def _ask(self, fetcher: Fetcher, feed: DueFeed, writer: "_Writer", *, keep: bool) -> None:
        question = Question(
            address=feed.address,
            etag=feed.etag,
            last_modified=feed.last_modified,
            keep_open=keep,
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
                await writer.room.acquire()
                writer.digest(feed, answer, whole)


def polling_for(
    office: "Office",
    *,
    stop: Event | None = None,
    permit: Callable[[Transaction], None] | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Polling:
    """Return a polling of the whole desk: its watches look at what each commit brings."""
    stop = stop or Event()

    def catch_up() -> None:
        while not stop.is_set() and not office.watches.catch_up(permit=permit).is_done:
            pass

    return Polling(
        feeds=office.feeds,
        articles=office.articles,
        stop=stop,
        permit=permit,
        after_commit=catch_up,
        progress=progress,
    )


class _Writer(Thread):
    """Digests answers and commits what they bring, in a thread of its own."""

    def __init__(self, polling: Polling, *, total: int, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="polling: writer", daemon=True)
        self.room = asyncio.Semaphore(WAITING_ANSWERS)
        self.round = Round(feeds=total)
        self.error: BaseException | None = None
        self._polling = polling
        self._loop = loop
        self._inbox: SimpleQueue[Delivery | tuple[DueFeed, Answer, bytes] | None] = SimpleQueue()
        self._waiting: list[Delivery] = []
        self._articles = 0
        self._done = 0
        self._committed_at = monotonic()

    def note(self, delivery: Delivery) -> None:
        """Have a delivery that needs no digesting stored."""
        self._inbox.put(delivery)

    def digest(self, feed: DueFeed, answer: Answer, whole: bytes) -> None:
        """Have an answer digested and stored; the caller has taken a place in `room`."""
        self._inbox.put((feed, answer, whole))

    def finish(self) -> None:
        """Have the thread end once its inbox is empty."""
        self._inbox.put(None)

    @override
    def run(self) -> None:
        """Work until `finish`; an error ends the round and is raised by it."""
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            self.error = error

    def _work(self) -> None:
        while True:
            try:
                item = self._inbox.get(timeout=PATIENCE_S)
            except Empty:
                self._commit()
                continue
            if item is None or self._polling.stop.is_set():
                break
            if isinstance(item, Delivery):
                self._take(item)
            else:
                self._digest(*item)
                self._loop.call_soon_threadsafe(self.room.release)
            if monotonic() - self._committed_at > LONGEST_WAIT_S:
                self._commit()
        if not self._polling.stop.is_set():
            self._commit()

    def _digest(self, feed: DueFeed, answer: Answer, whole: bytes) -> None:
        try:
            for delivery in digest.digest(feed, answer, whole):
                if self._polling.stop.is_set():
                    return
                self._take(delivery)
        except errors.FeedTrouble as trouble:
            self._take(digest.failed(feed, trouble))
        except Exception as error:  # the worker's task boundary, as above
            log.exception("the feed %s could not be read", feed.address)
            reason = type(error).__name__
            self._take(digest.failed(feed, errors.BrokenFeed(feed.address, reason=reason)))

    def _take(self, delivery: Delivery) -> None:
        if self._articles + len(delivery.entries) > ARTICLES_AT_ONCE:
            self._commit()
        self._waiting.append(delivery)
        self._articles += len(delivery.entries)
        if self._articles >= ARTICLES_AT_ONCE or len(self._waiting) >= POLLS_AT_ONCE:
            self._commit()

    def _commit(self) -> None:
        self._committed_at = monotonic()
        if not self._waiting:
            return
        waiting, self._waiting, self._articles = self._waiting, [], 0
        taken = self._store(waiting)
        if taken is None:
            return
        self._count([each.poll for each in waiting if each.is_last], taken)
        if taken.new or taken.changed:
            self._polling.after_commit()
        self._polling.progress(self._done, self.round.feeds)

    def _store(self, deliveries: Sequence[Delivery]) -> Taken | None:
        """Store *deliveries*; None when the database stays busy: they are asked again later."""
        for _ in range(BUSY_TRIES):
            try:
                return self._polling.articles.take_in(deliveries, permit=self._polling.permit)
            except StorageBusy:
                if self._polling.stop.is_set():
                    break
        log.warning("the database stayed busy: %d polls were not kept", len(deliveries))
        return None

    def _count(self, polls: Sequence[Poll], taken: Taken) -> None:
        self._done += len(polls)
        self.round.unchanged += sum(
            poll.body_hash is None and poll.trouble is None for poll in polls
        )
        self.round.failed += sum(poll.trouble is not None for poll in polls)
        self.round.new_articles += len(taken.new)
        self.round.changed_articles += len(taken.changed)
        self.round.gaps += len(taken.gaps)
