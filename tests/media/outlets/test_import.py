"""A file of outlets: who is new, what it changes, what it never decides, and the way back."""

from datetime import date

import pytest

from comms_desk.changes import Subject
from comms_desk.facts import BadDate, NotOneOf
from comms_desk.imports.model import ImportUndone, RowFate
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.outlets.desk import OutletDesk
from comms_desk.media.outlets.facts import FACTS
from comms_desk.media.outlets.importing import COLUMNS
from comms_desk.media.outlets.model import (
    NewOutlet,
    Outlet,
    OutletKind,
    OutletLanguage,
    OutletNameMissing,
    OutletTwiceInFile,
    ReviewLicence,
)
from comms_desk.places import Scope
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.wording.imports import remarks, why
from tests.support.imports import bring_in, imports, plan_of, undo_import

FILE = (
    "Média;Genre;Langue;Territoire;Site web;Courriel;Téléphone;Heures de tombée;Licence;"
    "Fin de la licence\n"
    "Métro-Nord;Hebdomadaire;français;Verdun;metro.example;redaction@metro.example;"
    "514 555-0142;16 h;Extraits;2027-03-31\n"
    "Le Soir;Quotidien;;;;;;;;\n"
).encode()


def outlets(database: Database) -> list[Outlet]:
    return list(OutletDesk(database).search().rows)


def fates(database: Database, content: bytes) -> list[RowFate]:
    return [row.fate for row in plan_of(database, content, Subject.OUTLET).rows]


def test_outlets_come_in_with_all_that_the_file_says_of_them(database: Database) -> None:
    bring_in(database, FILE, Subject.OUTLET)

    soir, metro = outlets(database)
    assert (soir.name, soir.kind) == ("Le Soir", OutletKind.DAILY)
    assert (metro.kind, metro.language) == (OutletKind.WEEKLY, OutletLanguage.FRENCH)
    assert (metro.scope, metro.website) == (Scope.of_boroughs(["VDN"]), "metro.example")
    assert (metro.emails, metro.phones) == (("redaction@metro.example",), ("514 555-0142",))
    assert (metro.deadlines, metro.review_licence) == ("16 h", ReviewLicence.EXCERPT)
    assert metro.licence_until == date(2027, 3, 31)


def test_the_same_file_of_outlets_again_changes_nothing(database: Database) -> None:
    bring_in(database, FILE, Subject.OUTLET)

    assert fates(database, FILE) == [RowFate.SAME, RowFate.SAME]


def test_an_outlet_is_known_by_its_name_and_what_is_empty_changes_nothing(
    database: Database,
) -> None:
    known = OutletDesk(database).add(NewOutlet(name="METRO NORD", website="metro.example"))

    done = bring_in(
        database, "Média;Site;Courriel\nMétro-Nord;;a@x.example\n".encode(), Subject.OUTLET
    )

    (metro,) = outlets(database)
    assert (metro.id, metro.name) == (known.id, "METRO NORD")
    assert (metro.website, metro.emails) == ("metro.example", ("a@x.example",))
    assert [row.fate for row in done.plan.rows] == [RowFate.CHANGED]


def test_rows_that_say_otherwise_of_one_outlet_do_not_decide_by_their_order(
    database: Database,
) -> None:
    rows = ("Avis;Radio;a@x.example", "AVIS;Quotidien;b@x.example", "Avis;Radio;b@x.example")
    content = "\n".join(("Média;Genre;Courriel", *rows)).encode()

    plan = bring_in(database, content, Subject.OUTLET).plan

    assert [type(row.reason) for row in plan.rows] == [type(None), OutletTwiceInFile, type(None)]
    (avis,) = outlets(database)
    assert (avis.kind, avis.emails) == (OutletKind.RADIO, ("a@x.example", "b@x.example"))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("…;Radio;", OutletNameMissing),
        ("Avis;Feuille de chou;", NotOneOf),
        ("Avis;Radio;bientôt", BadDate),
    ],
)
def test_a_row_that_is_not_understood_is_refused_with_its_reason(
    database: Database, row: str, reason: type[Exception]
) -> None:
    content = f"Média;Genre;Fin de la licence\n{row}\n".encode()

    (refused,) = plan_of(database, content, Subject.OUTLET).refused

    assert isinstance(refused.reason, reason)
    assert outlets(database) == []


def test_a_cell_that_is_not_understood_is_said_with_its_column_and_what_it_may_be(
    database: Database,
) -> None:
    content = "Média;Genre;Fin de la licence\nAvis;Journal;\nLa Une;Radio;bientôt\n".encode()

    done = bring_in(database, content, Subject.OUTLET)
    said = [remarks(row, Subject.OUTLET) for row in done.plan.refused]
    kept = imports(database).left_out(done.id)

    assert [one.partition(" Écrivez")[0] for (one,) in said] == [
        "Type\u00a0: «\u00a0Journal\u00a0» n’est aucun des choix.",
        "Licence jusqu’au\u00a0: «\u00a0bientôt\u00a0» n’est pas une date.",
    ]
    assert "Quotidien, Hebdomadaire" in said[0][0]
    assert [[why(row, Subject.OUTLET)] for row in kept.rows] == said


def test_outlets_that_came_go_again_and_what_was_changed_is_put_back(database: Database) -> None:
    desk = OutletDesk(database)
    known = desk.add(NewOutlet(name="Le Soir"))
    done = bring_in(database, FILE, Subject.OUTLET)

    assert undo_import(database, done) == ImportUndone()

    assert outlets(database) == [known]


def test_an_outlet_where_somebody_works_since_or_that_was_changed_stays_and_is_named(
    database: Database,
) -> None:
    desk = OutletDesk(database)
    done = bring_in(database, FILE, Subject.OUTLET)
    soir, metro = outlets(database)
    held = NewPosition(outlet=metro.id)
    ContactDesk(database).add(NewContact(family_name="Roy", positions=(held,)))
    desk.edit(soir.id, FieldChange("website", "", "soir.example"))

    assert undo_import(database, done) == ImportUndone(outlets=("Métro-Nord", "Le Soir"))

    assert len(outlets(database)) == 2


def test_each_fact_of_an_outlet_can_be_brought_in() -> None:
    assert {column.key for column in COLUMNS} == {fact.field for fact in FACTS}


def test_a_file_says_what_people_call_an_outlet_and_who_works_there_is_found_by_it(
    database: Database,
) -> None:
    desk, contacts = OutletDesk(database), ContactDesk(database)
    journal = desk.add(NewOutlet(name="Le Journal", also_called=("JdM",)))
    zoe = contacts.add(
        NewContact(family_name="Tremblay", positions=(NewPosition(outlet=journal.id),))
    )

    done = bring_in(
        database,
        'nom;aussi appelé\nLe Journal;jdm\nLe Journal;"98,5; J. de Mtl"\n'.encode(),
        Subject.OUTLET,
    )

    assert [row.fate for row in done.plan.rows] == [RowFate.SAME, RowFate.CHANGED]
    assert desk.get(journal.id).also_called == ("JdM", "98,5", "J. de Mtl")
    assert [each.id for each in contacts.search("jdm").rows] == [zoe.id]
    assert [each.id for each in contacts.search("98,5 tremb").rows] == [zoe.id]
    undo_import(database, done)
    assert desk.get(journal.id).also_called == ("JdM",)
    assert contacts.search("98,5").rows == ()
    change = FieldChange("also_called", ("JdM",), ("Québécor",))
    desk.edit(journal.id, change)
    assert contacts.search("jdm").rows == ()
    assert [each.id for each in contacts.search("quebecor").rows] == [zoe.id]
