"""What a row of a file of contacts says: of a person, or of how a newsroom is reached.

Whether it is new, and what it changes, is for `merging`, which knows the directory.  A name is a
newsroom's when nothing is in it but the words of one, the outlet's own aside: « Salle de
nouvelles », « La rédaction du Quotidien ».  A person whose name has such a word in it (« Claude
Bureau ») is a person.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Any

from comms_desk.errors import N_, CommsDeskError
from comms_desk.facts import LANGUAGE, BadDate, Facts, NotOneOf, folded
from comms_desk.i18n import Language
from comms_desk.imports.headings import cells_of
from comms_desk.mail.address import Address
from comms_desk.media.contacts.drafts import OF_CONTACT, DraftPosition, ImportedContact
from comms_desk.media.contacts.facts import POSITION_FACTS
from comms_desk.media.contacts.model import NewContact, check_name, name_key, spoken_name
from comms_desk.media.contacts.origins import read as read_origins
from comms_desk.media.outlets.model import check_lengths, outlet_key
from comms_desk.media.outlets.reach_columns import reached, written_beats
from comms_desk.text.approximate import Ago
from comms_desk.text.columns import ColumnsMissing, FileRow, Sheet
from comms_desk.text.fold import tokens

_OF_NEWSROOMS = frozenset(
    {"redaction", "salle redaction", "equipe redaction", "salle nouvelles", "salle nouvelle"}
    | {"salle presse", "bureau presse", "bureau nouvelles", "service nouvelles"}
    | {"affectation", "affectations", "bureau affectation", "bureau affectations"}
    | {"pupitre affectation", "pupitre affectations", "pupitre nouvelles"}
    | {"newsroom", "news room", "newsdesk", "news desk", "press desk", "city desk"}
    | {"assignment desk", "assignments desk", "editorial desk"}
    | {"nouvelles", "news", "news tips"}
)
"""Folded, without the small words between."""
_ONE_OF_THEM = frozenset(word for each in _OF_NEWSROOMS for word in each.split())
_SMALL_WORDS = frozenset({"de", "des", "du", "d", "la", "le", "les", "l", "aux", "a", "the", "of"})

_OF_POSITION = tuple(
    fact for fact in POSITION_FACTS if fact.field not in {"beats", "emails", "phones"}
)
"""What one cell says of a position."""

NO_WORDS = frozenset({"", "0", "non", "no", "n", "false", "faux"})

PARTICLES = frozenset({"de", "du", "des", "la", "le", "van", "von", "der", "den", "di", "da", "el"})
"""Small words with which a family name may begin."""

BILINGUAL = "biling"
"""How a cell begins that names neither language as the one preferred, in both languages."""

REMEMBERED = 4096
"""Cells that many rows share: what is made of each is kept."""


class UnknownLanguage(CommsDeskError):
    """A contact is written to in French or in English; the file says something else."""

    what = N_("“{word}” is not a language that is recognised.")
    way_out = N_("Write French or English, or leave it empty.")

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Newsroom:
    """What a row without a person says: how an outlet's newsroom is reached."""

    line: int
    outlet: str
    place: str
    emails: tuple[Address, ...]
    phones: tuple[str, ...]
    left_out: tuple[CommsDeskError, ...] = ()

    @property
    def reaches(self) -> bool:
        """Whether it has an address or a telephone: it would be none without."""
        return True


def reader_of(sheet: Sheet) -> Callable[[FileRow], ImportedContact | Newsroom]:
    """Return what reads the rows under the headings of *sheet*.

    Raises:
        ColumnsMissing: There is no column of names, and none that reaches a newsroom.
    """
    keys = sheet.columns.keys()
    reaching = "outlet" in keys and keys & {"emails", "phones"}
    if not (reaching or keys & {"name", "family_name", "family_first"}):
        found = tuple(heading for each in sheet.columns.values() for heading in each)
        raise ColumnsMissing(sheet.header_line, ("nom",), (*found, *sheet.unknown))
    return _Reader(
        name_is_family="given_name" in keys and "family_name" not in keys,
        of_contact=tuple(fact for fact in OF_CONTACT if fact.field in keys),
        of_position=tuple(fact for fact in _OF_POSITION if fact.field in keys),
    ).read


@dataclass(frozen=True, slots=True)
class _Reader:
    name_is_family: bool
    """Whether « Nom » stands beside « Prénom »."""
    of_contact: Facts
    of_position: Facts
    """Those for which the sheet has a column."""

    def read(self, row: FileRow) -> ImportedContact | Newsroom:
        """Read one row.

        One that names an outlet, reaches it, and names nobody is a newsroom's.  An outlet has
        no mark of not being written to, no reason and no note: what has a name keeps them.
        """
        family_name, given_name = self._names(row)
        name = spoken_name(given_name, family_name)
        outlet, place = _outlet(row.get("outlet"))
        is_barred, note = _is_barred(row.get("do_not_contact")), row.text("note")
        reason = row.get("do_not_contact_reason")
        says_more = bool(note or reason)
        if place and not is_barred and (not name or (not says_more and is_newsroom(name, outlet))):
            check_lengths(outlet)
            emails, phones, left_out = reached(row, outlet)
            if emails or phones:
                return Newsroom(
                    line=row.line,
                    outlet=outlet,
                    place=place,
                    emails=emails,
                    phones=phones,
                    left_out=left_out,
                )
        check_name(family_name, given_name)
        emails, phones, left_out = reached(row, name)
        left = list(left_out)
        beats, held = _beats(row.all("beats")), _read(row, self.of_position, left)
        check_lengths(row.get("outlet"), *beats, held.get("title", ""))
        of_them = _read(row, self.of_contact, left)
        ago = tuple((field, each) for field, each in held.items() if isinstance(each, Ago))
        return ImportedContact(
            line=row.line,
            id=row.get("id"),
            key=name_key(family_name, given_name),
            contact=NewContact(
                family_name=family_name,
                given_name=intern(given_name),
                do_not_contact=is_barred,
                origins=read_origins(row.get("origins")),
                **of_them,
            ),
            said=_once(tuple(of_them)),
            position=DraftPosition(
                outlet=outlet,
                place=place,
                beats=beats,
                emails=emails,
                phones=phones,
                **(held | dict.fromkeys((field for field, _each in ago))),
            ),
            ago=ago,
            left_out=tuple(left),
        )

    def _names(self, row: FileRow) -> tuple[str, str]:
        """Return the family name and the given name of a row."""
        family_name, given_name = row.get("family_name"), row.get("given_name")
        whole, family_first = row.get("name"), row.get("family_first")
        if family_name or (given_name and not (whole or family_first)):
            return family_name, given_name
        if whole and self.name_is_family:
            return whole, given_name
        whole = family_first or whole
        if is_newsroom(whole):
            return whole, ""
        given_name, family_name = _split_name(whole)
        return family_name, given_name


@lru_cache(maxsize=REMEMBERED)
def _outlet(text: str) -> tuple[str, str]:
    """Return an outlet as it is written and as it is compared; nothing without a word."""
    return (text, outlet_key(text)) if tokens(text) else ("", "")


@lru_cache(maxsize=REMEMBERED)
def _beats(cells: tuple[str, ...]) -> tuple[str, ...]:
    return written_beats(cells)


@lru_cache(maxsize=REMEMBERED)
def _is_barred(text: str) -> bool:
    return " ".join(tokens(text)) not in NO_WORDS


@lru_cache(maxsize=REMEMBERED)
def _once(said: tuple[str, ...]) -> tuple[str, ...]:
    """Return *said*, the same for all the rows that fill the same cells."""
    return said


def _read(row: FileRow, facts: Facts, left_out: list[CommsDeskError]) -> dict[str, Any]:
    """Return by its field what *row* says of each of *facts*, if it does.

    Why a day or a language is left out of the row goes to *left_out*.
    """
    said: dict[str, Any] = {}
    for fact, cell in cells_of(row, facts):
        value: object = None
        try:
            value = _preferred(cell, left_out) if fact.notation is LANGUAGE else fact.read(cell)
        except BadDate as reason:
            left_out.append(reason.with_traceback(None))
        if value is not None:
            said[fact.field] = intern(value) if type(value) is str and fact.is_short else value
    return said


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


def _preferred(cell: str, left_out: list[CommsDeskError]) -> Language | None:
    """Return the language of a *cell*; « bilingue » prefers none, and goes to *left_out*."""
    language = _language(cell)
    if language is None:
        left_out.append(UnknownLanguage(cell))
    return language


@lru_cache(maxsize=REMEMBERED)
def _language(word: str) -> Language | None:
    """Return the first language that *word* names: « FR/EN » is French first, « bilingue » none."""
    if folded(word).startswith(BILINGUAL):
        return None
    try:
        return LANGUAGE.read((*tokens(word), "")[0])
    except NotOneOf as error:
        raise UnknownLanguage(word) from error


def is_newsroom(name: str, outlet: str = "") -> bool:
    """Whether *name* is plainly what a newsroom is called, at *outlet* or anywhere."""
    words = [word for word in tokens(name) if word not in _SMALL_WORDS]
    if _ONE_OF_THEM.isdisjoint(words):
        return False
    if " ".join(words) in _OF_NEWSROOMS:
        return True
    others = frozenset(tokens(outlet))
    return " ".join(word for word in words if word not in others) in _OF_NEWSROOMS
