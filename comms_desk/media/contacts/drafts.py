"""The directory in memory as an import would leave it: contacts and positions that can change.

A file may contradict itself: two rows of one name that give two notes.  Which of them comes
last must decide nothing, or the same file brought in again would change the directory again.
So what is disputed is written only where nothing stands, and said otherwise.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from comms_desk.errors import CommsDeskError
from comms_desk.facts import complete
from comms_desk.mail.address import Address
from comms_desk.media.contacts.facts import FACTS, POSITION_FACTS, REACHED_BY
from comms_desk.media.contacts.model import Contact, NewContact, Position, name_key
from comms_desk.media.outlets.model import Outlet, outlet_key
from comms_desk.storage.values import value_of
from comms_desk.text.approximate import Ago, SomeDay

OF_CONTACT = tuple(fact for fact in FACTS if not fact.is_title and fact.field != "do_not_contact")
"""What a row says of a contact, beside their name and that nobody is to write to them."""
OF_POSITION = tuple(fact.field for fact in POSITION_FACTS if fact not in REACHED_BY)
"""What a row says of a position, beside how it is reached: fields."""


@dataclass(slots=True, kw_only=True, eq=False)
class DraftPosition:
    """A position as it would be after the import; *before* is None when it is to be added.

    *place* is the form under which two spellings of *outlet* are the same.
    """

    before: Position | None = None
    outlet: str = ""
    place: str = ""
    title: str = ""
    beats: tuple[str, ...] = ()
    started_on: SomeDay | None = None
    ended_on: SomeDay | None = None
    emails: tuple[Address, ...] = ()
    phones: tuple[str, ...] = ()

    @property
    def says_where(self) -> bool:
        """Whether it speaks of a place of work, of what is done there, or how it is reached."""
        return bool(self.outlet) or any(getattr(self, fact.field) for fact in POSITION_FACTS)

    def take(self, name: str, value: object) -> object:
        """Set a field to *value*, and return what it was."""
        before: object = getattr(self, name)
        setattr(self, name, value)
        return before


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedContact:
    """What one row says of a person; an empty cell says nothing.

    Attributes:
        id: By which the file knows them; empty where it says none.
        key: The folded name, family name first.
        contact: Them, as they would be if they were new.
        said: The fields of `OF_CONTACT` that the row fills.
        position: Where it says that they work, as far as it does.
        ago: The days of it that count back from when the file is brought in, by their fields.
        left_out: Why an address, a telephone, a date or a language was left out of the row.
    """

    line: int
    id: str
    key: str
    contact: NewContact
    said: tuple[str, ...]
    position: DraftPosition
    ago: tuple[tuple[str, Ago], ...] = ()
    left_out: tuple[CommsDeskError, ...] = ()

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return self.contact.name

    @property
    def reaches(self) -> bool:
        """Whether it has an address or a telephone."""
        return bool(self.position.emails or self.position.phones)


@dataclass(slots=True, kw_only=True, eq=False)
class DraftContact:
    """A contact as they would be after the import; *before* is None when they are to be added.

    *key* is the folded name, family name first; *now* has their facts.
    """

    before: Contact | None
    key: str
    now: Contact | NewContact
    positions: tuple[DraftPosition, ...]

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return self.now.name

    def take(self, name: str, value: Any) -> object:
        """Set a fact to *value*, and return what it was."""
        before: object = getattr(self.now, name)
        self.now = replace(self.now, **{name: value})
        return before

    @classmethod
    def of(cls, contact: Contact) -> "DraftContact":
        """Start from *contact* as the directory has them."""
        return cls(
            before=contact,
            key=name_key(contact.family_name, contact.given_name),
            now=contact,
            positions=tuple(map(_position, contact.positions)),
        )

    @classmethod
    def said_by(cls, row: ImportedContact) -> "DraftContact":
        """Return the person of whom *row* speaks, where they are new."""
        return cls(
            before=None,
            key=row.key,
            now=row.contact,
            positions=(row.position,) if row.position.says_where else (),
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

    def __init__(self, candidates: Sequence[ImportedContact]) -> None:
        """Hear every row; one whose name no other has is disputed by none."""
        self._first: dict[tuple[str, ...], object] = {}
        self._disputed: set[tuple[str, ...]] = set()
        rows_of = Counter(name_words(each.key) for each in candidates)
        self._several = frozenset(name for name, rows in rows_of.items() if rows > 1)
        for each in candidates:
            if (name := name_words(each.key)) not in self._several:
                continue
            for said in each.said:
                self._hear((name, said), getattr(each.contact, said))
            for said in OF_POSITION:
                self._hear((name, said), getattr(each.position, said))
                self._hear((name, said, each.position.place), getattr(each.position, said))

    def several_have(self, key: str) -> bool:
        """Whether several rows have that folded name, in whatever order of its words."""
        return name_words(key) in self._several

    def over(self, candidate: ImportedContact, said: str) -> bool:
        """Whether other rows say otherwise of a field of whom *candidate* speaks of.

        A row without an outlet may speak of a position at any.
        """
        anywhere, place = (name_words(candidate.key), said), candidate.position.place
        if said not in OF_POSITION or not place:
            return anywhere in self._disputed
        there, nowhere = (*anywhere, place), (*anywhere, "")
        if there in self._disputed or nowhere in self._disputed:
            return True
        values = {self._first[each] for each in (there, nowhere) if each in self._first}
        return len(values) > 1

    def _hear(self, what: tuple[str, ...], value: object) -> None:
        if value and self._first.setdefault(what, value) != value:
            self._disputed.add(what)


def name_words(key: str) -> str:
    """Return the words of a folded name, the same in whatever order a file has them."""
    return " ".join(sorted(set(key.split())))


def _position(position: Position) -> DraftPosition:
    return value_of(
        DraftPosition,
        position,
        before=position,
        outlet=position.outlet_name,
        place=outlet_key(position.outlet_name),
        emails=tuple(map(Address.stored, position.emails)),
    )


complete(POSITION_FACTS, DraftPosition)
