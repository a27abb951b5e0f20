"""An import is kept: what it was, what was refused and why, and its undo for thirty days."""

from datetime import timedelta

import pytest

from comms_desk.changes import Change, Subject
from comms_desk.clock import StillClock
from comms_desk.imports.model import (
    UNDOABLE,
    AlreadyUndone,
    Fate,
    ImportId,
    ImportUndone,
    TooLateToUndo,
)
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.storage.database import Database
from comms_desk.storage.errors import NotFound
from comms_desk.wording.imports import why
from tests.support.imports import bring_in, imports, undo_import

CONTACTS = (
    "Nom,Média,Courriel,Langue\n"
    "Ada Okafor,Avis,ada@avis.example,\n"
    "Bao Nguyen,Avis,pas une adresse,\n"
    ",,sans.nom@avis.example,\n"
    "Luc Roy,Avis,luc@avis.example,klingon\n"
    "Eve Roy,Avis\n"
    "Zoé Huot,,ada@avis.example,\n"
).encode()
STAFF = b"Matricule;Nom;Courriel;Arrondissement\n1;Roy;roy@ville.example;\n"


def test_an_import_is_kept_with_its_file_its_counts_and_who_made_it(
    database: Database, clock: StillClock
) -> None:
    database.act_as(PeopleDesk(database).recognise("elavoie").id)

    done = bring_in(database, CONTACTS, file_name="liste.csv")

    (kept,) = imports(database).search().rows
    assert kept == imports(database).get(done.id)
    assert (kept.subject, kept.file_name) == (Subject.CONTACT, "liste.csv")
    assert (kept.at, kept.by) == (clock.now(), database.actor)
    assert kept.counts == {Fate.NEW: 1, Fate.CHANGED: 0, Fate.SAME: 0, Fate.REFUSED: 5}
    assert (kept.undone_at, kept.undoable_until) == (None, clock.now() + timedelta(days=30))


def test_each_refused_row_is_kept_with_its_line_and_why(database: Database) -> None:
    done = bring_in(database, CONTACTS)

    refused = imports(database).get(done.id).refused

    assert [(row.line, row.name, row.error) for row in refused] == [
        (3, "Bao Nguyen", "BadAddress"),
        (4, "", "ContactNameMissing"),
        (5, "Luc Roy", "UnknownLanguage"),
        (6, "Eve Roy", "RowRagged"),
        (7, "Zoé Huot", "AddressTaken"),
    ]
    assert "klingon" in why(refused[2])
    assert all(why(row) != row.error for row in refused)


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


def test_more_refused_rows_than_anybody_reads_are_counted_and_not_kept(
    database: Database,
) -> None:
    rows = "".join(f"N{each},Avis,pas une adresse\n" for each in range(1_200))
    done = bring_in(database, f"Nom,Média,Courriel\n{rows}Roy,Avis,\n".encode())

    kept = imports(database).get(done.id)

    assert (len(kept.refused), kept.counts[Fate.REFUSED]) == (1_000, 1_200)
