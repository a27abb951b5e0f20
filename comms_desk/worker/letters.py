"""Letters on their way: claimed, handed to the server, and what became of them recorded.

A line to the server is opened before a letter is claimed, so that a server out of reach
never touches a letter.  No more letters are claimed than there are lines.  Whatever happens
after the claim, an outcome is recorded, however long the database is away; when even that
fails the letter is UNCERTAIN as soon as the next round, or the next worker, begins.  A door
that breaks in a way that nobody foresaw costs its account a rest, and no other anything;
one that is slow keeps no other waiting, since each account has a thread of its own.

Outcomes recorded together: what ends while another is recorded shares the next commit.

Each line waits until its own outcome is durable, as if it were recorded alone, and no longer:
nobody waits for others to end.
"""

import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from functools import lru_cache, partial
from itertools import chain, islice, repeat
from threading import Event, Lock
from time import monotonic

from comms_desk.errors import CommsDeskError
from comms_desk.jobs.model import LeaseLost
from comms_desk.jobs.reports import Failed, Job, Progress, Report
from comms_desk.keys import Keys
from comms_desk.mail import blind_copies
from comms_desk.mail.address import Address
from comms_desk.mail.compose import Composer, new_envelope_id, new_message_id
from comms_desk.mail.departures import Departures, Ended, Outcome, is_the_accounts
from comms_desk.mail.door_kinds import kind_named
from comms_desk.mail.doors import Connection, Door, Envelope, Receipt
from comms_desk.mail.errors import Deferred, Overtaken, Overtaking
from comms_desk.mail.last_check import prove
from comms_desk.mail.model import (
    LINES_LIMIT,
    Account,
    AccountId,
    Claim,
    LetterId,
    LetterState,
    MessageId,
)
from comms_desk.mail.trouble import Unexplained
from comms_desk.mail.unfinished import unfinished
from comms_desk.storage.database import Database
from comms_desk.storage.errors import STORAGE_FAILURES, StorageBusy
from comms_desk.wording import say

_LOG = logging.getLogger(__name__)

Record = Callable[[Sequence[Ended]], Sequence[LetterState]]


LINE_KEPT_S = 20.0
"""How long an idle line is kept for the next letter."""
LINE_TRUSTED_S = 1.0
"""How long a line may be idle before it is asked whether it still lives."""
RECORD_AGAIN_AFTER_S = (0.2, 0.2, 0.5, 1.0, 2.0, 5.0)
"""How long to wait each time that an outcome could not be recorded; the last for ever after."""
ACCOUNTS_AT_ONCE = 8
COMPOSERS_KEPT = 3
"""Messages kept ready to be written; each may weigh twice its 25 MiB."""

log = logging.getLogger(__name__)

OpensDoor = Callable[[Account, Keys], Door]
Fates = dict[LetterId, CommsDeskError]


def open_door(account: Account, keys: Keys) -> Door:
    """Return the door of *account*."""
    return kind_named(account.kind).make(account.facts, account.key, keys)


@dataclass(slots=True)
class _Idle:
    """An open line that waits for the next letter."""

    line: Connection
    used_at: float = field(default_factory=monotonic)


class Postman:
    """Hands letters to the servers, for a worker that has the lease."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        *,
        token: int,
        stop: Event,
        speak: Callable[[Report], None],
        door: OpensDoor = open_door,
    ) -> None:
        self._database = database
        self._departures = Departures(database)
        self._recording = FeedRecording(self._record)
        self._prove = partial(prove, database, token=token)
        self._clock = database.clock
        self._keys = keys
        self._token = token
        self._stop = stop
        self._speak = speak
        self._door = door
        self._doubts: set[AccountId] = set()
        self._going: dict[AccountId, Future[int]] = {}
        self._doors: dict[AccountId, tuple[Account, Door]] = {}
        self._kept_lock = Lock()
        self._kept: dict[AccountId, tuple[Account, list[_Idle]]] = {}
        self._composing = Lock()
        self._composer = lru_cache(COMPOSERS_KEPT)(self._make_composer)
        self._accounts = ThreadPoolExecutor(ACCOUNTS_AT_ONCE, thread_name_prefix="account")
        self._threads = ThreadPoolExecutor(
            ACCOUNTS_AT_ONCE * LINES_LIMIT, thread_name_prefix="letters"
        )

    def take_over(self) -> int:
        """Make uncertain what an earlier worker, or a failure, left on the wire; how many.

        No letter may be in hand.
        """
        uncertain = self._departures.take_over(self._token)
        self._doubts.clear()
        return uncertain

    def send_all(self) -> int:
        """Send what may leave now, all of it; how many letters were tried.

        Raises:
            LeaseLost: Another worker has taken over.
            StorageBusy: Nothing could be claimed; try again.
        """
        tried = self.send_due()
        wait(self._going.values())
        more, errors = self._ended()
        _raise_first(errors)
        return tried + more

    def send_due(self) -> int:
        """Begin to send what may leave now; how many letters were tried since the last call.

        An account that is still busy with its letters goes on, and the others do not wait;
        nor do they when one has failed, which is said once they have begun.

        Raises:
            LeaseLost: Another worker has taken over; nothing was begun.
            StorageBusy: Nothing could be claimed, or was since the last call; try again.
        """
        tried, errors = self._ended()
        try:
            self._settle_doubts()
            self._begin()
        except CommsDeskError as error:
            errors.append(error)
        _raise_first(errors)
        return tried

    def has_finished(self) -> bool:
        """Whether nothing is in hand, and nothing is due that would not wait for its hour."""
        if self._going or self._doubts:
            return False
        with self._database.snapshot() as snapshot:
            return not unfinished(snapshot).leaving

    def close(self) -> None:
        """Hang up every line; what is still to be recorded is tried for a last time."""
        self._stop.set()
        self._accounts.shutdown(wait=True)
        self._threads.shutdown(wait=True)
        for error in filter(None, (each.exception() for each in self._going.values())):
            log.warning("the last letters of an account ended badly: %r", error)
        for _, kept in self._kept.values():
            for each in kept:
                each.line.close()
        self._kept.clear()

    def _ended(self) -> tuple[int, list[BaseException]]:
        """Forget the accounts that are done: how many letters they tried, and what failed.

        Raises:
            LeaseLost: Another worker has taken over.
        """
        ended = {key: each for key, each in self._going.items() if each.done()}
        for key in ended:
            del self._going[key]
        errors = [error for error in (each.exception() for each in ended.values()) if error]
        _raise_first([error for error in errors if isinstance(error, LeaseLost)])
        return sum(each.result() for each in ended.values() if each.exception() is None), errors

    def _settle_doubts(self) -> None:
        """Leave to a person what may be on the wire of an account that has nothing in hand."""
        for account in [each for each in tuple(self._doubts) if each not in self._going]:
            uncertain = self._departures.take_over(self._token, account=account)
            self._doubts.discard(account)
            if uncertain:
                log.warning("%d letters are uncertain since their account failed", uncertain)

    def _begin(self) -> None:
        """Begin with the accounts that have letters to send and none in hand."""
        for waiting in self._departures.waiting():
            if self._stop.is_set():
                break
            account = waiting.account
            if account.id not in self._going:
                sending = self._accounts.submit(self._send_for, account, due=waiting.due)
                self._going[account.id] = sending
        self._hang_up_idle_lines()

    def _send_for(self, account: Account, *, due: int) -> int:
        tried, width = 0, account.lines
        while not self._stop.is_set():
            try:
                lines = self._lines(account, min(width, due - tried))
            except CommsDeskError as error:
                self._account_failed(account, error)
                break
            # A server that grants fewer lines is not asked for more at each letter.
            width = len(lines)
            # Until all of it is recorded: a claim, too, may be committed and its answer lost.
            self._doubts.add(account.id)
            claims: tuple[Claim, ...] = ()
            try:
                claims = self._departures.claim(self._token, account.id, most=len(lines))
            except StorageBusy:
                self._doubts.discard(account.id)  # It never began.
                raise
            finally:
                groups = blind_copies.groups(claims)
                self._keep(account, lines[len(groups) :])
            goes_on = bool(groups) and self._send(account, groups, lines[: len(groups)])
            self._doubts.discard(account.id)
            if not groups:
                break
            tried += len(claims)
            self._speak(Progress(Job.LETTERS, tried, max(due, tried)))
            if not goes_on or tried >= due:
                break
        if 0 < tried < due:  # Nobody waits for those that were cancelled, or rest, meanwhile.
            self._speak(Progress(Job.LETTERS, tried, tried))
        return tried

    def _send(
        self, account: Account, groups: Sequence[Sequence[Claim]], lines: Sequence[Connection]
    ) -> bool:
        """Send each of *groups* over its line; whether the account may go on."""
        if len(groups) == 1:
            return self._send_one(account, groups[0], lines[0])
        going = [
            self._threads.submit(self._send_one, account, group, line)
            for group, line in zip(groups, lines, strict=True)
        ]
        wait(going)
        gone_on = [each.result() for each in going]
        return all(gone_on)

    def _send_one(self, account: Account, group: Sequence[Claim], line: Connection) -> bool:
        outcome: Outcome = Unexplained("unfinished")
        alone: Fates = {}
        try:
            outcome = self._hand_over(account, group, line, alone)
        except STORAGE_FAILURES as error:
            outcome = error
            raise
        except CommsDeskError as error:
            outcome = error
        except Exception as error:
            outcome = Unexplained(type(error).__name__)
            raise
        finally:
            try:
                self._settle(account, group, outcome, alone)
            finally:
                if isinstance(outcome, Unexplained):
                    line.close()
                self._keep(account, [line])
            if isinstance(outcome, Unexplained):
                # Else each letter of the account would meet the same bug, and be uncertain too.
                self._departures.rest(account.id, outcome)
        return not any(map(_holds_back, (outcome, *alone.values())))

    def _hand_over(
        self, account: Account, group: Sequence[Claim], line: Connection, alone: Fates
    ) -> Receipt:
        """Write a letter and hand it over; a failure of storage says that nothing has left.

        Who in the group does not share the fate of the others is put into *alone*.
        """
        envelope = self._envelope(account, group)

        def turn_down(place: int, why: CommsDeskError) -> None:
            alone[group[place].letter] = why

        def prove_those_left() -> None:
            left = [each for each in group if each.letter not in alone]
            self._prove(*left, tell=alone.__setitem__)

        try:
            return line.send(envelope, prove=prove_those_left, turn_down=turn_down)
        except STORAGE_FAILURES as error:
            raise Unexplained(type(error).__name__) from error

    def _settle(
        self,
        account: Account,
        group: Sequence[Claim],
        outcome: Outcome,
        alone: Fates,
    ) -> None:
        """Record an outcome, however long the database fails, while this worker runs."""
        # Those who met their own last: what the account failed at stands after what it could do.
        ended = [
            Ended(account=account.id, claim=each, outcome=alone.get(each.letter, outcome))
            for each in sorted(group, key=lambda each: each.letter in alone)
        ]
        pauses_s = chain(RECORD_AGAIN_AFTER_S, repeat(RECORD_AGAIN_AFTER_S[-1]))
        said = last = False
        while True:
            try:
                states = self._recording.record(ended)
                break
            except STORAGE_FAILURES as error:
                first = group[0].letter
                if last:
                    log.error("letter %d: not recorded: %s (%s)", first, outcome, error)  # noqa: TRY400
                    raise
                if not said and not isinstance(error, StorageBusy):
                    log.warning("letter %d: recorded as soon as it can be: %s", first, error)
                    self._say_failed(error)
                    said = True
                last = self._stop.wait(next(pauses_s))
        for each, state in zip(ended, states, strict=True):
            self._say(each.claim.letter, each.outcome, state)

    def _say(self, letter: LetterId, outcome: Outcome, state: LetterState) -> None:
        if isinstance(outcome, Overtaken):  # Somebody's decision, or a sleep: nobody failed.
            log.info("letter %d is %s: %s", letter, state, outcome)
        elif isinstance(outcome, CommsDeskError):
            log.warning("letter %d is %s: %s", letter, state, outcome)
            waits = state is LetterState.QUEUED and isinstance(outcome, Deferred)
            if not waits or is_the_accounts(outcome):  # Else its server asked for a moment.
                self._say_failed(outcome)

    def _record(self, ended: Sequence[Ended]) -> Sequence[LetterState]:
        return self._departures.settle_all(ended)

    def _envelope(self, account: Account, group: Sequence[Claim]) -> Envelope:
        claim = group[0]
        with self._composing:  # Else each line would read and encode the same message.
            composer, name, envelope_name = self._composer(claim.message, account.sender)
        content = composer.letter(
            to=claim.to,
            values=claim.values,
            message_id=name(claim.letter),
            at=self._clock.now(),
        )
        return Envelope(
            sender=account.sender.on_the_wire,
            recipients=tuple(each.to.on_the_wire for each in group),
            content=content,
            needs_utf8=any(each.needs_utf8 for each in (account.sender, *(e.to for e in group))),
            id=envelope_name(claim.letter) if len(group) == 1 else "",
        )

    def _make_composer(
        self, message: MessageId, sender: Address
    ) -> tuple[Composer, Callable[[LetterId], str], Callable[[int], str]]:
        stored = self._departures.message(message)
        shared_by = message if stored.content.blind else None
        name = partial(new_message_id, secret=stored.secret, sender=sender, shared_by=shared_by)
        envelope_name = partial(new_envelope_id, secret=stored.secret)
        return Composer(stored.content, sender=sender), name, envelope_name

    # ── lines ───────────────────────────────────────────────────────────────────────────

    def _lines(self, account: Account, wanted: int) -> list[Connection]:
        """Return up to *wanted* lines that live, at least one.

        Raises:
            CommsDeskError: Not even one could be opened.
        """
        found: list[Connection] = []
        while len(found) < max(wanted, 1):
            try:
                found.append(self._kept_line(account) or self._open(account))
            except CommsDeskError:
                if found:
                    break
                raise
        return found

    def _open(self, account: Account) -> Connection:
        try:
            return self._door_of(account).open()
        except CommsDeskError:
            raise
        except Exception as error:
            log.exception("the door of %s failed in a way that nobody expected", account.name)
            raise Unexplained(type(error).__name__) from error

    def _door_of(self, account: Account) -> Door:
        """Return the door of *account*, made once: it may keep what lets it in."""
        with self._kept_lock:
            known, door = self._doors.get(account.id, (account, None))
            if door is None or not _is_same_door(known, account):
                door = self._door(account, self._keys)
                self._doors[account.id] = (account, door)
            return door

    def _kept_line(self, account: Account) -> Connection | None:
        while True:
            with self._kept_lock:
                known, kept = self._kept.get(account.id, (account, []))
                if not kept:
                    return None
                each = kept.pop()
            idle_s = monotonic() - each.used_at
            if _is_same_door(known, account) and (idle_s < LINE_TRUSTED_S or each.line.lives()):
                return each.line
            each.line.close()

    def _keep(self, account: Account, lines: Sequence[Connection]) -> None:
        with self._kept_lock:
            _, kept = self._kept.get(account.id, (account, []))
            kept.extend(_Idle(line) for line in lines if line.is_open)
            self._kept[account.id] = (account, kept)

    def _hang_up_idle_lines(self) -> None:
        """Hang up what nobody used for a while; a server may be slow to answer that, too."""
        with self._kept_lock:
            for _, kept in self._kept.values():
                for each in [each for each in kept if monotonic() - each.used_at > LINE_KEPT_S]:
                    kept.remove(each)
                    self._threads.submit(each.line.close)

    # ── troubles ────────────────────────────────────────────────────────────────────────

    def _account_failed(self, account: Account, error: CommsDeskError) -> None:
        until = self._departures.rest(account.id, error)
        log.warning("account %s rests until %s: %s", account.name, until, error)
        self._say_failed(error)

    def _say_failed(self, error: CommsDeskError) -> None:
        sentence = say(error)
        self._speak(Failed(Job.LETTERS, type(error).__name__, sentence.what, sentence.way_out))


def _holds_back(outcome: Outcome) -> bool:
    """Whether what one letter met would be met by the others of its account, too.

    What was decided about one is asked anew at the next claim; a database that is slow or away
    is slow for all.
    """
    if isinstance(outcome, Overtaken):
        return outcome.why in {Overtaking.STANDSTILL, Overtaking.UNPROVEN}
    return isinstance(outcome, CommsDeskError) and is_the_accounts(outcome)


def _is_same_door(one: Account, other: Account) -> bool:
    return (one.kind, one.facts, one.key) == (other.kind, other.facts, other.key)


def _raise_first(errors: Sequence[BaseException]) -> None:
    for other in errors[1:]:
        log.warning("letters of another account ended badly too: %r", other)
    if errors:
        raise errors[0]


@dataclass(slots=True, eq=False)
class _Waiting:
    """Outcomes of one departure that wait to be recorded, and where each letter stands then."""

    ended: Sequence[Ended]
    answer: Sequence[LetterState] | CommsDeskError | None = None


class FeedRecording:
    """Records what lines bring, from any thread: one commit at a time for all that wait."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._turn = Lock()
        self._waiting: deque[_Waiting] = deque()

    def record(self, ended: Sequence[Ended]) -> Sequence[LetterState]:
        """Record what became of letters that left together; where each stands now.

        Raises:
            CommsDeskError: The database failed; it must be tried again.
        """
        mine = _Waiting(ended)
        self._waiting.append(mine)
        with self._turn:
            if mine in self._waiting:
                self._write([self._waiting.popleft() for _ in range(len(self._waiting))])
            if mine.answer is None:
                self._write([mine])
        if mine.answer is None or isinstance(mine.answer, CommsDeskError):
            raise mine.answer or AssertionError(ended)
        return mine.answer

    def _write(self, together: Sequence[_Waiting]) -> None:
        """Answer each of *together*; a database that fails has failed all of them.

        After a bug none is answered, and each is then written alone: the bug is heard by the
        line whose outcome has it, and costs no other what it knows.
        """
        try:
            states = iter(self._record([each for some in together for each in some.ended]))
            answers: Sequence[Sequence[LetterState] | CommsDeskError] = [
                tuple(islice(states, len(some.ended))) for some in together
            ]
        except STORAGE_FAILURES as error:
            answers = [error] * len(together)
        except Exception as error:
            if len(together) > 1:
                _LOG.warning("%d outcomes, not to be recorded together: %r", len(together), error)
                return
            raise
        for each, answer in zip(together, answers, strict=True):
            each.answer = answer
