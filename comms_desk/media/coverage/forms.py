"""Words that are the same word whatever its ending: cède and cédera, construits and construira.

Two are when they begin alike for most of the longer one.  A number in letters is its figure.
"""

from collections.abc import Iterable
from itertools import takewhile
from operator import eq
from typing import Final

from comms_desk.text.families import SHORT_WORDS

LEAST_ALIKE: Final = 4
"""Letters with which two words begin, at least, to be one."""
SHARE_ALIKE: Final = 0.6
"""Of the letters of the longer one."""

_NUMBERS: Final = {
    word: str(number)
    for number, words in (
        (2, "deux two"),
        (3, "trois three"),
        (4, "quatre four"),
        (5, "cinq five"),
        (6, "six"),
        (7, "sept seven"),
        (8, "huit eight"),
        (9, "neuf nine"),
        (10, "dix ten"),
        (11, "onze eleven"),
        (12, "douze twelve"),
        (13, "treize thirteen"),
        (14, "quatorze fourteen"),
        (15, "quinze fifteen"),
        (16, "seize sixteen"),
        (20, "vingt twenty"),
        (30, "trente thirty"),
        (40, "quarante forty"),
        (50, "cinquante fifty"),
        (60, "soixante sixty"),
        (100, "cent hundred"),
    )
    for word in words.split()
}


_OTHER_SHORT_WORDS: Final = frozenset(
    ("seront", "seraient", "fera", "feront", "font", "faits", "faite", "faites", "auront", "dont")
)


def is_figure(word: str) -> bool:
    """Whether a folded *word* is a number, in digits or in letters."""
    return word[0].isdecimal() or word in _NUMBERS


def tells(word: str) -> bool:
    """Whether a folded *word* says something of what is said, and not only how."""
    return (
        word not in SHORT_WORDS
        and word not in _OTHER_SHORT_WORDS
        and (len(word) > 1 or word.isdecimal())
    )


class Forms:
    """One form for each word of a text, and for the words of others that are the same."""

    def __init__(self, words: Iterable[str]) -> None:
        """Know the folded *words* of a text."""
        self._forms: dict[str, str] = {}
        self._begun: dict[str, list[str]] = {}
        for word in words:
            if word not in self._forms and self(word) == word:
                self._begun.setdefault(word[:LEAST_ALIKE], []).append(word)

    def __call__(self, word: str) -> str:
        """Return the form of a folded *word*."""
        form = self._forms.get(word)
        if form is None:
            form = self._forms[word] = _NUMBERS.get(word) or self._nearest(word)
        return form

    def _nearest(self, word: str) -> str:
        if len(word) < LEAST_ALIKE or word[0].isdecimal():
            return word
        known = ((_share(word, each), each) for each in self._begun.get(word[:LEAST_ALIKE], ()))
        share, form = max(known, default=(0.0, word))
        return form if share >= SHARE_ALIKE else word


def _share(one: str, other: str) -> float:
    alike = len([*takewhile(bool, map(eq, one, other))])
    return alike / max(len(one), len(other))
