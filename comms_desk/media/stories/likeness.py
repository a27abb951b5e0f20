"""Whether two articles tell the same news, and which of them was the first to.

Pure.  What is compared is what both say, three words at a time; what many articles say that have
nothing else in common (an appeal for donations, a note of the editors) weighs nothing.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Self

from comms_desk.media.articles.likeness import bare_title
from comms_desk.media.articles.model import ArticleText
from comms_desk.text.fold import tokens
from comms_desk.text.shingles import marks, shingles

BELIEVED = timedelta(days=1)
"""How long before it was seen an article may claim to have appeared."""
AGENCIES = (
    "La Presse Canadienne",
    "Presse canadienne",
    "The Canadian Press",
    "Agence QMI",
    "Agence France-Presse",
    "AFP",
    "Associated Press",
    "Reuters",
)
_AGENCY = re.compile(rf"\b(?:{'|'.join(AGENCIES)})\b")
_CANADIAN = re.compile(r"\s+(?:C|c)anadienne")
SIGNED_CHARACTERS = 120
"""At its beginning and its end a text says which agency wrote it."""

type Common = Callable[[Iterable[int]], AbstractSet[int]]
"""Returns which of some shingles are of so many articles that they say nothing."""


@dataclass(frozen=True)
class Told:
    """What an article says, as it is compared."""

    text: ArticleText
    title: frozenset[str]
    """The words of its title, without the outlet's name."""
    shingles: Sequence[int]

    @classmethod
    def of(cls, text: ArticleText) -> Self:
        """Return what *text* says: of an article without text, its title."""
        title = tokens(bare_title(text.title))
        body = tokens(text.text)
        return cls(text, frozenset(title), shingles(body or title))

    @cached_property
    def marks(self) -> Sequence[int]:
        """By which it is found."""
        return marks(self.shingles)

    @cached_property
    def said(self) -> frozenset[int]:
        """All that it says."""
        return frozenset(self.shingles)


def likeness(one: Told, other: Told, common: Common) -> float:
    """Return how much of the shorter of two articles the other says too: 0 to 1."""
    shared = one.said & other.said
    if not shared:
        return 0.0
    nothing = common(shared)
    least = min(len(one.said - common(one.said)), len(other.said - common(other.said)))
    return (len(shared) - len(nothing)) / max(least, 1)


ALIKE = 0.3


def are_same(one: Told, other: Told, common: Common) -> float:
    """Return how sure it is that two articles tell the same news; 0: they do not."""
    found = likeness(one, other, common)
    return found if found >= ALIKE else 0.0


def appeared(text: ArticleText) -> datetime:
    """Return when an article appeared: as it claims, where that is believed, or as it was seen."""
    claimed = text.published_at
    if claimed is not None and text.moment - BELIEVED <= claimed <= text.moment:
        return claimed
    return text.moment


def original_of(texts: Iterable[ArticleText]) -> ArticleText:
    """Return the first that appeared of those that take up no other.

    Raises:
        ValueError: There is none at all.
    """
    first, *others = sorted(texts, key=lambda text: (appeared(text), text.article))
    for each in others:
        if takes_up(first, each) and not takes_up(each, first):
            first = each
    return first


def takes_up(one: ArticleText, other: ArticleText) -> bool:
    """Say whether the first of two articles names the outlet of the other, or links to it."""
    if other.link and other.link in one.text:
        return True
    if not other.outlet or other.outlet == one.outlet or other.outlet not in one.text:
        return False
    named = re.compile(rf"(?<!\w){re.escape(other.outlet)}(?!\w)")
    return any(not _CANADIAN.match(one.text, found.end()) for found in named.finditer(one.text))


def is_dispatch(text: ArticleText) -> bool:
    """Say whether an article says that a news agency wrote it."""
    ends = (text.author, text.text[:SIGNED_CHARACTERS], text.text[-SIGNED_CHARACTERS:])
    return any(_AGENCY.search(each) for each in ends)
