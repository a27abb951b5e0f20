"""The names of an entry's authors, out of what feeds write in the place of a name.

RSS asks for ``address (Name)``, mail programs write ``Name <address>``, others one of the two.
An address is kept only where there is no name.
"""

import re

from comms_desk.media.feeds.clean import one_line

LONGEST_AUTHOR = 1_000
"""Characters looked at: more are no names."""

_ADDRESS = re.compile(
    r"[<(\[]?\s*(?:mailto:)?[^\s<>()\[\],;]+@[^\s<>()\[\],;]+\s*[>)\]]?", re.IGNORECASE
)
_BETWEEN = re.compile(r"[,;](?![^()]*\))")


def names(written: str) -> list[str]:
    """Return the names in what one element says of authors; addresses where it has no name."""
    text = one_line(written[:LONGEST_AUTHOR])
    if "@" not in text:
        return [text] if text else []
    addresses = [found.strip("<>()[] ") for found in _ADDRESS.findall(text)]
    pieces = (_bare(piece) for piece in _BETWEEN.split(_ADDRESS.sub(" ", text)))
    return [piece for piece in pieces if piece] or addresses


def _bare(piece: str) -> str:
    piece = " ".join(piece.split()).strip("\"' ")
    if piece.startswith("(") and piece.endswith(")"):
        piece = piece[1:-1].strip("\"' ")
    return piece
