"""A file of outlets against those of the desk: who is new, changed, the same, refused.

A row is the outlet that has its name, whatever its case and accents.  What it leaves empty
changes nothing; other names, addresses and telephones are added and never taken away; and a row
that says otherwise than an earlier one of that name is refused: which comes last decides nothing.
The outlets to begin with, asked for again, change nothing that somebody has changed on the desk.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from comms_desk.changes import Ref, Subject
from comms_desk.errors import CommsDeskError
from comms_desk.facts import Fact
from comms_desk.imports.headings import cells_of, heard
from comms_desk.imports.importer import Importer, Starter
from comms_desk.imports.model import ImportResult, ImportUndone, PlannedChange, PlannedRow, RowFate
from comms_desk.imports.reading import refusal
from comms_desk.mail.address import Address
from comms_desk.media.outlets import store, within
from comms_desk.media.outlets.facts import FACTS, STARTER
from comms_desk.media.outlets.model import (
    MOST_FOR_ONE,
    MoreThanOnePerson,
    NewOutlet,
    Outlet,
    OutletNameMissing,
    OutletTwiceInFile,
    check_lengths,
    outlet_key,
    phone_key,
)
from comms_desk.media.outlets.reach_columns import of_addresses, of_telephones, reached
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.edits import ChangedFields
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.text.columns import ColumnsMissing, FileRow, Sheet
from comms_desk.text.mailbox import mailbox_key

_HEARD = heard(FACTS)
COLUMNS = tuple(
    (
        _HEARD
        | {"emails": of_addresses(_HEARD["emails"]), "phones": of_telephones(_HEARD["phones"])}
    ).values()
)
_OF_ONE_VALUE = tuple(fact for fact in FACTS if fact.field not in {"name", "emails", "phones"})
_SEVERAL: Mapping[str, Callable[[str], str]] = {
    "emails": mailbox_key,
    "phones": phone_key,
    "also_called": outlet_key,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedOutlet:
    """What one row says of an outlet; *values* has the fields that it fills."""

    line: int
    name: str
    values: Mapping[str, Any]
    left_out: tuple[CommsDeskError, ...] = ()

    @property
    def reaches(self) -> bool:
        """Whether it is of use: an outlet is, without an address or a telephone."""
        return True


@dataclass(slots=True, kw_only=True)
class _Draft:
    """An outlet as the file leaves it; *before* is None when it is to be added.

    *said* has the fields that rows have filled so far, and the line of each.
    """

    name: str
    before: Outlet | None = None
    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, int] = field(default_factory=dict)

    def stands(self, name: str) -> Any:
        """Return what a field holds by now."""
        return self.values.get(name, getattr(self.before, name, None))


class Outlets:
    """The outlets of the desk in memory, and what the rows of a file make of them."""

    absent = 0
    """A file of outlets is never all of them: none is missed."""

    def __init__(
        self, outlets: Iterable[Outlet], kept: Mapping[int, frozenset[str]] = MappingProxyType({})
    ) -> None:
        """Start from the *outlets* of the desk; by id, what is *kept* of each whatever rows say."""
        self._kept = kept
        self._drafts = {
            outlet_key(each.name): _Draft(name=each.name, before=each) for each in outlets
        }

    @property
    def new_outlets(self) -> Sequence[str]:
        """None comes with others: each stands in a row of its own."""
        return ()

    def merge(self, rows: list[ImportedOutlet]) -> Iterator[PlannedRow]:
        """Take every row in, and say what becomes of each."""
        return map(self._take, rows)

    def _take(self, row: ImportedOutlet) -> PlannedRow:
        key = outlet_key(row.name)
        draft = self._drafts.get(key) or _Draft(name=row.name)
        if draft.before is not None and (kept := self._kept.get(draft.before.id)):
            said = {name: value for name, value in row.values.items() if name not in kept}
            row = replace(row, values=said)
        try:
            wanted = _wanted(draft, row)
        except (MoreThanOnePerson, OutletTwiceInFile) as reason:
            return refusal(row.line, row.name, reason)
        is_new = key not in self._drafts
        self._drafts[key] = draft
        changes = tuple(
            PlannedChange(fact.field, _text(fact, draft), fact.notation.say(wanted[fact.field]))
            for fact in FACTS
            if fact.field in wanted
        )
        draft.values |= wanted
        draft.said |= dict.fromkeys(row.values, row.line)
        fate = RowFate.NEW if is_new else RowFate.CHANGED if wanted else RowFate.SAME
        return PlannedRow(
            line=row.line,
            name=row.name,
            fate=fate,
            changes=() if is_new else changes,
            left_out=row.left_out,
        )

    def write(self, transaction: Transaction, *, file_name: str) -> ImportResult:  # noqa: ARG002 - for contacts
        """Write those who were there, then those who are new."""
        changed = [
            ChangedFields(
                Ref(Subject.OUTLET, each.before.id),
                [
                    FieldChange(name, getattr(each.before, name), value)
                    for name, value in each.values.items()
                ],
            )
            for each in self._drafts.values()
            if each.before is not None and each.values
        ]
        noted = within.apply_all(transaction, changed)
        new = (_new(each) for each in self._drafts.values() if each.before is None)
        return ImportResult(added={Subject.OUTLET: within.add_all(transaction, new)}, edits=noted)


def _wanted(draft: _Draft, row: ImportedOutlet) -> dict[str, Any]:
    """Return what *row* changes of *draft*.

    Raises:
        OutletTwiceInFile: An earlier row of that name says otherwise.
        MoreThanOnePerson: There would be more addresses or telephones than any newsroom has.
    """
    wanted = dict(row.values)
    for name, key_of in _SEVERAL.items():
        held = draft.stands(name) or ()
        known = set(map(key_of, held))
        more = [each for each in row.values.get(name, ()) if key_of(each) not in known]
        wanted[name] = (*held, *more)
        if len(wanted[name]) > MOST_FOR_ONE:
            raise MoreThanOnePerson(draft.name, MOST_FOR_ONE)
    changed = {name: value for name, value in wanted.items() if value != (draft.stands(name) or ())}
    for name in changed.keys() & draft.said.keys() - _SEVERAL.keys():
        raise OutletTwiceInFile(draft.name, draft.said[name])
    return changed


def _new(draft: _Draft) -> NewOutlet:
    emails = map(Address.stored, draft.values.get("emails", ()))
    return NewOutlet(name=draft.name, **{**draft.values, "emails": tuple(emails)})


def _text(fact: Fact, draft: _Draft) -> str:
    if draft.before is None and fact.field not in draft.values:
        return ""
    return fact.notation.say(draft.stands(fact.field))


def reader_of(sheet: Sheet) -> Callable[[FileRow], ImportedOutlet]:
    """Return what reads the rows under the headings of *sheet*.

    Raises:
        ColumnsMissing: There is no column of names.
    """
    if "name" not in sheet.columns:
        raise ColumnsMissing(sheet.header_line, ("nom",), sheet.headings)
    return _read


def _read(row: FileRow) -> ImportedOutlet:
    """Read one row.

    Raises:
        OutletNameMissing: It names no outlet.
        NotOneOf, UnknownPlace, BadDate, BadAddress, BadPhone: A cell is not understood.
    """
    name = row.get("name")
    if not outlet_key(name):
        raise OutletNameMissing(name)
    values: dict[str, Any] = {
        fact.field: fact.read(cell) for fact, cell in cells_of(row, _OF_ONE_VALUE)
    }
    short = (fact.field for fact in _OF_ONE_VALUE if fact.lines == 1)
    texts = (values[each] for each in short if type(values.get(each)) is str)
    check_lengths(name, *texts, *values.get("also_called", ()))
    emails, phones, left_out = reached(row, name)
    if emails:
        values["emails"] = tuple(each.bare for each in emails)
    if phones:
        values["phones"] = phones
    return ImportedOutlet(line=row.line, name=name, values=values, left_out=left_out)


def take_back(
    transaction: Transaction, written: ImportResult, edited: Sequence[Edit]
) -> ImportUndone:
    """Put back what was changed, and those that came in the bin, unless something needs them."""
    changed = within.revert(transaction, edited)
    staying = within.put_unneeded_in_bin(transaction, written.of(Subject.OUTLET))
    return ImportUndone(outlets=tuple(dict.fromkeys((*changed, *staying))))


def _met_again(snapshot: Snapshot) -> Outlets:
    kept = edits.changed_fields(snapshot, Subject.OUTLET)
    return Outlets(map(store.value, store.every(snapshot)), kept)


OUTLETS = Importer[ImportedOutlet](
    subject=Subject.OUTLET,
    columns=COLUMNS,
    tables={Subject.OUTLET: "outlets"},
    reader=reader_of,
    meet=lambda snapshot: Outlets(map(store.value, store.every(snapshot))),
    take_back=take_back,
    starter=Starter(STARTER, _met_again),
)
