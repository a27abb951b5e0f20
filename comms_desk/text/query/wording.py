"""A query as it was typed, its operators and its fields in the words of one language.

Only the words that mean something to the query change: ET for AND, PRÈS/5 for NEAR/5, titre:
for title:.  Its spaces, quotation marks and whatever is not understood stay as they are.
"""

import re

_FRENCH = {
    "AND": "ET",
    "OR": "OU",
    "NOT": "SAUF",
    "NEAR": "PRÈS",
    "ONEAR": "OPRÈS",
    "title": "titre",
    "outlet": "média",
    "author": "auteur",
    "lang": "langue",
    "after": "après",
    "before": "avant",
}
"""The words of a query: English, then French."""

_SAID = {
    "fr": _FRENCH,
    "en": {french: english for english, french in _FRENCH.items()},
}
_WORD = re.compile(
    r"""[“”„‟«»"＂][^“”„‟«»"＂]*[“”„‟«»"＂]?"""
    r"""|(?P<operator>(?:AND|ET|OR|OU|NOT|SAUF)(?=[\s()"“«]|$)|O?(?:NEAR|PRÈS)(?=/))"""
    r"""|(?P<field>[^\W\d_]+)(?=:)"""
    r"""|[^\s()"“”„‟«»＂]+"""
)


def said(query: str, language: str) -> str:
    """Return *query* in the words of *language*, "fr" or "en"; it means what it meant."""
    words = _SAID[language]

    def replaced(match: re.Match[str]) -> str:
        word = match["operator"] or match["field"]
        return words.get(word, match[0]) if word else match[0]

    return _WORD.sub(replaced, query)
