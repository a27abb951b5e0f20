"""A text in words, as releases and articles are compared: where each stands, and what it is.

Case, accents, marks, dashes and kinds of space are typography and are not seen; a figure is one
word (11.5, 1200000).  What a quotation mark opens ends with its paragraph, if nothing closes it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

from comms_desk.media.coverage.model import Place
from comms_desk.media.coverage.speakers import says_who
from comms_desk.text.fold import fold

_CLOSES: Final = {"«": "»", "“": "”", '"': '"'}
_MARK = re.compile('[«»“”"\n]')
_BOUNDARY = re.compile('[,;:–—()«»“”".!?…\\[\\]\n]')
_PIECE = re.compile(r"[^\W\d_]+|\d+")
_EVERYWHERE: Final = frozenset(("montreal", "ville", "city", "quebec"))
"""Names that tell nothing here."""
_THOUSANDS: Final = frozenset(" \u00a0\u202f\u2009,")
_DECIMAL: Final = frozenset(",.")
_GROUP_DIGITS: Final = 3
_DECIMAL_DIGITS: Final = 2


class Word(NamedTuple):
    """One of a text.

    Attributes:
        folded: As it is compared.
        start, end: Where it stands.
        is_said: Whether it stands between quotation marks.
        is_named: Whether it is of a name: it has a capital, and begins nothing.
        is_who: Whether it is of those that only say who speaks.
        is_parted: Whether a mark stands before it, or it begins the sentence.
    """

    folded: str
    start: int
    end: int
    is_said: bool = False
    is_named: bool = False
    is_who: bool = False
    is_parted: bool = False


@dataclass(frozen=True, slots=True)
class Worded:
    """A sentence in words, and where it stands."""

    place: Place
    words: tuple[Word, ...]

    @property
    def said(self) -> tuple[Word, ...]:
        """Those between quotation marks that do not say who speaks."""
        return tuple(word for word in self.words if word.is_said and not word.is_who)

    @property
    def told(self) -> tuple[Word, ...]:
        """Those that do not say who speaks."""
        return tuple(word for word in self.words if not word.is_who)


def worded(text: str, places: Sequence[Place]) -> tuple[Worded, ...]:
    """Return in words the sentences that stand at *places* in *text*."""
    marks = _spoken(text)
    words = iter(_words(text))
    sentences: list[Worded] = []
    word = next(words, None)
    for start, end in places:
        held: list[tuple[str, int, int]] = []
        while word is not None and word[1] < end:
            if word[1] >= start:
                held.append(word)
            word = next(words, None)
        sentences.append(Worded((start, end), tuple(_in_sentence(text, held, marks))))
    return tuple(sentences)


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each word with its place; the digits of a figure are put together."""
    figure: tuple[str, int, int] | None = None
    for word, start, end in _pieces(text):
        if figure is not None:
            joined = _joined(figure[0], text[figure[2] : start], word)
            if joined:
                figure = joined, figure[1], end
                continue
            yield figure
            figure = None
        if word.isdecimal():
            figure = word, start, end
        else:
            yield word, start, end
    if figure is not None:
        yield figure


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each folded word; of 19h, both parts, which stand where it does."""
    folded = fold(text)
    for word, start, end in zip(folded.tokens, folded.starts, folded.ends, strict=True):
        if word.isalpha() or word.isdecimal():
            yield word, start, end
        else:
            for piece in _PIECE.findall(word):
                yield piece, start, end


def _joined(figure: str, between: str, word: str) -> str:
    """Return the figure that *word* goes on with; "" where it is another word."""
    if len(between) != 1 or not word.isdecimal():
        return ""
    if between in _THOUSANDS and len(word) == _GROUP_DIGITS and "." not in figure:
        begins_well = len(figure) <= _GROUP_DIGITS or len(figure) % _GROUP_DIGITS == 0
        return figure + word if begins_well else ""
    if between in _DECIMAL and len(word) <= _DECIMAL_DIGITS and "." not in figure:
        return f"{figure}.{word}"
    return ""


def _spoken(text: str) -> list[Place]:
    """Return where what stands between quotation marks is."""
    spoken: list[Place] = []
    opened, closes = -1, ""
    for mark in _MARK.finditer(text):
        sign = mark.group()
        if opened < 0:
            opened, closes = (mark.end(), _CLOSES[sign]) if sign in _CLOSES else (-1, "")
        elif sign in {closes, "\n"}:
            spoken.append((opened, mark.start()))
            opened = -1
    if opened >= 0:
        spoken.append((opened, len(text)))
    spoken.reverse()
    return spoken


def _in_sentence(
    text: str, held: Sequence[tuple[str, int, int]], spoken: list[Place]
) -> Iterator[Word]:
    """Yield the words of a sentence; the *spoken* places before it are taken from the list."""
    said: list[bool] = []
    for _word, start, _end in held:
        while spoken and spoken[-1][1] <= start:
            spoken.pop()
        said.append(bool(spoken) and spoken[-1][0] <= start)
    capital = [text[start].isupper() for _word, start, _end in held]
    begins = [
        place == 0 or _BOUNDARY.search(text, held[place - 1][2], start) is not None
        for place, (_word, start, _end) in enumerate(held)
    ]
    firsts = [place for place, begun in enumerate(begins) if begun]
    clauses = [*pairwise([*firsts, len(held)])]
    who = set(says_who([word for word, _start, _end in held], capital, said, clauses))
    for place, (word, start, end) in enumerate(held):
        begun = place == 0 or (said[place] and not said[place - 1])
        yield Word(
            folded=word,
            start=start,
            end=end,
            is_said=said[place],
            is_named=capital[place] and not begun and word not in _EVERYWHERE,
            is_who=place in who,
            is_parted=begins[place],
        )
