"""Edits: the lock, the undo and the audit."""

from datetime import UTC, datetime
from enum import StrEnum

import pytest
from sqlalchemy import MetaData
from sqlalchemy.orm import Mapped

from comms_desk.changes import Change, Ref, Subject
from comms_desk.places import CITY, Scope
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.edits import Act, Edit, FieldChange
from comms_desk.storage.errors import EditConflict
from comms_desk.storage.rows import CONSTRAINT_NAMES, Base, RowId


class Status(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Sheet(Base):
    """A table of these tests only."""

    __tablename__ = "sheet"
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

    id: Mapped[RowId]
    name: Mapped[str]
    status: Mapped[Status]
    scope: Mapped[Scope]
    due: Mapped[datetime | None]


@pytest.fixture
def sheet(database: Database) -> Ref:
    Sheet.metadata.create_all(database.engine)
    with database.transaction() as transaction:
        row = Sheet(name="Neige", status=Status.OPEN, scope=CITY)
        transaction.session.add(row)
        transaction.session.flush()
        return Ref(Subject.DOSSIER, row.id)


def edited(database: Database, sheet: Ref, change: FieldChange) -> Edit:
    with database.transaction() as transaction:
        row = transaction.session.get_one(Sheet, sheet.id)
        return edits.apply(transaction, sheet, row, change)


def stored(database: Database, sheet: Ref, field: str) -> object:
    with database.snapshot() as snapshot:
        value: object = getattr(snapshot.session.get_one(Sheet, sheet.id), field)
        return value


def test_an_edit_says_who_changed_what_and_when(database: Database, sheet: Ref) -> None:
    database.act_as(3)

    edit = edited(database, sheet, FieldChange("name", "Neige", "Déneigement"))

    assert stored(database, sheet, "name") == "Déneigement"
    assert (edit.by, edit.at, edit.act) == (3, database.clock.now(), Act.EDITED)
    with database.snapshot() as snapshot:
        assert edits.history(snapshot, sheet) == (edit,)


def test_the_inverse_of_an_edit_undoes_it(database: Database, sheet: Ref) -> None:
    edit = edited(database, sheet, FieldChange("name", "Neige", "Déneigement"))

    edited(database, sheet, edit.change.inverse())

    assert stored(database, sheet, "name") == "Neige"


def test_two_people_on_one_field_conflict_and_both_texts_are_shown(
    database: Database, sheet: Ref
) -> None:
    edited(database, sheet, FieldChange("name", "Neige", "Déneigement"))

    with pytest.raises(EditConflict) as conflict:
        edited(database, sheet, FieldChange("name", "Neige", "Chargement"))

    assert (conflict.value.theirs, conflict.value.yours) == ("Déneigement", "Chargement")
    assert stored(database, sheet, "name") == "Déneigement"


def test_two_people_on_two_fields_do_not_conflict(database: Database, sheet: Ref) -> None:
    edited(database, sheet, FieldChange("name", "Neige", "Déneigement"))
    edited(database, sheet, FieldChange("status", Status.OPEN, Status.SHUT))

    assert stored(database, sheet, "name") == "Déneigement"
    assert stored(database, sheet, "status") is Status.SHUT


def test_two_people_who_write_the_same_do_not_conflict(database: Database, sheet: Ref) -> None:
    edited(database, sheet, FieldChange("name", "Neige", "Déneigement"))

    edited(database, sheet, FieldChange("name", "Neige", "Déneigement"))

    assert stored(database, sheet, "name") == "Déneigement"


@pytest.mark.parametrize(
    ("field", "before", "after"),
    [
        ("status", Status.OPEN, Status.SHUT),
        ("scope", CITY, Scope.of_boroughs(["VDN", "VMA"])),
        ("due", None, datetime(2026, 12, 1, 17, tzinfo=UTC)),
    ],
)
def test_an_edit_read_from_the_audit_can_be_undone(
    database: Database, sheet: Ref, field: str, before: object, after: object
) -> None:
    edited(database, sheet, FieldChange(field, before, after))
    assert stored(database, sheet, field) == after
    with database.snapshot() as snapshot:
        kept = edits.history(snapshot, sheet)[0]

    edited(database, sheet, kept.change.inverse())
    assert stored(database, sheet, field) == before

    edited(database, sheet, kept.change)
    assert stored(database, sheet, field) == after


def test_an_edit_is_announced(database: Database, sheet: Ref) -> None:
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    edited(database, sheet, FieldChange("name", "Neige", "Déneigement"))

    assert heard == [Change.of(sheet.kind, [sheet.id])]


def test_reading_private_numbers_leaves_a_trace(database: Database, sheet: Ref) -> None:
    database.act_as(5)

    with database.transaction() as transaction:
        edits.note_read(transaction, sheet, "phones")

    with database.snapshot() as snapshot:
        (trace,) = edits.history(snapshot, sheet)
    assert (trace.act, trace.field, trace.by) == (Act.READ, "phones", 5)


def test_what_is_erased_leaves_no_edit(database: Database, sheet: Ref) -> None:
    edited(database, sheet, FieldChange("name", "Neige", "Déneigement"))

    with database.transaction() as transaction:
        edits.forget(transaction, sheet)

    with database.snapshot() as snapshot:
        assert edits.history(snapshot, sheet) == ()
