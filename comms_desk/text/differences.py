"""Where two texts differ: what stood in the one, and what stands in its place in the other.

It says one place, from the first word that differs to the last: enough to know a change by.
"""

import re
from collections.abc import Iterable
from itertools import takewhile

WORDS_AROUND = 3
"""How many words that both texts have are said on either side."""
MOST_WORDS = 24
"""How many are said of what is longer."""
MOST_CHANGED = 6
"""How many words a passage has, at most, that is short enough to be quoted as wrong or right."""

_WORD = re.compile(
    r"\n+"
    r"|(?:[^\w\s]*(?:\d{1,2}[ \u00a0]h(?:[ \u00a0]\d\d)?(?!\w)|\d{1,3}(?:\s\d{3}(?!\d))+))?"
    r"[^ \t\n]*"
)
"""An hour is one word, a number in groups of three too, and so is what a no-break space binds."""
_SENTENCE_ENDS = re.compile(r"\n|[.!?…]\s")
_EDGES = ".,;:!?…()[]«»“”\"'’\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


def difference(before: str, after: str) -> tuple[str, str]:
    """Return what of *before* is not in *after*, and what is there instead, on one line each.

    Empty where nothing was, or is, there.
    """
    old, new = before.split(), after.split()
    same, same_after = _same(old, new)
    return _passage(old, same, same_after), _passage(new, same, same_after)


def changed(parts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return the short passage of a sentence that changed in *parts*, each as it was and as it is.

    The same change in several parts is one.  "" twice: nothing changed, or more than that.
    """
    found = {_short(before, after) for before, after in parts if before != after}
    return found.pop() if len(found) == 1 else ("", "")


def _short(before: str, after: str) -> tuple[str, str]:
    old, new = (list(filter(None, _WORD.findall(each))) for each in (before, after))
    same, same_after = _same(old, new)
    if len(old) == same + same_after or len(new) == same + same_after:
        # Words came in or went out: those beside them say where.
        same, same_after = max(0, same - 1), max(0, same_after - 1)
    was, now = (each[same : len(each) - same_after] for each in (old, new))
    said = " ".join(was), " ".join(now)
    is_short = was and now and max(len(was), len(now)) <= MOST_CHANGED
    if not is_short or any(map(_SENTENCE_ENDS.search, said)):
        return "", ""
    return _without_edges(*said)


def _without_edges(was: str, now: str) -> tuple[str, str]:
    """Return both without the marks that they have alike at either end."""
    while was and now and was[-1] == now[-1] and was[-1] in _EDGES:
        was, now = was[:-1], now[:-1]
    while was and now and was[0] == now[0] and was[0] in _EDGES:
        was, now = was[1:], now[1:]
    return was, now


def _same(old: list[str], new: list[str]) -> tuple[int, int]:
    """Return how many words both begin with, and how many both end with."""
    same = sum(1 for _each in takewhile(_alike, zip(old, new, strict=False)))
    shorter = min(len(old), len(new)) - same
    ends = zip(reversed(old), reversed(new), strict=False)
    return same, min(sum(1 for _each in takewhile(_alike, ends)), shorter)


def _alike(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _passage(words: list[str], same: int, same_after: int) -> str:
    first = max(0, same - WORDS_AROUND)
    last = min(len(words), len(words) - same_after + WORDS_AROUND, first + MOST_WORDS)
    said = " ".join(words[first:last])
    before, after = "…" if first else "", "…" if last < len(words) else ""
    return f"{before}{said}{after}"
