"""What a feed's format gives of an entry and of itself, as it wrote it.

The two readers (XML, JSON) return these; `parse` makes clean values of them, once.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One entry, word for word; empty where the feed gives nothing.

    Attributes:
        is_title_plain: The title is no markup, whatever it holds.
        authors: Each as it is written: a name, an address, or both.
        dates: When it was published, else changed: the first that can be read counts.
        more: What else it brings, by address: sounds, pictures, documents.
    """

    id: str = ""
    title: str = ""
    is_title_plain: bool = False
    link: str = ""
    summary: str = ""
    contents: Sequence[str] = ()
    authors: Sequence[str] = ()
    dates: Sequence[str] = ()
    more: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAbout:
    """What the feed says of itself, word for word; *ttl* is in minutes."""

    title: str = ""
    site: str = ""
    language: str = ""
    ttl: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenFeed:
    """A document that was read; *trouble* is what the parser stumbled over, or nothing."""

    about: GivenAbout
    entries: Sequence[Given]
    trouble: str = ""
