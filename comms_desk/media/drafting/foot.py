"""Whether a release says by itself whom it comes from, and whom the media call.

The City writes both under « – 30 – »: « Source : Cabinet de la mairesse », « Renseignements :
Direction des affaires publiques ».  A newswire has them on one line, or SOURCE without a colon;
others put the name under a heading.  Whatever may be such a line counts: no text is held up that
has them.  A label under which nothing stands says nothing.
"""

import re
from dataclasses import dataclass
from itertools import zip_longest

from comms_desk.text.fold import tokens
from comms_desk.text.markdown.model import BREAK, Document

LONGEST_LABEL = 80
"""Letters."""
LEAST_DIGITS = 7
"""Of a telephone; 311 is for citizens."""

_SOURCE = frozenset(("source", "sources"))
_CONTACT = frozenset(
    tokens(
        "contact contacts enquiries inquiries journalistes médias media presse press renseignement "
        "renseignements reporters ressource ressources"
    )
)
_FOR_ALL = frozenset(("information", "informations"))
"""Labels of what citizens are told as well: « Pour plus d’information : montreal.ca/neige »."""
_BETWEEN = frozenset(
    tokens(
        "à amples and au aux avec d de demande demandes des du entrevue entrevues et for further "
        "interviews l la le les more obtenir par personne personnes plus pour relations s the to "
        "tout toute with"
    )
)
_NAMES = _SOURCE | _CONTACT | _FOR_ALL
_ALL = _NAMES | _BETWEEN
_LABEL = re.compile(r"[\s*–—-]*(?P<words>[^\W\d_][^\d:,;()@]*?)\s*(?P<end>:|[,(\d@]|\Z)")
_PIECES = re.compile(r"[;|·•\n]|\s[–—-]\s|\s{2,}|(?<=\.)\s")
_WIRE = re.compile(r"\s*SOURCES?\s+\w")


@dataclass(frozen=True, slots=True)
class TextFoot:
    """What a text says of itself: whom it comes from, whom the media call."""

    source: bool
    contact: bool


def foot_of(text: Document) -> TextFoot:
    """Return which of the two *text* says."""
    source = any(map(_WIRE.match, text.text.split(BREAK)))
    contact = False
    pieces = [each for each in _PIECES.split(text.text) if each.strip()]
    for piece, following in zip_longest(pieces, pieces[1:], fillvalue=""):
        words, said = _label(piece)
        if words and not said.strip():
            said = "" if ":" in following and _label(following)[0] else following
        if any(map(str.isalnum, said)):
            source = source or not words.isdisjoint(_SOURCE)
            is_for_media = not words.isdisjoint(_CONTACT)
            contact = contact or is_for_media or (bool(words) and _reaches(said))
    return TextFoot(source, contact)


def _label(piece: str) -> tuple[frozenset[str], str]:
    """Return the words of the label with which *piece* begins, and what follows; none, and ""."""
    found = _LABEL.match(piece[:LONGEST_LABEL])
    if found is None or (not found["end"] and len(piece) > LONGEST_LABEL):
        return frozenset(), ""
    words = frozenset(tokens(found["words"]))
    is_label = words <= _ALL and not words.isdisjoint(_NAMES)
    said = piece[found.end() :] if found["end"] == ":" else piece[found.start("end") :]
    if not is_label or (found["end"] not in ("", ":") and not _reaches(said)):
        return frozenset(), ""
    return words, said


def _reaches(said: str) -> bool:
    """Whether *said* has an address or a telephone."""
    return "@" in said or sum(map(str.isdigit, said)) >= LEAST_DIGITS
