"""The phrase that a watch could ignore, after an article that was not pertinent.

It is the words that were marked with what stands beside them, up to the next words that say
something: "rue de Verdun", "Canadien de Montréal".  Pure: it reads no database.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from comms_desk.media.watches.model import Marks
from comms_desk.media.watches.names import Asked
from comms_desk.text.families import SHORT_WORDS
from comms_desk.text.fold import Folded, fold, tokens
from comms_desk.text.matching import Document, Prepared, answers
from comms_desk.text.query import QueryError, Words, parse_phrase

MOST_BESIDE = 2
"""So many words that say something are taken on each side of what was marked."""
MOST_MARKS = 12
"""Of more places the first are tried: they say what an article is about."""

_APART = re.compile(r"[.,;:!?()\[\]«»\"“”…|•\n\t]|\s[–—-]\s")
"""No phrase runs over one of these."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase as it is written; *is_name* where what stands beside begins by a capital."""

    phrase: str
    words: Words
    is_name: bool


def around(text: str, marks: Marks) -> Iterator[Candidate]:
    """Yield phrases around each of *marks*, those before it first, the shorter first."""
    if not marks:
        return
    folded = fold(text)
    count = len(folded.tokens)
    for start, end in marks[:MOST_MARKS]:
        inside = [n for n in range(count) if folded.starts[n] < end and folded.ends[n] > start]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        before = list(_steps(text, folded, range(first, -1, -1)))
        after = list(_steps(text, folded, range(last, count)))
        for a, b in (
            *((each, last) for each in before),
            *((first, each) for each in after),
            *((one, other) for one in before[:1] for other in after[:1]),
        ):
            phrase = " ".join(text[folded.starts[a] : folded.ends[b]].split())
            beside = [n for n in (a, b) if not first <= n <= last]
            try:
                words = parse_phrase(phrase)
            except QueryError:
                continue
            is_name = all(text[folded.starts[n]].isupper() for n in beside)
            yield Candidate(phrase, words, is_name)


def freeing(document: Document, marks: tuple[Marks, Marks], query: Asked) -> tuple[Candidate, ...]:
    """Return phrases around *marks* (of title and text) without which *query* finds it no more."""
    tree, ignored = query
    prepared = Prepared(document)
    found: dict[tuple[str, ...], Candidate] = {}
    for text, places in zip((document.title, document.text), marks, strict=True):
        for each in around(text, places):
            found.setdefault(each.words.tokens, each)
    return tuple(
        each
        for each in found.values()
        if not answers(tree, prepared.ignoring((*ignored, each.words)))
    )


def best_first(
    candidates: Iterable[Candidate], document: Document, others: Sequence[Document]
) -> list[tuple[int, Candidate]]:
    """Return *candidates*, and how many *others* hold each: those first that most of them do.

    Copies count once, and those of the *document* itself not at all.  Of those that as many hold
    the longest comes first; where none does, one with a name, and else they stay as they were.
    """
    seen = {tuple(tokens(document.title))}
    asked = []
    for other in others:
        title = tuple(tokens(other.title))
        if title not in seen:
            seen.add(title)
            asked.append(Prepared(other))

    def order(told: tuple[int, Candidate]) -> tuple[int, bool, int]:
        held, each = told
        length = len(each.words.tokens)
        return (-held, False, -length) if held else (0, not each.is_name, 0)

    told = [
        (sum(any(p.holds(each.words) for p in one.passages(None)) for one in asked), each)
        for each in candidates
    ]
    return sorted(told, key=order)


def _steps(text: str, folded: Folded, places: range) -> Iterator[int]:
    """Yield the places of the words that say something, away from the first of *places*."""
    here, said = places[0], 0
    for place in places[1:]:
        near, far = min(here, place), max(here, place)
        if _APART.search(text, folded.ends[near], folded.starts[far]):
            return
        here = place
        if folded.tokens[place] not in SHORT_WORDS:
            yield place
            said += 1
            if said == MOST_BESIDE:
                return
