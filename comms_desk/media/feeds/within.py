"""What a higher slice may ask of feeds inside its own transaction or snapshot."""

from collections.abc import Sequence

from comms_desk.changes import Change, Subject
from comms_desk.media.feeds import polls, store
from comms_desk.media.feeds.model import Poll
from comms_desk.storage.database import Transaction

note_gap = polls.note_gap
titles = store.titles
reading_pages = store.reading_pages
every = store.every


def note_polls(transaction: Transaction, taught: Sequence[Poll]) -> None:
    """Write what polls *taught* about their feeds; to be announced with the commit."""
    schedule = polls.schedule(transaction)
    polls.note_polls(transaction, taught, schedule)
    transaction.announce(Change.of(Subject.FEED, (poll.feed.id for poll in taught)))
