"""Rows of employees.  Private to the slice: bulletins use `within`.

`search_text` and the keys are derived and written with the fields they come from.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import batched
from typing import Any, override

from sqlalchemy import ColumnElement, Index, SQLColumnExpression, Text, func, select
from sqlalchemy.orm import Mapped, aliased, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.facts import folded
from comms_desk.internal.audience.model import (
    BulletinReader,
    Employee,
    EmployeeGroup,
    EmployeeId,
    GroupKind,
    NewEmployee,
    address_key,
    address_text,
    number_key,
)
from comms_desk.mail.address import Address
from comms_desk.places import Scope
from comms_desk.storage import edits
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.finding import here
from comms_desk.storage.model import HoldReach
from comms_desk.storage.rows import BinnedRow, ByBytes, ShortText, unique_outside_bin
from comms_desk.storage.values import columns_of, value_of
from comms_desk.text.fold import tokens


class EmployeeRow(BinnedRow):
    """One employee."""

    SUBJECT = Subject.EMPLOYEE
    CALLED = ("given_name", "family_name")
    IS_SOMEBODY = True
    __tablename__ = "employees"
    __table_args__ = (
        Index("ix_employees_sort_key_id", "sort_key", "id"),
        unique_outside_bin("uq_employees_email_key", "email_key"),
        unique_outside_bin("uq_employees_number_key", "number_key"),
    )

    sort_key: Mapped[str] = mapped_column(ByBytes)
    search_text: Mapped[str] = mapped_column(Text)
    family_name: Mapped[ShortText]
    given_name: Mapped[ShortText]
    email: Mapped[str]
    email_key: Mapped[str | None]
    number: Mapped[ShortText]
    number_key: Mapped[str | None]
    service: Mapped[ShortText]
    site: Mapped[ShortText]
    scope: Mapped[Scope]

    @classmethod
    @override
    def reached(
        cls, row_id: SQLColumnExpression[int], reach: HoldReach
    ) -> Iterator[ColumnElement[bool]]:
        """Yield that their address is that one, or was."""
        if reach.keys:
            yield row_id.in_(select(cls.id).where(cls.email_key.in_(reach.keys)))
            yield edits.once_had(cls.SUBJECT, row_id, "email", reach.keys)

    @classmethod
    @override
    def reach_of(cls, snapshot: Snapshot, ref: Ref) -> HoldReach:
        """Return them with their address, and those of before."""
        keys = snapshot.session.scalars(select(cls.email_key).where(cls.id == ref.id))
        before = edits.mailboxes_before(snapshot, cls.SUBJECT, [ref.id], "email")
        theirs = frozenset(filter(None, keys))
        return HoldReach(refs=frozenset({ref}), keys=theirs, former=frozenset(before))


BY_NAME = EmployeeRow.sort_key, EmployeeRow.id
"""The order of a list."""


def everyone(snapshot: Snapshot) -> Iterator[EmployeeRow]:
    """Yield every employee who is not in the bin, by name."""
    return iter(snapshot.session.scalars(here(EmployeeRow).order_by(*BY_NAME)))


def outside_bin(snapshot: Snapshot, ids: range) -> Sequence[EmployeeId]:
    """Return the employees of *ids* who are not in the bin."""
    there = here(EmployeeRow, ids).with_only_columns(EmployeeRow.id)
    return [EmployeeId(each) for each in snapshot.session.scalars(there)]


def readers(snapshot: Snapshot) -> tuple[BulletinReader, ...]:
    """Return every employee as a bulletin sees them, by name; plain columns, for 28,000."""
    rows = snapshot.session.execute(
        select(
            EmployeeRow.id,
            EmployeeRow.given_name,
            EmployeeRow.family_name,
            EmployeeRow.email,
            EmployeeRow.service,
            EmployeeRow.site,
        )
        .where(EmployeeRow.binned_at.is_(None))
        .order_by(EmployeeRow.sort_key, EmployeeRow.id)
    )
    return tuple(
        BulletinReader(
            id=EmployeeId(number),
            name=f"{given} {family}".strip(),
            email=Address.stored(email) if email else None,
            service=service,
            site=site,
        )
        for number, given, family, email, service, site in rows
    )


def groups(snapshot: Snapshot) -> Iterator[EmployeeGroup]:
    """Yield every service and workplace, by name; spellings that fold alike are one."""
    columns = {GroupKind.SERVICE: EmployeeRow.service, GroupKind.SITE: EmployeeRow.site}
    for kind, column in columns.items():
        rows = snapshot.session.execute(
            select(column, func.count())
            .where(EmployeeRow.binned_at.is_(None), column != "")
            .group_by(column)
            .order_by(func.count().desc(), column)
        )
        found: dict[str, EmployeeGroup] = {}
        for name, count in rows:
            key = folded(name)
            before = found.get(key)
            called, already = (name, 0) if before is None else (before.name, before.count)
            found[key] = EmployeeGroup(kind=kind, name=called, count=already + count)
        yield from (found[key] for key in sorted(found) if key)


def also_in_bin(
    snapshot: Snapshot,
) -> Iterator[tuple[EmployeeId, EmployeeId, str | None, datetime]]:
    """Yield who was put in the bin and added again, as their number says.

    Under which id they are on the desk, under which in the bin, with what mailbox, and since when.
    """
    gone = aliased(EmployeeRow)
    rows = snapshot.session.execute(
        select(EmployeeRow.id, gone.id, gone.email_key, gone.binned_at)
        .join(gone, gone.number_key == EmployeeRow.number_key)
        .where(EmployeeRow.binned_at.is_(None), gone.binned_at.is_not(None))
    )
    for here_as, binned_as, email_key, since in rows:
        if since is not None:
            yield EmployeeId(here_as), EmployeeId(binned_as), email_key, since


def held_by(snapshot: Snapshot, email_keys: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Yield who has each of these mailboxes, those in the bin too."""
    key = EmployeeRow.email_key
    for some in batched(email_keys, edits.ASKED_AT_ONCE):
        found = snapshot.session.execute(select(EmployeeRow.id, key).where(key.in_(some)))
        yield from ((row_id, held) for row_id, held in found if held)


def holder(snapshot: Snapshot, column: str, key: str | None, *, but: int | None) -> str | None:
    """Return the name of the employee, other than *but*, whose *column* is *key*."""
    if key is None:
        return None
    found = snapshot.session.scalars(
        here(EmployeeRow).where(getattr(EmployeeRow, column) == key, EmployeeRow.id != (but or 0))
    ).first()
    return None if found is None else value(found).name


def held(snapshot: Snapshot) -> dict[tuple[str, str | None], int]:
    """Return who outside the bin has each mailbox and each number, by its column and its key."""
    keys = select(EmployeeRow.id, EmployeeRow.email_key, EmployeeRow.number_key)
    found: dict[tuple[str, str | None], int] = {}
    for row_id, email, number in snapshot.session.execute(
        keys.where(EmployeeRow.binned_at.is_(None))
    ):
        found |= {("email_key", email): row_id, ("number_key", number): row_id}
    return {key: row_id for key, row_id in found.items() if key[1] is not None}


def add(transaction: Transaction, new: NewEmployee) -> Employee:
    """Add one employee."""
    row = EmployeeRow(**columns(new))
    transaction.session.add(row)
    transaction.session.flush()
    transaction.announce(Change.of(Subject.EMPLOYEE, [row.id]))
    return value(row)


def refresh(row: EmployeeRow) -> None:
    """Write again what is derived from the fields of *row*."""
    for name, derived_value in derived(value(row)).items():
        setattr(row, name, derived_value)


def value(row: EmployeeRow) -> Employee:
    """Turn a row into its value."""
    return value_of(Employee, row)


def columns(new: NewEmployee) -> dict[str, Any]:
    """Return what the row of *new* holds, by column."""
    return columns_of(new, email=address_text(new), **derived(new))


def derived(employee: NewEmployee | Employee) -> dict[str, Any]:
    """Return the columns that follow from the others."""
    email = address_text(employee)
    said = (employee.name, email, employee.number, employee.service, employee.site)
    return {
        "sort_key": " ".join(tokens(f"{employee.family_name} {employee.given_name}")),
        "search_text": " ".join(["", *tokens(" ".join(said)), *map(str.lower, _codes(employee))]),
        "email_key": address_key(employee),
        "number_key": number_key(employee.number),
    }


def _codes(employee: NewEmployee | Employee) -> Sequence[str]:
    return employee.scope.to_text().split(",")
