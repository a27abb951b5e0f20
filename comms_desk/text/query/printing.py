"""A tree as a query in its plainest form; parsing that gives the same tree."""

from comms_desk.text.query.tree import (
    And,
    In,
    Language,
    Meant,
    Named,
    Near,
    Not,
    Or,
    Since,
    Tree,
    Until,
    Words,
)

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
        case Language(code):
            return f"lang:{code}"
        case Since(day):
            return f"after:{day.isoformat()}"
        case Until(day):
            return f"before:{day.isoformat()}"
        case Named(key):
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
