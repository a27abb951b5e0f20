"""The quotation marks and apostrophes that a text in one language has for those of a keyboard.

French: « », each with its no-break space, “ ” inside them (OQLF, « guillemets »); English: “ ”;
both: ’.  It looks only at what stands before in the same paragraph, and leaves as they are
what is typed in an address, between back quotes or after a figure (5' 10").
"""

import re
from typing import Final

TYPED: Final = frozenset("\"'")
"""What a keyboard has."""

_PAIRS = {"«": "»", "“": "”"}
_SPACES = "\u00a0\u202f"
_OPENS_AFTER = {
    "fr": re.compile(r"(?:^|[\s(\[{«“’/\u2010-\u2015-])\Z"),
    "en": re.compile(r"(?:^|[\s(\[{“/\u2010-\u2015-])\Z"),
}
"""A French word may follow ’, as « l’hiver »; an English one may end with it."""
_BOUND = re.compile(r"(?<=«) (?=\S)|(?<=\S) (?=[»:;!?%$](?:[\s.,)»]|\Z))")
"""A space that French typography has no line broken at, as it is typed on most keyboards."""
_IN_AN_ADDRESS = re.compile(r"://|@|\bwww\.", re.IGNORECASE)


def in_place_of(typed: str, before: str, language: str) -> str:
    """Return what stands for *typed*, one of `TYPED`, after *before* in a text in *language*.

    Args:
        typed: The mark of the keyboard.
        before: What stands before it in its paragraph.
        language: "fr" or "en".
    """
    inside = _open_marks(before)
    if _IN_AN_ADDRESS.search(_begun_word(before)) or before.count("`") % 2:
        return typed
    if before[-1:].isdigit() and not (inside and typed == '"'):
        return typed
    if typed == "'":
        return "’"
    french = language == "fr"
    if _OPENS_AFTER[language].search(before):
        return "«\u00a0" if french and "«" not in inside else "“"
    if inside[-1:] == ["“"]:
        return "”"
    if not french:
        return "”"
    return "»" if before[-1:] in _SPACES else "\u00a0»"


def bound(text: str, language: str) -> str:
    """Return *text* with no line of it beginning by « » », « : » or « % », nor ending by « « ».

    Only spaces that are there become no-break ones, in French; none is added.
    """
    return _BOUND.sub("\u00a0", text) if language == "fr" else text


def _begun_word(before: str) -> str:
    """Return what stands at the end of *before* without a space in it."""
    return "" if before[-1:].isspace() else "".join(before.rsplit(maxsplit=1)[-1:])


def _open_marks(before: str) -> list[str]:
    """Return the opening marks of *before* that nothing closes there, the last one last."""
    inside: list[str] = []
    for mark in before:
        if mark in _PAIRS:
            inside.append(mark)
        elif inside and mark == _PAIRS[inside[-1]]:
            inside.pop()
    return inside
