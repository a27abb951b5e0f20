"""What a file says of its embargo goes from its text once a lock, or a template, says it."""

from pathlib import Path
from typing import Any

import pytest

from comms_desk.media.drafting.arrival import begin
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind
from comms_desk.storage.database import Database
from tests.documents.word_files import word_file
from tests.media.drafting.arrivals import LIFTS, TEXT, came, release, with_first_words


@pytest.fixture
def desk(database: Database) -> DraftDesk:
    return DraftDesk(database)


def test_the_embargo_of_a_release_that_was_pasted_below_another_is_noticed(
    desk: DraftDesk, tmp_path: Path
) -> None:
    first, last = ["La Ville agit."] * 20, ["Le Service aussi."] * 20
    notice = "SOUS EMBARGO jusqu’au mardi 1er décembre 2026 à 10 h (HE)"

    arrival = came(desk, tmp_path, word_file(*first, notice, *last))

    assert arrival.until == LIFTS
    assert notice not in desk.text(begin(desk, arrival).id)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("recu.docx", ("Embargoed until December 1, 2026, 10 a.m. – Un.",)),
        ("SOUS EMBARGO 1er décembre 2026 10 h - Le budget.docx", ("Un.",)),
        ("recu.md", ("EMBARGO 1er décembre 2026, 10 h", "# Le budget", "Un.")),
        ("recu.txt", ("Sous embargo", "Jusqu’au 1er décembre 2026, 10 h", "Un.")),
        ("recu.md", ("# SOUS EMBARGO jusqu’au 1er décembre 2026, 10 h", "Un.")),
    ],
)
def test_the_line_that_says_the_embargo_goes_once_a_lock_has_it(
    desk: DraftDesk, tmp_path: Path, name: str, lines: tuple[str, ...]
) -> None:
    written = "\n".join(lines).encode()
    made = word_file(*lines) if name.endswith(".docx") else written
    arrival = came(desk, tmp_path, made, name)

    held, free = begin(desk, arrival), begin(desk, arrival, is_free=True)

    assert held.embargo is not None
    assert (held.embargo.until, free.embargo) == (LIFTS, None)
    said = held.title + desk.text(held.id)
    assert "embargo" not in said.lower()
    assert said.endswith("Un.\n")
    assert "mbargo" in " ".join(arrival.goes).lower()
    assert "embargo" in (free.title + desk.text(free.id)).lower()


def test_a_line_of_a_notice_and_other_words_keeps_the_words(
    desk: DraftDesk, tmp_path: Path
) -> None:
    """The frame took the whole paragraph off, whatever stood in it."""
    lead = "Sous embargo jusqu’au 1er décembre, 10 h. La Ville annonce un plan de 4 M$."
    of_goods = "Embargoed goods were seized at the port on Thursday."

    begun = begin(desk, came(desk, tmp_path, word_file(lead, "Fin.")))
    ordinary = begin(desk, came(desk, tmp_path, word_file(of_goods, "Fin.")))

    assert desk.text(begun.id) == "La Ville annonce un plan de 4 M$.\n\nFin.\n"
    assert desk.text(ordinary.id) == f"{of_goods}\n\nFin.\n"


@pytest.mark.parametrize("name", ["recu.docx", "recu.md"])
def test_what_the_template_writes_by_itself_is_not_written_twice(
    desk: DraftDesk, tmp_path: Path, name: str
) -> None:
    lines = ("Communiqué de presse", "", "Pour diffusion immédiate", "", "Un.")
    made = word_file(*lines) if name.endswith(".docx") else "\n".join(lines).encode()
    arrival = came(desk, tmp_path, made, name)

    release = begin(desk, arrival, kind=DraftKind.RELEASE)
    speech = begin(
        desk, came(desk, tmp_path, "\n".join(lines).encode(), "mot.md"), kind=DraftKind.SPEECH
    )

    assert not arrival.asks
    assert desk.text(release.id) == "Communiqué de presse\n\nUn.\n"
    assert "Pour diffusion immédiate" in desk.text(speech.id)


def test_lines_typed_outside_the_frame_hide_it_not_and_stay(
    database: Database, desk: DraftDesk, tmp_path: Path
) -> None:
    draft = release(database)

    def edit(document: Any) -> None:
        document.paragraphs[0].insert_paragraph_before("Pour Nadia, avec mes corrections")
        document.add_paragraph("Voir aussi la fiche.")

    arrival = came(desk, tmp_path, with_first_words(desk.word(draft.id).content, edit))
    begun = begin(desk, arrival)

    assert (begun.title, begun.subtitle, begun.source) == (draft.title, "En bref", draft.source)
    assert desk.text(begun.id) == (
        f"Pour Nadia, avec mes corrections\n\n{TEXT}\nVoir aussi la fiche.\n"
    )
