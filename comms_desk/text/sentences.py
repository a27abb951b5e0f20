"""A text cut into its sentences, a line at a time.

An abbreviation (M., art., p. ex.), an initial and a number end none; an hour may (à 20 h, 7 p.m.).
"""

import re
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 1_000
"""In characters: what goes on longer is cut between two words."""

_BLANK = r"[ \u00a0\u202f]"
_END = re.compile(
    rf"[.!?…](?:{_BLANK}?[»”\"')\]])*{_BLANK}+"
    rf"(?=[«“\"'(\[]?{_BLANK}?[^\W\d_a-zà-ÿ]|\d)"
    rf"(?!(?<=[ap]\.m\.{_BLANK})(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
)
_NO_END = re.compile(
    r"(?:\b(?:M|MM|Mme|Mlle|Me|Mgr|Dr|Dre|Pr|Mr|Mrs|Ms|St|Ste|No|no|art|p|cf|env|tél|vol|etc|inc"
    r"|ltée|boul|av|ch"
    r"|janv|févr?|avr|juill|sept|oct|nov|déc|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec)"
    rf"|(?<!\d{_BLANK})(?<!\b[ap]\.)\b[^\W\d_]|\bp\. ex)\.{_BLANK}+$"
)


def sentences(text: str) -> list[str]:
    """Return the sentences of *text*, none of them blank."""
    return [text[start:end] for start, end in sentence_places(text)]


def sentence_places(text: str) -> list[tuple[int, int]]:
    """Return from where up to where each sentence of *text* stands in it."""
    places: list[tuple[int, int]] = []
    begin = 0
    for line in text.splitlines(keepends=True):
        places.extend((begin + start, begin + end) for start, end in _of_line(line))
        begin += len(line)
    return places


def _of_line(line: str) -> Iterator[tuple[int, int]]:
    begin = 0
    for found in _END.finditer(line):
        if not _NO_END.search(line[max(begin, found.end() - 12) : found.end()]):
            yield from _cut(line, begin, found.end())
            begin = found.end()
    yield from _cut(line, begin, len(line))


def _cut(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield what stands there without the blanks around it, in pieces where it goes on too long."""
    while start < end:
        piece = line[start:end]
        start, end = end - len(piece.lstrip()), start + len(piece.rstrip())
        if start >= end:
            return
        stop = end
        if end - start > LONGEST:
            space = line.rfind(" ", start + 1, start + LONGEST)
            stop = space if space > 0 else start + LONGEST
        yield start, stop
        start = stop
