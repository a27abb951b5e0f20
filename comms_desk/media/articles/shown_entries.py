"""What the whole of a document shows, kept in twenty bytes an entry.

Only the entries that are new are read, and yet it matters what stands beside them: an entry
in other words is a change when its earlier form is gone, and another thing when it is still
there.  So each slice of a feed's last document is remembered by its fingerprint and three
marks: of its key, of its words, and of its words with its page.  A mark is short: it is only
compared with those of one document.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from comms_desk.media.articles.likeness import digest_of, page_of, words_of
from comms_desk.media.feeds.document import FINGERPRINT_BYTES
from comms_desk.media.feeds.left_out import LeftOutEntries, LeftOutReason
from comms_desk.media.feeds.parse import FeedEntry

MARK_BYTES = 4
MARKS_BYTES = 3 * MARK_BYTES
RECORD_BYTES = FINGERPRINT_BYTES + MARKS_BYTES
UNKNOWN = bytes(MARKS_BYTES)
"""The marks of a slice that is not understood."""
_LEFT_OUT = b"\xff" * (MARKS_BYTES - 1)
"""The marks of a slice that could not be read, and never will be as it stands, before why."""
_REASONS = tuple(LeftOutReason)


@dataclass(slots=True)
class ShownEntries:
    """The keys and the words that a document shows."""

    _words_of: dict[bytes, set[bytes]] = field(default_factory=dict)
    _words: set[bytes] = field(default_factory=set)
    _forms: set[bytes] = field(default_factory=set)

    @staticmethod
    def of(marks: Iterable[bytes]) -> "ShownEntries":
        """Return what slices of these *marks* show."""
        shown = ShownEntries()
        for each in marks:
            if each == UNKNOWN or each.startswith(_LEFT_OUT):
                continue
            key, words, form = each[:MARK_BYTES], each[MARK_BYTES:-MARK_BYTES], each[-MARK_BYTES:]
            shown._words_of.setdefault(key, set()).add(words)
            shown._words.add(words)
            shown._forms.add(form)
        return shown

    def has(self, key: bytes) -> bool:
        """Say whether any entry has this key, by its hash."""
        return key[:MARK_BYTES] in self._words_of

    def is_shared(self, key: bytes) -> bool:
        """Say whether entries of different words have this key, by its hash."""
        return len(self._words_of.get(key[:MARK_BYTES], ())) > 1

    def says(self, words: bytes) -> bool:
        """Say whether any entry says this, by its hash."""
        return words[:MARK_BYTES] in self._words

    def says_at(self, words: bytes, page: bytes) -> bool:
        """Say whether any entry that leads to this page says this."""
        return _form(words, page) in self._forms


def key_of(entry: FeedEntry) -> bytes:
    """Return the mark of what the feed calls *entry*."""
    return digest_of(entry.key)[:MARK_BYTES]


def keys(marks: Iterable[bytes]) -> frozenset[bytes]:
    """Return the marks of all keys among *marks*."""
    return frozenset(each[:MARK_BYTES] for each in marks)


def marks_of(entry: FeedEntry) -> bytes:
    """Return the marks of the slice that told *entry*."""
    words = words_of(entry.title, entry.text)
    return key_of(entry) + words[:MARK_BYTES] + _form(words, page_of(entry))


def marks_of_unread(why: LeftOutReason) -> bytes:
    """Return the marks of a slice that could not be read."""
    return _LEFT_OUT + bytes([_REASONS.index(why)])


def unread(marks: Iterable[bytes]) -> LeftOutEntries:
    """Return how many slices of these *marks* could not be read, and why."""
    return LeftOutEntries.of(_REASONS[each[-1]] for each in marks if each.startswith(_LEFT_OUT))


def remembered(records: bytes) -> dict[bytes, bytes]:
    """Return the marks of each slice of a feed's last document, by fingerprint."""
    return {
        records[start : start + FINGERPRINT_BYTES]: records[
            start + FINGERPRINT_BYTES : start + RECORD_BYTES
        ]
        for start in range(0, len(records), RECORD_BYTES)
    }


def records(fingerprints: Sequence[bytes], marks: Mapping[bytes, bytes]) -> bytes:
    """Return what is remembered of a document; a slice without fingerprint is not."""
    return b"".join(each + marks.get(each, UNKNOWN) for each in fingerprints if each)


def _form(words: bytes, page: bytes) -> bytes:
    return digest_of((words + page).hex())[:MARK_BYTES]
