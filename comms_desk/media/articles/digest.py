"""From a server's answer to what may be stored: pure, and the dear part of a poll.

Three doors stop nearly everything before feedparser: the server says that nothing has
changed, the bytes are those of last time, or each entry of the document has been seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched

from comms_desk.media.articles.model import Delivery
from comms_desk.media.feeds import parse
from comms_desk.media.feeds.document import (
    FINGERPRINT_BYTES,
    Document,
    body_fingerprint,
    open_document,
)
from comms_desk.media.feeds.errors import FeedTrouble
from comms_desk.media.feeds.fetch import Answer
from comms_desk.media.feeds.model import DueFeed, Poll


def body_hash(answer: Answer) -> bytes:
    """Return the hash of the whole body; nothing when the server sent none."""
    return b"" if answer.body is None else body_fingerprint(answer.body)


def unchanged(feed: DueFeed, answer: Answer, whole: bytes) -> Poll | None:
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


def digest(feed: DueFeed, answer: Answer, whole: bytes) -> Iterator[Delivery]:
    """Yield what *answer* brings, in parts, the oldest entries first; *whole* is its hash.

    Raises:
        FeedTrouble: The body is no feed, or cannot be read.
    """
    document = open_document(
        answer.body or b"", content_type=answer.content_type, address=feed.address
    )
    seen = frozenset(map(bytes, batched(feed.fingerprints, FINGERPRINT_BYTES)))
    fresh = document.unseen(seen)
    if not fresh and feed.body_hash:
        yield Delivery(poll=_poll(feed, answer, whole, document, _Learnt()))
        return
    groups = parse.groups(document, fresh)
    renewed = len(fresh) == len(document.slices)
    is_known = feed.answered_at is not None
    readings = parse.read(document, groups, address=feed.address, is_known=is_known)
    left_out = 0
    for number, reading in enumerate(readings, start=1):
        left_out += len(reading.left_out)
        learnt = _Learnt(about=reading.about, has_new=bool(fresh), left_out=left_out)
        yield Delivery(
            poll=_poll(feed, answer, whole, document, learnt),
            entries=reading.entries,
            may_be_gap=renewed and number == 1,
            is_last=number == len(groups),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Learnt:
    """What the entries taught, so far as they were read."""

    about: parse.About | None = None
    has_new: bool = False
    left_out: int = 0


def _poll(feed: DueFeed, answer: Answer, whole: bytes, document: Document, learnt: _Learnt) -> Poll:
    about = learnt.about
    return Poll(
        feed=feed,
        etag=answer.etag,
        last_modified=answer.last_modified,
        wait=answer.wait,
        moved_to=answer.moved_to,
        body_hash=whole,
        fingerprints=b"".join(document.fingerprints),
        about=about,
        ttl=None if about is None else about.ttl,
        left_out=document.left_out + learnt.left_out,
        has_new=learnt.has_new,
    )
