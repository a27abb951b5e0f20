"""What a higher slice may ask about people inside its own transaction."""

from comms_desk.planning.people.store import get, names

__all__ = ["get", "names"]
