"""Every expected error as a sentence and a way out, once, for window, worker and commands.

The tables name many errors, and so import most of the desk: they are there once one is said.
"""

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


def say(error: CommsDeskError) -> Sentence:
    """Return the sentence and the way out for *error*, in the process's language.

    What *error* knows of a secret, as in an address that was typed, is not in them.  Each ends
    with a full stop, even where a server's own words end it: they are read one after the other.

    Raises:
        LookupError: Nobody has written a sentence for this kind of error: a bug.
    """
    from comms_desk.wording import sentences

    return sentences.say(error)


def say_at_the_prompt(error: CommsDeskError) -> Sentence:
    """Return what `say` does, with the way out that a command offers where there is another.

    Raises:
        LookupError: As `say` does.
    """
    from comms_desk.wording import sentences

    return sentences.say_at_the_prompt(error)
