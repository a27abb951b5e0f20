"""The words that lines are made of, which are data: ``resources/lexicon/lines.json``."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from comms_desk.paths import resource


@cache
def words(kind: str) -> frozenset[str]:
    """Return the words of a *kind*, without case or accents."""
    return frozenset(_kept()[kind].split())


@cache
def _kept() -> Mapping[str, Any]:
    kept: Mapping[str, Any] = json.loads(resource("lexicon", "lines.json").read_text("utf-8"))
    return kept
