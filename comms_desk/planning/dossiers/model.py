"""What a dossier is: a code and a name, what it concerns, who leads it, whether it is open.

Anything on the desk may be linked to a dossier.  Its code is how people name it aloud
("NEIGE-27"): short, without spaces, unique whatever its case.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.places import CITY, Scope
from comms_desk.planning.people.model import PersonId

DossierId = NewType("DossierId", int)

CODE_LENGTH = 24
NAME_LENGTH = 200

_CODE = re.compile(r"\w[\w.\-–/]*")


class DossierStatus(StrEnum):
    """Whether there is work on it; the values are stored."""

    OPEN = "open"
    DORMANT = "dormant"
    CLOSED = "closed"


class CodeNotAllowed(CommsDeskError):
    """A code is 1 to *longest* letters, digits, dots and hyphens, without a space."""

    what = N_("“{code}” cannot be a dossier’s code.")
    way_out = N_("Use 1 to {longest} letters, digits, dots and hyphens, without a space.")

    code: str
    longest: int


class CodeTaken(CommsDeskError):
    """Two dossiers cannot have one code."""

    what = N_("The code {code} is already that of “{name}”.")
    way_out = N_("Open that dossier, or use another code.")

    code: str
    name: str


class DossierNameMissing(CommsDeskError):
    """A dossier must have a name, of *longest* characters at most."""

    what = N_("A dossier must have a name of at most {longest} characters.")
    way_out = N_("Write a shorter name, or at least one letter.")

    name: str
    longest: int


class NoSuchDossier(CommsDeskError):
    """No dossier has this code."""

    what = N_("No dossier has the code {code}.")
    way_out = N_("Look for it on the Dossiers page.")

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDossier:
    """A dossier that is not on the desk yet."""

    code: str
    name: str
    scope: Scope = CITY
    lead: PersonId | None = None
    status: DossierStatus = DossierStatus.OPEN
    about: str = ""

    def __post_init__(self) -> None:
        """Refuse what `check` refuses."""
        check(self.code, self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A dossier of the desk."""

    id: DossierId
    code: str
    name: str
    scope: Scope
    lead: PersonId | None
    status: DossierStatus
    about: str


def check(code: str, name: str) -> None:
    """Refuse a code that people could not say or search, and a blank or endless name.

    Raises:
        CodeNotAllowed: The code is blank, too long, or has other signs.
        DossierNameMissing: The name is blank or too long.
    """
    if len(code.strip()) > CODE_LENGTH or not _CODE.fullmatch(code.strip()):
        raise CodeNotAllowed(code, CODE_LENGTH)
    if not name.strip() or len(name) > NAME_LENGTH:
        raise DossierNameMissing(name, NAME_LENGTH)


def code_key(code: str) -> str:
    """Return the form under which two spellings of one code are the same."""
    return code.strip().replace("–", "-").casefold()
