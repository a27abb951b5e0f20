"""Employees from a file: which column is which, and what each row says.

An empty cell and an absent column say nothing: they never erase what the desk knows.
"""

from dataclasses import dataclass
from pathlib import Path

from comms_desk.errors import CommsDeskError
from comms_desk.internal.audience.model import (
    EmployeeFileUnreadable,
    EmployeeRowRagged,
    NewEmployee,
    RefusedRow,
)
from comms_desk.mail.address import Address
from comms_desk.places import AGGLOMERATION, BOROUGHS, CITY, Scope
from comms_desk.reasons import reason_of
from comms_desk.text.columns import Column, Row, Sheet, recognise
from comms_desk.text.fold import tokens
from comms_desk.text.tabular import MAX_TABLE_BYTES, read_table

MOST_SHOWN_CHARACTERS = 80

COLUMNS = (
    Column(
        key="family_name",
        names=("Nom", "Nom de famille", "Last name", "Family name", "Surname"),
    ),
    Column(key="given_name", names=("Prénom", "First name", "Given name")),
    Column(
        key="name",
        names=(
            *("Nom complet", "Nom et prénom", "Nom, prénom", "Employé", "Employee", "Full name"),
            *("Last name, first name", "Name"),
        ),
    ),
    Column(
        key="email",
        names=(
            *("Courriel", "Adresse courriel", "Adresse électronique", "Courriel professionnel"),
            *("E-mail", "Email", "E-mail address", "Email address", "Work email", "Mail"),
            *("Adresse de messagerie", "Adresse e-mail", "Primary email", "Business email"),
        ),
    ),
    Column(
        key="number",
        names=("Matricule", "Numéro d’employé", "No employé", "Employee number", "Employee ID"),
    ),
    Column(
        key="service",
        names=("Service", "Unité", "Direction", "Unité administrative", "Department", "Unit"),
    ),
    Column(
        key="site",
        names=("Lieu de travail", "Lieu", "Site", "Édifice", "Location", "Workplace", "Work site"),
    ),
    Column(
        key="scope",
        names=("Arrondissement", "Borough", "Portée", "Territoire", "Scope"),
    ),
)
_PLACES = {
    " ".join(tokens(name)): Scope.of_boroughs([borough.code])
    for borough in BOROUGHS
    for name in (borough.name, borough.code, f"arrondissement {borough.after_borough}")
} | {
    "": CITY,
    "ville": CITY,
    "ville de montreal": CITY,
    "agglo": AGGLOMERATION,
    "agglomeration de montreal": AGGLOMERATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """An employee as the file has them; *said* are the fields about which it says something."""

    line: int
    employee: NewEmployee
    said: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What a file says of employees."""

    sheet: Sheet
    rows: tuple[ReadRow, ...]
    refused: tuple[RefusedRow, ...]


def bytes_of(file: Path) -> bytes:
    """Return the bytes of *file*; no more are read than a table may have.

    Raises:
        EmployeeFileUnreadable: It could not be opened or read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_TABLE_BYTES + 1)
    except OSError as error:
        raise EmployeeFileUnreadable(file.name, reason_of(error)) from error


def read_employees(content: bytes) -> ReadFile:
    """Read a CSV of employees.

    Raises:
        NotATable, TableEmpty, TableTooLarge, QuoteNeverClosed, TextAfterQuote: As `read_table`.
        NoKnownColumn: No line of the file is a header that we know.
        NoRows: Nothing stands below the header.
    """
    sheet = recognise(read_table(content), COLUMNS).with_rows()
    rows: list[ReadRow] = []
    refused = [
        RefusedRow(
            line=ragged.line,
            name=" ".join(ragged.cells)[:MOST_SHOWN_CHARACTERS],
            reason=EmployeeRowRagged(len(ragged.cells), ragged.expected),
        )
        for ragged in sheet.ragged
    ]
    for row in sheet.rows:
        try:
            rows.append(_read(row))
        except CommsDeskError as reason:
            name = " ".join(_names(row)[::-1]).strip()
            refused.append(
                RefusedRow(line=row.line, name=name[:MOST_SHOWN_CHARACTERS], reason=reason)
            )
    return ReadFile(
        sheet=sheet, rows=tuple(rows), refused=tuple(sorted(refused, key=lambda each: each.line))
    )


def _read(row: Row) -> ReadRow:
    family_name, given_name = _names(row)
    employee = NewEmployee(
        family_name=family_name,
        given_name=given_name,
        email=Address.parse(row.get("email")).alone if row.get("email") else None,
        number=row.get("number"),
        service=row.get("service"),
        site=row.get("site"),
        scope=_scope(row.get("scope")),
    )
    said = {key for key in ("email", "number", "service", "site", "scope") if row.get(key)}
    if given_name:
        said.add("given_name")
    return ReadRow(line=row.line, employee=employee, said=frozenset(said | {"family_name"}))


def _names(row: Row) -> tuple[str, str]:
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


def _scope(place: str) -> Scope:
    """Return the place that a file names by its code or its name, whatever its dashes."""
    known = _PLACES.get(" ".join(tokens(place)))
    return known or Scope.from_text(place)
