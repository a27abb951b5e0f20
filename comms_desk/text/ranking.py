"""Which of the texts that an index proposes answer best: BM25 over stems, and the best sentence.

Okapi BM25 (Robertson and Zaragoza, 2009): a word counts the more the rarer it is, the less each
time that it is said again, and less in a long text.  A word of the same family counts in part.
The sentence that says most of what is asked is weighed beside the whole, so that what is said in
passing does not pass for an answer; and of two equals the later, and that of the same dossier.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import compress
from typing import Final

type Phrase = tuple[str, ...]
"""Stems, one after another."""

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
K1: Final = 1.2
"""How soon a word said again counts no more."""
B: Final = 0.5
"""How much a long text is held against it: 0 not at all, 1 in full."""
OTHER_WEIGHT: Final = 0.6
"""Of a word of the same family, beside the very word."""
SENTENCE_WEIGHT: Final = 0.6
"""Of the best sentence, beside the whole text."""
LEAST_SHARE: Final = 0.3
"""Of the worth of all that is asked: a text that has less of it answers nothing."""
RECENCY_WEIGHT: Final = 0.1
"""How much more what was said today counts."""
RECENCY_HALVES_IN_DAYS: Final = 365
DOSSIER_WEIGHT: Final = 0.2
"""How much more counts what is of the dossier that is asked about."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing that is asked for: as it was said, and the *others* that mean the same."""

    said: Phrase
    others: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """Return all by which it is found, as it was said first."""
        return (self.said, *self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedText:
    """A text that may answer.

    Attributes:
        parts: Its terms, a part a sentence, of which its title is the first.
        on: The day on which it was said.
        is_of_dossier: Whether it is of the dossier that is asked about.
    """

    parts: Sequence[Sequence[str]]
    on: date
    is_of_dossier: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """How well a document answers: *place* of those given, and from which part to which."""

    place: int
    score: float
    best: range


@dataclass(frozen=True, slots=True, kw_only=True)
class TextCorpus:
    """What is known of all the texts, and not of those proposed alone.

    Attributes:
        count: How many there are.
        holding: How many have each thing that is sought, in its order.
    """

    count: int
    holding: Sequence[int]


def rank(
    sought: Sequence[Sought], documents: Sequence[RankedText], known: TextCorpus, *, today: date
) -> list[Ranked]:
    """Return those of *documents* that have enough of what is *sought*, the best first.

    One that has a year of it alone answers nothing, unless no more is sought.
    """
    years = {place for place, each in enumerate(sought) if _YEAR.fullmatch(" ".join(each.said))}
    tells_more = len(years) < len(sought)
    weights = [rarity(known.count, each) for each in known.holding]
    enough = LEAST_SHARE * sum(compress(weights, known.holding))
    beginning = _beginning(sought)
    lengths = [sum(map(len, each.parts)) for each in documents]
    usual = max(sum(lengths) / len(lengths), 1.0) if lengths else 1.0
    found: list[Ranked] = []
    for place, document in enumerate(documents):
        said = [_said(beginning, part) for part in document.parts]
        times: Counter[int] = Counter()
        for each in said:
            times.update(each)
        if not times or (tells_more and times.keys() <= years):
            continue
        scores = [_score(weights, each, 1.0) for each in said]
        whole = _score(weights, times, lengths[place] / usual)
        score = (whole + SENTENCE_WEIGHT * max(scores)) * _worth(document, today)
        if score < enough:
            continue
        found.append(Ranked(place=place, score=score, best=_best(scores)))
    return sorted(found, key=lambda each: (-each.score, each.place))


def _best(scores: Sequence[float]) -> range:
    """Return the best part after the title, with the next where it says half as much."""
    first = max(range(min(1, len(scores) - 1), len(scores)), key=scores.__getitem__)
    end = first + 1
    if end < len(scores) and scores[end] >= scores[first] / 2:
        end += 1
    return range(first, end)


def rarity(count: int, holding: int) -> float:
    """Return how much a word counts that *holding* texts of *count* have."""
    return math.log(1 + (count - holding + 0.5) / (holding + 0.5))


def _score(weights: Sequence[float], times: Mapping[int, float], length: float) -> float:
    room = K1 * (1 - B + B * length)
    return sum(weights[each] * said * (K1 + 1) / (said + room) for each, said in times.items())


def _worth(document: RankedText, today: date) -> float:
    days = max((today - document.on).days, 0)
    recent = RECENCY_WEIGHT * math.exp2(-days / RECENCY_HALVES_IN_DAYS)
    return (1 + recent) * (1 + DOSSIER_WEIGHT * document.is_of_dossier)


type _Beginning = Mapping[str, Sequence[tuple[int, Phrase, float]]]
"""By its first term, each phrase that is looked for: of which thing sought, and its weight."""


def _beginning(sought: Iterable[Sought]) -> _Beginning:
    found: dict[str, list[tuple[int, Phrase, float]]] = {}
    for place, each in enumerate(sought):
        for phrase in each.phrases:
            weight = 1.0 if phrase == each.said else OTHER_WEIGHT
            found.setdefault(phrase[0], []).append((place, phrase, weight))
    return found


def _said(beginning: _Beginning, part: Sequence[str]) -> dict[int, float]:
    """Return how often *part* says each thing, a word of its family less than itself."""
    times: dict[int, float] = {}
    for at, term in enumerate(part):
        for place, phrase, weight in beginning.get(term, ()):
            if len(phrase) == 1 or tuple(part[at : at + len(phrase)]) == phrase:
                times[place] = times.get(place, 0.0) + weight
    return times
