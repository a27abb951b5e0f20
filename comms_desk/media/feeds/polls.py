"""What polling reads and writes of feeds.  Private to the slice, like its store.

A round writes the state of many feeds in two statements, whatever became of each.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, insert, or_, select, update

from comms_desk.changes import Ref, Subject
from comms_desk.media.feeds import errors, rhythm
from comms_desk.media.feeds.model import DueFeed, FeedId, Gap, Poll, normal_address
from comms_desk.media.feeds.schedule import Morning, Schedule
from comms_desk.media.feeds.store import FeedGapRow, FeedRow, FeedStateRow, find
from comms_desk.media.outlets.model import OutletId
from comms_desk.settings import MORNING, POLL_INTERVAL
from comms_desk.storage import desk_settings, edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.model import FieldChange
from comms_desk.storage.rows import UtcMoment
from comms_desk.text.discretion import without_secrets

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
    """Have *feed* asked at the next round, even when it had been stopped."""
    transaction.session.execute(
        update(FeedStateRow)
        .where(FeedStateRow.feed_id == feed)
        .values(due_at=transaction.now, stopped=False)
    )


def begin_again(transaction: Transaction, feed: FeedId) -> None:
    """Have *feed* asked at its new address: what the old one answered, or failed by, is not its.

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
