"""What a file of contacts would do to the directory: decided in memory, nothing written.

A row is somebody's when it has one of their addresses, else their name at the same outlet.
The same name elsewhere is another person (and is said): a wrong merge would send one
journalist's letters to another, a double is only seen and removed.  An address is one
person's: a row of another name that has it (two reporters who give their newsroom's) comes
in without it, and that is said; where nothing else would place or reach them, it is refused.
(Where the holder works decides nothing: a later row may change that.)  What the file leaves
empty changes nothing, addresses are added and never taken away, and "do not contact" is set
and never lifted.

The same file again changes nothing, to its last row.  So a row goes first to whom it would
leave as they are; two titles at one outlet are two positions; and what rows of one name
dispute is written only where nothing stands (see `drafts`).
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from comms_desk.errors import CommsDeskError
from comms_desk.media.contacts.drafts import (
    OF_CONTACT,
    Disputes,
    DraftContact,
    DraftNewsroom,
    DraftPosition,
    name_words,
    place_key,
)
from comms_desk.media.contacts.importing import Candidate, FoundContacts, Newsroom
from comms_desk.media.contacts.model import (
    MOST_FOR_ONE,
    AddressTaken,
    Contact,
    MoreThanOnePerson,
    phone_key,
)
from comms_desk.media.outlets.model import Outlet
from comms_desk.places import Scope

_Said = list[tuple[object, str, Any]]
"""What is to be set: of a draft, which field, to what."""


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
        disputed: Fields that it leaves as they are, since other rows of that name say
            otherwise.
        is_newsroom: It names nobody: it is how the newsroom of *outlet* is reached.
        left_out: Why addresses or telephones of it are left out of what becomes of it.
    """

    line: int
    name: str
    outlet: str
    fate: Fate
    changes: tuple[PlannedChange, ...] = ()
    reason: CommsDeskError | None = None
    namesake: bool = False
    disputed: tuple[str, ...] = ()
    is_newsroom: bool = False
    left_out: tuple[CommsDeskError, ...] = ()


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


class Merger:
    """The directory in memory, and what the rows of a file make of it."""

    def __init__(self, contacts: Iterable[Contact], outlets: Iterable[Outlet], today: date) -> None:
        """Start from the *contacts* of the directory and its *outlets*."""
        self.drafts: list[DraftContact] = []
        self.new_outlets: dict[str, str] = {}
        self.newsrooms = {place_key(each.name): DraftNewsroom.of(each) for each in outlets}
        self._outlets = frozenset(self.newsrooms)
        self._by_address: dict[str, DraftContact] = {}
        self._by_place: dict[tuple[str, str], list[DraftContact]] = defaultdict(list)
        self._names: Counter[str] = Counter()
        self._disputes = Disputes(())
        for contact in contacts:
            self._know(DraftContact.of(contact, today))

    def plan(self, found: FoundContacts) -> ImportPlan:
        """Merge every row of *found*, and say what became of each."""
        self._disputes = Disputes(found.candidates)
        rows = [self._merge(candidate) for candidate in found.candidates]
        rows += map(self._reach, found.newsrooms)
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
                left_out=() if fate is Fate.REFUSED else left_out,
                **more,  # type: ignore[arg-type]
            )

        left_out = candidate.left_out
        try:
            candidate, taken = self._without_taken(candidate)
            left_out += taken
            meant = self._meant(candidate)
            if meant is None:
                namesake = self._names[candidate.key] > 0
                contact = DraftContact(
                    family_name=candidate.family_name, given_name=candidate.given_name
                )
                meant = self._weigh(contact, candidate, stands=False)
                meant.carry_out()
                self._know(contact)
                self._meet(candidate.outlet)
                return planned(Fate.NEW, namesake=namesake)
            changes = meant.carry_out()
        except (AddressTaken, MoreThanOnePerson) as reason:
            return planned(Fate.REFUSED, reason=reason.with_traceback(None))
        self._index(meant.contact)
        self._meet(candidate.outlet)
        fate = Fate.CHANGED if changes else Fate.SAME
        return planned(fate, changes=changes, disputed=tuple(meant.disputed))

    def _reach(self, row: Newsroom) -> PlannedRow:
        """Add to a newsroom how it is reached."""
        key = place_key(row.outlet)
        self._meet(row.outlet)
        newsroom = self.newsrooms.setdefault(key, DraftNewsroom(outlet=row.outlet))
        met = bool(newsroom.before or newsroom.emails or newsroom.phones)
        emails = _union(newsroom.emails, row.emails, lambda email: email.key)
        phones = _union(newsroom.phones, row.phones, phone_key)
        changes = [
            PlannedChange(field=name, before=_text(before), after=_text(after))
            for name, before, after in (
                ("emails", newsroom.emails, emails),
                ("phones", newsroom.phones, phones),
            )
            if before != after
        ]
        fate = Fate.CHANGED if changes else Fate.SAME
        reason = None
        if max(len(emails), len(phones)) > MOST_FOR_ONE:
            fate, reason, changes = Fate.REFUSED, MoreThanOnePerson(row.outlet, MOST_FOR_ONE), []
        else:
            newsroom.emails, newsroom.phones = emails, phones
        return PlannedRow(
            line=row.line,
            name="",
            outlet=row.outlet,
            fate=fate if met or reason else Fate.NEW,
            changes=tuple(changes) if met else (),
            reason=reason,
            is_newsroom=True,
            left_out=() if reason else row.left_out,
        )

    def _without_taken(self, row: Candidate) -> tuple[Candidate, tuple[AddressTaken, ...]]:
        """Return *row* without the addresses of people of another name, and whose they are.

        Raises:
            AddressTaken: Without them it names no outlet and nothing reaches them, or they are
                not to be written to, at an address that is written to for somebody else.
        """
        words = name_words(row.name)
        taken = {
            email: AddressTaken(email.bare, other.name)
            for email in row.emails
            if (other := self._by_address.get(email.key)) and name_words(other.name) != words
        }
        if not taken:
            return row, ()
        rest = replace(row, emails=tuple(each for each in row.emails if each not in taken))
        if row.do_not_contact or not (rest.outlet or rest.emails or rest.phones):
            raise next(iter(taken.values()))
        return rest, tuple(taken.values())

    def _meant(self, candidate: Candidate) -> "_Meant | None":
        """Return whose row it is and what it would do to them; None when it is nobody's.

        Raises:
            AddressTaken: Two people of that name have its addresses, or one has, and another
                is at that outlet.
        """
        contact: DraftContact | None = None
        for email in candidate.emails:
            other = self._by_address.get(email.key)
            if other is None:
                continue
            if contact not in (None, other):
                raise AddressTaken(email.bare, other.name)
            contact = other
        if candidate.emails and not candidate.outlet:
            return None if contact is None else self._weigh(contact, candidate)
        there = self._by_place.get((candidate.key, place_key(candidate.outlet)), ())
        if contact is not None:
            if there and contact not in there:
                raise AddressTaken(candidate.emails[0].bare, contact.name)
            return self._weigh(contact, candidate)
        weighed = [self._weigh(each, candidate) for each in there]
        return min(weighed, key=lambda each: each.weight, default=None)

    def _weigh(self, contact: DraftContact, row: Candidate, *, stands: bool = True) -> "_Meant":
        """Return what *row* would do to *contact*, of whom nothing *stands* where it is new.

        Raises:
            MoreThanOnePerson: They would have more than anybody has.
        """
        meant = _Meant(contact)
        for name in OF_CONTACT:
            if not (value := getattr(row, name)) or value == getattr(contact, name):
                continue
            if stands and getattr(contact, name) and self._disputes.over(row, name):
                meant.disputed.append(name)
            else:
                meant.values.append((contact, name, value))
        if row.do_not_contact and not contact.do_not_contact:
            meant.values.append((contact, "do_not_contact", True))
        if row.outlet or row.title or row.beats or row.emails or row.phones:
            position, said = self._position_of(contact, row)
            meant.added = None if position in contact.positions else position
            meant.values += said
        most = max(
            len(contact.positions) + 1 if meant.added else 0,
            *(len(value) for _target, name, value in meant.values if name in {"emails", "phones"}),
            0,
        )
        if most > MOST_FOR_ONE:
            raise MoreThanOnePerson(contact.name, MOST_FOR_ONE)
        return meant

    def _position_of(self, contact: DraftContact, row: Candidate) -> tuple[DraftPosition, _Said]:
        """Return the position that a row speaks of, or a new one, and what it says of it."""
        held = [each for each in contact.positions if each.held]
        key = place_key(row.outlet)
        pool = [each for each in held if not row.outlet or place_key(each.outlet) == key]
        near = pool if row.outlet else _near(held, row)
        said = {id(each): self._said_of(each, row) for each in pool}
        for unchanged in (each for each in pool if not said[id(each)]):
            return unchanged, []
        if len(near) > 1:
            near.sort(key=lambda each: not _share_an_address(each, row))
        named = (each for each in near if row.title and each.title == row.title)
        free = (each for each in near if not (row.title and each.title))
        found = next(named, None) or next(free, None)
        if found is None and near and not self._disputes.over(row, "title"):
            found = near[0]
        if found is None:
            found = DraftPosition(outlet=row.outlet)
        return found, said.get(id(found)) or self._said_of(found, row)

    def _said_of(self, position: DraftPosition, row: Candidate) -> _Said:
        """Return what *row* says of *position* that is not there yet."""
        beats = row.beats
        if beats and beats != position.beats and self._disputes.over(row, "beats"):
            beats = _union(position.beats, beats, str)
        said = {
            "title": row.title,
            "beats": beats,
            "emails": _union(position.emails, row.emails, lambda email: email.key),
            "phones": _union(position.phones, row.phones, phone_key),
        }
        return [
            (position, name, value)
            for name, value in said.items()
            if value and value != getattr(position, name)
        ]

    def _meet(self, outlet: str) -> None:
        key = place_key(outlet)
        if key and key not in self._outlets:
            self.new_outlets.setdefault(key, outlet)

    def _know(self, contact: DraftContact) -> None:
        self.drafts.append(contact)
        self._names[contact.key] += 1
        self._index(contact)

    def _index(self, contact: DraftContact) -> None:
        for position in contact.positions:
            self._stand(contact, position.outlet)
            for email in position.emails:
                self._by_address.setdefault(email.key, contact)
        if not contact.positions:
            self._stand(contact, "")

    def _stand(self, contact: DraftContact, outlet: str) -> None:
        there = self._by_place[contact.key, place_key(outlet)]
        if contact not in there:
            there.append(contact)


@dataclass(slots=True)
class _Meant:
    """Whose row it is, and what it would do to them."""

    contact: DraftContact
    added: DraftPosition | None = None
    values: _Said = field(default_factory=list)
    disputed: list[str] = field(default_factory=list)

    @property
    def weight(self) -> tuple[bool, int]:
        """Return how far it is from leaving the contact as they are."""
        return bool(self.values or self.added), len(self.disputed)

    def carry_out(self) -> tuple[PlannedChange, ...]:
        """Do it, and return what it changed."""
        changes: list[PlannedChange] = []
        if self.added is not None:
            self.contact.positions.append(self.added)
            outlet = self.added.outlet
            changes.append(PlannedChange(field="position", before="", after=outlet))
        for target, name, value in self.values:
            before = _text(getattr(target, name))
            changes.append(PlannedChange(field=name, before=before, after=_text(value)))
            setattr(target, name, value)
        return tuple(changes)


def _near(held: list[DraftPosition], row: Candidate) -> list[DraftPosition]:
    """Return the positions of which a row without an outlet may speak."""
    sharing = [each for each in held if _share_an_address(each, row)]
    if sharing or len(held) == 1:
        return sharing or list(held)
    return [each for each in held if not each.outlet]


def _share_an_address(position: DraftPosition, row: Candidate) -> bool:
    keys = {each.key for each in row.emails}
    return any(each.key in keys for each in position.emails)


def _union[T](held: tuple[T, ...], found: tuple[T, ...], key: Callable[[T], str]) -> tuple[T, ...]:
    if all(each in held for each in found):
        return held
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
