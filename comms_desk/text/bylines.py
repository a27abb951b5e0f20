"""Whose names a byline says: « Par Luc Tremblay et Zoé Roy, La Presse canadienne ».

A name is compared by its folded words in the order of the alphabet, so that accents, case, hyphens
and « Tremblay, Luc » make no difference.  One word is nobody's name: of whoever is signed by a
family name alone, nothing is known.  What else a byline says (an agency, a function) comes out as
names too, which nobody bears.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, pairwise

from comms_desk.text.fold import tokens

MOST_CHARACTERS = 500
"""Of a byline that are read: a longer one is a text that strayed there."""
MOST_NAMES = 20
REMEMBERED = 4096
"""Bylines of which what they say is kept: few people sign most of what arrives."""

_APART = re.compile(
    r"""[;:/|•·()\[\]<>"«»“”\n\r\t]
    | \s[-–—]+\s
    | \S+@\S+ | https?://\S+
    | \b(?:et|and|par|by|avec|with|textes?|text|photos?|words|illustrations?)\b
    | &""",
    re.IGNORECASE | re.VERBOSE,
)
"""What stands between two people: signs, words that are in no name, addresses."""
_OF = re.compile(r"(?:de|of|from)\s+|d['’]\s*", re.IGNORECASE)
"""With which what follows « Texte » begins; a family name may too."""


def signed_name(given_name: str, family_name: str) -> str:
    """Return what a person's name is compared by in bylines; nothing where half of it lacks."""
    if not (given_name.strip() and family_name.strip()):
        return ""
    return _compared(f"{given_name} {family_name}")


@lru_cache(maxsize=REMEMBERED)
def names_in(byline: str) -> tuple[str, ...]:
    """Return what the names that a byline may say are compared by, each once."""
    return tuple(spellings_in(byline))


def pieces_in(byline: str) -> Iterator[list[str]]:
    """Yield what stands apart in a byline, each in its parts between commas."""
    for piece in _APART.split(byline[:MOST_CHARACTERS]):
        yield [part for each in piece.split(",") if (part := each.strip(" .*–—-"))]


def spellings_in(byline: str) -> dict[str, str]:
    """Return how each name that a byline may say is spelled there, by what it is compared by.

    The spelling is empty of what only a comma turned about: « Laval, Luc Tremblay » may say a
    place, and « Tremblay, Luc » says a person.
    """
    found: dict[str, str] = {}
    for parts in pieces_in(byline):
        for part in parts:
            bare = _OF.sub("", part, count=1) if _OF.match(part) else ""
            _add(found, part, spelled="" if len(bare.split()) > 1 else part)
            _add(found, bare, spelled=bare)
        for former, latter in pairwise(parts):
            words = {len(former.split()), len(latter.split())}
            if 1 in words:
                turned = f"{latter} {former}"
                _add(found, turned, spelled=turned if words == {1} else "")
    return dict(islice(found.items(), MOST_NAMES))


def _add(found: dict[str, str], name: str, *, spelled: str) -> None:
    compared = _compared(name)
    if compared:
        found[compared] = found.get(compared) or spelled


def _compared(name: str) -> str:
    words = tokens(name)
    return " ".join(sorted(words)) if len(words) > 1 else ""
