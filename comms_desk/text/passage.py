"""One part of a document, in words: where words, phrases and exact forms stand in it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import Final

from comms_desk.text.fold import Folded, fold, surface, tokens
from comms_desk.text.query.tree import Ignored, Tree, Words

type Span = tuple[int, int]
"""First token, and the one after the last."""

FOLDED_FIRST_CHARACTERS: Final = 16_384
"""The way back to the original is made of so much first: what is shown stands there as a rule."""

_PLAIN_BREAKS = r" \n.,;:!?()«»\"“”/–—\u00a0\-"
"""Signs that end a word of two letters or more, whatever stands beyond."""

_LONGEST_PLAIN = 50
"""In letters: a longer form, in a text that repeats its beginning, is dear to look for so."""

_BEYOND_WORDS = "\U0010ffff"
"""Comes after every letter and digit."""


class _Left(dict[str, list[int]]):
    """Where words stand once phrases are erased: of those alone that are asked for.

    A text of a megabyte has a place for each of 150,000 words, and each theme may erase others.
    """

    def __init__(self, whole: Mapping[str, list[int]], words: Sequence[str]) -> None:
        super().__init__()
        self._whole, self._words = whole, words

    def __missing__(self, word: str) -> list[int]:
        left = self[word] = [place for place in self._whole[word] if self._words[place]]
        return left


class Passage:
    """The words of one part of a document.

    Nothing is worked out before it is asked for: most documents are turned down by one word.
    What is asked costs time in proportion to the words there, however often they repeat.

    Attributes:
        known: Whether NEARs that were asked stand here; several queries, and several parts of
            one, may ask the same.
    """

    def __init__(self, original: str) -> None:
        self._original = original
        self._whole: Passage | None = None
        self._found: dict[Words, list[Span]] = {}
        self._surfaces: dict[str, str] = {}
        self._first_folded = Folded((), (), ())
        self.known: dict[Tree, bool] = {}

    def without(self, ignored: Ignored) -> "Passage":
        """This passage with phrases erased; itself where none of them stands in it."""
        if not ignored:
            return self
        standing = ignored.filed.among(self.vocabulary)
        places = [span for phrase in standing for span in self.spans(phrase)]
        if not places:
            return self
        erased = Passage(self._original)
        erased._whole = self
        erased.words = self.words.copy()
        done = 0
        for first, end in sorted(places):
            begin = max(first, done)
            erased.words[begin:end] = [""] * (end - begin)
            done = max(done, end)
        return erased

    @cached_property
    def words(self) -> list[str]:
        """The folded words; an empty one stands for each that was erased."""
        return tokens(self._original)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Each word once."""
        return frozenset(self.words) - {""} if self._whole else frozenset(self.words)

    @cached_property
    def folded(self) -> Folded:
        """The way back to the original; its tokens are those before erasing."""
        return self._whole.folded if self._whole else fold(self._original)

    def holds(self, words: Words) -> bool:
        """Say whether *words* stand here; where that is plain, without folding anything."""
        if "vocabulary" in self.__dict__ and not words.whole <= self.vocabulary:
            return False
        plainly = self._whole is None and _is_plain(words)
        if plainly and _standing_alone(words.exact[0]).search(self._original):
            return True
        return bool(self.spans(words))

    def spans(self, words: Words) -> list[Span]:
        """Where *words* stand, in order; the list is shared, and must not be changed."""
        found = self._found.get(words)
        if found is None:
            found = self._folded_spans(words)
            if found and words.exact and not self._are_surely_exact(words, len(found)):
                found = self._exact(words, found)
            self._found[words] = found
        return found

    def in_characters(self, spans: Sequence[Span]) -> tuple[Span, ...]:
        """*spans* of words, in order and apart, as places in the original."""
        if not spans:
            return ()
        if self._whole is not None:
            return self._whole.in_characters(spans)
        folded = self._folded_up_to(spans[-1][1])
        return tuple(folded.span(first, end - 1) for first, end in spans)

    # Words as they are folded

    def _folded_spans(self, words: Words) -> list[Span]:
        if len(words.tokens) == 1:
            return [(place, place + 1) for place in self._places_of_one(words)]
        whole = words.tokens[: -1 if words.prefix else None]
        if not self.vocabulary.issuperset(whole):
            return []
        length, beginning = len(words.tokens), words.tokens[-1]
        spans = [(first, first + length) for first in self._firsts(whole)]
        if not words.prefix:
            return spans
        last = len(self.words)
        return [
            (first, end)
            for first, end in spans
            if end <= last and self.words[end - 1].startswith(beginning)
        ]

    def _firsts(self, phrase: Sequence[str]) -> Iterable[int]:
        """Where *phrase* begins; each of its words stands somewhere."""
        places = [self._places[word] for word in phrase]
        anchor = min(range(len(phrase)), key=lambda offset: len(places[offset]))
        if len(places[anchor]) * len(phrase) > len(self.words):
            return _standing(phrase, self.words)
        text, sought, length = self.words, list(phrase), len(phrase)
        firsts = (place - anchor for place in places[anchor])
        return [each for each in firsts if each >= 0 and text[each : each + length] == sought]

    def _places_of_one(self, words: Words) -> Iterable[int]:
        (sought,) = words.tokens
        if not words.prefix:
            return self._places[sought] if sought in self.vocabulary else ()
        first = bisect_left(self._in_order, sought)
        end = bisect_left(self._in_order, sought + _BEYOND_WORDS, first)
        beginning = self._in_order[first:end]
        return sorted(chain.from_iterable(self._places[word] for word in beginning))

    @cached_property
    def _places(self) -> Mapping[str, list[int]]:
        """Where each word stands, in order."""
        if self._whole is not None:
            return _Left(self._whole._places, self.words)  # noqa: SLF001 - its own other half
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self.words):
            places[word].append(place)
        return places

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self.vocabulary)

    # Words as they are written

    def _are_surely_exact(self, words: Words, found: int) -> bool:
        """Say whether all *found* places are exact, without the dear way back, if that is plain."""
        return (
            self._whole is None  # Otherwise what was erased would be counted.
            and _is_plain(words)
            and len(_standing_alone(words.exact[0]).findall(self._original)) == found
        )

    def _exact(self, words: Words, spans: list[Span]) -> list[Span]:
        whole = words.exact[: -1 if words.prefix else None]
        if len(spans) * len(whole) <= len(self.words):
            right = [span for span in spans if self._is_written(whole, span[0])]
        else:
            written = [self._surface(place) for place in range(len(self.words))]
            firsts = set(_standing(whole, written)) if whole else range(len(written))
            right = [span for span in spans if span[0] in firsts]
        if not words.prefix:
            return right
        return [span for span in right if self._surface(span[1] - 1).startswith(words.exact[-1])]

    def _is_written(self, forms: Sequence[str], first: int) -> bool:
        return all(self._surface(place) == form for place, form in enumerate(forms, first))

    def _surface(self, place: int) -> str:
        written = self._original[self.folded.starts[place] : self.folded.ends[place]]
        found = self._surfaces.get(written)
        if found is None:
            found = self._surfaces[written] = surface(written)
        return found

    def _folded_up_to(self, count: int) -> Folded:
        """The way back of the first *count* words at least; a space ends all that folding sees."""
        size = FOLDED_FIRST_CHARACTERS
        while "folded" not in self.__dict__ and len(self._first_folded.tokens) < count:
            end = self._original.find(" ", size)
            if end < 0:
                break
            self._first_folded = fold(self._original[:end])
            size *= 4
        return self._first_folded if len(self._first_folded.tokens) >= count else self.folded


def _standing(sought: Sequence[str], words: Sequence[str]) -> Iterator[int]:
    """Where *sought* begins in *words*, in order, overlapping too.

    The way of Knuth, Morris and Pratt: a step a word, whatever repeats in either.
    """
    again = [0] * len(sought)
    known = 0
    for place in range(1, len(sought)):
        while known and sought[place] != sought[known]:
            known = again[known - 1]
        known += sought[place] == sought[known]
        again[place] = known
    known = 0
    for place, word in enumerate(words):
        while known and word != sought[known]:
            known = again[known - 1]
        known += word == sought[known]
        if known == len(sought):
            yield place + 1 - known
            known = again[known - 1]


def _is_plain(words: Words) -> bool:
    """Whether `_standing_alone` can tell: one exact word of two letters or more, and not long."""
    return len(words.exact) == 1 and 1 < len(words.exact[0]) <= _LONGEST_PLAIN and not words.prefix


@lru_cache(maxsize=1000)
def _standing_alone(form: str) -> re.Pattern[str]:
    """*form*, where it is beyond doubt a word by itself."""
    sought = re.escape(form)
    return re.compile(rf"{sought}(?<![^{_PLAIN_BREAKS}]{sought})(?![^{_PLAIN_BREAKS}])")
