"""A query as a frozen tree.  Equal trees mean the same; what they mean is in `matching`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import override


class TextField(StrEnum):
    """A part of a document that can be searched alone."""

    TITLE = "title"
    OUTLET = "outlet"
    AUTHOR = "author"


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several in a row (a phrase); all folded.

    With *prefix* the last is only the beginning of a word.  *exact* is empty, or gives
    the case and accents that each word must have.  *whole* are the tokens that must stand
    whole: where one is missing, no place has to be looked for.
    """

    tokens: tuple[str, ...]
    prefix: bool = False
    exact: tuple[str, ...] = ()
    whole: frozenset[str] = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.tokens or not all(self.tokens):
            raise ValueError("a term has at least one word")
        object.__setattr__(self, "whole", frozenset(self.tokens[: -1 if self.prefix else None]))
        if self.exact and len(self.exact) != len(self.tokens):
            raise ValueError("each word of an exact phrase has its exact form")
        object.__setattr__(self, "_hash", hash((self.tokens, self.prefix, self.exact)))

    @override
    def __hash__(self) -> int:
        return self._hash  # Asked of each document many times.


class Filed:
    """Words, each under one that must stand whole: of however many, few are looked for.

    *loose* are beginnings of one word, which stand under none.
    """

    def __init__(self, of: Iterable[Words]) -> None:
        self._under: dict[str, list[Words]] = {}
        self.loose: list[Words] = []
        for each in of:
            if each.whole:
                self._under.setdefault(max(each.whole, key=len), []).append(each)
            else:
                self.loose.append(each)

    def among(self, vocabulary: frozenset[str]) -> Iterator[Words]:
        """Yield those that may stand where these words do: all their whole words are there."""
        for word in self._under.keys() & vocabulary:
            for each in self._under[word]:
                if each.whole <= vocabulary:
                    yield each
        yield from self.loose


class Ignored(tuple[Words, ...]):  # noqa: SLOT001 - it keeps what is filed
    """Phrases to erase before a query is asked; filed once, however many documents are asked."""

    @cached_property
    def filed(self) -> Filed:
        """The phrases, to be looked up."""
        return Filed(self)


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever *part* is not true of."""

    part: "Tree"


@dataclass(frozen=True, slots=True)
class And:
    """All of *parts*; two at least, none of them an `And`: use `all_of`."""

    parts: tuple["Tree", ...]

    def __post_init__(self) -> None:
        if not self.parts[1:] or any(isinstance(part, And) for part in self.parts):
            raise ValueError("an And has two parts or more, none of them an And")


@dataclass(frozen=True, slots=True)
class Or:
    """Any of *parts*; two at least, none of them an `Or`: use `any_of`.

    *alone* are the single words among them, which are looked up all at once; *filed* what else
    is words; *others* the rest.
    """

    parts: tuple["Tree", ...]
    alone: Mapping[str, Words] = field(init=False, repr=False, compare=False)
    filed: Filed = field(init=False, repr=False, compare=False)
    others: tuple["Tree", ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.parts[1:] or any(isinstance(part, Or) for part in self.parts):
            raise ValueError("an Or has two parts or more, none of them an Or")
        words = [part for part in self.parts if isinstance(part, Words)]
        alone = {part.tokens[0]: part for part in words if is_alone(part)}
        object.__setattr__(self, "alone", alone)
        object.__setattr__(self, "filed", Filed(part for part in words if not is_alone(part)))
        others = tuple(part for part in self.parts if not isinstance(part, Words))
        object.__setattr__(self, "others", others)

    def among(self, vocabulary: frozenset[str]) -> Iterator["Tree"]:
        """Yield those of its parts that may stand where these words do, each once."""
        for word in self.alone.keys() & vocabulary:
            yield self.alone[word]
        yield from self.filed.among(vocabulary)
        yield from self.others


@dataclass(frozen=True, slots=True)
class Near:
    """*left* and *right* with at most *within* words between; *ordered*: left first.

    Both sides are `Words`, an `Or` of such, or another `Near`.
    """

    left: "Tree"
    right: "Tree"
    within: int
    ordered: bool = False
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        hashed = hash((self.left, self.right, self.within, self.ordered))
        object.__setattr__(self, "_hash", hashed)

    @override
    def __hash__(self) -> int:
        return self._hash


@dataclass(frozen=True, slots=True)
class In:
    """*part* inside one field; part has `Words`, `And`, `Or`, `Not` and `Near` only."""

    field: TextField
    part: "Tree"


@dataclass(frozen=True, slots=True)
class InLanguage:
    """Written in this language: the first part of its tag, in lower case."""

    code: str


@dataclass(frozen=True, slots=True)
class Since:
    """On this day or later (Montréal time)."""

    day: date


@dataclass(frozen=True, slots=True)
class Until:
    """Before this day begins (Montréal time)."""

    day: date


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A list or a saved theme, by its folded name; `naming` puts what it means in its place.

    *typed* and *position* say where it stands in its query, and nothing of what it means.
    """

    key: str
    typed: str = field(default="", compare=False)
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Meant:
    """What a name means: *part*, asked of a document of which *ignored* phrases are erased.

    It is itself alone, one for all the queries with that name: a document is asked it once.
    """

    part: "Tree"
    ignored: tuple[Words, ...] = ()


type Tree = Words | Not | And | Or | Near | In | InLanguage | Since | Until | NamedQuery | Meant


def is_alone(words: Words) -> bool:
    """Say whether *words* are one whole word, in whatever case and accents."""
    return len(words.tokens) == 1 and not (words.prefix or words.exact)


def all_of(parts: Iterable[Tree]) -> Tree:
    """Every one of *parts*, one level deep; at least one is given."""
    flat: list[Tree] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, And) else (part,))
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def any_of(parts: Iterable[Tree]) -> Tree:
    """At least one of *parts*, one level deep; at least one is given."""
    flat: list[Tree] = []
    for part in parts:
        flat.extend(part.parts if isinstance(part, Or) else (part,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def children(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly under *tree*."""
    match tree:
        case And(parts) | Or(parts):
            return parts
        case Not(part) | In(_, part) | Meant(part):
            return (part,)
        case Near(left, right):
            return (left, right)
        case _:
            return ()


def has_spans(tree: Tree) -> bool:
    """Whether *tree* stands at places of a text, as both sides of a NEAR do."""
    match tree:
        case Words() | Near() | NamedQuery():
            return True
        case Or(parts):
            return all(map(has_spans, parts))
        case Meant(part, ignored):
            return not ignored and has_spans(part)
        case _:
            return False


def is_text(tree: Tree) -> bool:
    """Whether *tree* asks about words alone, as a field may be asked."""
    match tree:
        case Words() | Near() | NamedQuery():
            return True
        case And(parts) | Or(parts):
            return all(map(is_text, parts))
        case Not(part) | Meant(part):
            return is_text(part)
        case _:
            return False


def walk(tree: Tree) -> Iterator[Tree]:
    """*tree* and everything under it."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))


_OPERATORS = frozenset({"AND", "OR", "NOT", "ET", "OU", "SAUF", "NEAR", "ONEAR"})


def printed(tree: Tree) -> str:  # noqa: PLR0911 - one per kind of tree
    """*tree* as a query: folded words, English operators, no bracket too many."""
    match tree:
        case Words():
            return _words(tree)
        case And(parts):
            return " AND ".join(_inside(part, Or) for part in parts)
        case Or(parts):
            return " OR ".join(printed(part) for part in parts)
        case Not(part):
            return f"NOT {_inside(part, And, Or)}"
        case Near(left, right, within, ordered):
            operator = f"{'ONEAR' if ordered else 'NEAR'}/{within}"
            return f"{_inside(left, Or, Near)} {operator} {_inside(right, Or, Near)}"
        case In(field, part):
            return f"{field}:{_inside(part, And, Or, Not, Near)}"
        case InLanguage(code):
            return f"lang:{code}"
        case Since(day):
            return f"after:{day.isoformat()}"
        case Until(day):
            return f"before:{day.isoformat()}"
        case NamedQuery(key):
            return f'@"{key}"' if " " in key else f"@{key}"
        case Meant(part):
            return f"({printed(part)})"


def _inside(part: Tree, *bracketed: type) -> str:
    text = printed(part)
    return f"({text})" if isinstance(part, bracketed) else text


def _words(words: Words) -> str:
    text = " ".join(words.exact or words.tokens) + ("*" if words.prefix else "")
    if len(words.tokens) > 1 or text in _OPERATORS:
        text = f'"{text}"'
    return f"={text}" if words.exact else text
