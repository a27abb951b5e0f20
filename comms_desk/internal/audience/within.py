"""What a bulletin asks of the audience, inside its own transaction."""

from comms_desk.internal.audience import store
from comms_desk.internal.audience.model import Reader
from comms_desk.storage.database import Snapshot


def readers(snapshot: Snapshot) -> tuple[Reader, ...]:
    """Return every employee, by name; those without a mailbox have an empty address."""
    return store.readers(snapshot)
