"""A file of contacts, read: each row as what it says of a contact, or why it cannot be.

The file's columns are recognised by their French or English headings.  Whether a row is
new, and what it changes, is for `merging`, which knows the directory; this port does not.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.media.contacts.model import (
    check_lengths,
    check_name,
    name_key,
    phone_key,
    spoken_name,
)
from comms_desk.places import Scope
from comms_desk.reasons import reason_of
from comms_desk.text.columns import Column, ColumnsMissing, Ragged, Row, recognise
from comms_desk.text.fold import tokens
from comms_desk.text.tabular import MAX_TABLE_BYTES, read_table

COLUMNS = (
    Column(key="name", names=("nom", "name", "nom complet", "full name", "journaliste", "contact")),
    Column(
        key="family_name",
        names=("nom de famille", "last name", "surname", "family name", "lastname"),
    ),
    Column(key="given_name", names=("prénom", "first name", "given name", "firstname")),
    Column(
        key="outlet",
        names=("média", "media", "outlet", "organisation", "organization", "employeur", "company"),
    ),
    Column(key="title", names=("titre", "title", "fonction", "poste", "rôle", "role", "job title")),
    Column(
        key="beats",
        names=("couverture", "beats", "beat", "sujets", "sujet", "topics", "spécialité"),
        many=True,
    ),
    Column(
        key="emails",
        names=(
            "courriel",
            "email",
            "e-mail",
            "adresse courriel",
            "email address",
            "courriel 2",
            "email 2",
            "adresse électronique",
        ),
        many=True,
    ),
    Column(
        key="phones",
        names=(
            "téléphone",
            "phone",
            "telephone",
            "cellulaire",
            "mobile",
            "tél.",
            "phone number",
            "cell",
            "téléphone 2",
            "numéro de téléphone",
        ),
        many=True,
    ),
    Column(key="language", names=("langue", "language")),
    Column(key="scope", names=("territoire", "arrondissement", "arrondissements", "scope")),
    Column(key="note", names=("note", "notes", "remarque", "remarques", "comment", "comments")),
    Column(
        key="do_not_contact",
        names=("ne pas contacter", "do not contact", "exclusion", "exclu", "unsubscribed"),
    ),
)

LANGUAGES = {
    "fr": Language.FRENCH,
    "francais": Language.FRENCH,
    "french": Language.FRENCH,
    "en": Language.ENGLISH,
    "anglais": Language.ENGLISH,
    "english": Language.ENGLISH,
}
NO_WORDS = frozenset({"", "0", "non", "no", "n", "false", "faux"})

PARTICLES = frozenset({"de", "du", "des", "la", "le", "van", "von", "der", "den", "di", "da", "el"})
"""Small words with which a family name may begin."""


@dataclass(eq=False)
class RowRagged(CommsDeskError):
    """A row has not as many cells as the header: nobody knows which cell is which."""

    found: int
    expected: int


@dataclass(eq=False)
class UnknownLanguage(CommsDeskError):
    """A contact is written to in French or in English; the file says something else."""

    word: str


@dataclass(eq=False)
class ContactFileUnreadable(CommsDeskError):
    """A file of contacts could not be opened or read."""

    path: Path
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What one row says; an empty field says nothing."""

    line: int
    family_name: str
    given_name: str
    outlet: str
    title: str
    beats: tuple[str, ...]
    emails: tuple[Address, ...]
    phones: tuple[str, ...]
    language: Language | None
    scope: Scope | None
    note: str
    do_not_contact: bool

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return spoken_name(self.given_name, self.family_name)

    @property
    def key(self) -> str:
        """Return the folded name, family name first."""
        return name_key(self.family_name, self.given_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that cannot be imported, and the error that says why."""

    line: int
    name: str
    reason: CommsDeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundContacts:
    """What a file holds.

    Attributes:
        columns: By our key, the headings of the file that were recognised.
        unknown: Headings that nobody knows; their cells are not read.
    """

    candidates: tuple[Candidate, ...]
    refused: tuple[Refused, ...]
    columns: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]


def bytes_of(file: Path) -> bytes:
    """Return the bytes of *file*; no more are read than a table may have.

    Raises:
        ContactFileUnreadable: It could not be opened or read.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_TABLE_BYTES + 1)
    except OSError as error:
        raise ContactFileUnreadable(file, reason_of(error)) from error


def read_contacts(content: bytes) -> FoundContacts:
    """Read the bytes of a CSV file of contacts.

    Raises:
        NotATable: It is a workbook, a picture, or otherwise no text.
        TableEmpty: It holds nothing.
        TableTooLarge: It passes a limit.
        QuoteNeverClosed: A cell never ends.
        TextAfterQuote: A cell goes on after its closing mark.
        NoKnownColumn: No line names a column that we know.
        ColumnsMissing: There is no column of names.
    """
    sheet = recognise(read_table(content), COLUMNS)
    if not sheet.columns.keys() & {"name", "family_name"}:
        found = tuple(heading for each in sheet.columns.values() for heading in each)
        raise ColumnsMissing(sheet.header_line, ("nom",), (*found, *sheet.unknown))
    name_is_family = "given_name" in sheet.columns and "family_name" not in sheet.columns
    candidates: list[Candidate] = []
    refused = [_ragged(row) for row in sheet.ragged]
    for row in sheet.rows:
        try:
            candidates.append(_candidate(row, name_is_family=name_is_family))
        except CommsDeskError as reason:
            family_name = row.get("family_name") or row.get("name")
            said = spoken_name(row.get("given_name"), family_name)
            refused.append(Refused(line=row.line, name=said, reason=reason))
    return FoundContacts(
        candidates=tuple(candidates),
        refused=tuple(sorted(refused, key=lambda each: each.line)),
        columns=sheet.columns,
        unknown=sheet.unknown,
    )


def _ragged(row: Ragged) -> Refused:
    said = next((cell.strip() for cell in row.cells if cell.strip()), "")
    return Refused(line=row.line, name=said[:80], reason=RowRagged(len(row.cells), row.expected))


def _candidate(row: Row, *, name_is_family: bool) -> Candidate:
    family_name, given_name = row.get("family_name"), row.get("given_name")
    if whole := row.get("name"):
        if name_is_family:
            family_name = family_name or whole
        elif not family_name:
            given_name, family_name = _split_name(whole)
    check_name(family_name, given_name)
    beats = _several(row.all("beats"), r"[;,/\n|]+")
    check_lengths(row.get("outlet"), row.get("title"), *beats)
    return Candidate(
        line=row.line,
        family_name=family_name,
        given_name=given_name,
        outlet=row.get("outlet") if tokens(row.get("outlet")) else "",
        title=row.get("title"),
        beats=beats,
        emails=_unique(
            (Address.parse(each).alone for each in _addresses(row.all("emails"))),
            key=lambda address: address.key,
        ),
        phones=_unique(_several(row.all("phones"), r"[;/\n|]+|\s+(?:ou|or)\s+"), key=phone_key),
        language=_language(row.get("language")),
        scope=Scope.from_text(row.get("scope")) if row.get("scope") else None,
        note=row.get("note"),
        do_not_contact=" ".join(tokens(row.get("do_not_contact"))) not in NO_WORDS,
    )


def _split_name(whole: str) -> tuple[str, str]:
    """Split « Théorêt-Roy, Camille » or « Ada de la Rosa » into given and family names."""
    family_name, comma, given_name = whole.partition(",")
    if comma:
        return given_name.strip(), family_name.strip()
    words = whole.split()
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in PARTICLES:
        start -= 1
    return " ".join(words[:start]), " ".join(words[start:])


def _several(cells: tuple[str, ...], separator: str) -> tuple[str, ...]:
    pieces = (piece.strip() for cell in cells for piece in re.split(separator, cell))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def _addresses(cells: tuple[str, ...]) -> Iterable[str]:
    """Yield the addresses of *cells*; a space parts two, but not the words of a bad one."""
    for piece in _several(cells, r"[;,/\n|]+"):
        yield from piece.split() if piece.count("@") > 1 else (piece,)


def _unique[T](things: Iterable[T], *, key: Callable[[T], str]) -> tuple[T, ...]:
    """Return *things*, the first of those with the same *key*."""
    found: dict[str, T] = {}
    for thing in things:
        found.setdefault(key(thing), thing)
    return tuple(found.values())


def _language(word: str) -> Language | None:
    if not word:
        return None
    try:
        return LANGUAGES["".join(tokens(word))]
    except KeyError as error:
        raise UnknownLanguage(word) from error
