"""Rows of people.  Private to the slice: higher slices use `within`."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Subject
from comms_desk.planning.people.model import (
    LoginTaken,
    NewPerson,
    Person,
    PersonId,
    PersonKind,
    SignedInBefore,
    login_key,
)
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import row_of
from comms_desk.storage.model import FieldChange
from comms_desk.storage.rows import Base, NamedRow, RowId, ShortText
from comms_desk.storage.values import value_of
from comms_desk.text.fold import tokens


class PersonRow(NamedRow):
    """One person; *name_key* is the folded name, by which lists are sorted."""

    SUBJECT = Subject.PERSON
    __tablename__ = "people"

    name: Mapped[ShortText]
    name_key: Mapped[str] = mapped_column(index=True)
    kind: Mapped[PersonKind]
    active: Mapped[bool]
    email: Mapped[ShortText]


class LoginRow(Base):
    """A login of a person, in the form of `login_key`."""

    __tablename__ = "person_logins"

    id: Mapped[RowId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    login: Mapped[str] = mapped_column(unique=True)


def add(transaction: Transaction, new: NewPerson) -> Person:
    """Add a person and their logins.

    Raises:
        LoginTaken: A login is somebody else's.
    """
    row = PersonRow(
        name=new.name.strip(), name_key="", kind=new.kind, active=new.active, email=new.email
    )
    index(row)
    transaction.session.add(row)
    transaction.session.flush()
    for login in new.logins:
        add_login(transaction, PersonId(row.id), login)
    transaction.announce(Change.of(Subject.PERSON, [row.id]))
    return _people(transaction, [row])[0]


def index(row: PersonRow) -> None:
    """Set what is derived from the name of *row*."""
    row.name_key = " ".join(tokens(row.name))


def add_login(transaction: Transaction, person: PersonId, login: str) -> None:
    """Have *login* be *person*'s; nothing when it already is.

    Raises:
        LoginTaken: It is somebody else's.
        NotFound: There is no such person.
    """
    row_of(transaction, PersonRow, person)
    key = login_key(login)
    holder = by_login(transaction, key)
    if holder is None:
        transaction.session.add(LoginRow(person_id=person, login=key))
        transaction.session.flush()
    elif holder.id != person:
        raise LoginTaken(login, holder.called)


def by_login(snapshot: Snapshot, login: str) -> Person | None:
    """Return whose login it is."""
    row = snapshot.session.scalars(
        select(PersonRow).join(LoginRow).where(LoginRow.login == login_key(login))
    ).one_or_none()
    return None if row is None else _people(snapshot, [row])[0]


def get(snapshot: Snapshot, person: PersonId) -> Person:
    """Return *person*.

    Raises:
        NotFound: There is none.
    """
    return _people(snapshot, [row_of(snapshot, PersonRow, person)])[0]


def everyone(snapshot: Snapshot, *, active_only: bool) -> tuple[Person, ...]:
    """Return the people of the desk by name."""
    question = select(PersonRow).order_by(PersonRow.name_key, PersonRow.id)
    if active_only:
        question = question.where(PersonRow.active)
    return _people(snapshot, snapshot.session.scalars(question).all())


def names(snapshot: Snapshot, people: Iterable[int]) -> Mapping[int, str]:
    """Return what each of *people* is called, as the person signed in reads it."""
    return {each.id: each.called for each in some(snapshot, people)}


def given_names(snapshot: Snapshot, people: Iterable[int]) -> Mapping[int, str]:
    """Return the name of each of *people* who has said it: no login is kept, nor leaves."""
    return {each.id: each.name for each in some(snapshot, people) if each.is_named}


def some(snapshot: Snapshot, people: Iterable[int]) -> tuple[Person, ...]:
    """Return those of *people* whom the desk knows."""
    wanted = list(people)
    if not wanted:
        return ()
    rows = snapshot.session.scalars(select(PersonRow).where(PersonRow.id.in_(wanted))).all()
    return _people(snapshot, rows)


def remove(transaction: Transaction, person: PersonId) -> None:
    """Remove somebody who never signed in, once nothing names them any more.

    Raises:
        NotFound: There is no such person.
        SignedInBefore: They did things under their own login.
    """
    row = row_of(transaction, PersonRow, person)
    found = get(transaction, person)
    if found.logins:
        raise SignedInBefore(found.called)
    transaction.session.delete(row)
    transaction.session.flush()
    transaction.announce(Change.of(Subject.PERSON, [person]))


def take_name(transaction: Transaction, person: PersonId, named: Person) -> None:
    """Have *person* be called as *named* was, be of that kind, and have that address."""
    row = row_of(transaction, PersonRow, person)
    for field, after in (("name", named.name), ("kind", named.kind), ("email", named.email)):
        before = getattr(row, field)
        if after and before != after:
            edits.apply(transaction, row.ref, row, FieldChange(field, before, after))
    index(row)


def _people(snapshot: Snapshot, rows: Iterable[PersonRow]) -> tuple[Person, ...]:
    rows = list(rows)
    logins: dict[int, list[str]] = {row.id: [] for row in rows}
    for person, login in snapshot.session.execute(
        select(LoginRow.person_id, LoginRow.login)
        .where(LoginRow.person_id.in_(logins))
        .order_by(LoginRow.id)
    ):
        logins[person].append(login)
    me = snapshot.database.actor
    return tuple(
        value_of(Person, row, logins=tuple(logins[row.id]), is_here=row.id == me) for row in rows
    )
