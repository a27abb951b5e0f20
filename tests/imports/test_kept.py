"""An import is kept: what it was, what was left out and why, and its undo for thirty days."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from comms_desk import i18n
from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import CITY_ZONE
from comms_desk.imports.left_out import MOST_CHARACTERS, MOST_ROWS
from comms_desk.imports.model import (
    UNDOABLE,
    AlreadyUndone,
    ImportId,
    ImportUndone,
    LeftOutRows,
    RowFate,
    TooLateToUndo,
)
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.storage.holds import HoldDesk
from comms_desk.storage.model import Days, NewHold
from comms_desk.text.columns import is_remark
from comms_desk.text.spreadsheet import write_table
from comms_desk.wording.imports import left_out_table, remarks, why
from tests.support.imports import bring_in, imports, undo_import
from tests.support.years import live_on

CONTACTS = (
    "Nom,Média,Courriel,Langue\n"
    "Ada Okafor,Avis,ada@avis.example,\n"
    "Bao Nguyen,Avis,pas une adresse,\n"
    ",,sans.nom@avis.example,\n"
    "Luc Roy,Avis,luc@avis.example,klingon\n"
    "Eve Roy,Avis\n"
    "Zoé Huot,,ada@avis.example,\n"
).encode()
PARTLY = (
    "Nom,Média,Courriel,Téléphone,Note\n"
    "Ada Okafor,Avis,ada@avis.example,,Le matin\n"
    "Bao Nguyen,Avis,/o=Ville/cn=abc,514 555-0120,\n"
    "Luc Roy,Avis,luc@avis.example,,\n"
    "Ada Okafor,Avis,ada@avis.example,,Le soir\n"
).encode()
STAFF = b"Matricule;Nom;Courriel;Arrondissement\n1;Roy;roy@ville.example;\n"


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    before = i18n.current()
    i18n.use("en")
    yield
    i18n.use(before)


def test_an_import_is_kept_with_its_file_its_counts_and_who_made_it(
    database: Database, clock: StillClock
) -> None:
    database.act_as(PeopleDesk(database).recognise("elavoie").id)

    done = bring_in(database, CONTACTS, file_name="liste.csv")

    (kept,) = imports(database).search().rows
    assert kept == imports(database).get(done.id)
    assert (kept.subject, kept.file_name) == (Subject.CONTACT, "liste.csv")
    assert (kept.at, kept.by) == (clock.now(), database.actor)
    assert kept.counts == {RowFate.NEW: 1, RowFate.CHANGED: 0, RowFate.SAME: 0, RowFate.REFUSED: 5}
    assert (kept.undone_at, kept.undoable_until) == (None, clock.now() + timedelta(days=30))


def test_each_refused_row_is_kept_with_its_line_its_cells_and_why(database: Database) -> None:
    done = bring_in(database, CONTACTS)

    left = imports(database).left_out(done.id)

    assert left.headings == ("Nom", "Média", "Courriel", "Langue")
    assert [(row.line, row.name, row.reasons[0].error) for row in left.rows] == [
        (3, "Bao Nguyen", "BadAddress"),
        (4, "", "ContactNameMissing"),
        (5, "Luc Roy", "UnknownLanguage"),
        (6, "Eve Roy", "RowRagged"),
        (7, "Zoé Huot", "AddressTaken"),
    ]
    assert all(row.is_refused for row in left.rows)
    assert left.rows[2].cells == ("Luc Roy", "Avis", "luc@avis.example", "klingon")
    assert left.rows[3].cells == ("Eve Roy", "Avis")
    assert "klingon" in why(left.rows[2], Subject.CONTACT)
    assert done.left_out == left.total == imports(database).get(done.id).left_out == 5


def test_what_is_left_out_of_a_row_that_came_is_kept_too(database: Database) -> None:
    done = bring_in(database, PARTLY)

    left = imports(database).left_out(done.id)

    said = [(row.line, row.is_refused, why(row, Subject.CONTACT)) for row in left.rows]
    assert said == [
        (3, False, "left out: “/o=Ville/cn=abc” is not one e-mail address."),
        (5, False, "other rows differ: Note"),
    ]


def test_what_was_left_out_is_mended_and_brought_in_again(database: Database) -> None:
    done = bring_in(database, CONTACTS, chosen={"Langue": "language"})
    table = write_table(*left_out_table(imports(database).left_out(done.id), Subject.CONTACT))
    mended = table.replace(b'"pas une adresse"', b'"bao@avis.example"')

    again = bring_in(database, mended)

    assert again.plan.sheet.unknown == ()
    assert again.plan.chosen == {"Langue": "language"}
    assert {row.line: row.fate for row in again.plan.rows} == {
        2: RowFate.NEW,
        **dict.fromkeys(range(3, 7), RowFate.REFUSED),
    }
    left = imports(database).left_out(again.id)
    assert left.headings == ("Nom", "Média", "Courriel", "Langue")
    assert left.rows[0].cells == ("", "", "sans.nom@avis.example", "")


def test_a_cell_like_a_formula_is_saved_harmless_and_comes_back_as_it_was(
    database: Database,
) -> None:
    done = bring_in(database, b"Nom,Courriel,Note\n=1+1,non,'=2\nRoy,,\n")
    left = imports(database).left_out(done.id)

    saved = write_table(*left_out_table(left, Subject.CONTACT))

    assert b'"\'=1+1"' in saved
    again = imports(database).plan(Subject.CONTACT, saved)
    assert again.rows[0].name == "=1+1"
    assert left.rows[0].cells == ("=1+1", "non", "=2")


def test_rows_of_all_lengths_that_were_left_out_are_read_as_they_were_saved(
    database: Database,
) -> None:
    short, long = '"Okafor, Ada",Avis\n', '"Okafor, Ada",Avis,ada@avis.example,x\n'
    whole = '"Okafor, Ada",Avis,non\n'
    done = bring_in(database, f"Nom,Média,Courriel\n{short}{long}{whole}Roy,,\n".encode())
    left = imports(database).left_out(done.id)

    saved = write_table(*left_out_table(left, Subject.CONTACT))

    again = imports(database).plan(Subject.CONTACT, saved)
    assert again.sheet.delimiter == ";"
    assert len(again.refused) == left.total == 3


@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_own_heading_is_known_in_each_language(language: str) -> None:
    i18n.use(language)

    header, _rows = left_out_table(
        LeftOutRows(headings=("Nom",), rows=(), total=0), Subject.CONTACT
    )

    assert [is_remark(each) for each in header] == [True, False]


def test_the_last_import_comes_first_whatever_it_is_of(database: Database) -> None:
    first = bring_in(database, CONTACTS)
    second = bring_in(database, STAFF, Subject.EMPLOYEE)

    found = imports(database).search(limit=1)
    following = imports(database).search(after=found.next_key, limit=1)

    assert [each.id for each in (*found.rows, *following.rows)] == [second.id, first.id]
    assert found.total == 2


def test_an_import_is_undone_days_after_and_by_whoever_opens_the_desk(
    database: Database, clock: StillClock
) -> None:
    done = bring_in(database, CONTACTS)
    clock.advance(UNDOABLE - timedelta(days=1))

    assert imports(database).undo(done.id) == ImportUndone()

    assert ContactDesk(database).export() == ()
    assert imports(database).get(done.id).undone_at == clock.now()


def test_an_import_is_undone_once(database: Database) -> None:
    done = bring_in(database, STAFF, Subject.EMPLOYEE)
    undo_import(database, done)

    with pytest.raises(AlreadyUndone):
        undo_import(database, done)


def test_an_import_of_more_than_thirty_days_ago_stays(
    database: Database, clock: StillClock
) -> None:
    done = bring_in(database, CONTACTS)
    clock.advance(UNDOABLE + timedelta(seconds=1))

    with pytest.raises(TooLateToUndo):
        undo_import(database, done)

    assert len(ContactDesk(database).export()) == 1


def test_an_import_that_is_not_there_is_not_undone(database: Database) -> None:
    with pytest.raises(NotFound):
        imports(database).undo(ImportId(7))


def test_an_import_and_its_undo_are_announced(database: Database) -> None:
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    done = bring_in(database, STAFF, Subject.EMPLOYEE)
    undo_import(database, done)

    assert [each.subject for each in heard] == [Subject.EMPLOYEE, Subject.IMPORT] * 2
    assert heard[1].ids == {done.id}


def test_more_rows_than_anybody_mends_are_counted_and_not_kept(database: Database) -> None:
    rows = "".join(f"N{each},Avis,pas une adresse\n" for each in range(1_200))
    done = bring_in(database, f"Nom,Média,Courriel\n{rows}Roy,Avis,\n".encode())

    left = imports(database).left_out(done.id)

    assert (len(left.rows), left.total) == (MOST_ROWS, 1_200)


def test_of_huge_cells_the_reason_alone_is_kept(database: Database) -> None:
    huge = "x" * 100_000
    rows = "".join(f"N{each},non,{huge}\n" for each in range(12))
    done = bring_in(database, f"Nom,Courriel,Note\n{rows}Roy,,\n".encode())

    left = imports(database).left_out(done.id)

    kept = [bool(row.cells) for row in left.rows]
    assert kept == [True] * 9 + [False] * 3
    assert sum(len(cell) for row in left.rows for cell in row.cells) <= MOST_CHARACTERS
    assert all(row.reasons for row in left.rows)


def test_what_was_left_out_is_forgotten_with_the_undo_and_its_number_stays(
    database: Database, clock: StillClock
) -> None:
    bring_in(database, CONTACTS)
    desk = imports(database)
    (made,) = desk.search().rows
    assert len(desk.left_out(made.id).rows) == made.left_out > 0

    clock.advance(UNDOABLE * 2)  # a clock that was wrong for a moment
    assert desk.forget_left_out() == 0
    clock.advance(-UNDOABLE * 2)

    live_on(database, UNDOABLE)
    assert desk.forget_left_out() == 0
    clock.advance(timedelta(seconds=1))

    assert desk.forget_left_out() == 1
    assert desk.left_out(made.id) == LeftOutRows(headings=(), rows=(), total=made.left_out)
    assert desk.forget_left_out() == 0


@pytest.mark.parametrize("over", ["eve@roy.example", "days", "import"])
def test_what_was_left_out_stays_while_a_hold_may_be_over_it(database: Database, over: str) -> None:
    bring_in(database, CONTACTS)
    desk, holds = imports(database), HoldDesk(database)
    (made,) = desk.search().rows
    day = made.at.astimezone(CITY_ZONE).date()
    overs: dict[str, Ref | Days] = {
        "days": Days(first=day, last=day),
        "import": Ref(Subject.IMPORT, made.id),
    }
    kept = holds.place(NewHold(over=overs.get(over, over), reason="Demande d’accès")).id
    live_on(database, UNDOABLE + timedelta(days=1))

    assert desk.forget_left_out() == 0

    assert len(desk.left_out(made.id).rows) == made.left_out
    holds.lift(kept, "Réponse donnée")
    assert desk.forget_left_out() == 1


def test_a_row_refused_for_its_only_address_says_that_it_is_the_only_one(
    database: Database,
) -> None:
    rows = b"Nom,Courriel,Telephone\nRoy,non,\nOkafor,non,514 555-0142\nDiallo,,aucun numero\n"
    done = bring_in(database, rows)

    said = {row.name: remarks(row, Subject.CONTACT) for row in done.plan.rows}
    kept = imports(database).left_out(done.id)

    only = "Nothing else in the row reaches them: with another address or phone, it would come in."
    assert [each.endswith(only) for each in (said["Roy"][0], said["Diallo"][0])] == [True, True]
    assert said["Okafor"] == ["left out: “non” is not one e-mail address."]
    told = {row.name: why(row, Subject.CONTACT) for row in kept.rows}
    assert told == {name: " · ".join(each) for name, each in said.items()}
