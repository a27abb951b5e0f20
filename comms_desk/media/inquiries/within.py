"""What a higher layer may do with inquiries inside its own transaction."""

from comms_desk.media.inquiries.store import (
    add,
    answer,
    joined,
    moment,
    moments,
    record,
    ref,
    row,
    value,
)

__all__ = ["add", "answer", "joined", "moment", "moments", "record", "ref", "row", "value"]
