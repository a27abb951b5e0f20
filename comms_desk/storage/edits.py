"""Edits: the lock, the undo and the audit of every field a person changes.

A save compares only the field it changes with what its writer had read; when somebody else
has changed that field since, it conflicts and both texts are shown.  The stored row is the
audit and its inverse the undo.  Reads of private numbers and exports of lists are noted
here too.  Keystrokes never are.
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum as PythonEnum
from itertools import batched
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    DateTime,
    Enum,
    Index,
    Select,
    SQLColumnExpression,
    String,
    cast,
    delete,
    exists,
    func,
    inspect,
    or_,
    select,
    tuple_,
)
from sqlalchemy.orm import Mapped, mapped_column

from comms_desk.changes import Change, Ref, Subject
from comms_desk.facts import NotOneOf
from comms_desk.places import Scope
from comms_desk.storage.database import Snapshot, Transaction
from comms_desk.storage.errors import EditConflict
from comms_desk.storage.finding import has_mailbox
from comms_desk.storage.many import add_all, change_all
from comms_desk.storage.model import Act, Edit, FieldChange
from comms_desk.storage.rows import (
    Base,
    NamedRow,
    OneLine,
    RowId,
    ScopeText,
    SomeDayText,
    UtcMoment,
)
from comms_desk.text.approximate import Approximate, from_text
from comms_desk.text.lines import on_one_line
from comms_desk.text.mailbox import mailbox_key

__all__ = [
    "Act",
    "ChangedFields",
    "Edit",
    "FieldChange",
    "Reverted",
    "altered",
    "apply",
    "apply_all",
    "changed_fields",
    "forget",
    "forget_all",
    "former",
    "history",
    "latest",
    "mailboxes_before",
    "note",
    "note_all",
    "noted",
    "once_had",
    "revert",
    "said_before",
    "say_instead",
    "touched_since",
    "was_noted",
]

ASKED_AT_ONCE = 500


class EditRow(Base):
    """One edit, read or export."""

    __tablename__ = "edits"
    __table_args__ = (Index("ix_edits_kind_row_id", "kind", "row_id"),)

    id: Mapped[RowId]
    act: Mapped[Act]
    kind: Mapped[Subject]
    row_id: Mapped[int]
    field: Mapped[str]
    before: Mapped[object | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[object | None] = mapped_column(JSON(none_as_null=True))
    by: Mapped[int | None]
    at: Mapped[datetime]


def apply(transaction: Transaction, ref: Ref, row: Base, change: FieldChange) -> Edit:
    """Change one field of *row*, note the edit and have it announced.

    The caller has checked that the field may be edited and that the value is right; enums,
    moments and scopes are accepted as such or in their stored form.

    Raises:
        EditConflict: The field no longer holds what the writer had read.
        NotOneOf: Nothing is called so any more: it comes from an earlier version.
    """
    stored = plain(getattr(row, change.field))
    wanted = _revived(row, change.field, change.after)
    before, after = plain(change.before), plain(wanted)
    if stored not in (before, after):
        raise EditConflict(ref, change.field, theirs=stored, yours=after)
    setattr(row, change.field, wanted)
    transaction.announce(Change.of(ref.kind, [ref.id]))
    return note(transaction, ref, Act.EDITED, change.field, before=stored, after=after)


@dataclass(frozen=True, slots=True)
class ChangedFields:
    """What becomes of the fields of one row; *derived* columns follow, and are not noted."""

    ref: Ref
    changes: Sequence[FieldChange]
    derived: Mapping[str, object] = MappingProxyType({})


def apply_all(
    transaction: Transaction, kind: type[Base], changed: Sequence[ChangedFields]
) -> range:
    """Change and note fields of many rows of *kind* at once; return the ids of the edits.

    The caller knows that the rows still hold what the changes say, in that very form, has none
    of them in the session, and announces.
    """
    change_all(
        transaction,
        kind,
        (
            {"id": each.ref.id, **{one.field: one.after for one in each.changes}, **each.derived}
            for each in changed
        ),
    )
    made = ((each.ref, change) for each in changed for change in each.changes)
    return note_all(transaction, Act.EDITED, made)


@dataclass(frozen=True, slots=True)
class Reverted[Row: NamedRow]:
    """The rows whose field was put back, and those where it was not: it was changed."""

    rows: tuple[Row, ...]
    kept: tuple[Ref, ...]


def revert[Row: NamedRow](
    transaction: Transaction,
    kind: type[Row],
    undone: Iterable[Edit],
    *,
    among: Select[Row],
    is_taken: Callable[[Row, FieldChange], bool] = lambda _row, _change: False,
    derive: Callable[[Row], None] = lambda _row: None,
) -> Reverted[Row]:
    """Put back what stood before those of *undone* that are of *kind*, at once, and note it.

    Args:
        transaction: What it is done in.
        kind: The rows that are changed.
        undone: Edits of any kind, of one field at most once.
        among: The question for the rows that may be changed; others are passed over.
        is_taken: Whether somebody else has by now what a field would have again.
        derive: Sets the columns of a row that follow from its others.
    """
    mine = [edit for edit in undone if edit.ref.kind is kind.SUBJECT]
    rows: dict[int, Row] = {}
    for some in batched({edit.ref.id for edit in mine}, ASKED_AT_ONCE):
        found = transaction.session.scalars(among.where(kind.id.in_(some)))
        rows |= {row.id: row for row in found}
    made: list[tuple[Ref, FieldChange]] = []
    kept: list[Ref] = []
    for edit in mine:
        row, back = rows.get(edit.ref.id), edit.change.inverse()
        if row is None or plain(getattr(row, edit.field)) == edit.before:
            continue
        if plain(getattr(row, edit.field)) != edit.after or is_taken(row, back):
            kept.append(edit.ref)
        else:
            setattr(row, edit.field, _revived(row, edit.field, edit.before))
            made.append((edit.ref, back))
    put_back = dict.fromkeys(ref.id for ref, _change in made)
    for each in put_back:
        derive(rows[each])
    transaction.session.flush()
    note_all(transaction, Act.EDITED, made)
    if put_back:
        transaction.announce(Change.of(kind.SUBJECT, put_back))
    return Reverted(rows=tuple(rows[each] for each in put_back), kept=tuple(kept))


def note_all(
    transaction: Transaction, act: Act, changes: Iterable[tuple[Ref, FieldChange]]
) -> range:
    """Note many edits as `note` does, at once; return their ids."""
    return add_all(
        transaction,
        EditRow,
        (
            {
                "act": act,
                "kind": ref.kind,
                "row_id": ref.id,
                "field": change.field,
                "before": plain(change.before),
                "after": plain(change.after),
                "by": transaction.actor,
                "at": transaction.now,
            }
            for ref, change in changes
        ),
    )


def note(
    transaction: Transaction,
    ref: Ref,
    act: Act,
    what: str,
    *,
    before: object = None,
    after: object = None,
) -> Edit:
    """Note that the acting person did *act* to *ref*."""
    row = EditRow(
        act=act,
        kind=ref.kind,
        row_id=ref.id,
        field=what,
        before=plain(before),
        after=plain(after),
        by=transaction.actor,
        at=transaction.now,
    )
    transaction.session.add(row)
    transaction.session.flush()
    return _edit(row)


def history(snapshot: Snapshot, *refs: Ref) -> tuple[Edit, ...]:
    """Return all that was done to *refs*, a thing and its parts, the latest first."""
    rows = snapshot.session.scalars(
        select(EditRow)
        .where(tuple_(EditRow.kind, EditRow.row_id).in_([(ref.kind, ref.id) for ref in refs]))
        .order_by(EditRow.id.desc())
    )
    return tuple(map(_edit, rows))


def noted(snapshot: Snapshot, ids: range) -> tuple[Edit, ...]:
    """Return the edits that `note_all` noted, in order, but for those of what is erased."""
    rows = snapshot.session.scalars(
        select(EditRow).where(EditRow.id >= ids.start, EditRow.id < ids.stop).order_by(EditRow.id)
    )
    return tuple(map(_edit, rows))


def altered(snapshot: Snapshot, kind: Subject, ids: Iterable[int]) -> frozenset[int]:
    """Return those of *ids*, things of that *kind*, that are not as they were when they came.

    A field that was changed and put back is as it was; so is what left the bin again.
    """
    removed: set[int] = set()
    fields: dict[tuple[int, str], tuple[object, object]] = {}
    told = select(EditRow.row_id, EditRow.act, EditRow.field, EditRow.before, EditRow.after)
    of_kind = told.where(EditRow.kind == kind, EditRow.act.in_((Act.EDITED, Act.REMOVED)))
    for some in batched(ids, ASKED_AT_ONCE):
        theirs = of_kind.where(EditRow.row_id.in_(some)).order_by(EditRow.id)
        for row_id, act, field, before, after in snapshot.session.execute(theirs):
            if act is Act.REMOVED:
                removed.add(row_id)
            first, _last = fields.get((row_id, field), (before, None))
            fields[row_id, field] = first, after
    changed = (row_id for (row_id, _field), (first, last) in fields.items() if first != last)
    return frozenset(removed.union(changed))


def changed_fields(snapshot: Snapshot, kind: Subject) -> dict[int, frozenset[str]]:
    """Return the fields that are not as they were at first, by the id of each thing of *kind*."""
    fields: dict[tuple[int, str], tuple[object, object]] = {}
    told = select(EditRow.row_id, EditRow.field, EditRow.before, EditRow.after)
    of_kind = told.where(EditRow.kind == kind, EditRow.act == Act.EDITED).order_by(EditRow.id)
    for row_id, field, before, after in snapshot.session.execute(of_kind):
        first, _last = fields.get((row_id, field), (before, None))
        fields[row_id, field] = first, after
    found: dict[int, frozenset[str]] = {}
    for (row_id, field), (first, last) in fields.items():
        if first != last:
            found[row_id] = found.get(row_id, frozenset()) | {field}
    return found


def touched_since(snapshot: Snapshot, ref: Ref) -> frozenset[Ref]:
    """Return what anybody edited, removed a part of or exported since *ref* was noted last."""
    last = select(func.max(EditRow.id)).where(EditRow.kind == ref.kind, EditRow.row_id == ref.id)
    touched = select(EditRow.kind, EditRow.row_id).where(
        EditRow.id > last.scalar_subquery(),
        EditRow.act.in_((Act.EDITED, Act.REMOVED, Act.EXPORTED)),
    )
    return frozenset(Ref(kind, each) for kind, each in snapshot.session.execute(touched.distinct()))


def latest(snapshot: Snapshot, kind: Subject, field: str) -> dict[int, object | None]:
    """Return what the latest edit of *field* made of it, for each thing of that *kind*."""
    rows = snapshot.session.execute(
        select(EditRow.row_id, EditRow.after)
        .where(EditRow.kind == kind, EditRow.field == field)
        .order_by(EditRow.id)
    )
    return dict(iter(rows))


def former(snapshot: Snapshot, kind: Subject, field: str) -> Iterator[tuple[int, object, datetime]]:
    """Yield what *field* was of things of that *kind*: the thing, its value, and until when."""
    rows = snapshot.session.execute(
        select(EditRow.row_id, EditRow.before, EditRow.at).where(
            EditRow.kind == kind, EditRow.act == Act.EDITED, EditRow.field == field
        )
    )
    yield from rows


def mailboxes_before(
    snapshot: Snapshot, kind: Subject, ids: Collection[int], field: str
) -> Iterator[str]:
    """Yield each address that *field* of those things, or a part of that name, once had."""
    rows = select(EditRow.before).where(
        EditRow.kind == kind, EditRow.row_id.in_(ids), EditRow.field == field
    )
    for before in snapshot.session.scalars(rows):
        several = before if isinstance(before, list) else [before]
        yield from (mailbox_key(each) for each in several if isinstance(each, str) and "@" in each)


def said_before(snapshot: Snapshot, ref: Ref, field: str) -> frozenset[str]:
    """Return every text that *field* of *ref* once was."""
    rows = select(EditRow.before).where(
        EditRow.kind == ref.kind, EditRow.row_id == ref.id, EditRow.field == field
    )
    return frozenset(each for each in snapshot.session.scalars(rows) if isinstance(each, str))


def say_instead(
    transaction: Transaction, kind: Subject, field: str, *, instead_of: int, say: int
) -> None:
    """Have edits of a *field* that holds an id say another one: both turned out to be one thing."""
    of_field = select(EditRow).where(EditRow.kind == kind, EditRow.field == field)
    for row in transaction.session.scalars(of_field):
        if row.before == instead_of:
            row.before = say
        if row.after == instead_of:
            row.after = say
    transaction.session.flush()


def forget(transaction: Transaction, ref: Ref) -> None:
    """Remove every edit of *ref*: it is erased, or has left the bin for good."""
    transaction.session.execute(
        delete(EditRow).where(EditRow.kind == ref.kind, EditRow.row_id == ref.id)
    )


def forget_all(transaction: Transaction, kind: Subject, ids: Select[int]) -> None:
    """Remove every edit of those things of *kind*: they are erased."""
    transaction.session.execute(
        delete(EditRow)
        .where(EditRow.kind == kind, EditRow.row_id.in_(ids))
        .execution_options(synchronize_session=False)
    )


def was_noted(
    kind: Subject, row_id: SQLColumnExpression[int], *, act: Act, field: str, after: str = ""
) -> ColumnElement[bool]:
    """Return the condition that *act* was ever done to *field* of the thing of *kind* in a row.

    Where that field then was *after*, if it is said.
    """
    noted = exists().where(
        EditRow.kind == kind,
        EditRow.row_id == row_id,
        EditRow.act == act,
        EditRow.field == field,
    )
    return noted.where(cast(EditRow.after, String) == json.dumps(after)) if after else noted


def once_had(
    kind: Subject, row_id: SQLColumnExpression[int], field: str, mailboxes: Iterable[str]
) -> ColumnElement[bool]:
    """Return the condition that *field* of a thing, or a part of that name, had an address.

    Args:
        kind: Of the thing.
        row_id: Its id.
        field: An address, or several; of a part that went its name, as in "reporter 12".
        mailboxes: Any of these, in the form of `text.mailbox`.
    """
    return exists().where(
        EditRow.kind == kind,
        EditRow.row_id == row_id,
        or_(EditRow.field == field, EditRow.field.startswith(f"{field} ")),
        has_mailbox(EditRow.before, mailboxes, among_others=True),
    )


def plain(value: object) -> object:
    """Return *value* as it stands in an edit: text, number, boolean, list or None."""
    if isinstance(value, PythonEnum):
        return value.value
    if isinstance(value, str | int | float | bool | None):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Scope | Approximate):
        return value.to_text()
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    raise TypeError(f"{type(value).__name__} cannot stand in an edit")


def _revived(row: Base, field: str, value: Any) -> object:
    """Return *value* as the column of *field* wants it."""
    if not isinstance(value, str) or isinstance(value, PythonEnum):
        return value
    kind = inspect(type(row)).columns[field].type
    if isinstance(kind, Enum) and kind.enum_class is not None:
        try:
            return kind.enum_class(value)
        except ValueError as error:  # what an earlier version knew
            known = tuple(str(each.value) for each in kind.enum_class)
            raise NotOneOf(value, known) from error
    if isinstance(kind, UtcMoment | DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    if isinstance(kind, ScopeText):
        return Scope.from_text(value)
    if isinstance(kind, SomeDayText):
        return from_text(value)
    if isinstance(kind, OneLine):
        return on_one_line(value)
    return value


def _edit(row: EditRow) -> Edit:
    return Edit(
        ref=Ref(row.kind, row.row_id),
        field=row.field,
        before=row.before,
        after=row.after,
        by=row.by,
        at=row.at,
        act=row.act,
    )
