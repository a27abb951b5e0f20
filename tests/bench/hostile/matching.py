"""Texts made to hurt the matcher, each with the query that it hurts most."""

from dataclasses import dataclass
from functools import partial
from itertools import islice, product
from pathlib import Path
from string import ascii_lowercase

from comms_desk.text.matching import MatchedDocument, find
from comms_desk.text.query import parse, parse_phrase
from tests.bench.hostile import Case

SIZE = 1_000_000
"""In characters: what one entry of a feed may hold, about."""


@dataclass(frozen=True, slots=True)
class Worst:
    """A query, and the beginning of a text that repeats itself for ever."""

    name: str
    query: str
    repeated: str
    ignored: tuple[str, ...] = ()

    def document(self, size: int) -> MatchedDocument:
        """A document whose text is *size* characters long."""
        return MatchedDocument(text=(self.repeated * (size // len(self.repeated) + 1))[:size])


def _words(letters: int, most: int) -> list[str]:
    return ["".join(word) for word in islice(product(ascii_lowercase, repeat=letters), most)]


_TWELVE = [f"t{number}" for number in range(12)]

WORST = (
    Worst("three terms near one another", "ville NEAR/5 budget NEAR/5 parc", "ville budget parc "),
    Worst("twelve terms in a chain", " NEAR/30 ".join(_TWELVE), " ".join(_TWELVE) + " "),
    Worst(
        "twelve terms in a chain, the last one too far",
        " NEAR/2 ".join(_TWELVE),
        " ".join(_TWELVE[:11]) + " x y z t11 x y z ",
    ),
    Worst("a chain of fifty over one word", "a" + " NEAR/30 a" * 50, "a "),
    Worst("an ordered chain of fifty", "a" + " ONEAR/30 a" * 50, "a "),
    Worst("terms that are all too far", "ville NEAR/2 budget", "ville x y z budget x y z "),
    Worst(
        "alternatives of many lengths near others",
        '(ville OR a OR "a a" OR b*) NEAR/30 (budget OR a OR "b a" OR "a b a b a b a b a")',
        "ville a b budget a a b ",
    ),
    Worst(
        "NEAR inside OR inside NEAR",
        "((ville NEAR/9 a) OR (a NEAR/9 b)) NEAR/30 ((a NEAR/3 b) OR (b NEAR/3 ville))",
        "ville a b ",
    ),
    Worst(
        "one NEAR in each of sixty brackets", "(" * 28 + "(a NEAR/5 b)" + " a OR c)" * 28, "a b "
    ),
    Worst("a phrase of one word", '"' + "a " * 3_000 + '"', "a "),
    Worst("a phrase that almost stands there", '"' + "a " * 3_000 + 'b"', "a " * 2_999 + "b "),
    Worst("an exact phrase of one word", '="' + "A " * 3_000 + '"', "A " * 2_999 + "a "),
    Worst("an exact word among its other forms", "=SIM", "sim SIM Sim SIM# "),
    Worst("a long exact word in a longer one", "=" + "A" * 5_000, "A"),
    Worst(
        "beginnings of a vocabulary without end",
        " OR ".join(f"{beginning}*" for beginning in _words(3, 4_000)),
        " ".join(_words(4, 200_000)) + " ",
    ),
    Worst("one beginning of each word", "a*", " ".join(_words(4, 200_000)) + " "),
    Worst("ignored phrases that overlap", "b", "a ", ("a a", "a " * 2_000)),
    Worst("elisions and nothing else", "hôtel", "l'"),
    Worst("possessives and nothing else", "hôtel", "'s"),
    Worst("initials and nothing else", "hôtel", "a."),
    Worst("marks on one letter", "hôtel", "\u0301\u0316"),
)


def make(worst: Worst, folder: Path) -> None:
    """Write the text."""
    (folder / "text").write_text(worst.document(SIZE).text, "utf-8")


def meet(worst: Worst, folder: Path) -> str:
    """Ask where the query stands in it."""
    document = MatchedDocument(text=(folder / "text").read_text("utf-8"))
    found = find(parse(worst.query), document, [*map(parse_phrase, worst.ignored)])
    return f"{len(found.text)} marks" if found else "no match"


CASES = tuple(
    Case(name=worst.name, make=partial(make, worst), meet=partial(meet, worst)) for worst in WORST
)
