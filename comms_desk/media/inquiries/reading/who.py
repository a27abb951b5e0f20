"""Who asks, and for which outlet, by the words of a line and by what the directory knows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comms_desk.i18n import Language
from comms_desk.media.inquiries.model import Reporter
from comms_desk.media.inquiries.reading.directory_index import (
    DirectoryIndex,
    KnownOutlet,
    KnownReporter,
)
from comms_desk.media.inquiries.reading.lexicon import words as words_of
from comms_desk.media.inquiries.reading.plain import MASK, Span, plain
from comms_desk.media.inquiries.reading.proposal import Guess
from comms_desk.media.outlets.model import OutletLanguage
from comms_desk.text.fold import fold, tokens

MOST_WORDS = 6
"""Of the name of an outlet, or of a person."""

_OR = re.compile(r" (?:ou|or) $")
"""Between two outlets: the first is proposed, and the other is no word of the question."""
_ENGLISH_NAMES = frozenset({"cp", "canadian"})
_FRENCH_NAMES = frozenset({"pc", "presse"})


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletInLine:
    """An outlet that a line names; *is_sure*: it names no other."""

    outlet: KnownOutlet
    spans: tuple[Span, ...]
    said: frozenset[str]
    is_sure: bool

    def language(self, of_the_line: Language) -> Language:
        """Return in which language it is answered."""
        match self.outlet.language:
            case OutletLanguage.FRENCH:
                return Language.FRENCH
            case OutletLanguage.ENGLISH:
                return Language.ENGLISH
            case _ if self.said & _ENGLISH_NAMES:
                return Language.ENGLISH
            case _ if self.said & _FRENCH_NAMES:
                return Language.FRENCH
            case _:
                return of_the_line


@dataclass(frozen=True, slots=True, kw_only=True)
class _Met:
    outlet: KnownOutlet
    span: Span
    words: tuple[str, ...]
    is_ordinary: bool


def find_outlet(text: str, known: DirectoryIndex, *, head: int) -> OutletInLine | None:
    """Return the outlet that *text* names; before *head* nothing is said but how it came."""
    met = list(_met(text, known))
    certain = [each for each in met if not each.is_ordinary or text[each.span[0]].isupper()]
    first = [each for each in met if each.span[0] <= head]
    named = certain or first[:1]
    if not named:
        return None
    outlet = named[0].outlet
    same = [each for each in named if each.outlet.id == outlet.id]
    ends = {each.span[1] for each in same}
    others = (_OR.search(text, 0, each.span[0]) for each in named if each not in same)
    ors = [each.span() for each in others if each is not None and each.start() in ends]
    after = {each.span[0]: each.span[1] for each in named}
    return OutletInLine(
        outlet=outlet,
        spans=(*(each.span for each in same), *((start, after[end]) for start, end in ors)),
        said=frozenset(word for each in same for word in each.words),
        is_sure=len(same) == len(named),
    )


def _met(text: str, known: DirectoryIndex) -> Iterator[_Met]:
    folded, at = fold(text), 0
    while at < len(folded.tokens):
        for length in range(min(MOST_WORDS, len(folded.tokens) - at), 0, -1):
            words = folded.tokens[at : at + length]
            outlet = known.outlets_by_words.get(words)
            span = folded.span(at, at + length - 1)
            if outlet is not None and MASK not in text[slice(*span)]:
                ordinary = len(words) == 1 and words[0] in words_of("ordinary_outlets")
                yield _Met(outlet=outlet, span=span, words=words, is_ordinary=ordinary)
                at += length - 1
                break
        at += 1


# ── Who asks ──────────────────────────────────────────────────────────────────────────

_WORD = re.compile(rf"[^\s{MASK}]+")
_AROUND = ".,;:!?()«»\"'"
_NAME = re.compile(
    r"[A-ZÀ-ÖØ-Þ](?:[a-zß-öø-ÿ]+|['’][A-ZÀ-Þ]?[a-zß-ÿ]+|[a-z]*[A-Z][a-zß-ÿ]+)(?:-[A-ZÀ-Þ][\wÀ-ÿ]*)*$"
)
_INITIAL = re.compile(r"[A-ZÀ-Þ]\.?$")
_AND = frozenset({"+", "&", "et", "and"})


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    starts_anew: bool
    """A sign, or something taken, stands before it."""
    ends: bool
    """A sign stands after it."""
    is_beside_taken: bool

    @property
    def key(self) -> str:
        return plain(self.text)


@dataclass(frozen=True, slots=True)
class _Name:
    worth: int
    words: tuple[_Word, ...]
    known: tuple[KnownReporter, ...] = ()

    @property
    def span(self) -> Span:
        return self.words[0].start, self.words[-1].end


def find_reporters(
    text: str, known: DirectoryIndex, outlet: OutletInLine | None
) -> tuple[tuple[Guess[Reporter], ...], tuple[Span, ...]]:
    """Return who asks, and where they are named in *text*, in which all that is taken is masked."""
    words = _words(text)
    found = [
        name
        for first in range(len(words))
        for length in (3, 2, 1)
        if (name := _name(words[first : first + length], length, words[:first], known, outlet))
    ]
    if not found:
        return (), ()
    best = max(found, key=lambda each: (each.worth, -each.words[0].start))
    names = [best, *_joined(words, best, known, outlet)]
    ends = (names[0].words[0].start, names[-1].words[-1].end)
    return tuple(_guess(each) for each in names), (ends,)


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    before = ""
    matches = list(_WORD.finditer(text))
    for place, match in enumerate(matches):
        core = match[0].strip(_AROUND)
        is_initial = match[0].rstrip(",;:)").endswith(".") and len(core) == 1
        start = match.start() + match[0].find(core) if core else match.start()
        end = start + len(core) + is_initial
        gap = text[matches[place - 1].end() if place else 0 : match.start()]
        taken_after = text[match.end() : match.end() + 3].strip(" (").startswith(MASK)
        if not core and match[0] not in _AND:
            before = match[0]
            continue
        found.append(
            _Word(
                text=(core or match[0]) + "." * is_initial,
                start=start,
                end=end,
                starts_anew=not place
                or MASK in gap
                or before[-1:] in tuple(",;:(")
                or match[0][0] == "(",
                ends=match[0][-1] in ",;:)" or place + 1 == len(matches),
                is_beside_taken=not place or MASK in gap or taken_after,
            )
        )
        before = match[0]
    return found


def _name(
    words: Sequence[_Word],
    length: int,
    before: Sequence[_Word],
    known: DirectoryIndex,
    outlet: OutletInLine | None,
) -> _Name | None:
    """Return the name that *words* are, with what it is worth; None: they are none."""
    if len(words) < length or any(each.starts_anew for each in words[1:]):
        return None
    if any(each.ends for each in words[:-1]):
        return None
    if (
        before
        and not words[0].starts_anew
        and before[-1].key.rstrip(".") in words_of("of_the_question")
    ):
        return None
    is_beside = words[0].is_beside_taken or words[-1].is_beside_taken or words[0].starts_anew
    folded = tuple(tokens(" ".join(each.text for each in words)))
    if borne := known.reporters_by_words.get(folded):
        at_outlet = [each for each in borne if outlet and outlet.outlet.id in each.outlets]
        return _Name(20 + bool(at_outlet), tuple(words), tuple(at_outlet or borne))
    if outlet is not None and is_beside and length == 1:
        theirs = known.family_at(outlet.outlet.id, folded)
        if theirs:
            return _Name(12, tuple(words), theirs)
    worth = _worth(words, is_beside=is_beside)
    return _Name(worth, tuple(words)) if worth else None


def _worth(words: Sequence[_Word], *, is_beside: bool) -> int:
    given, family, none = words_of("given"), words_of("family"), words_of("no_names")
    keys = [each.key.rstrip(".") for each in words]
    if any(key in none or key.split("-")[0] in {"saint", "sainte", "st", "ste"} for key in keys):
        return 0
    is_given = keys[0].split("-")[0] in given
    commons = [set(key.split("-")) & (given | family) for key in keys]
    capital = [bool(_NAME.match(each.text)) for each in words]
    initial = [bool(_INITIAL.match(each.text)) for each in words]
    if len(words) > 1:
        if capital[0] and all(a or b for a, b in zip(capital[1:], initial[1:], strict=True)):
            return (6 + 2 * is_given + len(words)) if is_beside else 3 * is_given
        is_lower = is_given and len(words) == 2 and keys[1].split("-")[0] in family  # noqa: PLR2004
        return 7 if is_lower and is_beside else 0
    if not is_beside:
        return 0
    if capital[0]:
        is_apart = words[0].starts_anew and words[0].ends
        return (
            5 if commons[0] else 3 if is_apart or (words[0].starts_anew and words[0].start) else 0
        )
    is_one = keys[0].split("-")[0] in family | (given - words_of("ordinary_names"))
    return 4 if is_one and words[0].starts_anew and words[0].start else 0


def _joined(
    words: Sequence[_Word], name: _Name, known: DirectoryIndex, outlet: OutletInLine | None
) -> Iterator[_Name]:
    """Yield those who ask with the one of *name*: « zoe tremblay + ali haddad »."""
    at = next(place for place, each in enumerate(words) if each is name.words[-1]) + 1
    while at < len(words) and words[at].text in _AND:
        for length in (3, 2, 1):
            some = [
                _Word(each.text, each.start, each.end, not place, each.ends, is_beside_taken=True)
                for place, each in enumerate(words[at + 1 : at + 1 + length])
            ]
            other = _name(some, length, (), known, outlet)
            if other is not None:
                yield other
                at += 1 + length
                break
        else:
            return


def _guess(name: _Name) -> Guess[Reporter]:
    said = " ".join(each.text for each in name.words)
    if name.known:
        one = name.known[0]
        is_whole = len(name.words) > 1 and len(name.known) == 1
        return Guess(value=Reporter(contact=one.contact, name=one.name), is_sure=is_whole)
    full = [each for each in name.words if _NAME.match(each.text)]
    is_sure = len(full) > 1 and len(full) == len(name.words)
    return Guess(value=Reporter(name=said), is_sure=is_sure)
