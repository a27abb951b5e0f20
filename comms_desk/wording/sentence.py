"""A sentence and a way out: what they are, and those that the class of an error has itself."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import _, one_stop


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
    own, facts = vars(type(error)), vars(error)
    what, way_out = own["what"], own["way_out"]
    return _(what).format(**facts), _(way_out).format(**facts)
