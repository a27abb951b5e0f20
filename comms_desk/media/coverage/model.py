"""What an article took of a release, sentence by sentence, and what became of each quote.

Places count characters of the text that was compared.  Boilerplate and contact lines are said
apart: nearly nobody takes them up, and a count over all sentences would flatter or blame.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

type Place = tuple[int, int]
"""From, up to: in characters."""


class ReleasePart(StrEnum):
    """Where in a release a sentence stands."""

    BODY = "body"
    QUOTE = "quote"
    BOILERPLATE = "boilerplate"
    CONTACT = "contact"

    @property
    def is_told(self) -> bool:
        """Whether it is news, which reprise counts."""
        return self in {ReleasePart.BODY, ReleasePart.QUOTE}


class TakenAs(StrEnum):
    """What an article did with a sentence, or with a quote as a whole."""

    VERBATIM = "verbatim"
    SHORTENED = "shortened"
    """Words were left out, and nothing else was done."""
    ALTERED = "altered"
    """A word or a figure changed, said indirectly, or merged with another."""
    NONE = "none"
    """Of a sentence only."""
    DROPPED = "dropped"
    """Of a quote only."""


OF_SENTENCES = (TakenAs.VERBATIM, TakenAs.SHORTENED, TakenAs.ALTERED, TakenAs.NONE)
"""The classes of a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSentence:
    """One of a release: *text*, from *start* to *end* of it."""

    text: str
    start: int
    end: int
    part: ReleasePart


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprised(ReleaseSentence):
    """A sentence of a release, and the places of the article *into* which it was taken."""

    taken: TakenAs
    into: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """What one person says in one paragraph: *sentences* of the release, counted from 0.

    Attributes:
        who: The name of who speaks; "" where the release does not tell.
    """

    who: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteReprise(Quote):
    """A quote, and what became of it."""

    taken: TakenAs


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprise:
    """What one article took of one release."""

    sentences: tuple[Reprised, ...]
    quotes: tuple[QuoteReprise, ...]

    @property
    def counts(self) -> Mapping[TakenAs, int]:
        """How many sentences of body and quotes are of each class."""
        return Counter(each.taken for each in self.sentences if each.part.is_told)

    @property
    def boilerplate(self) -> Mapping[TakenAs, int]:
        """How many sentences of the boilerplate are of each class."""
        return Counter(
            each.taken for each in self.sentences if each.part is ReleasePart.BOILERPLATE
        )

    @property
    def takes_boilerplate(self) -> bool:
        """Whether the article took anything of the boilerplate."""
        return any(taken is not TakenAs.NONE for taken in self.boilerplate)

    @property
    def is_taken_up(self) -> bool:
        """Whether the article took anything of body and quotes."""
        return any(taken is not TakenAs.NONE for taken in self.counts)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedPair:
    """A release and an article as they were compared, each without its title."""

    release_title: str
    release: str
    article_title: str
    outlet: str
    article: str
    reprise: Reprise

    def taken_as(self, sentence: Reprised) -> str:
        """Return the words of the article that took a *sentence*; "" where none did."""
        return " ".join(self.article[start:end] for start, end in sentence.into)
