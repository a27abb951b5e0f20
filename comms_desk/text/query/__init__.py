"""The query language of watches and of search.

Words, "phrases", AND OR NOT (ET OU SAUF, -word), brackets, prefix*, NEAR/n and ONEAR/n
(PRÈS/n, OPRÈS/n), =Exact, title: outlet: author: lang: after: before: and their French names;
@name or @"two words" for a list or a saved theme: `put_in` replaces it by what it means.
NOT binds tighter than AND, AND tighter than OR, and a space is AND.  What a query means is
defined by `comms_desk.text.matching`; importing this package does not import the parser's library.
"""

from comms_desk.text.query.errors import Expectation, QueryError
from comms_desk.text.query.names import called, names_in, put_in, renamed
from comms_desk.text.query.parsing import Term, parse, parse_phrase, terms_in
from comms_desk.text.query.tree import (
    And,
    Ignored,
    In,
    InLanguage,
    Meant,
    NamedQuery,
    Near,
    Not,
    Or,
    Since,
    TextField,
    Tree,
    Until,
    Words,
    all_of,
    any_of,
    printed,
)
from comms_desk.text.query.wording import said

__all__ = [
    "And",
    "Expectation",
    "Ignored",
    "In",
    "InLanguage",
    "Meant",
    "NamedQuery",
    "Near",
    "Not",
    "Or",
    "QueryError",
    "Since",
    "Term",
    "TextField",
    "Tree",
    "Until",
    "Words",
    "all_of",
    "any_of",
    "called",
    "names_in",
    "parse",
    "parse_phrase",
    "printed",
    "put_in",
    "renamed",
    "said",
    "terms_in",
]
