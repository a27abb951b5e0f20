"""The watch's side of the worker: the feeds that are due, then the saved watches.

A round can be stopped by a person (a command) without stopping the worker: the feeds that
were not asked are asked at the next one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from threading import Event
from typing import override

from comms_desk.across.office import Office
from comms_desk.changes import Subject
from comms_desk.jobs import within as jobs
from comms_desk.jobs.model import CommandKind, WorkerCommand
from comms_desk.jobs.reports import Job, Progress, Report
from comms_desk.media.feeds.model import FeedId
from comms_desk.storage.database import Transaction
from comms_desk.worker.answer_writer import Round
from comms_desk.worker.polling import Polling, catch_up


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """What a round brought: how the feeds did, and how many mentions there are."""

    polled: Round
    mentions: int


class Watcher:
    """Asks feeds and watches, for a worker that has the lease."""

    def __init__(
        self, office: Office, *, token: int, stop: Event, speak: Callable[[Report], None]
    ) -> None:
        self._office = office
        self._token = token
        self._stop = stop
        self._speak = speak
        self._round_stop = _EitherEvent(stop)

    def stop_round(self) -> None:
        """Stop the round that runs, if one does."""
        self._round_stop.set()

    def is_due(self) -> bool:
        """Say whether a feed is to be asked now."""
        return self._office.feeds.is_due()

    def round(self, commands: tuple[WorkerCommand, ...] = ()) -> Watched:
        """Ask the feeds that are due, and those that *commands* name; then the watches.

        Raises:
            LeaseLost: Another worker has taken over.
            StorageBusy: Another process held the lock too long; what was stored is stored.
        """
        self._round_stop.clear()
        told: list[Progress] = []

        def tell(done: int, total: int) -> None:
            told[:] = [Progress(Job.FEEDS, done, total)]
            self._speak(told[0])

        polling = Polling(
            feeds=self._office.feeds,
            articles=self._office.articles,
            stop=self._round_stop,
            permit=self._permit,
            progress=tell,
        )
        asked = [each for each in commands if each.kind is CommandKind.POLL_NOW]
        named = [
            FeedId(each.ref.id) for each in asked if each.ref and each.ref.kind is Subject.FEED
        ]
        all_of_them = len(named) < len(asked)
        if named and not all_of_them:
            polled = polling.run(only=named)
        else:
            polled = polling.run(all_of_them=all_of_them)
        if told and told[0].done < told[0].total:  # It was stopped: the others are asked later.
            tell(told[0].total, told[0].total)
        return Watched(polled=polled, mentions=self.catch_up())

    def catch_up(self) -> int:
        """Look at what arrived; how many articles mention something."""
        return catch_up(self._office, stop=self._stop, permit=self._permit)

    def _permit(self, transaction: Transaction) -> None:
        jobs.check(transaction, self._token)


class _EitherEvent(Event):
    """Set when it is set itself, or when the whole worker must stop."""

    def __init__(self, other: Event) -> None:
        super().__init__()
        self._other = other

    @override
    def is_set(self) -> bool:
        """Whether either is set."""
        return super().is_set() or self._other.is_set()
