"""Whose row is it?  What one row of a file adds to somebody finds them on the rows below."""

from datetime import timedelta
from itertools import permutations

import pytest

from comms_desk.imports.model import ImportPlan, PlannedChange, PlannedRow, RowFate
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import AddressTaken, Contact
from comms_desk.media.outlets.model import MoreThanOnePerson
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from tests.support.imports import imports, plan_of

CAMILLE = "Camille Roy,Avis,journaliste,camille@avis.example,514 555-0142"


def planned(database: Database, *rows: str) -> ImportPlan:
    content = "\n".join(("Nom complet,Média,Titre,Courriel,Téléphone", *rows, ""))
    return plan_of(database, content.encode())


def imported(database: Database, *rows: str) -> ImportPlan:
    plan = planned(database, *rows)
    imports(database).apply(plan)
    return plan


def fates(plan: ImportPlan) -> list[RowFate]:
    return [row.fate for row in plan.rows]


def everybody(database: Database) -> list[Contact]:
    desk = ContactDesk(database)
    return [desk.get(row.id) for row in desk.search().rows]


def titles(contact: Contact) -> dict[str, str]:
    return {each.outlet_name: each.title for each in contact.positions}


def changes(row: PlannedRow) -> set[tuple[str, str, str]]:
    return {(each.field, each.before, each.after) for each in row.changes}


def test_an_address_that_a_row_adds_is_theirs_on_the_rows_below(database: Database) -> None:
    imported(database, CAMILLE)

    plan = imported(
        database,
        "Camille Roy,Avis,,camille@perso.example,",
        "Camille Roy,,,camille@perso.example,",
        "Camille Roy,Zenith,,camille@perso.example,",
        "Jonas Petit,Zenith,,camille@perso.example,",
    )

    assert fates(plan) == [RowFate.CHANGED, RowFate.SAME, RowFate.CHANGED, RowFate.NEW]
    assert [type(each) for row in plan.rows for each in row.left_out] == [AddressTaken]
    (camille,) = (each for each in everybody(database) if each.family_name == "Roy")
    assert {each.outlet_name: each.emails for each in camille.positions} == {
        "Avis": ("camille@avis.example", "camille@perso.example"),
        "Zenith": ("camille@perso.example",),
    }


def test_an_outlet_that_a_row_adds_is_theirs_on_the_rows_below(database: Database) -> None:
    imported(database, CAMILLE)

    plan = imported(
        database,
        "Camille Roy,Zenith,,camille@avis.example,",
        "Camille Roy,Zenith,chroniqueuse,,",
        "Camille Roy,ZÉNITH,chroniqueuse,,",
    )

    assert fates(plan) == [RowFate.CHANGED, RowFate.CHANGED, RowFate.SAME]
    assert plan.new_outlets == ("Zenith",)
    (camille,) = everybody(database)
    assert titles(camille) == {"Avis": "journaliste", "Zenith": "chroniqueuse"}


def test_somebody_new_is_known_on_the_rows_below_with_or_without_an_outlet(
    database: Database,
) -> None:
    plan = imported(
        database,
        "Ada Okafor,,,,514 555-0101",
        "Ada Okafor,,,,(514) 555-0101",
        "Ada Okafor,Avis,,,",
        "Ada Okafor,Avis,,ada@avis.example,",
        "Ada Okafor,,,ada@avis.example,",
    )

    assert [(row.fate, row.namesake) for row in plan.rows] == [
        (RowFate.NEW, False),
        (RowFate.SAME, False),
        (RowFate.NEW, True),
        (RowFate.CHANGED, False),
        (RowFate.SAME, False),
    ]
    assert plan.does_something
    assert plan.counts == {RowFate.NEW: 2, RowFate.CHANGED: 1, RowFate.SAME: 2, RowFate.REFUSED: 0}
    assert len(everybody(database)) == 2


def test_somebody_of_whom_a_file_says_the_name_alone_is_one_person_however_often(
    database: Database,
) -> None:
    plan = imported(database, "Ada Okafor,,,,", "Ada Okafor,,,,")
    again = planned(database, "Ada Okafor,,,,")

    assert fates(plan) == [RowFate.NEW, RowFate.SAME]
    assert fates(again) == [RowFate.SAME]
    assert plan.does_something
    assert not again.does_something
    assert len(everybody(database)) == 1


def test_the_same_address_and_the_same_number_written_otherwise_are_not_added_again(
    database: Database,
) -> None:
    imported(database, CAMILLE)

    plan = planned(database, "Camille Roy,Avis,journaliste,Camille@Avis.example,514.555.0142")

    assert fates(plan) == [RowFate.SAME]
    assert not plan.does_something


@pytest.mark.parametrize(
    ("row", "taken"),
    [
        ("Camille Roy,Avis,,jonas@zenith.example,", "jonas@zenith.example"),
        ("Jonas Petit,Zenith,,camille@avis.example,", "camille@avis.example"),
        ("Camille Roy,,,camille@avis.example; jonas@zenith.example,", "jonas@zenith.example"),
    ],
)
def test_an_address_of_somebody_else_is_left_out_of_a_row_and_its_holder_named(
    database: Database, row: str, taken: str
) -> None:
    imported(database, CAMILLE, "Jonas Petit,Zenith,,jonas@zenith.example,")

    (same,) = planned(database, row).rows

    assert same.fate is RowFate.SAME
    (reason,) = same.left_out
    assert isinstance(reason, AddressTaken)
    assert reason.address == taken
    assert reason.holder in {"Camille Roy", "Jonas Petit"}


@pytest.mark.parametrize(
    "row", ["Yves Huot,,,camille@avis.example,", "Yves Huot,Avis,,camille@avis.example,oui"]
)
def test_somebody_elses_address_alone_or_not_to_be_written_to_is_refused(
    database: Database, row: str
) -> None:
    imported(database, CAMILLE)
    content = f"Nom,Média,Fonction,Courriel,Exclu\n{row}\n".encode()

    (refused,) = plan_of(database, content).rows

    assert isinstance(refused.reason, AddressTaken)
    assert refused.left_out == ()


def test_two_reporters_who_give_their_newsrooms_address_both_come_in(database: Database) -> None:
    desk = ContactDesk(database)
    heading = "Nom;Prénom;Média;Courriel"
    lines = [
        "Gagné;Line;Hebdo Nord;redaction@hebdonord.example",
        "Huot;Yves;Hebdo Nord;redaction@hebdonord.example",
        ";;Hebdo Nord;redaction@hebdonord.example",
    ]
    plan = plan_of(database, "\n".join([heading, *lines]).encode())
    imports(database).apply(plan)

    assert fates(plan) == [RowFate.NEW] * 3
    assert [len(row.left_out) for row in plan.rows] == [0, 1, 0]
    held = {each.name: each.positions[0].emails for each in desk.export()}
    assert held == {"Line Gagné": ("redaction@hebdonord.example",), "Yves Huot": ()}
    for order in permutations(lines):
        assert not plan_of(database, "\n".join([heading, *order]).encode()).does_something


def test_one_name_at_two_outlets_with_each_an_address_is_not_taken_for_one_person(
    database: Database,
) -> None:
    imported(database, "Marc Roy,Avis,,marc@avis.example,", "Marc Roy,Zenith,,marc@zenith.example,")
    assert len(everybody(database)) == 2

    (row,) = planned(database, "Marc Roy,Avis,,marc@zenith.example,").rows

    assert isinstance(row.reason, AddressTaken)


def test_rows_that_would_give_one_person_more_than_anybody_has_are_refused(
    database: Database,
) -> None:
    addresses = [f"a{number}@avis.example" for number in range(31)]
    phones = [f"514 555-0{number:03}" for number in range(31)]
    outlets = [f"Avis {number}" for number in range(31)]

    by_address = planned(
        database,
        f"Camille Roy,Avis,,{'; '.join(addresses[:30])},",
        f"Camille Roy,Avis,,{addresses[30]},",
    )
    by_phone = planned(
        database,
        f"Camille Roy,Avis,,,{'; '.join(phones[:30])}",
        f"Camille Roy,Avis,,,{phones[30]}",
    )
    by_outlet = planned(database, *(f"Camille Roy,{each},,{addresses[0]}," for each in outlets))

    for plan in (by_address, by_phone, by_outlet):
        *let_in, refused = plan.rows
        assert all(row.fate is not RowFate.REFUSED for row in let_in)
        assert isinstance(refused.reason, MoreThanOnePerson)
        assert (refused.reason.name, refused.reason.limit) == ("Camille Roy", 30)


def test_what_a_row_changes_is_said_as_it_was_and_as_it_will_be(database: Database) -> None:
    imported(database, CAMILLE)
    content = (
        "Nom complet,Média,Titre,Courriel,Couverture,Ne pas contacter\n"
        'Camille Roy,Avis,chroniqueuse,c.roy@avis.example,"budget, neige",oui\n'
    ).encode()

    (row,) = plan_of(database, content).rows

    assert changes(row) == {
        ("do_not_contact", "", "✓"),
        ("title", "journaliste", "chroniqueuse"),
        ("beats", "", "budget, neige"),
        ("emails", "camille@avis.example", "camille@avis.example, c.roy@avis.example"),
    }


def test_a_row_without_an_outlet_goes_to_the_position_that_has_its_address_or_to_the_only_one(
    database: Database,
) -> None:
    imported(
        database,
        CAMILLE,
        "Camille Roy,Zenith,,camille@avis.example,",
        "Camille Roy,Zenith,,camille@zenith.example,",
        "Jonas Petit,Zenith,,jonas@zenith.example,",
    )

    imported(
        database,
        "Camille Roy,,chroniqueuse,camille@zenith.example,",
        "Jonas Petit,,recherchiste,jonas@zenith.example; j.petit@zenith.example,",
    )

    camille, jonas = sorted(everybody(database), key=lambda each: each.given_name)
    assert titles(camille) == {"Avis": "journaliste", "Zenith": "chroniqueuse"}
    (position,) = jonas.positions
    assert (position.title, len(position.emails)) == ("recherchiste", 2)


def test_of_several_posts_the_one_without_an_outlet_takes_what_is_said_without_one(
    database: Database,
) -> None:
    imported(
        database,
        "Camille Roy,Avis,journaliste,camille@perso.example,",
        "Camille Roy,Zenith,chroniqueuse,camille@perso.example,",
        "Jonas Petit,,pigiste,jonas@perso.example,",
        "Jonas Petit,Avis,journaliste,jonas@perso.example,",
    )

    imported(database, "Jonas Petit,,animateur,,")

    camille, jonas = sorted(everybody(database), key=lambda each: each.given_name)
    assert titles(camille) == {"Avis": "journaliste", "Zenith": "chroniqueuse"}
    assert titles(jonas) == {"": "animateur", "Avis": "journaliste"}


def test_a_post_that_somebody_has_left_is_not_changed_by_a_file(database: Database) -> None:
    imported(database, CAMILLE)
    desk = ContactDesk(database)
    (camille,) = everybody(database)
    yesterday = database.clock.now().date() - timedelta(days=1)
    (left,) = camille.positions
    desk.edit_position(left.id, FieldChange("ended_on", None, yesterday))

    plan = imported(database, "Camille Roy,Avis,cheffe de pupitre,camille@avis.example,")

    (row,) = plan.rows
    assert PlannedChange(field="position", before="", after="Avis") in row.changes
    (camille,) = everybody(database)
    assert sorted(each.title for each in camille.positions) == ["cheffe de pupitre", "journaliste"]
