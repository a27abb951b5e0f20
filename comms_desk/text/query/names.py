"""What the names in a query mean, put in their place: lists, and saved themes.

What a name means is somebody else's to say.  Here it is only made sure that the whole is still
a query: no longer, no deeper, and where NEAR or a field takes words, words.
"""

import re
from collections.abc import Callable, Collection

from comms_desk.text.fold import tokens
from comms_desk.text.query.errors import Expectation, QueryError
from comms_desk.text.query.parsing import MAX_LEVELS, MAX_TERMS, parse
from comms_desk.text.query.tree import (
    And,
    In,
    Meant,
    NamedQuery,
    Near,
    Not,
    Or,
    Tree,
    all_of,
    any_of,
    children,
    has_spans,
    is_text,
    walk,
)

_ONE_WORD = re.compile(r'[^\s()"*]+')


def put_in(tree: Tree, meaning: Callable[[NamedQuery], Meant]) -> Tree:
    """Return *tree* with what each name means in its place.

    Raises:
        QueryError: At the place of a name: what it means would be too much, or cannot stand
            there; or what *meaning* raises.
    """
    if not any(isinstance(each, NamedQuery) for each in walk(tree)):
        return tree
    return _Putting(tree, meaning).whole


def names_in(tree: Tree) -> tuple[NamedQuery, ...]:
    """Return the names that stand in *tree*."""
    return tuple(each for each in walk(tree) if isinstance(each, NamedQuery))


def renamed(query: str, keys: Collection[str], name: str) -> str:
    """Return *query* where each name of *keys* is *name*; the rest stays as it was typed.

    Raises:
        QueryError: The query is not understood.
    """
    found = sorted(names_in(parse(query)), key=lambda each: -each.position)
    for each in found:
        if each.key in keys:
            end = each.position + len(each.typed)
            query = query[: each.position] + called(name) + query[end:]
    return query


def called(name: str) -> str:
    """Return how a query names *name*."""
    if _ONE_WORD.fullmatch(name) and tokens(name):
        return f"@{name}"
    return '@"{}"'.format(name.replace('"', "").replace("*", ""))


class _Putting:
    """A tree on its way down, with how much of it there is so far."""

    def __init__(self, tree: Tree, meaning: Callable[[NamedQuery], Meant]) -> None:
        self._meaning = meaning
        self._terms = _terms(tree)
        self.whole = self._put(tree, 1)

    def _put(self, tree: Tree, level: int, *, takes: Callable[[Tree], bool] | None = None) -> Tree:
        """Return *tree* at *level*; *takes* says what may stand where NEAR or a field is."""
        match tree:
            case NamedQuery():
                return self._meant(tree, level, takes)
            case And(parts):
                return all_of(self._put(part, level + 1, takes=takes) for part in parts)
            case Or(parts):
                return any_of(self._put(part, level + 1, takes=takes) for part in parts)
            case Not(part):
                return Not(self._put(part, level + 1, takes=takes))
            case In(field, part):
                return In(field, self._put(part, level + 1, takes=takes or is_text))
            case Near(left, right, within, ordered):
                left = self._put(left, level + 1, takes=has_spans)
                right = self._put(right, level + 1, takes=has_spans)
                return Near(left, right, within, ordered)
            case _:
                return tree

    def _meant(self, named: NamedQuery, level: int, takes: Callable[[Tree], bool] | None) -> Tree:
        meant = self._meaning(named)
        wrong = None
        self._terms += _terms(meant) - 1
        if self._terms > MAX_TERMS:
            wrong = Expectation.FEWER_TERMS
        elif level + _levels(meant.part) > MAX_LEVELS:
            wrong = Expectation.FEWER_LEVELS
        elif takes is not None and not takes(meant):
            near = takes is has_spans
            wrong = Expectation.NEAR_WORDS if near else Expectation.TEXT_IN_FIELD
        if wrong is not None:
            raise QueryError(named.position, named.typed, wrong)
        return meant.part if takes is has_spans else meant


def _terms(tree: Tree) -> int:
    return sum(1 for each in walk(tree) if not children(each))


def _levels(tree: Tree) -> int:
    return 1 + max(map(_levels, children(tree)), default=0)
