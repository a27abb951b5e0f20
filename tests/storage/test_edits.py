"""Edits: the lock, the undo and the audit."""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

import pytest
from sqlalchemy import MetaData
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped

from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.facts import NotOneOf
from comms_desk.places import CITY, Scope
from comms_desk.storage import edits
from comms_desk.storage.database import Database
from comms_desk.storage.edits import Act, Edit, FieldChange
from comms_desk.storage.errors import EditConflict
from comms_desk.storage.rows import CONSTRAINT_NAMES, Base, RowId, ShortText


class Status(StrEnum):
    OPEN = "open"
    SHUT = "shut"


class Sheet(Base):
    """A table of these tests only."""

    __tablename__ = "sheet"
    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)

    id: Mapped[RowId]
    name: Mapped[ShortText]
    about: Mapped[str]
    status: Mapped[Status]
    scope: Mapped[Scope]
    due: Mapped[datetime | None]
    day: Mapped[date | None]


@pytest.fixture
def sheet(database: Database) -> Ref:
    Sheet.metadata.create_all(database.engine)
    with database.transaction() as transaction:
        row = Sheet(name="Neige", about="", status=Status.OPEN, scope=CITY)
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
        ("day", None, date(2026, 12, 1)),
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


def test_what_an_edit_puts_back_is_a_value_at_once_not_its_stored_form(
    database: Database, sheet: Ref
) -> None:
    with database.transaction() as transaction:
        row = transaction.session.get_one(Sheet, sheet.id)

        edits.apply(transaction, sheet, row, FieldChange("status", "open", "shut"))

        assert row.status is Status.SHUT


def test_a_word_of_an_earlier_version_is_refused_and_the_words_of_today_are_said(
    database: Database, sheet: Ref
) -> None:
    with pytest.raises(NotOneOf) as refused:
        edited(database, sheet, FieldChange("status", "open", "ajar"))

    assert (refused.value.text, refused.value.choices) == ("ajar", ("open", "shut"))


def test_what_the_database_refuses_is_refused_as_it_is_edited(
    database: Database, sheet: Ref
) -> None:
    def without_a_name() -> None:
        with database.transaction() as transaction:
            row = transaction.session.get_one(Sheet, sheet.id)
            edits.apply(transaction, sheet, row, FieldChange("name", "Neige", None))
            pytest.fail("it passed, and would have been refused only as all is committed")

    with pytest.raises(IntegrityError):
        without_a_name()

    assert stored(database, sheet, "name") == "Neige"


def test_a_name_comes_out_of_an_edit_on_one_line_and_a_text_as_it_is(
    database: Database, sheet: Ref
) -> None:
    name = edited(database, sheet, FieldChange("name", "Neige", "Neige\net verglas"))
    about = edited(database, sheet, FieldChange("about", "", "Un.\nDeux."))

    assert name.after == "Neige et verglas"
    assert about.after == "Un.\nDeux."
    assert stored(database, sheet, "about") == "Un.\nDeux."


def test_an_edit_is_announced(database: Database, sheet: Ref) -> None:
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    edited(database, sheet, FieldChange("name", "Neige", "Déneigement"))

    assert heard == [Change.of(sheet.kind, [sheet.id])]


def others(sheet: Ref) -> tuple[Ref, Ref]:
    """Return a thing of the same kind, and one of another kind with the same number."""
    return Ref(sheet.kind, sheet.id + 1), Ref(Subject.CONTACT, sheet.id)


def noted(database: Database, *refs: Ref, field: str = "name") -> list[Edit]:
    with database.transaction() as transaction:
        return [
            edits.note(transaction, ref, Act.EDITED, field, after=f"{field} of {ref}")
            for ref in refs
        ]


def test_a_history_is_of_one_thing_the_latest_first(
    database: Database, sheet: Ref, clock: StillClock
) -> None:
    (first,) = noted(database, sheet)
    noted(database, *others(sheet))
    clock.advance(timedelta(hours=-1))
    (second,) = noted(database, sheet)

    with database.snapshot() as snapshot:
        assert edits.history(snapshot, sheet) == (second, first)


def test_what_is_erased_leaves_no_edit_and_takes_no_other_with_it(
    database: Database, sheet: Ref
) -> None:
    noted(database, sheet, *others(sheet), sheet)

    with database.transaction() as transaction:
        edits.forget(transaction, sheet)

    with database.snapshot() as snapshot:
        assert edits.history(snapshot, sheet) == ()
        assert [len(edits.history(snapshot, each)) for each in others(sheet)] == [1, 1]


def test_of_each_thing_of_a_kind_the_last_word_on_a_field_is_known(
    database: Database, sheet: Ref
) -> None:
    sibling, stranger = others(sheet)
    noted(database, sheet, sibling, field="doubt")
    with database.transaction() as transaction:
        edits.note(transaction, sheet, Act.EDITED, "doubt", before="dossier:1", after=None)
    noted(database, stranger, field="doubt")
    noted(database, sibling, field="name")

    with database.snapshot() as snapshot:
        last = edits.latest(snapshot, sheet.kind, "doubt")

    assert last == {sheet.id: None, sibling.id: f"doubt of {sibling}"}


def test_an_audit_holds_lists_and_refuses_what_nobody_could_read_back(
    database: Database, sheet: Ref
) -> None:
    with database.transaction() as transaction:
        kept = edits.note(
            transaction,
            sheet,
            Act.EDITED,
            "beats",
            before=(Status.OPEN, "neige"),
            after=[date(2026, 12, 1), None],
        )

    assert (kept.before, kept.after) == (["open", "neige"], ["2026-12-01", None])
    with pytest.raises(TypeError, match="bytes"), database.transaction() as transaction:
        edits.note(transaction, sheet, Act.EDITED, "beats", after=b"neige")
