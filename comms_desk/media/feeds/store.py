"""Rows of feeds.  Private to the slice: higher slices use `within`.

What a person sets stands in `feeds`; what polling writes stands in `feed_states`, so that
an edit and a poll never meet on one row.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, Index, bindparam, func, insert, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.media.feeds.errors import FeedMissing, FeedTaken
from comms_desk.media.feeds.model import (
    DueFeed,
    Feed,
    FeedId,
    FeedState,
    Gap,
    NewFeed,
    Poll,
    next_due,
)
from comms_desk.media.outlets.model import OutletId
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.rows import Base, BinnedMixin, RowId, UtcMoment, unique_outside_bin


class FeedRow(BinnedMixin, Base):
    """What a person knows and sets of a feed."""

    SUBJECT = Subject.FEED
    __tablename__ = "feeds"
    __table_args__ = (unique_outside_bin("uq_feeds_address", "address"),)

    address: Mapped[str]
    title: Mapped[str]
    site: Mapped[str]
    outlet_id: Mapped[int | None] = mapped_column(
        ForeignKey("outlets.id", ondelete="SET NULL"), index=True
    )
    language: Mapped[str]
    paused: Mapped[bool]


class FeedStateRow(Base):
    """What polling knows of a feed."""

    __tablename__ = "feed_states"
    __table_args__ = (Index("ix_feed_states_due_at", "due_at"),)

    feed_id: Mapped[int] = mapped_column(
        ForeignKey("feeds.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    etag: Mapped[str]
    last_modified: Mapped[str]
    body_hash: Mapped[bytes]
    fingerprints: Mapped[bytes]
    polled_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    new_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    failures: Mapped[int]
    trouble: Mapped[str]
    stopped: Mapped[bool]
    left_out: Mapped[int]


class FeedGapRow(Base):
    """A time during which a feed may have published what nobody saw."""

    __tablename__ = "feed_gaps"

    id: Mapped[RowId]
    feed_id: Mapped[int] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)


_FEEDS = FeedRow.__table__
_STATES = FeedStateRow.__table__

_WHOLE = (
    select(
        FeedRow.id,
        FeedRow.address,
        FeedRow.title,
        FeedRow.site,
        FeedRow.outlet_id,
        FeedRow.language,
        FeedRow.paused,
        FeedStateRow.stopped,
        FeedStateRow.polled_at,
        FeedStateRow.answered_at,
        FeedStateRow.new_at,
        FeedStateRow.due_at,
        FeedStateRow.failures,
        FeedStateRow.trouble,
        FeedStateRow.left_out,
    )
    .join_from(FeedRow, FeedStateRow)
    .where(FeedRow.binned_at.is_(None))
)

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
    )
)


def add(transaction: Transaction, new: NewFeed) -> FeedId:
    """Add a feed, due at once.

    Raises:
        FeedTaken: Its address is already watched.
    """
    if find(transaction, new.address) is not None:
        raise FeedTaken(new.address)
    row = FeedRow(
        address=new.address,
        title=new.title,
        site="",
        outlet_id=new.outlet,
        language=new.language,
        paused=False,
    )
    transaction.session.add(row)
    transaction.session.flush()
    transaction.session.execute(
        insert(_STATES),  # type: ignore[arg-type]
        {
            "feed_id": row.id,
            "etag": "",
            "last_modified": "",
            "body_hash": b"",
            "fingerprints": b"",
            "due_at": transaction.now,
            "failures": 0,
            "trouble": "",
            "stopped": False,
            "left_out": 0,
        },
    )
    transaction.announce(Change.of(Subject.FEED, [row.id]))
    return FeedId(row.id)


def find(snapshot: Snapshot, address: str) -> FeedId | None:
    """Return the feed at *address*, in its one form."""
    found = snapshot.session.scalar(
        select(FeedRow.id).where(FeedRow.address == address, FeedRow.binned_at.is_(None))
    )
    return None if found is None else FeedId(found)


def row_of(snapshot: Snapshot, feed: FeedId, *, binned: bool = False) -> FeedRow:
    """Return the row of *feed*.

    Raises:
        FeedMissing: There is none, or it is in the bin (unless *binned*).
    """
    row = snapshot.session.get(FeedRow, feed)
    if row is None or (row.binned_at is not None) is not binned:
        raise FeedMissing(feed)
    return row


def get(snapshot: Snapshot, feed: FeedId) -> Feed:
    """Return *feed*.

    Raises:
        FeedMissing: There is none, or it is in the bin.
    """
    found = snapshot.session.execute(_WHOLE.where(FeedRow.id == feed)).first()
    if found is None:
        raise FeedMissing(feed)
    return _feed(found)


def every(snapshot: Snapshot) -> tuple[Feed, ...]:
    """Return every feed by its title; a desk has hundreds, rarely thousands."""
    return tuple(map(_feed, snapshot.session.execute(_WHOLE.order_by(FeedRow.title, FeedRow.id))))


def titles(snapshot: Snapshot) -> dict[int, str]:
    """Return the title of every feed, those in the bin too: their articles show it."""
    rows = snapshot.session.execute(select(FeedRow.id, FeedRow.title, FeedRow.address))
    return {number: title or address for number, title, address in rows}


def failing(snapshot: Snapshot) -> tuple[Feed, ...]:
    """Return the feeds whose last poll failed, or that are stopped; the stopped first."""
    rows = snapshot.session.execute(
        _WHOLE.where(or_(FeedStateRow.trouble != "", FeedStateRow.stopped)).order_by(
            FeedStateRow.stopped.desc(), FeedStateRow.failures.desc(), FeedRow.id
        )
    )
    return tuple(map(_feed, rows))


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
        Gap(feed=FeedId(feed), feed_title=title or address, since=begin, until=end)
        for feed, title, address, begin, end in rows
    )


def note_gap(transaction: Transaction, feed: FeedId, since: datetime) -> None:
    """Note that *feed* may have been missed from *since* until now."""
    transaction.session.execute(
        insert(FeedGapRow), {"feed_id": feed, "since": since, "until": transaction.now}
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
            wanted = wanted.where(FeedStateRow.due_at <= snapshot.now)
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
        )
        for row in snapshot.session.execute(wanted)
    )


def next_due_at(snapshot: Snapshot) -> datetime | None:
    """Return when the next feed falls due; None when there is none to ask."""
    return snapshot.session.scalar(
        select(FeedStateRow.due_at)
        .join_from(FeedRow, FeedStateRow)
        .where(FeedRow.binned_at.is_(None), ~FeedRow.paused, ~FeedStateRow.stopped)
        .order_by(FeedStateRow.due_at)
        .limit(1)
    )


def note_polls(transaction: Transaction, polls: Sequence[Poll], *, interval: timedelta) -> None:
    """Write what *polls* taught, all of them in a few statements."""
    now = transaction.now
    execute = transaction.session.execute
    execute(_NOTE_QUIET, [_quiet(poll, now, interval) for poll in polls])
    changed = [poll for poll in polls if poll.body_hash is not None]
    if changed:
        execute(
            _NOTE_CHANGED,
            [
                {
                    "of": poll.feed.id,
                    "body_hash": poll.body_hash,
                    "fingerprints": poll.fingerprints,
                    "new_at": now if poll.has_new else None,
                    "left_out": poll.left_out,
                }
                for poll in changed
            ],
        )
    for poll in polls:
        if poll.moved_to or poll.about is not None:
            _learn(transaction, poll)


def ask_again(transaction: Transaction, feed: FeedId) -> None:
    """Have *feed* asked at the next round, even when it had been stopped."""
    transaction.session.execute(
        update(FeedStateRow)
        .where(FeedStateRow.feed_id == feed)
        .values(due_at=transaction.now, stopped=False)
    )


def _quiet(poll: Poll, now: datetime, interval: timedelta) -> dict[str, Any]:
    trouble = poll.trouble
    failed = trouble is not None
    return {
        "of": poll.feed.id,
        "etag": poll.feed.etag if failed else poll.etag,
        "last_modified": poll.feed.last_modified if failed else poll.last_modified,
        "polled_at": now,
        "answered_at": poll.feed.answered_at if failed else now,
        "due_at": next_due(poll, now=now, interval=interval),
        "failures": poll.feed.failures + 1 if failed else 0,
        "trouble": trouble.to_text() if trouble is not None else "",
        "stopped": trouble is not None and trouble.stops,
    }


def _learn(transaction: Transaction, poll: Poll) -> None:
    """Fill in what the feed says of itself, and follow it where it has moved for good."""
    row = transaction.session.get(FeedRow, poll.feed.id)
    if row is None:
        return
    if poll.about is not None:
        row.title = row.title or poll.about.title
        row.site = row.site or poll.about.site
        row.language = row.language or poll.about.language
    if poll.moved_to and find(transaction, poll.moved_to) is None:
        row.address = poll.moved_to


def _feed(row: Any) -> Feed:
    if row.stopped:
        state = FeedState.STOPPED
    elif row.paused:
        state = FeedState.PAUSED
    elif row.trouble:
        state = FeedState.FAILING
    else:
        state = FeedState.NEW if row.polled_at is None else FeedState.GOOD
    return Feed(
        id=FeedId(row.id),
        address=row.address,
        title=row.title or row.address,
        site=row.site,
        outlet=None if row.outlet_id is None else OutletId(row.outlet_id),
        language=row.language,
        state=state,
        polled_at=row.polled_at,
        answered_at=row.answered_at,
        new_at=row.new_at,
        due_at=row.due_at,
        failures=row.failures,
        trouble=row.trouble,
        left_out=row.left_out,
    )
