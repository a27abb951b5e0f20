"""From a query as a person typed it to its tree.

Nothing is ever skipped: whatever is not understood is a `QueryError` with its place.
Word's typography is understood: curly quotes, no-break spaces, a dash for a minus.  PRÈS is
near only with its number: in capitals it is a common word of headlines.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from comms_desk.text.fold import fold, surface, tokens
from comms_desk.text.query.errors import Expectation, QueryError
from comms_desk.text.query.tree import (
    In,
    InLanguage,
    NamedQuery,
    Near,
    Not,
    Since,
    TextField,
    Tree,
    Until,
    Words,
    all_of,
    any_of,
    has_spans,
    is_text,
)

if TYPE_CHECKING:
    from lark import Lark, Token
    from lark.exceptions import UnexpectedInput

MAX_CHARACTERS = 200_000
MAX_TERMS = 5_000
MAX_LEVELS = 60
"""How deep operators may stand in one another; brackets that change nothing do not count."""

MAX_NEAR_WORDS = 30

_FIELDS = {
    "title": "title",
    "titre": "title",
    "outlet": "outlet",
    "media": "outlet",
    "author": "author",
    "auteur": "author",
    "lang": "lang",
    "langue": "lang",
    "after": "after",
    "apres": "after",
    "before": "before",
    "avant": "before",
}
"""The fields and their French names, folded."""

_GRAMMAR = r"""
?start: any_of
?any_of: all_of (_OR all_of)*
?all_of: negation (_AND? negation)*
?negation: near | (_NOT | _MINUS) negation -> negated
?near: atom (NEAR atom)*
?atom: term | named | "(" any_of ")" | FIELD atom -> in_field
term: EQUALS? (WORD | PHRASE)
named: NAME

_AND.3: /(AND|ET)(?=[\s()"]|$)/
_OR.3: /(OR|OU)(?=[\s()"]|$)/
_NOT.3: /(NOT|SAUF)(?=[\s()"]|$)/
NEAR.3: /O?NEAR(\/[^\s()"]*)?(?=[\s()"]|$)|O?PR(È|E\u0300|E)S\/[^\s()"]*(?=[\s()"]|$)/
FIELD.2: /[^\W\d_]+:/
_MINUS.2: /[\-\u2010-\u2015\u2212](?=\S)/
NAME.3: /@("[^"]*"|[^\s()"]+)/
EQUALS.2: /=(?=[^\s=])/
PHRASE: /"[^"]*"/
WORD: /[^\s()"=\-\u2010-\u2015\u2212][^\s()"]*/
%ignore /\s+/
"""

_TYPOGRAPHY = {
    **dict.fromkeys(map(ord, "“”„‟«»″＂"), '"'),
    **dict.fromkeys(map(ord, "\u00a0\u202f\u2007\u2009"), " "),
}
"""One character for one, so that positions stay those of the query as typed."""


def parse(query: str) -> Tree:
    """Understand *query*.

    Raises:
        QueryError: With the place, what stands there and what was expected.
    """
    try:
        return _parsed(query.translate(_TYPOGRAPHY))
    except QueryError as error:
        start, end = error.position, error.position + len(error.found)
        at_end = not query[start:].strip()
        raise QueryError(start, query[start:end], error.expected, at_end=at_end) from None


def parse_phrase(text: str) -> Words:
    """Understand *text* as one phrase, whatever stands in it.

    A last star is a prefix, and a first = asks for its very letters.

    Raises:
        QueryError: There is no word in it, or a star that does not end it.
    """
    typed = text.strip()
    phrase = typed.removeprefix("=").strip('"“”«»\u00a0\u202f ')
    return _term(phrase, 0, exact=typed.startswith("="))


def lexed(query: str) -> Iterator[tuple[str, int, int]]:
    """Yield the kind of each sign of *query*, which is understood, and where it stands."""
    for token in _parser().lex(query.translate(_TYPOGRAPHY)):
        yield token.type, token.start_pos or 0, token.end_pos or 0


def field_of(typed: str) -> str | None:
    """Return the field that *typed* names, in French or in English, or None."""
    return _FIELDS.get("".join(tokens(typed)))


@dataclass(frozen=True, slots=True)
class Term:
    """A word, a phrase or a name, with the field in which it is looked for."""

    typed: str
    tree: Tree


def terms_in(query: str) -> tuple[Term, ...]:
    """Return the terms of *query*, each once, in order; neither languages nor days.

    Raises:
        QueryError: The query is not understood.
    """
    parse(query)
    typed = dict.fromkeys(_typed(query))
    once: dict[Tree, str] = {}
    for each in typed:
        once.setdefault(parse(each), each)
    return tuple(Term(each, tree) for tree, each in once.items())


def _typed(query: str) -> Iterator[str]:
    fields: list[str] = []
    """That of each bracket which is open; empty where it has none of its own."""
    field = equals = ""
    for kind, start, end in lexed(query):
        written = query[start:end]
        if kind == "FIELD":
            field = written
        elif kind == "EQUALS":
            equals = written
        elif kind == "LPAR":
            fields.append(field or (fields[-1] if fields else ""))
            field = ""
        elif kind == "RPAR":
            fields.pop()
        elif kind in {"WORD", "PHRASE", "NAME"}:
            within = field or (fields[-1] if fields else "")
            if not within or field_of(within) in tuple(TextField):
                yield within + equals + written
            field = equals = ""


def _parsed(typed: str) -> Tree:
    from lark.exceptions import UnexpectedInput, VisitError

    if len(typed) > MAX_CHARACTERS:
        raise QueryError(MAX_CHARACTERS, "", Expectation.FEWER_TERMS)
    if not typed.strip():
        raise QueryError(0, "", Expectation.WORD)
    try:
        operand = _parser().parse(typed)
    except VisitError as error:
        if isinstance(error.orig_exc, QueryError):
            raise error.orig_exc from None
        raise
    except UnexpectedInput as error:
        raise _understood(error, typed) from None
    return cast(_Operand, operand).tree


@lru_cache(maxsize=1)
def _parser() -> "Lark":
    from lark import Lark

    return Lark(
        _GRAMMAR,
        parser="lalr",
        lexer="basic",
        transformer=_Builder(),
        maybe_placeholders=False,
    )


class _Operand:
    """A tree on its way up, with what its parent needs to check."""

    __slots__ = ("levels", "position", "terms", "tree", "typed")

    def __init__(
        self, tree: Tree, position: int, typed: str | None = None, levels: int = 1, terms: int = 1
    ) -> None:
        if terms > MAX_TERMS:
            raise QueryError(position, "", Expectation.FEWER_TERMS)
        if levels > MAX_LEVELS:
            raise QueryError(position, "", Expectation.FEWER_LEVELS)
        self.tree = tree
        self.position = position
        self.typed = typed
        self.levels = levels
        self.terms = terms

    def over(self, *others: "_Operand", tree: Tree) -> "_Operand":
        """*tree*, which stands over this operand and *others*."""
        under = (self, *others)
        return _Operand(
            tree,
            self.position,
            levels=1 + max(operand.levels for operand in under),
            terms=sum(operand.terms for operand in under),
        )


class _Builder:
    """What each rule of the grammar makes, as soon as it is recognised: nothing recurses."""

    def term(self, children: "list[Token]") -> _Operand:
        token = children[-1]
        position = token.start_pos or 0
        typed = str(token)
        if token.type == "PHRASE":
            typed, position = typed[1:-1], position + 1
        words = _term(typed, position, exact=token is not children[0])
        return _Operand(words, children[0].start_pos or 0, str(token))

    def named(self, children: "list[Token]") -> _Operand:
        typed, position = str(children[0]), children[0].start_pos or 0
        key = " ".join(tokens(typed))
        if not key or "*" in typed:
            raise QueryError(position, typed, Expectation.KNOWN_NAME)
        return _Operand(NamedQuery(key, typed, position), position, typed)

    def any_of(self, parts: list[_Operand]) -> _Operand:
        return parts[0].over(*parts[1:], tree=any_of(part.tree for part in parts))

    def all_of(self, parts: list[_Operand]) -> _Operand:
        return parts[0].over(*parts[1:], tree=all_of(part.tree for part in parts))

    def negated(self, parts: list[_Operand]) -> _Operand:
        return parts[0].over(tree=Not(parts[0].tree))

    def near(self, children: list[Any]) -> _Operand:
        left = cast(_Operand, children[0])
        for operator, right in zip(children[1::2], children[2::2], strict=True):
            position = operator.start_pos or 0
            for side in (left, right):
                if not has_spans(side.tree):
                    raise QueryError(position, str(operator), Expectation.NEAR_WORDS)
            name, _, number = str(operator).partition("/")
            if not (re.fullmatch(r"[0-9]{1,3}", number) and int(number) <= MAX_NEAR_WORDS):
                raise QueryError(position, str(operator), Expectation.NEAR_DISTANCE)
            tree = Near(left.tree, right.tree, int(number), ordered=name.startswith("O"))
            left = left.over(right, tree=tree)
        return left

    def in_field(self, children: list[Any]) -> _Operand:
        name, value = children[0], cast(_Operand, children[1])
        position = name.start_pos or 0
        field = field_of(str(name))
        if field is None:
            raise QueryError(position, str(name)[:-1], Expectation.KNOWN_FIELD)
        if field in tuple(TextField):
            if not is_text(value.tree):
                raise QueryError(position, str(name), Expectation.TEXT_IN_FIELD)
            return value.over(tree=In(TextField(field), value.tree))
        return _Operand(_about(field, value), position)


def _term(typed: str, position: int, *, exact: bool) -> Words:
    body = typed.rstrip()
    prefix = body.endswith("*")
    if prefix:
        body = body[:-1]
    if "*" in body:
        raise QueryError(position + body.index("*"), "*", Expectation.STAR_AT_END)
    folded = fold(body)
    if not folded.tokens or (prefix and folded.ends[-1] != len(body)):
        raise QueryError(position, typed, Expectation.WORD)
    if not exact:
        return Words(folded.tokens, prefix)
    places = zip(folded.tokens, folded.starts, folded.ends, strict=True)
    return Words(
        folded.tokens, prefix, tuple(_exact(body[start:end], word) for word, start, end in places)
    )


def _exact(typed: str, token: str) -> str:
    """The exact form of *token*, unless a sign such as ¼ holds several words at once."""
    form = surface(typed)
    return form if tokens(form) == [token] else token


def _about(field: str, value: _Operand) -> Tree:
    """What lang:, after: or before: asks."""
    typed = (value.typed or "").strip('"')
    if field == "lang":
        if not (code := re.fullmatch(r"([A-Za-z]{2,3})(-[A-Za-z0-9]+)*", typed)):
            raise QueryError(value.position, typed, Expectation.LANGUAGE)
        return InLanguage(code[1].lower())
    try:
        day = _day(typed)
    except ValueError:
        raise QueryError(value.position, typed, Expectation.DATE) from None
    return Since(day) if field == "after" else Until(day)


def _day(typed: str) -> date:
    """2026-11-24; 2026-11 and 2026 are their first days."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", typed):
        raise ValueError(typed)
    return date.fromisoformat(typed + "-01" * (2 - typed.count("-")))


def _understood(error: "UnexpectedInput", typed: str) -> QueryError:
    """What the parser met, as what a person would have to type."""
    from lark.exceptions import UnexpectedCharacters, UnexpectedToken

    if isinstance(error, UnexpectedCharacters):
        position = cast(int, error.pos_in_stream)
        found = typed[position]
        expected = Expectation.CLOSING_QUOTE if found == '"' else Expectation.WORD
        return QueryError(position, found, expected)
    if not isinstance(error, UnexpectedToken):
        raise error
    at_end = error.token.type == "$END"
    position = len(typed) if at_end else cast(int, error.pos_in_stream)
    if "WORD" in error.expected:
        expected = Expectation.WORD
    elif at_end:
        expected = Expectation.CLOSING_BRACKET
    else:
        expected = Expectation.OPENING_BRACKET
    return QueryError(position, str(error.token), expected)
