"""What a file of contacts would do to the directory: decided in memory, nothing written.

A row is somebody's when it has one of their addresses, or their name at the same outlet.
The same name elsewhere is another person (and is said): a wrong merge would send one
journalist's letters to another, a double is only seen and removed.  A row that has one
person's address and another's name is refused.  What the file leaves empty changes nothing,
addresses are added and never taken away, and "do not contact" is set and never lifted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import lru_cache

from comms_desk.errors import CommsDeskError
from comms_desk.i18n import Language
from comms_desk.mail.address import Address
from comms_desk.media.contacts.importing import Candidate, FoundContacts
from comms_desk.media.contacts.model import (
    AddressTaken,
    Contact,
    ContactId,
    PositionId,
    name_key,
    phone_key,
    spoken_name,
)
from comms_desk.media.outlets.model import outlet_key
from comms_desk.places import CITY, Scope
from comms_desk.text.fold import tokens


class Fate(StrEnum):
    """What becomes of a row of the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChange:
    """One field that a row changes; *before* is empty for what is added."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A row of the file, and what becomes of it.

    Attributes:
        reason: Why it is refused; None otherwise.
        namesake: It is new, and somebody of that name is already in the directory.
    """

    line: int
    name: str
    outlet: str
    fate: Fate
    changes: tuple[PlannedChange, ...] = ()
    reason: CommsDeskError | None = None
    namesake: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """The dry run of an import, in the order of the file."""

    rows: tuple[PlannedRow, ...]
    new_outlets: tuple[str, ...]
    found: FoundContacts

    @property
    def counts(self) -> Mapping[Fate, int]:
        """Return how many rows have each fate."""
        counted = Counter(row.fate for row in self.rows)
        return {fate: counted[fate] for fate in Fate}

    @property
    def does_something(self) -> bool:
        """Whether applying it would write anything."""
        return any(row.fate in {Fate.NEW, Fate.CHANGED} for row in self.rows)


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


class Merger:
    """The directory in memory, and what the rows of a file make of it."""

    def __init__(self, contacts: Iterable[Contact], outlets: Iterable[str], today: date) -> None:
        """Start from the *contacts* of the directory and the keys of its *outlets*."""
        self.drafts: list[DraftContact] = []
        self.new_outlets: dict[str, str] = {}
        self._outlets = set(outlets)
        self._by_address: dict[str, DraftContact] = {}
        self._by_place: dict[tuple[str, str], DraftContact] = {}
        self._names: Counter[str] = Counter()
        for contact in contacts:
            self._know(_draft(contact, today))

    def plan(self, found: FoundContacts) -> ImportPlan:
        """Merge every row of *found*, and say what became of each."""
        rows = [self._merge(candidate) for candidate in found.candidates]
        rows += (
            PlannedRow(
                line=each.line, name=each.name, outlet="", fate=Fate.REFUSED, reason=each.reason
            )
            for each in found.refused
        )
        return ImportPlan(
            rows=tuple(sorted(rows, key=lambda row: row.line)),
            new_outlets=tuple(self.new_outlets.values()),
            found=found,
        )

    def _merge(self, candidate: Candidate) -> PlannedRow:
        def planned(fate: Fate, **more: object) -> PlannedRow:
            return PlannedRow(
                line=candidate.line,
                name=candidate.name,
                outlet=candidate.outlet,
                fate=fate,
                **more,  # type: ignore[arg-type]
            )

        try:
            contact = self._holder(candidate)
        except AddressTaken as reason:
            return planned(Fate.REFUSED, reason=reason)
        if contact is None:
            namesake = self._names[candidate.key] > 0
            contact = DraftContact(
                family_name=candidate.family_name, given_name=candidate.given_name
            )
            self._change(contact, candidate)
            self._know(contact)
            return planned(Fate.NEW, namesake=namesake)
        changes = self._change(contact, candidate)
        self._index(contact)
        return planned(Fate.CHANGED if changes else Fate.SAME, changes=tuple(changes))

    def _holder(self, candidate: Candidate) -> DraftContact | None:
        """Return whose row it is, None when nobody's.

        Raises:
            AddressTaken: An address is somebody's who has not that name.
        """
        place = (candidate.key, _place_key(candidate.outlet))
        contact = self._by_place.get(place) if candidate.outlet or not candidate.emails else None
        for email in candidate.emails:
            other = self._by_address.get(email.key)
            if other is None:
                continue
            same_name = set(tokens(other.name)) == set(tokens(candidate.name))
            if not same_name or contact not in (None, other):
                raise AddressTaken(email.bare, other.name)
            contact = other
        return contact

    def _change(self, contact: DraftContact, candidate: Candidate) -> list[PlannedChange]:
        changes: list[PlannedChange] = []
        for name in ("language", "scope", "note", "do_not_contact"):
            _set(contact, name, getattr(candidate, name), changes)
        position = _position_of(contact, candidate)
        if position is None:
            return changes
        if position not in contact.positions:
            contact.positions.append(position)
            changes.append(PlannedChange(field="position", before="", after=candidate.outlet))
            key = _place_key(candidate.outlet)
            if key and key not in self._outlets:
                self.new_outlets.setdefault(key, candidate.outlet)
        for name in ("title", "beats"):
            _set(position, name, getattr(candidate, name), changes)
        emails = _union(position.emails, candidate.emails, lambda email: email.key)
        _set(position, "emails", emails, changes)
        _set(position, "phones", _union(position.phones, candidate.phones, phone_key), changes)
        return changes

    def _know(self, contact: DraftContact) -> None:
        self.drafts.append(contact)
        self._names[contact.key] += 1
        self._index(contact)

    def _index(self, contact: DraftContact) -> None:
        for position in contact.positions:
            self._by_place.setdefault((contact.key, _place_key(position.outlet)), contact)
            for email in position.emails:
                self._by_address.setdefault(email.key, contact)
        if not contact.positions:
            self._by_place.setdefault((contact.key, ""), contact)


@lru_cache(maxsize=4096)
def _place_key(outlet: str) -> str:
    return outlet_key(outlet)


def _draft(contact: Contact, today: date) -> DraftContact:
    held = contact.current(today)
    return DraftContact(
        id=contact.id,
        family_name=contact.family_name,
        given_name=contact.given_name,
        language=contact.language,
        scope=contact.scope,
        note=contact.note,
        do_not_contact=contact.do_not_contact,
        positions=[
            DraftPosition(
                id=each.id,
                outlet=each.outlet_name,
                title=each.title,
                beats=each.beats,
                emails=tuple(map(Address.stored, each.emails)),
                phones=each.phones,
                held=each in held,
            )
            for each in contact.positions
        ],
    )


def _position_of(contact: DraftContact, candidate: Candidate) -> DraftPosition | None:
    """Return the position that a row speaks of, a new one, or None when it speaks of none."""
    held = [each for each in contact.positions if each.held]
    if candidate.outlet:
        key = _place_key(candidate.outlet)
        same = (each for each in held if _place_key(each.outlet) == key)
        return next(same, DraftPosition(outlet=candidate.outlet))
    if not (candidate.title or candidate.beats or candidate.emails or candidate.phones):
        return None
    keys = {each.key for each in candidate.emails}
    for position in held:
        if keys & {each.key for each in position.emails}:
            return position
    if len(held) == 1:
        return held[0]
    return next((each for each in held if not each.outlet), DraftPosition())


def _set(target: object, name: str, value: object, changes: list[PlannedChange]) -> None:
    """Set a field to what the file says, and note it when that is a change."""
    before = getattr(target, name)
    if not value or value == before:
        return
    setattr(target, name, value)
    changes.append(PlannedChange(field=name, before=_text(before), after=_text(value)))


def _union[T](held: tuple[T, ...], found: tuple[T, ...], key: Callable[[T], str]) -> tuple[T, ...]:
    known = {key(each) for each in held}
    return (*held, *(each for each in found if key(each) not in known))


def _text(value: object) -> str:
    match value:
        case tuple():
            return ", ".join(map(str, value))
        case Scope():
            return value.to_text()
        case bool():
            return "✓" if value else ""
        case _:
            return str(value)
