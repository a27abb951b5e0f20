"""A review as it stands, with what its readers would get; and the edition that comes of it."""

from collections.abc import Sequence
from dataclasses import replace

from comms_desk.media.feeds import within as feeds
from comms_desk.media.feeds.standing import standing
from comms_desk.media.reviews import entries, frozen, store
from comms_desk.media.reviews.edition import Edition, EditionSection
from comms_desk.media.reviews.model import (
    EditionAltered,
    ItemId,
    ItemState,
    Review,
    ReviewGivenUp,
    ReviewId,
    ReviewItem,
)
from comms_desk.storage.database import Snapshot
from comms_desk.storage.values import value_of
from comms_desk.text.digests import digest_of


def review(snapshot: Snapshot, row: store.ReviewRow) -> Review:
    """Return the review of *row*, with its items as they stand now.

    Raises:
        EditionAltered, ReviewGivenUp: As `check`.
    """
    check(row)
    rows = [each for each in store.items(snapshot, [row.id]) if each.state is not ItemState.OUT]
    ids = {each.article: each.state is ItemState.KEPT for each in rows}
    alone = {each for each, is_kept in ids.items() if is_kept}
    told = entries.told(snapshot, tuple(ids), day=row.day, alone=alone)
    rank = {name: place for place, name in enumerate(row.sections)}
    rows.sort(key=lambda each: (each.state is ItemState.ASIDE, rank.get(each.section, len(rank))))
    return value_of(
        Review,
        row,
        items=tuple(_item(each, told[each.article]) for each in rows if each.article_id in told),
        edition=None if row.edition is None else frozen.from_json(row.edition),
        message=row.message_id,
    )


def check(row: store.ReviewRow) -> None:
    """Refuse what is kept of an issued review where it is not what was issued.

    Raises:
        EditionAltered: It is not.
        ReviewGivenUp: It was not, and its stories were taken up.
    """
    if row.is_given_up:
        raise ReviewGivenUp(row.day)
    if row.issued_at is not None and digest_of(row.edition or "") != row.digest:
        raise EditionAltered(row.day, ReviewId(row.id), has_left=row.message_id is not None)


def _item(row: store.ItemRow, told: entries.ReaderEntry) -> ReviewItem:
    excerpt = told.excerpt if row.wants_excerpt else ""
    return ReviewItem(
        id=ItemId(row.id),
        section=row.section,
        state=row.state,
        wants_excerpt=row.wants_excerpt,
        excerpt=told.excerpt,
        entry=replace(told.entry, summary=row.summary, excerpt=excerpt),
    )


def edition(snapshot: Snapshot, of: Review, extra: Sequence[str] = ()) -> Edition:
    """Return what readers would get of *of*: what was issued, or else what stands now."""
    if of.edition is not None:
        return of.edition
    entry_of = {each.id: each.entry for each in of.kept}
    followed = feeds.every(snapshot)
    fares = standing(followed, ())
    answered = [each.answered_at for each in followed if each.answered_at is not None]
    return Edition(
        day=of.day,
        language=of.language,
        number=of.number,
        closes_at=max(of.closes_at, snapshot.now),
        highlights=tuple(filter(None, of.highlights)),
        agenda=tuple(filter(None, of.agenda)),
        sections=tuple(
            EditionSection(name=name, entries=tuple(entry_of[each] for each in items))
            for name, items in of.order
            if items
        ),
        read_until=max(answered, default=None),
        unread=fares.broken + fares.late,
        silent=fares.late,
        extra=tuple(extra),
    )
