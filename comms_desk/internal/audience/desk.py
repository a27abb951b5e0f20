"""Employees: imported from the file that human resources give, found, corrected one by one.

An import is a dry run first (`plan_import`, which writes nothing), then one transaction.
Whoever is absent from a file stays: a list of one service must not dismiss the others.
"""

from collections.abc import Mapping

from comms_desk.changes import Change, Subject
from comms_desk.internal.audience import importing, merging, store
from comms_desk.internal.audience.model import (
    EDITABLE,
    Employee,
    EmployeeAddressTaken,
    EmployeeId,
    ImportPlan,
    NewEmployee,
    address_key,
    address_text,
    check,
    number_key,
)
from comms_desk.mail.address import Address
from comms_desk.places import Scope
from comms_desk.storage import bin as storage_bin
from comms_desk.storage import edits
from comms_desk.storage.database import Database, Transaction
from comms_desk.storage.model import Edit, FieldChange
from comms_desk.storage.paging import Page

FIRST_PAGE_ROWS = 200


class AudienceDesk:
    """The employees of the City.  One public method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(
        self, words: str = "", *, after: object | None = None, limit: int = FIRST_PAGE_ROWS
    ) -> Page[Employee]:
        """Return the employees that every word of *words* finds, by name.

        Args:
            words: The beginnings of words of a name, address, service or site; empty: all.
            after: The `next_key` of the page before.
            limit: How many rows at most.
        """
        key = (str(after[0]), int(after[1])) if isinstance(after, tuple) else None
        with self._database.snapshot() as snapshot:
            return store.search(snapshot, words, after=key, limit=limit)

    def get(self, employee: EmployeeId) -> Employee:
        """Return *employee*.

        Raises:
            NotFound: There is none, or they are in the bin.
        """
        with self._database.snapshot() as snapshot:
            return store.value(store.row_of(snapshot, employee))

    def add(self, new: NewEmployee) -> EmployeeId:
        """Add an employee.

        Raises:
            EmployeeAddressTaken: Their mailbox or number is another one's.
        """
        with self._database.transaction() as transaction:
            _refuse_taken(transaction, new, but=None)
            added = store.add(transaction, new)
            transaction.announce(Change.of(Subject.EMPLOYEE, [added]))
        return added

    def edit(self, employee: EmployeeId, change: FieldChange) -> Edit:
        """Change one field of *employee*; its inverse undoes it.

        Raises:
            NotFound: There is none.
            EditConflict: Somebody changed that field since it was read.
            EmployeeNameMissing, EmployeeTextTooLong, BadAddress, UnknownPlace: It is wrong.
            EmployeeAddressTaken: The mailbox or the number is another one's.
        """
        if change.field not in EDITABLE:
            raise ValueError(change.field)
        if change.field == "scope":
            change = FieldChange("scope", change.before, Scope.from_text(str(change.after)))
        if change.field == "email":
            typed = str(change.after).strip()
            email = Address.parse(typed).bare if typed else ""
            change = FieldChange("email", change.before, email)
        with self._database.transaction() as transaction:
            row = store.row_of(transaction, employee)
            edit = edits.apply(transaction, store.ref(employee), row, change)
            check(store.value(row))
            _refuse_taken(transaction, store.value(row), but=employee)
            store.refresh(row)
        return edit

    def put_in_bin(self, employee: EmployeeId) -> None:
        """Put *employee* in the bin: they have left.

        Raises:
            NotFound: There is none.
        """
        with self._database.transaction(durable=True) as transaction:
            row = store.row_of(transaction, employee)
            storage_bin.put_in(transaction, store.ref(employee), row)

    def take_out_of_bin(self, employee: EmployeeId) -> None:
        """Take *employee* out of the bin.

        Raises:
            NotFound: There is none.
            TakenSince: Their mailbox or number has become another one's.
        """
        with self._database.transaction() as transaction:
            row = store.row_of(transaction, employee, binned=True)
            storage_bin.take_out(transaction, store.ref(employee), row)

    def plan_import(self, content: bytes) -> ImportPlan:
        """Return what importing the CSV *content* would do; nothing is written.

        Raises:
            NotATable, TableEmpty, TableTooLarge, QuoteNeverClosed, TextAfterQuote: It cannot
                be read whole.
            NoKnownColumn: No line of it is a header that we know.
        """
        read = importing.read_employees(content)
        with self._database.snapshot() as snapshot:
            return merging.plan(read, map(store.value, store.everyone(snapshot)))

    def apply_import(self, content: bytes) -> ImportPlan:
        """Import the CSV *content*, all its good rows or none; return what was done.

        Raises:
            NotATable, TableEmpty, TableTooLarge, QuoteNeverClosed, TextAfterQuote: It cannot
                be read whole.
            NoKnownColumn: No line of it is a header that we know.
        """
        read = importing.read_employees(content)
        with self._database.transaction() as transaction:
            rows = {row.id: row for row in store.everyone(transaction)}
            done = merging.plan(read, map(store.value, rows.values()))
            for changed in done.changed:
                _change(transaction, rows[changed.id], changed.before, changed.after)
            transaction.session.flush()
            store.add_all(transaction, done.new)
            if done.new or done.changed:
                transaction.announce(Change.of(Subject.EMPLOYEE))
        return done


def _change(
    transaction: Transaction,
    row: store.EmployeeRow,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> None:
    """Change the fields of *row*, each as an edit that can be undone."""
    for name, text in after.items():
        setattr(row, name, Scope.from_text(text) if name == "scope" else text)
        edits.note(
            transaction,
            store.ref(EmployeeId(row.id)),
            edits.Act.EDITED,
            name,
            before=before[name],
            after=text,
        )
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
