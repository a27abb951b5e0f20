"""The words that lines and mails are made of, which are data: ``resources/lexicon/*.json``."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from comms_desk.paths import resource


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a *kind*, without case or accents."""
    return frozenset(kept("lines")[kind].split())


@cache
def kept(name: str) -> Mapping[str, Any]:
    """Return what stands in the file *name* of the lexicon."""
    found: Mapping[str, Any] = json.loads(resource("lexicon", f"{name}.json").read_text("utf-8"))
    return found
