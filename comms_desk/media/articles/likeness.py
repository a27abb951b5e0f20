"""Whether two entries tell the same news: by their words, their titles and their ids.

Pure, and the same for every feed: it compares what is written and knows no outlet.  Titles
are *near* when they share half their folded words, an outlet's name at the end left aside
("… - La Presse").  Near is little: it is asked only of entries that have their key or their
page in common.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b
from typing import TYPE_CHECKING

from comms_desk.media.feeds.clean import clean_link, link_key, one_line
from comms_desk.text.fold import tokens

if TYPE_CHECKING:
    from comms_desk.media.feeds.parse import FeedEntry

HASH_BYTES = 16
HEADLINE_LEAST_WORDS = 3
SUFFIX_LIMIT_WORDS = 5
"""A longer end of a title is no outlet's name."""
_SHORT_WORD_CHARACTERS = 3
"""Up to here a word in a name may begin small: Le Journal *de* Montréal."""
_END_CHARACTERS = 20
_SEPARATOR = re.compile(r"\s[-–—|·•]\s")
_CUT_SHORT = ("…", "...", "[…]", "[...]")
_UUID = re.compile(r"\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?", re.IGNORECASE)


def digest_of(text: str) -> bytes:
    """Return the short hash under which keys, words and links are kept."""
    return blake2b(text.encode(), digest_size=HASH_BYTES).digest()


def words_of(title: str, text: str) -> bytes:
    """Return the hash of what an entry or an article says."""
    return digest_of(f"{title}\0{text}")


def page_of(entry: "FeedEntry") -> bytes:
    """Return the hash of the page that an entry leads to; nothing without a link."""
    page = link_key(entry.link)
    return digest_of(page) if page else b""


def keys_of(entry: "FeedEntry") -> tuple[bytes, ...]:
    """Return the keys under which an entry may be known, its own first.

    The others are its own salted, for entries that share a key: with the title, with the
    page (as desks did before the title told them apart), and with all that they say.
    """
    key, title = entry.key, entry.title
    page = link_key(entry.link)
    salted = (
        titled_key(key, title),
        digest_of(f"{key}\0{page}"),
        digest_of(f"{key}\0\0{title}\0{page}\0{entry.text}"),
    )
    return digest_of(key), *salted


def titled_key(key: str, title: str) -> bytes:
    """Return the key of the entry of that title, where several have *key*."""
    return digest_of(f"{key}\0\0{title}")


def is_lasting(key: str, link: str) -> bool:
    """Say whether an id is of the kind that nobody gives to other news.

    A urn, a tag or a UUID; or an address that is not the entry's own link (WordPress's
    ``?p=4``, by which the entry is known while its link follows its title) and leads further
    than to a home page.  A number may be a place in the list, and a link a page that is
    written anew: they are not.
    """
    if key.startswith(("urn:", "tag:")) or _UUID.fullmatch(key):
        return True
    page = link_key(key)
    leads_further = "/" in page or "?" in page
    return "://" in key and leads_further and not is_own_link(key, link)


def is_own_link(key: str, link: str) -> bool:
    """Say whether an id is the entry's own link, in whatever way that is written.

    A link has lost what follows readers (``utm_…``); an id, its references (``&section``).
    """
    return bool(link) and link_key(clean_link(key)) == link_key(one_line(link))


def bare_title(title: str) -> str:
    """Return *title* without the outlet's name at its end (" - La Presse", " | Le Devoir").

    What is written as a name is, and is shorter than a headline of three words or more
    before it: in "EN DIRECT | Budget de Montréal" the end is the news.
    """
    separators = list(_SEPARATOR.finditer(title))
    if not separators:
        return title
    head, tail = title[: separators[-1].start()], title[separators[-1].end() :]
    before = len(head.split())
    is_shorter = before >= HEADLINE_LEAST_WORDS and len(tail.split()) <= before
    return head if is_shorter and _is_name(tail) else title


@dataclass(slots=True)
class Title:
    """A title, and its folded words once they are asked for."""

    text: str
    _words: frozenset[str] | None = None

    @property
    def words(self) -> frozenset[str]:
        """Its words, without the outlet's name."""
        if self._words is None:
            self._words = frozenset(tokens(bare_title(self.text)))
        return self._words

    def is_near(self, other: "Title") -> bool:
        """Say whether each of the two shares half its words with the other."""
        if self.text == other.text:
            return True
        shared = len(self.words & other.words)
        return shared > 0 and 2 * shared >= max(len(self.words), len(other.words))

    def is_same(self, other: "Title") -> bool:
        """Say whether both say the same, in whatever case, with whatever name at the end."""
        return self.text == other.text or (bool(self.words) and self.words == other.words)


@dataclass(frozen=True)
class EntryWords:
    """What an entry or an article says, to see whether one holds the other."""

    title: Title
    text: str

    @cached_property
    def body(self) -> str:
        """The folded text between spaces; of one cut short, without the word that was cut."""
        cut = self.text[-_END_CHARACTERS:].rstrip().endswith(_CUT_SHORT)
        words = tokens(self.text)[:-1] if cut else tokens(self.text)
        return f" {' '.join(words)} "

    @cached_property
    def _words(self) -> frozenset[str]:
        return self.title.words | frozenset(self.body.split())

    def holds_text_of(self, other: "EntryWords") -> bool:
        """Say whether the other's text stands in this one's, or in its title."""
        body = other.body
        return not body.strip() or body in self.body or body in _spaced(self.title.text)

    def holds(self, other: "EntryWords") -> bool:
        """Say whether all that the other says is here: its text, and each word of its title."""
        return self.holds_text_of(other) and other.title.words <= self._words


def _spaced(title: str) -> str:
    return f" {' '.join(tokens(title))} "


def _is_name(tail: str) -> bool:
    """Whether the end of a title is written as a name is: with capitals, few words."""
    words = tail.split()
    if not 0 < len(words) <= SUFFIX_LIMIT_WORDS or not _is_capital(words[0]):
        return False
    return all(len(word) <= _SHORT_WORD_CHARACTERS or _is_capital(word) for word in words)


def _is_capital(word: str) -> bool:
    return not word[0].islower()
