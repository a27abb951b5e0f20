"""Who leads, holds, approves, speaks and writes.

A person of the office is known by the logins of their computers.  Somebody who only speaks
(an elected person, an expert) has none.  A person is never removed: those who left are no
longer active, so that what they did keeps its name.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from comms_desk.errors import CommsDeskError

PersonId = NewType("PersonId", int)

NAME_LENGTH = 200


class PersonKind(StrEnum):
    """What a person does for the office; the values are stored."""

    OFFICER = "officer"
    ADVISER = "adviser"
    PRESS_SECRETARY = "press_secretary"
    SPOKESPERSON = "spokesperson"
    OTHER = "other"


class PersonNameMissing(CommsDeskError):
    """A person must have a name."""

    name: str


class LoginTaken(CommsDeskError):
    """A login is one person's."""

    login: str
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody who is not on the desk yet."""

    name: str
    kind: PersonKind = PersonKind.OFFICER
    logins: tuple[str, ...] = ()
    active: bool = True

    def __post_init__(self) -> None:
        """Refuse a person without a name.

        Raises:
            PersonNameMissing: The name is blank or longer than 200 characters.
        """
        check_name(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the desk."""

    id: PersonId
    name: str
    kind: PersonKind
    logins: tuple[str, ...]
    active: bool

    @property
    def is_named(self) -> bool:
        """Whether they have a name, and not only that of their login."""
        return login_key(self.name) not in self.logins


def check_name(name: str) -> None:
    """Refuse a blank or endless name.

    Raises:
        PersonNameMissing: It is one of the two.
    """
    if not name.strip() or len(name) > NAME_LENGTH:
        raise PersonNameMissing(name)


def login_key(login: str) -> str:
    r"""Return the form under which two spellings of one login are the same.

    Windows writes ``VILLE\\mtremblay`` or ``mtremblay@ville.example`` for one account.
    """
    return login.strip().rpartition("\\")[2].partition("@")[0].casefold()
