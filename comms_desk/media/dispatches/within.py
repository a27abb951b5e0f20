"""What is asked of texts that left inside a snapshot that is open already.

Light: Today asks at each start, and neither letters nor Markdown are made for it.
"""

from datetime import datetime

from comms_desk.media.dispatches import steps
from comms_desk.media.dispatches.model import ToDo
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Snapshot


def to_do(snapshot: Snapshot) -> tuple[ToDo, ...]:
    """Return what nobody has done yet outside for what left of all texts, the oldest first."""
    return steps.to_do(snapshot)


def left_at(snapshot: Snapshot, draft: DraftId) -> datetime | None:
    """Return when *draft* left for all; None: it has not."""
    from comms_desk.media.dispatches.desk import sent_of

    left = (each.first_sent_at for each in sent_of(snapshot, draft))
    return min((each for each in left if each is not None), default=None)
