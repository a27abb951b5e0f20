"""A release, and a Word file of it that comes back."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from comms_desk.media.drafting.arrival import Arrival, arrive
from comms_desk.media.drafting.desk import DraftDesk
from comms_desk.media.drafting.model import Draft, DraftKind, NewDraft
from comms_desk.planning.dossiers.desk import DossierDesk
from comms_desk.planning.dossiers.model import NewDossier
from comms_desk.storage.database import Database
from tests.documents.word_files import opened, saved

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)
LIFTS = datetime(2026, 12, 1, 15, tzinfo=UTC)
"""1 December 2026, 10 a.m. in Montréal."""
TEXT = "La Ville **agit**.\n\n- un\n- deux\n\nFin du texte.\n"


def release(database: Database, **over: Any) -> Draft:
    dossier = DossierDesk(database).add(NewDossier(code="NEIGE-27", name="Neige"))
    new = {"title": "Le budget de la neige", "subtitle": "En bref", "text": TEXT, **over}
    return DraftDesk(database).add(
        NewDraft(
            kind=DraftKind.RELEASE,
            number="2026-041",
            source="Cabinet de la mairesse",
            contact="Relations médias\n514 555-0100",
            dossier=dossier.id,
            **new,
        )
    )


def came(desk: DraftDesk, folder: Path, content: bytes, name: str = "retour.docx") -> Arrival:
    file = folder / name
    file.write_bytes(content)
    return arrive(desk, file, now=NOW)


def with_first_words(content: bytes, edit: Callable[[Any], None]) -> bytes:
    document = opened(content)
    edit(document)
    return saved(document)
