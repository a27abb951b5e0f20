"""How far a bulletin went of which letters were cancelled: to how many, of how many."""

from collections.abc import Mapping
from dataclasses import dataclass

from comms_desk.mail.model import LetterState


@dataclass(frozen=True, slots=True, kw_only=True)
class SentInPart:
    """To how many a bulletin was *sent*, *of* how many; letters to others were cancelled.

    Those withheld are not counted: no letter was to go to them.
    """

    sent: int
    of: int


def sent_in_part(letters: Mapping[LetterState, int]) -> SentInPart | None:
    """Return how far a bulletin went whose *letters* stand so.

    None: none of them was cancelled, or all were, or one is still to leave.  What was refused,
    or may have left or not, is not counted as sent.
    """
    counted = {state: count for state, count in letters.items() if count}
    of = sum(counted.values()) - counted.get(LetterState.WITHHELD, 0)
    leaving = counted.keys() & {LetterState.QUEUED, LetterState.SENDING}
    if leaving or not 0 < counted.get(LetterState.CANCELLED, 0) < of:
        return None
    return SentInPart(sent=counted.get(LetterState.SENT, 0), of=of)
