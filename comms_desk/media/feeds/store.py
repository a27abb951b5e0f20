"""Rows of feeds.  Private to the slice: higher slices use `within`.

What a person sets stands in `feeds`; what polling writes stands in `feed_states`, so that
an edit and a poll never meet on one row.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, insert, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.media.feeds.errors import FeedTaken, FeedTrouble
from comms_desk.media.feeds.health import GAP_SHOWN, FeedState, Health, judged
from comms_desk.media.feeds.left_out import LeftOutEntries
from comms_desk.media.feeds.model import (
    Feed,
    FeedId,
    FullTextWhen,
    NewFeed,
)
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import NewOutlet, OutletId, OutletLanguage
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import NotFound
from comms_desk.storage.finding import each_of
from comms_desk.storage.rows import Base, BinnedRow, RowId, ShortText, unique_outside_bin
from comms_desk.storage.values import value_of
from comms_desk.text.discretion import without_secrets
from comms_desk.text.fold import tokens


class FeedRow(BinnedRow):
    """What a person knows and sets of a feed."""

    SUBJECT = Subject.FEED
    CALLED = ("title", "address")
    __tablename__ = "feeds"
    __table_args__ = (unique_outside_bin("uq_feeds_address", "address"),)

    address: Mapped[str]
    title: Mapped[ShortText]
    site: Mapped[str]
    outlet_id: Mapped[int | None] = mapped_column(
        ForeignKey("outlets.id", ondelete="SET NULL"), index=True
    )
    language: Mapped[str]
    folder: Mapped[str]
    full_text: Mapped[FullTextWhen]
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
    left_out_why: Mapped[str]
    ttl_s: Mapped[int]
    rhythm: Mapped[bytes | None]
    on_trial: Mapped[bool]


class FeedGapRow(Base):
    """A time during which a feed may have published what nobody saw."""

    __tablename__ = "feed_gaps"

    id: Mapped[RowId]
    feed_id: Mapped[int] = mapped_column(ForeignKey("feeds.id", ondelete="CASCADE"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime] = mapped_column(index=True)


_STATES = FeedStateRow.__table__

_OUTLET_LANGUAGES = {"fr": OutletLanguage.FRENCH, "en": OutletLanguage.ENGLISH}

_WHOLE = (
    select(
        FeedRow.id,
        FeedRow.address,
        FeedRow.title,
        FeedRow.site,
        FeedRow.outlet_id,
        FeedRow.language,
        FeedRow.folder,
        FeedRow.full_text,
        FeedRow.paused,
        FeedStateRow.stopped,
        FeedStateRow.polled_at,
        FeedStateRow.answered_at,
        FeedStateRow.new_at,
        FeedStateRow.due_at,
        FeedStateRow.failures,
        FeedStateRow.trouble,
        FeedStateRow.left_out_why,
        FeedStateRow.rhythm,
        FeedStateRow.on_trial,
    )
    .join_from(FeedRow, FeedStateRow)
    .where(FeedRow.binned_at.is_(None))
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
        outlet_id=_outlet(transaction, new),
        language=new.language,
        folder=new.folder,
        full_text=new.full_text,
        paused=new.paused,
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
            "left_out_why": "",
            "ttl_s": 0,
            "on_trial": new.on_trial,
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


def ever_known(snapshot: Snapshot) -> frozenset[str]:
    """Return every address that a feed has or had, those in the bin too."""
    here = snapshot.session.scalars(select(FeedRow.address))
    former = edits.former(snapshot, Subject.FEED, "address")
    return frozenset((*here, *(str(address) for _feed, address, _until in former)))


def get(snapshot: Snapshot, feed: FeedId) -> Feed:
    """Return *feed*.

    Raises:
        NotFound: There is none, or it is in the bin.
    """
    found = _feeds(snapshot, _WHOLE.where(FeedRow.id == feed))
    if not found:
        raise NotFound(Ref(Subject.FEED, feed))
    return found[0]


def every(snapshot: Snapshot) -> tuple[Feed, ...]:
    """Return every feed by its title; a desk has hundreds, rarely thousands."""
    return _feeds(snapshot, _WHOLE.order_by(FeedRow.title, FeedRow.id))


def titles(snapshot: Snapshot, among: Collection[int]) -> dict[int, str]:
    """Return the title of each feed *among* those, in the bin too: their articles show it."""
    wanted = select(FeedRow.id, FeedRow.title, FeedRow.address)
    rows = snapshot.session.execute(wanted.where(each_of(snapshot, FeedRow.id, among)))
    return {number: title or without_secrets(address) for number, title, address in rows}


def reading_pages(snapshot: Snapshot, when: FullTextWhen) -> tuple[FeedId, ...]:
    """Return the feeds outside the bin whose articles have their page read at that time."""
    wanted = select(FeedRow.id).where(FeedRow.full_text == when, FeedRow.binned_at.is_(None))
    return tuple(map(FeedId, snapshot.session.scalars(wanted)))


def failing(snapshot: Snapshot) -> tuple[Feed, ...]:
    """Return the feeds whose last poll failed, or that are stopped; the stopped first."""
    return _feeds(
        snapshot,
        _WHOLE.where(
            or_(FeedStateRow.trouble != "", FeedStateRow.stopped), ~FeedStateRow.on_trial
        ).order_by(FeedStateRow.stopped.desc(), FeedStateRow.failures.desc(), FeedRow.id),
    )


def unanswered(snapshot: Snapshot) -> tuple[FeedId, ...]:
    """Return the feeds on trial that are not asked again by themselves."""
    wanted = (
        select(FeedRow.id)
        .join_from(FeedRow, FeedStateRow)
        .where(FeedRow.binned_at.is_(None), FeedStateRow.on_trial, FeedStateRow.stopped)
    )
    return tuple(map(FeedId, snapshot.session.scalars(wanted)))


def cut_short(snapshot: Snapshot) -> tuple[Feed, ...]:
    """Return the feeds, asked and in order, whose last document was not taken in whole."""
    return _feeds(
        snapshot,
        _WHOLE.where(
            FeedStateRow.left_out > 0,
            FeedStateRow.trouble == "",
            ~FeedStateRow.stopped,
            ~FeedRow.paused,
        ).order_by(FeedStateRow.left_out.desc(), FeedRow.id),
    )


def _outlet(transaction: Transaction, new: NewFeed) -> OutletId | None:
    if new.outlet is not None or not tokens(new.outlet_name):
        return new.outlet
    language = _OUTLET_LANGUAGES.get(new.language, OutletLanguage.FRENCH)
    return outlets.find_or_add(transaction, NewOutlet(name=new.outlet_name, language=language))


def _feeds(snapshot: Snapshot, wanted: "Select[*tuple[Any, ...]]") -> tuple[Feed, ...]:
    """Return the feeds *wanted*, each with how it fares."""
    rows = snapshot.session.execute(wanted).all()
    if not rows:
        return ()
    names = outlets.names(snapshot)
    lately = snapshot.now - GAP_SHOWN
    gaps = select(FeedGapRow.feed_id, FeedGapRow.since, FeedGapRow.until)
    missed = {
        feed: (since, until)
        for feed, since, until in snapshot.session.execute(gaps.where(FeedGapRow.until > lately))
    }
    return tuple(
        value_of(
            Feed,
            row,
            outlet_name=names.get(row.outlet_id, ""),
            health=_health(row, missed.get(row.id)),
            left_out=LeftOutEntries.from_text(row.left_out_why),
        )
        for row in rows
    )


def _health(row: Any, gap: tuple[datetime, datetime] | None) -> Health:
    return judged(
        FeedState(
            is_paused=row.paused,
            is_stopped=row.stopped,
            is_on_trial=row.on_trial,
            trouble=FeedTrouble.from_text(row.trouble) if row.trouble else None,
            answered_at=row.answered_at if row.polled_at is not None else None,
            new_at=row.new_at,
            rhythm=row.rhythm,
            gap=gap,
        )
    )
