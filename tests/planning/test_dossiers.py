"""The dossiers: found as one types, edited in place, tied to anything, never lost by mistake."""

import dataclasses
from datetime import timedelta

import pytest

from comms_desk.changes import Change, Ref, Subject
from comms_desk.clock import StillClock
from comms_desk.places import CITY, Scope
from comms_desk.planning.dossiers import within
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import (
    CodeNotAllowed,
    CodeTaken,
    Dossier,
    DossierNameMissing,
    DossierStatus,
    NewDossier,
    NoSuchDossier,
)
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage import links
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.edits import FieldChange
from comms_desk.storage.errors import EditConflict, NotFound, TakenSince
from tests.support.years import live_on

DRAFT = Ref(Subject.DRAFT, 9)


@pytest.fixture
def dossiers(database: Database) -> DossierDesk:
    return DossierDesk(database)


@pytest.fixture
def snow(dossiers: DossierDesk) -> Dossier:
    return dossiers.add(NewDossier(code="NEIGE-27", name="Déneigement de l’hiver 2027"))


def test_every_field_of_a_dossier_survives_the_database(
    database: Database, dossiers: DossierDesk
) -> None:
    lead = PeopleDesk(database).add(NewPerson(name="Ève Lavoie")).id
    new = NewDossier(
        code="EAU.1",
        name="Conduites d’eau",
        scope=Scope.of_boroughs(["VDN", "LAS"]),
        lead=lead,
        status=DossierStatus.DORMANT,
        about="Fermetures et avis d’ébullition.",
    )

    kept = dossiers.get(dossiers.add(new).id)

    assert {**dataclasses.asdict(new), "id": kept.id} == dataclasses.asdict(kept)


@pytest.mark.parametrize("words", ["dene", "NEIGE", "hiver 27", "27 déneig", "l’hiver"])
def test_a_dossier_is_found_by_the_beginnings_of_its_words(
    dossiers: DossierDesk, snow: Dossier, words: str
) -> None:
    dossiers.add(NewDossier(code="PISCINES", name="Piscines extérieures"))

    assert dossiers.search(words).rows == (snow,)


def test_a_word_that_is_nowhere_finds_nothing(dossiers: DossierDesk, snow: Dossier) -> None:
    found = dossiers.search("neige trottoir")

    assert (found.rows, found.total) == ((), 0)


def test_a_list_goes_on_where_its_page_ended(dossiers: DossierDesk) -> None:
    for number in range(7):
        dossiers.add(NewDossier(code=f"D-{number}", name="Parcs"))

    first = dossiers.search("parcs", limit=3)
    second = dossiers.search("parcs", after=first.next_key, limit=3)
    third = dossiers.search("parcs", after=second.next_key, limit=3)

    codes = [each.code for page in (first, second, third) for each in page.rows]
    assert codes == [f"D-{number}" for number in range(7)]
    assert (first.total, third.next_key) == (7, None)


def test_only_dossiers_of_a_status_are_listed_when_asked(
    dossiers: DossierDesk, snow: Dossier
) -> None:
    closed = dossiers.add(NewDossier(code="VIEUX", name="Vieux", status=DossierStatus.CLOSED))

    assert dossiers.search(status=DossierStatus.CLOSED).rows == (closed,)


def test_a_dossier_is_found_by_its_code_whatever_its_case(
    dossiers: DossierDesk, snow: Dossier
) -> None:
    assert dossiers.by_code("neige-27") == snow

    with pytest.raises(NoSuchDossier):
        dossiers.by_code("NEIGE-28")


def test_two_dossiers_cannot_have_one_code(dossiers: DossierDesk, snow: Dossier) -> None:
    with pytest.raises(CodeTaken) as refused:
        dossiers.add(NewDossier(code="neige-27", name="Autre"))
    assert refused.value.name == snow.name

    other = dossiers.add(NewDossier(code="AUTRE", name="Autre"))
    with pytest.raises(CodeTaken):
        dossiers.edit(other.id, FieldChange("code", "AUTRE", "Neige-27"))


def test_a_dossier_may_be_given_the_next_free_code(dossiers: DossierDesk) -> None:
    first = dossiers.add_next(NewDossier(code="D26", name="Neige"))
    second = dossiers.add_next(NewDossier(code="D26", name="Eau"))
    dossiers.put_in_bin(first.id)
    third = dossiers.add_next(NewDossier(code="D26", name="Parcs"))

    assert [each.code for each in (first, second, third)] == ["D26-1", "D26-2", "D26-3"]


@pytest.mark.parametrize("code", ["", "  ", "deux mots", "x" * 25, "-a"])
def test_a_code_that_could_not_be_said_is_refused(code: str) -> None:
    with pytest.raises(CodeNotAllowed):
        NewDossier(code=code, name="Neige")


def test_a_blank_name_is_refused(dossiers: DossierDesk, snow: Dossier) -> None:
    with pytest.raises(DossierNameMissing):
        NewDossier(code="A", name=" ")
    with pytest.raises(DossierNameMissing):
        dossiers.edit(snow.id, FieldChange("name", snow.name, " "))


def test_an_edited_dossier_is_found_by_its_new_words(dossiers: DossierDesk, snow: Dossier) -> None:
    dossiers.edit(snow.id, FieldChange("name", snow.name, "Chargement"))
    dossiers.edit(snow.id, FieldChange("scope", CITY, Scope.of_boroughs(["VMA"])))

    (found,) = dossiers.search("charge").rows

    assert (found.name, found.scope) == ("Chargement", Scope.of_boroughs(["VMA"]))
    assert dossiers.search("deneigement").rows == ()


def test_an_edit_is_undone_by_its_inverse(dossiers: DossierDesk, snow: Dossier) -> None:
    edit = dossiers.edit(snow.id, FieldChange("status", DossierStatus.OPEN, DossierStatus.CLOSED))

    dossiers.edit(snow.id, edit.change.inverse())

    assert dossiers.get(snow.id) == snow
    assert len(dossiers.history(snow.id)) == 2


def test_two_people_on_one_name_conflict(dossiers: DossierDesk, snow: Dossier) -> None:
    dossiers.edit(snow.id, FieldChange("name", snow.name, "Neige"))

    with pytest.raises(EditConflict):
        dossiers.edit(snow.id, FieldChange("name", snow.name, "Verglas"))


def test_anything_can_be_tied_to_a_dossier(
    database: Database, dossiers: DossierDesk, snow: Dossier
) -> None:
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)

    assert dossiers.link(snow.id, DRAFT)
    assert not dossiers.link(snow.id, DRAFT)

    assert dossiers.linked(snow.id) == (DRAFT,)
    assert Change.of(Subject.DRAFT, [DRAFT.id]) in heard

    assert dossiers.unlink(snow.id, DRAFT)
    assert dossiers.linked(snow.id) == ()


def test_nothing_is_tied_to_a_dossier_of_the_bin(
    database: Database, dossiers: DossierDesk, snow: Dossier
) -> None:
    dossiers.link(snow.id, DRAFT)
    dossiers.put_in_bin(snow.id)

    with database.snapshot() as snapshot:
        assert within.of_each(snapshot, Subject.DRAFT, [DRAFT.id]) == {DRAFT.id: ()}
    with pytest.raises(NotFound):
        dossiers.link(snow.id, Ref(Subject.DRAFT, 10))


def test_the_dossiers_of_a_page_of_drafts_are_one_question(
    database: Database, dossiers: DossierDesk, snow: Dossier
) -> None:
    dossiers.link(snow.id, DRAFT)

    with database.snapshot() as snapshot:
        found = within.of_each(snapshot, Subject.DRAFT, [8, 9])

    assert found == {9: (snow,)}


def test_a_binned_dossier_leaves_lists_and_its_code_and_comes_back(
    database: Database, dossiers: DossierDesk, snow: Dossier
) -> None:
    dossiers.put_in_bin(snow.id)

    assert dossiers.search().rows == ()
    assert [each.ref for each in Bin(database).search().rows] == [Ref(Subject.DOSSIER, snow.id)]
    with pytest.raises(NotFound):
        dossiers.get(snow.id)

    assert dossiers.take_out_of_bin(snow.id) == snow
    assert dossiers.search().rows == (snow,)


def test_what_is_typed_as_a_dossier_goes_to_the_bin_comes_out_with_it(
    dossiers: DossierDesk, snow: Dossier
) -> None:
    dossiers.put_in_bin(snow.id)

    dossiers.edit(snow.id, FieldChange("name", snow.name, "Neige"))

    assert dossiers.search().rows == ()
    assert dossiers.take_out_of_bin(snow.id).name == "Neige"


def test_a_dossier_whose_code_was_taken_meanwhile_stays_in_the_bin(
    database: Database, dossiers: DossierDesk, snow: Dossier
) -> None:
    dossiers.put_in_bin(snow.id)
    dossiers.add(NewDossier(code="NEIGE-27", name="Autre"))

    with pytest.raises(TakenSince):
        dossiers.take_out_of_bin(snow.id)

    assert [each.ref for each in Bin(database).search().rows] == [Ref(Subject.DOSSIER, snow.id)]


def test_what_is_typed_in_the_bin_is_kept_though_another_has_the_code_by_now(
    dossiers: DossierDesk, snow: Dossier
) -> None:
    dossiers.put_in_bin(snow.id)
    other = dossiers.add(NewDossier(code=snow.code, name="Autre"))

    dossiers.edit(snow.id, FieldChange("about", "", "Appeler la Ville"))

    dossiers.put_in_bin(other.id)
    assert dossiers.take_out_of_bin(snow.id).about == "Appeler la Ville"


def test_the_bin_is_emptied_after_thirty_days_with_edits_and_links(
    database: Database, dossiers: DossierDesk, snow: Dossier, clock: StillClock
) -> None:
    dossiers.link(snow.id, DRAFT)
    dossiers.put_in_bin(snow.id)

    live_on(database, timedelta(days=29))
    assert Bin(database).purge() == 0

    clock.advance(timedelta(days=1))
    assert Bin(database).purge() == 1

    assert Bin(database).search().rows == ()
    assert dossiers.history(snow.id) == ()
    with database.snapshot() as snapshot:
        assert links.linked(snapshot, DRAFT) == ()


def test_the_id_of_a_purged_dossier_is_never_given_again(
    database: Database, dossiers: DossierDesk, snow: Dossier
) -> None:
    dossiers.put_in_bin(snow.id)
    live_on(database, timedelta(days=31))
    Bin(database).purge()

    assert dossiers.add(NewDossier(code="NEIGE-27", name="Neige")).id > snow.id
