"""A text cut into its sentences, a line at a time.

An abbreviation (M., art., p. ex.), an initial and a number end none.
"""

import re
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 1_000
"""In characters: what goes on longer is cut between two words."""

_END = re.compile(
    r"[.!?…][»”\"')\]]*[ \u00a0\u202f]+"
    r"(?=[«“\"'(\[]?[ \u00a0\u202f]?[^\W\d_a-zà-ÿ]|\d)"
)
_NO_END = re.compile(
    r"(?:\b(?:M|MM|Mme|Mlle|Me|Mgr|Dr|Dre|Pr|Mr|Mrs|Ms|St|Ste|No|no|art|p|cf|env|tél|vol|etc|inc"
    r"|ltée|boul|av|ch)|\b[^\W\d_]|\bp\. ex)\.[ \u00a0\u202f]+$"
)


def sentences(text: str) -> list[str]:
    """Return the sentences of *text*, none of them blank."""
    return [part for line in text.splitlines() for part in _of_line(line.strip()) if part]


def _of_line(line: str) -> Iterator[str]:
    begin = 0
    for found in _END.finditer(line):
        if not _NO_END.search(line[max(begin, found.end() - 12) : found.end()]):
            yield from _cut(line[begin : found.end()].strip())
            begin = found.end()
    yield from _cut(line[begin:].strip())


def _cut(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST:
        space = sentence.rfind(" ", 1, LONGEST)
        end = space if space > 0 else LONGEST
        yield sentence[:end]
        sentence = sentence[end:].strip()
    yield sentence
