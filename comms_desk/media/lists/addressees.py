"""Whom one writes to by lists: each person once, where they are reached today, or why not.

Private to the slice.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from comms_desk.changes import Ref, Subject
from comms_desk.mail import within as outbox
from comms_desk.mail.address import Address
from comms_desk.mail.model import Barred, ExclusionReason, Suppression
from comms_desk.media.contacts import reached as contacts
from comms_desk.media.contacts.model import ContactId
from comms_desk.media.contacts.reached import Reached
from comms_desk.media.lists import filter_search, store
from comms_desk.media.lists.model import (
    Addressee,
    LeftOut,
    List,
    ListId,
    ListMember,
    NotPasted,
    PastedOne,
)
from comms_desk.media.lists.pasted_addresses import PastedPiece
from comms_desk.media.outlets import within as outlets
from comms_desk.media.outlets.model import Outlet, OutletId, outlet_key
from comms_desk.storage.database import Snapshot

type Key = Ref | str
"""What two addressees are the same by: what they are, or the key of a bare address."""


@dataclass(slots=True)
class _Known:
    """What is known of all who are named, read at once."""

    people: Mapping[ContactId, Reached]
    newsrooms: Mapping[OutletId, Outlet]
    holders: Mapping[str, ContactId]
    """Whose bare addresses are, of contacts."""
    excluded: Mapping[str, Suppression]
    barred: Mapping[Ref, Barred]
    in_bin: Mapping[str, tuple[str, str]]
    """The addresses of people in the bin who are barred: what they are sorted by, and why."""


def addressees(
    snapshot: Snapshot, lists: Sequence[List], also: Sequence[ListMember] = ()
) -> tuple[Addressee, ...]:
    """Return whom one writes to by *lists*, in their order, and *also* by name, after them.

    Of one list they come by name.  A bare address that a contact has is that contact.
    """
    named = [(each.id, _members(snapshot, each)) for each in lists]
    known = _known(snapshot, [*(who for _list, theirs in named for who in theirs), *also])
    found: dict[Key, Addressee] = {}
    for of, theirs in named:
        for key, one in sorted(_each(theirs, known), key=lambda each: _order(each[1], known)):
            former = found.get(key, one)
            found[key] = replace(former, lists=(*former.lists, of))
    for key, one in _each(also, known):
        found.setdefault(key, one)
    return tuple(found.values())


def _members(snapshot: Snapshot, of: List) -> Sequence[ListMember]:
    if of.filter is None:
        return store.members(snapshot, of.id)
    return [ListMember(ref=each) for each in filter_search.those(snapshot, of.filter)]


def _known(snapshot: Snapshot, members: Sequence[ListMember]) -> _Known:
    refs = {each.ref for each in members if each.ref is not None}
    bare = {each.address.key for each in members if each.address is not None}
    holders = contacts.by_addresses(snapshot, bare)
    ids = {ref.id for ref in refs if ref.kind is Subject.CONTACT} | set(holders.values())
    people = contacts.reached(snapshot, ids)
    at = {place for each in people.values() for place in each.outlets if not each.addresses}
    at |= {OutletId(ref.id) for ref in refs if ref.kind is Subject.OUTLET}
    newsrooms = {each.id: each for each in outlets.every(snapshot, at)}
    keys = bare | {one.key for each in people.values() for one in each.addresses}
    keys |= {Address.stored(one).key for each in newsrooms.values() for one in each.emails}
    named = refs | {Ref(Subject.CONTACT, each) for each in people}
    return _Known(
        people,
        newsrooms,
        holders,
        excluded=outbox.excluded(snapshot, sorted(keys)),
        barred=outbox.barred(snapshot, sorted(named, key=str)),
        in_bin=contacts.barred_in_bin(snapshot, sorted(keys)),
    )


def _each(members: Iterable[ListMember], known: _Known) -> Iterator[tuple[Key, Addressee]]:
    """Yield who *members* are, each once, without those who are in the bin."""
    seen: set[Key] = set()
    for member in members:
        one = _who(member, known)
        if one is None:
            continue
        key: Key = one.ref or (one.address.key if one.address else "")
        if key not in seen:
            seen.add(key)
            yield key, one


def _who(member: ListMember, known: _Known) -> Addressee | None:
    if member.address is not None:
        holder = known.holders.get(member.address.key)
        if holder is None or holder not in known.people:
            one = _written(None, member.address.name, [member.address], known)
            if member.address.key not in known.in_bin:
                return one
            _called, why = known.in_bin[member.address.key]
            return replace(one, left_out=LeftOut.BARRED, note=why)
        return _person(known.people[holder], known)
    ref = member.ref
    if ref is None:
        return None
    if ref.kind is Subject.OUTLET:
        outlet = known.newsrooms.get(OutletId(ref.id))
        if outlet is None:
            return None
        return _unless_barred(_newsroom(ref, outlet.name, outlet, known), known)
    person = known.people.get(ContactId(ref.id))
    return None if person is None else _person(person, known)


def _person(person: Reached, known: _Known) -> Addressee:
    """Return a contact; at the newsroom where they work when they have no address of their own."""
    ref = Ref(Subject.CONTACT, person.id)
    found = _written(ref, person.name, person.addresses, known)
    if not person.addresses:
        for at in person.outlets:
            if at in known.newsrooms and known.newsrooms[at].emails:
                found = _newsroom(ref, person.name, known.newsrooms[at], known)
                break
    if person.do_not_contact:
        return replace(found, left_out=LeftOut.BARRED, note=person.do_not_contact_reason)
    for address in person.addresses:  # They came in anew while they were in the bin.
        called, why = known.in_bin.get(address.key, ("", ""))
        if called == person.sort_key:
            return replace(found, left_out=LeftOut.BARRED, note=why)
    return _unless_barred(found, known)


def _unless_barred(one: Addressee, known: _Known) -> Addressee:
    """Return *one*, left out where they are barred, and why."""
    bar = None if one.ref is None else known.barred.get(one.ref)
    return one if bar is None else replace(one, left_out=LeftOut.BARRED, note=bar.note)


def _newsroom(ref: Ref, name: str, outlet: Outlet, known: _Known) -> Addressee:
    addresses = [Address.stored(each, name=outlet.name) for each in outlet.emails]
    return _written(ref, name, addresses, known)


def _written(ref: Ref | None, name: str, addresses: Sequence[Address], known: _Known) -> Addressee:
    """Return who is reached at the first of *addresses* that may be written to.

    Who asked for nothing more at one of them is written to at none.
    """
    excluded = [known.excluded[each.key] for each in addresses if each.key in known.excluded]
    open_ = [each for each in addresses if each.key not in known.excluded]
    if not addresses:
        return Addressee(ref=ref, name=name, address=None, lists=(), left_out=LeftOut.NO_ADDRESS)
    if excluded and (not open_ or any(each.because is ExclusionReason.ASKED for each in excluded)):
        why = next(
            (each for each in excluded if each.because is ExclusionReason.ASKED), excluded[0]
        )
        return Addressee(
            ref=ref,
            name=name,
            address=next(each for each in addresses if each.key == why.address),
            lists=(),
            left_out=LeftOut.EXCLUDED,
            note=why.note,
        )
    return Addressee(ref=ref, name=name, address=open_[0], lists=())


def _order(one: Addressee, known: _Known) -> tuple[str, str]:
    """Return what *one* is sorted by among those of a list: people by their family names."""
    reached_at = one.address.key if one.address else ""
    if one.ref is not None and one.ref.kind is Subject.CONTACT:
        return known.people[ContactId(one.ref.id)].sort_key, reached_at
    return outlet_key(one.name) or reached_at, reached_at


def lists_of(snapshot: Snapshot, ref: Ref) -> tuple[List, ...]:
    """Return the lists in which a contact or an outlet is, in the order in which they leave."""
    keys = contacts.keys_of(snapshot, ContactId(ref.id)) if ref.kind is Subject.CONTACT else ()
    fixed = set(store.holding(snapshot, ref, keys))
    return tuple(
        each
        for each in store.every(snapshot)
        if each.id in fixed
        or (each.filter is not None and filter_search.finds(snapshot, each.filter, ref))
    )


def recognised(
    snapshot: Snapshot, pieces: Iterable[PastedPiece]
) -> Iterator[PastedOne | NotPasted]:
    """Yield what each of *pieces* is: a contact, a newsroom, an address, or nobody, and why."""
    read = tuple(pieces)
    keys = sorted({each.address.key for each in read if each.address is not None})
    holders = contacts.by_addresses(snapshot, keys)
    refs = {each.ref.id for each in read if each.ref and each.ref.kind is Subject.CONTACT}
    people = contacts.reached(snapshot, refs | set(holders.values()))
    every = outlets.every(snapshot)
    newsrooms = {
        Address.stored(email).key: Ref(Subject.OUTLET, each.id)
        for each in every
        for email in each.emails
    }
    names = {Ref(Subject.CONTACT, each.id): each.name for each in people.values()}
    names |= {Ref(Subject.OUTLET, each.id): each.name for each in every}
    for each in read:
        address, ref = each.address, each.ref
        if ref is None or ref not in names or outlet_key(names[ref]) != outlet_key(each.name):
            ref = None
        if ref is None and address is not None:
            holder = holders.get(address.key)
            ref = Ref(Subject.CONTACT, holder) if holder else newsrooms.get(address.key)
        if ref is not None:
            yield PastedOne(line=each.line, address=address, ref=ref, name=names[ref])
        elif address is not None:
            yield PastedOne(line=each.line, address=address, ref=None, name=address.name)
        elif each.reason is not None:
            yield NotPasted(line=each.line, text=each.text, reason=each.reason)


def members_of(
    snapshot: Snapshot, of: ListId, people: Iterable[Ref | Address]
) -> tuple[ListMember, ...]:
    """Return those who stand in a fixed list for *people*: a contact by any address of theirs."""
    wanted = tuple(people)
    refs = {each for each in wanted if isinstance(each, Ref)}
    keys = {each.key for each in wanted if isinstance(each, Address)}
    for ref in refs:
        if ref.kind is Subject.CONTACT:
            keys.update(contacts.keys_of(snapshot, ContactId(ref.id)))
    return tuple(
        each
        for each in store.members(snapshot, of)
        if each.ref in refs or (each.address is not None and each.address.key in keys)
    )
