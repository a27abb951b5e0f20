"""What a file of contacts would do to the directory: decided in memory, nothing written.

A row is somebody's when it has one of their addresses, else their name at the same outlet.
The same name elsewhere is another person (and is said), unless the file says by an id that both
rows are one's: a wrong merge would send one journalist's letters to another, a double is only seen
and removed.  An address is one
person's: a row of another name that has it (two reporters who give their newsroom's) comes
in without it, and that is said; where nothing else would place or reach them, it is refused.
(Where the holder works decides nothing: a later row may change that.)  What the file leaves
empty changes nothing, addresses are added and never taken away, and "do not contact" is set
and never lifted.

The same file again changes nothing, to its last row.  So a row goes first to whom it would
leave as they are; two titles at one outlet are two positions; and what rows of one name
dispute is written only where nothing stands (see `drafts`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from comms_desk.imports.model import PlannedChange, PlannedRow, RowFate
from comms_desk.imports.reading import refusal
from comms_desk.mail.address import Address
from comms_desk.media.contacts.drafts import (
    OF_POSITION,
    Disputes,
    DraftContact,
    DraftNewsroom,
    DraftPosition,
    ImportedContact,
    name_words,
)
from comms_desk.media.contacts.importing import Newsroom
from comms_desk.media.contacts.model import AddressTaken, Contact, is_held
from comms_desk.media.outlets.model import (
    MOST_FOR_ONE,
    MoreThanOnePerson,
    Outlet,
    outlet_key,
    phone_key,
)
from comms_desk.places import Scope
from comms_desk.text.approximate import Approximate

_Said = list[tuple[DraftContact | DraftPosition, str, Any]]
"""What is to be set: of a draft, which field, to what."""


class Merger:
    """The directory in memory, and what the rows of a file make of it."""

    def __init__(self, contacts: Iterable[Contact], outlets: Iterable[Outlet], today: date) -> None:
        """Start from the *contacts* of the directory and its *outlets*."""
        self.drafts: list[DraftContact] = []
        self.newsrooms = {outlet_key(each.name): DraftNewsroom.of(each) for each in outlets}
        self.changed: dict[DraftContact, None] = {}
        self.reached: dict[DraftNewsroom, None] = {}
        self._new_outlets: dict[str, str] = {}
        self._outlets = frozenset(self.newsrooms)
        self._by_address: dict[str, DraftContact] = {}
        self._by_id: dict[tuple[str, str], DraftContact] = {}
        # By place, then by name: one key of both for each of many people takes six megabytes.
        self._by_place: dict[str, dict[str, tuple[DraftContact, ...]]] = {}
        self._names: set[str] = set()
        self._disputes = Disputes(())
        self._today = today
        for contact in contacts:
            self._know(DraftContact.of(contact))

    def merge(self, rows: list[ImportedContact | Newsroom]) -> Iterator[PlannedRow]:
        """Take every row in, people before newsrooms, and say what becomes of each."""
        newsrooms = [each for each in rows if isinstance(each, Newsroom)]
        candidates = [each for each in rows if isinstance(each, ImportedContact)]
        rows.clear()
        for candidate in candidates:
            self._date(candidate)
        self._disputes = Disputes(candidates)
        candidates.reverse()
        while candidates:
            yield self._merge(candidates.pop())
        yield from map(self._reach, newsrooms)
        for index in (self._by_address, self._by_id, self._by_place, self._names):
            index.clear()

    @property
    def new_outlets(self) -> Sequence[str]:
        """The names of the outlets that the rows bring with them."""
        return tuple(self._new_outlets.values())

    @property
    def absent(self) -> int:
        """A file of contacts is never the whole directory: nobody is missed."""
        return 0

    def _date(self, row: ImportedContact) -> None:
        """Count what counts back from today, when the file is brought in."""
        for day, ago in row.ago:
            setattr(row.position, day, ago.before(self._today))

    def _merge(self, row: ImportedContact) -> PlannedRow:
        try:
            row, taken = self._without_taken(row)
            meant = self._meant(row)
            changes = None if meant is None else meant.carry_out()
        except (AddressTaken, MoreThanOnePerson) as reason:
            return refusal(row.line, row.name, reason, where=row.position.outlet)
        said = row.position
        self._meet(said.outlet, said.place)
        namesake, disputed = False, tuple[str, ...]()
        if meant is None:
            fate, namesake = RowFate.NEW, row.key in self._names
            self._know(DraftContact.said_by(row))
            self._hear(row, self.drafts[-1])
        else:
            fate, disputed = RowFate.CHANGED if changes else RowFate.SAME, tuple(meant.disputed)
            if row.contact.origins:
                origins = (*meant.contact.now.origins, *row.contact.origins)
                meant.contact.take("origins", origins)
            self._index(meant.contact)
            self._hear(row, meant.contact)
            if changes:
                self.changed[meant.contact] = None
        return PlannedRow(
            line=row.line,
            name=row.name,
            where=said.outlet,
            title=said.title if meant is None else "",
            beats=said.beats if meant is None else (),
            fate=fate,
            changes=changes or (),
            namesake=namesake,
            disputed=disputed,
            left_out=row.left_out + taken,
        )

    def _reach(self, row: Newsroom) -> PlannedRow:
        """Add to a newsroom how it is reached."""
        newsroom = self.newsrooms.setdefault(row.place, DraftNewsroom(outlet=row.outlet))
        met = bool(newsroom.before or newsroom.emails or newsroom.phones)
        emails = _union(newsroom.emails, row.emails, _key)
        phones = _union(newsroom.phones, row.phones, phone_key)
        if max(len(emails), len(phones)) > MOST_FOR_ONE:
            reason = MoreThanOnePerson(row.outlet, MOST_FOR_ONE)
            refused = refusal(row.line, "", reason, where=row.outlet)
            return replace(refused, is_newsroom=True)
        self._meet(row.outlet, row.place)
        changes = tuple(
            PlannedChange(name, _text(before), _text(after))
            for name, before, after in (
                ("emails", newsroom.emails, emails),
                ("phones", newsroom.phones, phones),
            )
            if before != after
        )
        newsroom.emails, newsroom.phones = emails, phones
        if changes:
            self.reached[newsroom] = None
        fate = RowFate.CHANGED if changes else RowFate.SAME
        return PlannedRow(
            line=row.line,
            name="",
            where=row.outlet,
            fate=fate if met else RowFate.NEW,
            changes=changes if met else (),
            is_newsroom=True,
            left_out=row.left_out,
        )

    def _without_taken(
        self, row: ImportedContact
    ) -> tuple[ImportedContact, tuple[AddressTaken, ...]]:
        """Return *row* without the addresses of people of another name, and whose they are.

        Raises:
            AddressTaken: Without them it names no outlet and nothing reaches them, or they are
                not to be written to, at an address that is written to for somebody else.
        """
        taken = {
            email: AddressTaken(email.bare, other.name)
            for email in row.position.emails
            if (other := self._by_address.get(email.key))
            and name_words(other.key) != name_words(row.key)
        }
        if not taken:
            return row, ()
        said = row.position
        rest = tuple(each for each in said.emails if each not in taken)
        if row.contact.do_not_contact or not (said.outlet or rest or said.phones):
            raise next(iter(taken.values()))
        return replace(row, position=replace(said, emails=rest)), tuple(taken.values())

    def _meant(self, candidate: ImportedContact) -> "_Meant | None":
        """Return whose row it is and what it would do to them; None when it is nobody's.

        Raises:
            AddressTaken: Two people of that name have its addresses, or one has, and another
                is at that outlet.
        """
        said = candidate.position
        contact = self._by_id.get((candidate.id, candidate.key))
        for email in said.emails:
            other = self._by_address.get(email.key)
            if other is None:
                continue
            if contact not in (None, other):
                raise AddressTaken(email.bare, other.name)
            contact = other
        if said.emails and not said.outlet:
            return None if contact is None else self._weigh(contact, candidate)
        there = self._by_place.get(said.place, {}).get(candidate.key, ())
        if contact is not None:
            if there and contact not in there and said.emails:
                raise AddressTaken(said.emails[0].bare, contact.name)
            return self._weigh(contact, candidate)
        weighed = [self._weigh(each, candidate) for each in there]
        return min(weighed, key=lambda each: each.weight, default=None)

    def _weigh(self, contact: DraftContact, row: ImportedContact) -> "_Meant":
        """Return what *row* would do to *contact*.

        Raises:
            MoreThanOnePerson: They would have more than anybody has.
        """
        meant, known = _Meant(contact), contact.now
        for name in row.said:
            value, before = getattr(row.contact, name), getattr(known, name)
            if value == before:
                continue
            if name == "verified_on" and known.verified_on and value < known.verified_on:
                continue
            if before and self._disputes.over(row, name):
                meant.disputed.append(name)
            else:
                meant.values.append((contact, name, value))
        if row.contact.do_not_contact and not known.do_not_contact:
            meant.values.append((contact, "do_not_contact", True))
        if row.position.says_where:
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

    def _position_of(
        self, contact: DraftContact, row: ImportedContact
    ) -> tuple[DraftPosition, _Said]:
        """Return the position that a row speaks of, or a new one, and what it says of it."""
        wanted = row.position
        if not self._is_held(wanted):
            return self._past_position_of(contact, row)
        held = [each for each in contact.positions if self._is_held(each)]
        pool = [each for each in held if not wanted.outlet or each.place == wanted.place]
        near = pool if wanted.outlet else _near(held, wanted)
        said = {id(each): self._said_of(each, row) for each in pool}
        for unchanged in (each for each in pool if not said[id(each)]):
            return unchanged, []
        if len(near) > 1:
            near.sort(key=lambda each: not _share_an_address(each, wanted))
        named = (each for each in near if wanted.title and each.title == wanted.title)
        free = (each for each in near if not (wanted.title and each.title))
        found = next(named, None) or next(free, None)
        if found is None and near and not self._disputes.over(row, "title"):
            found = near[0]
        if found is None:
            found = DraftPosition(outlet=wanted.outlet, place=wanted.place)
        return found, said.get(id(found)) or self._said_of(found, row)

    def _past_position_of(
        self, contact: DraftContact, row: ImportedContact
    ) -> tuple[DraftPosition, _Said]:
        """Return the position of another time that a row means, or a new one.

        One that is held may be over since, where the desk knew it before under that title.  Two
        at one place under other titles, or at other times, are two.
        """
        wanted = row.position
        there = [each for each in contact.positions if each.place == wanted.place]
        past = [each for each in there if not self._is_held(each)]
        held = (each for each in there if each.before and wanted.title and self._is_held(each))
        for position in (*past, *(each for each in held if each.title == wanted.title)):
            said = self._said_of(position, row)
            disputed = (name for _target, name, _value in said if name in OF_POSITION)
            if not any(getattr(position, name) for name in disputed):
                return position, said
        new = DraftPosition(outlet=wanted.outlet, place=wanted.place)
        return new, self._said_of(new, row)

    def _is_held(self, position: DraftPosition) -> bool:
        return is_held(position.started_on, position.ended_on, self._today)

    def _said_of(self, position: DraftPosition, row: ImportedContact) -> _Said:
        """Return what *row* says of *position* that is not there yet."""
        wanted = row.position
        beats = wanted.beats
        if beats and beats != position.beats and self._disputes.over(row, "beats"):
            beats = _union(position.beats, beats, str)
        emails = (*position.emails, *wanted.emails)  # nobody has any of them: a cheap answer
        if any(each.key in self._by_address for each in wanted.emails):
            emails = _union(position.emails, wanted.emails, _key)
        said: dict[str, Any] = {name: getattr(wanted, name) for name in OF_POSITION}
        said |= {
            "beats": beats,
            "emails": emails,
            "phones": _union(position.phones, wanted.phones, phone_key),
        }
        return [
            (position, name, value)
            for name, value in said.items()
            if value and value != getattr(position, name)
        ]

    def _meet(self, outlet: str, place: str) -> None:
        if place and place not in self._outlets:
            self._new_outlets.setdefault(place, outlet)

    def _hear(self, row: ImportedContact, contact: DraftContact) -> None:
        """Remember of whom a *row* spoke, where the file knows them by an id."""
        if row.id:
            self._by_id.setdefault((row.id, row.key), contact)

    def _know(self, contact: DraftContact) -> None:
        self.drafts.append(contact)
        self._index(contact)

    def _index(self, contact: DraftContact) -> None:
        for position in contact.positions:
            for email in position.emails:
                self._by_address.setdefault(email.key, contact)
        # Nobody asks for a new name that no other row has: of 100,000 people, eight megabytes.
        if contact.before is None and not self._disputes.several_have(contact.key):
            return
        self._names.add(contact.key)
        for place in [each.place for each in contact.positions] or [""]:
            self._stand(contact, place)

    def _stand(self, contact: DraftContact, place: str) -> None:
        named = self._by_place.setdefault(place, {})
        there = named.get(contact.key, ())
        if contact not in there:
            named[contact.key] = (*there, contact)


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
            self.contact.positions += (self.added,)
            outlet = self.added.outlet
            changes.append(PlannedChange("position", "", outlet))
        for target, name, value in self.values:
            before = target.take(name, value)
            changes.append(PlannedChange(name, _text(before), _text(value)))
        return tuple(changes)


def _near(held: list[DraftPosition], wanted: DraftPosition) -> list[DraftPosition]:
    """Return the positions that a row without an outlet may mean."""
    sharing = [each for each in held if _share_an_address(each, wanted)]
    if sharing or len(held) == 1:
        return sharing or list(held)
    return [each for each in held if not each.outlet]


def _share_an_address(position: DraftPosition, wanted: DraftPosition) -> bool:
    keys = {each.key for each in wanted.emails}
    return any(each.key in keys for each in position.emails)


def _union[T](held: tuple[T, ...], found: tuple[T, ...], key: Callable[[T], str]) -> tuple[T, ...]:
    if all(each in held for each in found):
        return held
    known = {key(each) for each in held}
    return (*held, *(each for each in found if key(each) not in known))


def _key(email: Address) -> str:
    return email.key


def _text(value: object) -> str:
    match value:
        case tuple():
            return ", ".join(map(str, value))
        case Scope():
            return value.to_text()
        case None:
            return ""
        case Approximate():
            return value.to_text()
        case bool():
            return "✓" if value else ""
        case _:
            return str(value)
