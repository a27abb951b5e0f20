"""Releases and speeches: written, kept, recovered; nobody's text is ever lost."""

from dataclasses import fields, replace
from datetime import datetime, timedelta

import pytest

from comms_desk.changes import Change, Subject
from comms_desk.clock import StillClock
from comms_desk.i18n import Language
from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import (
    Draft,
    DraftId,
    DraftKind,
    DraftStatus,
    DraftTooLong,
    NewDraft,
    Particulars,
)
from comms_desk.places import Scope
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import DossierId, NewDossier
from comms_desk.planning.people.desk import PeopleDesk
from comms_desk.planning.people.model import NewPerson
from comms_desk.storage.bin import Bin
from comms_desk.storage.database import Database
from comms_desk.storage.errors import EditConflict, NotFound
from comms_desk.storage.model import Act, FieldChange


@pytest.fixture
def desk(database: Database) -> DraftDesk:
    return DraftDesk(database)


def release(desk: DraftDesk, text: str = "Un.\n", title: str = "Budget") -> Draft:
    return desk.add(NewDraft(kind=DraftKind.RELEASE, title=title, text=text))


def two_people(database: Database) -> tuple[int, int]:
    people = PeopleDesk(database)
    return people.add(NewPerson(name="Amélie")).id, people.add(NewPerson(name="Bakary")).id


def test_every_field_of_a_draft_survives_the_database(database: Database, desk: DraftDesk) -> None:
    dossier = DossierDesk(database).add(NewDossier(code="B-27", name="Budget")).id
    new = NewDraft(
        kind=DraftKind.SPEECH,
        language=Language.ENGLISH,
        title="T",
        subtitle="S",
        dossier=dossier,
        scope=Scope.of_boroughs(["VDN"]),
        status=DraftStatus.RELEASED,
        number="2026-114",
        source="a",
        contact="b",
        speaker="c",
        occasion="d",
        text="Un **deux**.\n",
    )

    made = desk.add(new)

    assert desk.get(made.id) == made
    for each in fields(Particulars):
        assert getattr(made, each.name) == getattr(new, each.name)
    assert (made.words, made.version, desk.text(made.id)) == (2, 1, new.text)


def test_typing_is_found_again_after_a_kill(desk: DraftDesk, clock: StillClock) -> None:
    draft = release(desk)
    opened = desk.open(draft.id)
    desk.save_working(draft.id, "Un. Deux.\n", base=opened.base, sitting=new_sitting(opened.text))
    clock.advance(timedelta(hours=1))

    again = desk.open(draft.id)

    assert again.text == "Un. Deux.\n"
    assert again.recovered_at == clock.now() - timedelta(hours=1)
    assert desk.text(draft.id) == "Un.\n"


def test_an_autosave_overwrites_the_one_before(desk: DraftDesk) -> None:
    draft = release(desk)
    sitting = new_sitting("Un.\n")
    base = desk.open(draft.id).base
    for text in ("a", "ab", "abc"):
        desk.save_working(draft.id, text, base=base, sitting=sitting)

    assert desk.open(draft.id).text == "abc"
    assert len(desk.revisions(draft.id)) == 1
    assert desk.history(draft.id) == ()


def test_the_words_of_a_draft_are_those_that_whoever_asks_has_typed(
    database: Database, desk: DraftDesk
) -> None:
    amelie, bakary = two_people(database)
    draft = release(desk)
    database.act_as(amelie)
    base = desk.open(draft.id).base
    desk.save_working(draft.id, "Un deux trois.\n", base=base, sitting=new_sitting("Un.\n"))

    assert [each.words for each in desk.search().rows] == [3]
    assert desk.get(draft.id).words == 3
    database.act_as(bakary)
    assert [each.words for each in desk.search().rows] == [1]


def test_leaving_keeps_a_revision_once(desk: DraftDesk) -> None:
    draft = release(desk)
    opened = desk.open(draft.id)
    sitting = new_sitting(opened.text)

    kept = desk.revise(draft.id, "Deux.\n", base=opened.base, sitting=sitting)
    assert kept is not None
    again = desk.revise(draft.id, "Deux.\n", base=kept.id, sitting=sitting)

    assert again is None
    assert (kept.parent, kept.aside, kept.title) == (opened.base, False, "Budget")
    assert desk.text(draft.id) == "Deux.\n"
    assert desk.open(draft.id).recovered_at is None
    assert desk.get(draft.id).version == 2


def test_ten_minutes_of_work_are_kept_by_themselves(desk: DraftDesk, clock: StillClock) -> None:
    draft = release(desk)
    opened = desk.open(draft.id)
    sitting = new_sitting(opened.text)
    desk.save_working(draft.id, "a", base=opened.base, sitting=sitting)
    clock.advance(timedelta(minutes=10))

    saved = desk.save_working(draft.id, "ab", base=opened.base, sitting=sitting)
    later = desk.save_working(draft.id, "abc", base=opened.base, sitting=sitting)

    assert saved.base != opened.base
    assert later.base == saved.base
    assert not later.overtaken
    assert [each.text for each in desk.revisions(draft.id)] == ["ab", "Un.\n"]
    assert desk.revise(draft.id, "abcd", base=opened.base, sitting=sitting).aside is False  # type: ignore[union-attr]


def test_two_people_on_one_text_both_keep_theirs(database: Database, desk: DraftDesk) -> None:
    amelie, bakary = two_people(database)
    draft = release(desk)
    base = desk.open(draft.id).base
    hers, his = new_sitting("Un.\n"), new_sitting("Un.\n")
    database.act_as(amelie)
    desk.save_working(draft.id, "D’Amélie.\n", base=base, sitting=hers)
    database.act_as(bakary)
    assert [writer.name for writer in desk.open(draft.id).others] == ["Amélie"]
    desk.save_working(draft.id, "De Bakary.\n", base=base, sitting=his)
    desk.revise(draft.id, "De Bakary.\n", base=base, sitting=his)

    database.act_as(amelie)
    saved = desk.save_working(draft.id, "D’Amélie, fin.\n", base=base, sitting=hers)
    kept = desk.revise(draft.id, "D’Amélie, fin.\n", base=base, sitting=hers)

    assert saved.overtaken
    assert kept is not None
    assert kept.aside
    assert desk.text(draft.id) == "De Bakary.\n"
    assert [each.text for each in desk.open(draft.id).asides] == ["D’Amélie, fin.\n"]


def test_a_choice_between_two_texts_is_settled(database: Database, desk: DraftDesk) -> None:
    amelie, bakary = two_people(database)
    draft = release(desk)
    base = desk.open(draft.id).base
    for person, text in ((amelie, "A\n"), (bakary, "B\n")):
        database.act_as(person)
        desk.revise(draft.id, text, base=base, sitting=new_sitting("Un.\n"))
    (aside,) = desk.open(draft.id).asides

    desk.settle(aside.id, "A et B\n", over=desk.open(draft.id).base)

    assert desk.text(draft.id) == "A et B\n"
    assert desk.open(draft.id).asides == ()
    assert {each.text for each in desk.revisions(draft.id)} == {"Un.\n", "A\n", "B\n", "A et B\n"}


@pytest.mark.parametrize(
    ("chosen", "asides"), [("A\n", []), ("B\n", ["B\n"]), ("A et B\n", ["A et B\n"])]
)
def test_a_choice_never_replaces_what_was_written_since_it_was_shown(
    database: Database, desk: DraftDesk, chosen: str, asides: list[str]
) -> None:
    amelie, bakary = two_people(database)
    draft = release(desk)
    base = desk.open(draft.id).base
    for person, text in ((amelie, "A\n"), (bakary, "B\n")):
        database.act_as(person)
        desk.revise(draft.id, text, base=base, sitting=new_sitting("Un.\n"))
    shown = desk.open(draft.id)
    database.act_as(amelie)
    desk.revise(draft.id, "A, plus tard\n", base=shown.base, sitting=new_sitting("A\n"))
    database.act_as(bakary)

    desk.settle(shown.asides[-1].id, chosen, over=shown.base)

    assert desk.text(draft.id) == "A, plus tard\n"
    assert [each.text for each in desk.open(draft.id).asides] == asides


def test_whoever_only_read_does_not_bring_an_old_text_back(
    database: Database, desk: DraftDesk
) -> None:
    amelie, bakary = two_people(database)
    draft = release(desk)
    base = desk.open(draft.id).base
    database.act_as(amelie)
    desk.revise(draft.id, "A\n", base=base, sitting=new_sitting("Un.\n"))
    database.act_as(bakary)

    assert desk.revise(draft.id, "Un.\n", base=base, sitting=new_sitting("Un.\n")) is None
    assert desk.text(draft.id) == "A\n"


def test_two_windows_of_one_person_do_not_overwrite_each_other(desk: DraftDesk) -> None:
    draft = release(desk)
    base = desk.open(draft.id).base
    desk.save_working(draft.id, "fenêtre 1", base=base, sitting=new_sitting("Un.\n"))

    desk.save_working(draft.id, "fenêtre 2", base=base, sitting=new_sitting("Un.\n"))

    assert desk.open(draft.id).text == "fenêtre 2"
    assert [each.text for each in desk.open(draft.id).asides] == ["fenêtre 1"]


def test_what_was_recovered_goes_on_where_it_was(desk: DraftDesk) -> None:
    draft = release(desk)
    base = desk.open(draft.id).base
    desk.save_working(draft.id, "avant", base=base, sitting=new_sitting("Un.\n"))
    again = desk.open(draft.id)

    desk.save_working(draft.id, "après", base=again.base, sitting=new_sitting(again.text))

    assert desk.open(draft.id).asides == ()


def test_drafts_are_paged_the_last_changed_first(desk: DraftDesk, clock: StillClock) -> None:
    ids = []
    for title in ("Été", "Neige", "Budget", "Neige encore"):
        ids.append(release(desk, title=title).id)
        clock.advance(timedelta(minutes=1))
    desk.add(NewDraft(kind=DraftKind.SPEECH, title="Allocution"))
    desk.edit(ids[0], FieldChange("subtitle", "", "de neige"))

    first = desk.search(kind=DraftKind.RELEASE, limit=3)
    rest = desk.search(kind=DraftKind.RELEASE, after=first.next_key, limit=3)

    assert [draft.id for draft in first.rows] == [ids[0], ids[3], ids[2]]
    assert (first.total, [draft.id for draft in rest.rows]) == (4, [ids[1]])
    assert rest.next_key is None
    assert [draft.title for draft in desk.search("neig").rows] == ["Été", "Neige encore", "Neige"]


def test_a_stale_edit_of_a_title_shows_both(desk: DraftDesk) -> None:
    draft = release(desk)
    edit = desk.edit(draft.id, FieldChange("title", "Budget", "Budget 2027"))

    with pytest.raises(EditConflict) as caught:
        desk.edit(draft.id, FieldChange("title", "Budget", "Le budget"))

    assert (caught.value.theirs, caught.value.yours) == ("Budget 2027", "Le budget")
    desk.edit(draft.id, edit.change.inverse())
    assert desk.get(draft.id).title == "Budget"


def test_a_draft_is_tied_only_to_a_dossier_that_is(desk: DraftDesk, database: Database) -> None:
    draft = release(desk)
    dossier = DossierDesk(database).add(NewDossier(code="B", name="Budget")).id

    desk.edit(draft.id, FieldChange("dossier", None, dossier))

    assert desk.get(draft.id).dossier == dossier
    assert [each.id for each in desk.search(dossier=dossier).rows] == [draft.id]
    with pytest.raises(NotFound):
        desk.edit(draft.id, FieldChange("dossier", dossier, 999))
    with pytest.raises(NotFound):
        desk.add(NewDraft(kind=DraftKind.RELEASE, dossier=DossierId(999)))


def test_a_binned_draft_leaves_the_list_and_comes_back_whole(
    database: Database, desk: DraftDesk
) -> None:
    draft = release(desk)
    desk.put_in_bin(draft.id)

    assert desk.search().rows == ()
    assert [each.ref.id for each in Bin(database).search().rows] == [draft.id]
    with pytest.raises(NotFound):
        desk.open(draft.id)
    assert desk.take_out_of_bin(draft.id) == replace(draft)
    assert desk.text(draft.id) == "Un.\n"


def test_a_title_typed_as_its_draft_goes_to_the_bin_comes_out_with_it(desk: DraftDesk) -> None:
    draft = release(desk)
    desk.put_in_bin(draft.id)

    desk.edit(draft.id, FieldChange("title", "Budget", "Budget 2027"))

    assert desk.search().rows == ()
    assert desk.take_out_of_bin(draft.id).title == "Budget 2027"


def test_a_change_is_announced_but_not_each_key(database: Database, desk: DraftDesk) -> None:
    draft = release(desk)
    heard: list[Change] = []
    database.announcer.subscribe(heard.append)
    base = desk.open(draft.id).base
    sitting = new_sitting("Un.\n")

    desk.save_working(draft.id, "a", base=base, sitting=sitting)
    assert heard == []
    desk.revise(draft.id, "a", base=base, sitting=sitting)

    assert heard == [Change.of(Subject.DRAFT, [draft.id])]


def test_a_title_nobody_could_print_is_refused(desk: DraftDesk) -> None:
    draft = release(desk)

    with pytest.raises(DraftTooLong):
        desk.edit(draft.id, FieldChange("title", "Budget", "x" * 301))
    with pytest.raises(DraftTooLong):
        NewDraft(kind=DraftKind.RELEASE, title="x" * 301)
    with pytest.raises(DraftTooLong):
        desk.save_working(draft.id, "x" * 2_000_001, base=None, sitting=new_sitting(""))


def test_there_is_no_draft_that_is_not(desk: DraftDesk) -> None:
    with pytest.raises(NotFound):
        desk.get(DraftId(7))


def test_an_export_is_noted(desk: DraftDesk, clock: StillClock) -> None:
    draft = release(desk)

    made = desk.word(draft.id)

    (noted,) = desk.history(draft.id)
    assert (noted.act, noted.after, noted.at) == (Act.EXPORTED, made.name, clock.now())
    assert isinstance(noted.at, datetime)


def kept(desk: DraftDesk, draft: Draft, *texts: str) -> None:
    for text in texts:
        opened = desk.open(draft.id)
        desk.revise(draft.id, text, base=opened.base, sitting=new_sitting(opened.text))


def test_the_history_of_a_draft_tells_each_text_that_was_kept_among_its_edits(
    desk: DraftDesk, clock: StillClock
) -> None:
    draft = release(desk)
    clock.advance(timedelta(minutes=1))
    desk.edit(draft.id, FieldChange("title", "Budget", "Budget 2027"))
    clock.advance(timedelta(minutes=1))
    kept(desk, draft, "")

    last, title = desk.history(draft.id)

    latest, begun = desk.revisions(draft.id)
    assert title.field == "title"
    assert (last.before, last.after, last.at) == (begun.id, latest.id, clock.now())
    assert last == latest.edit


def test_the_first_text_of_a_draft_that_was_begun_without_one_is_told(
    desk: DraftDesk, clock: StillClock
) -> None:
    draft = release(desk, text="")
    clock.advance(timedelta(minutes=1))
    kept(desk, draft, "Un.\n")

    (first,) = desk.history(draft.id)

    assert (first.before, first.after) == (None, desk.revisions(draft.id)[0].id)


def test_a_text_set_aside_was_never_the_drafts_and_is_not_told(desk: DraftDesk) -> None:
    draft = release(desk)
    base = desk.open(draft.id).base
    desk.revise(draft.id, "Deux.\n", base=base, sitting=new_sitting("Un.\n"))
    aside = desk.revise(draft.id, "Trois.\n", base=base, sitting=new_sitting("Un.\n"))
    assert aside is not None
    desk.settle(aside.id, "Deux.\n", over=desk.open(draft.id).base)

    assert aside.id not in {edit.after for edit in desk.history(draft.id)}


def test_an_earlier_text_becomes_the_text_again_and_nothing_is_lost(desk: DraftDesk) -> None:
    draft = release(desk)
    kept(desk, draft, "")
    (deleted,) = desk.history(draft.id)

    back = desk.edit(draft.id, deleted.change.inverse())

    assert desk.text(draft.id) == "Un.\n"
    assert desk.get(draft.id).words == 1
    assert [each.text for each in desk.revisions(draft.id)] == ["Un.\n", "", "Un.\n"]

    desk.edit(draft.id, back.change.inverse())

    assert desk.text(draft.id) == ""


def test_an_earlier_text_never_takes_the_place_of_what_was_kept_since(desk: DraftDesk) -> None:
    draft = release(desk)
    kept(desk, draft, "Deux.\n")
    (second,) = desk.history(draft.id)
    kept(desk, draft, "Trois.\n")

    with pytest.raises(EditConflict):
        desk.edit(draft.id, second.change.inverse())

    assert desk.text(draft.id) == "Trois.\n"


def test_a_text_is_not_put_back_to_that_of_another_draft(desk: DraftDesk) -> None:
    draft, other = release(desk), release(desk, "Autre.\n")
    (mine,), (theirs,) = desk.revisions(draft.id), desk.revisions(other.id)

    with pytest.raises(NotFound):
        desk.edit(draft.id, FieldChange("text", mine.id, theirs.id))
    with pytest.raises(NotFound):
        desk.put_back(draft.id, theirs.id)
    with pytest.raises(NotFound):
        desk.revision(draft.id, theirs.id)

    assert desk.text(draft.id) == "Un.\n"


def test_what_ten_minutes_of_work_kept_is_told_as_it_is_saved(
    desk: DraftDesk, clock: StillClock
) -> None:
    draft = release(desk)
    opened = desk.open(draft.id)
    sitting = new_sitting(opened.text)
    first = desk.save_working(draft.id, "Un. D\n", base=opened.base, sitting=sitting)
    clock.advance(timedelta(minutes=10))

    second = desk.save_working(draft.id, "Un. Deux.\n", base=opened.base, sitting=sitting)

    assert first.kept is None
    assert second.kept == desk.revisions(draft.id)[0]


def test_one_text_after_the_other_is_taken_back_and_done_again(desk: DraftDesk) -> None:
    draft = release(desk)
    kept(desk, draft, "Deux.\n", "Trois.\n")
    third, second = desk.history(draft.id)

    one = desk.edit(draft.id, third.change.inverse())
    two = desk.edit(draft.id, second.change.inverse())
    assert desk.text(draft.id) == "Un.\n"
    desk.edit(draft.id, two.change.inverse())
    desk.edit(draft.id, one.change.inverse())

    assert desk.text(draft.id) == "Trois.\n"
