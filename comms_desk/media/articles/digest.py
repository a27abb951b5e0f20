"""From a server's answer to what may be stored: pure, and the dear part of a poll.

Three doors stop nearly everything before feedparser: the server says that nothing has
changed, the bytes are those of last time, or each entry of the document has been seen.
"""

from collections.abc import Iterator
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


def unchanged(feed: DueFeed, answer: Answer) -> Poll | None:
    """Return the poll when *answer* brings nothing new, at the price of one hash."""
    if answer.body is not None and body_fingerprint(answer.body) != feed.body_hash:
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


def digest(feed: DueFeed, answer: Answer) -> Iterator[Delivery]:
    """Yield what *answer* brings, in parts, the oldest entries first.

    Raises:
        FeedTrouble: The body is no feed, or cannot be read.
    """
    poll = unchanged(feed, answer)
    if poll is not None or answer.body is None:
        yield Delivery(poll=poll or Poll(feed=feed))
        return
    document = open_document(answer.body, content_type=answer.content_type, address=feed.address)
    seen = frozenset(map(bytes, batched(feed.fingerprints, FINGERPRINT_BYTES)))
    fresh = document.unseen(seen)
    if not fresh and feed.body_hash:
        yield Delivery(poll=_poll(feed, answer, document))
        return
    parts = max(1, -(-len(fresh) // parse.GROUP))
    renewed = len(fresh) == len(document.slices)
    for number, reading in enumerate(parse.read(document, fresh, address=feed.address), start=1):
        yield Delivery(
            poll=_poll(feed, answer, document, about=reading.about, has_new=bool(fresh)),
            entries=reading.entries,
            may_be_gap=renewed and number == 1,
            is_last=number == parts,
        )


def _poll(
    feed: DueFeed,
    answer: Answer,
    document: Document,
    *,
    about: parse.About | None = None,
    has_new: bool = False,
) -> Poll:
    wait = answer.wait if about is None else max(answer.wait, about.wait)
    return Poll(
        feed=feed,
        etag=answer.etag,
        last_modified=answer.last_modified,
        wait=wait,
        moved_to=answer.moved_to,
        body_hash=body_fingerprint(answer.body or b""),
        fingerprints=b"".join(document.fingerprints),
        about=about,
        left_out=document.left_out,
        has_new=has_new,
    )
