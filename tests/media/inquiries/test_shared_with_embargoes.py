"""What an answer shares with a text under embargo is said before it leaves: words, figures."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.embargo.model import WordsUnderEmbargo
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.media.inquiries.reply.attached_files import attached
from comms_desk.storage.database import Database
from tests.documents.word_files import word_file
from tests.media.inquiries.asked import CITY, Newsroom

SENTENCE = "les bibliothèques accueilleront le public tous les dimanches dès janvier"


@pytest.fixture
def office(database: Database) -> Newsroom:
    return Newsroom(database)


def test_a_figure_of_a_text_under_embargo_is_warned_of_before_the_answer_leaves(
    office: Newsroom,
) -> None:
    words = "Une somme de 12,4 M$ est prévue pour la piscine."
    draft = DraftDesk(office.database).add(
        NewDraft(kind=DraftKind.RELEASE, title="Piscine", text=words)
    )
    until = office.now + timedelta(hours=1)
    EmbargoDesk(office.database).place(draft.ref, until=until, ends_when="")
    inquiry = office.approved(office.asked(), "La piscine coûtera 12,4 millions de dollars.")

    plan = office.replies.plan(inquiry, CITY)

    assert plan.obstacles == ()
    (held,) = (each for letter in plan.letters for each in letter.shared.figures)
    assert (held.title, held.written) == ("Piscine", ("12,4 millions de dollars",))


def test_the_words_of_its_files_keep_an_answer_and_a_file_that_nobody_can_read_is_said(
    office: Newsroom, tmp_path: Path
) -> None:
    note, plan_file = tmp_path / "note.docx", tmp_path / "plan.pdf"
    note.write_bytes(word_file(f"On nous dit que {SENTENCE}, promis."))
    plan_file.write_bytes(b"%PDF-1.7")
    draft = DraftDesk(office.database).add(
        NewDraft(kind=DraftKind.RELEASE, title="Horaires", text=f"Enfin, {SENTENCE}.")
    )
    inquiry = office.approved(office.asked(), "Voyez la note ci-jointe.")
    wanted = replace(CITY, files=(attached(plan_file), attached(note)))
    assert office.replies.plan(inquiry, wanted).letters[0].shared.unread == ()
    until = office.now + timedelta(hours=1)
    EmbargoDesk(office.database).place(draft.ref, until=until, ends_when="")

    plan = office.replies.plan(inquiry, wanted)

    (held,) = plan.obstacles
    assert isinstance(held, WordsUnderEmbargo)
    assert (held.file, held.words, held.title) == ("note.docx", (SENTENCE,), "Horaires")
    assert plan.letters[0].shared.unread == ("plan.pdf",)
    with pytest.raises(WordsUnderEmbargo):
        office.replies.answer(inquiry, wanted)
    assert office.replies.plan(inquiry, replace(wanted, files=wanted.files[:1])).obstacles == ()
