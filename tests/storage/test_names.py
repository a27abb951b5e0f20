"""Whatever has a name is found by a few of its letters, as the database is now."""

from collections.abc import Sequence

import pytest

from comms_desk.changes import Ref, Subject
from comms_desk.media.contacts.desk import ContactDesk
from comms_desk.media.contacts.model import NewContact
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage import names as storage_names
from comms_desk.storage.database import Database
from comms_desk.storage.model import FieldChange
from comms_desk.storage.names import Names
from comms_desk.text.fold import tokens
from comms_desk.text.nearness import BegunRank, Guessed, folded
from tests.support.imports import counted


def found(database: Database, words: str, *, names: Names | None = None) -> list[str]:
    return [each.name for each in (names or Names(database)).find(words, limit=10).rows]


def with_names(database: Database, *names: str) -> None:
    desk = ContactDesk(database)
    for name in names:
        given, _, family = name.rpartition(" ")
        desk.add(NewContact(given_name=given, family_name=family))


@pytest.mark.parametrize(
    "words", ["trem", "TRÉM", "ève tremblay", "trmbl", "blay", "eve tr", "tremlay"]
)
def test_a_name_is_found_by_its_beginning_a_part_of_it_or_most_of_its_letters(
    database: Database, words: str
) -> None:
    with_names(database, "Ève Tremblay", "Ada Okafor")

    assert found(database, words) == ["Ève Tremblay"]


@pytest.mark.parametrize("words", ["", "  ", "…", "tz", "remblayt", "zzz", "tremblay okafor"])
def test_what_is_in_no_name_finds_nothing(database: Database, words: str) -> None:
    with_names(database, "Ève Tremblay", "Ada Okafor")

    assert found(database, words) == []


def test_the_nearest_comes_first_and_of_equals_what_was_opened_last(database: Database) -> None:
    with_names(database, "Roy Tremblay", "Tremblay Roy", "Éric Montremblant", "Théo Turemi")
    names = Names(database)

    assert found(database, "trem", names=names) == [
        "Tremblay Roy",
        "Roy Tremblay",
        "Éric Montremblant",
        "Théo Turemi",
    ]
    opened = Ref(Subject.CONTACT, 1)
    assert [each.name for each in names.find("roy", first=[opened], limit=2).rows] == [
        "Roy Tremblay",
        "Tremblay Roy",
    ]
    assert [each.name for each in names.find("tr", first=[opened], limit=2).rows] == [
        "Tremblay Roy",
        "Roy Tremblay",
    ]


def test_how_many_are_found_is_said_of_those_that_are_not_shown_too(database: Database) -> None:
    with_names(database, "Roy Tremblay", "Tremblay Roy", "Tremblay Ada", "Éric Montremblant")
    names = Names(database)

    cut, whole = names.find("trem", limit=1), names.find("trem", limit=10)

    assert (len(cut.rows), cut.total, cut.is_cut) == (1, 4, True)
    assert (len(whole.rows), whole.total, whole.is_cut) == (4, 4, False)


def test_so_many_are_near_that_further_ones_are_not_looked_for(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_names, "COUNT_CAP", 2)
    with_names(database, "Roy Tremblay", "Tremblay Roy", "Tremblay Ada", "Éric Montremblant")

    found = Names(database).find("trem", limit=1)

    assert (len(found.rows), found.total, found.capped) == (1, 2, True)


def test_where_all_that_there_are_is_near_the_count_is_whole(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage_names, "COUNT_CAP", 2)
    with_names(database, "Roy Tremblay", "Tremblay Roy")

    found = Names(database).find("trem", limit=1)

    assert (len(found.rows), found.total, found.capped) == (1, 2, False)


FAMILIES = ("Tremblay", "Roy", "Côté", "Montremblant", "Turemi", "Royer-Tremblay", "L’Heureux")
GIVEN = ("Ève", "Roy", "Théo", "Rosalie")


def nearest(called: Sequence[str], words: str, opened: Sequence[int]) -> list[str]:
    """Return the names that are near, each ranked by itself; *called* is from the oldest."""
    begun, guessed = BegunRank(tokens(words)), Guessed(tokens(words))
    found = []
    for place, name in enumerate(called):
        rank = begun(folded(name))
        rank = guessed(folded(name)) if rank is None else rank
        if rank is not None:
            recency = opened.index(place) if place in opened else len(opened)
            found.append((rank, recency, len(name), len(called) - place, name))
    return [name for *_how_near, name in sorted(found)]


@pytest.mark.parametrize("cap", [3, 1_000])
def test_letter_after_letter_what_is_found_is_what_each_name_alone_would_say(
    database: Database, monkeypatch: pytest.MonkeyPatch, cap: int
) -> None:
    monkeypatch.setattr(storage_names, "COUNT_CAP", cap)
    called = [f"{given} {family}" for family in FAMILIES for given in GIVEN]
    with_names(database, *called)
    names, opened = Names(database), (9, 2, 20)
    first = [Ref(Subject.CONTACT, place + 1) for place in opened]

    for words in ("rosalie roy trem", "trmbl ros", "ro ro", "l heureux ev", "thtrem"):
        for end in range(1, len(words) + 1):
            right = nearest(called, words[:end], opened)
            found = names.find(words[:end], first=first, limit=3)

            assert [each.name for each in found.rows] == right[:3], words[:end]
            assert (found.total, found.capped) == (min(len(right), cap), len(right) > cap)


def test_letters_after_the_first_read_nothing_of_a_desk_that_stands_still(
    sqlite_database: Database,
) -> None:
    names = Names(sqlite_database)
    with_names(sqlite_database, "Ève Tremblay")
    found(sqlite_database, "t", names=names)

    with counted() as asked:
        assert found(sqlite_database, "tr", names=names) == ["Ève Tremblay"]

    assert [each for each in asked if "FROM" in each] == []


def test_what_changed_since_is_found_as_it_is_now(database: Database) -> None:
    names, dossiers, contacts = Names(database), DossierDesk(database), ContactDesk(database)
    with_names(database, "Ève Roy")
    dossier = dossiers.add(NewDossier(code="NEIGE", name="Déneigement")).id
    assert found(database, "deneig", names=names) == ["NEIGE Déneigement"]

    dossiers.edit(dossier, FieldChange("name", "Déneigement", "Verglas"))
    assert found(database, "deneig", names=names) == []
    assert found(database, "verg", names=names) == ["NEIGE Verglas"]
    dossiers.put_in_bin(dossier)
    assert found(database, "verg", names=names) == []
    dossiers.take_out_of_bin(dossier)
    assert found(database, "verg", names=names) == ["NEIGE Verglas"]
    contacts.add(NewContact(family_name="Vergara"))
    assert found(database, "verga", names=names)[0] == "Vergara"


def test_only_the_kinds_that_changed_are_read_again(database: Database) -> None:
    names, contacts = Names(database), ContactDesk(database)
    with_names(database, "Ève Roy")
    DossierDesk(database).add(NewDossier(code="EAU", name="Conduites"))
    found(database, "roy", names=names)
    before = dict(names._shelves)

    contacts.add(NewContact(family_name="Royer"))

    assert set(found(database, "roy", names=names)) == {"Ève Roy", "Royer"}
    after = names._shelves
    assert after[Subject.DOSSIER] is before[Subject.DOSSIER]
    assert after[Subject.CONTACT] is not before[Subject.CONTACT]
