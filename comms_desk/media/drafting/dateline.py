"""Whether a text begins with its own place and date: « Montréal, le 27 novembre 2026. – ».

The writer may have typed it, or another program: with any dash, any space, in bold, in another
city or of another day.  It then stands as it was typed, and the document puts none before it.
What is not surely a place and a day is none: two of them are seen at once, none may be missed.
"""

import re
import unicodedata
from collections.abc import Iterator

from comms_desk.text.markdown.model import BlockKind, Document
from comms_desk.text.moments import MomentNotRead, read_day

MOST_LETTERS = 160
"""No place and date is longer."""

_WIRE = re.compile(r"/[^/]{1,30}/")
"""The name of a newswire after them: ``/CNW/``."""
_ENDS = re.compile(r"(?P<dash>[-‐‒–—―−])|[.:]|$")
_BETWEEN = re.compile(r" ?[,(] ?| (?=le )")
"""What stands between the place and the day."""
_WEEKDAY = re.compile(r"^(?:le )?[^\W\d]+,? ", re.IGNORECASE)
_JOINED = re.compile(r"[\s,()/’'-]+")
_SMALL = frozenset(
    ("de", "du", "des", "d", "la", "le", "les", "l", "sur", "sous", "en", "et", "à", "au", "aux")
) | frozenset(("of", "the", "and", "on", "upon", "in", "s"))
"""What stands between the names of a place."""
_ANY_YEAR = "2000"


def opens(text: Document) -> bool:
    """Whether *text* begins with a place and a date, or with a date and a dash."""
    if not text.blocks or text.blocks[0].kind not in {BlockKind.PARAGRAPH, BlockKind.HEADING}:
        return False
    words = _WIRE.sub(" ", _plain("".join(run.text for run in text.blocks[0].runs)))
    return any(
        _is_place_and_day(head) or (ends_with_dash and _is_day(head))
        for head, ends_with_dash in _heads(words)
    )


def _plain(words: str) -> str:
    """Return the beginning of *words*, its spaces alike, without what is not seen."""
    alike = unicodedata.normalize("NFKC", words[:MOST_LETTERS])
    seen = "".join(each for each in alike if unicodedata.category(each) != "Cf")
    return " ".join(seen.split())


def _heads(words: str) -> Iterator[tuple[str, bool]]:
    """Return what stands before each mark that may end a place and date; True: a dash."""
    for end in _ENDS.finditer(words):
        yield words[: end.start()].strip(" ."), end["dash"] is not None


def _is_place_and_day(head: str) -> bool:
    return any(
        _is_place(head[: between.start()]) and _is_day(head[between.end() :].strip(" )"))
        for between in _BETWEEN.finditer(head)
    )


def _is_place(words: str) -> bool:
    """Whether each of *words* is a name, or stands between names."""
    parts = [part for part in _JOINED.split(words) if part]
    names = [part for part in parts if part.casefold() not in _SMALL]
    return bool(parts) and parts[0][0].isupper() and all(name[0].isupper() for name in names)


def _is_day(words: str) -> bool:
    """Whether *words* are a day, with its year and its weekday or without."""
    named = {words, _WEEKDAY.sub("", words)}
    return any(_is_read(f"{each}{year}") for each in named for year in ("", f" {_ANY_YEAR}"))


def _is_read(day: str) -> bool:
    try:
        read_day(day)
    except MomentNotRead:
        return False
    return True
