"""What an outlet is: its kind, its language, how far it reaches, what may be copied from it.

An outlet is known by its name: two spellings that fold alike are one outlet.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

from comms_desk.errors import N_, CommsDeskError
from comms_desk.mail.address import Address
from comms_desk.places import CITY, Scope
from comms_desk.text.fold import tokens
from comms_desk.text.phones import digits

OutletId = NewType("OutletId", int)

MOST_FOR_ONE = 30
"""Addresses, telephones or positions of one person, or of one newsroom."""

MOST_CHARACTERS = 500
"""More than this in a name or a title is a mistake of the file, not a name."""


class OutletKind(StrEnum):
    """What sort of outlet it is; the values are stored."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MAGAZINE = "magazine"
    RADIO = "radio"
    TELEVISION = "television"
    WEB = "web"
    NEWSLETTER = "newsletter"
    WIRE = "wire"
    STUDENT = "student"
    OTHER = "other"


class OutletLanguage(StrEnum):
    """In which language it publishes; the values are stored."""

    FRENCH = "fr"
    ENGLISH = "en"
    BOTH = "fr+en"
    OTHER = "other"


class OutletReach(StrEnum):
    """How far it is read or heard; the values are stored."""

    LOCAL = "local"
    METROPOLITAN = "metropolitan"
    PROVINCIAL = "provincial"
    NATIONAL = "national"
    INTERNATIONAL = "international"


class ReviewLicence(StrEnum):
    """What the office may copy from it into a press review; the values are stored."""

    LINK = "link"
    EXCERPT = "excerpt"
    FULL_TEXT = "full"


class OutletNameMissing(CommsDeskError):
    """An outlet must have a name made of letters or digits."""

    what = N_("An outlet needs a name.")
    way_out = N_("Write at least one letter or digit.")

    name: str


class OutletNameTaken(CommsDeskError):
    """Two outlets cannot have the same name, whatever its case and accents."""

    what = N_("There is already an outlet called “{name}”.")
    way_out = N_("Open that outlet, or write another name.")

    name: str


class TextTooLong(CommsDeskError):
    """A name, a title or a beat is longer than any real one."""

    what = N_("“{text}…” is too long: at most {limit} characters.")
    way_out = N_("Shorten it.")

    text: str
    limit: int


class MoreThanOnePerson(CommsDeskError):
    """More addresses, telephones or positions than anybody has would be one person's."""

    name: str
    limit: int


class BadPhone(CommsDeskError):
    """A telephone number has too few digits, or too many."""

    what = N_("“{phone}” is not a phone number.")
    way_out = N_("Write its digits, with the extension if there is one.")

    phone: str


class OutletTwiceInFile(CommsDeskError):
    """An earlier line of the file says otherwise of that outlet."""

    what = N_("Line {line} of the file has something else for {name}.")
    way_out = N_("Keep one of the two lines.")

    name: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutlet:
    """An outlet that is not on the desk yet.

    Attributes:
        also_called: What people call it besides: JdM, 98,5.
        scope: Which part of the city it covers.
        deadlines: When its newsroom closes, in its own words.
        licence_until: The last day of *review_licence*; None when it has no end.
        emails: Those of its newsroom, as *phones*: public, and nobody's own.
    """

    name: str
    also_called: tuple[str, ...] = ()
    kind: OutletKind = OutletKind.OTHER
    language: OutletLanguage = OutletLanguage.FRENCH
    reach: OutletReach = OutletReach.METROPOLITAN
    scope: Scope = CITY
    owner_group: str = ""
    deadlines: str = ""
    website: str = ""
    review_licence: ReviewLicence = ReviewLicence.LINK
    licence_until: date | None = None
    emails: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse an outlet without a name.

        Raises:
            OutletNameMissing: No letter or digit is in it.
        """
        if not tokens(self.name):
            raise OutletNameMissing(self.name)

    @property
    def key(self) -> str:
        """Return the form under which two spellings of one name are the same."""
        return outlet_key(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet of the desk; its fields are those of `NewOutlet`."""

    id: OutletId
    name: str
    also_called: tuple[str, ...]
    kind: OutletKind
    language: OutletLanguage
    reach: OutletReach
    scope: Scope
    owner_group: str
    deadlines: str
    website: str
    review_licence: ReviewLicence
    licence_until: date | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    note: str


def outlet_key(name: str) -> str:
    """Return the folded form of an outlet's name; its "+" is a word of it (La Presse+)."""
    return " ".join(tokens(name.replace("+", " plus ")))


def phone_key(phone: str) -> str:
    """Return the digits of a telephone number, which two are compared by.

    Raises:
        BadPhone: There are fewer than 3 (311) or more than 20.
    """
    key = digits(phone)
    if not 3 <= len(key) <= 20 or len(phone) > 60:  # noqa: PLR2004 - 311; E.164 and extension
        raise BadPhone(phone)
    return key


def check_lengths(*texts: str) -> None:
    """Refuse a text longer than any real one."""
    for text in texts:
        if len(text) > MOST_CHARACTERS:
            raise TextTooLong(text[:40], MOST_CHARACTERS)
