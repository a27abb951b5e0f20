"""A sentence and a way out: what they are, and those that the class of an error has itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, format_date, format_moment_within, one_stop
from comms_desk.wording.reasons import because


@dataclass(frozen=True, slots=True)
class Sentence:
    """What happened, and what to do about it; both in the process's language."""

    what: str
    way_out: str

    @property
    def whole(self) -> str:
        """Both, one after the other."""
        return f"{self.what} {self.way_out}".rstrip()


_STOPS = frozenset(".!?…:")
_AFTER_A_STOP = " \u00a0”’»\"')]"


def ended(text: str) -> str:
    """Return *text* with one full stop, where it ends without or an hour has its own."""
    text = one_stop(text)
    last = text.rstrip(_AFTER_A_STOP)[-1:]
    return text if not last or last in _STOPS else f"{text.rstrip()}."


Says = Callable[[Any], tuple[str, str]]
"""From an error to its sentence and its way out."""


def own_words(error: CommsDeskError) -> tuple[str, str]:
    """Return the sentence and the way out that the class of *error* has, with its facts.

    Raises:
        LookupError: The class has none of its own: those of a class above it are not its.
    """
    own = vars(type(error))
    what, way_out = own["what"], own["way_out"]
    facts = {name: _said(name, fact) for name, fact in vars(error).items()}
    return _(what).format(**facts), _(way_out).format(**facts)


def _said(name: str, fact: object) -> object:
    """Return *fact* in the reader's words, where it is a time, several texts or a reason."""
    if isinstance(fact, datetime):
        return format_moment_within(fact)
    if isinstance(fact, date):
        return format_date(fact)
    if isinstance(fact, tuple | list):
        return ", ".join(map(str, fact))
    if name == "reason" and isinstance(fact, str):
        return because(fact)
    return fact
