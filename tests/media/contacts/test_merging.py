"""Whose row is it?  What one row of a file adds to somebody finds them on the rows below."""

from datetime import timedelta

import pytest

from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.merging import Fate, ImportPlan, PlannedChange, PlannedRow
from comms_desk.media.contacts.model import AddressTaken, Contact, MoreThanOnePerson
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange

CAMILLE = "Camille Roy,Avis,journaliste,camille@avis.example,514 555-0142"


def planned(database: Database, *rows: str) -> ImportPlan:
    content = "\n".join(("Nom complet,Média,Titre,Courriel,Téléphone", *rows, ""))
    return ContactDesk(database).plan_import(content.encode())


def imported(database: Database, *rows: str) -> ImportPlan:
    plan = planned(database, *rows)
    ContactDesk(database).apply_import(plan)
    return plan


def fates(plan: ImportPlan) -> list[Fate]:
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

    assert fates(plan) == [Fate.CHANGED, Fate.SAME, Fate.CHANGED, Fate.REFUSED]
    (camille,) = everybody(database)
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

    assert fates(plan) == [Fate.CHANGED, Fate.CHANGED, Fate.SAME]
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
        (Fate.NEW, False),
        (Fate.SAME, False),
        (Fate.NEW, True),
        (Fate.CHANGED, False),
        (Fate.SAME, False),
    ]
    assert plan.does_something
    assert plan.counts == {Fate.NEW: 2, Fate.CHANGED: 1, Fate.SAME: 2, Fate.REFUSED: 0}
    assert len(everybody(database)) == 2


def test_somebody_of_whom_a_file_says_the_name_alone_is_one_person_however_often(
    database: Database,
) -> None:
    plan = imported(database, "Ada Okafor,,,,", "Ada Okafor,,,,")
    again = planned(database, "Ada Okafor,,,,")

    assert fates(plan) == [Fate.NEW, Fate.SAME]
    assert fates(again) == [Fate.SAME]
    assert plan.does_something
    assert not again.does_something
    assert len(everybody(database)) == 1


def test_the_same_address_and_the_same_number_written_otherwise_are_not_added_again(
    database: Database,
) -> None:
    imported(database, CAMILLE)

    plan = planned(database, "Camille Roy,Avis,journaliste,Camille@Avis.example,514.555.0142")

    assert fates(plan) == [Fate.SAME]
    assert not plan.does_something


@pytest.mark.parametrize(
    "row",
    [
        "Camille Roy,Avis,,jonas@zenith.example,",
        "Jonas Petit,Zenith,,camille@avis.example,",
        "Camille Roy,,,camille@avis.example; jonas@zenith.example,",
    ],
)
def test_a_row_of_two_people_is_refused_and_says_whose_address_it_has(
    database: Database, row: str
) -> None:
    imported(database, CAMILLE, "Jonas Petit,Zenith,,jonas@zenith.example,")

    (refused,) = planned(database, row).rows

    assert isinstance(refused.reason, AddressTaken)
    assert refused.reason.address in row
    assert fates(planned(database, row)) == [Fate.REFUSED]


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
        assert all(row.fate is not Fate.REFUSED for row in let_in)
        assert isinstance(refused.reason, MoreThanOnePerson)
        assert (refused.reason.name, refused.reason.limit) == ("Camille Roy", 30)


def test_what_a_row_changes_is_said_as_it_was_and_as_it_will_be(database: Database) -> None:
    imported(database, CAMILLE)
    content = (
        "Nom complet,Média,Titre,Courriel,Couverture,Ne pas contacter\n"
        'Camille Roy,Avis,chroniqueuse,c.roy@avis.example,"budget, neige",oui\n'
    ).encode()

    (row,) = ContactDesk(database).plan_import(content).rows

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
