"""The directory in memory as an import would leave it: contacts and positions that can change.

A file may contradict itself: two rows of one name that give two notes.  Which of them comes
last must decide nothing, or the same file brought in again would change the directory again.
So what is disputed is written only where nothing stands, and said otherwise.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.media.contacts.importing import Candidate
from comms_desk.media.contacts.model import (
    Contact,
    ContactId,
    Position,
    PositionId,
    name_key,
    spoken_name,
)
from comms_desk.media.outlets.model import Outlet, outlet_key
from comms_desk.places import CITY, Scope
from comms_desk.text.fold import tokens

REMEMBERED = 4096
OF_CONTACT = ("language", "scope", "note")
OF_POSITION = ("title", "beats")


@dataclass(slots=True, kw_only=True, eq=False)
class DraftPosition:
    """A position as it would be after the import; *id* is None when it is to be added."""

    id: PositionId | None = None
    outlet: str = ""
    title: str = ""
    beats: tuple[str, ...] = ()
    emails: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()
    held: bool = True


@dataclass(slots=True, kw_only=True, eq=False)
class DraftContact:
    """A contact as they would be after the import; *id* is None when they are to be added."""

    id: ContactId | None = None
    family_name: str
    given_name: str
    language: Language = Language.FRENCH
    scope: Scope = CITY
    note: str = ""
    do_not_contact: bool = False
    positions: list[DraftPosition] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return spoken_name(self.given_name, self.family_name)

    @property
    def key(self) -> str:
        """Return the folded name, family name first."""
        return name_key(self.family_name, self.given_name)

    @classmethod
    def of(cls, contact: Contact, today: date) -> "DraftContact":
        """Start from *contact* as the directory has them."""
        held = contact.current(today)
        return cls(
            id=contact.id,
            family_name=contact.family_name,
            given_name=contact.given_name,
            language=contact.language,
            scope=contact.scope,
            note=contact.note,
            do_not_contact=contact.do_not_contact,
            positions=[_position(each, held=each in held) for each in contact.positions],
        )


@dataclass(slots=True, kw_only=True, eq=False)
class DraftNewsroom:
    """How a newsroom would be reached after the import; *before* is the outlet as it is."""

    outlet: str
    before: Outlet | None = None
    emails: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()

    @classmethod
    def of(cls, outlet: Outlet) -> "DraftNewsroom":
        """Start from *outlet* as the directory has it."""
        emails = tuple(map(Address.stored, outlet.emails))
        return cls(outlet=outlet.name, before=outlet, emails=emails, phones=outlet.phones)


class Disputes:
    """Where the rows of a file say different things of what may be one contact."""

    def __init__(self, candidates: Iterable[Candidate]) -> None:
        """Hear every row."""
        self._first: dict[str, object] = {}
        self._disputed: set[str] = set()
        for each in candidates:
            name, outlet = name_words(each.name), place_key(each.outlet)
            for said in OF_CONTACT:
                self._hear(f"{name}/{said}", getattr(each, said))
            for said in OF_POSITION:
                self._hear(f"{name}/{said}", getattr(each, said))
                self._hear(f"{name}/{said}/{outlet}", getattr(each, said))

    def over(self, candidate: Candidate, said: str) -> bool:
        """Whether other rows say otherwise of a field of whom *candidate* speaks of.

        A row without an outlet may speak of a position at any.
        """
        anywhere = f"{name_words(candidate.name)}/{said}"
        outlet = place_key(candidate.outlet)
        if said in OF_CONTACT or not outlet:
            return anywhere in self._disputed
        there, nowhere = f"{anywhere}/{outlet}", f"{anywhere}/"
        if there in self._disputed or nowhere in self._disputed:
            return True
        values = {self._first[each] for each in (there, nowhere) if each in self._first}
        return len(values) > 1

    def _hear(self, what: str, value: object) -> None:
        if value and self._first.setdefault(what, value) != value:
            self._disputed.add(what)


@lru_cache(maxsize=REMEMBERED)
def name_words(name: str) -> str:
    """Return the words of *name*, the same in whatever order a file has them."""
    return " ".join(sorted(set(tokens(name))))


@lru_cache(maxsize=REMEMBERED)
def place_key(outlet: str) -> str:
    """Return the form under which two spellings of an outlet are the same."""
    return outlet_key(outlet)


def _position(position: Position, *, held: bool) -> DraftPosition:
    return DraftPosition(
        id=position.id,
        outlet=position.outlet_name,
        title=position.title,
        beats=position.beats,
        emails=tuple(map(Address.stored, position.emails)),
        phones=position.phones,
        held=held,
    )
