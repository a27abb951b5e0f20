"""Whether two articles tell the same news, and which of them was the first to.

Pure.  Two articles tell the same news where they share most words of the shorter, some in runs of
three, its names and numbers, and something of a beginning: reporters of one press conference have
words of their own, the next day begins otherwise, and a form has other names.  What many articles
say that have nothing else in common (an appeal for donations) weighs nothing.
"""

import re
from array import array
from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from sys import intern
from typing import Self

from comms_desk.media.articles.likeness import bare_title
from comms_desk.media.articles.model import Article, ArticleText
from comms_desk.text.fold import tokens
from comms_desk.text.shingles import marks, shingles

BELIEVED = timedelta(days=1)
"""How long before it was seen an article may claim to have appeared."""
AGENCIES = (
    "La Presse Canadienne",
    "Presse canadienne",
    "The Canadian Press",
    "Agence QMI",
    "Agence France-Presse",
    "AFP",
    "Associated Press",
    "Reuters",
)
_AGENCY = re.compile(rf"\b(?:{'|'.join(AGENCIES)})\b")
_CANADIAN = re.compile(r"\s+(?:C|c)anadienne")
SIGNED_CHARACTERS = 120
"""At its beginning and its end a text says which agency wrote it."""

LEAST_WORDS = 0.7
"""Of the words of the shorter: less is another text about the same thing."""
LEAST_PARTICULARS = 0.66
"""Of its names and numbers: less is the same form, filled in for something else."""
FEW_NUMBERS = 3
LEAST_BEGINNING = 0.15
"""Of the first third of either: less, and what they share is an end or a reminder."""
BEGINNING = 3
LEAST_SHINGLES, SHINGLES_OF_A_SUMMARY = 0.2, 0.5
"""Of two texts as long as each other, and of one that is thrice as long or more."""
AS_LONG, MUCH_LONGER = 1.5, 3.0
BRIEF_WORDS = 15
"""Words alone are soon shared by so few: these are asked for as a summary is."""
HALF = 0.5
LEAST_OF_ONE_MEDIUM = 0.9
"""A medium seldom copies itself, and fills in the same forms every day."""
_NO_DIGIT = re.compile(r"\D+")
_PARTICULAR = re.compile(r"\d[\d\u00a0\u202f ,.]*|[A-ZÀ-Ý]\w+")
_IN_A_SENTENCE = re.compile(r"[a-zà-ÿ,;0-9)%$][ \u00a0]|[a-zà-ÿ]['’]|[A-Za-zà-ÿ]-")
"""What stands before a capital that begins no sentence."""

type Common = Callable[[Iterable[int]], AbstractSet[int]]
"""Returns which of some shingles are of so many articles that they say nothing."""


@dataclass(frozen=True)
class StoryWords:
    """What an article says, as it is compared."""

    text: ArticleText
    said: str
    """The longest of its texts; of an article without one, its title."""
    tokens: Sequence[str]
    """Its words: a word that many articles say is held once."""

    @classmethod
    def of(cls, text: ArticleText) -> Self:
        """Return what *text* says."""
        said = max(text.text, text.full, key=len)
        folded = tokens(said)
        if not folded:
            said = bare_title(text.title)
            folded = tokens(said)
        return cls(text, said, [*map(intern, folded)])

    @cached_property
    def shingles(self) -> Sequence[int]:
        """Each three of its words in a row, as numbers."""
        return array("I", shingles(self.tokens))

    @cached_property
    def marks(self) -> Sequence[int]:
        """By which it is found."""
        return marks(self.shingles)

    @cached_property
    def words(self) -> frozenset[str]:
        """Its words."""
        return frozenset(self.tokens)

    @cached_property
    def runs(self) -> frozenset[int]:
        """Its shingles, each once."""
        return frozenset(self.shingles)

    @cached_property
    def numbers(self) -> frozenset[str]:
        """Its numbers, however they are written."""
        return frozenset(each for each in self.particulars if each[0].isdigit())

    @cached_property
    def particulars(self) -> frozenset[str]:
        """Its numbers and its names."""
        numbers: set[str] = set()
        names: list[str] = []
        for found in _PARTICULAR.finditer(self.said):
            each, start = found.group(), found.start()
            if each[0].isdigit():
                numbers.add(_NO_DIGIT.sub("", each))
            elif start > 1 and _IN_A_SENTENCE.match(self.said, start - 2):
                names.append(each)
        return frozenset(numbers.union(tokens(" ".join(names))))

    def begins_in(self, other: "StoryWords") -> float:
        """Return how much of its beginning the other says too."""
        beginning = self.shingles[: max(1, len(self.shingles) // BEGINNING)]
        return sum(each in other.runs for each in beginning) / len(beginning)


def likeness(one: StoryWords, other: StoryWords, common: Common) -> float:
    """Return how sure it is that two articles tell the same news; 0: they do not."""
    if not one.tokens or not other.tokens:
        return 0.0
    is_one_medium = one.text.outlet == other.text.outlet != ""
    least = LEAST_OF_ONE_MEDIUM if is_one_medium else LEAST_WORDS
    words = _shared(one.words, other.words)
    if words < least:
        return 0.0
    runs = _shared_runs(one, other, common)
    particulars = _shared(one.particulars, other.particulars)
    if is_one_medium:
        is_same = min(runs, particulars) >= least
    else:
        is_same = (
            runs >= _least_runs(one, other)
            and particulars >= LEAST_PARTICULARS
            and _numbers_agree(one, other)
            and max(one.begins_in(other), other.begins_in(one)) >= LEAST_BEGINNING
        )
    return words + runs if is_same else 0.0


def are_related(one: StoryWords, other: StoryWords) -> bool:
    """Say whether two articles may tell the same news, where a third is like both."""
    return (
        _shared(one.particulars, other.particulars) >= HALF
        and _shared(one.words, other.words) >= LEAST_WORDS / 2
    )


def _shared(one: AbstractSet[object], other: AbstractSet[object]) -> float:
    """Return how much of the smaller set is in the other; all of it, where it is empty."""
    least = min(len(one), len(other))
    return len(one & other) / least if least else 1.0


def _shared_runs(one: StoryWords, other: StoryWords, common: Common) -> float:
    shorter, longer = sorted((one.runs, other.runs), key=len)
    nothing = common(shorter)
    return len((shorter & longer) - nothing) / max(1, len(shorter - nothing))


def _least_runs(one: StoryWords, other: StoryWords) -> float:
    """Return how many runs of words the shorter must share: the more, the longer the other is."""
    least, most = sorted((len(one.tokens), len(other.tokens)))
    if least < BRIEF_WORDS:
        return SHINGLES_OF_A_SUMMARY
    longer = min(max(most / least - AS_LONG, 0.0) / (MUCH_LONGER - AS_LONG), 1.0)
    return LEAST_SHINGLES + longer * (SHINGLES_OF_A_SUMMARY - LEAST_SHINGLES)


def _numbers_agree(one: StoryWords, other: StoryWords) -> bool:
    if min(len(one.numbers), len(other.numbers)) < FEW_NUMBERS:
        return True
    return _shared(one.numbers, other.numbers) >= LEAST_PARTICULARS


def appeared(text: Article | ArticleText) -> datetime:
    """Return when an article appeared: as it claims, where that is believed, or as it was seen."""
    claimed = text.published_at
    if claimed is not None and text.moment - BELIEVED <= claimed <= text.moment:
        return claimed
    return text.moment


def original_of(texts: Iterable[ArticleText]) -> ArticleText:
    """Return the first that appeared of those that take up no other.

    Raises:
        ValueError: There is none at all.
    """
    first, *others = sorted(texts, key=lambda text: (appeared(text), text.article))
    for each in others:
        if takes_up(first, each) and not takes_up(each, first):
            first = each
    return first


def takes_up(one: ArticleText, other: ArticleText) -> bool:
    """Say whether the first of two articles names the outlet of the other, or links to it."""
    if other.link and other.link in one.all_text:
        return True
    if not other.outlet or other.outlet == one.outlet or other.outlet not in one.text:
        return False
    named = re.compile(rf"(?<!\w){re.escape(other.outlet)}(?!\w)")
    return any(not _CANADIAN.match(one.text, found.end()) for found in named.finditer(one.text))


def is_dispatch(text: ArticleText) -> bool:
    """Say whether an article says that a news agency wrote it."""
    ends = (text.author, text.text[:SIGNED_CHARACTERS], text.text[-SIGNED_CHARACTERS:])
    return any(_AGENCY.search(each) for each in ends)
