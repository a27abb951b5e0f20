"""The terms of a query, each as it was typed and as it would be asked alone."""

from collections.abc import Iterator
from dataclasses import dataclass

from comms_desk.text.query.parsing import field_of, lexed, parse
from comms_desk.text.query.tree import TextField, Tree


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
