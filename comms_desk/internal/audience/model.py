"""An employee, as far as a bulletin needs to know one: where they work, where to write.

Nothing about union, health, origin or age is kept, so that nobody can be chosen by it.
Some have no mailbox: they are employees all the same, and are told of in other ways.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.facts import EMAIL, complete, folded, texts_of
from comms_desk.internal.audience.facts import FACTS
from comms_desk.mail.address import Address
from comms_desk.places import CITY, Scope
from comms_desk.text.fold import tokens
from comms_desk.text.mailbox import mailbox_key

EmployeeId = NewType("EmployeeId", int)

MOST_CHARACTERS = 300
SHORT = tuple(fact for fact in FACTS if fact.is_short and fact.notation is not EMAIL)


class EmployeeNameMissing(CommsDeskError):
    """An employee must have a name made of letters."""

    what = N_("Every employee needs a name.")
    way_out = N_("Write a family name or a given name.")


class EmployeeTextTooLong(CommsDeskError):
    """A name, a service or a site is longer than any real one."""

    text: str
    limit: int


class EmployeeAddressTaken(CommsDeskError):
    """Two employees cannot share a mailbox or a number."""

    what = N_("{text} already belongs to {holder}.")
    way_out = N_("Correct one of the two.")

    text: str
    holder: str


class EmployeeTwiceInFile(CommsDeskError):
    """The mailbox or the number of a row stands on an earlier line too."""

    what = N_("{text} already stands on line {line} of the file.")
    way_out = N_("Keep one of the two lines.")

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEmployee:
    """An employee who is not on the desk yet; *email* is None without a mailbox."""

    family_name: str
    given_name: str = ""
    email: Address | None = None
    number: str = ""
    service: str = ""
    site: str = ""
    scope: Scope = CITY

    def __post_init__(self) -> None:
        """Refuse an employee without a name.

        Raises:
            EmployeeNameMissing: No letter is in it.
            EmployeeTextTooLong: A text is longer than any real one.
        """
        check(self)

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """An employee of the City."""

    id: EmployeeId
    family_name: str
    given_name: str
    email: str
    number: str
    service: str
    site: str
    scope: Scope

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinReader:
    """To whom a bulletin goes; *email* is None without a mailbox."""

    id: EmployeeId
    name: str
    email: Address | None
    service: str = ""
    site: str = ""


class GroupKind(StrEnum):
    """What employees have in common; the values are said on the command line."""

    SERVICE = "service"
    SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class EmployeeGroup:
    """A service or a workplace, as it is called, and how many employees are of it."""

    kind: GroupKind
    name: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A part of the employees: some by their ids, and all those of a service or a workplace.

    One spelling of a service stands for all: case and accents are none of it.
    """

    people: frozenset[EmployeeId] = frozenset()
    services: frozenset[str] = frozenset()
    sites: frozenset[str] = frozenset()

    def of(self, readers: Iterable[BulletinReader]) -> tuple[BulletinReader, ...]:
        """Return those of *readers* who are of it."""
        services, sites = ({folded(each) for each in of} for of in (self.services, self.sites))
        fold = cache(folded)  # thousands of people work in a hundred places
        return tuple(
            reader
            for reader in readers
            if reader.id in self.people
            or fold(reader.service) in services
            or fold(reader.site) in sites
        )


def address_text(employee: NewEmployee | Employee) -> str:
    """Return the mailbox as a row and an edit have it; empty: no mailbox."""
    email = employee.email
    return email.bare if isinstance(email, Address) else email or ""


def address_key(employee: NewEmployee | Employee) -> str | None:
    """Return the form under which two spellings of a mailbox are the same; None: no mailbox."""
    email = address_text(employee)
    return mailbox_key(email) if email else None


def number_key(number: str) -> str | None:
    """Return the compared form of an employee number; None: no number."""
    return "".join(number.split()).casefold() or None


def check(employee: NewEmployee | Employee) -> None:
    """Refuse an employee without a name.

    Raises:
        EmployeeNameMissing: No letter is in it.
        EmployeeTextTooLong: A text is longer than any real one.
    """
    if not tokens(employee.name):
        raise EmployeeNameMissing
    for text in texts_of(SHORT, employee):
        if len(text) > MOST_CHARACTERS:
            raise EmployeeTextTooLong(text[:MOST_CHARACTERS], MOST_CHARACTERS)


complete(FACTS, NewEmployee, beside=())
complete(FACTS, Employee, beside={"id"})
