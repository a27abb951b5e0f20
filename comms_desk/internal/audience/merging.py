"""A file of employees against those of the desk: who is new, changed, the same, refused.

A row is the employee with the same number, else the same mailbox, else, when the row has
neither, one of that name and service whom it leaves as they are, or the only one.  Two such
rows that nobody can tell apart are one employee: the same file again changes nothing.
Who is absent from a file stays: a list of one service must not dismiss the others.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from comms_desk.changes import Ref, Subject
from comms_desk.imports.importer import Importer
from comms_desk.imports.model import ImportResult, ImportUndone, PlannedChange, PlannedRow, RowFate
from comms_desk.imports.reading import refusal
from comms_desk.internal.audience import store
from comms_desk.internal.audience.facts import FACTS
from comms_desk.internal.audience.importing import COLUMNS, ReadRow, read
from comms_desk.internal.audience.model import (
    Employee,
    EmployeeAddressTaken,
    EmployeeTwiceInFile,
    NewEmployee,
    address_key,
    address_text,
    number_key,
)
from comms_desk.places import Scope
from comms_desk.storage import bin as storage_bin
from comms_desk.storage import edits, uses
from comms_desk.storage.database import Transaction
from comms_desk.storage.edits import ChangedFields
from comms_desk.storage.finding import here, row_of
from comms_desk.storage.many import add_all
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.text.fold import tokens
from comms_desk.text.mailbox import mailbox_key


class Staff:
    """The employees of the desk in memory, and what the rows of a file make of them."""

    def __init__(self, employees: Iterable[Employee]) -> None:
        """Start from the *employees* of the desk."""
        self._known = _Known.of(employees)
        self._new: list[NewEmployee] = []
        self._changed: list[tuple[Employee, ReadRow]] = []
        self._met: dict[int, int] = {}
        """Employees met so far, and the line of each."""
        self._keys: dict[str, int] = {}
        """Numbers and mailboxes met so far, and the line of each."""
        self._names: dict[str, int] = {}
        """The same of names at a service."""

    @property
    def new_outlets(self) -> Sequence[str]:
        """No outlet comes with employees."""
        return ()

    @property
    def absent(self) -> int:
        """How many of them are not in the file."""
        return len(self._known.everyone) - len(self._met)

    def merge(self, rows: list[ReadRow]) -> Iterator[PlannedRow]:
        """Take every row in, and say what becomes of each."""
        return map(self._take, rows)

    def _take(self, row: ReadRow) -> PlannedRow:
        employee = row.employee
        try:
            self._refuse_twice(row)
            found = self._find(row)
        except (EmployeeTwiceInFile, EmployeeAddressTaken) as reason:
            return refusal(row.line, employee.name, reason, where=employee.service)
        for key in _keys(employee):
            self._keys[key] = row.line
        self._names.setdefault(_name_key(employee), row.line)
        changes: tuple[PlannedChange, ...] = ()
        if found is None:
            fate = RowFate.NEW
            self._new.append(employee)
        else:
            self._met[found.id] = row.line
            changes = tuple(
                PlannedChange(each.field, *map(_text, (each.before, each.after)))
                for each in _differences(found, row)
            )
            fate = RowFate.CHANGED if changes else RowFate.SAME
            if changes:
                self._changed.append((found, row))
        return PlannedRow(
            line=row.line, name=employee.name, where=employee.service, fate=fate, changes=changes
        )

    def _find(self, row: ReadRow) -> Employee | None:
        """Return the employee of whom *row* speaks.

        Raises:
            EmployeeAddressTaken: Its number is one employee's, its mailbox another's.
            EmployeeTwiceInFile: An earlier row speaks of them, as far as anybody can tell.
        """
        if not _keys(row.employee):
            return self._called(row)
        found = self._known.find(row.employee)
        if found is not None and found.id in self._met:
            raise EmployeeTwiceInFile(row.employee.name, self._met[found.id])
        return found

    def _called(self, row: ReadRow) -> Employee | None:
        """Return of whom a row speaks that has neither a number nor a mailbox."""
        name = _name_key(row.employee)
        named = self._known.by_name.get(name, [])
        left = [each for each in named if each.id not in self._met]
        for same in (each for each in left if not _differences(each, row)):
            return same
        if name in self._names:
            raise EmployeeTwiceInFile(row.employee.name, self._names[name])
        return left[0] if len(named) == len(left) == 1 else None

    def _refuse_twice(self, row: ReadRow) -> None:
        for key in _keys(row.employee):
            if key in self._keys:
                raise EmployeeTwiceInFile(key.partition(":")[2], self._keys[key])

    def write(self, transaction: Transaction, *, file_name: str) -> ImportResult:  # noqa: ARG002 - for contacts
        """Write those who were there, then those who are new."""
        changed = []
        for before, row in self._changed:
            changes = _differences(before, row)
            wanted: dict[str, Any] = {each.field: each.after for each in changes}
            after = replace(before, **wanted)
            changed.append(
                ChangedFields(Ref(Subject.EMPLOYEE, before.id), changes, store.derived(after))
            )
        noted = edits.apply_all(transaction, store.EmployeeRow, changed)
        added = add_all(transaction, store.EmployeeRow, map(store.columns, self._new))
        return ImportResult(added={Subject.EMPLOYEE: added}, edits=noted)


def _differences(before: Employee, row: ReadRow) -> list[FieldChange]:
    """Return what *row* changes of an employee, as a row of theirs holds it."""
    wanted = store.columns(row.employee)
    return [
        FieldChange(name, getattr(before, name), wanted[name])
        for name in (fact.field for fact in FACTS)
        if name in row.said and wanted[name] != getattr(before, name)
    ]


def _text(value: object) -> str:
    return value.to_text() if isinstance(value, Scope) else str(value)


@dataclass(slots=True)
class _Known:
    """The employees of the desk by each key they may be found under."""

    everyone: tuple[Employee, ...]
    by_number: dict[str, Employee] = field(default_factory=dict)
    by_address: dict[str, Employee] = field(default_factory=dict)
    by_name: dict[str, list[Employee]] = field(default_factory=dict)

    @classmethod
    def of(cls, employees: Iterable[Employee]) -> "_Known":
        register = cls(everyone=tuple(employees))
        for employee in register.everyone:
            if number := number_key(employee.number):
                register.by_number[number] = employee
            if address := address_key(employee):
                register.by_address[address] = employee
            register.by_name.setdefault(_name_key(employee), []).append(employee)
        return register

    def find(self, new: NewEmployee) -> Employee | None:
        """Return the employee who has the number or the mailbox of a row.

        Raises:
            EmployeeAddressTaken: Its number is one employee's, its mailbox another's.
        """
        number, address = number_key(new.number), address_key(new)
        numbered = self.by_number.get(number) if number else None
        addressed = self.by_address.get(address) if address else None
        if numbered and addressed and numbered.id != addressed.id:
            raise EmployeeAddressTaken(address_text(new), addressed.name)
        if addressed and not numbered and number and addressed.number:
            raise EmployeeAddressTaken(address_text(new), addressed.name)
        return numbered or addressed


def _keys(employee: NewEmployee) -> list[str]:
    number, address = number_key(employee.number), address_key(employee)
    keys = [f"number:{number}"] if number else []
    return [*keys, f"address:{address}"] if address else keys


def _name_key(employee: Employee | NewEmployee) -> str:
    return " ".join([*tokens(employee.name), "|", *tokens(employee.service)])


KEYS: Mapping[str, tuple[str, Callable[[str], str | None]]] = {
    "email": ("email_key", lambda email: mailbox_key(email) if email else None),
    "number": ("number_key", number_key),
}
"""The fields that no two employees share, and how they are compared."""


# ── The way back ──────────────────────────────────────────────────────────────────────


def take_back(
    transaction: Transaction, written: ImportResult, edited: Sequence[Edit]
) -> ImportUndone:
    """Put back what was changed, and those who came in the bin.

    Who was changed since stays, and is named; so does who would have the mailbox or the number
    of another one by now.
    """
    held = store.held(transaction)

    def is_taken(row: store.EmployeeRow, change: FieldChange) -> bool:
        if change.field not in KEYS:
            return False
        column, key_of = KEYS[change.field]
        return held.get((column, key_of(str(change.after))), row.id) != row.id

    reverted = edits.revert(
        transaction,
        store.EmployeeRow,
        edited,
        among=here(store.EmployeeRow),
        is_taken=is_taken,
        derive=store.refresh,
    )
    added = written.of(Subject.EMPLOYEE)
    changed = uses.needed(transaction, store.EmployeeRow, added)
    there = store.outside_bin(transaction, added)
    gone = [each for each in there if each not in changed]
    storage_bin.put_all_in(transaction, store.EmployeeRow, gone)
    staying = dict.fromkeys(
        [*(each.id for each in reverted.kept), *(each for each in there if each in changed)]
    )
    rows = (row_of(transaction, store.EmployeeRow, each) for each in staying)
    return ImportUndone(kept=tuple(store.value(each).name for each in rows))


EMPLOYEES = Importer[ReadRow](
    subject=Subject.EMPLOYEE,
    columns=COLUMNS,
    tables={Subject.EMPLOYEE: "employees"},
    reader=lambda _sheet: read,
    meet=lambda snapshot: Staff(map(store.value, store.everyone(snapshot))),
    take_back=take_back,
)
