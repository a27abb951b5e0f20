"""An entry on its way in: what it says, where it leads, and what the document shows beside it.

Pure.  The keys and the hashes are those under which `arrivals` looks for it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from comms_desk.media.articles.known_articles import COMPARED_LIMIT_CHARACTERS, Key
from comms_desk.media.articles.likeness import EntryWords, Title, keys_of, page_of, words_of
from comms_desk.media.articles.model import Delivery
from comms_desk.media.articles.shown_entries import ShownEntries, marks_of
from comms_desk.media.feeds.parse import FeedEntry


@dataclass(frozen=True, kw_only=True)
class Brought:
    """An entry on its way in, from a feed or from a person."""

    entry: FeedEntry
    words: bytes
    page: bytes

    @cached_property
    def title(self) -> Title:
        """Its title, to be compared."""
        return Title(self.entry.title)

    @cached_property
    def told(self) -> EntryWords:
        """All that it says, to be compared."""
        return EntryWords(self.title, self.entry.text)


@dataclass(frozen=True, kw_only=True)
class Incoming(Brought):
    """An entry of a feed, and what the document shows that it comes from."""

    delivery: Delivery
    shown: ShownEntries

    @property
    def feed(self) -> int:
        """The feed that brings it."""
        return self.delivery.poll.feed.id

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        """Its own key, and those it has where that is another's."""
        return tuple((self.feed, key) for key in keys_of(self.entry))

    @property
    def is_long(self) -> bool:
        """Whether its text is too long to look for another in it."""
        return len(self.entry.text) > COMPARED_LIMIT_CHARACTERS

    @property
    def is_shared(self) -> bool:
        """Whether other entries of the document have its key."""
        return self.shown.is_shared(self.keys[0][1])


def incoming_of(delivery: Delivery) -> list[Incoming]:
    """Return the entries, the last of the document first: the first has the highest id."""
    shown = delivery.shown or ShownEntries.of(map(marks_of, delivery.entries))
    return [
        Incoming(
            delivery=delivery,
            entry=entry,
            shown=shown,
            words=words_of(entry.title, entry.text),
            page=page_of(entry),
        )
        for entry in reversed(delivery.entries)
    ]


def salted_keys(incoming: Sequence[Incoming], seen: Collection[Key]) -> Iterator[Key]:
    """Yield the other keys of the entries whose own is known, and may be another's."""
    met = set(seen)
    for each in incoming:
        if each.keys[0] in met:
            yield from each.keys[1:]
        met.add(each.keys[0])
