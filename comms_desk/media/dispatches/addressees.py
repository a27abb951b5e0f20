"""Whom a text goes to: who is named, once each, and what keeps some of them from it.

Under embargo it goes to those alone who accepted that in writing; a list of those who are told
before the others has its own lead.  Who has this edition already gets it no second time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from comms_desk.changes import Ref
from comms_desk.embargo.model import Embargo
from comms_desk.mail.address import Address
from comms_desk.mail.model import LetterId
from comms_desk.media.dispatches.model import RequestedSending, SendingTime
from comms_desk.media.lists.model import Addressee, LeftOut, List, ListId


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterToBe:
    """One letter to be: to whom, for whom, by which list, and when it may leave.

    *lead* is how long before its embargo ends it leaves; zero: as that ends, whatever was
    signed; None: whenever it is due, to those who are signed for.  *answers* is the letter that
    they had, and that it is about.
    """

    to: Address
    people: tuple[Addressee, ...]
    list: ListId | None
    under_embargo: bool
    lead: timedelta | None
    answers: LetterId | None = None

    @property
    def refs(self) -> tuple[Ref, ...]:
        """The people and newsrooms whose letter it is."""
        return tuple(each.ref for each in self.people if each.ref is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SortedAddressees:
    """Those who are named: letters in the order in which they leave, and who has none."""

    readers: tuple[LetterToBe, ...]
    left_out: tuple[Addressee, ...]

    @property
    def people(self) -> tuple[Addressee, ...]:
        """All who are written to, in that order."""
        return tuple(person for reader in self.readers for person in reader.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Having:
    """Who has an edition, or is about to: their letters by address and by person.

    Those that are not *live* came to nothing: their readers may be written to again.
    """

    addresses: Mapping[str, LetterId]
    refs: Mapping[Ref, LetterId]
    live: frozenset[LetterId]

    def has(self, addressee: Addressee) -> bool:
        """Whether *addressee*, or somebody at that address, has a letter that counts."""
        letters = [self.refs.get(addressee.ref)] if addressee.ref is not None else []
        if addressee.address is not None:
            letters.append(self.addresses.get(addressee.address.key))
        return any(letter in self.live for letter in letters)


def sort(
    named: Iterable[Addressee],
    wanted: RequestedSending,
    *,
    lists: Iterable[List],
    embargo: Embargo | None,
    having: Having,
    now: datetime,
) -> SortedAddressees:
    """Sort *named* into letters, in their order, and into those who are left out, and why."""
    early = {each.id: timedelta(minutes=each.early_minutes) for each in lists if each.early_minutes}
    embargo = embargo if embargo is not None and embargo.holds(now) else None
    letters: dict[str, LetterToBe] = {}
    left_out: list[Addressee] = []
    for each in named:
        address = each.address
        if each.left_out is not None or address is None:
            left_out.append(replace(each, left_out=each.left_out or LeftOut.NO_ADDRESS))
        elif having.has(each):
            left_out.append(replace(each, left_out=LeftOut.ALREADY))
        elif address.key in letters:
            former = letters[address.key]
            letters[address.key] = replace(former, people=(*former.people, each))
        else:
            reader = _reader(each, address, wanted, early, embargo)
            if reader is None:
                left_out.append(replace(each, left_out=LeftOut.NOT_SIGNED))
            else:
                letters[address.key] = reader
    in_order = sorted(letters.values(), key=_departure)
    return SortedAddressees(readers=tuple(in_order), left_out=tuple(left_out))


def _departure(reader: LetterToBe) -> tuple[bool, timedelta]:
    """Those under embargo first, the longest lead first; otherwise as they came."""
    return not reader.under_embargo, -(reader.lead or timedelta())


def _reader(
    addressee: Addressee,
    address: Address,
    wanted: RequestedSending,
    early: Mapping[ListId, timedelta],
    embargo: Embargo | None,
) -> LetterToBe | None:
    """Return the letter of *addressee*; None: it would reach them under embargo, unsigned."""
    by = next((each for each in addressee.lists if each in wanted.lists), None)
    lead: timedelta | None = timedelta()
    under_embargo = False
    if embargo is not None:
        is_signed = not embargo.holds(embargo.set_at, to=address.key)
        if wanted.when is SendingTime.WHEN_LIFTED:
            before = next((each for each in addressee.lists if each in early), None)
            if before is not None and is_signed:
                by, lead, under_embargo = before, early[before], True
        elif wanted.when is SendingTime.NOW or (
            wanted.at is not None and wanted.at < embargo.until
        ):
            if not is_signed:
                return None
            lead, under_embargo = None, True
    return LetterToBe(
        to=address, people=(addressee,), list=by, under_embargo=under_embargo, lead=lead
    )
