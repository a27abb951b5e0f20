"""Which names of a byline are persons': not an agency, a newsroom, a column or an outlet.

The words that are in no person's name, and the agencies, are data: ``resources/lexicon``.  What an
agency signs is nobody's of the outlet that prints it.  In doubt a name is none: who is not
proposed can be added, and who is proposed wrongly takes a person's time each day.
"""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache

from comms_desk.paths import resource
from comms_desk.text.bylines import pieces_in, spellings_in
from comms_desk.text.fold import tokens

MOST_WORDS = 5
_NAME = re.compile(r"[^\W\d_][^\W\d_'’ʼ.-]*+(?:['’ʼ.-]++[^\W\d_ʼ]++)*+\.?")


def persons_in(byline: str, *, outlets: Collection[str] = ()) -> Mapping[str, str]:
    """Return how each person that *byline* names is spelled, by what their name is compared by.

    Args:
        byline: As an article has it.
        outlets: What outlets are called, folded: none of them is a person.
    """
    said_too = {" ".join(tokens(part)) for parts in pieces_in(byline) for part in parts}
    if not said_too.isdisjoint(_lexicon().agencies):
        return {}
    return {
        name: _said(spelled)
        for name, spelled in spellings_in(byline).items()
        if spelled and _is_person(spelled, outlets)
    }


def parted(name: str) -> tuple[str, str]:
    """Return the given and the family name of a *name* as it is spelled: « Ana de la Cruz »."""
    words = name.split()
    begins = next(
        (at for at, each in enumerate(words) if at and _is_particle(each)), len(words) - 1
    )
    return " ".join(words[:begins]), " ".join(words[begins:])


def _is_person(spelled: str, outlets: Collection[str]) -> bool:
    words, folded = spelled.split(), tokens(spelled)
    own = [each for each in words if not _is_particle(each)]
    return (
        1 < len(words) <= MOST_WORDS
        and not _is_particle(words[0])
        and sum(len(each.strip(".")) > 1 for each in own) > 1
        and all(_NAME.fullmatch(each) and each[0].isupper() for each in own)
        and _lexicon().words.isdisjoint(folded)
        and not any(" ".join(folded[:most]) in outlets for most in range(1, len(folded) + 1))
    )


def _is_particle(word: str) -> bool:
    return word in _lexicon().particles or word[:2] in {"d'", "d’", "l'", "l’"}


def _said(spelled: str) -> str:
    """Return « Luc Tremblay » for « LUC TREMBLAY »."""
    return spelled.title() if spelled.isupper() else spelled


@dataclass(frozen=True, slots=True)
class _Lexicon:
    """What is in no person's name, folded; and what a family name may begin with, in small."""

    words: frozenset[str]
    agencies: frozenset[str]
    particles: frozenset[str]


@cache
def _lexicon() -> _Lexicon:
    kept = json.loads(resource("lexicon", "signatures.json").read_text(encoding="utf-8"))
    return _Lexicon(
        words=frozenset(word for line in kept["words"] for word in line.split()),
        agencies=frozenset(" ".join(tokens(each)) for each in kept["agencies"]),
        particles=frozenset(kept["particles"].split()),
    )
