"""What a higher slice may ask of feeds inside its own transaction or snapshot."""

from collections.abc import Collection, Sequence
from datetime import datetime

from comms_desk.changes import Change, Subject
from comms_desk.media.feeds import polls, store
from comms_desk.media.feeds.model import Feed, FeedId, FullTextWhen, Poll
from comms_desk.storage.database import Snapshot, Transaction


def note_polls(transaction: Transaction, taught: Sequence[Poll]) -> None:
    """Write what polls *taught* about their feeds; to be announced with the commit."""
    schedule = polls.schedule(transaction)
    polls.note_polls(transaction, taught, schedule)
    transaction.announce(Change.of(Subject.FEED, (poll.feed.id for poll in taught)))


def note_gap(transaction: Transaction, feed: FeedId, since: datetime) -> None:
    """Note that *feed* may have published unseen from *since* until now."""
    polls.note_gap(transaction, feed, since)


def titles(snapshot: Snapshot, among: Collection[int]) -> dict[int, str]:
    """Return the title of each feed *among* those, in the bin too."""
    return store.titles(snapshot, among)


def reading_pages(snapshot: Snapshot, when: FullTextWhen) -> tuple[FeedId, ...]:
    """Return the feeds whose articles have their page read at that time."""
    return store.reading_pages(snapshot, when)


def every(snapshot: Snapshot) -> tuple[Feed, ...]:
    """Return every feed, by title."""
    return store.every(snapshot)
