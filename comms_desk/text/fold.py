"""Folding: the one shape in which text is indexed, matched and compared.

Case, accents, ligatures and typography go; words stay.  Every token is made of letters
and digits only, so that FTS5's `ascii` tokenizer and PostgreSQL's lexemes see exactly
our tokens.  There is no stemming and there are no stop words.

An elided French word is a word of its own (l'hôtel → l, hotel); the English 's is not
(Montreal's → montreal).  Letters with dots between are one word (S.A.A.Q. → saaq).
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Folded", "fold", "surface", "tokens"]

_APOSTROPHES = "'’‘ʼ‛′＇"
_JOINER = "\0"
"""Stands where two halves of one word meet, so that positions do not move."""

_LETTERS = {
    "œ": "oe",
    "æ": "ae",
    "ß": "ss",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "þ": "th",
    "ŧ": "t",
}

_FREE = r"(?<!\w)(?<!\w')"
"""At the start of a word, and not after an apostrophe inside one (rock'n'roll)."""

_ELIDED = ("[ldjmnstc]", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu")
_ELISION = re.compile(
    r"'(?=\w)(?:"
    + "|".join(rf"(?<={_FREE}{elided}')" for elided in _ELIDED)
    + rf")(?:(?:{'|'.join(_ELIDED)})'(?=\w))*"
)
"""With those that follow it (qu'l'hôtel): what an elision frees may be elided itself."""

_POSSESSIVE = re.compile(rf"'s(?!'?\w)(?<=[\w{_JOINER}]'s)")
_ACRONYM_DOT = re.compile(r"\.(?=[^\W\d_](?!\w))(?<=(?<!\w)[^\W\d_]\.)")
_COMMON_SIGNS = (
    *((sign, " ") for sign in "–—«»“”\u00a0"),
    ("’", "'"),
    ("\u00ad", ""),
    ("œ", "oe"),
)
_BEYOND_ACCENTS = re.compile("[^\x00-\x7f\u0300-\u036f]")
"""What the quick way does not know: it then leaves the text to the table."""

_FIRST_MARK = "\u0300"
_WORD = re.compile(r"[^ ]+")


@dataclass(frozen=True, slots=True)
class Folded:
    """Tokens, and where each stands in the text that they come from."""

    tokens: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens *first* to *last*, both included, stand in the original."""
        return self.starts[first], self.ends[last]


def tokens(text: str) -> list[str]:
    """The folded words of *text*, in order."""
    return _joined(_flat(text)).replace(_JOINER, "").split()


def is_called(name: str, words: Iterable[str]) -> bool:
    """Whether each of *words*, which are folded, begins a word of *name*."""
    said = "".join(f" {word}" for word in tokens(name))
    return all(f" {word}" in said for word in words)


def fold(text: str) -> Folded:
    """The folded words of *text* with a map back to it; several times dearer than `tokens`."""
    flat = text.translate(_TABLE)
    origins: Sequence[int] = range(len(text))
    if any(len(_TABLE[ord(character)]) != 1 for character in set(text)):
        origins = [place for place, each in enumerate(text) for _ in _TABLE[ord(each)]]
    found: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for match in _WORD.finditer(_joined(flat)):
        word = match.group()
        first, end = match.span()
        if _JOINER in word:
            end -= len(word) - len(word.rstrip(_JOINER))
            first += len(word) - len(word.lstrip(_JOINER))
            word = word.replace(_JOINER, "")
            if not word:
                continue
        found.append(word)
        starts.append(origins[first])
        ends.append(_with_marks(text, origins[end - 1] + 1))
    return Folded(tuple(found), tuple(starts), tuple(ends))


def surface(text: str) -> str:
    """*text* with its case and accents, in one spelling (NFC), without anything else."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        character
        for character in composed
        if character.isalnum() or unicodedata.category(character).startswith("M")
    )


def _flat(text: str) -> str:
    """*text* in letters, digits, spaces, apostrophes and dots."""
    if text.isascii():
        return text.translate(_ASCII)
    plain = text
    for sign, ascii_form in _COMMON_SIGNS:
        plain = plain.replace(sign, ascii_form)
    plain = unicodedata.normalize("NFKD", plain)
    if _BEYOND_ACCENTS.search(plain):
        return text.translate(_TABLE)
    return plain.encode("ascii", "ignore").decode("ascii").translate(_ASCII)


def _joined(flat: str) -> str:
    """*flat* with only letters, digits, spaces and joiners; its length does not change."""
    if "." in flat:
        flat = _ACRONYM_DOT.sub(_JOINER, flat).replace(".", " ")
    if "'" in flat:
        flat = _ELISION.sub(_split, flat)
        flat = _POSSESSIVE.sub("  ", flat).replace("'", _JOINER)
    return flat


def _split(elisions: re.Match[str]) -> str:
    return elisions.group().replace("'", " ")


def _with_marks(text: str, end: int) -> int:
    """*end* moved past the combining marks that belong to the last letter."""
    while end < len(text) and text[end] >= _FIRST_MARK and _is_mark(text[end]):
        end += 1
    return end


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")


def _folded_character(character: str) -> str:
    if unicodedata.category(character) in ("Cf", "Mn", "Mc", "Me"):
        return ""
    before, after = "", character
    while before != after:
        before = after
        decomposed = unicodedata.normalize("NFKD", before)
        bare = "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
        after = "".join(_LETTERS.get(c, c) for c in bare.casefold())
    return "".join(
        "'" if c in _APOSTROPHES else c if c.isalnum() or c == "." else " " for c in after
    )


class _Table(dict[int, str]):
    """Each character's folded form, worked out the first time it is met."""

    def __missing__(self, code: int) -> str:
        folded = _folded_character(chr(code))
        self[code] = folded
        return folded


_TABLE = _Table()
_ASCII = "".join(_TABLE[code] for code in range(128))
