"""From a server's answer to what may be stored: pure, and the dear part of a poll.

Three doors stop nearly everything before feedparser: the server says that nothing has
changed, the bytes are those of last time, or each entry of the document has been seen.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from comms_desk.media.articles import shown_entries
from comms_desk.media.articles.model import Delivery
from comms_desk.media.articles.shown_entries import ShownEntries
from comms_desk.media.feeds import parse
from comms_desk.media.feeds.document import FeedDocument, body_fingerprint, open_document
from comms_desk.media.feeds.errors import FeedTrouble
from comms_desk.media.feeds.fetch import FeedAnswer
from comms_desk.media.feeds.model import DueFeed, Poll


def body_hash(answer: FeedAnswer) -> bytes:
    """Return the hash of the whole body; nothing when the server sent none."""
    return b"" if answer.body is None else body_fingerprint(answer.body)


def unchanged(feed: DueFeed, answer: FeedAnswer, whole: bytes) -> Poll | None:
    """Return the poll when *answer*, whose `body_hash` is *whole*, brings nothing new."""
    if whole not in (b"", feed.body_hash):
        return None
    return Poll(
        feed=feed,
        etag=answer.etag or feed.etag,
        last_modified=answer.last_modified or feed.last_modified,
        wait=answer.wait,
        moved_to=answer.moved_to,
    )


def failed(feed: DueFeed, trouble: FeedTrouble) -> Delivery:
    """Return the delivery of a feed that could not be read."""
    return Delivery(poll=Poll(feed=feed, trouble=trouble))


def digest(
    feed: DueFeed,
    answer: FeedAnswer,
    whole: bytes,
    *,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Iterator[Delivery]:
    """Yield what *answer* brings, in parts, the oldest entries first; *whole* is its hash.

    All that is new is read before the first part is given: what an entry becomes depends on
    all that the document shows.  Nothing more is read, nor given, once it *is_stopped*.

    Raises:
        FeedTrouble: The body is no feed, or cannot be read; what could be was given before.
    """
    marks = shown_entries.remembered(feed.fingerprints)
    document = open_document(
        answer.body or b"", content_type=answer.content_type, address=feed.address, seen=marks
    )
    fresh = document.unseen(marks)
    known = shown_entries.keys(marks.values())
    if not fresh and feed.body_hash:
        yield Delivery(poll=_poll(feed, answer, whole, document, marks))
        return
    groups = parse.groups(document, fresh)
    is_known = feed.answered_at is not None
    readings: list[parse.Reading] = []
    trouble: FeedTrouble | None = None
    try:
        for reading in parse.read(document, groups, address=feed.address, is_known=is_known):
            if is_stopped():
                return
            readings.append(reading)
            marks.update(_marks(document, reading))
    except FeedTrouble as error:
        trouble = error
    appeared = tuple(
        entry.published_at
        for reading in readings
        for entry in reading.entries
        if shown_entries.key_of(entry) not in known
    )
    poll = replace(_poll(feed, answer, whole, document, marks), appeared=appeared)
    said = ShownEntries.of(marks.get(each, shown_entries.UNKNOWN) for each in document.fingerprints)
    renewed = len(fresh) == len(document.slices)
    for number, reading in enumerate(readings, start=1):
        yield Delivery(
            poll=replace(poll, about=reading.about, ttl=reading.about.ttl),
            entries=reading.entries,
            shown=said,
            may_be_gap=renewed and number == 1,
            is_last=trouble is None and number == len(readings),
        )
    if trouble is not None:
        raise trouble


def _marks(document: FeedDocument, reading: parse.Reading) -> Iterator[tuple[bytes, bytes]]:
    """Yield the fingerprint and the marks of each slice that was read, or could not be."""
    for place, entry in zip(reading.places, reading.entries, strict=False):
        yield document.fingerprints[place], shown_entries.marks_of(entry)
    for place, why in reading.left_out.items():
        yield document.fingerprints[place], shown_entries.marks_of_unread(why)


def _poll(
    feed: DueFeed,
    answer: FeedAnswer,
    whole: bytes,
    document: FeedDocument,
    marks: Mapping[bytes, bytes],
) -> Poll:
    """Return what the document taught, apart from what its new entries say of the feed."""
    unread = shown_entries.unread(
        marks.get(each, shown_entries.UNKNOWN) for each in document.fingerprints
    )
    return Poll(
        feed=feed,
        etag=answer.etag,
        last_modified=answer.last_modified,
        wait=answer.wait,
        moved_to=answer.moved_to,
        body_hash=whole,
        fingerprints=shown_entries.records(document.fingerprints, marks),
        left_out=document.left_out + unread,
    )
