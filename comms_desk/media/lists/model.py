"""What a list is, and whom one writes to by it.

A list is fixed, and holds what was put in it: contacts, newsrooms of outlets, bare addresses; or
it is a filter, which is asked of the contacts each time.  Its *rank* is the order in which the
lists of one text leave.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType, override

from comms_desk.changes import Ref, Subject
from comms_desk.errors import N_, CommsDeskError
from comms_desk.mail.address import Address
from comms_desk.media.lists.conditions import Filter
from comms_desk.media.outlets.model import check_lengths
from comms_desk.storage.model import Edit
from comms_desk.storage.paging import PageOfRows
from comms_desk.text.fold import tokens

ListId = NewType("ListId", int)

MEMBERS = "members"
"""What the edits of a list call those who were put in, or taken out."""
FIXED = "fixed"
"""What they call that a filter became a fixed list, or the filter again that it was."""

RANK = 50
"""Of a list to which nobody gave one."""
HIGHEST_RANK = 999
MOST_EARLY_MINUTES = 24 * 60


class ListKind(StrEnum):
    """Whether its people were put in it, or are found; the values are stored."""

    FIXED = "fixed"
    FILTER = "filter"


class ListNameMissing(CommsDeskError):
    """A list must have a name made of letters or digits."""

    what = N_("A list needs a name.")
    way_out = N_("Write at least one letter or digit.")


class ListNameTaken(CommsDeskError):
    """Two lists cannot have the same name, whatever its case and accents."""

    what = N_("There is already a list called “{name}”.")
    way_out = N_("Open that list, or write another name.")

    name: str


class RankOutOfRange(CommsDeskError):
    """A rank is a whole number from 1 to *highest*."""

    what = N_("The rank of a list is a whole number from 1 to {highest}.")
    way_out = N_("Write 1 for the list that leaves first.")

    highest: int


class EarlyMinutesOutOfRange(CommsDeskError):
    """A list leaves at most *most* minutes before the others, or with them."""

    most: int


class ListIsFilter(CommsDeskError):
    """Nobody is put in a filter, nor taken out: it finds its people."""

    what = N_("“{name}” is a filter: it finds its people.")
    way_out = N_("Change its filter, or put them in another list.")

    name: str


class ListIsFixed(CommsDeskError):
    """What is to become a fixed list is one."""

    what = N_("“{name}” is a fixed list already.")
    way_out = N_("Put people in, or take them out.")

    name: str


class FilterMissing(CommsDeskError):
    """A list that is a filter must say of whom; a fixed one must not."""

    what = N_("A filter must say who is in it, and a fixed list must not.")
    way_out = N_("Choose one or the other.")


class ListGoesRound(CommsDeskError):
    """A filter cannot ask for its own list, be it by way of others: *names*, in turn."""

    names: tuple[str, ...]


class ListNamed(CommsDeskError):
    """A list cannot go to the bin while the filter of another names it."""

    what = N_("“{name}” is named by the filter of {lists}.")
    way_out = N_("Take it out of there first.")

    name: str
    lists: tuple[str, ...]


class NoSuchMember(CommsDeskError):
    """What was to be put in a list is neither a contact, nor an outlet, nor an address."""

    what = N_("“{text}” cannot stand in a list.")
    way_out = N_("Put in a contact, an outlet or an e-mail address.")

    text: str


class NoAddressThere(CommsDeskError):
    """A piece of what was pasted has no address in it."""

    what = N_("“{text}” has no e-mail address in it.")
    way_out = N_("Write the address, with or without a name before it.")

    text: str


class PastedTooMuch(CommsDeskError):
    """What was pasted is more than anybody's address book: *most* characters."""

    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListMember:
    """Who stands in a fixed list: *ref*, a contact or the newsroom of an outlet; or an address."""

    ref: Ref | None = None
    address: Address | None = None

    def __post_init__(self) -> None:
        """Refuse both, or neither.

        Raises:
            NoSuchMember: The ref is of something else.
        """
        if (self.ref is None) == (self.address is None):
            raise ValueError(self)
        if self.ref is not None and self.ref.kind not in {Subject.CONTACT, Subject.OUTLET}:
            raise NoSuchMember(str(self.ref))

    @classmethod
    def of(cls, what: Ref | Address) -> "ListMember":
        """Return the member that *what* is.

        Raises:
            NoSuchMember: It is a ref of something else.
        """
        return cls(ref=what) if isinstance(what, Ref) else cls(address=what)

    @classmethod
    def from_text(cls, text: str) -> "ListMember":
        """Read what `str` wrote: ``contact:12``, ``outlet:3``, ``Nom <a@b.example>``.

        Raises:
            BadAddress: It has the form of an address, and is none.
            NoSuchMember: It is nothing that may stand in a list.
        """
        if "@" in text:
            name, _bracket, bare = text.removesuffix(">").rpartition("<")
            return cls(address=Address.stored(bare, name=name.strip()))
        try:
            return cls(ref=Ref.from_text(text))
        except ValueError as error:
            raise NoSuchMember(text) from error

    @override
    def __str__(self) -> str:
        """Return it as the edits of its list say it."""
        return str(self.ref or self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedOne:
    """An address that was pasted.

    Attributes:
        line: Of what was pasted, from 1.
        address: It; of somebody whom a file names, None where they have none.
        ref: Whose it is: a contact, or an outlet by its newsroom; None: nobody known.
        name: What they are called; of nobody known, what was pasted with it.
    """

    line: int
    address: Address | None
    ref: Ref | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotPasted:
    """A piece of what was pasted that is no address, and why."""

    line: int
    text: str
    reason: CommsDeskError


@dataclass(frozen=True, slots=True, kw_only=True)
class Pasted:
    """What became of all that was pasted into a list: each piece is in one of the first five.

    Attributes:
        known: Contacts and newsrooms that are in the list since.
        new: Bare addresses that are.
        already: Those who were in the list.
        again: Those who stand further up in what was pasted.
        refused: What is no address.
        edit: Who was put in; its inverse takes them out.  None: nobody was.
    """

    known: tuple[PastedOne, ...]
    new: tuple[PastedOne, ...]
    already: tuple[PastedOne, ...]
    again: tuple[PastedOne, ...]
    refused: tuple[NotPasted, ...]
    edit: Edit | None


class LeftOut(StrEnum):
    """Why nothing is written to somebody of a list."""

    NO_ADDRESS = "no address"
    BARRED = "barred"
    """The person is not to be contacted."""
    EXCLUDED = "excluded"
    """Their address is on the exclusion list."""
    ALREADY = "already"
    """They have what is to be sent, or it is on its way to them; `dispatches` says so."""
    NOT_SIGNED = "not signed"
    """It would reach them under embargo, which nobody accepted for them; `dispatches` says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """Whom one writes to by lists, or would but for what *left_out* says.

    Two persons may share an address, that of their newsroom: each is an addressee, with that
    address, and one letter is for both.

    Attributes:
        ref: The contact, or the outlet whose newsroom it is; None: a bare address.
        name: What they are called; empty where an address has no name.
        address: Where; None where none is known.  Of a contact that of the newest position held
            today, one that is not excluded where there is one, else that of the newsroom there.
        lists: Those that they are in, in the order of their ranks; none: named beside them.
        left_out: Why nothing is sent; None: they are written to.
        note: The reason that was noted of it.
    """

    ref: Ref | None
    name: str
    address: Address | None
    lists: tuple[ListId, ...]
    left_out: LeftOut | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class People(PageOfRows[Addressee]):
    """A page of those who are in a list; *left_out* counts all to whom nothing is sent."""

    left_out: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewList:
    """A list that is not on the desk yet.

    Attributes:
        rank: The order in which lists leave, 1 first.
        early_minutes: How long before the others it leaves; under embargo to named people only.
        filter: Who is in it; None for a fixed list.
    """

    name: str
    kind: ListKind = ListKind.FIXED
    rank: int = RANK
    early_minutes: int = 0
    filter: Filter | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse a list without a name, or one that does not say who is in it.

        Raises:
            ListNameMissing: No letter or digit is in its name.
            RankOutOfRange, EarlyMinutesOutOfRange: A number is none of those.
            FilterMissing: It is a filter and has none, or the reverse.
        """
        check(self.name, self.rank, self.early_minutes)
        if (self.kind is ListKind.FILTER) != (self.filter is not None):
            raise FilterMissing


@dataclass(frozen=True, slots=True, kw_only=True)
class List:
    """A list of the desk; its fields are those of `NewList`."""

    id: ListId
    name: str
    kind: ListKind
    rank: int
    early_minutes: int
    filter: Filter | None
    note: str


def list_key(name: str) -> str:
    """Return the folded form of a list's name."""
    return " ".join(tokens(name))


def check(name: str, rank: int, early_minutes: int) -> None:
    """Refuse what a list may not be called, or may not say.

    Raises:
        ListNameMissing: No letter or digit is in its name.
        TextTooLong: The name is longer than any real one.
        RankOutOfRange, EarlyMinutesOutOfRange: A number is none of those.
    """
    if not list_key(name):
        raise ListNameMissing
    check_lengths(name)
    if not 1 <= rank <= HIGHEST_RANK:
        raise RankOutOfRange(HIGHEST_RANK)
    if not 0 <= early_minutes <= MOST_EARLY_MINUTES:
        raise EarlyMinutesOutOfRange(MOST_EARLY_MINUTES)


def once(members: Iterable[ListMember]) -> tuple[ListMember, ...]:
    """Return *members*, each once: two spellings of one address are one."""
    found: dict[object, ListMember] = {}
    for each in members:
        found.setdefault(each.ref or (each.address and each.address.key), each)
    return tuple(found.values())
