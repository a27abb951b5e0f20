"""The letters of a text as they are compared, each where it stood: what is found can be shown."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

MASK = "\0"
"""Stands where something was taken already: it is no letter, no digit, no space."""

type Span = tuple[int, int]


def plain(text: str) -> str:
    """Return *text* without case, accents or typography, of the very same length."""
    return "".join(map(_plain, text))


def masked(text: str, spans: Iterable[Span]) -> str:
    """Return *text* without what stands in *spans*, of the very same length."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces += [text[at : max(start, at)], MASK * (end - max(start, at))]
        at = max(at, end)
    return "".join((*pieces, text[at:]))


def without(text: str, spans: Iterable[Span]) -> str:
    """Return the words of *text* that stand in none of *spans*, in their order."""
    pieces, at = [], 0
    for start, end in sorted(spans):
        pieces.append(text[at : max(start, at)])
        at = max(at, end)
    words = " ".join((*pieces, text[at:])).split()
    return " ".join(word for word in words if word[:1].isalnum() or _SIGNS.search(word) is None)


_SIGNS = re.compile(r"^[-–—,;:()/+&.·|?!]+$")
"""What is left of a sentence once its words are taken."""
_SAME = {"’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "œ": "o", "æ": "a"}


@cache
def _plain(character: str) -> str:
    known = _SAME.get(character)
    if known is not None:
        return known
    if character.isspace():
        return " "
    letter = unicodedata.normalize("NFKD", character)[0].casefold()
    return letter if len(letter) == 1 else character
