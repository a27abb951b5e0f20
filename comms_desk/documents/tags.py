"""What a template may ask for.  Nothing else is ever put in a document: no expressions."""

import re

BODY = "body"

OPTIONAL = frozenset(("subtitle", "number", "dossier", "source", "contact", "speaker", "occasion"))
"""A blank one takes its whole paragraph away: no lone « Source : »."""

TAGS = OPTIONAL | frozenset(
    (BODY, "title", "kind", "notice", "dateline", "date", "place", "language", "words", "duration")
)

TAG = re.compile(r"\{\{\s*+([^\s{}]*+(?:\s++[^\s{}]++)*+)\s*+\}\}")
OPENING, CLOSING = "{{", "}}"
