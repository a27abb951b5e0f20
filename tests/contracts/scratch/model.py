"""What a key is, and its facts."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from comms_desk.errors import CommsDeskError
from comms_desk.facts import DAY, PHONES, PLACE, Fact, Facts, OneOf
from comms_desk.places import CITY, Scope

KeyId = NewType("KeyId", int)


class KeyState(StrEnum):
    """Where it is; the values are stored."""

    HERE = "here"
    LENT = "lent"


class KeyNameMissing(CommsDeskError):
    """A key must have a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key that is not on the desk yet."""

    name: str
    state: KeyState = KeyState.HERE
    scope: Scope = CITY
    back_on: date | None = None
    phones: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse one without a name."""
        if not self.name.strip():
            raise KeyNameMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class Key(NewKey):
    """A key of the desk."""

    id: KeyId


FACTS: Facts = (
    Fact("name", "Name", is_title=True, is_listed=True),
    Fact("state", "State", OneOf({KeyState.HERE: "Here", KeyState.LENT: "Lent"}), is_listed=True),
    Fact("scope", "Territory", PLACE, is_listed=True),
    Fact("back_on", "Back on", DAY),
    Fact("phones", "Phones", PHONES),
    Fact("note", "Note", lines=3),
)
