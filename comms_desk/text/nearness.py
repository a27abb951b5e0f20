"""How near a name is to what somebody typed: accents and case do not count, letters may miss.

Names are given folded, as `folded` does, and the nearest rank is the lowest.  A few are ranked one
at a time; of many, `NameLines` looks only at those that one search through all of them finds.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from comms_desk.text.fold import tokens

BEGINS, HAS_WORDS, HAS_LETTERS, GUESSED = RANKS = range(4)
"""How near a name is to what was typed: the nearest first."""
GUESSED_LETTERS = range(3, 33)
"""Letters of a word in which others may be missing: fewer are in nearly every name."""

type Rank = Callable[[str], int | None]
"""Returns how near a folded name is; None where it is another one."""


def folded(name: str) -> str:
    """Return *name* as it is ranked: a space before each of its words."""
    return "".join(f" {word}" for word in tokens(name))


class BegunRank:
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
        self.patterns = [re.compile(_spaced(word)) for word in wanted if self._may_guess]
        """What finds each word; none where nothing is guessed."""

    def __call__(self, folded: str) -> int | None:
        """Return `GUESSED` where a *folded* name has the letters."""
        has_all = self._may_guess and all(each.search(folded) for each in self.patterns)
        return GUESSED if has_all else None


def _spaced(word: str) -> str:
    """Return the pattern of the letters of *word* in one word: it never goes back over any."""
    return f" {word[0]}" + "".join(f"[^ \\n{letter}]*{letter}" for letter in word[1:])


class NameLines:
    """Many names, folded, a line each of one text: that is searched as fast as memory is read."""

    def __init__(self, names: Sequence[str]) -> None:
        """Hold *names*, each as `folded` gives it."""
        self._text = "\n" + "".join(f"{name}\n" for name in names)
        self._starts = list(accumulate((len(name) + 1 for name in names), initial=0))
        """Where the line feed before each name stands; at last, the one after all."""

    def name_at(self, place: int) -> str:
        """Return the name at *place*, folded."""
        return self._text[self._starts[place] + 1 : self._starts[place + 1]]

    def near(self, wanted: Sequence[str]) -> Iterator[tuple[int, Iterator[int]]]:
        """Yield each rank, the nearest first, and the places of the names that are so near.

        The places of a rank are in the order of the names.  A name that has a nearer rank may be
        among those of a later one.
        """
        begun, guessed, longest = BegunRank(wanted), Guessed(wanted), max(wanted, key=len)
        yield BEGINS, self._with(f"\n {' '.join(wanted)}")
        if len(wanted) == 1:  # to have found it is enough
            yield HAS_WORDS, self._with(f" {longest}")
            yield HAS_LETTERS, self._with(longest)
        else:
            yield HAS_WORDS, self._ranked(self._with(f" {longest}"), begun, HAS_WORDS)
            yield HAS_LETTERS, self._ranked(self._with(longest), begun, HAS_LETTERS)
        if guessed.patterns:
            rarest, *others = sorted(guessed.patterns, key=lambda each: -len(each.pattern))
            yield GUESSED, self._matched_too(self._matched(rarest), others)

    def _ranked(self, places: Iterator[int], rank: Rank, most: int) -> Iterator[int]:
        """Yield those of *places* at which the name has all the words, not the longest alone."""
        for place in places:
            near = rank(self.name_at(place))
            if near is not None and near <= most:
                yield place

    def _matched_too(
        self, places: Iterator[int], patterns: Sequence[re.Pattern[str]]
    ) -> Iterator[int]:
        """Yield those of *places* at which each of *patterns* finds something."""
        for place in places:
            start, end = self._starts[place], self._starts[place + 1]
            if all(each.search(self._text, start, end) for each in patterns):
                yield place

    def _with(self, letters: str) -> Iterator[int]:
        """Yield the places of the names in which *letters* stand."""
        at = self._text.find(letters)
        while at >= 0:
            place = bisect_right(self._starts, at) - 1
            yield place
            at = self._text.find(letters, self._starts[place + 1])

    def _matched(self, pattern: re.Pattern[str]) -> Iterator[int]:
        """Yield the places of the names in which *pattern* finds something."""
        found = pattern.search(self._text)
        while found is not None:
            place = bisect_right(self._starts, found.start()) - 1
            yield place
            found = pattern.search(self._text, self._starts[place + 1])
