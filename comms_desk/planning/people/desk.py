"""The people of the office: recognised by their login, named on all they do."""

from collections.abc import Iterable, Mapping

from comms_desk.planning.people import store
from comms_desk.planning.people.model import (
    NewPerson,
    Person,
    PersonId,
    PersonKind,
    address_of,
    check_name,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import Edit, FieldChange

EDITABLE = frozenset({"name", "kind", "active", "email"})


class PeopleDesk:
    """The people of the desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def recognise(self, login: str) -> Person:
        """Return whose *login* it is, adding them under that name the first time."""
        with self._database.snapshot() as snapshot:
            known = store.by_login(snapshot, login)
        if known is not None:
            return known
        with self._database.transaction() as transaction:
            return store.by_login(transaction, login) or store.add(
                transaction, NewPerson(name=login, logins=(login,))
            )

    def add(self, new: NewPerson) -> Person:
        """Add a person.

        Raises:
            LoginTaken: A login is somebody else's.
        """
        with self._database.transaction() as transaction:
            return store.add(transaction, new)

    def get(self, person: PersonId) -> Person:
        """Return *person*.

        Raises:
            NotFound: There is none.
        """
        with self._database.snapshot() as snapshot:
            return store.get(snapshot, person)

    def every(self, *, active_only: bool = True) -> tuple[Person, ...]:
        """Return the people of the desk by name."""
        with self._database.snapshot() as snapshot:
            return store.everyone(snapshot, active_only=active_only)

    def names(self, people: Iterable[int]) -> Mapping[int, str]:
        """Return what each of *people* is called."""
        with self._database.snapshot() as snapshot:
            return store.names(snapshot, people)

    def rename(self, person: PersonId, name: str) -> Person:
        """Have *person* be called *name*, whatever they were called; history keeps that.

        Raises:
            NotFound: There is no such person.
            PersonNameMissing: The name is blank or longer than 200 characters.
        """
        before = self.get(person)
        if before.name != name.strip():
            self.edit(person, FieldChange("name", before.name, name.strip()))
        return self.get(person)

    def edit(self, person: PersonId, change: FieldChange) -> Edit:
        """Change the name, the kind or the address of *person*, or whether they are still here.

        Raises:
            NotFound: There is no such person.
            EditConflict: The field was changed meanwhile.
            PersonNameMissing: The name would be blank.
            BadAddress: The address is none.
        """
        if change.field not in EDITABLE:
            raise ValueError(f"{change.field} of a person is not edited")
        if change.field == "name":
            check_name(str(change.after))
        if change.field == "kind":
            change = FieldChange("kind", change.before, PersonKind(str(change.after)))
        if change.field == "email":
            change = FieldChange("email", change.before, address_of(str(change.after)))
        with self._database.transaction() as transaction:
            row = row_of(transaction, store.PersonRow, person)
            edit = edits.apply(transaction, row.ref, row, change)
            store.index(row)
        return edit
