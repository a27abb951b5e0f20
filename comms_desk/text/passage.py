"""One part of a document, in words: where words, phrases and exact forms stand in it."""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from comms_desk.text.fold import Folded, fold, surface, tokens
from comms_desk.text.query.tree import Words

type Span = tuple[int, int]
"""First token, and the one after the last."""

_PLAIN_BREAKS = r" \n.,;:!?()«»\"“”/–—\u00a0\-"
"""Signs that end a word of two letters or more, whatever stands beyond."""


class Passage:
    """The words of one part of a document, after the ignored phrases are erased.

    Nothing is worked out before it is asked for: most documents are turned down by one word.
    """

    def __init__(self, original: str, ignored: Sequence[Words] = ()) -> None:
        self._original = original
        self._ignored = ignored
        self._places: dict[str, list[int]] = {}

    @cached_property
    def words(self) -> list[str]:
        """The folded words; an empty one stands for each that was erased."""
        words = tokens(self._original)
        if self._ignored:
            whole = Passage(self._original)
            for phrase in self._ignored:
                for first, end in whole.spans(phrase):
                    words[first:end] = [""] * (end - first)
        return words

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Each word once."""
        return frozenset(self.words) - {""}

    @cached_property
    def folded(self) -> Folded:
        """The way back to the original; its tokens are those before erasing."""
        return fold(self._original)

    def places(self, word: str) -> list[int]:
        """Where *word* stands, in order."""
        found = self._places.get(word)
        if found is None:
            found = self._places[word] = []
            if word in self.vocabulary:
                place = -1
                for _ in range(self.words.count(word)):
                    place = self.words.index(word, place + 1)
                    found.append(place)
        return found

    def holds(self, words: Words) -> bool:
        """Say whether *words* stand here; where that is plain, without folding anything."""
        plainly = not self._ignored and _is_plain(words)
        if plainly and _standing_alone(words.exact[0]).search(self._original):
            return True
        return bool(self.spans(words))

    def spans(self, words: Words) -> list[Span]:
        """Where *words* stand, in order."""
        spans = self._spans(words)
        if not spans or not words.exact or self._are_surely_exact(words, len(spans)):
            return spans
        return [(first, end) for first, end in spans if self._is_exact(words, first)]

    def _spans(self, words: Words) -> list[Span]:
        if len(words.tokens) == 1:
            return [(place, place + 1) for place in self._places_of_one(words)]
        sought, whole = words.tokens, list(words.tokens[: -1 if words.prefix else None])
        if not self.vocabulary.issuperset(whole):
            return []
        anchor = min(range(len(whole)), key=lambda offset: len(self.places(whole[offset])))
        text, last, length = self.words, len(self.words), len(sought)
        spans = []
        for place in self.places(whole[anchor]):
            first = place - anchor
            end = first + length
            if first < 0 or end > last or text[first : first + len(whole)] != whole:
                continue
            if words.prefix and not text[end - 1].startswith(sought[-1]):
                continue
            spans.append((first, end))
        return spans

    def _places_of_one(self, words: Words) -> list[int]:
        (sought,) = words.tokens
        if not words.prefix:
            return self.places(sought)
        beginning = [word for word in self.vocabulary if word.startswith(sought)]
        return sorted(place for word in beginning for place in self.places(word))

    def _are_surely_exact(self, words: Words, found: int) -> bool:
        """Say whether all *found* places are exact, without the dear way back, if that is plain."""
        return (
            _is_plain(words)
            and len(_standing_alone(words.exact[0]).findall(self._original)) == found
        )

    def _is_exact(self, words: Words, first: int) -> bool:
        last = len(words.exact) - 1
        for offset, form in enumerate(words.exact):
            place = first + offset
            written = surface(self._original[self.folded.starts[place] : self.folded.ends[place]])
            if words.prefix and offset == last:
                if not written.startswith(form):
                    return False
            elif written != form:
                return False
        return True


def _is_plain(words: Words) -> bool:
    """Whether `_standing_alone` can tell: one exact word of two letters or more."""
    return len(words.exact) == 1 and len(words.exact[0]) > 1 and not words.prefix


@lru_cache(maxsize=1000)
def _standing_alone(form: str) -> re.Pattern[str]:
    """*form*, where it is beyond doubt a word by itself."""
    sought = re.escape(form)
    return re.compile(rf"{sought}(?<![^{_PLAIN_BREAKS}]{sought})(?![^{_PLAIN_BREAKS}])")
