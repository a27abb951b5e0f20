"""What a higher layer may do with inquiries inside its own transaction."""

from comms_desk.media.inquiries.store import add, moments, record, ref, value

__all__ = ["add", "moments", "record", "ref", "value"]
