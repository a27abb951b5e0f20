"""What a person says that a column is holds for every file of the same headings, for all."""

import pytest

from comms_desk.changes import Subject
from comms_desk.imports.model import ImportPlan
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.storage.database import Database
from comms_desk.text.columns import NoKnownColumn
from tests.support.imports import bring_in, imports, plan_of

FILE = "Nom;Boîte;Téléphone\nZoé Tremblay;zoe@depeche.example;514 555-0142\n".encode()
OTHER_ORDER = "Téléphone;Nom;Boîte\n514 555-0143;Bao Nguyen;bao@avis.example\n".encode()
CHOSEN = {"Boîte": "emails", "Téléphone": ""}


def columns(plan: ImportPlan) -> dict[str, tuple[str, ...]]:
    return dict(plan.sheet.columns)


def test_a_column_is_read_as_a_person_says_or_not_at_all(database: Database) -> None:
    plan = plan_of(database, FILE, chosen=CHOSEN)

    assert columns(plan) == {"name": ("Nom",), "emails": ("Boîte",)}
    assert (plan.sheet.unknown, plan.sheet.proposed) == (("Téléphone",), {})


def test_the_choice_is_remembered_for_the_same_headings_once_it_was_used(
    database: Database,
) -> None:
    plan = plan_of(database, FILE, chosen=CHOSEN)
    assert columns(plan_of(database, FILE)) == {"name": ("Nom",), "phones": ("Téléphone",)}

    imports(database).apply(plan)

    assert columns(plan_of(database, FILE)) == columns(plan)
    again = plan_of(database, OTHER_ORDER)
    assert columns(again) == {"name": ("Nom",), "emails": ("Boîte",)}
    imports(database).apply(again)
    bao, _zoe = ContactDesk(database).export()
    assert (bao.positions[0].emails, bao.positions[0].phones) == (("bao@avis.example",), ())


@pytest.mark.parametrize(
    ("of", "content"),
    [
        (Subject.CONTACT, "Nom;Boîte;Téléphone;Note\nRoy;z@depeche.example;;\n"),
        (Subject.EMPLOYEE, FILE.decode()),
    ],
    ids=["other headings", "another kind"],
)
def test_the_choice_is_of_those_headings_and_of_that_kind(
    database: Database, of: Subject, content: str
) -> None:
    imports(database).apply(plan_of(database, FILE, chosen=CHOSEN))

    assert plan_of(database, content.encode(), of).chosen == {}


def test_a_choice_is_forgotten_where_a_later_one_is_to_read_as_recognised(
    database: Database,
) -> None:
    imports(database).apply(plan_of(database, FILE, chosen=CHOSEN))

    imports(database).apply(plan_of(database, FILE, chosen={}))

    assert columns(plan_of(database, FILE)) == {"name": ("Nom",), "phones": ("Téléphone",)}


def test_what_was_chosen_for_other_headings_is_not_asked_of_these(database: Database) -> None:
    """They are the same words, a line break in one heading aside."""
    bring_in(database, b'Nom,"Qui\nQuoi"\nAda,x\n', chosen={"Qui\nQuoi": "note"})

    plan = plan_of(database, b"Nom,Qui,Quoi\nAda,x,y\n")

    assert plan.sheet.unknown == ("Qui", "Quoi")


NO_HEADING = "Liste du printemps\nQui;Quoi\nZoé Tremblay;zoe@depeche.example\n".encode()


def test_the_headings_of_a_file_that_says_nothing_are_told_and_can_be_chosen(
    database: Database,
) -> None:
    desk = imports(database)
    with pytest.raises(NoKnownColumn):
        plan_of(database, NO_HEADING)

    taken = desk.columns(Subject.CONTACT, NO_HEADING)
    chosen = {"Qui": "name", "Quoi": "emails"}
    plan = plan_of(database, NO_HEADING, chosen=chosen)

    assert taken.taken == {"Qui": "", "Quoi": ""}
    assert {"name", "emails"} <= set(taken.keys)
    assert desk.columns(Subject.CONTACT, NO_HEADING, chosen=chosen).taken == chosen
    assert [row.name for row in plan.rows] == ["Zoé Tremblay"]


def test_what_was_chosen_for_headings_that_say_nothing_holds_for_the_next_file(
    database: Database,
) -> None:
    bring_in(database, NO_HEADING, chosen={"Qui": "name", "Quoi": "emails"})

    plan = plan_of(database, b"Quoi;Qui\nbao@avis.example;Bao Nguyen\n")

    assert [row.name for row in plan.rows] == ["Bao Nguyen"]
