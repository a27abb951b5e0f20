"""Names of files that any system takes, and that read as they are.

A mark that turns the writing around (U+202E) makes ``Budgetxcod.exe`` read ``Budgetexe.docx``, and
one without width makes two names that nobody tells apart: no character of Unicode's class *Cf*,
nor any that is unassigned or private, comes into a name of ours.
"""

import re
import unicodedata
from pathlib import PurePath

LONGEST_BYTES = 200
"""Of 255 that the usual file systems take, in UTF-8; the rest is for what is written beside it."""

_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*]+')
_SPACES = re.compile(r"\s+")
_UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn"})
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)
"""What Windows takes for a device, whatever follows the dot."""


def part_of_name(words: str) -> str:
    """Return *words* as a part of a name: on one line, without what no name may hold."""
    kinds = ((each, unicodedata.category(each)) for each in words)
    seen = "".join(" " if kind == "Cc" else each for each, kind in kinds if kind not in _UNSEEN)
    return _SPACES.sub(" ", _NOT_IN_A_NAME.sub(" ", seen)).strip(" .")


def file_name(stem: str, suffix: str) -> str:
    """Return the name of a file called *stem*, no longer than file systems take."""
    kept = part_of_name(stem).encode()[: LONGEST_BYTES - len(suffix.encode())]
    name = kept.decode("utf-8", "ignore").strip(" .-")
    return ("_" if _DEVICES.match(name) else "") + name + suffix


def as_given(name: str) -> str:
    """Return the *name* that a file came with, as one to send it under."""
    given = PurePath(part_of_name(name))
    return file_name(given.stem, given.suffix)
