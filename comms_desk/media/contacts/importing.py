"""A file of contacts, read: each row as what it says of a contact, or why it cannot be.

The file's columns are recognised by their French or English headings.  Whether a row is
new, and what it changes, is for `merging`, which knows the directory; this port does not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.mail.errors import BadAddress
from comms_desk.media.contacts.headings import (
    COLUMNS,
    written_addresses,
    written_beats,
    written_telephones,
)
from comms_desk.media.contacts.model import (
    MOST_FOR_ONE,
    BadPhone,
    MoreThanOnePerson,
    check_lengths,
    check_name,
    name_key,
    phone_key,
    spoken_name,
)
from comms_desk.media.contacts.newsrooms import is_newsroom
from comms_desk.places import Scope
from comms_desk.reasons import reason_of
from comms_desk.text.columns import (
    AS_RECOGNISED,
    ColumnsMissing,
    Ragged,
    Row,
    recognise,
)
from comms_desk.text.fold import tokens
from comms_desk.text.tabular import MAX_TABLE_BYTES, read_table

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
    left_out: tuple[CommsDeskError, ...] = ()
    """Why an address or a telephone of the row was left out of it."""

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return spoken_name(self.given_name, self.family_name)

    @property
    def key(self) -> str:
        """Return the folded name, family name first."""
        return name_key(self.family_name, self.given_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """What a row without a person says: how an outlet's newsroom is reached."""

    line: int
    outlet: str
    emails: tuple[Address, ...]
    phones: tuple[str, ...]
    left_out: tuple[CommsDeskError, ...] = ()


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
        unknown: Headings over cells that hold something, and that nobody reads.
        proposed: By heading of *unknown*, the key of the column of whose kind its cells are.
        mended: Lines whose letters were encoded otherwise than the rest, and are put right.
        doubtful: Lines with letters of which nobody can be certain.
    """

    candidates: tuple[Candidate, ...]
    newsrooms: tuple[Newsroom, ...]
    refused: tuple[Refused, ...]
    columns: Mapping[str, tuple[str, ...]]
    unknown: tuple[str, ...]
    proposed: Mapping[str, str]
    mended: tuple[int, ...]
    doubtful: tuple[int, ...]

    @property
    def reaches_nobody(self) -> bool:
        """Whether there are contacts in it, and no address and no telephone of any."""
        read: tuple[Candidate | Newsroom, ...] = (*self.candidates, *self.newsrooms)
        return bool(read) and not any(each.emails or each.phones for each in read)


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


def read_contacts(content: bytes, *, chosen: Mapping[str, str] = AS_RECOGNISED) -> FoundContacts:
    """Read the bytes of a CSV file of contacts.

    Args:
        content: The file.
        chosen: By heading, the key of the column that a person says it is.

    Raises:
        NotATable: It is a workbook, a picture, or otherwise no text.
        TableEmpty: It holds nothing.
        TableTooLarge: It passes a limit.
        QuoteNeverClosed: A cell never ends.
        TextAfterQuote: A cell goes on after its closing mark.
        HeadingNotThere: No column has a heading of *chosen*.
        NoKnownColumn: No line names a column that we know.
        ColumnsMissing: There is no column of names.
        NoRows: Nothing stands below the header.
    """
    sheet = recognise(read_table(content), COLUMNS, chosen=chosen).with_rows()
    reaching = {"outlet"} <= sheet.columns.keys() and sheet.columns.keys() & {"emails", "phones"}
    if not (reaching or sheet.columns.keys() & {"name", "family_name", "family_first"}):
        found = tuple(heading for each in sheet.columns.values() for heading in each)
        raise ColumnsMissing(sheet.header_line, ("nom",), (*found, *sheet.unknown))
    name_is_family = "given_name" in sheet.columns and "family_name" not in sheet.columns
    candidates: list[Candidate] = []
    newsrooms: list[Newsroom] = []
    refused = [_ragged(row) for row in sheet.ragged]
    for row in sheet.rows:
        try:
            if (newsroom := _newsroom(row, name_is_family=name_is_family)) is not None:
                newsrooms.append(newsroom)
            else:
                candidates.append(_candidate(row, name_is_family=name_is_family))
        except CommsDeskError as reason:
            family_name = row.get("family_name") or row.get("name")
            said = spoken_name(row.get("given_name"), family_name)
            # A traceback would hold on to all that this was read from.
            bare = reason.with_traceback(None)
            refused.append(Refused(line=row.line, name=said, reason=bare))
    return FoundContacts(
        candidates=tuple(candidates),
        newsrooms=tuple(newsrooms),
        refused=tuple(sorted(refused, key=lambda each: each.line)),
        columns=sheet.columns,
        unknown=sheet.unknown,
        proposed=sheet.proposed,
        mended=sheet.mended,
        doubtful=sheet.doubtful,
    )


def _ragged(row: Ragged) -> Refused:
    said = next((cell.strip() for cell in row.cells if cell.strip()), "")
    return Refused(line=row.line, name=said[:80], reason=RowRagged(len(row.cells), row.expected))


def _candidate(row: Row, *, name_is_family: bool) -> Candidate:
    family_name, given_name = _names(row, name_is_family=name_is_family)
    check_name(family_name, given_name)
    beats = written_beats(row.all("beats"))
    emails, phones, left_out = _reached(row, spoken_name(given_name, family_name))
    check_lengths(row.get("outlet"), row.get("title"), *beats)
    return Candidate(
        line=row.line,
        family_name=family_name,
        given_name=given_name,
        outlet=row.get("outlet") if tokens(row.get("outlet")) else "",
        title=row.get("title"),
        beats=beats,
        emails=emails,
        phones=phones,
        language=_language(row.get("language")),
        scope=Scope.from_text(row.get("scope")) if row.get("scope") else None,
        note=row.text("note"),
        do_not_contact=_is_barred(row),
        left_out=left_out,
    )


def _is_barred(row: Row) -> bool:
    return " ".join(tokens(row.get("do_not_contact"))) not in NO_WORDS


def _newsroom(row: Row, *, name_is_family: bool) -> Newsroom | None:
    """Return what a row says of a newsroom: it names an outlet, reaches it, and nobody.

    An outlet has no mark of not being written to, and no note: what has a name keeps both.
    """
    family_name, given_name = _names(row, name_is_family=name_is_family)
    name, outlet = spoken_name(given_name, family_name), row.get("outlet")
    if not tokens(outlet) or _is_barred(row):
        return None
    if name and (row.text("note") or not is_newsroom(name, outlet)):
        return None
    check_lengths(outlet)
    emails, phones, left_out = _reached(row, outlet)
    if not (emails or phones):
        return None
    return Newsroom(line=row.line, outlet=outlet, emails=emails, phones=phones, left_out=left_out)


def _reached(
    row: Row, name: str
) -> tuple[tuple[Address, ...], tuple[str, ...], tuple[CommsDeskError, ...]]:
    """Return the addresses and the telephones of a row, each once, and why others are not there.

    One that is none costs no other: it is left out, unless nothing else reaches them.

    Raises:
        BadAddress, BadPhone: All are none; the first of them.
        MoreThanOnePerson: There are more than anybody has.
    """
    emails = list(islice(written_addresses(row.all("emails")), MOST_FOR_ONE + 1))
    phones = list(islice(written_telephones(row.all("phones")), MOST_FOR_ONE + 1))
    if max(len(emails), len(phones)) > MOST_FOR_ONE:
        raise MoreThanOnePerson(name, MOST_FOR_ONE)
    left_out: list[CommsDeskError] = []
    addresses = _sound(lambda text: Address.parse(text).alone, emails, left_out)
    numbers = _sound(_telephone, phones, left_out)
    if left_out and not (addresses or numbers):
        raise left_out[0]
    return (
        _unique(addresses, key=lambda address: address.key),
        _unique(numbers, key=phone_key),
        tuple(left_out),
    )


def _sound[T](
    read: Callable[[str], T], texts: list[str], left_out: list[CommsDeskError]
) -> list[T]:
    """Return what *read* makes of *texts*; why one is none goes to *left_out*."""
    sound = []
    for text in texts:
        try:
            sound.append(read(text))
        except (BadAddress, BadPhone) as reason:
            left_out.append(reason.with_traceback(None))
    return sound


def _telephone(text: str) -> str:
    phone_key(text)
    return text


def _names(row: Row, *, name_is_family: bool) -> tuple[str, str]:
    """Return the family name and the given name of a row."""
    family_name, given_name = row.get("family_name"), row.get("given_name")
    whole, family_first = row.get("name"), row.get("family_first")
    if family_name or (given_name and not (whole or family_first)):
        return family_name, given_name
    if whole and name_is_family:
        return whole, given_name
    whole = family_first or whole
    if is_newsroom(whole):
        return whole, ""
    given_name, family_name = _split_name(whole)
    return family_name, given_name


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
        return LANGUAGES[tokens(word)[0]]
    except (IndexError, KeyError) as error:
        raise UnknownLanguage(word) from error
