"""How far a bulletin went of which letters did not leave: to how many, of how many."""

from collections.abc import Mapping
from dataclasses import dataclass

from comms_desk.mail.model import LetterState

NOT_SENT = (LetterState.CANCELLED, LetterState.REFUSED, LetterState.UNCERTAIN)
"""What became of letters that were to go and are not known to have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentInPart:
    """To how many a bulletin was *sent*, *of* how many.

    The others' letters were cancelled or refused, or may have left or not.  Those withheld are
    not counted: no letter was to go to them.
    """

    sent: int
    of: int


def sent_in_part(letters: Mapping[LetterState, int]) -> SentInPart | None:
    """Return how far a bulletin went whose *letters* stand so.

    None: all of them were sent, or cancelled, or one is still to leave.
    """
    leaving = any(letters.get(state) for state in (LetterState.QUEUED, LetterState.SENDING))
    if leaving or all_cancelled(letters) or not any(letters.get(state) for state in NOT_SENT):
        return None
    return SentInPart(sent=letters.get(LetterState.SENT, 0), of=_to_go(letters))


def all_cancelled(letters: Mapping[LetterState, int]) -> bool:
    """Whether every one of *letters* was cancelled, but those withheld."""
    return 0 < letters.get(LetterState.CANCELLED, 0) == _to_go(letters)


def _to_go(letters: Mapping[LetterState, int]) -> int:
    return sum(letters.values()) - letters.get(LetterState.WITHHELD, 0)
