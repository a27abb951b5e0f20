"""Employees from a file: which column is which, and what each row says.

An empty cell and an absent column say nothing: they never erase what the desk knows.
"""

from dataclasses import dataclass

from comms_desk.imports.headings import cells_of, heard
from comms_desk.internal.audience.facts import FACTS
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.mail.address import Address
from comms_desk.text.columns import FileRow, ImportColumn

_HEARD = heard(FACTS)
_OF_ONE_CELL = tuple(fact for fact in FACTS if not fact.is_title and fact.field != "email")

COLUMNS = (
    _HEARD["family_name"],
    _HEARD["given_name"],
    ImportColumn(
        key="name",
        names=(
            *("Nom complet", "Nom et prénom", "Nom, prénom", "Employé", "Employee", "Full name"),
            *("Last name, first name", "Name"),
        ),
    ),
    *(_HEARD[field] for field in ("email", "number", "service", "site", "scope")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """An employee as the file has them; *said* are the fields about which it says something."""

    line: int
    employee: NewEmployee
    said: frozenset[str]

    @property
    def reaches(self) -> bool:
        """Whether it has a mailbox."""
        return self.employee.email is not None


def read(row: FileRow) -> ReadRow:
    """Read one row."""
    family_name, given_name = _names(row)
    email = Address.parse(row.get("email")).alone if row.get("email") else None
    said = {fact.field: fact.read(cell) for fact, cell in cells_of(row, _OF_ONE_CELL)}
    employee = NewEmployee(family_name=family_name, given_name=given_name, email=email, **said)
    known = ("family_name", *(["given_name"] if given_name else ()), *(["email"] if email else ()))
    return ReadRow(line=row.line, employee=employee, said=frozenset((*known, *said)))


def _names(row: FileRow) -> tuple[str, str]:
    """Return the family name and the given name; « Tremblay, Anne » is understood."""
    family_name, given_name = row.get("family_name"), row.get("given_name")
    whole = row.get("name") if not (family_name or given_name) else ""
    alone = whole or ("" if given_name else family_name)
    if alone:
        before, comma, after = alone.partition(",")
        if comma and after.strip():
            return before.strip(), after.strip()
        given, _space, family = alone.partition(" ") if whole else ("", "", alone)
        return (family.strip(), given) if family.strip() else (alone, "")
    return family_name, given_name
