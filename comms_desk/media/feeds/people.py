"""The names of an entry's authors, out of what feeds write in the place of a name.

RSS asks for ``address (Name)``, mail programs write ``Name <address>``, others one of the two.
An address is kept only where there is no name.
"""

import re

from comms_desk.media.feeds.clean import one_line

LONGEST_AUTHOR = 1_000
"""Characters looked at: more are no names."""

_WORD = re.compile(r"[^\s<>()\[\],;]++")
_AROUND_NOTHING = re.compile(r"<\s*+>|\(\s*+\)|\[\s*+\]")
_PIECE = re.compile(r"[,;]|\([^()]*+\)?|\"[^\"]*+\"?|[^(),;\"]++|\)")
"""What stands in brackets or between quotation marks is one piece, its commas with it."""


def names(written: str) -> list[str]:
    """Return the names in what one element says of authors; addresses where it has no name."""
    text = one_line(written[:LONGEST_AUTHOR])
    if "@" not in text:
        return [text] if text else []
    words: list[str] = _WORD.findall(text)
    nameless = _WORD.sub(lambda word: "" if "@" in word[0] else word[0], text)
    return _pieces(_AROUND_NOTHING.sub(" ", nameless)) or [
        word.removeprefix("mailto:") for word in words if "@" in word
    ]


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for piece in _PIECE.findall(text):
        if piece in (",", ";"):
            pieces.append("")
        else:
            pieces[-1] += piece
    return list(filter(None, map(_bare, pieces)))


def _bare(piece: str) -> str:
    piece = " ".join(piece.split()).strip("\"' ")
    if piece.startswith("(") and piece.endswith(")"):
        piece = piece[1:-1].strip("\"' ")
    return piece
