"""Who leads, holds, approves, speaks and writes.

A person of the office is known by the logins of their computers.  Somebody who only speaks
(an elected person, an expert) has none, nor has a colleague who was named and never signed in.
A person is never removed: those who left are no longer active, so that what they did keeps its
name.  But who was named before they signed in did nothing: as they sign in, they are that person.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.i18n import _
from comms_desk.text.fold import tokens

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

    what = N_("A person must have a name.")
    way_out = N_("Write a first and a last name.")

    name: str


class LoginTaken(CommsDeskError):
    """A login is one person's."""

    what = N_("The user name {login} is already that of {holder}.")
    way_out = N_("Give another user name.")

    login: str
    holder: str


class SignedInBefore(CommsDeskError):
    """Somebody who signs in with a login of their own is nobody else."""

    what = N_("{name} signs in with a user name of their own: you cannot be the same person.")
    way_out = N_("Say a name that is yours alone.")

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """Somebody who is not on the desk yet; *email* is where they are told, "" where unknown."""

    name: str
    kind: PersonKind = PersonKind.OFFICER
    logins: tuple[str, ...] = ()
    active: bool = True
    email: str = ""

    def __post_init__(self) -> None:
        """Refuse a person without a name; the address is kept in its one form.

        Raises:
            PersonNameMissing: The name is blank or longer than 200 characters.
            BadAddress: The address is none.
        """
        check_name(self.name)
        object.__setattr__(self, "email", address_of(self.email))


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person of the desk.

    Attributes:
        name: What they are called; until they say it, the login by which they came.
        email: Where they are told that something is theirs; "" where that is not known.
        is_here: Whether they are who is signed in.
    """

    id: PersonId
    name: str
    kind: PersonKind
    logins: tuple[str, ...]
    active: bool
    email: str
    is_here: bool

    @property
    def is_named(self) -> bool:
        """Whether they have a name, and not only that of their login."""
        return login_key(self.name) not in self.logins

    @property
    def called(self) -> str:
        """What they are called wherever it is read: a login is nobody's name."""
        if self.is_named:
            return self.name
        return (
            _("This computer")
            if self.is_here
            else _("Somebody of the office ({login})").format(login=self.name)
        )


def meant(people: Iterable[Person], said: str) -> tuple[Person, ...]:
    """Return whom of *people* who never signed in a name, an address or a login may be of.

    Names are compared without accents, addresses and logins by what stands before the @.  Two
    people may have one name: the person who signs in says whether it is them.
    """
    name, login = tokens(said), login_key(said)
    return tuple(
        each
        for each in people
        if not each.logins
        and ((name and tokens(each.name) == name) or (login and login_key(each.email) == login))
    )


def check_name(name: str) -> None:
    """Refuse a blank or endless name.

    Raises:
        PersonNameMissing: It is one of the two.
    """
    if not name.strip() or len(name) > NAME_LENGTH:
        raise PersonNameMissing(name)


def address_of(typed: str) -> str:
    """Return the address that was *typed*, without a name; "" for none.

    Raises:
        BadAddress: It is none.
    """
    if not typed.strip():
        return ""
    from comms_desk.mail.address import Address  # what reads addresses is not needed at the start

    return Address.parse(typed).bare


def login_key(login: str) -> str:
    r"""Return the form under which two spellings of one login are the same.

    Windows writes ``VILLE\\mtremblay`` or ``mtremblay@ville.example`` for one account.
    """
    return login.strip().rpartition("\\")[2].partition("@")[0].casefold()
