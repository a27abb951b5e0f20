"""What an account says of itself whose letters are given to Outlook, for a person to send there.

It is a door that is no line: nothing leaves by itself.  Light.
"""

from dataclasses import dataclass

from comms_desk.keys import Keys
from comms_desk.mail.doors import Door, Facts
from comms_desk.mail.errors import DoorMisdescribed, NoLine

DEFAULT_BLIND_COPIES = 450
"""Exchange Online takes 500 recipients a letter unless the organisation chose less."""
MOST_BLIND_COPIES = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookFacts:
    """What an account of Outlook says: how many blind copies one draft may have."""

    blind_copies: int = DEFAULT_BLIND_COPIES

    @classmethod
    def read(cls, facts: Facts) -> "OutlookFacts":
        """Read the stored facts.

        Raises:
            DoorMisdescribed: One is wrong.
        """
        for name in facts.keys() - {"blind_copies"}:
            raise DoorMisdescribed(name, "blind_copies")
        said = facts.get("blind_copies") or str(DEFAULT_BLIND_COPIES)
        if not said.isdecimal() or not 1 <= int(said) <= MOST_BLIND_COPIES:
            raise DoorMisdescribed("blind_copies", f"1–{MOST_BLIND_COPIES}")
        return cls(blind_copies=int(said))

    def to_facts(self) -> dict[str, str]:
        """Return what is stored."""
        return {"blind_copies": str(self.blind_copies)}


def no_line(_facts: Facts, _key: str, _keys: Keys, /, **_how: object) -> Door:
    """Open nothing.

    Raises:
        NoLine: Always.
    """
    raise NoLine
