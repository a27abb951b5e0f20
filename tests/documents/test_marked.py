"""A document of ours that another program saved again is still known to be ours."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from comms_desk.embargo.desk import EmbargoDesk
from comms_desk.media.drafting.arrival import arrive, begin, bring_back
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import DraftKind, NewDraft
from comms_desk.storage.database import Database
from tests.documents.conftest import Convert

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
LIFTS = datetime(2026, 12, 1, 15, tzinfo=UTC)
TEXT = "La Ville **agit**.\n\n## Suite\n\n- un\n- deux\n\nFin du texte.\n"


@pytest.mark.libreoffice
def test_a_release_that_libreoffice_saved_in_every_form_comes_back_under_its_embargo(
    sqlite_database: Database, convert: Convert, tmp_path: Path
) -> None:
    desk = DraftDesk(sqlite_database)
    draft = desk.add(
        NewDraft(
            kind=DraftKind.RELEASE,
            title="Le budget de la neige",
            subtitle="En bref",
            source="Cabinet",
            contact="Relations médias",
            text=TEXT,
        )
    )
    EmbargoDesk(sqlite_database).place(draft.ref, until=LIFTS, ends_when="à la conférence")
    file = tmp_path / "communique.docx"
    file.write_bytes(desk.word(draft.id).content)

    for index, form in enumerate(("odt", "doc:MS Word 97", "rtf", "docx")):
        folder = tmp_path / str(index)
        convert([file], form, folder)
        file = folder / f"communique.{form.partition(':')[0]}"
    arrival = arrive(desk, file, now=NOW)

    assert arrival.origin is not None
    assert arrival.origin.draft.id == draft.id
    assert (arrival.until, arrival.beyond) == (LIFTS, {})
    assert bring_back(desk, arrival) is None
    other = begin(desk, arrival)
    assert (other.title, other.subtitle, other.source) == (draft.title, "En bref", "Cabinet")
    assert desk.text(other.id) == TEXT
