"""Eight words in a row, as numbers: whether a text has the words of one that is not at hand.

The numbers say nothing to who reads them; the words are folded first, so that case, accents and
typography do not hide a copy.  A run of nothing but names is no text: an institution is named so.
The text that is copied is asked which these are: a copy may be written in capitals.
"""

from array import array
from collections.abc import Collection, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Final

from comms_desk.text.fold import Folded, fold, tokens

WORDS: Final = 8
"""In a row: fewer are a turn of phrase."""
_NUMBER_BYTES: Final = 8
_TEXTS_KEPT: Final = 32
"""The same message is asked again for each of its letters."""
_SHORT: Final = 4
"""In letters: a word in small letters between two names is a particle."""


@lru_cache(_TEXTS_KEPT)
def fingerprints(text: str) -> frozenset[int]:
    """Return a number for each eight words in a row of *text*."""
    return frozenset(_numbers(tokens(text)))


def without_names(text: str) -> frozenset[int]:
    """Return those of *text* alone that are more than names, as it writes them."""
    folded = fold(text)
    numbers = enumerate(_numbers(folded.tokens))
    return frozenset(each for first, each in numbers if not _is_all_names(text, folded, first))


def passages(text: str, known: Collection[int]) -> tuple[str, ...]:
    """Return the words of *text*, as they stand, whose numbers are *known* of another."""
    if not known or fingerprints(text).isdisjoint(known):
        return ()
    folded = fold(text)
    spans: list[tuple[int, int]] = []
    for first, number in enumerate(_numbers(folded.tokens)):
        if number in known:
            begin = spans.pop()[0] if spans and first <= spans[-1][1] else first
            spans.append((begin, first + WORDS))
    return tuple(text[slice(*folded.span(first, end - 1))] for first, end in spans)


def as_bytes(numbers: Collection[int]) -> bytes:
    """Return *numbers* as they are kept, in an order that tells nothing of the text."""
    return array("Q", sorted(numbers)).tobytes()


@lru_cache(_TEXTS_KEPT)
def from_bytes(kept: bytes) -> frozenset[int]:
    """Return the numbers that were kept."""
    numbers = array("Q")
    numbers.frombytes(kept)
    return frozenset(numbers)


def _numbers(words: Collection[str]) -> Iterator[int]:
    words = list(words)
    for first in range(len(words) - WORDS + 1):
        run = " ".join(words[first : first + WORDS]).encode()
        yield int.from_bytes(blake2b(run, digest_size=_NUMBER_BYTES).digest(), "little")


def _is_all_names(text: str, folded: Folded, first: int) -> bool:
    """Whether each word of a run but particles begins with a capital; not all in capitals."""
    places = range(first, first + WORDS)
    written = [text[folded.starts[place] : folded.ends[place]] for place in places]
    is_shouted = not any(each != each.upper() for each in written)
    return (
        not is_shouted
        and all(
            each[:1].isupper() or (len(each) < _SHORT and not each[:1].isdigit())
            for each in written
        )
        and any(each[:1].isupper() for each in written)
    )
