"""Who the press office calls: a contact, and the positions they hold at outlets.

Addresses and telephones belong to a position, since they are lost with it.  No field takes
a home address, a family, an opinion: a journalist's record holds what the work needs (Act
respecting access, s. 64).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType, Protocol

from comms_desk.errors import N_, CommsDeskError
from comms_desk.facts import complete, texts_of
from comms_desk.i18n import CITY_ZONE, Language
from comms_desk.mail.address import Address
from comms_desk.media.contacts.facts import FACTS, LISTED, POSITION_FACTS, REACHED_BY
from comms_desk.media.contacts.origins import AddressOrigin
from comms_desk.media.outlets.model import OutletId, check_lengths, phone_key
from comms_desk.places import CITY, Scope
from comms_desk.text.approximate import Ago, SomeDay, earliest, latest
from comms_desk.text.digests import digest_of
from comms_desk.text.fold import tokens

ContactId = NewType("ContactId", int)
PositionId = NewType("PositionId", int)

NAMES = tuple(fact for fact in FACTS if fact.is_title)
SHORT = tuple(fact for fact in FACTS if fact.is_short and not fact.is_title)
SHORT_OF_POSITIONS = tuple(
    fact for fact in POSITION_FACTS if fact.is_short and fact not in REACHED_BY
)


class ContactNameMissing(CommsDeskError):
    """A contact must have a name made of letters."""

    what = N_("A contact needs a name.")
    way_out = N_("Write a family name or a given name.")


class AddressTaken(CommsDeskError):
    """Two contacts cannot share an e-mail address."""

    what = N_("{address} already belongs to {holder}.")
    way_out = N_("Open that contact, or use another address.")

    address: str
    holder: str


class AddressTakenSince(AddressTaken):
    """They cannot leave the bin: another contact has their address by now."""

    what = N_("It cannot be put back: {address} belongs to {holder} by now.")
    way_out = N_(
        "Take the address away from the other one, or put the other in the bin; then try again."
    )


class PositionEndsBeforeStart(CommsDeskError):
    """A position cannot end before it began."""

    started_on: date
    ended_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPosition:
    """A position to add: at an outlet, or at none for a freelancer."""

    outlet: OutletId | None = None
    title: str = ""
    beats: tuple[str, ...] = ()
    started_on: SomeDay | None = None
    ended_on: SomeDay | None = None
    emails: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what cannot be written to, called, or true.

        Raises:
            BadPhone: A telephone number is none.
            PositionEndsBeforeStart: The dates are the wrong way round.
            TextTooLong: A text is longer than any real one.
        """
        check_position(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a contact works, or worked, and how to reach them there.

    *outlet_name* is what the outlet is called today; empty for a freelancer.  Since when and until
    when is known as precisely as somebody said it.
    """

    id: PositionId
    outlet: OutletId | None
    outlet_name: str
    title: str
    beats: tuple[str, ...]
    started_on: SomeDay | None
    ended_on: SomeDay | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """A contact that is not on the desk yet."""

    family_name: str
    given_name: str = ""
    form_of_address: str = ""
    language: Language = Language.FRENCH
    scope: Scope = CITY
    note: str = ""
    do_not_contact: bool = False
    do_not_contact_reason: str = ""
    verified_on: date | None = None
    positions: tuple[NewPosition, ...] = ()
    origins: tuple[AddressOrigin, ...] = ()
    """Of those addresses that come from elsewhere than who adds them."""

    def __post_init__(self) -> None:
        """Refuse a contact without a name.

        Raises:
            ContactNameMissing: No letter is in it.
            TextTooLong: A text on one line is longer than any real one.
        """
        check_contact(self)

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return spoken_name(self.given_name, self.family_name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A contact of the desk, with every position they hold or held, newest first.

    Attributes:
        form_of_address: « Mme », « M. », "Dr.": only where they gave it; it is never guessed.
        verified_on: The last day on which somebody made sure that all of it holds.
        origins: Where their addresses come from, as far as is known.
    """

    id: ContactId
    family_name: str
    given_name: str
    form_of_address: str
    language: Language
    scope: Scope
    note: str
    do_not_contact: bool
    do_not_contact_reason: str
    verified_on: date | None
    positions: tuple[Position, ...]
    origins: tuple[AddressOrigin, ...]

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return spoken_name(self.given_name, self.family_name)

    def current(self, day: date) -> tuple[Position, ...]:
        """Return the positions held on *day*, or that may be; one without dates is held."""
        return tuple(
            position
            for position in self.positions
            if is_held(position.started_on, position.ended_on, day)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRow:
    """A contact as a list shows it, its listed facts; *outlets* and theirs of those held now."""

    id: ContactId
    name: str
    sorted_name: str
    outlets: tuple[str, ...]
    title: str
    beats: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    do_not_contact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """A name that an article is signed with, and who bears it: at least one.

    *name* is how the directory spells it, of the first of them.
    """

    name: str
    contacts: tuple[ContactId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """How what a contact signs is known.

    Attributes:
        name: What their name is compared by.
        elsewhere: Outlets where others of that name work or worked, and they never did: what is
            published there is signed by those.
    """

    name: str
    elsewhere: frozenset[OutletId] = frozenset()


class NameDecision(StrEnum):
    """What keeps a name in bylines from being proposed; the values are stored."""

    NOT_A_PERSON = "not_a_person"
    NOT_NOW = "not_now"
    NAMESAKE = "namesake"
    """Who signs there is not the contact who bears the name."""
    ERASED = "erased"
    """Somebody of that name was erased; it is kept as a hash alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BylineAnswer:
    """What somebody said of a name in bylines.

    Attributes:
        key: The hash of what the name is compared by.
        name: As it was spelled; empty of who was erased.
        outlet: Where it signs; None: anywhere.
        by: The person who said so; None: the desk, as it erased somebody.
    """

    id: int
    key: str
    name: str
    outlet: OutletId | None
    said: NameDecision
    by: int | None
    at: datetime


def byline_key(name: str) -> str:
    """Return the hash under which what is said of a compared *name* is kept."""
    return digest_of(name)


def spoken_name(given_name: str, family_name: str) -> str:
    """Return « Camille Théorêt-Roy »."""
    return f"{given_name} {family_name}".strip()


def sorted_name(given_name: str, family_name: str) -> str:
    """Return « Théorêt-Roy, Camille »."""
    return ", ".join(filter(None, (family_name, given_name)))


def name_key(*parts: str) -> str:
    """Return the folded form of a name: what it is sorted and compared by."""
    return " ".join(tokens(" ".join(parts)))


class _Held(Protocol):
    """A position, as a value or as a row."""

    @property
    def started_on(self) -> SomeDay | None: ...

    @property
    def ended_on(self) -> SomeDay | None: ...

    @property
    def phones(self) -> tuple[str, ...]: ...


def check_contact(contact: object) -> None:
    """Refuse a contact without a name, or one of whom a text is longer than any real one."""
    check_name(*texts_of(NAMES, contact))
    check_lengths(*texts_of(SHORT, contact))


def check_position(position: _Held) -> None:
    """Refuse a position that cannot be true, or whose telephones cannot be called."""
    check_dates(position.started_on, position.ended_on)
    check_lengths(*texts_of(SHORT_OF_POSITIONS, position))
    for phone in position.phones:
        phone_key(phone)


def check_name(*parts: str) -> None:
    """Refuse a name without a letter, or too long to be one."""
    if not any(character.isalpha() for part in parts for character in part):
        raise ContactNameMissing
    check_lengths(*parts)


def meant[T](said: T | Ago, *, said_at: datetime) -> T | SomeDay:
    """Return what is *said*; what counts back counts from the day of *said_at* in the city."""
    return said.before(said_at.astimezone(CITY_ZONE).date()) if isinstance(said, Ago) else said


def is_held(started_on: SomeDay | None, ended_on: SomeDay | None, day: date) -> bool:
    """Whether a position is held on *day*, or may be, as far as is known."""
    has_begun = started_on is None or earliest(started_on) <= day
    return has_begun and (ended_on is None or latest(ended_on) >= day)


def check_dates(started_on: SomeDay | None, ended_on: SomeDay | None) -> None:
    """Refuse a position that cannot but end before it began."""
    if started_on is None or ended_on is None:
        return
    first, last = earliest(started_on), latest(ended_on)
    if last < first:
        raise PositionEndsBeforeStart(first, last)


complete(FACTS, NewContact, beside={"positions", "origins"})
complete(FACTS, Contact, beside={"id", "positions", "origins"})
complete(POSITION_FACTS, NewPosition, beside={"outlet"})
complete(POSITION_FACTS, Position, beside={"id", "outlet", "outlet_name"})
complete((*LISTED, *REACHED_BY), ContactRow)
