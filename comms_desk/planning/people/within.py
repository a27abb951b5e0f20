"""What a higher slice may ask about people inside its own transaction."""

from comms_desk.planning.people.store import get, given_names, names, remove, take_name

__all__ = ["get", "given_names", "names", "remove", "take_name"]
