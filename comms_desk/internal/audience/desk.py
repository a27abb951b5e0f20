"""Employees: found, and corrected one by one.

They come from the file that human resources give, which `ImportDesk` brings in.  Every export
is noted in the audit.
"""

from contextlib import suppress
from typing import override

from comms_desk.changes import Ref, Subject
from comms_desk.internal.audience import store
from comms_desk.internal.audience.facts import FACTS
from comms_desk.internal.audience.model import (
    Employee,
    EmployeeAddressTaken,
    EmployeeGroup,
    EmployeeId,
    NewEmployee,
    address_key,
    address_text,
    check,
    number_key,
)
from comms_desk.mail.address import Address
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.desks import SoughtDesk
from comms_desk.storage.errors import StorageReadOnly
from comms_desk.storage.model import Act, Edit, FieldChange
from comms_desk.text.fold import tokens

ALL_EMPLOYEES = Ref(Subject.EMPLOYEE, 0)
"""What the audit of an export points at."""


class AudienceDesk(SoughtDesk[store.EmployeeRow, EmployeeId, Employee]):
    """The employees of the City.

    What is done to one is durable: were it undone by a power cut, the next bulletin would go to
    somebody who has left.
    """

    ROW = store.EmployeeRow
    EDITABLE = frozenset(fact.field for fact in FACTS)
    FOLDED = "search_text"
    ORDER = store.BY_NAME
    DURABLE = True

    def groups(self, words: str = "") -> tuple[EmployeeGroup, ...]:
        """Return the services, then the workplaces, in which each of *words* begins a word."""
        wanted = tokens(words)
        with self._database.snapshot() as snapshot:
            return tuple(
                group
                for group in store.groups(snapshot)
                if all(any(word.startswith(each) for word in tokens(group.name)) for each in wanted)
            )

    def add(self, new: NewEmployee) -> Employee:
        """Add an employee.

        Raises:
            EmployeeAddressTaken: Their mailbox or number is another one's.
        """
        with self._writing() as transaction:
            _refuse_taken(transaction, new, but=None)
            return store.add(transaction, new)

    def export(self) -> tuple[Employee, ...]:
        """Return every employee, by name, and note in the audit that they were exported.

        Of a desk that can only be read they are exported all the same: nothing can be noted there.
        """
        with suppress(StorageReadOnly), self._database.transaction() as transaction:
            edits.note(transaction, ALL_EMPLOYEES, Act.EXPORTED, "directory")
        with self._database.snapshot() as snapshot:
            return tuple(map(store.value, store.everyone(snapshot)))

    @override
    def _value(self, snapshot: Snapshot, row: store.EmployeeRow) -> Employee:
        return store.value(row)

    @override
    def _change(
        self, transaction: Transaction, row: store.EmployeeRow, change: FieldChange
    ) -> Edit:
        """Change a field of *row*.

        Raises:
            EmployeeNameMissing, EmployeeTextTooLong, BadAddress, UnknownPlace: It is wrong.
            EmployeeAddressTaken: The mailbox or the number is another one's.
        """
        if change.field == "email":
            typed = str(change.after).strip()
            email = Address.parse(typed).bare if typed else ""
            change = FieldChange("email", change.before, email)
        return super()._change(transaction, row, change)

    @override
    def _derive(self, transaction: Transaction, row: store.EmployeeRow) -> None:
        changed = store.value(row)
        check(changed)
        if row.binned_at is None:  # in the bin another may have them by now: what is typed is kept
            _refuse_taken(transaction, changed, but=changed.id)
        store.refresh(row)


def _refuse_taken(
    transaction: Transaction, employee: NewEmployee | Employee, *, but: EmployeeId | None
) -> None:
    for column, key, said in (
        ("email_key", address_key(employee), address_text(employee)),
        ("number_key", number_key(employee.number), employee.number),
    ):
        holder = store.holder(transaction, column, key, but=but)
        if holder is not None:
            raise EmployeeAddressTaken(said, holder)
