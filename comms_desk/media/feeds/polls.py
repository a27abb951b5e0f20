"""What polling reads and writes of feeds, and when each is asked again.  Private to the slice.

A round writes the state of many feeds in two statements, whatever became of each.  A lively feed is
asked more often than the desk's interval and a quiet one more seldom, both within bounds; from the
morning's first hour on, before the press review, every feed is asked at least at the interval.
Never sooner than politeness and the server's own wishes allow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update

from comms_desk.changes import Ref, Subject
from comms_desk.i18n import CITY_ZONE
from comms_desk.media.feeds import errors, rhythm
from comms_desk.media.feeds.errors import AskedToWait
from comms_desk.media.feeds.model import DueFeed, FeedId, Gap, Poll, normal_address
from comms_desk.media.feeds.rhythm import HOUR_S, Rhythm, spans
from comms_desk.media.feeds.store import FeedGapRow, FeedRow, FeedStateRow, find
from comms_desk.media.outlets.model import OutletId
from comms_desk.settings import MORNING, POLL_INTERVAL
from comms_desk.storage import desk_settings, edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import FieldChange
from comms_desk.storage.rows import UtcMoment
from comms_desk.text.discretion import without_secrets

SHORTEST_INTERVAL = timedelta(minutes=10)
"""Politeness: no feed is asked more often, whatever the settings say."""
LONGEST_INTERVAL = timedelta(hours=12)
LIVELIEST = 2 / 3
QUIETEST = 4
"""A feed is asked at least once in so many intervals, however quiet."""
AWAITED_AN_HOUR = 2.0
"""What is expected of an unknown feed; it is asked at the interval."""
DOUBLINGS = 6
SPREAD = 0.1
"""A feed waits up to this much longer, so that a thousand do not all fall due at once."""
_KNUTH = 2_654_435_761


CLOCK_MAY_STEP = timedelta(hours=1)
"""Set back by less, a clock keeps no feed silent for long: its server's wish is granted."""

TRIES = 3
_PASSING = (errors.Unreachable, errors.TooSlow, errors.ServerFailed, errors.AskedToWait)

_STATES = FeedStateRow.__table__

_NOTE_QUIET = (
    update(_STATES)  # type: ignore[arg-type]
    .where(FeedStateRow.feed_id == bindparam("of"))
    .values(
        etag=bindparam("etag"),
        last_modified=bindparam("last_modified"),
        polled_at=bindparam("polled_at"),
        answered_at=bindparam("answered_at"),
        due_at=bindparam("due_at"),
        failures=bindparam("failures"),
        trouble=bindparam("trouble"),
        stopped=bindparam("stopped"),
        on_trial=bindparam("on_trial"),
    )
)
_NOTE_CHANGED = (
    update(_STATES)  # type: ignore[arg-type]
    .where(FeedStateRow.feed_id == bindparam("of"))
    .values(
        body_hash=bindparam("body_hash"),
        fingerprints=bindparam("fingerprints"),
        new_at=func.coalesce(bindparam("new_at", type_=UtcMoment), FeedStateRow.new_at),
        left_out=bindparam("left_out"),
        left_out_why=bindparam("left_out_why"),
        ttl_s=bindparam("ttl_s"),
        rhythm=bindparam("rhythm"),
    )
)


def due(
    snapshot: Snapshot, *, all_of_them: bool, only: Iterable[FeedId] | None = None
) -> tuple[DueFeed, ...]:
    """Return the feeds to ask now, the longest due first; *all_of_them* also before time."""
    wanted = (
        select(
            FeedRow.id,
            FeedRow.address,
            FeedRow.outlet_id,
            FeedRow.language,
            FeedStateRow.etag,
            FeedStateRow.last_modified,
            FeedStateRow.body_hash,
            FeedStateRow.fingerprints,
            FeedStateRow.answered_at,
            FeedStateRow.failures,
            FeedStateRow.ttl_s,
            FeedStateRow.rhythm,
            FeedStateRow.on_trial,
            FeedRow.full_text,
        )
        .join_from(FeedRow, FeedStateRow)
        .where(FeedRow.binned_at.is_(None), ~FeedRow.paused)
        .order_by(FeedStateRow.due_at)
    )
    if only is not None:
        wanted = wanted.where(FeedRow.id.in_(tuple(only)))
    else:
        wanted = wanted.where(~FeedStateRow.stopped)
        if not all_of_them:
            wanted = wanted.where(_may_be_asked(snapshot.now))
    return tuple(
        DueFeed(
            id=FeedId(row[0]),
            address=row[1],
            outlet=None if row[2] is None else OutletId(row[2]),
            language=row[3],
            etag=row[4],
            last_modified=row[5],
            body_hash=row[6],
            fingerprints=row[7],
            answered_at=row[8],
            failures=row[9],
            ttl=timedelta(seconds=row[10]),
            rhythm=row[11],
            on_trial=row[12],
            full_text=row[13],
        )
        for row in snapshot.session.execute(wanted)
    )


def is_due(snapshot: Snapshot) -> bool:
    """Say whether `due` would return any feed."""
    wanted = (
        select(FeedRow.id)
        .join_from(FeedRow, FeedStateRow)
        .where(
            FeedRow.binned_at.is_(None),
            ~FeedRow.paused,
            ~FeedStateRow.stopped,
            _may_be_asked(snapshot.now),
        )
    )
    return snapshot.session.scalar(wanted.limit(1)) is not None


@dataclass(frozen=True, slots=True)
class Morning:
    """The hours of the city before the press review leaves, at which more is asked."""

    begins: time
    ends: time

    @classmethod
    def from_text(cls, text: str) -> "Morning | None":
        """Read ``05:00-07:30``; None for none."""
        if not text:
            return None
        begins, ends = (time.fromisoformat(each) for each in text.split("-"))
        return cls(begins, ends)

    def until(self, now: datetime) -> timedelta:
        """Return how long until it begins; nothing while it lasts."""
        local = now.astimezone(CITY_ZONE)
        if self.begins <= local.time() < self.ends:
            return timedelta()
        day = local.date() + timedelta(days=local.time() >= self.begins)
        return datetime.combine(day, self.begins, CITY_ZONE) - now


@dataclass(slots=True)
class Schedule:
    """What is asked when, as of *now*; made once for all the feeds of a round."""

    now: datetime
    interval: timedelta
    morning: Morning | None = None
    _hours: tuple[tuple[float, int], ...] = field(init=False)
    _until_morning: timedelta | None = field(init=False)

    def __post_init__(self) -> None:
        """Look at the hours ahead."""
        self.interval = max(self.interval, SHORTEST_INTERVAL)
        self._hours = tuple(spans(self.now, self.interval * QUIETEST))
        self._until_morning = None if self.morning is None else self.morning.until(self.now)

    def due_at(self, poll: Poll, rhythm: bytes | None) -> datetime:
        """Return when the feed of *poll* will be asked again.

        Each failure in a row doubles the interval, up to half a day; a server's own wish
        (Retry-After, max-age, ttl) is granted when it is longer.
        """
        part = (poll.feed.id * _KNUTH % 2**32) / 2**32
        if not poll.failed:
            wait = self._usual(rhythm)
        else:
            wait = self.interval * 2 ** min(poll.feed.failures, DOUBLINGS)
            wait = max(min(wait, LONGEST_INTERVAL), self.interval)
        wait *= 1 + SPREAD * part
        if self._until_morning is not None and self._may_be_hurried(poll):
            wait = min(wait, max(self._until_morning + self.interval * part, self.interval))
        wishes = max(poll.wait, poll.feed.ttl if poll.ttl is None else poll.ttl)
        until = getattr(poll.trouble, "until", None)
        if until is not None:
            wishes = max(wishes, until - self.now)
        return self.now + max(wait, wishes * (1 + SPREAD * part))

    def _may_be_hurried(self, poll: Poll) -> bool:
        """Whether the morning asks: of what fails once, and never where patience was asked."""
        if not poll.failed:
            return True
        return bool(self._until_morning) and not isinstance(poll.trouble, AskedToWait)

    def _usual(self, kept: bytes | None) -> timedelta:
        """Return how long it takes until there is likely something new, within bounds."""
        rhythm = Rhythm.from_bytes(kept)
        if rhythm is None:
            return self.interval
        later_s = self.now.timestamp() - rhythm.at
        awaited = AWAITED_AN_HOUR * self.interval.total_seconds() / HOUR_S
        wait_s = 0.0
        for span_s, bucket in self._hours:
            an_hour = rhythm.an_hour(bucket, later_s=later_s, prior=AWAITED_AN_HOUR)
            needed_s = awaited / an_hour * HOUR_S
            if needed_s <= span_s:
                wait_s += needed_s
                break
            wait_s += span_s
            awaited -= an_hour * span_s / HOUR_S
        return max(timedelta(seconds=wait_s), self.interval * LIVELIEST, SHORTEST_INTERVAL)


def schedule(snapshot: Snapshot) -> Schedule:
    """Return what is asked when, as the desk's settings have it now."""
    return Schedule(
        snapshot.now,
        timedelta(minutes=desk_settings.value(snapshot, POLL_INTERVAL)),
        Morning.from_text(desk_settings.value(snapshot, MORNING)),
    )


def note_polls(transaction: Transaction, polls: Sequence[Poll], schedule: Schedule) -> None:
    """Write what *polls* taught, all of them in a few statements."""
    now = transaction.now
    polls = [_where_it_went(transaction, poll) for poll in polls]
    execute = transaction.session.execute
    rhythms = {poll.feed.id: _rhythm(poll, now) for poll in polls}
    execute(_NOTE_QUIET, [_quiet(poll, schedule, rhythms[poll.feed.id]) for poll in polls])
    changed = [poll for poll in polls if poll.body_hash is not None]
    if changed:
        execute(
            _NOTE_CHANGED,
            [
                {
                    "of": poll.feed.id,
                    "body_hash": poll.body_hash,
                    "fingerprints": poll.fingerprints,
                    "new_at": _new_at(poll, now),
                    "left_out": poll.left_out.total,
                    "left_out_why": poll.left_out.to_text(),
                    "ttl_s": _ttl_s(poll),
                    "rhythm": rhythms[poll.feed.id],
                }
                for poll in changed
            ],
        )
    for poll in polls:
        if poll.moved_to or (poll.about is not None and poll.feed.answered_at is None):
            _learn(transaction, poll)


def note_gap(transaction: Transaction, feed: FeedId, since: datetime) -> None:
    """Note that *feed* may have been missed from *since* until now."""
    transaction.session.execute(
        insert(FeedGapRow), {"feed_id": feed, "since": since, "until": transaction.now}
    )


def gaps(snapshot: Snapshot, *, since: datetime) -> tuple[Gap, ...]:
    """Return the gaps that ended after *since*, the latest first."""
    rows = snapshot.session.execute(
        select(
            FeedGapRow.feed_id, FeedRow.title, FeedRow.address, FeedGapRow.since, FeedGapRow.until
        )
        .join_from(FeedGapRow, FeedRow)
        .where(FeedGapRow.until > since)
        .order_by(FeedGapRow.id.desc())
    )
    return tuple(
        Gap(feed=FeedId(feed), feed_title=title or without_secrets(address), since=begin, until=end)
        for feed, title, address, begin, end in rows
    )


def ask_again(transaction: Transaction, feed: FeedId) -> None:
    """Ask *feed* at the next round, even when it had been stopped."""
    transaction.session.execute(
        update(FeedStateRow)
        .where(FeedStateRow.feed_id == feed)
        .values(due_at=transaction.now, stopped=False)
    )


def begin_again(transaction: Transaction, feed: FeedId) -> None:
    """Ask *feed* at its new address: what the old one answered, or failed by, is not its.

    The entries that were seen stay known: they are not new because they moved.
    """
    transaction.session.execute(
        update(FeedStateRow)
        .where(FeedStateRow.feed_id == feed)
        .values(
            due_at=transaction.now,
            stopped=False,
            etag="",
            last_modified="",
            body_hash=b"",
            polled_at=None,
            failures=0,
            trouble="",
            ttl_s=0,
        )
    )


def _may_be_asked(now: datetime) -> ColumnElement[bool]:
    """Return the condition on a feed that is due.

    One that was never asked, or was by a clock that has been set back far since, always is.
    """
    return or_(
        FeedStateRow.due_at <= now,
        FeedStateRow.polled_at.is_(None),
        FeedStateRow.polled_at > now + CLOCK_MAY_STEP,
    )


def _quiet(poll: Poll, schedule: Schedule, kept: bytes | None) -> dict[str, Any]:
    trouble, failed, now = poll.trouble, poll.failed, schedule.now
    return {
        "of": poll.feed.id,
        "etag": poll.feed.etag if failed else poll.etag,
        "last_modified": poll.feed.last_modified if failed else poll.last_modified,
        "polled_at": now,
        "answered_at": poll.feed.answered_at if failed else now,
        "due_at": schedule.due_at(poll, kept),
        "failures": poll.feed.failures + 1 if failed else 0,
        "trouble": trouble.to_text() if trouble is not None else "",
        "stopped": trouble is not None and (trouble.stops or _tried_enough(poll.feed, trouble)),
        "on_trial": poll.feed.on_trial and failed,
    }


def _tried_enough(feed: DueFeed, trouble: errors.FeedTrouble) -> bool:
    """Whether a feed on trial is not asked again by itself: a slow server gets a few tries."""
    return feed.on_trial and (feed.failures + 1 >= TRIES or not isinstance(trouble, _PASSING))


def _rhythm(poll: Poll, now: datetime) -> bytes | None:
    """Return the rhythm of the feed, which only what appeared changes."""
    kept, before = poll.feed.rhythm, poll.feed.answered_at
    if poll.body_hash is None or not poll.appeared:
        return kept
    return rhythm.learnt(kept, poll.appeared, answered_at=before, now=now)


def _new_at(poll: Poll, now: datetime) -> datetime | None:
    """Return when the feed last had something new, if it is known from this poll.

    What a first document shows is as old as it says.
    """
    if not poll.appeared:
        return None
    dated = [each for each in poll.appeared if each is not None and each <= now]
    return max(dated) if dated and poll.feed.answered_at is None else now


def _ttl_s(poll: Poll) -> int:
    return int((poll.feed.ttl if poll.ttl is None else poll.ttl).total_seconds())


def _learn(transaction: Transaction, poll: Poll) -> None:
    """Fill in what the feed says of itself, and follow it where it has moved for good."""
    row = transaction.session.get(FeedRow, poll.feed.id)
    if row is None:
        return
    if poll.about is not None:
        row.title = row.title or poll.about.title
        row.site = row.site or poll.about.site
        row.language = row.language or poll.about.language
    if poll.moved_to and find(transaction, poll.moved_to) is None:  # nor another of this round
        move = FieldChange("address", row.address, poll.moved_to)
        edits.apply(transaction, Ref(Subject.FEED, row.id), row, move)


def _where_it_went(transaction: Transaction, poll: Poll) -> Poll:
    """Return *poll* with the address to follow; where another feed has it, with that trouble."""
    if not poll.moved_to:
        return poll
    try:
        target = normal_address(poll.moved_to)
    except errors.WrongAddress:
        return replace(poll, moved_to="")
    there = find(transaction, target)
    if there is None:
        return replace(poll, moved_to=target)
    if there == poll.feed.id or transaction.session.get_one(FeedRow, there).paused:
        return replace(poll, moved_to="")  # one alone is read
    double = errors.MovedOnAnother(poll.feed.address, target=target)
    return replace(poll, moved_to="", trouble=poll.trouble or double)
