"""A draft that leaves as PDF, with its embargo on every page."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from comms_desk.clock import StillClock
from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.media.drafting.desk import DraftDesk, new_sitting
from comms_desk.media.drafting.model import DraftKind, NewDraft, TitleMissing
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.database import Database
from comms_desk.storage.model import Act
from tests.documents.pdf_files import read_pdf
from tests.documents.word_files import word_file

LIFTS = datetime(2026, 12, 1, 15, tzinfo=UTC)
"""1 December 2026, 10 a.m. in Montréal."""
RELEASE = NewDraft(kind=DraftKind.RELEASE, title="Budget 2027 : 3,1 %", text="La Ville **agit**.\n")


@pytest.fixture
def desk(sqlite_database: Database) -> DraftDesk:
    return DraftDesk(sqlite_database)


def test_an_embargo_stands_on_every_page_and_in_the_name(
    sqlite_database: Database, desk: DraftDesk, clock: StillClock
) -> None:
    draft = desk.add(RELEASE)
    EmbargoDesk(sqlite_database).place(draft.ref, until=LIFTS, ends_when="La conférence commence")

    held = desk.pdf(draft.id)
    clock.advance(timedelta(days=30))
    lifted = desk.pdf(draft.id)

    stamp = "SOUS EMBARGO jusqu’au mardi 1er décembre 2026 à 10\u00a0h (HE)"
    assert [page.startswith(stamp) for page in read_pdf(held.content).pages] == [True]
    assert "Montréal, le 1er décembre 2026. –" in read_pdf(held.content).words
    assert held.name == "SOUS EMBARGO 1er décembre 2026 10 h - Communiqué - Budget 2027 3,1 %.pdf"
    assert "EMBARGO" not in read_pdf(lifted.content).words
    assert "Pour diffusion immédiate" in read_pdf(lifted.content).words
    assert lifted.name == "Communiqué - Budget 2027 3,1 %.pdf"


def test_what_is_being_typed_is_in_it(desk: DraftDesk) -> None:
    draft = desk.add(RELEASE)
    base = desk.open(draft.id).base
    desk.save_working(draft.id, "Plus loin.\n", base=base, sitting=new_sitting("x"))

    assert "Plus loin." in read_pdf(desk.pdf(draft.id).content).words


def test_a_place_and_a_date_that_the_writer_typed_stand_alone(desk: DraftDesk) -> None:
    typed = "Montréal, le 27 novembre 2026 – La Ville agit.\n"
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Titre", text=typed))

    assert read_pdf(desk.pdf(draft.id).content).words.count("novembre 2026") == 1


def test_its_look_is_ours_where_the_office_has_its_own_word(
    sqlite_database: Database, tmp_path: Path
) -> None:
    (tmp_path / "release.fr.docx").write_bytes(word_file("Maison : {{ title }}", "{{ body }}"))
    desk = DraftDesk(sqlite_database, tmp_path)

    words = read_pdf(desk.pdf(desk.add(RELEASE).id).content).words

    assert "Maison" not in words
    assert "Ville de Montréal" in words


def test_a_text_without_title_is_refused(desk: DraftDesk) -> None:
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, text="Bonjour.\n"))

    with pytest.raises(TitleMissing):
        desk.pdf(draft.id)


def test_taking_it_out_is_noted(sqlite_database: Database, desk: DraftDesk) -> None:
    dossier = DossierDesk(sqlite_database).add(NewDossier(code="B-27", name="Budget")).id
    draft = desk.add(NewDraft(kind=DraftKind.RELEASE, title="Budget", dossier=dossier))

    made = desk.pdf(draft.id)

    assert [edit.after for edit in desk.history(draft.id) if edit.act is Act.EXPORTED] == [
        made.name
    ]
