"""An edit is taken back, and what stands in the way is told in words."""

from pathlib import Path

import pytest

import comms_desk.across.schema  # noqa: F401 - every table is known
from comms_desk.across import things
from comms_desk.across.office import Office
from comms_desk.across.taking_back import ChangedSince, TakenBack, take_back
from comms_desk.changes import Ref, Subject
from comms_desk.internal.bulletins.model import BulletinBlockKind, NewBlock
from comms_desk.media.contacts.model import NewContact, NewPosition
from comms_desk.media.drafting.desk import new_sitting
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.database import Database
from comms_desk.storage.errors import EditConflict
from comms_desk.storage.model import FieldChange
from tests.internal.written import DAY
from tests.media.themes.newsroom import BUDGET, WatchRoom
from tests.support.mornings import office_on


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    return office_on(database, tmp_path)


def test_what_was_taken_back_is_taken_back_in_its_turn(office: Office) -> None:
    dossier = office.dossiers.add(NewDossier(code="NEIGE", name="Neige"))
    edit = office.dossiers.edit(dossier.id, FieldChange("name", "Neige", "Hiver"))

    back = take_back(office, edit)
    assert isinstance(back, TakenBack)
    assert office.dossiers.get(dossier.id).name == "Neige"
    again = take_back(office, back.past.edit)

    assert isinstance(again, TakenBack)
    assert again.thing is not None
    assert again.thing.title == office.dossiers.get(dossier.id).name == "Hiver"


def test_a_part_is_told_by_the_name_of_the_whole(office: Office) -> None:
    contact = office.contacts.add(NewContact(family_name="Roy")).id
    position = office.contacts.add_position(contact, NewPosition(title="Pigiste"))
    edit = office.contacts.edit_position(position, FieldChange("title", "Pigiste", "Chef"))

    back = take_back(office, edit)

    assert isinstance(back, TakenBack)
    assert back.thing is not None
    assert back.thing.ref == Ref(Subject.CONTACT, contact)


def test_the_parts_of_a_thing_and_the_whole_of_a_part_are_known(office: Office) -> None:
    bulletin = office.bulletins.add_next(name="Entre nous", day=DAY).id
    block = office.bulletins.add_block(
        bulletin, NewBlock(kind=BulletinBlockKind.TEXT, text="Bonjour")
    )
    whole, part = Ref(Subject.BULLETIN, bulletin), Ref(Subject.BLOCK, block)

    assert part in things.parts(office, whole)
    assert things.whole(office, part) == whole
    assert things.whole(office, whole) == whole
    assert things.whole(office, Ref(Subject.BLOCK, 99)) is None


def test_what_somebody_kept_of_a_text_since_stays_and_is_told(office: Office) -> None:
    draft = office.drafts.add(NewDraft(kind=DraftKind.RELEASE, title="B", text="Un.\n"))
    opened = office.drafts.open(draft.id)
    mine = office.drafts.revise(
        draft.id, "Deux.\n", base=opened.base, sitting=new_sitting(opened.text)
    )
    assert mine is not None
    office.drafts.revise(draft.id, "Trois.\n", base=mine.id, sitting=new_sitting("Deux.\n"))

    answer = take_back(office, mine.edit)

    assert isinstance(answer, ChangedSince)
    assert (answer.past.before, answer.past.after) == ("Deux.", "Trois.")
    assert office.drafts.text(draft.id) == "Trois.\n"


def test_the_note_of_an_article_is_taken_back_unless_somebody_wrote_in_it_since(
    office: Office, database: Database
) -> None:
    (article,) = WatchRoom(database).deliver(BUDGET)
    first = office.triage.edit(article, FieldChange("note", "", "À citer"))
    second = office.triage.edit(article, FieldChange("note", "À citer", "Déjà cité"))

    late = take_back(office, first)
    assert isinstance(late, ChangedSince)
    assert (late.past.edit, [fact.field for fact in late.facts][:1]) == (second, ["note"])
    back = take_back(office, second)

    assert isinstance(back, TakenBack)
    assert back.thing is not None
    assert back.thing.title == BUDGET[0]
    note = office.themes.mention(article).note
    assert note is not None
    assert note.text == "À citer"


def test_what_was_written_of_a_story_of_the_review_is_taken_back(office: Office) -> None:
    review = office.reviews.begin()
    edit = office.reviews.edit(review.id, FieldChange("highlights", (), ("Neige",)))

    back = take_back(office, edit)

    assert isinstance(back, TakenBack)
    assert office.reviews.get(review.id).highlights == ()
    office.reviews.edit(review.id, FieldChange("highlights", (), ("Budget",)))
    with pytest.raises(EditConflict):
        take_back(office, edit)
