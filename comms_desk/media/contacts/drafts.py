"""The directory in memory as an import would leave it: contacts and positions that can change.

A file may contradict itself: two rows of one name that give two notes.  Which of them comes
last must decide nothing, or the same file brought in again would change the directory again.
So what is disputed is written only where nothing stands, and said otherwise.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.media.contacts.facts import FACTS
from comms_desk.media.contacts.importing import ImportedContact
from comms_desk.media.contacts.model import Contact, Position, name_key, spoken_name
from comms_desk.media.contacts.origins import AddressOrigin
from comms_desk.media.outlets.model import Outlet, outlet_key
from comms_desk.places import CITY, Scope
from comms_desk.storage.values import value_of
from comms_desk.text.approximate import SomeDay

OF_CONTACT = tuple(
    fact.field for fact in FACTS if not fact.is_title and fact.field != "do_not_contact"
)
"""What a row says of a contact, beside their name and that nobody is to write to them."""
OF_POSITION = ("title", "beats", "started_on", "ended_on")


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

    @classmethod
    def said_by(cls, row: ImportedContact) -> "DraftPosition":
        """Return the position of which *row* speaks, where it is new."""
        return value_of(cls, row, before=None)


@dataclass(slots=True, kw_only=True, eq=False)
class DraftContact:
    """A contact as they would be after the import; *before* is None when they are to be added.

    *key* is the folded name, family name first.
    """

    before: Contact | None
    family_name: str
    given_name: str
    key: str
    form_of_address: str
    language: Language
    scope: Scope
    note: str
    do_not_contact: bool
    do_not_contact_reason: str
    verified_on: date | None
    positions: list[DraftPosition]
    origins: tuple[AddressOrigin, ...]

    @property
    def name(self) -> str:
        """Return the name as it is said: given name first."""
        return spoken_name(self.given_name, self.family_name)

    @classmethod
    def of(cls, contact: Contact) -> "DraftContact":
        """Start from *contact* as the directory has them."""
        return value_of(
            cls,
            contact,
            before=contact,
            key=name_key(contact.family_name, contact.given_name),
            positions=list(map(_position, contact.positions)),
        )

    @classmethod
    def said_by(cls, row: ImportedContact) -> "DraftContact":
        """Return the person of whom *row* speaks, where they are new."""
        return value_of(
            cls,
            row,
            before=None,
            language=row.language or Language.FRENCH,
            scope=row.scope or CITY,
            positions=[DraftPosition.said_by(row)] if row.says_where else [],
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
        for each in candidates:
            if rows_of[name := name_words(each.key)] == 1:
                continue
            for said in OF_CONTACT:
                self._hear((name, said), getattr(each, said))
            for said in OF_POSITION:
                self._hear((name, said), getattr(each, said))
                self._hear((name, said, each.place), getattr(each, said))

    def over(self, candidate: ImportedContact, said: str) -> bool:
        """Whether other rows say otherwise of a field of whom *candidate* speaks of.

        A row without an outlet may speak of a position at any.
        """
        anywhere = (name_words(candidate.key), said)
        if said in OF_CONTACT or not candidate.place:
            return anywhere in self._disputed
        there, nowhere = (*anywhere, candidate.place), (*anywhere, "")
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
