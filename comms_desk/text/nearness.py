"""How near a name is to what somebody typed: accents and case do not count, letters may miss.

Names are given folded, as `folded` does, and ranked one at a time: the nearest rank is the
lowest.
"""

import re
from collections.abc import Callable, Sequence

from comms_desk.text.fold import tokens

BEGINS, HAS_WORDS, HAS_LETTERS, GUESSED = range(4)
"""How near a name is to what was typed: the nearest first."""
GUESSED_LETTERS = range(3, 33)
"""Letters of a word in which others may be missing: fewer are in nearly every name."""

type Rank = Callable[[str], int | None]
"""Returns how near a folded name is; None where it is another one."""


def folded(name: str) -> str:
    """Return *name* as it is ranked: a space before each of its words."""
    return "".join(f" {word}" for word in tokens(name))


class Begun:
    """Ranks a name in which each word begins one, or at least stands."""

    def __init__(self, wanted: Sequence[str]) -> None:
        """Look for the words *wanted*, as `tokens` gives them."""
        self._starts = f" {' '.join(wanted)}"
        self._words = [f" {word}" for word in wanted]
        self._wanted = wanted

    def __call__(self, folded: str) -> int | None:
        """Return how near a *folded* name is."""
        if not all(word in folded for word in self._wanted):
            return None
        if folded.startswith(self._starts):
            return BEGINS
        return HAS_WORDS if all(word in folded for word in self._words) else HAS_LETTERS


class Guessed:
    """Finds a name that has the letters of each word, in their order, from where one begins."""

    def __init__(self, wanted: Sequence[str]) -> None:
        """Look for the words *wanted*, as `tokens` gives them."""
        self._may_guess = all(len(word) in GUESSED_LETTERS for word in wanted)
        self._patterns = [re.compile(_spaced(word)).search for word in wanted if self._may_guess]

    def __call__(self, folded: str) -> int | None:
        """Return `GUESSED` where a *folded* name has the letters."""
        has_all = self._may_guess and all(search(folded) for search in self._patterns)
        return GUESSED if has_all else None


def _spaced(word: str) -> str:
    """Return the pattern of the letters of *word* in one word: it never goes back over any."""
    return f" {word[0]}" + "".join(f"[^ {letter}]*{letter}" for letter in word[1:])
