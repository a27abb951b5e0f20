"""Families of words: what a newsroom asks in its words and the City answered in its own.

A word is known by its stem (déneigé, déneiger), and with those that a file says mean the same
(neige = chargement).  A place is one word, however many it is written with: « Côte-des-Neiges » is
no snow.  A year that is said by the day (*l'an dernier*) is that year.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Final

from snowballstemmer import stemmer

from comms_desk.errors import CommsDeskError
from comms_desk.text.fold import tokens
from comms_desk.text.ranking import Phrase, Sought

MOST_CHARACTERS: Final = 1_000_000
"""In a file of families; no office writes so many."""
MOST_SOUGHT: Final = 60
"""Words of a question that are looked for: the first ones, of a longer text."""
BETWEEN: Final = "="
NOTE: Final = "#"

_LONGEST_PHRASE = 8
_SHORT_WORDS = """
a ai aie ainsi alors apres as au aupres aura auraient aurait aussi autant autre autres aux avait
avant avec avez avoir avons c ca car ce ceci cela celle celles celui ces cet cette ceux chaque
chez comme comment concernant d dans de depuis des dois doit donc du elle elles en encore entre
es est et etaient etait etant ete etes etre eu eux fait faire fais faut il ils j je l la le les
leur leurs lors lui m ma mais me meme mes mon moi n ne ni nos notre nous on ont par parce pas
pendant peu peut peux plus plusieurs pour pouvez pouvons puis qu quel quelle quelles quels que
quoi s sa sans se sera serait ses si soit son sont sous sur t ta te tel telle tes toi ton tous
tout toute toutes tres tu un une va vers via vos votre vous voici voila y an and any are as at
be been but by can could did do does for from get got had has have he her his i if in into is it
its me my no not of on or our she so such than that the their them then there these they this to
was we were what which while whom will with would you your bonjour rebonjour bonsoir merci svp
question texte article papier reportage sujet hello hi thanks please story
"""
SHORT_WORDS: Final = frozenset(_SHORT_WORDS.split())
"""Words that tell nothing of what is asked, and are looked for in no family but in a phrase."""

_YEARS: Final[Mapping[str, int]] = {
    "cette année": 0,
    "l’année en cours": 0,
    "l’an dernier": -1,
    "l’an passé": -1,
    "l’année dernière": -1,
    "l’année passée": -1,
    "l’an prochain": 1,
    "l’année prochaine": 1,
    "this year": 0,
    "last year": -1,
    "next year": 1,
}


class FamiliesUnreadable(CommsDeskError):
    """A file of words that mean the same has a line that is no family."""

    line: int
    text: str


class FamiliesTooLong(CommsDeskError):
    """A file of words that mean the same is longer than any real one."""

    longest: int


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded *word*; those of English keep theirs well enough."""
    return str(_FRENCH.stemWord(word))


_FRENCH = stemmer("french")


def stems(text: str) -> list[str]:
    """Return the stems of *text*, in order."""
    return [stem(word) for word in tokens(text)]


def telling(text: str) -> tuple[str, ...]:
    """Return the stems of *text* that tell what it is about, each once."""
    told = (each for each in tokens(text) if len(each) > 1 and each not in SHORT_WORDS)
    return tuple(dict.fromkeys(map(stem, told)))


class Families:
    """What the words of an office have to do with each other."""

    def __init__(
        self, families: Iterable[Iterable[str]] = (), *, places: Iterable[Iterable[str]] = ()
    ) -> None:
        """Know *families*, words and phrases of one meaning, and the names of each of *places*."""
        self._others: dict[Phrase, dict[Phrase, None]] = {}
        self._places: dict[Phrase, str] = {}
        self._written: dict[str, tuple[Phrase, ...]] = {}
        for family in families:
            phrases = dict.fromkeys(_phrase(each) for each in family)
            phrases.pop((), None)
            for each in phrases:
                self._others.setdefault(each, {}).update(phrases)
        for names in places:
            phrases = dict.fromkeys(filter(None, map(_phrase, names)))
            mark = " ".join(next(iter(phrases)))
            mark = f"{BETWEEN}{mark}"
            self._places.update(dict.fromkeys(phrases, mark))
            self._written[mark] = tuple(phrases)
        self._starts = {each[0] for each in self._places}
        self._short = frozenset(map(stem, SHORT_WORDS))
        self._years = {_phrase(each): by for each, by in _YEARS.items()}

    def terms(self, text: str) -> list[str]:
        """Return the stems of *text* in order, a place as one."""
        return self._with_places(stems(text))

    def sought(self, text: str, *, today: date) -> tuple[Sought, ...]:
        """Return what *text* asks for, each thing once."""
        terms = self.terms(text)
        found: dict[Sought, None] = {}
        place = 0
        while place < len(terms) and len(found) < MOST_SOUGHT:
            one, length = self._sought_at(terms, place, today)
            if length > 1 or one.others or one.said[0] not in self._short:
                found[one] = None
            place += length
        return tuple(found)

    def written(self, phrase: Phrase) -> tuple[Phrase, ...]:
        """Return the stems with which *phrase* may be written: those of a place's every name."""
        return self._written.get(phrase[0], (phrase,)) if len(phrase) == 1 else (phrase,)

    def _sought_at(self, terms: Sequence[str], place: int, today: date) -> tuple[Sought, int]:
        for length in range(min(_LONGEST_PHRASE, len(terms) - place), 0, -1):
            phrase = tuple(terms[place : place + length])
            if phrase in self._years:
                return Sought((str(today.year + self._years[phrase]),)), length
            if phrase in self._others:
                others = tuple(each for each in self._others[phrase] if each != phrase)
                return Sought(phrase, others), length
        return Sought((terms[place],)), 1

    def _with_places(self, stemmed: list[str]) -> list[str]:
        if self._starts.isdisjoint(stemmed):
            return stemmed
        return list(self._placed(stemmed))

    def _placed(self, stemmed: Sequence[str]) -> Iterator[str]:
        place = 0
        while place < len(stemmed):
            length = self._place_at(stemmed, place) if stemmed[place] in self._starts else 0
            if length:
                yield self._places[tuple(stemmed[place : place + length])]
            else:
                yield stemmed[place]
            place += length or 1

    def _place_at(self, stemmed: Sequence[str], place: int) -> int:
        """Return of how many words a name is that stands at *place*; 0: none does."""
        for length in range(min(_LONGEST_PHRASE, len(stemmed) - place), 0, -1):
            if tuple(stemmed[place : place + length]) in self._places:
                return length
        return 0


def read_families(text: str) -> list[tuple[str, ...]]:
    """Return the families of a file, a line each: ``neige = déneigement = chargement``.

    Raises:
        FamiliesTooLong: There are more words than any office has.
        FamiliesUnreadable: A line is no family.
    """
    if len(text) > MOST_CHARACTERS:
        raise FamiliesTooLong(MOST_CHARACTERS)
    found: list[tuple[str, ...]] = []
    for number, line in enumerate(text.splitlines(), 1):
        said = line.partition(NOTE)[0].strip()
        if not said:
            continue
        words = tuple(each.strip() for each in said.split(BETWEEN))
        if len(words) < 2 or not all(map(tokens, words)):  # noqa: PLR2004 - one has no other
            raise FamiliesUnreadable(number, said[:80])
        found.append(words)
    return found


def _phrase(text: str) -> Phrase:
    return tuple(stems(text))
