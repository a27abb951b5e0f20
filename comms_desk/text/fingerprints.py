"""Eight words in a row, as numbers: whether a text has the words of one that is not at hand.

The numbers say nothing to who reads them; the words are folded first, so that case, accents and
typography do not hide a copy.  A run of nothing but names is no text: an institution is named so.
The text that is copied is asked which these are: a copy may be written in capitals.
"""

import re
from array import array
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Final, NamedTuple

from comms_desk.text.fold import Folded, fold, tokens
from comms_desk.text.sentences import sentences

WORDS: Final = 8
"""In a row: fewer are a turn of phrase."""
_NUMBER_BYTES: Final = 8
_TEXTS_KEPT: Final = 32
"""The same message is asked again for each of its letters."""
_SHORT: Final = 4
"""In letters: a word in small letters between two names is a particle."""
_A_DOZEN: Final = 12
"""So few of anything is no figure that gives a text away."""
_ADDRESS: Final = re.compile(
    r"\(?(?:https?://|\bwww\.)\S+|\(?(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}+\.[\w.-]+\)?",
    re.IGNORECASE,
)
_NOUNS: Final = 2
"""Telling words on each side of a figure, of which one is what it is of."""


class FigureOf(NamedTuple):
    """A figure as it is *written*, and the stem of what it is *of*."""

    written: str
    of: str


@lru_cache(_TEXTS_KEPT)
def fingerprints(text: str) -> frozenset[int]:
    """Return a number for each eight words in a row of *text*."""
    return frozenset(_numbers(tokens(_without_addresses(text))))


def without_names(text: str) -> frozenset[int]:
    """Return those of *text* alone that are more than names, as it writes them."""
    folded = fold(_without_addresses(text))
    numbers = enumerate(_numbers(folded.tokens))
    return frozenset(each for first, each in numbers if not _is_all_names(text, folded, first))


def passages(text: str, known: Collection[int]) -> tuple[str, ...]:
    """Return the words of *text*, as they stand, whose numbers are *known* of another."""
    if not known or fingerprints(text).isdisjoint(known):
        return ()
    folded = fold(_without_addresses(text))
    spans: list[tuple[int, int]] = []
    for first, number in enumerate(_numbers(folded.tokens)):
        if number in known:
            begin = spans.pop()[0] if spans and first <= spans[-1][1] else first
            spans.append((begin, first + WORDS))
    return tuple(text[slice(*folded.span(first, end - 1))] for first, end in spans)


def sentence_with(text: str, known: Collection[int]) -> str:
    """Return the first sentence of *text* that has words whose numbers are *known*; "": none."""
    whole = (each for each in sentences(text) if not fingerprints(each).isdisjoint(known))
    return next(whole, next(iter(passages(text, known)), ""))


@lru_cache(_TEXTS_KEPT)
def figures_with_nouns(text: str) -> Mapping[int, FigureOf]:
    """Return a number for each amount, percent or count of *text* with what it is of.

    « 12,4 M$ pour la piscine » has one with « piscine », as « la piscine coûtera 12,4 M$ » has.
    """
    from comms_desk.text.families import telling
    from comms_desk.text.figures import FigureKind, figures

    found: dict[int, FigureOf] = {}
    for sentence in sentences(text):
        for each in figures(sentence):
            if each.kind is FigureKind.DATE:
                continue
            if each.kind is FigureKind.COUNT:
                nouns = telling(each.of) if each.value > _A_DOZEN else ()
            else:
                before, after = _told(sentence[: each.start]), _told(sentence[each.end :])
                nouns = (*before[-_NOUNS:], *after[:_NOUNS])
            for noun in nouns:
                found.setdefault(
                    _number(f"{each.kind} {each.value} {noun}"), FigureOf(each.written, noun)
                )
    return found


def as_bytes(numbers: Collection[int]) -> bytes:
    """Return *numbers* as they are kept, in an order that tells nothing of the text."""
    return array("Q", sorted(numbers)).tobytes()


@lru_cache(_TEXTS_KEPT)
def from_bytes(kept: bytes) -> frozenset[int]:
    """Return the numbers that were kept."""
    numbers = array("Q")
    numbers.frombytes(kept)
    return frozenset(numbers)


def _without_addresses(text: str) -> str:
    """Return *text* with spaces for each address: that of a link is written after its words."""
    return _ADDRESS.sub(lambda address: " " * len(address[0]), text)


def _numbers(words: Collection[str]) -> Iterator[int]:
    words = list(words)
    for first in range(len(words) - WORDS + 1):
        yield _number(" ".join(words[first : first + WORDS]))


def _number(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=_NUMBER_BYTES).digest(), "little")


def _told(words: str) -> tuple[str, ...]:
    """Return the stems of *words* that may say what a figure is of, in order."""
    from comms_desk.text.families import telling

    return tuple(each for each in telling(words) if len(each) >= _SHORT and each.isalpha())


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
