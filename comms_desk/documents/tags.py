"""What a template may ask for.  Nothing else is ever put in a document: no expressions."""

import re

from comms_desk.text.fold import tokens

BODY = "body"

OPTIONAL = frozenset(
    ("subtitle", "number", "dossier", "source", "contact", "speaker", "occasion", "dateline")
)
"""A blank one takes its whole paragraph away, the body's apart: no lone « Source : »."""

TAGS = OPTIONAL | frozenset(
    (BODY, "title", "kind", "notice", "date", "place", "language", "words", "duration")
)

TAG = re.compile(r"\{\{\s*+([^\s{}]*+(?:\s++[^\s{}]++)*+)\s*+\}\}")
OPENING, CLOSING = "{{", "}}"

_SAID_AS = {
    "title": ("titre", "objet", "subject", "headline"),
    "subtitle": ("soustitre", "chapeau", "surtitre"),
    "body": ("corps", "texte", "text", "contenu", "content"),
    "kind": ("type", "genre"),
    "notice": ("embargo", "diffusion", "avis"),
    "place": ("lieu", "ville", "city"),
    "number": ("numero", "no"),
    "dossier": ("projet", "project", "file"),
    "contact": ("renseignements", "telephone", "phone", "media", "medias"),
    "speaker": ("orateur", "oratrice", "conferencier", "conferenciere"),
    "occasion": ("evenement", "event"),
    "language": ("langue",),
    "words": ("mots",),
    "duration": ("duree",),
}
_TAG_SAID_AS = {word: tag for tag, said in _SAID_AS.items() for word in (tag, *said)} | {
    "date": "date",
    "dateline": "dateline",
    "source": "source",
}


def tag_for(name: str) -> str | None:
    """Return the tag that another system's *name* most likely stands for, None when unsure."""
    words = tokens(name.replace("_", " "))
    if (whole := _TAG_SAID_AS.get("".join(words))) is not None:
        return whole
    found = {_TAG_SAID_AS[word] for word in words if word in _TAG_SAID_AS}
    return found.pop() if len(found) == 1 else None
