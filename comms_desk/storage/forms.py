"""Forms that somebody began to fill in, and has neither finished nor given up.

What is half typed has no place among the things of the desk: a query that is not understood yet,
a name without the rest.  It is kept here, for its person alone, until it is one of them.  What
the fields are is known by whoever shows the form; here they are names and texts.

A window writes only forms of its own.  One that goes on with what another window left gives it a
key of its own, and takes the other's place only where that still says what was gone on with: two
windows of one person, or two of their computers, never write over each other.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import UniqueConstraint, delete, select
from sqlalchemy.orm import Mapped

from comms_desk.changes import Subject
from comms_desk.storage.database import Database, Snapshot, Transaction
from comms_desk.storage.errors import FormTooLong
from comms_desk.storage.model import FormKey, UnfinishedForm
from comms_desk.storage.rows import Base, RowId

FORM_LENGTH = 1 << 20
"""In characters; a window that takes up more would be held up by it."""


class FormRow(Base):
    """One form of one person; 0 is nobody signed in."""

    __tablename__ = "unfinished_forms"
    __table_args__ = (UniqueConstraint("person", "key"),)

    id: Mapped[RowId]
    person: Mapped[int]
    key: Mapped[str]
    kind: Mapped[Subject]
    changes: Mapped[int | None]
    fields: Mapped[str]
    before: Mapped[str]
    in_front: Mapped[bool]
    kept_at: Mapped[datetime]


class FormDesk:
    """The unfinished forms of the person at this desk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def every(self, kind: Subject) -> tuple[UnfinishedForm, ...]:
        """Return the forms of *kind*: those that were in front first, then the latest."""
        with self._database.snapshot() as snapshot:
            rows = select(FormRow).where(FormRow.person == _person(snapshot), FormRow.kind == kind)
            latest = (FormRow.in_front.desc(), FormRow.kept_at.desc(), FormRow.id.desc())
            return tuple(map(_form, snapshot.session.scalars(rows.order_by(*latest))))

    def keep(self, form: UnfinishedForm, *, taken: UnfinishedForm | None = None) -> None:
        """Keep *form* as it is by now, in the place of the one that it goes on with.

        Raises:
            FormTooLong: No window could show it.
        """
        if sum(map(len, (*form.fields.values(), *form.before.values()))) > FORM_LENGTH:
            raise FormTooLong(FORM_LENGTH)
        with self._database.transaction() as transaction:
            row = transaction.session.scalars(
                select(FormRow).where(
                    FormRow.person == _person(transaction), FormRow.key == form.key
                )
            ).one_or_none()
            if row is None:
                row = FormRow(person=_person(transaction), key=form.key, kind=form.kind)
                transaction.session.add(row)
            row.changes, row.in_front, row.kept_at = form.changes, form.in_front, transaction.now
            row.fields, row.before = _as_text(form.fields), _as_text(form.before)
            if taken is not None and taken.key != form.key:
                _take(transaction, taken)

    def forget(self, key: FormKey, *, taken: UnfinishedForm | None = None) -> None:
        """Keep the form of *key* no longer, nor the one that it went on with."""
        with self._database.transaction() as transaction:
            transaction.session.execute(
                delete(FormRow).where(FormRow.person == _person(transaction), FormRow.key == key)
            )
            if taken is not None:
                _take(transaction, taken)


def _take(transaction: Transaction, taken: UnfinishedForm) -> None:
    """Remove what was gone on with, unless something else is typed in it by now."""
    transaction.session.execute(
        delete(FormRow).where(
            FormRow.person == _person(transaction),
            FormRow.key == taken.key,
            FormRow.fields == _as_text(taken.fields),
        )
    )


def _person(snapshot: Snapshot) -> int:
    return snapshot.database.actor or 0


def _as_text(fields: Mapping[str, str]) -> str:
    """Return *fields* in ASCII: there, half a letter, from a file or a paste, has its place."""
    return json.dumps(dict(fields), sort_keys=True)


def _form(row: FormRow) -> UnfinishedForm:
    return UnfinishedForm(
        key=FormKey(row.key),
        kind=row.kind,
        changes=row.changes,
        fields=json.loads(row.fields),
        before=json.loads(row.before),
        in_front=row.in_front,
    )
