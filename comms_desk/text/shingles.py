"""Three words in a row, as numbers: what two texts have in common, and an index of many.

A text is marked by the shingles of its beginning, all of them, and by one in eight of the rest:
a summary is then found in the article that it begins, and a copy that was shortened or rewritten
in part by what is left.  The index keeps of each mark the last text that had it, in tables of
fixed size: what is overwritten or shares a place only makes it propose too much or too little,
and whoever asks compares the texts themselves.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final
from zlib import crc32

WORDS: Final = 3
BEGINNING_MARKS: Final = 64
ONE_IN: Final = 8
MOST_MARKS: Final = 128
LEAST_SHARED: Final = 2
"""Fewer marks in common are chance, or a turn of phrase."""
SHARE_OF_KIN: Final = 0.2
"""Of the marks: texts that share so much do not make what they share a common phrase."""
COMMON_IN: Final = 6
"""A mark that so many texts have, which have little else in common, says nothing."""
MOST_NEAR: Final = 6
FIRST_PLACES: Final = 1 << 16
MOST_PLACES: Final = 1 << 23
MOST_WORDS: Final = 1 << 16
_SPARE_BITS: Final = 5
"""What a sum of eleven needs."""
_SAMPLE_BITS: Final = ONE_IN.bit_length() - 1
"""The same in all marks of the rest of a text: a place is found by the others."""
_MOST_COUNTED: Final = 255
_NOBODY: Final = 0


class _Numbers(dict[str, int]):
    """A number for each word, worked out when it is first met."""

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_WORDS:
            self.clear()
        self[word] = number = crc32(word.encode()) >> _SPARE_BITS
        return number


_NUMBERS = _Numbers()


def shingles(words: Sequence[str]) -> list[int]:
    """Return a number of 32 bits for each three *words* in a row; of fewer, one for them all."""
    numbers = [*map(_NUMBERS.__getitem__, words)]
    if len(numbers) < WORDS:
        return [sum(numbers)] if numbers else []
    return [
        one + 3 * two + 7 * three
        for one, two, three in zip(numbers, numbers[1:], numbers[2:], strict=False)
    ]


def marks(of: Sequence[int]) -> array[int]:
    """Return the marks of a text by its shingles, each once."""
    chosen = dict.fromkeys(of[:BEGINNING_MARKS])
    chosen.update(dict.fromkeys(each for each in of[BEGINNING_MARKS:] if not each % ONE_IN))
    return array("I", [*chosen][:MOST_MARKS])


class Index:
    """Which of many texts are near another, by their marks.

    Attributes:
        texts: How many it was given.
    """

    def __init__(self) -> None:
        self._names = array("q", [0])
        """What each text is called, by its number; nobody has the first."""
        self._last = array("I", bytes(4 * FIRST_PLACES))
        self._counts = bytearray(FIRST_PLACES)
        self._room = FIRST_PLACES

    @property
    def texts(self) -> int:
        """How many texts it was given."""
        return len(self._names) - 1

    def take(self, name: int, marked: Sequence[int]) -> list[int]:
        """Return the names of those that are nearest to a text, the nearest first; then know it."""
        self._make_room(len(marked))
        number, room = len(self._names), len(self._last) - 1
        self._names.append(name)
        last, counts = self._last, self._counts
        places = [each >> _SAMPLE_BITS & room for each in marked]
        before = [last[place] for place in places]
        tally = Counter(before)
        for place, each in zip(places, before, strict=True):
            last[place] = number
            if each and counts[place] >= COMMON_IN:
                tally[each] -= 1
        del tally[_NOBODY]
        kin = max(LEAST_SHARED, SHARE_OF_KIN * len(marked))
        for place, each in zip(places, before, strict=True):
            if each and tally[each] < kin and counts[place] < _MOST_COUNTED:
                counts[place] += 1
        near = sorted((-n, -each) for each, n in tally.items() if n >= LEAST_SHARED)
        return [self._names[-each] for _, each in near[:MOST_NEAR]]

    def common(self, of: Iterable[int]) -> set[int]:
        """Return those of the marks *of* a text that say nothing."""
        counts, room = self._counts, len(self._last) - 1
        return {each for each in of if counts[each >> _SAMPLE_BITS & room] >= COMMON_IN}

    def _make_room(self, more: int) -> None:
        """Have as many places as there are marks; what stood at one place then stands at two."""
        self._room -= more
        if self._room < 0 and len(self._last) < MOST_PLACES:
            self._room += len(self._last)
            self._last.extend(self._last)
            self._counts *= 2
