"""The worker: one process that does what must happen whether or not anyone is watching.

It takes the desk's lease, makes uncertain what its predecessor left on the wire, then sends
letters and asks feeds, each in a thread of its own so that a release leaves on time while a
feed is slow; letters are looked at first and every second.  It decides nothing by itself:
desks do.  A job that fails is said and tried again later; a lost lease ends the process.  One
whose window has closed may be told to finish: it sends what is due, and nothing else, then ends.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Thread
from time import monotonic

from comms_desk.across.end_of_day import send_end_of_day
from comms_desk.across.office import Office
from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _
from comms_desk.jobs import holder
from comms_desk.jobs import within as jobs
from comms_desk.jobs.model import (
    LEASE_RENEWED_EVERY_S,
    CommandKind,
    Lease,
    LeaseHeld,
    LeaseLost,
    WorkerCommand,
)
from comms_desk.jobs.reports import Doing, Failed, Job, State
from comms_desk.mail.stops import STOPPED_AFTER, note_stop
from comms_desk.storage.database import Transaction
from comms_desk.storage.errors import PASSING_FAILURES, StorageBusy
from comms_desk.wording import say
from comms_desk.worker.feed_rounds import Watcher
from comms_desk.worker.letters import OpensDoor, Postman, open_door
from comms_desk.worker.pages import PageReader
from comms_desk.worker.returns import Returns
from comms_desk.worker.window_lines import Speaker

LETTERS_EVERY_S = 1.0
FEEDS_EVERY_S = 1.0
PAGES_EVERY_S = 1.0
PAGES_MOST_S = 60.0
"""One run waits no longer for sites that want pauses: what is left is read at the next."""
RETURNS_EVERY_S = 30.0
END_OF_DAY_EVERY_S = 20.0
RETURNS_WAITED_FOR_S = 2.0
"""At a stop: a folder of a network may hold its reader up for minutes."""
LEASE_ASKED_EVERY_S = 2.0
STOP_HEARD_WITHIN_S = 1.0
"""On Windows a signal is heard between two waits only."""
HELD_AFTER_S = 25.0
"""How long the database is another's before it is said whose; it waits five seconds at a time."""
FAILED_PAUSE_S = (5.0, 30.0, 120.0)
AWAY_PAUSE_S = (1.0, 2.0, 5.0, 10.0)
"""Before a database that was away is asked again: letters wait for it."""
BIN_EVERY = timedelta(hours=24)
FINISH_PATIENCE_S = 3_600.0
"""A worker without a window ends when nothing has left for so long: no account rests longer."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """What one run did, for whoever asked for one."""

    letters: int
    uncertain: int
    feeds: int
    failed_feeds: int
    new_articles: int
    left_out: int
    mentions: int
    removed_from_bin: int
    kept_by_holds: int
    """Of what the bin kept long enough."""


@dataclass(slots=True)
class Worker:
    """The jobs of one process on one desk; *stop* ends them all."""

    office: Office
    speaker: Speaker = field(default_factory=Speaker)
    stop: Event = field(default_factory=Event)
    finish: Event = field(default_factory=Event)
    """Set once the window has closed: letters alone go on, until none is due."""
    door: OpensDoor = open_door
    renewed_every_s: float = LEASE_RENEWED_EVERY_S
    asked_every_s: float = LEASE_ASKED_EVERY_S
    returns_every_s: float = RETURNS_EVERY_S
    held_after_s: float = HELD_AFTER_S
    is_service: bool = False
    """Whether the system started it, and no window waits for it."""
    _lost: bool = False
    _but_letters: Event = field(default_factory=Event)
    """Set once all that is not letters is to end."""
    _left_at_s: float = 0.0
    _is_held: bool = False
    """Whether it was said that another process holds the database."""

    def run(self) -> bool:
        """Work until *stop*; the answer is False when another worker took over.

        A lease that is held is waited for: two windows of one desk need one worker.
        """
        self.speaker.say(State(Doing.STARTING))
        lease = self._wait_for_lease()
        if lease is None:
            return True
        unsubscribe = self.office.database.announcer.subscribe(self.speaker.changed)
        postman, watcher = self._jobs(lease)
        threads = [
            Thread(target=self._letters, args=(postman, lease), name="letters"),
            Thread(target=self._texts, name="texts"),
            Thread(target=self._end_of_day, name="end of day"),
            Thread(target=self._feeds, args=(watcher,), name="feeds"),
            Thread(target=self._read_pages, args=(self._pages(lease),), name="pages"),
            Thread(target=self._commands, args=(watcher,), name="commands"),
        ]
        returns = Thread(target=self._returns, name="returns", daemon=True)
        # Kept until the last letter is settled: a stop may have to wait for its server.
        with self._kept(lease):
            try:
                self.speaker.say(State(Doing.WORKING))
                for thread in (*threads, returns):
                    thread.start()
                while not self.stop.wait(STOP_HEARD_WITHIN_S):
                    if self.finish.is_set():
                        self._see_it_finish(lease)
            finally:
                self.stop.set()
                self._but_letters.set()
                self.speaker.say(State(Doing.STOPPING))
                for thread in threads:
                    thread.join()
                returns.join(RETURNS_WAITED_FOR_S)
                postman.close()
                if not self._lost:
                    self._call_what_left()
                unsubscribe()
        return not self._lost

    def _see_it_finish(self, lease: Lease) -> None:
        """Have all but letters end, and letters too where none has left for too long."""
        if not self._but_letters.is_set():
            log.info("the window has closed: what is due leaves, then this ends")
            self._but_letters.set()
            self._left_at_s = monotonic()
            try:
                self.office.jobs.note_finishing(lease, holder=lease.holder + holder.FINISHING)
            except CommsDeskError as error:  # it is only a word for who opens a window
                log.info("not noted that this finishes: %s", error)
        if monotonic() - self._left_at_s > FINISH_PATIENCE_S:
            log.warning("nothing has left for %d s: what is due waits", FINISH_PATIENCE_S)
            self.stop.set()

    def run_once(self) -> RunSummary:
        """Do once all that is due, letters first, and return what was done.

        Raises:
            LeaseHeld: Another worker is at it.
            LeaseLost: Another worker took over.
        """
        lease = self._take()
        postman, watcher = self._jobs(lease)
        with self._kept(lease), closing(postman):
            uncertain = postman.take_over()
            self._see_to_texts()
            self._send_end_of_day()
            letters = postman.send_all()
            commands = self.office.jobs.waiting()
            watched = watcher.round(commands)
            self.office.jobs.finish(each.id for each in commands)
            letters += postman.send_all()
            mentions = watched.mentions
            if self._pages(lease).read_wanted(most_s=PAGES_MOST_S):
                mentions += watcher.catch_up()
            removed = self._purge()
            self._call_what_left()
        if self._lost:
            raise LeaseLost(lease.token)
        return RunSummary(
            letters=letters,
            uncertain=uncertain,
            feeds=watched.polled.feeds,
            failed_feeds=watched.polled.failed,
            new_articles=watched.polled.new_articles,
            left_out=watched.polled.left_out,
            mentions=mentions,
            removed_from_bin=removed,
            kept_by_holds=self.office.bin.kept_by_holds(),
        )

    def _purge(self) -> int:
        """Let go of what was kept long enough; how many things left the bin."""
        removed = self.office.bin.purge()
        while self.office.articles.forget_full_texts():
            pass
        self.office.imports.forget_left_out()
        return removed

    # ── the lease ───────────────────────────────────────────────────────────────────────

    def _take(self) -> Lease:
        me = holder.this_process(as_service=self.is_service)
        return self.office.jobs.take(me, is_dead=holder.is_dead)

    def _wait_for_lease(self) -> Lease | None:
        """Return the lease once it is ours, None at a stop; each reason to wait is said once.

        One that is to finish waits for nobody: whoever has the lease sends.
        """
        reason, busy_since = "", None
        while not (self.stop.is_set() or (reason and self.finish.is_set())):
            try:
                return self._take()
            except StorageBusy as error:
                busy_since = self._meet_busy(Job.LETTERS, error, busy_since)
                reason = reason or ("held" if self._is_held else "")
            except CommsDeskError as error:
                busy_since = None
                met = error.holder if isinstance(error, LeaseHeld) else type(error).__name__
                if met != reason:
                    reason = met
                    self._say_why_it_waits(error)
            self.stop.wait(self.asked_every_s)
        return None

    def _say_why_it_waits(self, error: CommsDeskError) -> None:
        log.info("waiting: %s", error)
        if not isinstance(error, LeaseHeld):
            self._say_failed(Job.LETTERS, error)
            return
        self._is_held = False
        doing = Doing.WAITING
        if holder.is_here(error.holder):
            of_service = holder.is_service(error.holder)
            doing = Doing.WAITING_FOR_SERVICE if of_service else Doing.WAITING_HERE
            if holder.is_finishing(error.holder):
                doing = Doing.WAITING_FOR_LETTERS
        self.speaker.say(State(doing))

    def _kept(self, lease: Lease) -> AbstractContextManager[None]:
        jobs, every_s = self.office.jobs, self.renewed_every_s
        return holder.lease_kept(jobs, lease, lost=self._lose, renewed_every_s=every_s)

    def _lose(self, error: LeaseLost) -> None:
        log.warning("another worker has taken over: %s", error)
        self._lost = True
        self.stop.set()
        self._but_letters.set()

    # ── the jobs, each at its task boundary ─────────────────────────────────────────────

    def _jobs(self, lease: Lease) -> tuple[Postman, Watcher]:
        postman = Postman(
            self.office.database,
            self.office.keys,
            token=lease.token,
            stop=self.stop,
            speak=self.speaker.say,
            door=self.door,
        )
        stop, speak = self._but_letters, self.speaker.say
        watcher = Watcher(self.office, token=lease.token, stop=stop, speak=speak)
        return postman, watcher

    def _letters(self, postman: Postman, lease: Lease) -> None:
        taken_over = False
        looked_at = lease.idle_since

        def send() -> None:
            nonlocal taken_over, looked_at
            if not taken_over:
                uncertain = postman.take_over()
                taken_over = True
                if uncertain:
                    log.warning("%d letters of the last worker are uncertain", uncertain)
            now = self.office.database.clock.now()
            if looked_at is not None and now - looked_at >= STOPPED_AFTER:
                late = note_stop(self.office.database, lease.token, since=looked_at)
                log.info("nobody looked since %s: %d letters are late", looked_at, late)
            looked_at = now
            if postman.send_due():
                self._left_at_s = monotonic()
            if self._but_letters.is_set() and postman.has_finished():
                self.stop.set()

        self._again_and_again(Job.LETTERS, send, LETTERS_EVERY_S, until=self.stop)

    def _texts(self) -> None:
        """See to the texts that wait, apart from letters: one that nobody can write stops none."""
        self._again_and_again(Job.LETTERS, self._see_to_texts, LETTERS_EVERY_S, until=self.stop)

    def _see_to_texts(self) -> None:
        """Have texts say that they left, what waits its hour, and what was replaced never leave.

        What cannot be written anew waits on.
        """
        of_texts = self.office.dispatches
        for each in (of_texts.settle_scheduled, of_texts.close_replaced, of_texts.follow_embargoes):
            try:
                each()
            except (StorageBusy, *PASSING_FAILURES):
                raise
            except CommsDeskError as error:
                log.warning("a text that waits could not be seen to: %s", error)

    def _call_what_left(self) -> None:
        """Have texts say that they left, once more, after the last letter."""
        try:
            self.office.dispatches.settle_scheduled()
        except CommsDeskError as error:  # the next worker has them say so
            log.info("a text does not say yet that it left: %s", error)
        except Exception:  # the worker's task boundary: what has left has left
            log.exception("a text does not say yet that it left")

    def _end_of_day(self) -> None:
        self._again_and_again(Job.LETTERS, self._send_end_of_day, END_OF_DAY_EVERY_S)

    def _send_end_of_day(self) -> None:
        if send_end_of_day(self.office):
            log.info("the end of the day is in the outbox")

    def _feeds(self, watcher: Watcher) -> None:
        purged_at: float | None = None

        def watch() -> None:
            nonlocal purged_at
            commands = self._asked(CommandKind.POLL_NOW)
            if commands or watcher.is_due():
                watcher.round(commands)
                self.office.jobs.finish(each.id for each in commands)
            else:
                watcher.catch_up()
            if purged_at is None or monotonic() - purged_at > BIN_EVERY.total_seconds():
                self._purge()
                purged_at = monotonic()

        self._again_and_again(Job.FEEDS, watch, FEEDS_EVERY_S)

    def _pages(self, lease: Lease) -> PageReader:
        def permit(transaction: Transaction) -> None:
            jobs.check(transaction, lease.token)

        feeds, articles = self.office.feeds, self.office.articles
        return PageReader(feeds=feeds, articles=articles, stop=self._but_letters, permit=permit)

    def _read_pages(self, reader: PageReader) -> None:
        """Read pages apart from feeds: a site that drips holds no feed up."""
        self._again_and_again(Job.FEEDS, reader.read_wanted, PAGES_EVERY_S)

    def _returns(self) -> None:
        returns = Returns(self.office, self._but_letters, self.speaker.say)
        self._again_and_again(Job.LETTERS, returns.look, self.returns_every_s)

    def _commands(self, watcher: Watcher) -> None:
        def hear() -> None:
            commands = self._asked(CommandKind.STOP_JOB)
            if commands:
                watcher.stop_round()
                self.office.jobs.finish(each.id for each in commands)

        self._again_and_again(Job.FEEDS, hear, FEEDS_EVERY_S)

    def _asked(self, kind: CommandKind) -> tuple[WorkerCommand, ...]:
        return tuple(each for each in self.office.jobs.waiting() if each.kind is kind)

    def _again_and_again(
        self,
        job: Job,
        work: Callable[[], object],
        every_s: float,
        *,
        until: Event | None = None,
    ) -> None:
        """Do *work* every so often until the stop; what fails is said and tried later.

        That the database is away is said once, and that it is there again once it is.
        """
        stop = until or self._but_letters
        failures, away, busy_since = 0, False, None
        while not stop.is_set():
            pause_s = every_s
            try:
                work()
                if away or (busy_since is not None and self._is_held):
                    away = self._is_held = False
                    self.speaker.say(State(Doing.WORKING))
                failures, busy_since = 0, None
            except LeaseLost as error:
                self._lose(error)
            except StorageBusy as error:
                busy_since = self._meet_busy(job, error, busy_since)
            except PASSING_FAILURES as error:
                log.warning("%s: %s", job, error)
                if not away:
                    self._say_failed(job, error)
                away = True
                pause_s = AWAY_PAUSE_S[min(failures, len(AWAY_PAUSE_S) - 1)]
                failures += 1
            except CommsDeskError as error:
                log.warning("%s: %s", job, error)
                self._say_failed(job, error)
                pause_s = FAILED_PAUSE_S[min(failures, len(FAILED_PAUSE_S) - 1)]
                failures += 1
            except Exception as error:  # the worker's task boundary: one bug ends no other job
                log.exception("%s failed in a way that nobody expected", job)
                self.speaker.say(
                    Failed(
                        job,
                        type(error).__name__,
                        _("An unexpected error happened in the background."),
                        _(
                            "It is tried again soon; the details are in the log of feeds and"
                            " e-mail."
                        ),
                    )
                )
                pause_s = FAILED_PAUSE_S[min(failures, len(FAILED_PAUSE_S) - 1)]
                failures += 1
            stop.wait(pause_s)

    def _meet_busy(self, job: Job, error: StorageBusy, since: float | None) -> float:
        """Say who holds the database, once, where it has been busy for long; since when it is.

        A moment's wait is nobody's fault.
        """
        log.info("%s: %s", job, error)
        if since is None:
            since = monotonic() - error.waited_s
        held_s = monotonic() - since
        if held_s >= self.held_after_s and not self._is_held:
            self._is_held = True
            database = self.office.database
            held = holder.who_holds(
                database, since=database.clock.now() - timedelta(seconds=held_s)
            )
            log.warning("%s: %s", job, held)
            self._say_failed(job, held)
        return since

    def _say_failed(self, job: Job, error: CommsDeskError) -> None:
        sentence = say(error)
        self.speaker.say(Failed(job, type(error).__name__, sentence.what, sentence.way_out))
