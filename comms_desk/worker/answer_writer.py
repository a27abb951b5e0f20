"""What the answers of a round bring, digested and committed by a thread of its own.

Answers are gathered, and taken up together: every second, or once they hold many bytes.  Two
threads that wake each other at each answer cost a quarter more than one after the other
(docs/benchmarks.md), and whoever asks never waits for the database.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import override

from comms_desk.errors import CommsDeskError
from comms_desk.media.articles import digest
from comms_desk.media.articles.desk import ARTICLES_AT_ONCE, CHARACTERS_AT_ONCE, ArticleDesk
from comms_desk.media.articles.model import Delivery, TakenDeliveries
from comms_desk.media.feeds import errors
from comms_desk.media.feeds.fetch import FeedAnswer
from comms_desk.media.feeds.model import DueFeed, FeedId, Poll
from comms_desk.storage.database import Transaction
from comms_desk.storage.errors import StorageBusy, TextNotStorable

GATHER_S = 1.0
"""How long answers are gathered before they are taken up."""
BACKLOG_BYTES = 6 << 20
"""Once the answers that wait hold so much they are taken up at once, and no more are read.

What two hundred feeds of a thousand have changed is less: it waits until all were asked, as
two threads at work at once cost a tenth more.
"""
TELL_BYTES = BACKLOG_BYTES >> 4
POLLS_AT_ONCE = 1_000
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
    left_out: int = 0
    """Entries of the documents read that were past the limits, or could not be read."""
    is_stopped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Watchers:
    """Who looks on while a round is written.

    Attributes:
        permit: Called in each writing transaction; raises when the lease is lost.
        after_commit: Called after each commit that brought texts: the watches look at them.
        progress: Told how many feeds are done, of how many.
    """

    permit: Callable[[Transaction], None] | None
    after_commit: Callable[[], object]
    progress: Callable[[int, int], None]


class AnswerWriter(Thread):
    """Digests answers and commits what they bring.

    `room`, `note`, `digest` and `finish` are the event loop's; all else is the thread's own.
    """

    def __init__(
        self,
        articles: ArticleDesk,
        watchers: Watchers,
        *,
        total: int,
        stop: Event,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        """Prepare to write a round of *total* feeds; *stop* ends it between two answers."""
        super().__init__(name="polling: writer", daemon=True)
        self.round = Round(feeds=total)
        self.error: BaseException | None = None
        self._articles = articles
        self._watchers = watchers
        self._stop = stop
        self._loop = loop
        self._inbox: SimpleQueue[Delivery | tuple[DueFeed, FeedAnswer, bytes]] = SimpleQueue()
        self._wake = Event()
        self._is_over = False
        self.backlog_bytes = 0
        """What the answers hold that wait to be digested; the loop's, like `room`."""
        self._has_room = asyncio.Event()
        self._waiting: list[Delivery] = []
        self._entries = self._characters = 0
        self._done = 0
        self._digested_bytes = 0
        """What the answers held that were digested, and the loop was not told yet."""
        self._given_up: set[FeedId] = set()
        """Feeds of whose polls a part could not be stored: the rest of them is dropped."""

    async def room(self) -> None:
        """Wait until the answers that wait hold less than `BACKLOG_BYTES`."""
        while self.backlog_bytes >= BACKLOG_BYTES:
            await self._has_room.wait()

    def note(self, delivery: Delivery) -> None:
        """Have a delivery that needs no digesting stored."""
        self._inbox.put(delivery)

    def digest(self, feed: DueFeed, answer: FeedAnswer, whole: bytes) -> None:
        """Have an answer digested and stored."""
        self._inbox.put((feed, answer, whole))
        self._weigh(_size(answer))

    def finish(self) -> None:
        """Have the thread end once it has taken all there is."""
        self._is_over = True
        self._wake.set()

    @override
    def run(self) -> None:
        """Work until `finish`; an error ends the round and is raised by it."""
        try:
            is_last = False
            while not is_last:
                self._wake.wait(GATHER_S)
                self._wake.clear()
                is_last = self._is_over
                self._take_all()
        except BaseException as error:  # noqa: BLE001 - raised again in the caller's thread
            self.error = error

    def _weigh(self, more: int) -> None:
        """Count what waits, in the loop's thread."""
        self.backlog_bytes += more
        if self.backlog_bytes < BACKLOG_BYTES:
            self._has_room.set()
        else:
            self._has_room.clear()
            self._wake.set()

    def _take_all(self) -> None:
        while not self._stop.is_set():
            try:
                item = self._inbox.get_nowait()
            except Empty:
                self._tell_loop()
                self._commit()
                return
            if isinstance(item, Delivery):
                self._take(item)
            else:
                self._digest(*item)
                self._digested_bytes += _size(item[1])
                if self._digested_bytes >= TELL_BYTES:
                    self._tell_loop()

    def _tell_loop(self) -> None:
        """Say what waits no more: seldom, as each time the loop's thread takes over."""
        if self._digested_bytes:
            self._loop.call_soon_threadsafe(self._weigh, -self._digested_bytes)
            self._digested_bytes = 0

    def _digest(self, feed: DueFeed, answer: FeedAnswer, whole: bytes) -> None:
        try:
            for delivery in digest.digest(feed, answer, whole, is_stopped=self._stop.is_set):
                if self._stop.is_set():
                    return
                self._take(delivery)
        except errors.FeedTrouble as trouble:
            self._take(digest.failed(feed, trouble))
        except Exception as error:  # the worker's task boundary: one feed's bug stops no other
            log.exception("the feed %s could not be read", feed.address)
            reason = type(error).__name__
            self._take(digest.failed(feed, errors.BrokenFeed(feed.address, reason=reason)))

    def _take(self, delivery: Delivery) -> None:
        if self._entries + len(delivery.entries) > ARTICLES_AT_ONCE:
            self._commit()
        if delivery.poll.feed.id in self._given_up:  # perhaps by the commit just made
            return
        self._waiting.append(delivery)
        self._entries += len(delivery.entries)
        self._characters += sum(len(entry.text) for entry in delivery.entries)
        if (
            self._entries >= ARTICLES_AT_ONCE
            or self._characters >= CHARACTERS_AT_ONCE
            or len(self._waiting) >= POLLS_AT_ONCE
        ):
            self._commit()

    def _commit(self) -> None:
        if not self._waiting:
            return
        waiting, self._waiting = self._waiting, []
        self._entries = self._characters = 0
        try:
            taken = self._store(waiting)
        except Exception as error:  # the worker's task boundary, like `_digest`'s
            if not _is_the_deliverys(error):
                raise
            log.exception("%d parts of polls are stored one by one", len(waiting))
            for delivery in waiting:
                self._store_alone(delivery)
        else:
            self._follow_up(waiting, taken)
        self._watchers.progress(self._done, self.round.feeds)

    def _store_alone(self, delivery: Delivery) -> None:
        """Store *delivery*; when it cannot be stored its feed has failed, and no other."""
        feed = delivery.poll.feed
        if feed.id in self._given_up:
            return
        try:
            taken = self._store([delivery])
        except Exception as error:
            if not _is_the_deliverys(error):
                raise
            log.exception("what the feed %s brought could not be stored", feed.address)
            self._given_up.add(feed.id)
            trouble = errors.BrokenFeed(feed.address, reason=type(error).__name__)
            delivery = digest.failed(feed, trouble)
            taken = self._store([delivery])
        self._follow_up([delivery], taken)

    def _store(self, deliveries: Sequence[Delivery]) -> TakenDeliveries | None:
        """Store *deliveries*; None when the database stays busy: they are asked again later."""
        for _ in range(BUSY_TRIES):
            try:
                return self._articles.take_in(deliveries, permit=self._watchers.permit)
            except StorageBusy:
                if self._stop.is_set():
                    break
        log.warning("the database stayed busy: %d parts of polls were not kept", len(deliveries))
        return None

    def _follow_up(self, deliveries: Sequence[Delivery], taken: TakenDeliveries | None) -> None:
        """Count what was *taken* of *deliveries*, and have the watches look at it."""
        if taken is None:
            # Nor is what follows kept, else the entries that were not would be taken for seen.
            self._given_up.update(each.poll.feed.id for each in deliveries)
            return
        self._count([each.poll for each in deliveries if each.is_last], taken)
        if taken.new or taken.changed:
            self._watchers.after_commit()

    def _count(self, polls: Sequence[Poll], taken: TakenDeliveries) -> None:
        self._done += len(polls)
        self.round.unchanged += sum(
            poll.body_hash is None and poll.trouble is None for poll in polls
        )
        self.round.failed += sum(poll.trouble is not None for poll in polls)
        self.round.new_articles += len(taken.new)
        self.round.changed_articles += len(taken.changed)
        self.round.gaps += len(taken.gaps)
        self.round.left_out += sum(poll.left_out.total for poll in polls)


def _is_the_deliverys(error: Exception) -> bool:
    """Whether *error* comes of what was to be stored: the lease and the database are sound."""
    return isinstance(error, TextNotStorable) or not isinstance(error, CommsDeskError)


def _size(answer: FeedAnswer) -> int:
    return len(answer.body or b"")
