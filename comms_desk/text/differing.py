"""Where two texts differ: what stood in the one, and what stands in its place in the other.

It says one place, from the first word that differs to the last: enough to know a change by.
"""

from itertools import takewhile

WORDS_AROUND = 3
"""How many words that both texts have are said on either side."""
MOST_WORDS = 24
"""How many are said of what is longer."""


def difference(before: str, after: str) -> tuple[str, str]:
    """Return what of *before* is not in *after*, and what is there instead, on one line each.

    Empty where nothing was, or is, there.
    """
    old, new = before.split(), after.split()
    same = sum(1 for _each in takewhile(_alike, zip(old, new, strict=False)))
    shorter = min(len(old), len(new)) - same
    ends = zip(reversed(old), reversed(new), strict=False)
    same_after = min(sum(1 for _each in takewhile(_alike, ends)), shorter)
    return _passage(old, same, same_after), _passage(new, same, same_after)


def _alike(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def _passage(words: list[str], same: int, same_after: int) -> str:
    first = max(0, same - WORDS_AROUND)
    last = min(len(words), len(words) - same_after + WORDS_AROUND, first + MOST_WORDS)
    said = " ".join(words[first:last])
    before, after = "…" if first else "", "…" if last < len(words) else ""
    return f"{before}{said}{after}"
