"""What an index may be asked, so that it proposes every document that answers a query.

A proposal may be too wide, never too narrow: `matching` decides.  Whatever an index cannot
say (exact forms, languages, days, outlets, authors) is left out; where nothing is left,
everything is proposed.  *is_exact* says that phrases, words and their AND, OR and AND NOT
are the whole query: an index that knows phrases then needs no second look.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from comms_desk.text.query.contrast import positive
from comms_desk.text.query.tree import And, In, Meant, Near, Not, Or, TextField, Tree, Words

MAX_LEVELS = 8
"""Deeper than this a proposal is only "any of these words"; indexes parse with a small stack."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Words in a row; the last is a beginning with *prefix*; *in_title* only, or anywhere."""

    tokens: tuple[str, ...]
    prefix: bool = False
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class Close:
    """Two lookups in one passage with at most *within* words between."""

    left: Lookup
    right: Lookup
    within: int


@dataclass(frozen=True, slots=True)
class Every:
    """All of *parts*, and none of *unwanted*; *parts* is not empty."""

    parts: tuple["Formula", ...]
    unwanted: tuple["Formula", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """One of *parts* at least; two or more."""

    parts: tuple["Formula", ...]


type Formula = Lookup | Close | Every | Any


@dataclass(frozen=True, slots=True)
class IndexProposal:
    """What to ask an index; without a formula, everything is proposed."""

    formula: Formula | None
    is_exact: bool


def proposal(tree: Tree) -> IndexProposal:
    """The narrowest question about words that every document answering *tree* answers."""
    made = _proposed(tree, in_title=False)
    if made.formula is not None and _levels(made.formula) > MAX_LEVELS:
        words = needed(tree)
        return IndexProposal(_any(words) if words else None, is_exact=False)
    return made


@dataclass(frozen=True, slots=True)
class Sure:
    """What some answers of a query hold in common.

    *lookup* is a single word or beginning, the rarest as far as length tells; *words* stand in
    the title or the text of the same documents, whatever their field.
    """

    lookup: Lookup
    words: frozenset[str] = frozenset()


def needed(tree: Tree) -> frozenset[Lookup] | None:
    """Single words or beginnings of which every answer holds one, or None: no such words."""
    alternatives = sure(tree)
    return None if alternatives is None else frozenset(each.lookup for each in alternatives)


def sure(tree: Tree, *, title_only: bool = False) -> tuple[Sure, ...] | None:
    """Alternatives of which every answer has one, or None: nothing is sure of every answer."""
    match tree:
        case Words(tokens, prefix):
            choices = [Lookup((token,), in_title=title_only) for token in tokens]
            if prefix:
                choices[-1] = Lookup((tokens[-1],), prefix=True, in_title=title_only)
            whole = frozenset(tokens[:-1] if prefix else tokens)
            return (Sure(max(choices, key=_rarity), whole),)
        case And(parts):
            return _all_sure(parts, title_only=title_only)
        case Near(left, right):
            return _all_sure((left, right), title_only=title_only)
        case Or(parts):
            alternatives: list[Sure] = []
            for part in parts:
                some = sure(part, title_only=title_only)
                if some is None:
                    return None
                alternatives += some
            return tuple(dict.fromkeys(alternatives))
        case In(TextField.TITLE, part):
            return sure(part, title_only=True)
        case Meant(part):
            return sure(part, title_only=title_only)
        case _:
            return None


def _all_sure(parts: Iterable[Tree], *, title_only: bool) -> tuple[Sure, ...] | None:
    """The rarest of what is sure of each of *parts*, with the words that all the parts need."""
    each = [some for part in parts if (some := sure(part, title_only=title_only)) is not None]
    if not each:
        return None
    words = frozenset[str]().union(*(some[0].words for some in each if len(some) == 1))
    rarest = max(each, key=lambda some: min(_rarity(one.lookup) for one in some))
    return tuple(Sure(one.lookup, one.words | words) for one in rarest)


def _proposed(tree: Tree, *, in_title: bool) -> IndexProposal:  # noqa: PLR0911 - a kind of tree each
    match tree:
        case Words(tokens, prefix, exact):
            return IndexProposal(Lookup(tokens, prefix, in_title), is_exact=not exact)
        case And(parts):
            return _every(parts, in_title=in_title)
        case Or(parts):
            made = [_proposed(part, in_title=in_title) for part in parts]
            formulas = [each.formula for each in made if each.formula is not None]
            if len(formulas) < len(made):
                return IndexProposal(None, is_exact=False)
            return IndexProposal(_any(formulas), is_exact=all(each.is_exact for each in made))
        case Near(Words() as left, Words() as right, within, ordered):
            near = Close(
                Lookup(left.tokens, left.prefix, in_title),
                Lookup(right.tokens, right.prefix, in_title),
                within,
            )
            return IndexProposal(near, is_exact=not ordered and _cannot_overlap(left, right))
        case Near(left, right):
            made_every = _every((left, right), in_title=in_title)
            return IndexProposal(made_every.formula, is_exact=False)
        case In(TextField.TITLE, part):
            return _proposed(part, in_title=True)
        case Meant(part, ignored):
            # Where a phrase is erased, nothing of what must not stand there is known.
            asked = positive(part) if ignored else part
            meant = IndexProposal(None, is_exact=False)
            if asked is not None:
                meant = _proposed(asked, in_title=in_title)
            return IndexProposal(meant.formula, is_exact=meant.is_exact and not ignored)
        case _:
            return IndexProposal(None, is_exact=False)


def _cannot_overlap(left: Words, right: Words) -> bool:
    """Whether no word can be on both sides: an index would count it as near itself."""
    plain = not (left.prefix or right.prefix or left.exact or right.exact)
    return plain and set(left.tokens).isdisjoint(right.tokens)


def _every(parts: Iterable[Tree], *, in_title: bool) -> IndexProposal:
    wanted: list[Formula] = []
    unwanted: list[Formula] = []
    is_exact = True
    for part in parts:
        negated = isinstance(part, Not)
        made = _proposed(part.part if isinstance(part, Not) else part, in_title=in_title)
        if made.formula is None or (negated and not made.is_exact):
            is_exact = False
        elif negated:
            unwanted.append(made.formula)
        else:
            wanted.append(made.formula)
            is_exact = is_exact and made.is_exact
    if not wanted:
        return IndexProposal(None, is_exact=False)
    if len(wanted) == 1 and not unwanted:
        return IndexProposal(wanted[0], is_exact)
    return IndexProposal(Every(tuple(wanted), tuple(unwanted)), is_exact)


def _any(formulas: Iterable[Formula]) -> Formula:
    flat = ((each.parts if isinstance(each, Any) else (each,)) for each in formulas)
    once = tuple(dict.fromkeys(chain.from_iterable(flat)))
    return once[0] if len(once) == 1 else Any(once)


def _levels(formula: Formula) -> int:
    match formula:
        case Every(parts, unwanted):
            return 1 + max(map(_levels, (*parts, *unwanted)))
        case Any(parts):
            return 1 + max(map(_levels, parts))
        case _:
            return 1


_FREQUENT = frozenset(
    (
        *("montreal", "ville", "city", "mairesse", "maire", "mayor", "quebec", "arrondissement"),
        *("conseil", "municipal", "service", "administration", "canada"),
    )
)
"""Words that most clips of a city desk hold: a bad choice to look for first."""


def _rarity(lookup: Lookup) -> float:
    token = lookup.tokens[0]
    return (len(token) - (2 if lookup.prefix else 0)) / (4 if token in _FREQUENT else 1)
