"""A file of employees against those of the desk: who is new, changed, the same, refused.

A row is the employee with the same number, else the same mailbox, else, when the row has
neither, the only one of that name and service.  Nothing is written here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from comms_desk.internal.audience.importing import ReadFile, ReadRow
from comms_desk.internal.audience.model import (
    ChangedEmployee,
    Employee,
    EmployeeAddressTaken,
    EmployeeTwiceInFile,
    ImportPlan,
    NewEmployee,
    RefusedRow,
    address_key,
    address_text,
    number_key,
)
from comms_desk.text.fold import tokens


def plan(read: ReadFile, employees: Iterable[Employee]) -> ImportPlan:
    """Return what importing *read* would do to *employees*."""
    merger = _Merger(_Register.of(employees))
    for row in read.rows:
        merger.take(row)
    return ImportPlan(
        columns=read.sheet.columns,
        unknown=read.sheet.unknown,
        encoding=read.sheet.encoding,
        mended=read.sheet.mended,
        doubtful=read.sheet.doubtful,
        delimiter=read.sheet.delimiter,
        new=tuple(merger.new),
        changed=tuple(merger.changed),
        same=merger.same,
        refused=tuple(sorted((*read.refused, *merger.refused), key=lambda each: each.line)),
        absent=len(merger.known.everyone) - len(merger.met),
    )


def fields_of(employee: Employee | NewEmployee) -> Mapping[str, str]:
    """Return the fields of *employee* in the form in which edits keep them."""
    return {
        "family_name": employee.family_name,
        "given_name": employee.given_name,
        "email": address_text(employee),
        "number": employee.number,
        "service": employee.service,
        "site": employee.site,
        "scope": employee.scope.to_text(),
    }


@dataclass(slots=True)
class _Register:
    """The employees of the desk by each key they may be found under."""

    everyone: tuple[Employee, ...]
    by_number: dict[str, Employee] = field(default_factory=dict)
    by_address: dict[str, Employee] = field(default_factory=dict)
    by_name: dict[str, list[Employee]] = field(default_factory=dict)

    @classmethod
    def of(cls, employees: Iterable[Employee]) -> "_Register":
        register = cls(everyone=tuple(employees))
        for employee in register.everyone:
            if number := number_key(employee.number):
                register.by_number[number] = employee
            if address := address_key(employee):
                register.by_address[address] = employee
            register.by_name.setdefault(_name_key(employee), []).append(employee)
        return register

    def find(self, new: NewEmployee) -> Employee | None:
        """Return the employee of whom a row speaks.

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
        if numbered or addressed or number or address:
            return numbered or addressed
        named = self.by_name.get(_name_key(new), [])
        return named[0] if len(named) == 1 else None


@dataclass(slots=True)
class _Merger:
    known: _Register
    new: list[NewEmployee] = field(default_factory=list)
    changed: list[ChangedEmployee] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    same: int = 0
    met: dict[int, int] = field(default_factory=dict)
    """Employees met so far, and the line of each."""
    _keys: dict[str, int] = field(default_factory=dict)

    def take(self, row: ReadRow) -> None:
        """Decide what becomes of one row."""
        try:
            self._refuse_twice(row)
            found = self.known.find(row.employee)
            self._refuse_met(row, found)
        except (EmployeeTwiceInFile, EmployeeAddressTaken) as reason:
            self.refused.append(RefusedRow(line=row.line, name=row.employee.name, reason=reason))
            return
        for key in _keys(row.employee):
            self._keys[key] = row.line
        if found is None:
            self.new.append(row.employee)
            return
        self.met[found.id] = row.line
        before, wanted = fields_of(found), fields_of(row.employee)
        after = {name: wanted[name] for name in sorted(row.said) if wanted[name] != before[name]}
        if not after:
            self.same += 1
            return
        self.changed.append(
            ChangedEmployee(
                id=found.id,
                name=found.name,
                line=row.line,
                before={name: before[name] for name in after},
                after=after,
            )
        )

    def _refuse_met(self, row: ReadRow, found: Employee | None) -> None:
        if found is not None and found.id in self.met:
            raise EmployeeTwiceInFile(row.employee.name, self.met[found.id])

    def _refuse_twice(self, row: ReadRow) -> None:
        for key in _keys(row.employee):
            if key in self._keys:
                raise EmployeeTwiceInFile(key.partition(":")[2], self._keys[key])


def _keys(employee: NewEmployee) -> list[str]:
    number, address = number_key(employee.number), address_key(employee)
    keys = [f"number:{number}"] if number else []
    return [*keys, f"address:{address}"] if address else keys


def _name_key(employee: Employee | NewEmployee) -> str:
    return " ".join([*tokens(employee.name), "|", *tokens(employee.service)])
