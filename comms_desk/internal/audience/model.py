"""An employee, as far as a bulletin needs to know one: where they work, where to write.

Nothing about union, health, origin or age is kept, so that nobody can be chosen by it.
Some have no mailbox: they are employees all the same, and are told of in other ways.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NewType

from comms_desk.errors import CommsDeskError
from comms_desk.mail.address import Address
from comms_desk.places import CITY, Scope
from comms_desk.text.fold import tokens
from comms_desk.text.mailbox import mailbox_key

EmployeeId = NewType("EmployeeId", int)

MOST_CHARACTERS = 300
EDITABLE = ("given_name", "family_name", "email", "service", "site", "scope", "number")


@dataclass(eq=False)
class EmployeeNameMissing(CommsDeskError):
    """An employee must have a name made of letters."""


@dataclass(eq=False)
class EmployeeTextTooLong(CommsDeskError):
    """A name, a service or a site is longer than any real one."""

    text: str
    limit: int


@dataclass(eq=False)
class EmployeeAddressTaken(CommsDeskError):
    """Two employees cannot share a mailbox or a number."""

    text: str
    holder: str


@dataclass(eq=False)
class EmployeeFileUnreadable(CommsDeskError):
    """A file of employees could not be opened or read."""

    name: str
    reason: str


@dataclass(eq=False)
class EmployeeRowRagged(CommsDeskError):
    """A row has not as many cells as the header: nobody knows which cell is which."""

    found: int
    expected: int


@dataclass(eq=False)
class EmployeeTwiceInFile(CommsDeskError):
    """The mailbox or the number of a row stands on an earlier line too."""

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
class Reader:
    """To whom a bulletin goes; *email* is None without a mailbox."""

    id: EmployeeId
    name: str
    email: Address | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that is not imported: its line, whom it speaks of, and the error that says why."""

    line: int
    name: str
    reason: CommsDeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedEmployee:
    """An employee whom the file changes: what each field becomes."""

    id: EmployeeId
    name: str
    line: int
    before: Mapping[str, str]
    after: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """What an import would do, or did.

    *absent* counts the employees of the desk whom the file does not have: they stay.
    *unknown* are headings that nobody reads, *columns* those that were recognised.  Lines of
    which letters were encoded otherwise than the rest are *mended*, or *doubtful*.
    """

    columns: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    encoding: str
    mended: tuple[int, ...] = ()
    doubtful: tuple[int, ...] = ()
    delimiter: str
    new: tuple[NewEmployee, ...]
    changed: tuple[ChangedEmployee, ...]
    same: int
    refused: tuple[RefusedRow, ...]
    absent: int


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
    for text in (
        *(employee.family_name, employee.given_name),
        *(employee.service, employee.site, employee.number),
    ):
        if len(text) > MOST_CHARACTERS:
            raise EmployeeTextTooLong(text[:MOST_CHARACTERS], MOST_CHARACTERS)
