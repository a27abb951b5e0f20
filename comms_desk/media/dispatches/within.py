"""What is asked of texts that left inside a snapshot that is open already.

Light: Today asks at each start, and neither letters nor Markdown are made for it.
"""

from comms_desk.media.dispatches import steps
from comms_desk.media.dispatches.model import Dispatch, ToDo
from comms_desk.media.drafting.model import DraftId
from comms_desk.storage.database import Snapshot


def to_do(snapshot: Snapshot) -> tuple[ToDo, ...]:
    """Return what nobody has done yet outside for what left of all texts, the oldest first."""
    return steps.to_do(snapshot)


def left(snapshot: Snapshot, draft: DraftId) -> Dispatch | None:
    """Return the sending by which *draft* first left for all; None: it has not."""
    from comms_desk.media.dispatches.desk import sent_of

    sent = (each for each in sent_of(snapshot, draft) if each.first_sent_at is not None)
    return min(sent, key=lambda each: each.id, default=None)
