"""The shape of a sentence, and of a table of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and what to do about it; both in the process's language."""

    what: str
    way_out: str


Says = Callable[[Any], tuple[str, str]]
"""From an error to its sentence and its way out."""
