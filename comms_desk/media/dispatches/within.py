"""What is asked of texts that left inside a snapshot that is open already.

Light: Today asks at each start, and neither letters nor Markdown are made for it.
"""

from comms_desk.media.dispatches import steps
from comms_desk.media.dispatches.model import ToDo
from comms_desk.storage.database import Snapshot


def to_do(snapshot: Snapshot) -> tuple[ToDo, ...]:
    """Return what nobody has done yet outside for what left of all texts, the oldest first."""
    return steps.to_do(snapshot)
