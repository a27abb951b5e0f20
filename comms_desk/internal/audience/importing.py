"""Employees from a file: which column is which, and what each row says.

An empty cell and an absent column say nothing: they never erase what the desk knows.
"""

from dataclasses import dataclass

from comms_desk.facts import PLACE
from comms_desk.imports.headings import heard
from comms_desk.internal.audience.facts import FACTS
from comms_desk.internal.audience.model import NewEmployee
from comms_desk.mail.address import Address
from comms_desk.text.columns import FileRow, ImportColumn

_HEARD = heard(FACTS)

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
    employee = NewEmployee(
        family_name=family_name,
        given_name=given_name,
        email=Address.parse(row.get("email")).alone if row.get("email") else None,
        number=row.get("number"),
        service=row.get("service"),
        site=row.get("site"),
        scope=PLACE.read(row.get("scope")),
    )
    said = {key for key in ("email", "number", "service", "site", "scope") if row.get(key)}
    if given_name:
        said.add("given_name")
    return ReadRow(line=row.line, employee=employee, said=frozenset(said | {"family_name"}))


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
